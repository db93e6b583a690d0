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

/// A term, with what it is in other languages.
#[derive(Debug, Serialize)]
struct TermView {
    id: String,
    term: String,
    others: Vec<OtherTermView>,
    definition: String,
    /// Other words for it, in one line.
    synonyms: Option<String>,
}

/// A term in another language.
#[derive(Debug, Serialize)]
struct OtherTermView {
    lang: String,
    term: String,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    list::page(content, StandardPage::Glossary, "glossary.html", all)
}

fn all(context: Context<'_>) -> Body {
    let terms = context.content.glossary.iter().map(|term| TermView::of(term, context));
    Body::of(&GlossaryView { terms: terms.collect() })
}

impl TermView {
    fn of(term: &Term, context: Context<'_>) -> Self {
        let languages = &context.content.languages;
        let others = languages.locales().beside(context.locale);
        let others =
            others.map(|other| OtherTermView { lang: languages.get(other).tag(), term: term.term.get(other).clone() });
        let synonyms = term.synonyms.get(context.locale).filter(|synonyms| !synonyms.is_empty());
        Self {
            id: term.id.value.to_string(),
            term: context.text(&term.term),
            others: others.collect(),
            definition: context.text(&term.definition),
            synonyms: synonyms.map(|synonyms| context.language().list(synonyms)),
        }
    }
}
