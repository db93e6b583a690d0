//! A page of another tool: its words, and what tells what its marks mean.

use std::collections::HashSet;

use super::words::PageWords;

/// What of a page tells what its marks mean.
#[derive(Debug, Default)]
pub(super) struct PageNames<'t> {
    /// The names of tags that are closed somewhere.
    pub(super) closed: HashSet<&'t str>,
    /// The labels that links are named by, in lower case.
    pub(super) labels: HashSet<String>,
    pub(super) has_math: bool,
    pub(super) has_definitions: bool,
    /// Whether names of links may stand apart from their texts.
    pub(super) has_names_apart: bool,
    /// Whether signs stand for symbols, and code may begin with its language.
    pub(super) has_symbols: bool,
    pub(super) has_code_languages: bool,
}

/// A page of another tool.
#[derive(Debug, Default)]
pub(super) struct SourcePage {
    pub(super) words: PageWords,
    /// Other sites' addresses that it leads to, and where.
    pub(super) addresses: Vec<(String, usize)>,
}
