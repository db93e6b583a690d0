//! YAML as a tree of values that know where they stand.
//!
//! Content is read in two steps: the parser makes a [`Node`] of a file, and each content type takes its keys from it
//! through [`Fields`]. A derived `Deserialize` would stop at a file's first mistake; this way an author sees them all.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, Error, Location, Spanned};

use super::locale::Locale;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::source::{SourceFile, characters};

/// A YAML value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What a YAML value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl Value {
    /// What to call it in a message.
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Parses a file. A file that is not well-formed leaves a diagnostic and nothing else.
pub(crate) fn parse(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = file.text();
    let options = serde_yaml::options! {
        budget: limits(),
        merge_keys: serde_yaml::MergeKeyPolicy::Error,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => {
            let root = place(raw, file);
            examine_escapes(&root, file, diagnostics);
            Some(root)
        }
        Err(error) => {
            diagnostics.push(syntax_error(&error, file));
            None
        }
    }
}

/// Far above what a help center needs, far below what makes a machine wait.
fn limits() -> Option<Budget> {
    serde_yaml::budget! {
        max_depth: 32,
        max_nodes: 200_000,
        max_events: 500_000,
        max_anchors: 64,
        max_aliases: 256,
    }
}

fn syntax_error(error: &Error, file: &SourceFile) -> Diagnostic {
    let error = error.without_snippet();
    let (code, message, hint) = match error {
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => (
            Code::YamlBudget,
            "the file is nested too deeply or expands to too much".to_owned(),
            "write the values out instead of repeating them by `*`, or split the file",
        ),
        Error::DuplicateMappingKey { key, .. } => (
            Code::DuplicateId,
            key.as_ref().map_or("a key stands twice".to_owned(), |key| format!("the key `{key}` stands twice")),
            "remove one of the two",
        ),
        Error::MergeKeyNotAllowed { .. } => {
            (Code::YamlSyntax, "merge keys are not used in content".to_owned(), "write the keys out")
        }
        _ => (
            Code::YamlSyntax,
            parser_message(error),
            "check the indentation, and put quotes around text that holds `: ` or ` #` or begins with one of `{[&*!|>%@`",
        ),
    };
    let span = error.location().map_or(0..0, |location| byte_range(location, file.text()));
    Diagnostic::error(code, file.span(span), message).hint(hint)
}

/// The parser's own words, without the position, which the excerpt shows better.
fn parser_message(error: &Error) -> String {
    let full = error.to_string();
    let message = full.lines().next().unwrap_or_default();
    let message = message.split(" at line ").next().unwrap_or(message);
    message.trim_end_matches([':', ',', ' ']).to_owned()
}

/// The bytes that a location of the parser covers.
fn byte_range(location: Location, text: &str) -> Range<usize> {
    let offset = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
    if let Some(start) = offset(location.span().byte_offset()) {
        let start = text.floor_char_boundary(start);
        let length = offset(location.span().byte_len()).unwrap_or(1);
        return start..text.ceil_char_boundary(start + length).max(start);
    }
    let line = usize::try_from(location.line().saturating_sub(1)).unwrap_or_default();
    let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or_default();
    let line_start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let start = text[line_start..].char_indices().nth(column).map_or(text.len(), |(byte, _)| line_start + byte);
    start..text.ceil_char_boundary(start + 1)
}

/// What the parser hands over, before spans are turned into ours.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn place(raw: Spanned<Raw>, file: &SourceFile) -> Node {
    let range = byte_range(raw.referenced, file.text());
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Number => Value::Number(file.text()[range.clone()].trim().to_owned()),
        Raw::Text(text) => Value::Text(text),
        Raw::List(items) => Value::List(items.into_iter().map(|item| place(item, file)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(name, value)| {
                    let span = file.span(byte_range(name.referenced, file.text()));
                    (Key { name: name.value, span }, place(value, file))
                })
                .collect(),
        ),
    };
    Node { value, span: file.span(range) }
}

