//! Why nothing was imported.

use std::io;
use std::path::PathBuf;

use super::kind::Tool;
use crate::diagnostic::counted;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The project cannot be read.
    #[error("cannot read `{}`: {}", .0.display(), .1)]
    Read(PathBuf, io::Error),
    /// There are no pages.
    #[error("`{}` holds no pages of {}: {}", folder.display(), tool.name(), tool.remedy())]
    Nothing {
        /// The project.
        folder: PathBuf,
        /// The tool it was read as.
        tool: Tool,
    },
    /// There is no page whose text can be taken.
    #[error("`{}` holds {}, and none is taken: each is a draft, cannot be read, or is nothing but a title", .0.display(), counted(*.1, "page", "pages"))]
    Empty(PathBuf, usize),
    /// Something stands where the site is to be.
    #[error("`{}` is there already and not empty: name a new folder with --out", .0.display())]
    Taken(PathBuf),
    /// The site cannot be written.
    #[error("cannot write `{}`: {}", .0.display(), .1)]
    Write(PathBuf, io::Error),
    /// A folder holds more files and folders than any project does.
    #[error("`{}` holds more than {} files and folders: name the folder of the project", .0.display(), .1)]
    TooLarge(PathBuf, usize),
}
