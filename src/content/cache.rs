//! What was made of files that are as they were: made once, and taken from then on.
//!
//! What is kept is a function of a few files and of what the site lays down for all of them, and is kept with these. It is
//! taken if they are [the same files](crate::source::KnownFiles) and the same conventions, and else made anew: nobody has to
//! know what depends on what. What one reading of the site does not take is gone after it.

use super::article::ReadArticle;
use super::attachment::ReadAttachment;
use super::conventions::Conventions;
use super::memo::Memo;

/// What was made of the files of a site when it was read before.
#[derive(Debug, Default)]
pub struct ContentCache {
    conventions: Option<Conventions>,
    pub(super) articles: Memo<ReadArticle>,
    pub(super) attachments: Memo<ReadAttachment>,
}

impl ContentCache {
    /// Drops what was made under other conventions.
    pub(super) fn prepare(&mut self, conventions: &Conventions) {
        if self.conventions.as_ref() != Some(conventions) {
            *self = Self { conventions: Some(conventions.clone()), ..Self::default() };
        }
    }
}
