//! Footnotes: what the text refers to, and what they say.

use std::collections::HashMap;
use std::ops::Range;

use super::place::first_line;
use super::run::TextRun;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{Block, Footnote, Inline};
use crate::source::SourceFile;

/// A footnote that is open in the running text of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenNote {
    /// How many inlines stand before it.
    pub(super) start: usize,
    /// Where its mark stands in the source.
    pub(super) place: usize,
    /// How many brackets are open in it.
    pub(super) brackets: usize,
}

/// The footnotes of a document, as they are read.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// The labels, in the order of the first reference, with where that stands.
    references: Vec<(String, Range<usize>)>,
    /// The place of each label among them.
    places: HashMap<String, usize>,
    definitions: Vec<(String, Vec<Block<'a>>, Range<usize>)>,
}

impl<'a> Footnotes<'a> {
    /// A mark that refers to a footnote.
    pub(super) fn refer(&mut self, label: &str, range: Range<usize>) -> Inline<'a> {
        if let Some(place) = self.places.get(label) {
            return Inline::Footnote(*place);
        }
        let place = self.references.len();
        self.references.push((label.to_owned(), range));
        self.places.insert(label.to_owned(), place);
        Inline::Footnote(place)
    }

    /// Keeps what a footnote says until all references are known.
    pub(super) fn define(&mut self, label: String, blocks: Vec<Block<'a>>, range: Range<usize>) {
        self.definitions.push((label, blocks, range));
    }

    /// Pairs references and definitions.
    pub(super) fn paired(self, file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Footnote<'a>> {
        let Self { references, definitions, places } = self;
        let labels = references.into_iter().map(|(label, _)| label);
        let mut footnotes: Vec<Footnote<'a>> = labels.map(|label| Footnote { label, blocks: Vec::new() }).collect();
        let mut defined = vec![false; footnotes.len()];
        for (label, blocks, range) in definitions {
            let span = first_line(range, file.text());
            match places.get(&label) {
                None => {
                    let message = format!("nothing refers to the footnote `{label}`");
                    diagnostics.push(
                        Diagnostic::new(Code::UnusedFootnote, file.span(span), message)
                            .hint(format!("refer to it by `[^{label}]`, or remove it")),
                    );
                }
                Some(place) if defined[*place] => {
                    let message = format!("the footnote `{label}` is defined twice");
                    diagnostics.push(
                        Diagnostic::new(Code::Footnote, file.span(span), message)
                            .hint("give one of them another label"),
                    );
                }
                Some(place) => {
                    footnotes[*place].blocks = blocks;
                    defined[*place] = true;
                }
            }
        }
        footnotes
    }
}

/// Reports what refers to a footnote that is not defined: the parser takes it for text.
pub(super) fn report_undefined(run: &TextRun<'_>, begins_line: bool, file: &SourceFile, diagnostics: &mut Diagnostics) {
    let mut from = 0;
    while let Some(open) = run.text[from..].find("[^").map(|at| from + at) {
        from = open + 2;
        let Some(length) = run.text[from..].find(|character: char| "[]^ \t".contains(character)) else {
            return;
        };
        let label = &run.text[from..from + length];
        let after = &run.text[from + length..];
        if length == 0 || !after.starts_with(']') || !run.is_typed(open) {
            continue;
        }
        let place = run.place(open..from + length + 1);
        if begins_line && open == 0 && after.starts_with("]：") {
            diagnostics.push(
                Diagnostic::new(Code::NearMiss, file.span(place), "a footnote has a half-width colon")
                    .hint(format!("write `[^{label}]: …`")),
            );
        } else {
            let message = format!("the footnote `{label}` is not defined");
            let hint = format!(
                "add `[^{label}]: …` at the end of the article; to show the brackets, put a backslash before them"
            );
            diagnostics.push(Diagnostic::new(Code::Footnote, file.span(place), message).hint(hint));
        }
    }
}
