//! The tools whose projects are read, one file each.

mod docusaurus;
mod hugo;
mod mdbook;
mod mkdocs;
mod plain;
mod vitepress;

use super::files::ProjectFiles;
use super::project::Project;

/// A tool that makes sites of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// None that is known: a folder of Markdown files.
    Markdown,
    /// `book.toml`, `SUMMARY.md`.
    Mdbook,
    /// `docusaurus.config.js`, `sidebars.js`.
    Docusaurus,
    /// `.vitepress/config.ts`; VuePress, too.
    Vitepress,
    /// `hugo.toml`, `content/`.
    Hugo,
    /// `mkdocs.yml`.
    Mkdocs,
}

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

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "a folder of Markdown",
            Self::Mdbook => "mdBook",
            Self::Docusaurus => "Docusaurus",
            Self::Vitepress => "VitePress",
            Self::Hugo => "Hugo",
            Self::Mkdocs => "MkDocs",
        }
    }

    /// Whether its Markdown is MDX: tags are components, braces hold programs.
    pub(super) fn has_components(self) -> bool {
        matches!(self, Self::Docusaurus | Self::Vitepress)
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

/// The shortest of the paths that `is_it` tells of, then the first.
fn nearest<'f>(files: &'f ProjectFiles, is_it: impl Fn(&str) -> bool) -> Option<&'f str> {
    files.paths().filter(|path| is_it(path)).min_by_key(|path| (path.matches('/').count(), path.len()))
}
