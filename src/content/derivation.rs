//! Traditional Chinese that is made of the simplified where nobody has written it: by the tables of OpenCC, over which the site
//! lays words of its own.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::value::Located;
use super::yaml::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{Locale, Locales};
use crate::source::SourceFile;

/// The file of the words that the site has its own way with.
pub(super) const TRADITIONAL: &str = "content/traditional.txt";

/// The languages of a site that are made of another, and how. Copies share it.
#[derive(Clone, Default)]
pub(crate) struct Derivation(Arc<Vec<DerivedLanguage>>);

/// A language that is made of another.
struct DerivedLanguage {
    locale: Locale,
    from: Locale,
    converter: OpenCC,
    words: Arc<DerivedWords>,
}

/// Words by their first characters, the longest first, each with what stands for it.
#[derive(Default, PartialEq)]
struct DerivedWords(HashMap<char, Vec<(String, String)>>);

impl PartialEq for Derivation {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(a, b): (&DerivedLanguage, &DerivedLanguage)| {
            a.locale == b.locale && a.from == b.from && a.words == b.words
        };
        self.0.len() == other.0.len() && self.0.iter().zip(other.0.iter()).all(is_same)
    }
}

impl fmt::Debug for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|derived| (derived.locale, derived.from))).finish()
    }
}

impl Derivation {
    /// Those of a site that `site.yaml` lists, with the words of the site. What cannot be made is reported.
    pub(super) fn load(
        listed: &[Located<Locale>],
        locales: &Locales,
        words: Option<&SourceFile>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let is_listed = |locale: Locale| listed.iter().any(|derived| derived.value == locale);
        let from = locales.iter().find(|locale| locale.language() == "zh" && !is_listed(*locale));
        let words = Arc::new(words.map(|file| DerivedWords::load(file, diagnostics)).unwrap_or_default());
        let of = |locale: Locale| -> Result<DerivedLanguage, Option<String>> {
            let (tables, from) = (tables(locale).ok_or(None)?, from.ok_or(None)?);
            let converter = OpenCC::from_config(tables).map_err(|error| Some(error.to_string()))?;
            Ok(DerivedLanguage { locale, from, converter, words: Arc::clone(&words) })
        };
        let made = listed.iter().filter_map(|derived| {
            let told = |code, message: String, hint: &str| Diagnostic::new(code, derived.span, message).hint(hint);
            let locale = derived.value;
            let is_first =
                listed.iter().find(|other| other.value == locale).is_some_and(|first| first.span == derived.span);
            let problem = match of(locale) {
                _ if !is_first => {
                    let message = format!("`{locale}` is listed twice");
                    told(Code::InvalidValue, message, "remove one of the two")
                }
                _ if !locales.contains(locale) => {
                    let message = format!("`{locale}` is no language of the site");
                    let meant = locales.iter().find(|locale| tables(*locale).is_some() && !is_listed(*locale));
                    let hint = match meant {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "add it to `locales`, or remove it here".to_owned(),
                    };
                    diagnostics.push(told(Code::UnknownLocale, message, &hint));
                    // That what was meant is written nowhere follows from this.
                    return of(meant?).ok();
                }
                Ok(made) => return Some(made),
                Err(Some(error)) => told(Code::InvalidValue, format!("`{locale}` cannot be made: {error}"), "write it"),
                Err(None) if tables(locale).is_none() => {
                    let message = format!("`{locale}` cannot be made of another language");
                    told(Code::InvalidValue, message, "only traditional Chinese can: `zh-Hant`, `zh-TW`, `zh-HK`")
                }
                Err(None) => {
                    let message = format!("there is no language that `{locale}` could be made of");
                    told(Code::InvalidValue, message, "add simplified Chinese, `zh`, to `locales`")
                }
            };
            diagnostics.push(problem);
            None
        });
        Self(Arc::new(made.collect()))
    }

