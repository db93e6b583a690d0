//! The search of a site, for who asks it and nothing else.

use super::report::Report;
use crate::content::{self, Languages};
use crate::diagnostic::Diagnostics;
use crate::search::Finder;
use crate::search::index::IndexError;
use crate::source::{SourceError, SourceFiles};

/// The search of a site.
#[derive(Debug)]
pub struct SiteSearch {
    /// Answers queries, if the site could be read.
    pub finder: Option<Finder>,
    /// What was found wrong. `None` if the index was up to date, so that nothing had to be looked at.
    pub report: Option<Report>,
    /// Why the index could not be kept for the next time.
    pub not_kept: Option<IndexError>,
    pub(super) sources: SourceFiles,
}

impl SiteSearch {
    /// The languages of the site, to tell people what was found; `None` if it does not tell them. They are read when they are asked
    /// for: who prints JSON needs none.
    pub fn languages(&self) -> Option<Languages> {
        // What is wrong with them is told where the content is read.
        content::languages(&self.sources, &mut Diagnostics::default())
    }
}

/// The search of a site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The site could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
}
