//! Answers browsers with the last good site, and tells open pages when there is a new one.

use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRef, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::work::{Desk, Unanswered};
use super::{ServedSite, connection};
use crate::advice::{Advisor, AnswerError};
use crate::name::Locale;
use crate::search::query::MAX_CHARACTERS;

/// A page that waits for news asks again after so long, before anything between gives the connection up.
const POLL: Duration = Duration::from_secs(25);
const LIVE_SCRIPT: &str = include_str!("live.js");
const LIVE_STYLE: &str = include_str!("live.css");
/// What pages of a published site load to register their service worker, and that worker. A server of a site that is being
/// written registers none, and takes back the one that an earlier version of it may have left.
const WORKER: (&str, &str) = ("sw.js", include_str!("farewell.js"));
const REGISTRATION: (&str, &str) = ("offline.js", include_str!("no-worker.js"));

type Latest = watch::Receiver<ServedSite>;

/// What requests are answered from.
#[derive(Clone)]
struct Shared {
    latest: Latest,
    desk: Desk,
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
pub(super) fn start(listener: TcpListener, latest: Latest) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let routes = Router::new()
        .route("/__wenda/live.js", get(|| async { asset("text/javascript; charset=utf-8", LIVE_SCRIPT) }))
        .route("/__wenda/live.css", get(|| async { asset("text/css; charset=utf-8", LIVE_STYLE) }))
        .route("/__wenda/live", get(live))
        .route("/api/ask/{decision}", get(ask))
        .route("/api/search", get(search))
        .route("/", get(|state| file(state, Path(String::new()))))
        .route("/{*path}", get(file))
        .layer(middleware::from_fn(refuse_foreign_hosts))
        .layer(middleware::from_fn(with_policies))
        .with_state(Shared { latest, desk: Desk::new() });
    thread::Builder::new().name("server".to_owned()).spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            connection::accept(listener, routes).await;
            io::Result::Ok(())
        })
    })?;
    Ok(())
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response()
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
    /// The build that the page knows of.
    seen: u64,
}

#[derive(Serialize)]
struct LiveUpdate {
    build: u64,
    problems: Option<Arc<str>>,
}

