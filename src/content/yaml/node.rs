//! A value, and what it is to its reader.

use super::super::Conventions;
use super::slip;
use crate::analysis::is_visible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
#[cfg(test)]
use crate::name::Locales;

/// A YAML value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
    /// What the site lays down for its files.
    pub(crate) conventions: Conventions,
}

/// What a YAML value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// As it was written: nothing, `~`, `null`, or a comment in the place of a text.
    Null(String),
    Bool(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
    /// All of a file, or of front matter, that holds no value: a list or a mapping, whichever is expected, of nothing.
    Empty,
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
            Self::Null(_) | Self::Empty => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// A value of the wrong type.
pub(crate) fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let start = node.span.range().start;
    if let Value::Text(text) = &node.value
        && let Some(slip) = slip::lost_key(text, start)
        && !expected.contains("text")
    {
        let place = Span::new(node.span.file, slip.range);
        return Diagnostic::new(Code::WrongType, place, slip.message).hint(slip.hint);
    }
    let found = node.value.kind();
    let diagnostic = Diagnostic::new(Code::WrongType, node.span, format!("expected {expected}, found {found}"));
    match remedy(node, expected) {
        Some(remedy) => diagnostic.hint(remedy),
        None => diagnostic,
    }
}

/// How what is expected is written in the place of what was found.
fn remedy(node: &Node, expected: &str) -> Option<String> {
    let is_text = expected.contains("text");
    let in_quotes = |written: &str| format!("put it in quotes to make it text: `{}`", slip::quoted(written));
    Some(match &node.value {
        Value::Number(written) if is_text => in_quotes(written),
        Value::Bool(value) if is_text => in_quotes(&value.to_string()),
        Value::Null(written) if written.starts_with('#') => {
            let written = slip::quoted(written);
            format!("`#` begins a comment; put a text that begins with it in quotes: `{written}`")
        }
        Value::Null(written) if is_text && !written.is_empty() => in_quotes(written),
        Value::Text(text) if text.starts_with(|first| slip::FULL_WIDTH_BRACKETS.contains(first)) => {
            "its bracket is full-width: write `{…}` or `[…]`".to_owned()
        }
        Value::Text(_) | Value::List(_) if expected == EACH_LANGUAGE => {
            let texts: Vec<String> = node.conventions.locales().iter().map(|locale| format!("{locale}: …")).collect();
            format!("write `{{{}}}`", texts.join(", "))
        }
        Value::Map(_) if expected.starts_with("a list") => {
            "put `- ` before each item; keys stand only within one".to_owned()
        }
        Value::Text(_) if expected == "a list" => "write `[…]`, or `- ` before each item".to_owned(),
        Value::List(_) if expected.contains("mapping") => {
            "write each value after its key, `key: value`, without `- ` before it".to_owned()
        }
        Value::Text(_) | Value::Number(_) | Value::Bool(_) if expected.contains("mapping") => {
            "write `{key: value}`, or `key: value` on lines of their own below".to_owned()
        }
        Value::List(_) if !expected.starts_with("a list") => "write one value, without `[…]` or `- `".to_owned(),
        Value::Map(_) => "write one value, without a key before it".to_owned(),
        _ => return None,
    })
}

/// What a text in the languages of the site is called.
pub(crate) const EACH_LANGUAGE: &str = "text in each language";
/// What a text is called that may be the same in all of them.
pub(crate) const ONE_OR_EACH: &str = "text, or text in each language";

impl Node {
    /// A value that stands in no file.
    #[cfg(test)]
    pub(crate) fn in_memory(value: Value) -> Self {
        Self {
            value,
            span: Span::new(crate::diagnostic::FileId(0), 0..0),
            conventions: Conventions::of(&Locales::in_tests()),
        }
    }

    /// The value as text.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics) -> Option<&str> {
        match &self.value {
            Value::Text(text) if text.trim().is_empty() => {
                let message = "expected text, found an empty string";
                let hint = "write the text, or leave it out with its key";
                diagnostics.push(Diagnostic::new(Code::InvalidValue, self.span, message).hint(hint));
                None
            }
            Value::Text(text) if !is_visible(text) => {
                let message = "expected text, found only characters that cannot be seen";
                let hint = "write text that can be seen, or leave it out with its key";
                diagnostics.push(Diagnostic::new(Code::InvalidValue, self.span, message).hint(hint));
                None
            }
            Value::Text(text) => Some(text),
            _ => {
                diagnostics.push(wrong_type(self, "text"));
                None
            }
        }
    }

    /// The value as text, although it may be a number to YAML: `16.1` is an id to its author.
    pub(crate) fn scalar(&self, diagnostics: &mut Diagnostics) -> Option<&str> {
        if let Value::Number(text) = &self.value { Some(text) } else { self.text(diagnostics) }
    }

    /// The value as a list.
    pub(crate) fn list(&self, diagnostics: &mut Diagnostics) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Empty => Some(&[]),
            _ => {
                diagnostics.push(wrong_type(self, "a list"));
                None
            }
        }
    }

    /// The name of a key, to be read as a value.
    pub(crate) fn of_key(&self, key: &Key) -> Self {
        Self { value: Value::Text(key.name.clone()), span: key.span, conventions: self.conventions.clone() }
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
}
