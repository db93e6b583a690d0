//! What a gateway answers over HTTP.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::address::EngineAddress;
use super::content_version::ContentVersion;
use super::engine_error::EngineError;
use super::event::GatewayEvent;
use super::metrics::Metrics;
use super::nodes::Nodes;
use super::searcher::{Answered, Searcher};
use crate::http::{Desk, SearchParameters, Unanswered, accept, busy, is_known, refusal};

/// Searches wait for the engine as often as not: so many have their turn on each core.
const TURNS: usize = 8;
/// Pages of any host may ask: there is nothing to be seen that is not on pages.
const ANYBODY: &str = "*";

/// How a gateway is set up.
#[derive(Clone, Debug)]
pub struct GatewaySettings {
    /// The engine.
    pub engine: EngineAddress,
    /// Where requests are answered.
    pub listen: SocketAddr,
    /// A node of the engine answers within this time, or another is asked.
    pub node_timeout: Duration,
    /// A search is answered within this time, or refused.
    pub timeout: Duration,
    /// What is remembered of a version of the content, in bytes.
    pub memory: usize,
}

/// What requests are answered from.
#[derive(Clone)]
struct Gateway {
    searcher: Arc<Searcher>,
    metrics: Arc<Metrics>,
    desk: Desk,
    tell: Arc<dyn Fn(&GatewayEvent) + Send + Sync>,
}

/// Answers requests until `stopped` is done, which is polled within the runtime that answers.
///
/// # Errors
/// If the address is taken, or the system gives no threads.
pub fn serve(
    settings: &GatewaySettings,
    tell: Arc<dyn Fn(&GatewayEvent) + Send + Sync>,
    stopped: impl Future<Output = ()>,
) -> io::Result<()> {
    let told = Arc::clone(&tell);
    let node_timeout = settings.node_timeout.min(settings.timeout);
    let nodes = Nodes::new(&settings.engine, node_timeout, Box::new(move |event| told(event)));
    let searcher = Arc::new(Searcher::new(nodes, settings.memory, settings.timeout, Arc::clone(&tell)));
    let followed = Arc::downgrade(&searcher);
    let gateway = Gateway { searcher, metrics: Arc::default(), desk: Desk::of_turns(TURNS), tell: Arc::clone(&tell) };
    let routes = Router::new()
        .route("/api/search", get(search).options(preflight))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(gateway);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen).await?;
        tell(&GatewayEvent::Listening { address: listener.local_addr()? });
        thread::Builder::new().name("version".to_owned()).spawn(move || Searcher::follow(&followed))?;
        let mut stop = Box::pin(async {
            stopped.await;
            tell(&GatewayEvent::Stopping);
        });
        accept(listener, routes, &mut stop).await;
        Ok(())
    });
    // Who was cut off by then still waits for the engine, which nobody else does.
    runtime.shutdown_background();
    served
}

/// Whether there is anything to answer from.
async fn ready(State(gateway): State<Gateway>) -> Response {
    let unready = match gateway.searcher.unready() {
        None => return "ready\n".into_response(),
        Some(unready) => unready,
    };
    refusal(StatusCode::SERVICE_UNAVAILABLE, &unready)
}

async fn metrics(State(gateway): State<Gateway>) -> Response {
    let version = gateway.searcher.known();
    let known = version.as_ref().map(|version| (version.catalog.version(), version.catalog.documents()));
    let text = gateway.metrics.write(&gateway.searcher.nodes, known);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// What a browser asks before it asks, for a page of another host that sends headers of its own.
async fn preflight() -> Response {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, allowed).into_response()
}

/// What answers a query: `/api/search?q=备案&lang=zh&limit=10`, as the development server does it.
async fn search(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let begun = Instant::now();
    let (mut response, answered, error) = match SearchParameters::parse(&parameters) {
        Err(message) => (refusal(StatusCode::BAD_REQUEST, &message), None, None),
        Ok(asked) => match gateway.answer_at_once(&asked, &headers) {
            Ok(answer) => answer,
            Err(version) => gateway.answer_by_engine(asked, version).await,
        },
    };
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(ANYBODY));
    gateway.note(begun, response.status(), answered.as_ref(), error);
    response
}

/// A response, what it was made by, and why there is none.
type AnsweredRequest = (Response, Option<Answered>, Option<String>);

fn unavailable(error: &EngineError) -> AnsweredRequest {
    let later = [(header::RETRY_AFTER, "1")];
    let response = (later, refusal(StatusCode::SERVICE_UNAVAILABLE, "the engine does not answer: ask again"));
    (response.into_response(), None, Some(error.to_string()))
}

fn answered(asked: &SearchParameters, answered: Answered) -> AnsweredRequest {
    let tag = asked.tag(answered.version.catalog.version());
    let body = answered.body.to_string();
    let response = (validators(&tag), [(header::CONTENT_TYPE, "application/json")], body).into_response();
    (response, Some(answered), None)
}

/// What browsers keep an answer by: they ask each time whether it is still the same.
fn validators(tag: &str) -> [(HeaderName, &str); 2] {
    [(header::ETAG, tag), (header::CACHE_CONTROL, "no-cache")]
}

impl Gateway {
    /// What can be answered without the engine, whoever waits for that; or the version that it has to be asked for.
    fn answer_at_once(
        &self,
        asked: &SearchParameters,
        headers: &HeaderMap,
    ) -> Result<AnsweredRequest, Arc<ContentVersion>> {
        let Some(version) = self.searcher.known() else {
            return Ok(unavailable(&EngineError::NoContent(self.searcher.unready().unwrap_or_default())));
        };
        if let Err(message) = asked.check_language(version.catalog.locales()) {
            return Ok((refusal(StatusCode::BAD_REQUEST, &message), None, None));
        }
        let tag = asked.tag(version.catalog.version());
        if is_known(headers, &tag) {
            return Ok(((StatusCode::NOT_MODIFIED, validators(&tag)).into_response(), None, None));
        }
        Searcher::remembered(asked, &version).map(|known| answered(asked, known)).ok_or(version)
    }

    async fn answer_by_engine(&self, asked: SearchParameters, version: Arc<ContentVersion>) -> AnsweredRequest {
        let searcher = Arc::clone(&self.searcher);
        let search = move || match searcher.answer(&asked, version) {
            Ok(found) => answered(&asked, found),
            Err(error) => unavailable(&error),
        };
        match self.desk.run(search).await {
            Ok(answer) => answer,
            Err(Unanswered::Busy) => (busy(), None, Some("too many requests at once".to_owned())),
            Err(Unanswered::Failed) => {
                let message = "the search failed";
                (refusal(StatusCode::INTERNAL_SERVER_ERROR, message), None, Some(message.to_owned()))
            }
        }
    }

    /// Counts and tells what became of a search.
    fn note(&self, begun: Instant, status: StatusCode, answered: Option<&Answered>, error: Option<String>) {
        let took = begun.elapsed();
        let (rounds, retries) = answered.map_or((0, 0), |answered| (answered.rounds, answered.retries));
        let cached = answered.is_some_and(|answered| answered.cached);
        let metrics = &self.metrics;
        metrics.searches.observe(took);
        metrics.count(status.as_u16());
        metrics.cached.fetch_add(u64::from(cached), Ordering::Relaxed);
        metrics.retries.fetch_add(retries as u64, Ordering::Relaxed);
        metrics.rounds.fetch_add(rounds as u64, Ordering::Relaxed);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        (self.tell)(&GatewayEvent::Search { status: status.as_u16(), took_us, rounds, retries, cached, error });
    }
}
