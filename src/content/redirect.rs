//! `content/redirects.yaml`: addresses that moved.

use super::Conventions;
use super::keyed::keyed;
use super::value::Located;
use super::yaml::{self, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::Target;
use crate::source::SourceFile;

/// The file of the addresses that moved.
pub(super) const REDIRECTS: &str = "content/redirects.yaml";

keyed! {
    /// An address that moved.
    pub struct Redirect {
        /// The old path after the language: `faq/old-id/`.
        pub from: Located<String> as old_path,
        /// Where it is now: a page, or an address of another site.
        pub to: Located<Target> as new_place,
    }
}

/// Reads `redirects.yaml`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Redirect> {
    yaml::read_list(file, conventions, diagnostics)
}

fn old_path(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
    let text = node.text(diagnostics)?;
    let path = text.trim_matches('/');
    let sound = path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains([':', '\\', '?', '#']);
    if !sound {
        let message = format!("`{text}` is not the path of a page");
        let hint = "write the old path without the language: `faq/old-id/`";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
    }
    sound.then(|| Located { value: format!("{path}/"), span: node.span })
}

fn new_place(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<Target>> {
    let text = node.text(diagnostics)?;
    match Target::parse(text, REDIRECTS) {
        Ok(value) if !matches!(value, Target::Anchor(_) | Target::File(_)) => Some(Located { value, span: node.span }),
        _ => {
            let message = format!("`{text}` is not where a page can be");
            let hint =
                "write `article:id`, `category:id`, `rule:table`, `term:id`, `page:questions` or an address of the web";
            diagnostics.push(Diagnostic::new(Code::UnknownLink, node.span, message).hint(hint));
            None
        }
    }
}
