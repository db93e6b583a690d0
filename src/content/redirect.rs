//! `content/redirects.yaml`: addresses that moved.

use percent_encoding::percent_decode_str;

use super::Conventions;
use super::keyed::keyed;
use super::value::Located;
use super::yaml::{self, Form, HasForm, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{Locale, Locales, Target};
use crate::source::SourceFile;

/// The file of the addresses that moved.
pub(crate) const REDIRECTS: &str = "content/redirects.yaml";

keyed! {
    /// An address that moved.
    pub struct Redirect {
        /// The old path after the language, in every language: `faq/old-id/`; or one from the root: `/zh/faq/old/`, `/old.html`.
        pub from: Located<OldPath> as old_path,
        /// Where it is now: a page, or an address of another site.
        pub to: Located<Target> as new_place,
    }
}

/// A path that readers may still know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OldPath {
    /// In every language, after its code: `faq/old-id/`.
    InEach(String),
    /// From the root of the site, for readers of a language: `zh/faq/old-id/`, `old.html`.
    FromRoot(Locale, String),
}

impl HasForm for Located<OldPath> {
    const FORM: Form = Form::Plain("a path");
}

/// Reads `redirects.yaml`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Redirect> {
    yaml::read_list(file, conventions, diagnostics)
}

fn old_path(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<OldPath>> {
    let text = node.text(diagnostics)?;
    let locales = node.conventions.locales();
    match parsed(text, locales) {
        Ok(value) => Some(Located { value, span: node.span }),
        Err(hint) => {
            let message = format!("`{text}` is not the path of a page");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
            None
        }
    }
}

/// What a path means, or what to write instead.
fn parsed(text: &str, locales: &Locales) -> Result<OldPath, String> {
    let first = locales.first();
    let forms = || {
        format!("write `faq/old-id/`, which is below every language, or a path from the root: `/{first}/faq/old-id/`")
    };
    if text.contains("://") {
        return Err(format!("write the path alone, without the host: `/{}`", path_of_address(text)));
    }
    if text.contains(['?', '#']) {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        return Err(format!("no host tells what follows `?` or `#`: write `{path}`"));
    }
    // As browsers show and copy it.
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| forms())?;
    let (path, is_file) = match decoded.strip_suffix("/index.html") {
        Some(folder) => (folder, false),
        None => (&*decoded, decoded.ends_with(".html") || decoded.ends_with(".htm")),
    };
    let path = path.trim_matches('/');
    let sound = path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains([':', '\\']);
    if !sound {
        return Err(forms());
    }
    let language = path.split('/').next().and_then(|part| locales.iter().find(|locale| locale.code() == part));
    let is_from_root = text.starts_with('/') || language.is_some();
    match (is_from_root, is_file) {
        (true, false) => Ok(OldPath::FromRoot(language.unwrap_or(first), format!("{path}/"))),
        (true, true) => Ok(OldPath::FromRoot(language.unwrap_or(first), path.to_owned())),
        (false, false) => Ok(OldPath::InEach(format!("{path}/"))),
        (false, true) => Err(format!("tell where the file stood: `/{path}` from the root, or `/{first}/{path}`")),
    }
}

/// What follows the host: `https://example.com/a/b` as `a/b`.
fn path_of_address(text: &str) -> &str {
    let after = text.split_once("://").map_or(text, |(_, after)| after);
    after.split_once('/').map_or("", |(_, path)| path)
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
