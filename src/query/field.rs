//! The fields of a document, and the terms that they hold.

use crate::text::{Folded, Segmenter, bigrams, is_han, readings};

/// A part of a document that is searched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The words of the question.
    Question,
    /// The words of the other ways to ask it.
    Alias,
    /// The words of the headings.
    Heading,
    /// The words of the answer.
    Body,
    /// How the Chinese of questions, other ways to ask and headings is read: `bei`, `an`.
    Syllables,
    /// The first letters of it: `b`, `a`.
    Initials,
    /// Every two Chinese characters that stand together, of everything.
    Bigrams,
    /// The whole question and every other way to ask it, each as one term.
    Exact,
    /// What filters go by: `lang:zh`, `category:domain`.
    Facet,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 9] = [
        Self::Question,
        Self::Alias,
        Self::Heading,
        Self::Body,
        Self::Syllables,
        Self::Initials,
        Self::Bigrams,
        Self::Exact,
        Self::Facet,
    ];

    /// The fields that hold words.
    pub const WORDS: [Self; 4] = [Self::Question, Self::Alias, Self::Heading, Self::Body];

    /// The name in an index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Alias => "alias",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Syllables => "syllables",
            Self::Initials => "initials",
            Self::Bigrams => "bigrams",
            Self::Exact => "exact",
            Self::Facet => "facet",
        }
    }

    /// Whether it matters where the terms of the field stand.
    pub fn has_positions(self) -> bool {
        !matches!(self, Self::Exact | Self::Facet)
    }
}

/// The texts of a document.
#[derive(Clone, Debug, Default)]
pub struct Searchable<'d> {
    /// The question that it answers, or its name.
    pub question: &'d str,
    /// Other ways to ask it.
    pub aliases: &'d [String],
    /// The headings.
    pub headings: Vec<&'d str>,
    /// The texts below them.
    pub texts: Vec<&'d str>,
    /// What filters go by.
    pub facets: &'d [String],
}

/// A term, and the unit that it stands at.
pub type Term = (String, u32);

/// Each text of a field begins a page of so many units, so that no phrase runs from one into the next.
const PAGE: u32 = 1 << 12;

/// The terms of a document, by field; those of each field in the order in which they stand.
pub fn fields_of(document: &Searchable<'_>, segmenter: &Segmenter) -> Vec<(Field, Vec<Term>)> {
    let fold = |texts: &[&str]| texts.iter().map(|text| Folded::new(text)).collect::<Vec<_>>();
    let question = [Folded::new(document.question)];
    let aliases: Vec<Folded> = document.aliases.iter().map(|alias| Folded::new(alias)).collect();
    let headings = fold(&document.headings);
    let texts = fold(&document.texts);
    let asked = || question.iter().chain(&aliases);
    let words = |folded: &Folded| standing(segmenter.tokens(folded));
    vec![
        (Field::Question, apart(&question, words)),
        (Field::Alias, apart(&aliases, words)),
        (Field::Heading, apart(&headings, words)),
        (Field::Body, apart(&texts, words)),
        (Field::Syllables, apart(asked().chain(&headings), |folded| sounds(folded, |reading| reading))),
        (Field::Initials, apart(asked().chain(&headings), |folded| sounds(folded, |reading| &reading[..1]))),
        (
            Field::Bigrams,
            apart(asked().chain(&headings).chain(&texts), |folded| {
                bigrams(folded).into_iter().map(|token| (token.text, token.units.start)).collect()
            }),
        ),
        (Field::Exact, asked().flat_map(exact_forms).map(|form| (form, 0)).collect()),
        (Field::Facet, document.facets.iter().map(|facet| (facet.clone(), 0)).collect()),
    ]
}

/// A text without what stands between its words: what makes two questions the same.
pub(super) fn exact(folded: &Folded) -> String {
    folded.text().chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The ways to type a whole question: as it is, and where it is all Chinese, by its sound and by first letters.
fn exact_forms(folded: &Folded) -> Vec<String> {
    let whole = exact(folded);
    let mut forms = Vec::new();
    if whole.chars().all(is_han) {
        let sounds: Option<Vec<&str>> = whole.chars().map(|character| readings(character).first().copied()).collect();
        let sounds = sounds.unwrap_or_default();
        forms.extend([sounds.concat(), sounds.iter().map(|sound| &sound[..1]).collect()]);
        forms.retain(|form| form.len() > 2);
    }
    forms.push(whole);
    forms
}

/// What a filter goes by: `product:hongkong` for `products` and `Hong Kong`.
pub fn facet(key: &str, value: &str) -> String {
    let key = Folded::new(key);
    let key = key.text();
    let singular = match key.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => key.strip_suffix('s').unwrap_or(key).to_owned(),
    };
    format!("{singular}:{}", exact(&Folded::new(value)))
}

fn standing(tokens: Vec<crate::text::Token>) -> Vec<Term> {
    tokens.into_iter().map(|token| (token.text, token.units.start)).collect()
}

/// The terms of several texts, each apart from the one before.
fn apart<'f>(texts: impl IntoIterator<Item = &'f Folded>, terms: impl Fn(&Folded) -> Vec<Term>) -> Vec<Term> {
    let mut all = Vec::new();
    let mut begin = 0;
    for folded in texts {
        let mut last = 0;
        for (term, unit) in terms(folded) {
            last = last.max(unit);
            all.push((term, begin + unit));
        }
        begin += (last / PAGE + 1) * PAGE;
    }
    all
}

/// How Chinese is read, character by character, with every reading of each; `part` is what is taken of a reading.
fn sounds(folded: &Folded, part: fn(&'static str) -> &'static str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for (unit, character) in (0..).zip(folded.text().chars()).filter(|(_, character)| is_han(*character)) {
        let first = terms.len();
        for reading in readings(character) {
            let sound = part(reading);
            if terms[first..].iter().all(|(known, _)| known != sound) {
                terms.push((sound.to_owned(), unit));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_the_same_however_they_are_written() {
        for (key, value) in [
            ("product", "hong_kong"),
            ("products", "Hong Kong"),
            ("PRODUCT", "hong-kong"),
            ("ｐｒｏｄｕｃｔ", "ＨｏｎｇＫｏｎｇ"),
        ] {
            assert_eq!(facet(key, value), "product:hongkong");
        }
        assert_eq!(facet("categories", "域名"), "category:域名");
        assert_eq!(facet("省份", "臺灣"), "省份:台湾");
    }

    #[test]
    fn no_phrase_runs_from_one_text_into_the_next() {
        let terms = apart(&[Folded::new("备案"), Folded::new(&"好".repeat(5000)), Folded::new("接入")], |folded| {
            bigrams(folded).into_iter().map(|token| (token.text, token.units.start)).collect()
        });
        assert_eq!(terms[0], ("备案".to_owned(), 0));
        assert_eq!(terms[1].1, PAGE);
        assert_eq!(terms.last().unwrap(), &("接入".to_owned(), 3 * PAGE));
    }

    #[test]
    fn a_character_is_found_by_every_sound_it_has() {
        let syllables = sounds(&Folded::new("重A行"), |reading| reading);
        for expected in [("chong", 0), ("zhong", 0), ("hang", 2), ("xing", 2)] {
            assert!(syllables.contains(&(expected.0.to_owned(), expected.1)), "{expected:?}");
        }
        let initials = sounds(&Folded::new("的"), |reading| &reading[..1]);
        assert_eq!(initials, [("d".to_owned(), 0)]);
    }
}
