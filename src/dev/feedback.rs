//! What readers of the published site would tell of a page: while it is written, whoever writes it.

use std::sync::mpsc::Sender;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::Notice;
use super::served::Latest;

/// So much of what was sent is shown, in characters.
const SHOWN: usize = 200;

/// Where whoever writes the site is told of it.
#[derive(Clone)]
pub(super) struct FeedbackBox(pub(super) Sender<Notice>);

/// Takes note of whether a page helped, at the address that the site has for that, and nowhere else.
pub(super) async fn take_feedback(
    State(latest): State<Latest>,
    State(feedback): State<FeedbackBox>,
    headers: HeaderMap,
    address: Uri,
    said: Bytes,
) -> Response {
    let helpful = latest.borrow().good.as_ref().and_then(|good| good.edition.helpful.clone());
    if helpful.as_deref() != Some(address.path_and_query().map_or("", |address| address.as_str())) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    // Pages of other sites may send forms, too.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    if !is_of_a_page(&said) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    // The server ends with who listens.
    let _sent = feedback.0.send(Notice::Noted(told(&said)));
    StatusCode::NO_CONTENT.into_response()
}

/// Whether it is what the form of a page sends: which page, and whether it helped.
fn is_of_a_page(said: &[u8]) -> bool {
    let fields: Vec<_> = url::form_urlencoded::parse(said).collect();
    let only = |key: &str| {
        let mut values = fields.iter().filter(|(name, _)| name == key).map(|(_, value)| &**value);
        values.next().filter(|_| values.next().is_none())
    };
    only("page").is_some() && matches!(only("helpful"), Some("yes" | "no"))
}

/// What was sent, in one line: fields of a form.
fn told(said: &[u8]) -> String {
    let fields = url::form_urlencoded::parse(said).map(|(name, value)| format!("{name}={value}"));
    let line: String = fields.collect::<Vec<_>>().join(", ").chars().take(SHOWN).collect();
    format!("a page sent (kept nowhere): {}", line.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_sends_one_of_two_values() {
        for sent in ["page=zh%2Ffaq%2F&helpful=yes", "helpful=no&page=a"] {
            assert!(is_of_a_page(sent.as_bytes()), "{sent}");
        }
        for sent in ["page=a&helpful=maybe", "page=a", "helpful=yes", "page=a&helpful=yes&helpful=no", "", "\u{1b}"] {
            assert!(!is_of_a_page(sent.as_bytes()), "{sent}");
        }
    }

    #[test]
    fn what_was_sent_is_a_line() {
        assert_eq!(told(b"page=zh%2Ffaq%2F&helpful=yes"), "a page sent (kept nowhere): page=zh/faq/, helpful=yes");
        assert_eq!(told(b"a=%1B%5B2J%0A"), "a page sent (kept nowhere): a=\\u{1b}[2J\\n");
        assert!(told(&[b'a'; 9999]).len() < 300);
    }
}
