//! `content/evals.yaml`: queries by which search is judged, with what should answer each.

use std::collections::HashMap;

use super::Conventions;
use super::keyed::keyed;
use super::value::{Located, ids};
use super::yaml::{self, Form, FromYaml, HasForm, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{ArticleId, Locale};
use crate::source::SourceFile;

/// The file of the judged queries.
pub(super) const EVALS: &str = "content/evals.yaml";

/// What should answer a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedAnswer {
    /// Any of these articles, of which there is one at least; the best stands first.
    Articles(Vec<Located<ArticleId>>),
    /// Nothing that the site holds, which readers are to be told.
    Nothing,
}

keyed! {
    /// A query, and what should answer it.
    pub struct JudgedQuery {
        /// As readers type it.
        pub query: Located<String> as query,
        /// The language of the site that it is written in; left out where it mixes several.
        pub language: Option<Locale> = None,
        /// A word for the way it is written, such as `question`, `fragment` or `typo`: there are figures for each.
        pub style: String = "query".to_owned(),
        /// The ids of the articles that answer it, the best first; `none` if nothing here does.
        pub answer: ExpectedAnswer,
        /// Whether nobody looks at it while search is tuned: it counts, and is not listed among those that are missed.
        pub held_out: bool = false,
    }
}

impl ExpectedAnswer {
    /// The articles that answer; none if nothing does.
    pub fn articles(&self) -> &[Located<ArticleId>] {
        match self {
            Self::Articles(articles) => articles,
            Self::Nothing => &[],
        }
    }
}

impl HasForm for ExpectedAnswer {
    const FORM: Form = Form::Or("`none`", &Vec::<Located<ArticleId>>::FORM);
}

impl<'n> FromYaml<'n> for ExpectedAnswer {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == "none" => return Some(Self::Nothing),
            Value::List(items) if !items.is_empty() => {}
            _ => {
                let message = "this is neither `none` nor a list of articles";
                let hint = "write the articles that answer the query, the best first: `[price, refund]`";
                diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
                return None;
            }
        }
        let articles = ids(node, diagnostics);
        // What is left out of a list was reported.
        (!articles.is_empty()).then_some(Self::Articles(articles))
    }
}

impl HasForm for Locale {
    const FORM: Form = Form::Plain("the code of a language");
}

impl<'n> FromYaml<'n> for Locale {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?;
        let locales = node.conventions.locales();
        let found = locales.iter().find(|locale| locale.code() == text);
        if found.is_none() {
            let known: Vec<Locale> = locales.iter().collect();
            let message = format!("`{text}` is not a language of the site");
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, node.span, message).suggest(text, known.iter().map(Locale::code)),
            );
        }
        found
    }
}

/// Reads `evals.yaml`. Of the same query twice, the first.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<JudgedQuery> {
    let mut queries: Vec<JudgedQuery> = yaml::read_list(file, conventions, diagnostics);
    let mut places: HashMap<String, Span> = HashMap::new();
    queries.retain(|judged| {
        let Located { value, span } = &judged.query;
        let Some(first) = places.get(value) else {
            places.insert(value.clone(), *span);
            return true;
        };
        diagnostics.push(
            Diagnostic::new(Code::DuplicateId, *span, format!("the query `{value}` is judged already"))
                .related(*first, "the first stands here")
                .hint("remove one of the two"),
        );
        false
    });
    queries
}

fn query(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
    Some(Located { value: node.text(diagnostics)?.trim().to_owned(), span: node.span })
}
