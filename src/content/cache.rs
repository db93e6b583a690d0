//! What was made of files that are as they were: made once, and taken from then on.
//!
//! What is kept is a function of a few files and of what the site lays down for all of them, and is kept with these. It is
//! taken if they are [the same files](crate::source::KnownFiles) and the same conventions, and else made anew: nobody has to
//! know what depends on what. What one reading of the site does not take is gone after it.

use std::sync::Arc;

use super::article::ReadArticle;
use super::attachment::ReadAttachment;
use super::conventions::Conventions;
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

/// What was made of files, with all of them, at the id of the first.
#[derive(Debug)]
pub(super) struct Memo<T>(Vec<Option<Made<T>>>);

/// What was made of some files.
pub(super) type Made<T> = (Vec<Arc<SourceFile>>, T);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Memo<T> {
    /// Takes out what was made of the same files.
    pub(super) fn take(&mut self, files: &[Arc<SourceFile>]) -> Option<T> {
        let (known, made) = self.0.get_mut(place(files)?)?.take()?;
        let is_same = known.len() == files.len() && known.iter().zip(files).all(|(a, b)| Arc::ptr_eq(a, b));
        is_same.then_some(made)
    }

    /// Keeps what was made for the next time, and nothing else.
    pub(super) fn keep(&mut self, made: impl IntoIterator<Item = Made<T>>) {
        self.0.clear();
        for made in made {
            let Some(place) = place(&made.0) else {
                continue;
            };
            if place >= self.0.len() {
                self.0.resize_with(place + 1, || None);
            }
            self.0[place] = Some(made);
        }
    }
}

fn place(files: &[Arc<SourceFile>]) -> Option<usize> {
    Some(files.first()?.id.0 as usize)
}
