//! Why there is nothing to read.

use std::io;
use std::path::PathBuf;

/// The site folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such folder, or it is no Wenda site.
    #[error("`{}` holds no `content` folder: name the site with --site, or start one by `wenda init DIR`", .0.display())]
    NoSite(PathBuf),
    /// The machine failed.
    #[error("cannot read `{}`: {error}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}
