//! What must hold of every page, as a real parser of HTML reads it.

use std::collections::{BTreeSet, HashSet};

use scraper::Html;
use serde_json::Value;
use url::Url;

/// What Markdown becomes: elements, each with the attributes that it may have.
const OF_MARKDOWN: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("title", &[]),
    ("body", &[]),
    ("a", &["aria-hidden", "aria-label", "aria-labelledby", "class", "href", "id", "rel", "role", "tabindex"]),
    ("abbr", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &["name", "open"]),
    ("div", &["class", "role", "tabindex"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &["class"]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["alt", "decoding", "height", "loading", "src", "width"]),
    ("input", &["aria-label", "checked", "disabled", "type"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("label", &[]),
    ("li", &["id"]),
    ("mark", &[]),
    ("ol", &["class", "start"]),
    ("p", &["class"]),
    ("pre", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("section", &["class", "role"]),
    ("small", &[]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &["class"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &["class"]),
];

const TWICE: &str = "two elements have the id";

/// The elements and attributes that pages are made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    known: BTreeSet<(String, String)>,
    /// Pages that were found sound.
    sound: HashSet<blake3::Hash>,
}

impl Vocabulary {
    /// Of articles alone.
    pub(crate) fn of_markdown() -> Self {
        let known = OF_MARKDOWN.iter().flat_map(|(element, attributes)| {
            let attributes = attributes.iter().copied().chain([""]);
            attributes.map(|attribute| ((*element).to_owned(), attribute.to_owned()))
        });
        Self { known: known.collect(), sound: HashSet::new() }
    }

    /// Learns what a page is made of.
    pub(crate) fn learn(&mut self, page: &str) {
        let parsed = Html::parse_document(page);
        for element in parsed.tree.values().filter_map(|node| node.as_element()) {
            let names = element.attrs().map(|(name, _)| name).chain([""]);
            self.known.extend(names.map(|name| (element.name().to_owned(), name.to_owned())));
        }
    }

    /// What is wrong with a part of a page; ids are given twice only in what has errors.
    pub(crate) fn check_part(&mut self, part: &str, has_errors: bool) -> Result<(), String> {
        let page = format!("<!doctype html><html lang=\"en\"><head><title>x</title></head><body>{part}</body></html>");
        self.check(&page).or_else(|wrong| if has_errors && wrong.starts_with(TWICE) { Ok(()) } else { Err(wrong) })
    }

    /// What is wrong with a page.
    pub(crate) fn check(&mut self, page: &str) -> Result<(), String> {
        let hash = blake3::hash(page.as_bytes());
        if self.sound.contains(&hash) {
            return Ok(());
        }
        check_characters(page)?;
        let parsed = Html::parse_document(page);
        if let Some(error) = parsed.errors.first() {
            return Err(format!("the page is malformed: {error}"));
        }
        let mut ids = HashSet::new();
        for node in parsed.tree.nodes() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            let name = element.name();
            for (attribute, value) in element.attrs().chain([("", "")]) {
                if !self.known.contains(&(name.to_owned(), attribute.to_owned())) {
                    return Err(format!("nothing makes `<{name} {attribute}={value:?}>`"));
                }
                match attribute {
                    "href" | "src" => check_address(value)?,
                    "id" if !ids.insert(value.to_owned()) => return Err(format!("{TWICE} `{value}`")),
                    _ => {}
                }
            }
            if name == "script" {
                let text: String =
                    node.children().filter_map(|child| child.value().as_text()).map(|text| &*text.text).collect();
                let kind = element.attr("type").unwrap_or_default();
                if kind.ends_with("json") {
                    serde_json::from_str::<Value>(&text).map_err(|error| format!("no JSON: {error}: {text}"))?;
                } else if !text.trim().is_empty() || element.attr("src").is_none_or(|address| address.contains("//")) {
                    return Err(format!(
                        "a script of the page's own or from elsewhere: {text:?} {:?}",
                        element.attr("src")
                    ));
                }
            }
        }
        self.sound.insert(hash);
        Ok(())
    }
}

/// Only what may stand in a text.
pub(crate) fn check_characters(text: &str) -> Result<(), String> {
    match text.chars().find(|character| character.is_control() && !matches!(character, '\n' | '\t')) {
        Some(control) => Err(format!("a control character: {control:?}")),
        None => Ok(()),
    }
}

/// A relative address that stays on the site, or a whole one of a kind that runs nothing.
fn check_address(address: &str) -> Result<(), String> {
    let page = Url::parse("https://site.example/en/faq/page/").map_err(|error| error.to_string())?;
    let resolved = page.join(address).map_err(|error| format!("`{address}` is no address: {error}"))?;
    let is_whole = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme));
    if !is_whole && resolved.origin() != page.origin() {
        return Err(format!("`{address}` leads to {resolved}"));
    }
    Ok(())
}
