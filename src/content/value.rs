//! Values that many content files share: ids, dates, addresses, text in each language.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use super::decimal::{Decimal, InvalidDecimal, other_base};
use super::each_language::{in_each_language, in_some_languages};
use super::yaml::{Expected, Node, Value, wrong_type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Span};
use crate::markdown::typography;
use crate::name::{ByLocale, Id, InvalidId, Locale, Localized, is_web_address};

/// A value and where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// As it was parsed.
    pub value: T,
    /// Where it stands in its file, for problems that are found later.
    pub span: Span,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl FromStr for Date {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl Date {
    /// Its year, its month from 1 and its day from 1.
    pub(super) fn year_month_day(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Date {
    /// As year-month-day: `2018-11-19`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads an id, or reports `invalid-id`.
pub(crate) fn id<T: Id>(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<T>> {
    let text = node.scalar(diagnostics)?;
    match text.parse::<T>() {
        Ok(value) => Some(Located { value, span: node.span }),
        Err(invalid) => {
            let message = format!("`{text}` is not an id");
            let hint = match text.chars().find(|character| "\u{FF0C}\u{3001}\u{FF0F}".contains(*character)) {
                Some('\u{FF0F}') => "its slash is full-width: write `/`".to_owned(),
                Some(_) => "its comma is full-width: write `, ` between two ids".to_owned(),
                None if invalid == InvalidId::Characters => {
                    format!("{invalid}; a section is named with its source: `05/ip-only-site`")
                }
                None => invalid.to_string(),
            };
            diagnostics.push(Diagnostic::new(Code::InvalidId, node.span, message).hint(hint));
            None
        }
    }
}

/// Reads those items that are ids; what is no list has none.
pub(crate) fn ids<T: Id>(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Located<T>> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| id(item, diagnostics)).collect()
}

/// Of things with the same id, the first.
pub(crate) fn unique<I: fmt::Display + Clone + Eq + Hash, T>(
    mut things: Vec<T>,
    plural: &str,
    id: impl Fn(&T) -> &Located<I>,
    diagnostics: &mut Diagnostics,
) -> Vec<T> {
    let mut places: HashMap<I, Span> = HashMap::new();
    things.retain(|thing| {
        let Located { value, span } = id(thing);
        let Some(first) = places.get(value) else {
            places.insert(value.clone(), *span);
            return true;
        };
        diagnostics.push(
            Diagnostic::new(Code::DuplicateId, *span, format!("two {plural} have the id `{value}`"))
                .related(*first, "the first stands here")
                .hint("give one of them another id"),
        );
        false
    });
    things
}

/// Reports what a list names more than once; `told` says so of a thing.
pub(super) fn check_unique<T: Eq + Hash>(
    listed: &[Located<T>],
    told: impl Fn(&T) -> String,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: HashMap<&T, Span> = HashMap::new();
    for thing in listed {
        let first = *seen.entry(&thing.value).or_insert(thing.span);
        if first != thing.span {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, thing.span, told(&thing.value))
                    .related(first, "the first stands here")
                    .hint("remove one of the two"),
            );
        }
    }
}

/// Reads `year-month-day`, or reports `bad-date`.
pub(crate) fn date(node: &Node, diagnostics: &mut Diagnostics) -> Option<Date> {
    let text = match &node.value {
        Value::Text(text) | Value::Number(text) => text,
        _ => {
            diagnostics.push(wrong_type(node, Expected::Date));
            return None;
        }
    };
    let strict = text.len() == "2018-11-19".len();
    match text.parse() {
        Ok(date) if strict => Some(date),
        _ => {
            let message = format!("`{text}` is not a date");
            diagnostics
                .push(Diagnostic::new(Code::BadDate, node.span, message).hint("write year-month-day: `2018-11-19`"));
            None
        }
    }
}

/// Reads a decimal number; of other spellings it reports the one to write.
pub(crate) fn number(node: &Node, diagnostics: &mut Diagnostics) -> Option<Decimal> {
    let text = match &node.value {
        Value::Number(text) => text,
        // What has commas, full-width digits or quotes is text to YAML, and a number to its author.
        Value::Text(text) if matches!(text.parse::<Decimal>(), Err(InvalidDecimal { meant: Some(_) })) => text,
        Value::Text(text) if text.parse::<Decimal>().is_ok() => {
            let hint = format!("write it without quotes: `{text}`");
            diagnostics.push(wrong_type(node, Expected::Number).hint(hint));
            return None;
        }
        _ => {
            diagnostics.push(wrong_type(node, Expected::Number).hint(DECIMAL_HINT));
            return None;
        }
    };
    let number = text.parse();
    if let Err(InvalidDecimal { meant }) = &number {
        let base = other_base(text).map(|(base, _)| base);
        let message = match base {
            Some(base) => format!("`{text}` is {base}, and numbers are decimal here"),
            None => format!("`{text}` is not a number in plain digits"),
        };
        let hint = meant.as_ref().map_or_else(|| DECIMAL_HINT.to_owned(), |meant| format!("write `{meant}`"));
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
    }
    number.ok()
}

pub(crate) const DECIMAL_HINT: &str = "write digits, at most 30, with a fraction after a point: `12` or `0.5`";

/// Reads `yes`, `no` or a boolean of YAML.
pub(crate) fn yes_no(node: &Node, diagnostics: &mut Diagnostics) -> Option<bool> {
    match &node.value {
        Value::Bool(value) => Some(*value),
        Value::Text(text) if text == "yes" => Some(true),
        Value::Text(text) if text == "no" => Some(false),
        _ => {
            diagnostics.push(wrong_type(node, Expected::YesNo));
            None
        }
    }
}

/// The address of a page on the web.
pub(crate) fn web_address(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    if !is_web_address(text) {
        let message = format!("`{text}` is not an address of the web");
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, message).hint("write it in full: `https://example.com/`"),
        );
        return None;
    }
    Some(text.to_owned())
}

