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
    /// All tools.
    pub const ALL: [Self; 6] =
        [Self::Markdown, Self::Mdbook, Self::Docusaurus, Self::Vitepress, Self::Hugo, Self::Mkdocs];

    /// Its name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Mdbook => "mdbook",
            Self::Docusaurus => "docusaurus",
            Self::Vitepress => "vitepress",
            Self::Hugo => "hugo",
            Self::Mkdocs => "mkdocs",
        }
    }

    /// What it is known by.
    pub fn settings(self) -> &'static str {
        match self {
            Self::Markdown => "A folder of Markdown files",
            Self::Mdbook => "`book.toml`",
            Self::Docusaurus => "`docusaurus.config.*`",
            Self::Vitepress => "`.vitepress/config.*`, and VuePress",
            Self::Hugo => "`hugo.*` or `config.*`, and `content/`",
            Self::Mkdocs => "`mkdocs.yml`, or `mkdocs-*.yml`",
        }
    }

    /// What to do where it has no pages.
    pub(in crate::import) fn remedy(self) -> String {
        match self {
            Self::Markdown => "name the folder that holds files of Markdown".to_owned(),
            _ => {
                let settings = self.settings();
                format!(
                    "name the folder with its settings ({settings}), or read any folder of Markdown by --from markdown"
                )
            }
        }
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
    pub(in crate::import) fn has_components(self) -> bool {
        matches!(self, Self::Docusaurus | Self::Vitepress)
    }
}
