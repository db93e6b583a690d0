//! Formulas, between dollars.

use std::borrow::Cow;
use std::ops::Range;

use super::builder::TreeBuilder;
use super::place::first_line;
use super::quote::{cell_path, snippet_path};
use crate::diagnostic::Code;
use crate::markdown::formula::{is_text, mathml};
use crate::markdown::{Formula, Inline};
use crate::name::{ColumnId, RowId, TableId};

impl<'a> TreeBuilder<'a, '_> {
    /// A formula; what is none is told, and shown as code.
    pub(super) fn formula(&mut self, tex: &str, is_block: bool, range: Range<usize>) -> Inline<'a> {
        let text = self.file.text();
        if !is_block && is_text(&text[..range.start], tex, &text[range.end..]) {
            let message = "what stands between these dollars was taken for text";
            let hint = "write `\\$` for a dollar; a formula stands apart from letters and digits";
            self.error(Code::NearMiss, range.clone(), message, hint);
            return Inline::Text(Cow::Owned(format!("${tex}$")));
        }
        if let Some(quoted) = quote_in(tex) {
            let message = format!("`{{{{{quoted}}}}}` is not quoted in a formula");
            self.error(Code::BadQuote, range, message, "write there what the cell or the snippet holds");
            return Inline::Code(Cow::Owned(tex.to_owned()));
        }
        let Err(fault) = mathml(tex, is_block) else {
            return Inline::Formula(Box::new(Formula { tex: tex.to_owned(), is_block }));
        };
        let begin = range.start + if is_block { 2 } else { 1 };
        // In a quotation or a container its lines are written otherwise.
        let is_as_written = self.file.text().get(begin..begin + tex.len()) == Some(tex);
        let place = match fault.range {
            part if is_as_written && !part.is_empty() => begin + part.start..begin + part.end,
            _ => first_line(range, self.file.text()),
        };
        let hint = "mend it; a dollar that is text is written `\\$`";
        self.error(Code::BadFormula, place, format!("this is no formula: {}", fault.message), hint);
        Inline::Code(Cow::Owned(tex.to_owned()))
    }
}

/// The quote of a cell or a snippet in a formula.
fn quote_in(tex: &str) -> Option<&str> {
    let inner = tex.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(inner, _)| inner);
    let is_cell = |inner: &str| cell_path::<TableId, RowId, ColumnId>(inner).is_some();
    inner.into_iter().find(|inner| is_cell(inner) || snippet_path(inner).is_some())
}
