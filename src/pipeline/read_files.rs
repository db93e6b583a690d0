//! The files of a site, before anything is made of them.

use std::sync::MutexGuard;

use super::{Loaded, Memory, Report, Session};
use crate::diagnostic::Diagnostics;
use crate::site::{BuildKey, BuildRecord};
use crate::source::{SourceError, SourceFiles};

/// The files of a site as they were read. Until this is dropped, nobody else works with the session.
#[derive(Debug)]
pub struct ReadFiles<'s> {
    pub(super) session: &'s Session,
    pub(super) memory: MutexGuard<'s, Memory>,
    pub(super) sources: SourceFiles,
    pub(super) diagnostics: Diagnostics,
}

impl ReadFiles<'_> {
    /// The files.
    pub fn sources(&self) -> &SourceFiles {
        &self.sources
    }

    /// Makes the content of them.
    ///
    /// # Errors
    /// If they were changed meanwhile, and can no longer be listed.
    pub fn load(mut self) -> Result<Loaded, SourceError> {
        if self.session.is_written {
            self.sources.keep_texts();
        }
        self.session.load_of(self.sources, self.diagnostics, &mut self.memory)
    }

    /// What is told of the site if it is that of a build before, which is proved by reading it. `base_url` takes the place of the one
    /// in `site.yaml`.
    pub fn told_by(&mut self, record: &BuildRecord, base_url: Option<&str>) -> Option<Report> {
        let is_same = BuildKey::of(&self.sources, base_url) == Some(record.key) && self.sources.are_as_known();
        is_same.then(|| {
            self.memory.files.keep(&self.session.folder);
            Report::of_told(&self.sources, record.told.clone())
        })
    }
}
