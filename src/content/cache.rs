//! What was made of files that are as they were: made once, and taken from then on.
//!
//! What is kept is a function of a few files and of what the site lays down for all of them, and is kept with these. It is
//! taken if they are [the same files](crate::source::KnownFiles) and the same conventions, and else made anew: nobody has to
//! know what depends on what. What one reading of the site does not take is gone after it.

use std::sync::Arc;

use super::article::ReadArticle;
use super::attachment::ReadAttachment;
use super::conventions::Conventions;
use super::memo::Memo;
use super::snippet::Snippets;
use crate::source::SourceFile;

/// What was made of the files of a site when it was read before.
#[derive(Debug, Default)]
pub struct ContentCache {
    conventions: Option<Conventions>,
    /// The files of the snippets.
    snippets: Vec<Arc<SourceFile>>,
    /// Whether drafts are read as the rest is.
    pub(crate) shows_drafts: bool,
    pub(super) articles: Memo<ReadArticle>,
    pub(super) attachments: Memo<ReadAttachment>,
}

impl ContentCache {
    /// Drops what was made under other conventions.
    pub(super) fn prepare(&mut self, conventions: &Conventions) {
        if self.conventions.as_ref() != Some(conventions) {
            let shows_drafts = self.shows_drafts;
            *self = Self { conventions: Some(conventions.clone()), shows_drafts, ..Self::default() };
        }
    }

    /// Whether the snippets are as they were the last time, and keeps them for the next.
    pub(super) fn knows_snippets(&mut self, snippets: &Snippets) -> bool {
        let files = snippets.iter().flat_map(|snippet| snippet.texts.values().map(|text| Arc::clone(&text.source)));
        let before = std::mem::replace(&mut self.snippets, files.collect());
        before.len() == self.snippets.len() && before.iter().zip(&self.snippets).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}