/// Answers when there is a build that the page does not know of, or after a while.
async fn live(State(mut latest): State<Latest>, Query(LiveParameters { seen }): Query<LiveParameters>) -> Response {
    let wait = latest.wait_for(|snapshot| snapshot.build != seen);
    let news = match tokio::time::timeout(POLL, wait).await {
        Ok(Ok(snapshot)) => LiveUpdate { build: snapshot.build, problems: snapshot.problems.clone() },
        Ok(Err(_)) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => return StatusCode::NO_CONTENT.into_response(),
    };
    match serde_json::to_string(&news) {
        Ok(body) => json(StatusCode::OK, body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A query may ask for so many results.
const MAX_RESULTS: usize = 50;

/// What is searched for.
struct SearchParameters {
    query: String,
    lang: Option<Locale>,
    limit: usize,
}

impl SearchParameters {
    fn parse(parameters: &[(String, String)]) -> Result<Self, String> {
        let mut asked = Self { query: String::new(), lang: None, limit: 10 };
        for (name, value) in parameters {
            match name.as_str() {
                "q" => asked.query.clone_from(value),
                "lang" => {
                    let unknown = |_| format!("there is no language `{value}`");
                    asked.lang = Some(value.parse().map_err(unknown)?);
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MAX_RESULTS).contains(limit));
                    asked.limit = limit.ok_or(format!("`limit` is a number from 1 to {MAX_RESULTS}"))?;
                }
                _ => {}
            }
        }
        match asked.query.chars().count() {
            0 => Err("what is searched for is missing: `/api/search?q=…`".to_owned()),
            characters if characters > MAX_CHARACTERS => {
                Err(format!("a query has at most {MAX_CHARACTERS} characters; this one has {characters}"))
            }
            _ => Ok(asked),
        }
    }

    /// Names the answer: by the question, and by the version of the site. Weak, because an answer says how long it took.
    fn tag(&self, fingerprint: &str) -> String {
        let lang = self.lang.as_ref().map_or("", Locale::code);
        let named = format!("{fingerprint}\n{lang}\n{}\n{}", self.limit, self.query);
        format!("W/\"{}\"", &blake3::hash(named.as_bytes()).to_hex()[..32])
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
    let Some(finder) = latest.borrow().finder.clone() else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the search index is not ready, or the site has errors");
    };
    let locales = finder.snapshot().locales();
    if let Some(lang) = asked.lang.filter(|lang| !locales.contains(lang)) {
        return refusal(StatusCode::BAD_REQUEST, &AnswerError::unknown_locale(lang.code(), locales).to_string());
    }
    let tag = asked.tag(finder.snapshot().fingerprint());
    let validators = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, validators).into_response();
    }
    // Ranking is work: other requests are not to wait for it. A reply is made of texts, which can always be written.
    let find = move || serde_json::to_string(&finder.find(&asked.query, asked.lang, asked.limit)).unwrap_or_default();
    let body = match desk.run(find).await {
        Ok(body) => body,
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
    let Some(advisor) = latest.borrow().advisor.clone() else {
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

/// Too many ask at once.
fn busy() -> Response {
    let later = [(header::RETRY_AFTER, "1")];
    (later, refusal(StatusCode::SERVICE_UNAVAILABLE, "too many requests at once: ask again")).into_response()
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

fn json(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

fn refusal(status: StatusCode, message: &str) -> Response {
    json(status, serde_json::json!({ "error": message }).to_string())
}

/// A file of the site.
async fn file(State(latest): State<Latest>, Path(path): Path<String>) -> Response {
    if let Some((_, script)) = [WORKER, REGISTRATION].into_iter().find(|(name, _)| *name == path) {
        return asset("text/javascript; charset=utf-8", script);
    }
    let snapshot = latest.borrow().clone();
    if let (0, Some(problems)) = (snapshot.good_build, &snapshot.problems) {
        return no_site(problems, snapshot.build);
    }
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(bytes) = snapshot.files.get(&name).or_else(|| snapshot.shards.get(&name)) {
        return page(StatusCode::OK, &name, bytes.clone(), snapshot.good_build);
    }
    if snapshot.files.contains_key(&format!("{name}/index.html")) {
        let target: String = path.split('/').map(encode).collect::<Vec<_>>().join("/");
        let mut headers = HeaderMap::new();
        if let Ok(location) = HeaderValue::from_str(&format!("/{target}/")) {
            headers.insert(header::LOCATION, location);
        }
        return (StatusCode::PERMANENT_REDIRECT, headers).into_response();
    }
    match snapshot.files.get("404.html") {
        Some(bytes) => page(StatusCode::NOT_FOUND, "404.html", bytes.clone(), snapshot.good_build),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn encode(part: &str) -> String {
    percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn page(status: StatusCode, name: &str, bytes: Bytes, build: u64) -> Response {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let body = if name.ends_with(".html") { with_live_script(bytes.into(), build).into() } else { bytes };
    (status, [(header::CONTENT_TYPE, kind.as_str()), (header::CACHE_CONTROL, "no-store")], Body::from(body))
        .into_response()
}

/// Puts the script that reloads the page at its end.
fn with_live_script(mut page: Vec<u8>, build: u64) -> Vec<u8> {
    let script = live_script(build);
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    page.splice(at..at, script.into_bytes());
    page
}

fn live_script(build: u64) -> String {
    format!("<script src=\"/__wenda/live.js\" data-build=\"{build}\" defer></script>\n")
}

/// What is shown while there is no good site yet.
fn no_site(problems: &str, build: u64) -> Response {
    let mut escaped = String::new();
    let _infallible = pulldown_cmark_escape::escape_html_body_text(&mut escaped, problems);
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>The site has errors</title>\n\
         <link rel=\"stylesheet\" href=\"/__wenda/live.css\">\n</head>\n<body>\n\
         <section id=\"wenda-problems\" role=\"alert\"><h1>The site has errors</h1><pre>{escaped}</pre></section>\n{}</body>\n</html>\n",
        live_script(build)
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::INTERNAL_SERVER_ERROR, headers, body).into_response()
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

    #[test]
    fn the_script_goes_before_the_end_of_the_body() {
        let page = with_live_script(b"<body>x</body></html>".to_vec(), 3);
        let page = String::from_utf8(page).unwrap();
        assert_eq!(page, format!("<body>x{}</body></html>", live_script(3)));
    }
}
