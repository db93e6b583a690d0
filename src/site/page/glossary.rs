//! The glossary.

use serde::Serialize;

use super::context::Context;
use super::kind::Pages;
use super::list;
use crate::content::{Content, Term};
use crate::name::StandardPage;
use crate::site::theme::Body;

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
    list::page(StandardPage::Glossary, "glossary.html", all)
}

fn all(context: Context<'_>) -> Body {
    let terms = context.content.glossary.iter().map(|term| TermView::of(term, context));
    Body::of(&GlossaryView { terms: terms.collect() })
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
