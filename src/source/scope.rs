//! Which files of a site may be other than when they were read last.

use std::collections::BTreeSet;

/// Which files of a site may be other than when they were read last, as whoever watches its folders knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeScope {
    /// Any of them.
    Any,
    /// These, by their paths from the folder of the site.
    Files(BTreeSet<String>),
}

impl ChangeScope {
    /// One file.
    pub(crate) fn of_file(path: &str) -> Self {
        Self::Files(BTreeSet::from([path.to_owned()]))
    }

    /// Takes in what another one names.
    pub(crate) fn extend(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Files(files), Self::Files(others)) => files.extend(others),
            (_, Self::Any) => *self = Self::Any,
            (Self::Any, _) => {}
        }
    }

    /// Whether a file is among them.
    pub(super) fn holds(&self, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Files(files) => files.contains(path),
        }
    }
}

impl Default for ChangeScope {
    /// None.
    fn default() -> Self {
        Self::Files(BTreeSet::new())
    }
}
