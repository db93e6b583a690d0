//! Quotes of rule tables, as they are written.

use std::ops::Range;
use std::str::FromStr;

use super::builder::TreeBuilder;
use super::inline_context::InlineContext;
use super::run::TextRun;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CellQuote, Inline, SnippetQuote};
use crate::name::SnippetId;

impl<'a> TreeBuilder<'a, '_> {
    /// Adds a part of a run, with the quotes in it.
    pub(super) fn quoted(
        &mut self,
        run: &TextRun<'a>,
        part: Range<usize>,
        setting: InlineContext,
        inlines: &mut Vec<Inline<'a>>,
    ) {
        let mut from = part.start;
        while let Some(open) = run.text[from..part.end].find("{{").map(|at| from + at) {
            let Some(length) = run.text[open..part.end].find("}}") else {
                self.unclosed_quote(run, open);
                break;
            };
            if open > from {
                self.linked(run, from..open, setting, inlines);
            }
            let quoted = &run.text[open + 2..open + length];
            from = open + length + 2;
            let span = run.place(open..from);
            match (cell_path(quoted), snippet_path(quoted)) {
                (Some((table, row, column)), _) => {
                    inlines.push(Inline::Quote(Box::new(CellQuote { table, row, column, span: self.file.span(span) })))
                }
                (None, Some(snippet)) => {
                    inlines.push(Inline::Snippet(Box::new(SnippetQuote { snippet, span: self.file.span(span) })))
                }
                (None, None) => self.bad_quote(quoted, span),
            }
        }
        if from < part.end {
            self.linked(run, from..part.end, setting, inlines);
        }
    }

    /// Reports a quote that has no end, unless its author wanted the braces.
    fn unclosed_quote(&mut self, run: &TextRun<'_>, open: usize) {
        if !run.is_typed(open) {
            return;
        }
        let rest = &run.text[open..];
        let end = rest.find('}').map_or(2, |at| at + 1);
        self.diagnostics.push(
            Diagnostic::new(Code::NearMiss, self.file.span(run.place(open..open + end)), "`{{` has no `}}` after it")
                .hint("a cell is quoted as `{{table.row.column}}`; to show the braces, put them into `code`"),
        );
    }
}

/// The table, row and column that a quote of a cell names: `table.row.column`.
pub(crate) fn cell_path<T, R, C>(quoted: &str) -> Option<(T, R, C)>
where
    T: FromStr,
    R: FromStr,
    C: FromStr,
{
    let mut parts = quoted.trim().split('.');
    let path = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(path)
}

/// The snippet that a quote names: `snippets/id`.
pub(crate) fn snippet_path(quoted: &str) -> Option<SnippetId> {
    quoted.trim().strip_prefix("snippets/")?.parse().ok()
}

/// Whether a run is `{{table}}` or `{{table: columns}}` and nothing else, to be looked at as a paragraph.
pub(super) fn is_table_quote(run: &str) -> bool {
    let run = run.trim();
    run.starts_with("{{")
        && run.find("}}") == Some(run.len() - 2)
        && cell_path::<String, String, String>(&run[2..run.len() - 2]).is_none()
        && !run[2..].trim_start().starts_with("snippets/")
}
