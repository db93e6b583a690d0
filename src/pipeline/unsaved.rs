//! What files hold in an editor, in place of what is on the disk.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::SourceFiles;

/// The texts of files that are not saved, by their paths from the folder of the site.
#[derive(Clone, Debug, Default)]
pub(super) struct UnsavedTexts(Arc<Mutex<BTreeMap<String, String>>>);

impl UnsavedTexts {
    /// Has a file hold a text; `None`: what is on the disk.
    pub(super) fn set(&self, path: &str, text: Option<&str>) {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => texts.insert(path.to_owned(), text.to_owned()),
            None => texts.remove(path),
        };
    }

    /// The files, with these texts in place of theirs.
    pub(super) fn over(&self, sources: SourceFiles) -> SourceFiles {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().fold(sources, |sources, (path, text)| sources.with_text(path, text))
    }
}
