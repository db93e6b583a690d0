//! What documents name, as readers of a page get it.

use super::plain::Referents;
use super::tree::{AlertKind, TableQuote};
use crate::name::Target;

/// What a document needs to know of the site it is shown in.
pub trait Resolve: Referents {
    /// The address of a link's target, from the page that shows the document; `None` if it has none.
    fn link(&self, target: &Target) -> Option<ResolvedLink>;
    /// The address and size of an image.
    fn image(&self, path: &str) -> Option<ResolvedImage>;
    /// A rule table as HTML, which is written as it is.
    fn table(&self, quote: &TableQuote) -> String;
    /// The texts of its cells, row by row, the heads of the columns first.
    fn table_cells(&self, quote: &TableQuote) -> Vec<Vec<String>>;
    /// The title of an alert, in the language of the document.
    fn alert(&self, kind: AlertKind) -> String;
    /// What details are called that have no title, in the language of the document.
    fn details(&self) -> String;
    /// What the box of a task is called that has no text, in the language of the document.
    fn task(&self) -> String;
    /// The label of a link that leads back from a footnote to the text.
    fn footnote_back(&self) -> String;
}

/// A link, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLink {
    /// Relative to the page that shows the document, or in full if it is external; not escaped.
    pub href: String,
    /// Whether it leads to another site.
    pub external: bool,
}

/// An image, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedImage {
    /// Relative to the page; not escaped.
    pub src: String,
    /// In CSS pixels.
    pub width: usize,
    /// In CSS pixels.
    pub height: usize,
}
