//! The two languages of an article say the same: the same numbers, links, rule quotes and headings.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::{SaidNumbers, numbers};
use crate::content::{Article, ArticleText};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::{Inline, plain_text};
use crate::name::{Locale, Target};
use crate::source::{SourceFile, Sources};

/// Compares the texts of one article.
pub(super) fn check(article: &Article<'_>, sources: &Sources, diagnostics: &mut Diagnostics) {
    let (Some(zh), Some(en)) = (&article.texts.zh, &article.texts.en) else {
        return;
    };
    let said = [Said::in_text(Locale::Zh, zh, sources), Said::in_text(Locale::En, en, sources)];
    let [zh_said, en_said] = &said;
    for (from, to) in [(zh_said, en_said), (en_said, zh_said)] {
        from.report_numbers(to, diagnostics);
        report_missing(&from.links, &to.links, to, diagnostics);
        report_missing(&from.quotes, &to.quotes, to, diagnostics);
    }
    report_headings(zh_said, en_said, diagnostics);
}

/// What a text says that does not depend on its language.
struct Said<'a> {
    locale: Locale,
    file: &'a SourceFile,
    text: String,
    /// Links, as they are written, with where the first stands.
    links: BTreeMap<String, Span>,
    quotes: BTreeMap<String, Span>,
    headings: Vec<(u8, Option<&'a str>, Span)>,
}

impl<'a> Said<'a> {
    fn in_text(locale: Locale, text: &'a ArticleText<'_>, sources: &'a Sources) -> Self {
        let mut said = Self {
            locale,
            file: sources.file(text.file),
            text: plain_text(&text.question.content),
            links: BTreeMap::new(),
            quotes: BTreeMap::new(),
            headings: Vec::new(),
        };
        for inline in text.answer.inlines() {
            match inline {
                Inline::Text(piece) | Inline::Code(piece) => {
                    said.text.push_str(piece);
                    said.text.push('\n');
                }
                // A term is explained where a reader of that language needs it.
                Inline::Link(link) if !matches!(link.target, Target::Term(_)) => {
                    said.links.entry(format!("link `{}`", link.target)).or_insert(link.span);
                }
                Inline::Quote(quote) => {
                    let path = format!("quote `{{{{{}.{}.{}}}}}`", quote.table, quote.row, quote.column);
                    said.quotes.entry(path).or_insert(quote.span);
                }
                _ => {}
            }
        }
        for quote in text.answer.quoted_tables() {
            let columns: Vec<&str> = quote.columns.iter().map(|column| column.as_str()).collect();
            let columns = if columns.is_empty() { String::new() } else { format!(": {}", columns.join(", ")) };
            let path = format!("quote `{{{{{}{columns}}}}}`", quote.table);
            said.quotes.entry(path).or_insert(quote.span);
        }
        let headings = text.answer.headings();
        said.headings = headings
            .map(|heading| (heading.level, heading.named.then_some(heading.anchor.as_str()), heading.span))
            .collect();
        said
    }

    /// Numbers in digits that the other language says neither in digits nor in words.
    fn report_numbers(&self, other: &Self, diagnostics: &mut Diagnostics) {
        let said = SaidNumbers::of(&other.text);
        let mut seen = HashSet::new();
        let mut places: Option<HashMap<&str, usize>> = None;
        for (_, number) in numbers(&self.text) {
            if said.say(number) || !seen.insert(number) {
                continue;
            }
            let message =
                format!("the {} text says {number}, the {} text does not", name(self.locale), name(other.locale));
            let places = places.get_or_insert_with(|| first_places(self.file.text()));
            let place = places.get(number).map(|at| self.file.span(*at..at + number.len()));
            diagnostics.push(mismatch(message, place.unwrap_or_else(|| self.file.span(0..0)), other));
        }
    }
}

/// Where each number of a text stands first.
fn first_places(text: &str) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    for (at, number) in numbers(text) {
        places.entry(number).or_insert(at);
    }
    places
}

fn report_missing(
    said: &BTreeMap<String, Span>,
    there: &BTreeMap<String, Span>,
    to: &Said<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (what, span) in said.iter().filter(|(what, _)| !there.contains_key(*what)) {
        let message = format!("the {} text has no {what}", name(to.locale));
        diagnostics.push(mismatch(message, *span, to));
    }
}

fn report_headings(zh: &Said<'_>, en: &Said<'_>, diagnostics: &mut Diagnostics) {
    for ((level, id, span), (other_level, other_id, other_span)) in zh.headings.iter().zip(&en.headings) {
        if level != other_level || id != other_id {
            let message = "the headings of the two languages differ from here on";
            diagnostics.push(
                Diagnostic::warning(Code::LanguageMismatch, *other_span, message)
                    .related(*span, "the heading in the same place")
                    .hint("give both texts the same headings in the same order, with the same ids: `## … {#id}`"),
            );
            return;
        }
    }
    let (longer, shorter) = if zh.headings.len() > en.headings.len() { (zh, en) } else { (en, zh) };
    if let Some((_, _, span)) = longer.headings.get(shorter.headings.len()) {
        let message = format!("the {} text has no heading for this", name(shorter.locale));
        diagnostics.push(mismatch(message, *span, shorter));
    }
}

fn mismatch(message: String, span: Span, lacking: &Said<'_>) -> Diagnostic {
    Diagnostic::warning(Code::LanguageMismatch, span, message)
        .hint(format!("say it in `{}` too, or remove it here", lacking.file.path))
}

fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "Chinese",
        Locale::En => "English",
    }
}
