//! That a page is not there, or cannot be had.

use serde::Serialize;

use crate::name::StandardPage;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// What a page in one language says to readers of the other.
#[derive(Debug, Serialize)]
pub(crate) struct NoticeView {
    title: String,
    text: String,
    link: String,
    path: String,
}

impl NoticeView {
    /// `key` names the title among the words of the theme; its text is `key_text`.
    pub(crate) fn new(key: &str, context: Context<'_>) -> Self {
        let other = context.in_locale(context.locale.other());
        Self {
            title: other.word(key),
            text: other.word(&format!("{key}_text")),
            link: other.word(StandardPage::Questions.name()),
            path: Address::standard(other.locale, StandardPage::Questions).to_string(),
        }
    }
}
