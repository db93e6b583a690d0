//! A folder of Markdown files. Languages are told by folders (`zh/`, `docs/en/`) or by the names of files (`a.zh.md`).

use crate::import::files::ProjectFiles;
use crate::import::kind::Tool;
use crate::import::project::{Project, pages_below};

pub(super) fn read(files: &ProjectFiles) -> Project {
    let mut project = Project::new(Tool::Markdown);
    project.pages = pages_below(files, "", None);
    project
}
