//! `content/redirects.yaml`: addresses that moved.

use super::value::Located;
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{Locales, Target};
use crate::source::SourceFile;

/// An address that moved.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old path after the language: `faq/old-id/`.
    pub from: Located<String>,
    /// Where it is now.
    pub to: Located<Target>,
}

/// Reads `redirects.yaml`.
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Redirect> {
    let Some(root) = yaml::parse(file, locales, diagnostics) else {
        return Vec::new();
    };
    let mut redirects = Vec::new();
    for node in root.list(diagnostics).unwrap_or_default() {
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        let from = fields.required("from", diagnostics).and_then(|node| {
            let text = node.text(diagnostics)?;
            let path = text.trim_matches('/');
            let sound =
                path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains([':', '\\', '?', '#']);
            if !sound {
                let message = format!("`{text}` is not the path of a page");
                let hint = "write the old path without the language: `faq/old-id/`";
                diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
            }
            sound.then(|| Located { value: format!("{path}/"), span: node.span })
        });
        let to = fields.required("to", diagnostics).and_then(|node| {
            let text = node.text(diagnostics)?;
            match Target::parse(text, &file.path) {
                Ok(value) if !matches!(value, Target::Anchor(_) | Target::File(_)) => {
                    Some(Located { value, span: node.span })
                }
                _ => {
                    let message = format!("`{text}` is not where a page can be");
                    let hint = "write `article:id`, `category:id`, `rule:table`, `term:id`, `page:questions` or an address of the web";
                    diagnostics.push(Diagnostic::new(Code::UnknownLink, node.span, message).hint(hint));
                    None
                }
            }
        });
        fields.finish(diagnostics);
        if let (Some(from), Some(to)) = (from, to) {
            redirects.push(Redirect { from, to });
        }
    }
    redirects
}
