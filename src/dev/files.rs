//! The files of the site, as browsers are sent them: each made when it is asked for.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::edition::{Edition, FileAnswer};
use super::served::{GoodSite, Latest, ServedSite, open_search, wait_for_search};
use crate::diagnostic::Diagnostic;
use crate::http::{Desk, Unanswered, asset, busy, is_known, refusal};
use crate::report::{self, Grouping};
use crate::site::Address;

/// In place of the service worker of a published site, and of what registers it: a server of a site that is being written has
/// none, and takes back the one that an earlier version of it may have left.
const WORKER: (&str, &str) = ("sw.js", include_str!("farewell.js"));
const NO_REGISTRATION: &str = include_str!("no-worker.js");

/// A file of the site.
pub(super) async fn file(
    State(latest): State<Latest>,
    State(desk): State<Desk>,
    headers: HeaderMap,
    address: Uri,
) -> Response {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    let path = path_of(&address);
    if path == WORKER.0 {
        return asset(SCRIPT, WORKER.1);
    }
    let site = latest.borrow().clone();
    let Some(good) = &site.good else {
        return without_page("The site has errors", site.problems.as_deref().unwrap_or_default(), &site);
    };
    if good.edition.registration.as_ref() == Some(&path) {
        return asset(SCRIPT, NO_REGISTRATION);
    }
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    match good.edition.ask(name.clone()).await {
        Some(FileAnswer::File(bytes)) => {
            SentFile { status: StatusCode::OK, name: &name, bytes }.response(&headers, &site)
        }
        Some(FileAnswer::Folder) => moved(&path),
        Some(FileAnswer::Failed(problem)) => failed(&problem, &good.edition, &site),
        Some(FileAnswer::Missing) if is_of_search(&name) => of_search(latest, desk, name).await,
        Some(FileAnswer::Missing) => missing(good, &headers, &site).await,
        None => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the page cannot be made"),
    }
}

/// The path of a file that is asked for. Bytes that are no UTF-8 name none that is there, as on any host.
fn path_of(address: &Uri) -> String {
    let path = address.path();
    let path = path.strip_prefix('/').unwrap_or(path);
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn moved(path: &str) -> Response {
    let encode = |part| percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string();
    let target = path.split('/').map(encode).collect::<Vec<_>>().join("/");
    let mut headers = HeaderMap::new();
    if let Ok(location) = HeaderValue::from_str(&format!("/{target}/")) {
        headers.insert(header::LOCATION, location);
    }
    (StatusCode::PERMANENT_REDIRECT, headers).into_response()
}

async fn missing(good: &GoodSite, headers: &HeaderMap, site: &ServedSite) -> Response {
    let name = Address::not_found().file();
    match good.edition.ask(name.clone()).await {
        Some(FileAnswer::File(bytes)) => {
            SentFile { status: StatusCode::NOT_FOUND, name: &name, bytes }.response(headers, site)
        }
        Some(FileAnswer::Failed(problem)) => failed(&problem, &good.edition, site),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether a file may be one that browsers search by.
fn is_of_search(name: &str) -> bool {
    name == Address::SEARCH_MANIFEST || name.starts_with(Address::SEARCH)
}

/// A file that browsers search by, once there is an index.
async fn of_search(mut latest: Latest, desk: Desk, name: String) -> Response {
    wait_for_search(&mut latest).await;
    let Some(search) = open_search(latest, &desk).await else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the search index is not ready, or the site has errors");
    };
    let path = name.clone();
    match desk.run(move || search.file(&path)).await {
        Ok(Ok(Some(bytes))) => sent(StatusCode::OK, &name, bytes),
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(Unanswered::Busy) => busy(),
        Err(Unanswered::Failed) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the files of the search cannot be made"),
    }
}

/// A file as it was made.
struct SentFile<'f> {
    status: StatusCode,
    name: &'f str,
    bytes: Bytes,
}

impl SentFile<'_> {
    /// It as an answer; who has it already is told so.
    fn response(self, headers: &HeaderMap, site: &ServedSite) -> Response {
        let Self { status, name, bytes } = self;
        let fingerprint = &blake3::hash(&bytes).to_hex()[..16];
        let tag = format!("\"{fingerprint}\"");
        if is_known(headers, &tag) {
            return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
        }
        let is_page = name.ends_with(".html");
        let bytes =
            if is_page { with_live_script(bytes.into(), &live_script(site, fingerprint)).into() } else { bytes };
        ([(header::ETAG, tag)], sent(status, name, bytes)).into_response()
    }
}

fn sent(status: StatusCode, name: &str, bytes: Bytes) -> Response {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let headers = [(header::CONTENT_TYPE, kind.as_str()), (header::CACHE_CONTROL, "no-store")];
    (status, headers, Body::from(bytes)).into_response()
}

/// Puts the script that keeps the page up to date at its end.
fn with_live_script(mut page: Vec<u8>, script: &str) -> Vec<u8> {
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    page.splice(at..at, script.bytes());
    page
}

/// The script, with what the page is: the state of the site that it was made of, and the fingerprint of what was sent. It runs
/// before all scripts that wait for the page, and sees the page as it was sent.
fn live_script(site: &ServedSite, fingerprint: &str) -> String {
    let (run, build) = (&site.run, site.good.as_ref().map_or(site.build, |good| good.build));
    format!(
        "<script src=\"/__wenda/live.js\" data-run=\"{run}\" data-build=\"{build}\" data-page=\"{fingerprint}\"></script>\n"
    )
}

/// What is shown in place of a page that cannot be made.
fn failed(problem: &Diagnostic, edition: &Edition, site: &ServedSite) -> Response {
    let problems = [problem.clone()];
    let problems = report::human(&problems, &edition.sources, Grouping::Ungrouped, false);
    without_page("This page has errors", &problems, site)
}

/// What is shown where there is no good page.
fn without_page(title: &str, problems: &str, site: &ServedSite) -> Response {
    let mut escaped = String::new();
    let _infallible = pulldown_cmark_escape::escape_html_body_text(&mut escaped, problems);
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/__wenda/live.css\">\n</head>\n<body>\n\
         <section id=\"wenda-problems\" role=\"alert\"><h1>{title}</h1><pre>{escaped}</pre></section>\n{}</body>\n</html>\n",
        live_script(site, "")
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::INTERNAL_SERVER_ERROR, headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_before_the_end_of_the_body() {
        let page = with_live_script(b"<body>x</body></html>".to_vec(), "<script></script>\n");
        assert_eq!(String::from_utf8(page).unwrap(), "<body>x<script></script>\n</body></html>");
    }
}
