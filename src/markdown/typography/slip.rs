//! What a text says against a rule of how it is set, and how that is told.

use std::ops::Range;

use crate::diagnostic::Code;

/// What is set against a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypographySlip {
    /// Where it stands in the text.
    pub(crate) part: Range<usize>,
    /// The rule.
    pub(crate) code: Code,
    /// What belongs there.
    pub(crate) instead: String,
}

impl TypographySlip {
    /// What is wrong, of the piece of text that it is.
    pub(crate) fn message(&self, piece: &str) -> String {
        match self.code {
            Code::HalfWidthPunctuation => format!("`{piece}` is half-width in Chinese text"),
            Code::FullWidthPunctuation => format!("`{piece}` is full-width in text of another script"),
            Code::FullWidthCharacter => format!("`{piece}` is full-width"),
            Code::StraightQuotes => "this quotation mark is straight".to_owned(),
            Code::Ellipsis => format!("`{piece}` is no ellipsis in Chinese text"),
            Code::Dash => format!("`{piece}` is no dash in Chinese text"),
            Code::RepeatedPunctuation => format!("`{piece}` says no more than one mark"),
            Code::MissingSpace => "no space stands here between Chinese and other characters".to_owned(),
            Code::StraySpace => "a space stands beside a full-width mark, which has its own".to_owned(),
            _ => "spaces stand here in a row".to_owned(),
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self.code {
            Code::MissingSpace => "write a space before it".to_owned(),
            Code::StraySpace => "remove the space".to_owned(),
            Code::DoubleSpace => "write one space".to_owned(),
            _ => format!("write `{}`", self.instead.trim()),
        }
    }
}
