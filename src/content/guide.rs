//! Guides, `content/guides/<guide>.yaml`: articles that are read one after the other.

use super::Conventions;
use super::collection::Collection;
use super::keyed::keyed;
use super::value::Located;
use super::yaml::{FromYaml, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{ArticleId, GuideId, Localized};
use crate::source::SourceFiles;

/// The folder of the guides.
pub(super) const FOLDER: &str = "content/guides/";

keyed! {
    /// Articles that are read one after the other.
    pub struct Guide {
        given {
            /// Its id: the stem of its file.
            pub id: GuideId,
            /// Where problems with it as a whole are reported.
            pub file: FileId,
        }
        /// As lists and its page name it.
        pub title: Localized<String>,
        /// What it leads to, in one sentence.
        pub summary: Option<Localized<String>> = None,
        /// The articles, in the order in which they are read.
        pub steps: Vec<Located<ArticleId>> as steps,
    }
}

/// Reads all guides, in the order of their ids.
pub(crate) fn load(sources: &SourceFiles, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Guide> {
    let folder = Collection { path: FOLDER, kind: "guide" };
    folder.read(sources, conventions, diagnostics, Guide::take)
}

fn steps(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Located<ArticleId>>> {
    if node.list(diagnostics)?.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, "a guide without steps leads nowhere")
                .hint("name the articles that it leads through"),
        );
    }
    Vec::read(node, diagnostics)
}
