//! The glossary.

use serde::Serialize;

use super::{Body, Context, Head, Page, Pages};
use crate::content::{Content, Term};
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct GlossaryPage;

#[derive(Debug, Serialize)]
struct GlossaryView {
    terms: Vec<TermView>,
}

/// A term, with what it is in the other language.
#[derive(Debug, Serialize)]
struct TermView {
    id: String,
    term: String,
    other: String,
    other_lang: &'static str,
    definition: String,
    synonyms: Vec<String>,
}

pub(super) fn pages(_content: &Content) -> Pages<'_> {
    vec![GlossaryPage.shared()]
}

impl Page for GlossaryPage {
    fn address(&self, locale: Locale) -> Address {
        Address::standard(locale, StandardPage::Glossary)
    }

    fn template(&self) -> &'static str {
        "glossary.html"
    }

    fn head(&self, context: Context<'_>) -> Head {
        Head::standard(StandardPage::Glossary, context)
    }

    fn body(&self, context: Context<'_>) -> Result<Body, Box<Diagnostic>> {
        let terms = context.content.glossary.iter().map(|term| TermView::of(term, context));
        Ok(Box::new(GlossaryView { terms: terms.collect() }))
    }
}

impl TermView {
    fn of(term: &Term, context: Context<'_>) -> Self {
        let other = context.locale.other();
        Self {
            id: term.id.value.to_string(),
            term: context.text(&term.term),
            other: term.term.get(other).clone(),
            other_lang: other.language_tag(),
            definition: context.text(&term.definition),
            synonyms: term.synonyms.get(context.locale).clone(),
        }
    }
}
