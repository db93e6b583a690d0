//! Formulas, between dollars.

use std::borrow::Cow;
use std::ops::Range;

use super::builder::TreeBuilder;
use super::place::first_line;
use crate::diagnostic::Code;
use crate::markdown::formula::{is_text, mathml};
use crate::markdown::{Formula, Inline};

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
