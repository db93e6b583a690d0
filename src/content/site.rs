//! `content/site.yaml`: what holds for the whole site.

use super::branding::{AllowedHosts, Branding};
use super::conventions::{Conventions, Requirement, SITE};
use super::derivation::Derivation;
use super::engine::SearchEngine;
use super::feedback::Feedback;
use super::keyed::keyed;
use super::level::levels;
use super::value::{Date, Located, web_address};
use super::yaml::{self, Deferred, Form, FromYaml, HasForm, MappingReader, Node, Value, read_mapping};
use crate::analysis::script_of;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use crate::name::{ArticleId, Locale, Locales, Localized, Script, Target, base_url};
use crate::source::SourceFile;

keyed! {
    /// What holds for the whole site.
    pub struct Site {
        /// The name of the help center.
        pub title: Localized<String>,
        /// What it is about, in one or two sentences.
        pub description: Option<Localized<String>> = None,
        /// The address that it is published at, ending in `/`; only with it pages have canonical addresses and a site map.
        pub base_url: Option<String> as published_at = None,
        /// The day on which what it says was true.
        pub as_of: Option<Date> = None,
        /// Whose services it is about.
        pub provider: Option<Localized<String>> = None,
        /// Whom readers ask whether what it says still holds, as it follows "ask": `the authority or the provider`.
        pub confirm_with: Option<Localized<String>> = None,
        /// What readers may tell of a page: where they report what is wrong, and whether an answer helped.
        pub feedback: Option<Feedback> = None,
        /// The links that every page shows, in order.
        pub navigation: Vec<NavigationLink> = Vec::new(),
        /// Further links at the foot of every page, in order.
        pub footer: Vec<NavigationLink> = Vec::new(),
        /// Its look, where that is its own.
        pub theme: Option<Branding> = None,
        /// What pages may ask of other hosts; nothing without it.
        pub allow: Option<AllowedHosts> = None,
        /// Whether texts stand beside themselves compressed, `.br` and `.gz`, for hosts that do not compress.
        pub compress: bool = false,
        /// What is asked most: offered before a reader has typed anything.
        pub popular: Vec<Located<ArticleId>> = Vec::new(),
        /// How readers' searches are answered, where that is not by the index in files alone.
        pub search: Option<SearchKeys> = None,
        /// How its links to other sites are checked.
        pub links: Option<LinkKeys> = None,
    } and ConventionKeys<'static>

    /// What holds for the reading of all files, that of the site too.
    pub(super) struct ConventionKeys<'n> {
        /// The languages, by their codes; readers who speak none of them get the first. Without it they are those of the title.
        locales: Option<Deferred<'n, Locales>> = None,
        /// Those of them that are made of simplified Chinese where nobody has written them: `zh-Hant`, `zh-TW`, `zh-HK`.
        derived: DerivedLocales as languages = DerivedLocales::default(),
        /// Whether what stands between dollars in Markdown is a formula, in LaTeX: `$a^2$`, and `$$…$$` on lines of its own.
        math: bool = false,
        /// What articles and rows may not lack: `categories` (each folder listed), `sources`, `facts`, `verified`.
        require: Vec<Requirement> = Vec::new(),
        /// How severe a kind of problem is here: `off`, `warning` or `error`, by its code.
        diagnostics: Vec<(Code, Level)> as levels = Vec::new(),
    }

    /// How readers' searches are answered.
    pub struct SearchKeys {
        /// Where `wenda gateway` answers: a path on the host of the site, or an address of `https:`; the index in files answers
        /// where it does not.
        pub engine: SearchEngine,
    }

    /// How links to other sites are checked.
    pub struct LinkKeys {
        /// What the addresses begin with that `wenda check --links` does not ask for, in full: `https://intranet.example.com/`.
        pub unchecked: Vec<String> as addresses = Vec::new(),
    }

    /// A link that every page shows.
    pub struct NavigationLink or "a link" {
        /// Where it leads: a page of the site, or an address of the web, `https://example.com/`.
        pub to: Located<Target> as destination,
        /// What it says instead of the title of its target, which may be long; an address of the web needs it.
        pub label: Option<Localized<String>> = None,
    }
}

