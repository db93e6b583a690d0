//! Why a command did not do its work.

use std::io;

use super::shell::as_argument;
use super::site_folder;
use crate::dev::ServeError;
use crate::pipeline::SearchError;
use crate::search::index::IndexError;
use crate::site::WriteError;
use crate::source::SourceError;

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The content has errors, which were printed.
    #[error("")]
    Content,
    /// The command line cannot be understood, which was explained.
    #[error("")]
    CommandLine,
    /// An editor ended the server, or went, as the protocol does not have it, which is told by the exit code alone.
    #[error("")]
    Ended,
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Machine(String),
    /// What was found could not be printed.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::NoSite(ref folder) => Self::Usage(match site_folder::above(folder) {
                Some(above) => {
                    let above = as_argument(&above);
                    format!("`{}` is a folder within a site: name that by `--site {above}`", folder.display())
                }
                None => error.to_string(),
            }),
            SourceError::Io { .. } => Self::Machine(error.to_string()),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io { .. } => Self::Machine(error.to_string()),
            _ => Self::Usage(error.to_string()),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Source(error) => error.into(),
            SearchError::Index(error) => error.into(),
        }
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Source(error) => error.into(),
            _ => Self::Machine(error.to_string()),
        }
    }
}
