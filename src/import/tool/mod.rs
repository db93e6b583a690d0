//! The tools whose projects are read, one file each.

mod docusaurus;
mod hugo;
mod mdbook;
mod mkdocs;
mod plain;
mod vitepress;

use super::files::ProjectFiles;
use super::project::Project;
use crate::import::kind::Tool;

impl Tool {
    /// The tool that a project is of, by its files of settings.
    pub(super) fn of(files: &ProjectFiles) -> Self {
        let known = [
            (Self::Docusaurus, docusaurus::is_of(files)),
            (Self::Vitepress, vitepress::is_of(files)),
            (Self::Mdbook, mdbook::is_of(files)),
            (Self::Mkdocs, mkdocs::is_of(files)),
            (Self::Hugo, hugo::is_of(files)),
        ];
        known.into_iter().find(|(_, is_of)| *is_of).map_or(Self::Markdown, |(tool, _)| tool)
    }

    /// Reads a project, as far as its pages and their order.
    pub(super) fn read(self, files: &ProjectFiles) -> Project {
        let mut project = match self {
            Self::Markdown => plain::read(files),
            Self::Mdbook => mdbook::read(files),
            Self::Docusaurus => docusaurus::read(files),
            Self::Vitepress => vitepress::read(files),
            Self::Hugo => hugo::read(files),
            Self::Mkdocs => mkdocs::read(files),
        };
        project.arrange(files);
        project
    }
}