impl Site {
    /// Whom readers ask whether what it says still holds.
    pub fn whom_to_ask(&self) -> Option<&Localized<String>> {
        self.confirm_with.as_ref().or(self.provider.as_ref())
    }
}

/// Reads `site.yaml`, and has the site's say on diagnostics from then on.
///
/// `words` is the file of those that the site has its own way with where languages are made of others.
pub(crate) fn load(
    file: &SourceFile,
    locales: &Locales,
    words: Option<&SourceFile>,
    diagnostics: &mut Diagnostics,
) -> (Conventions, Option<Site>) {
    let derivation = derivation(file, locales, words, diagnostics);
    let mut conventions = Conventions::new(locales, Vec::new(), derivation.clone(), false);
    let root = yaml::parse(file, &conventions, diagnostics);
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let ConventionKeys { require, math, diagnostics: levels, .. } = ConventionKeys::take(fields, diagnostics)?;
        conventions = Conventions::new(locales, require, derivation, math);
        levels.into_iter().for_each(|(code, level)| diagnostics.set_level(code, level));
        Site::take(fields, diagnostics)
    };
    let site = root.and_then(|root| read_mapping(&root, take, diagnostics));
    (conventions, site)
}

/// How languages are made of others, which has to be known before any text is read.
fn derivation(
    file: &SourceFile,
    locales: &Locales,
    words: Option<&SourceFile>,
    diagnostics: &mut Diagnostics,
) -> Derivation {
    // What is wrong elsewhere is told when the file is read.
    let mut untold = Diagnostics::default();
    let root = yaml::parse(file, &Conventions::of(locales), &mut untold);
    let keys = root.as_ref().and_then(|root| ConventionKeys::take(&mut root.fields(&mut untold)?, &mut untold));
    let DerivedLocales(listed) = keys.map(|keys| keys.derived).unwrap_or_default();
    if let Some(words) = words.filter(|_| listed.is_empty()) {
        let message = format!("no language is derived, and nothing reads `{}`", words.path);
        let hint = "list one under `derived` in `content/site.yaml`, or remove the file";
        diagnostics.push(Diagnostic::new(Code::StrayFile, words.id, message).hint(hint));
    }
    Derivation::load(&listed, locales, words.filter(|_| !listed.is_empty()), diagnostics)
}

fn languages(node: &Node, diagnostics: &mut Diagnostics) -> Option<DerivedLocales> {
    let items = node.list(diagnostics)?.iter();
    let named = items.map(|item| Some(Located { value: locale(item, diagnostics)?, span: item.span }));
    named.collect::<Option<_>>().map(DerivedLocales)
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

/// The languages that `site.yaml` lists; without a list those of the title, and of a title in one language that in which most
/// is written in its script, English if its letters are Latin. `None` if it tells none; the diagnostics then say why.
pub(crate) fn locales(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Locales> {
    let unknown = Locales::new(&[Locale::usual_of(Script::Spaced)?])?;
    // What is wrong elsewhere in the file is told when the languages are known.
    let mut untold = Diagnostics::default();
    let root = yaml::parse(file, &Conventions::of(&unknown), &mut untold);
    let keys = root.as_ref().and_then(|root| ConventionKeys::take(&mut root.fields(&mut untold)?, &mut untold));
    match keys.and_then(|keys| keys.locales) {
        Some(list) => listed(list.node, diagnostics),
        None => {
            let locales = root.and_then(|root| of_title(root.get("title")?, diagnostics));
            if locales.is_none() {
                load(file, &unknown, None, diagnostics);
            }
            locales
        }
    }
}

fn listed(node: &Node, diagnostics: &mut Diagnostics) -> Option<Locales> {
    let items = node.list(diagnostics)?;
    // What is wrong with each of them is told.
    let named: Vec<Option<Locale>> = items.iter().map(|item| locale(item, diagnostics)).collect();
    let named: Vec<Locale> = named.into_iter().collect::<Option<_>>()?;
    let locales = Locales::new(&named).filter(|locales| locales.iter().len() == named.len());
    if locales.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                node.span,
                format!("a site has 1 to {} languages, each once", Locales::MAX),
            )
            .hint("write `locales: [zh, en]`, the language of readers who speak none of them first"),
        );
    }
    locales
}

