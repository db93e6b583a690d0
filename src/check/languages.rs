//! The texts of an article say the same in each language: the same numbers, links, rule quotes and headings.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::{NumberSet, SaidNumbers, numbers};
use crate::content::{ArticleText, Content, TextReferents};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, counted};
use crate::markdown::{Heading, front_matter};
use crate::name::{ByLocale, Target};
use crate::source::SourceFile;

/// Compares the texts of one article, or of a snippet.
pub(super) fn check(texts: &ByLocale<ArticleText>, content: &Content) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    // Most sites have one language.
    let written = || texts.values().filter(|text| !text.is_derived());
    let several = written().nth(1).is_some();
    let texts = written().filter(|_| several);
    let said: Vec<Said<'_>> = texts.map(|text| Said::in_text(text, content)).collect();
    let Some((original, translations)) = said.split_first() else {
        return diagnostics;
    };
    for translation in translations {
        for (from, to) in [(original, translation), (translation, original)] {
            from.report_numbers(to, &mut diagnostics);
            report_missing(&from.links, &to.links, to, &mut diagnostics);
            report_missing(&from.quotes, &to.quotes, to, &mut diagnostics);
        }
        report_headings(original, translation, &mut diagnostics);
        report_shapes(original, translation, &mut diagnostics);
    }
    diagnostics
}

/// The numbers that only one of the two texts says, in words; `None` if both say the same ones.
pub fn differing_numbers(original: &ArticleText, translation: &ArticleText, content: &Content) -> Option<String> {
    let [original, translation] = [original, translation].map(|text| Said::in_text(text, content));
    let only = |one: &Said<'_>, other: &Said<'_>| {
        let numbers = one.numbers_lacking_in(other);
        (!numbers.is_empty()).then(|| format!("only `{}` says {}", one.text.locale, numbers.join(", ")))
    };
    let told: Vec<String> = only(&original, &translation).into_iter().chain(only(&translation, &original)).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// What a text says that does not depend on its language.
struct Said<'a> {
    text: &'a ArticleText,
    /// The question, and the titles of links that have no other text.
    titles: String,
    /// The numbers of the answer and of the titles.
    numbers: NumberSet,
    /// Links, as they are written, with where the first stands.
    links: BTreeMap<String, Span>,
    quotes: BTreeMap<String, Span>,
}

impl<'a> Said<'a> {
    fn in_text(text: &'a ArticleText, content: &Content) -> Self {
        let outline = &text.outline;
        let referents = TextReferents::of(text, content);
        let mut titles = text.title(content);
        let mut links = BTreeMap::new();
        for link in outline.links.iter().filter(|link| outline.is_own(link.span)) {
            let target = referents.target(&link.target);
            if link.titled {
                titles.push('\n');
                titles.push_str(&content.title(&target, text.locale).unwrap_or_default());
            }
            // A term is explained where a reader of that language needs it.
            if !matches!(*target, Target::Term(_)) {
                links.entry(format!("link `{target}`")).or_insert(link.span);
            }
        }
        let mut quotes = BTreeMap::new();
        for quote in outline.cells.iter().filter(|quote| outline.is_own(quote.span)) {
            let path = format!("quote `{{{{{}.{}.{}}}}}`", quote.table, quote.row, quote.column);
            quotes.entry(path).or_insert(quote.span);
        }
        for quote in outline.tables.iter().filter(|quote| outline.is_own(quote.span)) {
            let columns: Vec<&str> = quote.columns.iter().map(|column| column.as_str()).collect();
            let columns = if columns.is_empty() { String::new() } else { format!(": {}", columns.join(", ")) };
            quotes.entry(format!("quote `{{{{{}{columns}}}}}`", quote.table)).or_insert(quote.span);
        }
        for quote in &outline.snippets {
            quotes.entry(format!("quote `{{{{snippets/{}}}}}`", quote.snippet)).or_insert(quote.span);
        }
        let mut numbers = NumberSet::default();
        numbers.add(&outline.numbers);
        numbers.add(&SaidNumbers::of(&titles));
        Self { text, titles, numbers, links, quotes }
    }

