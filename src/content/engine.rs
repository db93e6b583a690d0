//! Where searches are answered beyond the index in files.

use url::Url;

use super::yaml::{Form, FromYaml, HasForm, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Where searches are answered beyond the index in files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchEngine {
    /// In its normal form: a path on the host of the site, or an address of `https:`.
    pub address: String,
    /// The host, as a policy names it (`https://search.example.com`), if that is another.
    pub origin: Option<String>,
}

impl SearchEngine {
    /// What an author wrote. `None` if browsers could not ask that from any page of the site.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // It stands for that of the site, whichever this is.
        let host = Url::parse("https://site.invalid/").ok()?;
        let is_path = text.starts_with('/');
        let url = if is_path { host.join(text) } else { Url::parse(text) }.ok()?;
        let is_plain = url.scheme() == "https" && url.has_host() && url.fragment().is_none();
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        let is_here = url.origin() == host.origin();
        if text.contains(char::is_whitespace) || !is_plain || !is_anonymous || is_path != is_here {
            return None;
        }
        if !is_path {
            return Some(Self { origin: Some(url.origin().ascii_serialization()), address: url.into() });
        }
        // As a link, it would lead to another host.
        if url.path().starts_with("//") {
            return None;
        }
        let question = url.query().map(|question| format!("?{question}")).unwrap_or_default();
        Some(Self { address: format!("{}{question}", url.path()), origin: None })
    }
}

impl HasForm for SearchEngine {
    const FORM: Form = Form::Plain("an address");
}

impl<'n> FromYaml<'n> for SearchEngine {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?;
        let engine = Self::parse(text);
        if engine.is_none() {
            let message = format!("browsers cannot ask `{text}` from the pages of a site");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(
                "write a path on the host of the site, `/api/search`, or an address in full, `https://search.example.com/api/search`",
            ));
        }
        engine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_a_path_or_an_address_of_https() {
        let parsed = |text| SearchEngine::parse(text).map(|engine| (engine.address, engine.origin));
        let path = |text: &str| Some((text.to_owned(), None));
        let address = |text: &str, origin: &str| Some((text.to_owned(), Some(origin.to_owned())));
        assert_eq!(parsed("/api/search"), path("/api/search"));
        assert_eq!(parsed("/a/../api/search?key=1"), path("/api/search?key=1"));
        assert_eq!(parsed("https://a.example/s"), address("https://a.example/s", "https://a.example"));
        assert_eq!(parsed("https://A.example:8443"), address("https://a.example:8443/", "https://a.example:8443"));
        for wrong in [
            "",
            "api/search",
            "http://a.example/",
            "//a.example/",
            "/\\a.example/",
            "/a/..//b.example/",
            "https:///",
            "https://a:b@a.example/",
            "https://a.example/#a",
            "https://a.example/ 'unsafe-inline'",
            "javascript:alert(1)",
        ] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
