//! A value as its reader expects it, or what is said where it is something else: what was found, and how what is expected is
//! written in its place.

use std::fmt;

use super::node::{Node, Value};
use super::slip;
use crate::analysis::is_visible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// What the reader of a value expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Text,
    /// A text for each language of the site.
    EachLanguage,
    /// The same, or one text for all of them.
    SameOrEachLanguage,
    /// A text for each form of a number, or one for all of them.
    PluralForms,
    /// A number of a decision, compared with others.
    Comparison,
    List,
    Mapping,
    /// How severe each kind of problem is.
    Levels,
    Date,
    Number,
    YesNo,
    /// A value that a fact of a decision may have.
    FactValue,
    LanguageCode,
    LanguageTag,
    /// A value that a column of a rule table lists.
    ColumnValue,
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "text",
            Self::EachLanguage => "text in each language",
            Self::SameOrEachLanguage => "text, or text in each language",
            Self::PluralForms => "text, or text for each form of a number",
            Self::Comparison => "a comparison as text",
            Self::List => "a list",
            Self::Mapping => "a mapping of keys to values",
            Self::Levels => "a mapping of codes to `off`, `warning` or `error`",
            Self::Date => "a date",
            Self::Number => "a number in digits",
            Self::YesNo => "`yes` or `no`",
            Self::FactValue => "a value of the fact",
            Self::LanguageCode => "the code of a language",
            Self::LanguageTag => "the tag of a language (BCP 47)",
            Self::ColumnValue => "one of the column's values",
        })
    }
}

/// How what is expected is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// As text, which YAML takes for something else now and then, or as texts under keys.
    Text,
    /// As texts under codes of languages.
    EachLanguage,
    List,
    Mapping,
    /// As one value that is no text to its author.
    Scalar,
}

impl Expected {
    fn shape(self) -> Shape {
        match self {
            Self::Text | Self::SameOrEachLanguage | Self::PluralForms => Shape::Text,
            Self::EachLanguage => Shape::EachLanguage,
            Self::List => Shape::List,
            Self::Mapping | Self::Levels => Shape::Mapping,
            Self::Comparison
            | Self::Date
            | Self::Number
            | Self::YesNo
            | Self::FactValue
            | Self::LanguageCode
            | Self::LanguageTag
            | Self::ColumnValue => Shape::Scalar,
        }
    }
}

impl Node {
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
                diagnostics.push(wrong_type(self, Expected::Text));
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
                diagnostics.push(wrong_type(self, Expected::List));
                None
            }
        }
    }
}

/// What a message calls what stands in the place of what is expected.
fn kind(found: &Value) -> &'static str {
    match found {
        Value::Null(_) | Value::Empty => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Text(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

/// A value of the wrong type.
pub(crate) fn wrong_type(node: &Node, expected: Expected) -> Diagnostic {
    let start = node.span.range().start;
    if let Value::Text(text) = &node.value
        && let Some(slip) = slip::lost_key(text, start)
        && !matches!(expected.shape(), Shape::Text | Shape::EachLanguage)
    {
        let place = Span::new(node.span.file, slip.range);
        return Diagnostic::new(Code::WrongType, place, slip.message).hint(slip.hint);
    }
    let message = format!("expected {expected}, found {}", kind(&node.value));
    let diagnostic = Diagnostic::new(Code::WrongType, node.span, message);
    match remedy(node, expected) {
        Some(remedy) => diagnostic.hint(remedy),
        None => diagnostic,
    }
}

/// How what is expected is written in the place of what was found; `None` where its reader alone knows.
fn remedy(node: &Node, expected: Expected) -> Option<String> {
    let in_quotes = |written: &str| format!("put it in quotes to make it text: `{}`", slip::quoted(written));
    Some(match (&node.value, expected.shape()) {
        (Value::Null(written), _) if written.starts_with('#') => {
            let written = slip::quoted(written);
            format!("`#` begins a comment; put a text that begins with it in quotes: `{written}`")
        }
        (Value::Null(written), _) if written.is_empty() => return None,
        (Value::Number(written) | Value::Null(written), Shape::Text | Shape::EachLanguage) => in_quotes(written),
        (Value::Bool(value), Shape::Text | Shape::EachLanguage) => in_quotes(&value.to_string()),
        (Value::Text(text), Shape::EachLanguage | Shape::List | Shape::Mapping)
            if text.starts_with(|first| slip::FULL_WIDTH_BRACKETS.contains(first)) =>
        {
            "its bracket is full-width: write `{…}` or `[…]`".to_owned()
        }
        (Value::Text(_) | Value::List(_), Shape::EachLanguage) => {
            let texts: Vec<String> = node.conventions.locales().iter().map(|locale| format!("{locale}: …")).collect();
            format!("write `{{{}}}`", texts.join(", "))
        }
        (Value::Map(_), Shape::List) => "put `- ` before each item; keys stand only within one".to_owned(),
        (Value::Text(_) | Value::Number(_) | Value::Bool(_), Shape::List) => {
            "write `[…]`, or `- ` before each item".to_owned()
        }
        (Value::List(_), Shape::Mapping) => {
            "write each value after its key, `key: value`, without `- ` before it".to_owned()
        }
        (Value::Text(_) | Value::Number(_) | Value::Bool(_), Shape::Mapping) => {
            "write `{key: value}`, or `key: value` on lines of their own below".to_owned()
        }
        (Value::List(_), Shape::Text | Shape::Scalar) => "write one value, without `[…]` or `- `".to_owned(),
        (Value::Map(_), Shape::Text | Shape::EachLanguage | Shape::Mapping | Shape::Scalar) => {
            "write one value, without a key before it".to_owned()
        }
        // A value that is what is expected already, or that its reader tells how to write.
        (Value::Empty | Value::Null(_), _)
        | (Value::List(_), Shape::List)
        | (Value::Text(_), Shape::Text)
        | (Value::Text(_) | Value::Number(_) | Value::Bool(_), Shape::Scalar) => return None,
    })
}