/// Text in each language of the site.
pub(crate) fn localized(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<String>> {
    in_each_language(node, diagnostics, |node, locale, diagnostics| {
        let text = node.text(diagnostics)?;
        lint_typography(text, locale, node.span, diagnostics);
        Some(text.trim().to_owned())
    })
}

/// Text in each language, or one text for all.
pub(crate) fn localized_or_same(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<String>> {
    if let Value::Text(_) = node.value {
        let text = node.text(diagnostics)?;
        if let Some(only) = node.conventions.only_written() {
            lint_typography(text, only, node.span, diagnostics);
        }
        let (text, derivation) = (text.trim(), node.conventions.derivation());
        return Some(Localized::from_fn(node.conventions.locales(), |locale| derivation.text(text, locale)));
    }
    if !matches!(node.value, Value::Map(_)) {
        diagnostics.push(wrong_type(node, Expected::SameOrEachLanguage));
        return None;
    }
    localized(node, diagnostics)
}

/// A list of texts in each language, any of which may be left out. A plain list is in the first.
pub(crate) fn localized_lists(node: &Node, diagnostics: &mut Diagnostics) -> ByLocale<Vec<String>> {
    in_some_languages(node, diagnostics, |node, diagnostics| {
        let items = node.list(diagnostics)?;
        let texts = items.iter().filter_map(|item| item.text(diagnostics).map(|text| text.trim().to_owned()));
        Some(texts.collect())
    })
}

/// Looks at the setting of texts in lists, each in the language that it is written in.
pub(crate) fn lint_lists(node: &Node, diagnostics: &mut Diagnostics) {
    for locale in node.conventions.locales().iter() {
        let items = node.get(locale.code()).map(|list| &list.value);
        let Some(Value::List(items)) = items else {
            continue;
        };
        for item in items {
            if let Value::Text(text) = &item.value {
                lint_typography(text, locale, item.span, diagnostics);
            }
        }
    }
}

fn lint_typography(text: &str, locale: Locale, span: Span, diagnostics: &mut Diagnostics) {
    for slip in typography(text, None, locale) {
        let message = slip.message(&text[slip.part.clone()]);
        let fix = Fix::within(span, text, slip.part.clone(), slip.instead.clone());
        diagnostics.push(Diagnostic::new(slip.code, span, message).hint(slip.hint()).fix(fix));
    }
}
