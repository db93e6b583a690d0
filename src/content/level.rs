//! `diagnostics` in `site.yaml`: how severe each kind of problem is on this site.

use super::yaml::Node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};

/// Reads a mapping of codes to levels, and sets them.
pub(super) fn set_levels(node: &Node, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields_of("a mapping of codes to `off`, `warning` or `error`", diagnostics) else {
        return;
    };
    for code in Code::ALL {
        if let Some(node) = fields.optional(code.name())
            && let Some(level) = level(*code, node, diagnostics)
        {
            diagnostics.set_level(*code, level);
        }
    }
    fields.finish(diagnostics);
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
