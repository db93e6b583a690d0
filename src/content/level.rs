//! `diagnostics` in `site.yaml`: how severe each kind of problem is on this site.

use super::yaml::{Expected, Form, HasForm, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};

impl HasForm for (Code, Level) {
    const FORM: Form = Form::Plain("a level");
    const LIST: Form = Form::Plain("levels by code");
}

/// Reads a mapping of codes to levels.
pub(super) fn levels(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<(Code, Level)>> {
    let mut fields = node.fields_of(Expected::Levels, diagnostics)?;
    let levels =
        Code::ALL.iter().filter_map(|code| Some((*code, level(*code, fields.optional(code.name())?, diagnostics)?)));
    let levels = levels.collect();
    fields.finish(diagnostics);
    Some(levels)
}

fn level(code: Code, node: &Node, diagnostics: &mut Diagnostics) -> Option<Level> {
    let text = node.text(diagnostics)?;
    let Some(level) = Level::ALL.into_iter().find(|level| level.name() == text) else {
        let diagnostic = Diagnostic::new(Code::InvalidValue, node.span, format!("`{text}` is not a level"));
        diagnostics.push(diagnostic.suggest(text, Level::ALL.map(Level::name)));
        return None;
    };
    if !level.suits(code) {
        let message = format!("`{code}` is an error, and cannot be `{text}`");
        let hint = "errors would make the pages wrong: mend them; only warnings can be `off` or made errors";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
        return None;
    }
    Some(level)
}