fn of_title(title: &Node, diagnostics: &mut Diagnostics) -> Option<Locales> {
    match &title.value {
        Value::Map(texts) => {
            Locales::new(&texts.iter().filter_map(|(key, _)| key.name.parse().ok()).collect::<Vec<_>>())
        }
        Value::Text(text) if script_of(text) == Script::Spaced && !text.chars().all(may_be_english) => {
            let message = format!("the language of `{text}` is not known");
            diagnostics.push(
                Diagnostic::new(Code::UnknownLocale, title.span, message)
                    .hint("tell it by its code, as in `locales: [ru]` or `title: {ru: …}`"),
            );
            None
        }
        Value::Text(text) => Locales::new(&[Locale::usual_of(script_of(text))?]),
        _ => None,
    }
}

/// Whether a character is no letter of another script than the Latin one. Of that, a title is taken for English; what most is
/// written in by other letters is a guess that would be wrong too often.
fn may_be_english(character: char) -> bool {
    let is_latin = matches!(
        u32::from(character),
        0..=0x036F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xAB30..=0xAB6F | 0xFF21..=0xFF5A
    );
    is_latin || !character.is_alphabetic()
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

fn addresses(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(node.list(diagnostics)?.iter().filter_map(|item| web_address(item, diagnostics)).collect())
}

impl HasForm for Requirement {
    const FORM: Form = Form::Plain("one of `categories`, `sources`, `facts`, `verified`");
}

impl<'n> FromYaml<'n> for Requirement {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?;
        let found = Self::ALL.into_iter().find(|requirement| requirement.name() == text);
        if found.is_none() {
            let message = format!("`{text}` is nothing that a site can require");
            let diagnostic = Diagnostic::new(Code::InvalidValue, node.span, message);
            diagnostics.push(diagnostic.suggest(text, Self::ALL.map(Self::name)));
        }
        found
    }
}

/// The languages that are made of another.
#[derive(Clone, Debug, Default)]
struct DerivedLocales(Vec<Located<Locale>>);

impl HasForm for DerivedLocales {
    const FORM: Form = Form::Plain("a list of languages");
}

impl HasForm for Locales {
    const FORM: Form = Form::Plain("a list of languages");
}

impl<'n> FromYaml<'n> for NavigationLink {
    /// A link as it is, `rule:products`, or with a label, `{to: rule:products, label: …}`.
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Text(_) => Self { to: destination(node, diagnostics)?, label: None }.said(diagnostics),
            _ => read_mapping(node, Self::take, diagnostics)?.said(diagnostics),
        }
    }
}

impl NavigationLink {
    /// It, if there is something that it says.
    fn said(self, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let (Target::External(address), None) = (&self.to.value, &self.label) {
            let message = format!("nothing tells what the link to `{address}` says");
            diagnostics.push(
                Diagnostic::new(Code::MissingKey, self.to.span, message)
                    .hint(format!("write `{{to: \"{address}\", label: …}}`")),
            );
            return None;
        }
        Some(self)
    }
}

fn destination(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<Target>> {
    let text = node.text(diagnostics)?;
    match Target::parse(text, SITE) {
        Ok(value) if !matches!(value, Target::Anchor(_) | Target::File(_)) => Some(Located { value, span: node.span }),
        _ => {
            diagnostics.push(
                Diagnostic::new(Code::UnknownLink, node.span, format!("`{text}` is not a page of the site")).hint(
                    "write `page:questions`, `category:id`, `article:id`, `rule:table`, `term:id` or `https://…`",
                ),
            );
            None
        }
    }
}