/// Reports what escapes such as `"\x1b"` stand for, where no text may hold it.
fn examine_escapes(node: &Node, file: &SourceFile, diagnostics: &mut Diagnostics) {
    let examine = |text: &str, span: Span, diagnostics: &mut Diagnostics| {
        let written = file.text().get(span.range()).unwrap_or_default();
        characters::examine_escaped(text, written, span, diagnostics);
    };
    match &node.value {
        Value::Text(text) => examine(text, node.span, diagnostics),
        Value::List(items) => items.iter().for_each(|item| examine_escapes(item, file, diagnostics)),
        Value::Map(entries) => {
            for (key, node) in entries {
                examine(&key.name, key.span, diagnostics);
                examine_escapes(node, file, diagnostics);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A value of the wrong type.
pub(crate) fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(Code::WrongType, node.span, format!("expected {expected}, found {}", node.value.kind()));
    match &node.value {
        Value::Number(_) | Value::Bool(_) if expected.contains("text") => {
            diagnostic.hint("put it in quotes to make it text")
        }
        _ => diagnostic,
    }
}

impl Node {
    /// The value as text.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics) -> Option<&str> {
        match &self.value {
            Value::Text(text) if text.trim().is_empty() => {
                diagnostics.push(Diagnostic::error(
                    Code::InvalidValue,
                    self.span,
                    "expected text, found an empty string",
                ));
                None
            }
            Value::Text(text) => Some(text),
            _ => {
                diagnostics.push(wrong_type(self, "text"));
                None
            }
        }
    }

    /// The value as a list.
    pub(crate) fn list(&self, diagnostics: &mut Diagnostics) -> Option<&[Node]> {
        if let Value::List(items) = &self.value {
            return Some(items);
        }
        diagnostics.push(wrong_type(self, "a list"));
        None
    }

    /// The items of a list; what is no list has none, and is reported where it is read.
    pub(crate) fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The value of a key; what is no mapping has none, and is reported where it is read.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else {
            return None;
        };
        entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// The value as a mapping whose keys are to be taken one by one.
    pub(crate) fn fields(&self, diagnostics: &mut Diagnostics) -> Option<Fields<'_>> {
        if let Value::Map(entries) = &self.value {
            return Some(Fields { span: self.span, entries, taken: vec![false; entries.len()], asked: Vec::new() });
        }
        diagnostics.push(wrong_type(self, "a mapping of keys to values"));
        None
    }
}

/// The keys of a mapping, taken one by one; [`Fields::finish`] reports those that nobody asked for.
pub(crate) struct Fields<'n> {
    span: Span,
    entries: &'n [(Key, Node)],
    taken: Vec<bool>,
    asked: Vec<&'n str>,
}

impl<'n> Fields<'n> {
    /// The first line of the mapping, to point at when something in it is missing.
    pub(crate) fn span(&self) -> Span {
        self.entries.first().map_or(self.span, |(key, _)| key.span)
    }

    /// Whether there is a key.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.name == name)
    }

    /// The value of a key whose name is not known to the program, if it is there.
    pub(crate) fn entry(&mut self, name: &str) -> Option<&'n Node> {
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        self.asked.push(&self.entries[index].0.name);
        self.taken[index] = true;
        Some(&self.entries[index].1)
    }

    /// The value of a key that may be left out.
    pub(crate) fn optional(&mut self, name: &'n str) -> Option<&'n Node> {
        self.asked.push(name);
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        self.taken[index] = true;
        Some(&self.entries[index].1)
    }

    /// The value of a key that has to be there.
    pub(crate) fn required(&mut self, name: &'n str, diagnostics: &mut Diagnostics) -> Option<&'n Node> {
        let found = self.optional(name);
        if found.is_none() {
            let message = format!("the key `{name}` is missing");
            diagnostics.push(Diagnostic::error(Code::MissingKey, self.span(), message).hint(format!("add `{name}:`")));
        }
        found
    }

    /// The keys that were not asked for yet.
    pub(crate) fn rest(&mut self) -> impl Iterator<Item = (&'n Key, &'n Node)> + use<'n> {
        let rest: Vec<_> =
            self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(entry, _)| entry).collect();
        self.taken.fill(true);
        rest.into_iter().map(|(key, node)| (key, node))
    }

    /// Reports the keys that are no language.
    pub(crate) fn finish_locales(self, diagnostics: &mut Diagnostics) {
        for ((key, _), taken) in self.entries.iter().zip(self.taken) {
            if !taken {
                diagnostics.push(
                    Diagnostic::error(
                        Code::UnknownLocale,
                        key.span,
                        format!("`{}` is not a language of the site", key.name),
                    )
                    .suggest(&key.name, Locale::ALL.map(Locale::code)),
                );
            }
        }
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, diagnostics: &mut Diagnostics) {
        for ((key, _), taken) in self.entries.iter().zip(self.taken) {
            if !taken {
                diagnostics.push(
                    Diagnostic::error(
                        Code::UnknownKey,
                        key.span,
                        format!("`{}` is not a key that is known here", key.name),
                    )
                    .suggest(&key.name, self.asked.iter().copied()),
                );
            }
        }
    }
}
