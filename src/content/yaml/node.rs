//! A value and where it stands.

use super::super::Conventions;
use crate::diagnostic::Span;
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
