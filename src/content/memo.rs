//! What was made of files, or found out of an article, as long as what it depends on is the same.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::diagnostic::{Diagnostics, FileId};
use crate::source::SourceFile;

/// What was made of files, with all of them, at the id of the first. Boxed, as most ids are not that of a first one.
#[derive(Debug)]
pub(super) struct Memo<T>(Vec<Option<Box<Made<T>>>>);

/// What was made of some files.
pub(super) type Made<T> = (Vec<Arc<SourceFile>>, T);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Memo<T> {
    /// Takes out what was made of the same files.
    pub(super) fn take<'f>(&mut self, mut files: impl Iterator<Item = &'f Arc<SourceFile>>) -> Option<Box<Made<T>>> {
        let first = files.next()?;
        let made = self.0.get_mut(place(first))?.take()?;
        are_the_same(&made.0, std::iter::once(first).chain(files)).then_some(made)
    }

    /// Keeps what was made for the next time, and nothing else.
    pub(super) fn keep(&mut self, made: impl IntoIterator<Item = Box<Made<T>>>) {
        self.0.clear();
        for made in made {
            let Some(place) = made.0.first().map(place) else {
                continue;
            };
            if place >= self.0.len() {
                self.0.resize_with(place + 1, || None);
            }
            self.0[place] = Some(made);
        }
    }
}

/// Whether files are those that they were, and not only equal to them.
pub(super) fn are_the_same<'f>(known: &[Arc<SourceFile>], files: impl Iterator<Item = &'f Arc<SourceFile>>) -> bool {
    known.iter().map(Arc::as_ptr).eq(files.map(Arc::as_ptr))
}

fn place(file: &Arc<SourceFile>) -> usize {
    file.id.0 as usize
}

/// Names what articles see of everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Surroundings(pub(super) [u8; 32]);

/// What was found out of an article, as long as it and its surroundings are the same.
#[derive(Debug, Default)]
pub(crate) struct ArticleMemo {
    /// Names the files that it was read from, if that is known.
    pub(super) files: Option<[u8; 32]>,
    /// Names what other articles see of it.
    pub(super) face: OnceLock<[u8; 32]>,
    pub(super) references: Remembered<CheckedReferences>,
    pub(crate) languages: Remembered<Diagnostics>,
    pub(crate) verbatim: Remembered<Diagnostics>,
}

impl ArticleMemo {
    /// Of an article that was read from some files.
    pub(super) fn of(files: &[Arc<SourceFile>]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for file in files {
            hasher.update(&file.hash);
        }
        Self { files: Some(*hasher.finalize().as_bytes()), ..Self::default() }
    }
}

/// A copy has found out nothing.
impl Clone for ArticleMemo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What the references of an article came to.
#[derive(Clone, Debug)]
pub(super) struct CheckedReferences {
    pub(super) diagnostics: Diagnostics,
    /// The attachments that it shows or links to.
    pub(super) used: BTreeSet<FileId>,
}

/// What a function of an article and its surroundings was last.
#[derive(Debug)]
pub(crate) struct Remembered<T>(Mutex<Option<(Surroundings, T)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Remembered<T> {
    /// What the function is in some surroundings; it is called if it was not before.
    pub(crate) fn get_or(&self, surroundings: Surroundings, function: impl FnOnce() -> T) -> T {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, result)) if *known == surroundings => result.clone(),
            _ => {
                let result = function();
                *last = Some((surroundings, result.clone()));
                result
            }
        }
    }
}