    /// The language that another is made of.
    pub(crate) fn source(&self, locale: Locale) -> Option<Locale> {
        self.get(locale).map(|derived| derived.from)
    }

    /// A text in a language that is made of that of the text; the text itself in any other.
    pub(crate) fn text(&self, text: &str, locale: Locale) -> String {
        self.get(locale).map_or_else(|| text.to_owned(), |derived| derived.text(text))
    }

    /// A value with all of its texts in a language that is made of theirs.
    pub(super) fn node(&self, node: &Node, locale: Locale) -> Option<Node> {
        let derived = self.get(locale)?;
        Some(derived.node(node))
    }

    fn get(&self, locale: Locale) -> Option<&DerivedLanguage> {
        self.0.iter().find(|derived| derived.locale == locale)
    }
}

/// The tables by which a language is made, with the words of its region if it names one.
fn tables(locale: Locale) -> Option<BuiltinConfig> {
    let mut parts = locale.code().split('-');
    let is_chinese = parts.next() == Some("zh");
    let mut tables = None;
    for part in parts.filter(|_| is_chinese) {
        match part {
            "Hant" => tables = tables.or(Some(BuiltinConfig::S2t)),
            "TW" => tables = Some(BuiltinConfig::S2twp),
            "HK" | "MO" => tables = Some(BuiltinConfig::S2hk),
            _ => {}
        }
    }
    tables
}

impl DerivedLanguage {
    fn text(&self, text: &str) -> String {
        let DerivedWords(words) = &*self.words;
        let mut out = String::with_capacity(text.len());
        let (mut done, mut at) = (0, 0);
        while let Some(first) = text[at..].chars().next() {
            let known = words.get(&first).into_iter().flatten();
            match known.into_iter().find(|(word, _)| text[at..].starts_with(word.as_str())) {
                Some((word, instead)) => {
                    out.push_str(&self.converter.convert(&text[done..at]));
                    out.push_str(instead);
                    at += word.len();
                    done = at;
                }
                None => at += first.len_utf8(),
            }
        }
        out.push_str(&self.converter.convert(&text[done..]));
        out
    }

    fn node(&self, node: &Node) -> Node {
        let value = match &node.value {
            Value::Text(text) => Value::Text(self.text(text)),
            Value::List(items) => Value::List(items.iter().map(|item| self.node(item)).collect()),
            Value::Map(entries) => {
                Value::Map(entries.iter().map(|(key, node)| (key.clone(), self.node(node))).collect())
            }
            other => other.clone(),
        };
        Node { value, span: node.span, conventions: node.conventions.clone() }
    }
}

impl DerivedWords {
    /// Reads the file: a word and what stands for it, a line each; `#` begins a comment.
    fn load(file: &SourceFile, diagnostics: &mut Diagnostics) -> Self {
        let mut words: HashMap<char, Vec<(String, String)>> = HashMap::new();
        let mut start = 0;
        for line in file.text().split_inclusive('\n') {
            let span = file.span(start..start + line.trim_end().len());
            start += line.len();
            let written = line.split('#').next().unwrap_or_default();
            let parts: Vec<&str> = written.split_whitespace().collect();
            let (word, instead) = match parts.as_slice() {
                [] => continue,
                [word, instead] => (*word, *instead),
                _ => {
                    let message = "this is not a word with another that stands for it";
                    let hint = "write both on a line, with a space between: `软件 軟體`";
                    diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).hint(hint));
                    continue;
                }
            };
            let of_first = words.entry(word.chars().next().unwrap_or_default()).or_default();
            if of_first.iter().any(|(known, _)| known == word) {
                let message = format!("`{word}` stands in the list twice");
                diagnostics.push(Diagnostic::new(Code::DuplicateWord, span, message).hint("remove one of the two"));
                continue;
            }
            of_first.push((word.to_owned(), instead.to_owned()));
        }
        words.values_mut().for_each(|words| words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        Self(words)
    }
}
