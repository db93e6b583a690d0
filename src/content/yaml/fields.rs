//! The keys of a mapping, as a content type takes them.

use super::super::{Conventions, Requirement, SITE};
use super::expected::{Expected, wrong_type};
use super::node::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, closest};
use crate::name::{Locale, Locales};

/// The keys of a mapping, taken one by one; [`MappingReader::finish`] reports those that nobody asked for.
pub(crate) struct MappingReader<'n> {
    mapping: &'n Node,
    entries: &'n [(Key, Node)],
    taken: Vec<bool>,
    asked: Vec<&'n str>,
    /// Whether codes of languages stand beside its other keys.
    names_languages: bool,
}

impl Node {
    /// The value as a mapping whose keys are to be taken one by one.
    pub(crate) fn fields(&self, diagnostics: &mut Diagnostics) -> Option<MappingReader<'_>> {
        self.fields_of(Expected::Mapping, diagnostics)
    }

    /// The same, where the mapping is what `expected` says.
    pub(crate) fn fields_of(&self, expected: Expected, diagnostics: &mut Diagnostics) -> Option<MappingReader<'_>> {
        match &self.value {
            Value::Map(entries) => Some(MappingReader::new(self, entries)),
            Value::Empty => Some(MappingReader::new(self, &[])),
            _ => {
                diagnostics.push(wrong_type(self, expected));
                None
            }
        }
    }
}

impl<'n> MappingReader<'n> {
    fn new(mapping: &'n Node, entries: &'n [(Key, Node)]) -> Self {
        Self { mapping, entries, taken: vec![false; entries.len()], asked: Vec::new(), names_languages: false }
    }

    /// The first line of the mapping, to point at when something in it is missing.
    pub(crate) fn span(&self) -> Span {
        self.entries.first().map_or(self.mapping.span, |(key, _)| key.span)
    }

    /// What the site lays down for its files.
    pub(crate) fn conventions(&self) -> &'n Conventions {
        &self.mapping.conventions
    }

    /// The languages of the site.
    pub(crate) fn locales(&self) -> &'n Locales {
        self.mapping.conventions.locales()
    }

    /// Says that codes of languages stand beside its other keys.
    pub(crate) fn expect_languages(&mut self) {
        self.names_languages = true;
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

    /// The value of a key whose name is not known to the program, and that has to be there.
    pub(crate) fn required_entry(&mut self, name: &str, diagnostics: &mut Diagnostics) -> Option<&'n Node> {
        let found = self.entry(name);
        if found.is_none() {
            diagnostics.push(self.missing(name));
        }
        found
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
            diagnostics.push(self.missing(name));
        }
        found
    }

    /// The value of a key that may be left out or be an empty list, unless the site requires it.
    pub(crate) fn optional_unless(
        &mut self,
        required: Requirement,
        name: &'n str,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'n Node> {
        let found = self.optional(name);
        if self.mapping.conventions.requires(required) {
            let lacking = match found {
                None => Some(self.missing(name)),
                Some(node) if matches!(&node.value, Value::List(items) if items.is_empty()) => {
                    Some(Diagnostic::new(Code::MissingKey, node.span, format!("`{name}` is an empty list")))
                }
                Some(_) => None,
            };
            let why = || format!("`require` in `{SITE}` asks for it");
            lacking.into_iter().for_each(|lacking| diagnostics.push(lacking.hint(why())));
        }
        found
    }

    fn missing(&self, name: &str) -> Diagnostic {
        let message = format!("the key `{name}` is missing");
        Diagnostic::new(Code::MissingKey, self.span(), message).hint(format!("add `{name}:`"))
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
        let locales = self.locales();
        for ((key, _), taken) in self.entries.iter().zip(self.taken) {
            if !taken {
                diagnostics.push(unknown_locale(key, locales));
            }
        }
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, diagnostics: &mut Diagnostics) {
        let locales = self.locales();
        for ((key, _), taken) in self.entries.iter().zip(self.taken) {
            let may_be_language = self.names_languages && key.name.parse::<Locale>().is_ok();
            if !taken && may_be_language && closest(&key.name, &self.asked).is_none() {
                diagnostics.push(unknown_locale(key, locales));
            } else if !taken {
                // What others call `locales`, which no letters of it tell.
                let means_locales = ["languages", "language", "lang"].contains(&key.name.as_str());
                let named = if means_locales && self.asked.contains(&"locales") { "locales" } else { &*key.name };
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownKey,
                        key.span,
                        format!("`{}` is not a key that is known here", key.name),
                    )
                    .suggest(named, self.asked.iter().copied()),
                );
            }
        }
    }
}

fn unknown_locale(key: &Key, locales: &Locales) -> Diagnostic {
    let message = format!("`{}` is not a language of the site", key.name);
    Diagnostic::new(Code::UnknownLocale, key.span, message).suggest(&key.name, locales.codes())
}