    /// Numbers in digits that the other language says neither in digits nor in words, each once.
    fn numbers_lacking_in(&self, other: &Self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let in_titles = numbers(&self.titles).into_iter().map(|(_, number)| number);
        let all = in_titles.chain(self.text.outline.numbers.digits());
        all.filter(|number| !other.numbers.holds(number) && seen.insert(*number)).collect()
    }

    fn report_numbers(&self, other: &Self, diagnostics: &mut Diagnostics) {
        let mut places: Option<HashMap<String, usize>> = None;
        for number in self.numbers_lacking_in(other) {
            let (own, lacking) = (self.text.locale, other.text.locale);
            let message = format!("the text in `{own}` says {number}, that in `{lacking}` does not");
            let source = &self.text.source;
            let places = places.get_or_insert_with(|| first_places(&source.open()));
            let place = places.get(number).map(|at| source.span(*at..at + number.len()));
            diagnostics.push(mismatch(message, place.unwrap_or_else(|| source.span(0..0)), other));
        }
    }
}

/// Where each number of a text stands first, after its front matter.
fn first_places(source: &SourceFile) -> HashMap<String, usize> {
    let text = source.text();
    let start = front_matter(text);
    let mut places = HashMap::new();
    for (at, number) in numbers(&text[start..]) {
        places.entry(number.to_owned()).or_insert(start + at);
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
        let message = format!("the text in `{}` has no {what}", to.text.locale);
        diagnostics.push(mismatch(message, *span, to));
    }
}

fn report_headings(original: &Said<'_>, translation: &Said<'_>, diagnostics: &mut Diagnostics) {
    let id = |heading: &Heading<'_>| heading.named.then(|| heading.anchor.clone());
    let headings = |said: &Said<'_>| said.text.outline.own_headings().cloned().collect::<Vec<_>>();
    let (own, theirs) = (headings(original), headings(translation));
    for (heading, other) in own.iter().zip(&theirs) {
        if heading.level != other.level || id(heading) != id(other) {
            let message = "the headings of the two languages differ from here on";
            diagnostics.push(
                Diagnostic::new(Code::LanguageMismatch, other.span, message)
                    .related(heading.span, "the heading in the same place")
                    .hint("give both texts the same headings in the same order, with the same ids: `## … {#id}`"),
            );
            return;
        }
    }
    let is_longer = own.len() > theirs.len();
    let (longer, shorter, lacking) = if is_longer { (own, theirs, translation) } else { (theirs, own, original) };
    if let Some(heading) = longer.get(shorter.len()) {
        let message = format!("the text in `{}` has no heading for this", lacking.text.locale);
        diagnostics.push(mismatch(message, heading.span, lacking));
    }
}

/// Sections that have more or fewer paragraphs, items or blocks of code, where both texts have the same number of sections.
fn report_shapes(original: &Said<'_>, translation: &Said<'_>, diagnostics: &mut Diagnostics) {
    let (own, theirs) = (&original.text.outline, &translation.text.outline);
    if own.sections.len() != theirs.sections.len() {
        return;
    }
    for (place, (section, other)) in own.sections.iter().zip(&theirs.sections).enumerate() {
        let (shape, there) = (section.shape, other.shape);
        let counts = [
            (["paragraph", "paragraphs"], shape.paragraphs, there.paragraphs),
            (["item", "items"], shape.items, there.items),
            (["block of code", "blocks of code"], shape.code, there.code),
        ];
        for ([one, many], count, found) in counts.into_iter().filter(|(_, count, found)| count != found) {
            let [found, count] = [found, count].map(|count| counted(count, one, many));
            let (locale, of) = (translation.text.locale, original.text.locale);
            let message = format!("this has {found} in `{locale}`, and {count} in `{of}`");
            diagnostics.push(
                Diagnostic::new(Code::LanguageMismatch, theirs.section_span(place), message)
                    .related(own.section_span(place), "the same place")
                    .hint("say the same in both, in as many pieces"),
            );
        }
    }
}

fn mismatch(message: String, span: Span, lacking: &Said<'_>) -> Diagnostic {
    Diagnostic::new(Code::LanguageMismatch, span, message)
        .hint(format!("say it in `{}` too, or remove it here", lacking.text.source.path))
}
