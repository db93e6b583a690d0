//! `feedback:` of `site.yaml`: where readers say what is wrong, and whether an answer helped.

use super::engine::SearchEngine;
use super::keyed::keyed;
use super::yaml::{Form, FromYaml, HasForm, Node, Value, read_mapping};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::is_web_address;

const PAGE: &str = "{page}";
const TITLE: &str = "{title}";

keyed! {
    /// What readers may tell of a page.
    pub struct Feedback or "an address" {
        /// Where readers report what is wrong: an address of the web or of mail, after whose host `{page}` stands for the address of
        /// the page, and `{title}` for what it is called.
        pub report: Option<ReportLink> = None,
        /// Where a form goes that asks below each answer whether it helped: a path on the host of the site.
        pub helpful: Option<HelpfulPath> = None,
    }
}

/// Where readers report what is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLink(String);

/// What is asked, by POST, to take note of whether an answer helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpfulPath(String);

impl ReportLink {
    /// It for a page, by its address and its title.
    pub fn of(&self, page: &str, title: &str) -> String {
        let encoded =
            |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        // No title is taken for a place of the address, as braces are encoded.
        self.0.replace(PAGE, &encoded(page)).replace(TITLE, &encoded(title))
    }

    /// What an author wrote. `None` if it leads nowhere, or depends on the page whither.
    fn parse(text: &str) -> Option<Self> {
        let (fixed, _) = text.split_once('{').unwrap_or((text, ""));
        let filled = text.replace(PAGE, "page").replace(TITLE, "title");
        let is_whole = fixed.len() == text.len();
        let is_link = match text.strip_prefix("mailto:") {
            Some(address) => {
                let (mailbox, _) = address.split_once('?').unwrap_or((address, ""));
                mailbox.contains('@') && !mailbox.contains('{') && !text.contains(char::is_whitespace)
            }
            None => {
                let host_ends = fixed.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#']));
                is_web_address(&filled) && (is_whole || host_ends)
            }
        };
        (is_link && !filled.contains(['{', '}'])).then(|| Self(text.to_owned()))
    }
}

impl HelpfulPath {
    /// It, in its normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'n> FromYaml<'n> for Feedback {
    /// An address to report to, or what there is by its keys.
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Text(_) = node.value {
            return Some(Self { report: Some(ReportLink::read(node, diagnostics)?), helpful: None });
        }
        read_mapping(node, Self::take, diagnostics)
    }
}

impl HasForm for ReportLink {
    const FORM: Form = Form::Plain("an address");
}

impl<'n> FromYaml<'n> for ReportLink {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?.trim();
        let link = Self::parse(text);
        if link.is_none() {
            let message = format!("readers can report nothing at `{text}`");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(
                "write an address in full, in which `{page}` and `{title}` may stand after the host: `https://example.com/report?page={page}`, or `mailto:help@example.com?subject={title}`",
            ));
        }
        link
    }
}

impl HasForm for HelpfulPath {
    const FORM: Form = Form::Plain("a path");
}

impl<'n> FromYaml<'n> for HelpfulPath {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?.trim();
        let endpoint = SearchEngine::parse(text).filter(|asked| asked.origin.is_none());
        if endpoint.is_none() {
            let message = format!("`{text}` is not a path on the host of the site");
            let hint = "pages send what readers say to their own host only: `/api/helpful`";
            diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
        }
        endpoint.map(|endpoint| Self(endpoint.address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_report_by_names_the_page() {
        let link = |text| ReportLink::parse(text).map(|link| link.of("https://a.example/zh/", "A & {page}?"));
        let filled = |text: &str| Some(text.to_owned());
        assert_eq!(link("https://b.example/new"), filled("https://b.example/new"));
        assert_eq!(
            link("https://b.example/new?t={title}&u={page}"),
            filled("https://b.example/new?t=A%20%26%20%7Bpage%7D%3F&u=https%3A%2F%2Fa%2Eexample%2Fzh%2F")
        );
        assert_eq!(
            link("mailto:a@b.example?subject={title}"),
            filled("mailto:a@b.example?subject=A%20%26%20%7Bpage%7D%3F")
        );
        for wrong in [
            "",
            "report",
            "/report?page={page}",
            "https://{page}/",
            "https://b.example{page}",
            "https://b.example/?page={address}",
            "https://b.example/?page={page",
            "mailto:{page}@b.example",
            "mailto:a",
            "javascript:alert({page})",
        ] {
            assert_eq!(link(wrong), None, "{wrong}");
        }
    }
}
