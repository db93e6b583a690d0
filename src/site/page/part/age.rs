//! How old an answer is.

use serde::Serialize;

use crate::content::{Date, Language};

/// The day of the oldest source that an answer rests on.
#[derive(Debug, Serialize)]
pub(crate) struct AgeView {
    /// For machines: `2018-11-19`.
    datetime: String,
    /// For readers: `19 November 2018`.
    date: String,
}

impl AgeView {
    pub(crate) fn new(date: Date, language: &Language) -> Self {
        Self { datetime: date.to_string(), date: language.date(date) }
    }
}
