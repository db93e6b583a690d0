//! What keys are read as: for each type, how authors write it.

use super::piece::{Piece, localized_pieces};
use super::value::{Date, Located, date, id, localized, localized_lists, number, yes_no};
use super::yaml::{Form, FromYaml, HasForm, MappingReader, Node};
use crate::diagnostic::Diagnostics;
use crate::name::{ByLocale, Id, Localized, Target};

/// What the reference calls a type, and what reads it.
macro_rules! scalar_types {
    ($($type:ty: $form:literal, $reader:expr;)+) => {$(
        impl HasForm for $type {
            const FORM: Form = Form::Plain($form);
        }

        impl<'n> FromYaml<'n> for $type {
            fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
                let read: fn(&'n Node, &mut Diagnostics) -> Option<Self> = $reader;
                read(node, diagnostics)
            }
        }
    )+};
}

scalar_types! {
    String: "text", |node, diagnostics| node.text(diagnostics).map(str::to_owned);
    bool: "`yes` or `no`", yes_no;
    f64: "a number", |node, diagnostics| number(node, diagnostics).map(|number| number.to_f64());
    Date: "a date", date;
    Localized<String>: "text in each language", localized;
    Localized<Vec<Piece>>: "text in each language", localized_pieces;
    ByLocale<Vec<String>>: "a list in each language", |node, diagnostics| Some(localized_lists(node, diagnostics));
}

impl<T: Id> HasForm for Located<T> {
    const FORM: Form = Form::Plain("an id");
}

impl<'n, T: Id> FromYaml<'n> for Located<T> {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        id(node, diagnostics)
    }
}

impl HasForm for Located<String> {
    const FORM: Form = String::FORM;
}

impl HasForm for Located<Target> {
    const FORM: Form = Form::Plain("a link");
}

/// Text in each language, whose codes are keys beside others; in a site of one language also `text`.
pub(super) fn statement(fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics) -> Option<Localized<String>> {
    let conventions = fields.conventions();
    let derivation = conventions.derivation();
    let plain = conventions.only_written().and_then(|_| fields.entry("text"));
    Localized::try_from_fn(conventions.locales(), |locale| {
        let from = derivation.source(locale).filter(|_| !fields.has(locale.code()));
        let node = match plain {
            Some(node) => node,
            None => fields.required_entry(from.unwrap_or(locale).code(), diagnostics)?,
        };
        let text = node.text(diagnostics)?;
        Some(if from.is_some() { derivation.text(text, locale) } else { text.to_owned() })
    })
}
