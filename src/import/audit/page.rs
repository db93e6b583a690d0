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
}

/// A page of another tool.
#[derive(Debug, Default)]
pub(super) struct SourcePage {
    pub(super) words: PageWords,
    /// Other sites' addresses that it leads to, and where.
    pub(super) addresses: Vec<(String, usize)>,
}
