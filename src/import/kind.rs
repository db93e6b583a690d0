//! Which tools there are.

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
    pub(in crate::import) fn has_components(self) -> bool {
        matches!(self, Self::Docusaurus | Self::Vitepress)
    }
}
