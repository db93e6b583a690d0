//! `content/site.yaml`: what holds for the whole site.

use super::level::set_levels;
use super::value::{Date, Located, date, ids, localized, web_address};
use super::yaml::{self, Node, Value};
use crate::analysis::script_of;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ArticleId, Locale, Locales, Localized, Script, Target, base_url};
use crate::source::SourceFile;

/// What holds for the whole site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name of the help center.
    pub title: Localized<String>,
    /// What it is about, in one or two sentences.
    pub description: Localized<String>,
    /// The address that it is published at, ending in `/`.
    pub base_url: String,
    /// The languages; readers who speak none of them get the first.
    pub locales: Locales,
    /// The day on which what it says was true.
    pub as_of: Date,
    /// Whose services it is about.
    pub provider: Localized<String>,
    /// Whom readers ask whether what it says still holds, as it follows "ask": `the authority or the provider`.
    pub confirm_with: Localized<String>,
    /// Where readers report what is wrong: an address of the web or of mail.
    pub feedback: Option<String>,
    /// The links that every page shows, in order.
    pub navigation: Vec<NavigationLink>,
    /// What is asked most: offered before a reader has typed anything.
    pub popular: Vec<Located<ArticleId>>,
}

/// A link that every page shows.
#[derive(Clone, Debug)]
pub struct NavigationLink {
    /// Where it leads.
    pub to: Located<Target>,
    /// What it says instead of the title of its target, which may be long.
    pub label: Option<Localized<String>>,
}

/// Reads `site.yaml`.
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Option<Site> {
    let root = yaml::parse(file, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let description = fields.required("description", diagnostics).and_then(|node| localized(node, diagnostics));
    let base_url = fields.required("base_url", diagnostics).and_then(|node| published_at(node, diagnostics));
    // Read before all else.
    fields.optional("locales");
    let as_of = fields.required("as_of", diagnostics).and_then(|node| date(node, diagnostics));
    let provider = fields.required("provider", diagnostics).and_then(|node| localized(node, diagnostics));
    let confirm_with = fields.optional("confirm_with").and_then(|node| localized(node, diagnostics));
    let feedback = fields.optional("feedback").and_then(|node| feedback(node, diagnostics));
    let navigation = fields.optional("navigation").map(|node| navigation(node, file, diagnostics)).unwrap_or_default();
    let popular = fields.optional("popular").map(|node| ids(node, diagnostics)).unwrap_or_default();
    if let Some(node) = fields.optional("diagnostics") {
        set_levels(node, diagnostics);
    }
    fields.finish(diagnostics);
    Some(Site {
        title: title?,
        description: description?,
        base_url: base_url?,
        locales: locales.clone(),
        as_of: as_of?.value,
        confirm_with: confirm_with.or_else(|| provider.clone())?,
        provider: provider?,
        feedback,
        navigation,
        popular,
    })
}

fn published_at(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    match base_url(text.trim()) {
        Ok(address) => Some(address),
        Err(reason) => {
            let message = format!("a site cannot be published at `{text}`");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(reason.to_string()));
            None
        }
    }
}

/// The languages that `site.yaml` lists; without a list those of the title, and of a title in one language that in which it
/// seems to be written. `None` if it tells none; the diagnostics then say why.
pub(crate) fn locales(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Locales> {
    let unknown = Locales::new(&[Locale::usual_of(Script::Spaced)?])?;
    // What is wrong elsewhere in the file is told when the languages are known.
    let root = yaml::parse(file, &unknown, &mut Diagnostics::default());
    match root.as_ref().and_then(|root| root.get("locales")) {
        Some(node) => listed(node, diagnostics),
        None => {
            let locales = root.and_then(|root| of_title(root.get("title")?));
            if locales.is_none() {
                load(file, &unknown, diagnostics);
            }
            locales
        }
    }
}

fn listed(node: &Node, diagnostics: &mut Diagnostics) -> Option<Locales> {
    let items = node.list(diagnostics)?;
    let named: Vec<Locale> = items.iter().map(|item| locale(item, diagnostics)).collect::<Option<_>>()?;
    let locales = Locales::new(&named).filter(|locales| locales.iter().len() == named.len());
    if locales.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                node.span,
                format!("a site has 1 to {} languages, each once", Locales::MOST),
            )
            .hint("write `locales: [zh, en]`, the language of readers who speak none of them first"),
        );
    }
    locales
}

fn of_title(title: &Node) -> Option<Locales> {
    match &title.value {
        Value::Map(texts) => {
            Locales::new(&texts.iter().filter_map(|(key, _)| key.name.parse().ok()).collect::<Vec<_>>())
        }
        Value::Text(title) => Locales::new(&[Locale::usual_of(script_of(title))?]),
        _ => None,
    }
}

fn locale(node: &Node, diagnostics: &mut Diagnostics) -> Option<Locale> {
    let code = node.text(diagnostics)?;
    match code.parse::<Locale>() {
        Ok(locale) => Some(locale),
        Err(error) => {
            let message = format!("`{code}` is not the code of a language");
            diagnostics.push(Diagnostic::new(Code::UnknownLocale, node.span, message).hint(error.to_string()));
            None
        }
    }
}

fn feedback(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    if text.strip_prefix("mailto:").is_some_and(|address| address.contains('@')) {
        return Some(text.to_owned());
    }
    web_address(node, diagnostics)
}

fn navigation(node: &Node, file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<NavigationLink> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| navigation_link(item, file, diagnostics)).collect()
}

/// `rule:products`, or the same with a label: `{to: rule:products, label: …}`.
fn navigation_link(node: &Node, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<NavigationLink> {
    if let Value::Text(_) = node.value {
        return Some(NavigationLink { to: page(node, file, diagnostics)?, label: None });
    }
    let mut fields = node.fields(diagnostics)?;
    let to = fields.required("to", diagnostics).and_then(|node| page(node, file, diagnostics));
    let label = fields.optional("label").and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    Some(NavigationLink { to: to?, label })
}

fn page(node: &Node, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Located<Target>> {
    let text = node.text(diagnostics)?;
    match Target::parse(text, &file.path) {
        Ok(value) if !matches!(value, Target::External(_) | Target::Anchor(_) | Target::File(_)) => {
            Some(Located { value, span: node.span })
        }
        _ => {
            diagnostics.push(
                Diagnostic::new(Code::UnknownLink, node.span, format!("`{text}` is not a page of the site"))
                    .hint("write `page:questions`, `category:id`, `article:id`, `rule:table` or `term:id`"),
            );
            None
        }
    }
}
