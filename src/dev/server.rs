//! Answers browsers with the last good state of the site, and tells open pages when there is a new one.

use std::io;
use std::net::{IpAddr, TcpListener};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::feedback::{FeedbackBox, take_feedback};
use super::files::file;
use super::served::{Latest, open_search};
use crate::advice::{Advisor, AnswerError};
use crate::http::{Desk, SearchParameters, Unanswered, accept, asset, busy, is_known, json, refusal};

/// A page that waits for news asks again after so long, before anything between gives the connection up.
const POLL: Duration = Duration::from_secs(25);
const LIVE_SCRIPT: &str = include_str!("live.js");
const LIVE_WORKER: &str = include_str!("live-worker.js");
const LIVE_STYLE: &str = include_str!("live.css");

/// What requests are answered from.
#[derive(Clone)]
struct Shared {
    latest: Latest,
    desk: Desk,
    feedback: FeedbackBox,
}

impl FromRef<Shared> for FeedbackBox {
    fn from_ref(shared: &Shared) -> Self {
        shared.feedback.clone()
    }
}

impl FromRef<Shared> for Latest {
    fn from_ref(shared: &Shared) -> Self {
        shared.latest.clone()
    }
}

impl FromRef<Shared> for Desk {
    fn from_ref(shared: &Shared) -> Self {
        shared.desk.clone()
    }
}

/// Answers requests on a thread of its own.
pub(super) fn start(listener: TcpListener, latest: Latest, feedback: FeedbackBox) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let routes = Router::new()
        .route("/__wenda/live.js", get(|| async { asset("text/javascript; charset=utf-8", LIVE_SCRIPT) }))
        .route("/__wenda/live-worker.js", get(|| async { asset("text/javascript; charset=utf-8", LIVE_WORKER) }))
        .route("/__wenda/live.css", get(|| async { asset("text/css; charset=utf-8", LIVE_STYLE) }))
        .route("/__wenda/live", get(live))
        .route("/api/ask/{decision}", get(ask))
        .route("/api/search", get(search))
        .route("/", get(file))
        .route("/{*path}", get(file).post(take_feedback))
        .layer(middleware::from_fn(refuse_foreign_hosts))
        .layer(middleware::from_fn(with_policies))
        .with_state(Shared { latest, desk: Desk::new(), feedback });
    thread::Builder::new().name("server".to_owned()).spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            accept(listener, routes, &mut std::future::pending()).await;
            io::Result::Ok(())
        })
    })?;
    Ok(())
}

/// A page from elsewhere could reach this server under a name of its own (DNS rebinding): only addresses and
/// `localhost` are answered.
async fn refuse_foreign_hosts(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if is_local_name(host) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "this server answers to localhost and to addresses, not to other names\n").into_response()
}

/// What a browser may do with an answer: show it as what it is, in no frame, to no other site.
async fn with_policies(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policies = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in policies {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Pages state a policy of their own in their heads; both count.
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let policy = if kind.starts_with(b"text/html") || kind.starts_with(b"text/javascript") {
        "frame-ancestors 'none'"
    } else {
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

fn is_local_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[derive(Deserialize)]
struct LiveParameters {
    /// The state of the site that the page knows of.
    seen: u64,
    /// The run of the server that it knows that of.
    run: Option<String>,
}

/// Answers when there is something that the page does not know of, or after a while.
async fn live(
    State(mut latest): State<Latest>,
    Query(LiveParameters { seen, run }): Query<LiveParameters>,
) -> Response {
    let run = run.as_deref();
    let wait = latest.wait_for(|site| site.has_news_for(seen, run));
    let news = match tokio::time::timeout(POLL, wait).await {
        Ok(Ok(site)) => site.news_for(seen, run),
        Ok(Err(_)) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => return StatusCode::NO_CONTENT.into_response(),
    };
    match serde_json::to_string(&news) {
        Ok(body) => json(StatusCode::OK, body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What answers a query: `/api/search?q=备案&lang=zh&limit=10`. A client that has the answer already is told so.
async fn search(
    State(latest): State<Latest>,
    State(desk): State<Desk>,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let asked = match SearchParameters::parse(&parameters) {
        Ok(asked) => asked,
        Err(message) => return refusal(StatusCode::BAD_REQUEST, &message),
    };
    let Some(search) = open_search(latest, &desk).await else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the search index is not ready, or the site has errors");
    };
    let finder = &search.finder;
    if let Err(message) = asked.check_language(finder.snapshot().locales()) {
        return refusal(StatusCode::BAD_REQUEST, &message);
    }
    let tag = asked.tag(finder.snapshot().fingerprint());
    let validators = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
    if is_known(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, validators).into_response();
    }
    // Ranking is work: other requests are not to wait for it. A reply is made of texts, which can always be written.
    let find = move || {
        let reply = search.finder.find(&asked.query, asked.lang, asked.limit);
        search.finder.snapshot().check().map(|()| serde_json::to_string(&reply).unwrap_or_default())
    };
    let body = match desk.run(find).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) => return refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(Unanswered::Busy) => return busy(),
        Err(Unanswered::Failed) => {
            return refusal(StatusCode::INTERNAL_SERVER_ERROR, "the search index cannot be read");
        }
    };
    (validators, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// What follows from answers to a decision: `/api/ask/filing?product=ecs&lang=en`; `usual` takes the usual value of what is
/// not given.
async fn ask(
    State(latest): State<Latest>,
    State(desk): State<Desk>,
    Path(decision): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let advisor = latest.borrow().good.as_ref().and_then(|good| good.advisor.clone());
    let Some(advisor) = advisor else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the site has errors, or no decisions");
    };
    match desk.run(move || answer(&advisor, &decision, &parameters)).await {
        Ok(Ok(reply)) => json(StatusCode::OK, reply),
        Ok(Err(error @ AnswerError::UnknownDecision { .. })) => refusal(StatusCode::NOT_FOUND, &error.to_string()),
        Ok(Err(error)) => refusal(StatusCode::BAD_REQUEST, &error.to_string()),
        Err(Unanswered::Busy) => busy(),
        Err(Unanswered::Failed) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the decision cannot be answered"),
    }
}

fn answer(advisor: &Advisor, decision: &str, parameters: &[(String, String)]) -> Result<String, AnswerError> {
    let mut consultation = advisor.consult(decision)?;
    let locales = advisor.languages().locales();
    let mut locale = locales.first();
    let mut usual = false;
    for (name, value) in parameters {
        match name.as_str() {
            "lang" => {
                let named = value.parse().ok().filter(|named| locales.contains(*named));
                locale = named.ok_or_else(|| AnswerError::unknown_locale(value, locales.as_slice()))?;
            }
            "usual" => usual = true,
            _ => consultation.answer(name, value)?,
        }
    }
    if usual {
        consultation.assume_usual();
    }
    // A reply is made of texts, which can always be written.
    Ok(serde_json::to_string(&consultation.reply(locale)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_names_are_answered() {
        for local in
            ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "192.168.1.7", "wenda.localhost:80"]
        {
            assert!(is_local_name(local), "{local}");
        }
        for foreign in ["", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example"] {
            assert!(!is_local_name(foreign), "{foreign}");
        }
    }
}
