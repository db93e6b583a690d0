//! Markdown: a [`SyntaxTree`] is a tree of blocks, and everything that is made of an article (HTML, headings, links, the text
//! that is searched) is made of this tree.
//!
//! A tree depends on its file alone and is never changed. What other files say, such as the cells that it quotes and the
//! titles of what it links to, is handed in as [`Referents`] when it is shown.
//!
//! The dialect is CommonMark with tables, footnotes, strikethrough, task lists, definition lists, alerts, addresses that are links,
//! containers (`::: tip`), and with quotes of rule tables: `{{table.row.column}}` stands for a cell, and `{{table}}` in a paragraph
//! of its own for a whole table; `{{snippets/id}}` stands for a text that several share, which is filled in where a tree is shown.
//! Of HTML, elements without attributes are taken that can do no harm; all else is refused.

mod commonmark;
mod convert;
pub(crate) mod fence;
mod fill;
mod formula;
mod highlight;
mod html;
mod link_marks;
mod parse;
mod plain;
mod resolve;
mod section;
mod sentence;
#[cfg(test)]
mod tests;
mod tree;
mod typography;
mod visit;

pub(crate) use commonmark::as_commonmark;
pub use commonmark::commonmark;
pub use fill::{FilledTree, Unfilled, UnfilledReason};
pub(crate) use formula::{is_formula, is_text as is_text_between_dollars};
pub use html::html;
pub use parse::{Dialect, parse, parse_again};
pub(crate) use parse::{OPTIONS, cell_path, front_matter, heading_slug, snippet_path};
pub(crate) use plain::AsWritten;
pub use plain::{Referents, plain_text};
pub use resolve::{Resolve, ResolvedImage, ResolvedLink};
pub(crate) use section::sections;
pub use section::{SectionShape, TextSection};
pub(crate) use sentence::{ends_of_sentences, sentences};
pub use tree::{
    Alert, AlertKind, Alignment, Block, CellQuote, CodeBlock, Definition, Details, Footnote, Formula, Heading, Image,
    ImageSource, Inline, InlineElement, Item, Link, SnippetQuote, SyntaxTree, Table, TableQuote,
};
pub(crate) use typography::{push_apart, typography};
pub(crate) use visit::{BlockPart, can_be_read, inlines_within};
