//! What was made of files that are as they were: made once, and taken from then on.
//!
//! What is kept is a function of a few files and of what the site lays down for all of them, and is kept with these. It is
//! taken if they are [the same files](crate::source::KnownFiles) and the same conventions, and else made anew: nobody has to
//! know what depends on what. What one reading of the site does not take is gone after it.

use std::collections::HashMap;
use std::sync::Arc;

use super::article::ReadArticle;
use super::attachment::ReadAttachment;
use super::conventions::Conventions;
use crate::diagnostic::FileId;
use crate::source::SourceFile;

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

/// What was made of files, by the first of them, with all of them.
#[derive(Debug)]
pub(super) struct Memo<T>(HashMap<FileId, Made<T>>);

/// What was made of some files.
pub(super) type Made<T> = (Vec<Arc<SourceFile>>, T);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Memo<T> {
    /// Takes out what was made of the same files.
    pub(super) fn take(&mut self, files: &[Arc<SourceFile>]) -> Option<T> {
        let (known, made) = self.0.remove(&files.first()?.id)?;
        let is_same = known.len() == files.len() && known.iter().zip(files).all(|(a, b)| Arc::ptr_eq(a, b));
        is_same.then_some(made)
    }

    /// Keeps what was made for the next time, and nothing else.
    pub(super) fn keep(&mut self, made: impl IntoIterator<Item = Made<T>>) {
        self.0 = made.into_iter().filter_map(|made| Some((made.0.first()?.id, made))).collect();
    }
}
