//! From Markdown to a [`SyntaxTree`].

mod address;
mod anchor;
mod builder;
mod code;
mod container;
mod container_line;
mod dialect;
mod element;
mod emphasis;
mod event;
mod flanking;
mod footnote;
mod formula;
mod heading;
mod inline;
mod inline_context;
mod inline_note;
mod link_fault;
mod markup;
mod near_miss;
mod place;
mod quote;
mod reader;
mod reference;
mod run;
mod table;

pub(crate) use self::anchor::slug as heading_slug;
use self::builder::TreeBuilder;
pub(crate) use self::quote::{cell_path, snippet_path};
pub use self::reader::Dialect;
pub(crate) use self::reader::OPTIONS;
use self::reader::events;
use super::SyntaxTree;
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

/// Parses a Markdown file.
///
/// What is refused or malformed becomes a diagnostic and is left out of the tree.
pub fn parse<'s>(file: &'s SourceFile, dialect: impl Into<Dialect>, diagnostics: &mut Diagnostics) -> SyntaxTree<'s> {
    begin(file, dialect.into(), diagnostics).tree()
}

/// The same tree, of a file that was parsed before: what is wrong with it was told then.
pub fn parse_again(file: &SourceFile, dialect: impl Into<Dialect>) -> SyntaxTree<'_> {
    begin(file, dialect.into(), &mut Diagnostics::default()).without_lints().tree()
}

fn begin<'s, 'd>(file: &'s SourceFile, dialect: Dialect, diagnostics: &'d mut Diagnostics) -> TreeBuilder<'s, 'd> {
    let (text, start) = (file.text(), front_matter(file.text()));
    let events = events(text, start..text.len(), dialect.has_formulas);
    TreeBuilder::new(file, dialect, events, diagnostics)
}

/// How many bytes the front matter takes that a text begins with: YAML from a line `---` to the next.
pub(crate) fn front_matter(text: &str) -> usize {
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        end += line.len();
        match (number, line.trim_end() == "---") {
            (0, false) => return 0,
            (1.., true) => return end,
            _ => {}
        }
    }
    0
}
