//! What keys are read as: for each type, how authors write it.

use super::each_language::WrittenValues;
use super::piece::{Piece, localized_pieces};
use super::value::{Date, Located, date, id, localized, localized_lists, number, yes_no};
use super::yaml::{Form, FromYaml, HasForm, MappingReader, Node};
use crate::diagnostic::Diagnostics;
use crate::name::{ByLocale, Id, Locale, Localized, Target};

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

/// Text in each language, whose codes are keys beside others; `text` is that of the first.
pub(super) fn statement(fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics) -> Option<Localized<String>> {
    let conventions = fields.conventions();
    fields.expect_languages();
    let first = conventions.first_written();
    let plain = if fields.has(first.code()) { None } else { fields.entry("text") };
    let locales = conventions.locales().iter();
    let named = locales.filter_map(|locale| Some((locale, fields.entry(locale.code())?)));
    let by_locale: ByLocale<&Node> = plain.into_iter().map(|node| (first, node)).chain(named).collect();
    if by_locale.is_empty() {
        for locale in conventions.written() {
            fields.required_entry(locale.code(), diagnostics);
        }
    }
    let span = fields.span();
    let read = |node: &Node, _: Locale, diagnostics: &mut Diagnostics| node.text(diagnostics).map(str::to_owned);
    WrittenValues { by_locale, conventions, span }.of_each(diagnostics, read)
}
