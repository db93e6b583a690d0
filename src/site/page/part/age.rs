//! How old an answer is.

use serde::Serialize;

use crate::content::{Date, Language};
use crate::site::page::context::Context;

/// The day of the oldest source that an answer rests on.
#[derive(Debug, Serialize)]
pub(crate) struct AgeView {
    /// For machines: `2018-11-19`.
    datetime: String,
    /// For readers: `19 November 2018`.
    date: String,
}

impl AgeView {
    /// What readers are told of it.
    pub(crate) fn told(&self, context: Context<'_>) -> String {
        age_message(context).replace("{date}", &self.date)
    }

    pub(crate) fn new(date: Date, language: &Language) -> Self {
        Self { datetime: date.to_string(), date: language.date(date) }
    }
}

/// What is told of the age of an answer, with `{date}` for the day.
pub(crate) fn age_message(context: Context<'_>) -> String {
    match context.content.site.whom_to_ask() {
        Some(whom) => context.language().format_message("age", &[("whom", whom.get(context.locale))]),
        None => context.message("age_alone"),
    }
}
