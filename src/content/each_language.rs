//! Values that are written for each language: what an author wrote, what is made of it, and what stands in for what is not
//! written yet.

use super::Conventions;
use super::yaml::{Expected, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{ByLocale, Locale, Localized};

/// What is written of a value, by language.
pub(super) struct WrittenValues<'n> {
    pub(super) by_locale: ByLocale<&'n Node>,
    pub(super) conventions: &'n Conventions,
    /// Where it is told that it is not written in a language.
    pub(super) span: Span,
}

/// A mapping with a value for some languages of the site. What names no language is in the first.
pub(crate) fn in_some_languages<T>(
    node: &Node,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&Node, &mut Diagnostics) -> Option<T>,
) -> ByLocale<T> {
    let plain = match &node.value {
        Value::Map(_) => only_language(node),
        Value::Empty => None,
        _ => Some(node.conventions.first_written()),
    };
    if let Some(first) = plain {
        let derived = node.conventions.locales().beside(first).filter_map(|locale| {
            let derivation = node.conventions.derivation();
            derivation.source(locale).filter(|source| *source == first)?;
            Some((locale, read(&derivation.node(node, locale)?, &mut Diagnostics::default())?))
        });
        let derived: Vec<(Locale, T)> = derived.collect();
        return read(node, diagnostics).into_iter().map(|value| (first, value)).chain(derived).collect();
    }
    let mut by_locale = ByLocale::default();
    let Some(mut fields) = node.fields(diagnostics) else {
        return by_locale;
    };
    for locale in node.conventions.locales().iter() {
        let value = match (fields.entry(locale.code()), derived(node, locale)) {
            (Some(node), _) => read(node, diagnostics),
            (None, Some(derived)) => read(&derived, &mut Diagnostics::default()),
            (None, None) => None,
        };
        if let Some(value) = value {
            by_locale.insert(locale, value);
        }
    }
    fields.finish_locales(diagnostics);
    by_locale
}

/// A mapping with a value for each language of the site. What names no language is in the first. A language that lacks a value has
/// that of another, and is reported.
pub(crate) fn in_each_language<T>(
    node: &Node,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&Node, Locale, &mut Diagnostics) -> Option<T>,
) -> Option<Localized<T>> {
    let conventions = &node.conventions;
    let mut reads_as_it_stands = |first: Locale| {
        let mut told = Diagnostics::default();
        read(node, first, &mut told).is_some() && told.is_empty()
    };
    let first = conventions.first_written();
    let names_languages = conventions.locales().iter().any(|locale| node.get(locale.code()).is_some());
    let is_plain = match &node.value {
        Value::Text(_) => true,
        Value::Map(_) if names_languages => false,
        Value::Map(_) => only_language(node).is_some() || reads_as_it_stands(first),
        _ => only_language(node).is_some(),
    };
    if is_plain {
        let by_locale = std::iter::once((first, node)).collect();
        return WrittenValues { by_locale, conventions, span: node.span }.of_each(diagnostics, read);
    }
    let mut fields = node.fields_of(Expected::EachLanguage, diagnostics)?;
    let (span, mut told) = (fields.span(), Diagnostics::default());
    let locales = conventions.locales().iter();
    let by_locale: ByLocale<&Node> =
        locales.filter_map(|locale| Some((locale, fields.entry(locale.code())?))).collect();
    if by_locale.is_empty() {
        for locale in conventions.written() {
            fields.required_entry(locale.code(), diagnostics);
        }
    }
    fields.finish_locales(&mut told);
    // What is called by no language of the site may be what is missing.
    let is_otherwise_sound = told.is_empty();
    diagnostics.append(told);
    let mut lacking = Diagnostics::default();
    let each = WrittenValues { by_locale, conventions, span }.of_each(&mut lacking, read);
    lacking.retain(|problem| is_otherwise_sound || problem.code != Code::MissingTranslation);
    diagnostics.append(lacking);
    each
}

impl WrittenValues<'_> {
    /// The value in each language of the site: as it is written, as it is made of another, or else as it is written in the nearest,
    /// which is reported.
    pub(super) fn of_each<T>(
        &self,
        diagnostics: &mut Diagnostics,
        mut read: impl FnMut(&Node, Locale, &mut Diagnostics) -> Option<T>,
    ) -> Option<Localized<T>> {
        let derivation = self.conventions.derivation();
        let mut lacking = Vec::new();
        let each = Localized::try_from_fn(self.conventions.locales(), |locale| {
            if let Some(own) = self.by_locale.get(locale) {
                return read(own, locale, diagnostics);
            }
            // What is wrong with it is told of what it is made of.
            let mut told = Diagnostics::default();
            let of = derivation.source(locale).and_then(|source| self.by_locale.get(source));
            if let Some(derived) = of.and_then(|of| derivation.node(of, locale)) {
                return read(&derived, locale, &mut told);
            }
            let (nearest, of) = self.by_locale.nearest(locale)?;
            // What is made is there once that is which it is made of.
            lacking.extend(derivation.source(locale).is_none().then_some((locale, nearest)));
            read(of, nearest, &mut told)
        });
        if each.is_some() {
            report_untranslated(&lacking, (self.conventions, self.span), diagnostics);
        }
        each
    }
}

/// Reports languages in which a value is not written, each with the one whose value stands in for it.
pub(super) fn report_untranslated(
    lacking: &[(Locale, Locale)],
    (conventions, span): (&Conventions, Span),
    diagnostics: &mut Diagnostics,
) {
    let Some((_, shown)) = lacking.first() else {
        return;
    };
    let named: Vec<String> = lacking.iter().map(|(locale, _)| format!("`{locale}`")).collect();
    let texts: Vec<String> = conventions.written().map(|locale| format!("{locale}: …")).collect();
    let message = format!("this is not written in {}, whose readers see it in `{shown}`", named.join(", "));
    let hint = format!("write `{{{}}}`, a text for each language of the site", texts.join(", "));
    diagnostics.push(Diagnostic::new(Code::MissingTranslation, span, message).hint(hint));
}

/// What is made of a value in another language, for a language that is.
fn derived(node: &Node, locale: Locale) -> Option<Node> {
    let derivation = node.conventions.derivation();
    derivation.node(node.get(derivation.source(locale)?.code())?, locale)
}

/// The language of a value that is not written by languages, in a site that has only one.
fn only_language(node: &Node) -> Option<Locale> {
    let only = node.conventions.only_written()?;
    let is_by_language = matches!(&node.value, Value::Map(_)) && node.get(only.code()).is_some();
    (!is_by_language).then_some(only)
}
