//! `content/glossary.yaml` and `content/dictionary.txt`: the words of the field.

use std::collections::HashSet;

use super::synonyms::few;
use super::value::{Located, id, localized, localized_lists, things};
use super::yaml::{self, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ByLocale, Locales, Localized, TermId};
use crate::source::SourceFile;

/// A term with its definition.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: Located<TermId>,
    /// The term.
    pub term: Localized<String>,
    /// What it means, in one or two sentences.
    pub definition: Localized<String>,
    /// Other words for it, which search takes for the same.
    pub synonyms: ByLocale<Vec<String>>,
}

/// Reads `glossary.yaml`.
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let Some(root) = yaml::parse(file, locales, diagnostics) else {
        return Vec::new();
    };
    things(&root, "terms", |term: &Term| &term.id, diagnostics, term)
}

fn term(node: &Node, diagnostics: &mut Diagnostics) -> Option<Term> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let word = fields.required("term", diagnostics).and_then(|node| localized(node, diagnostics));
    let definition = fields.required("definition", diagnostics).and_then(|node| localized(node, diagnostics));
    let synonyms = fields.optional("synonyms").map(|node| synonyms(node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    Some(Term { id: id?, term: word?, definition: definition?, synonyms })
}

fn synonyms(node: &Node, diagnostics: &mut Diagnostics) -> ByLocale<Vec<String>> {
    let lists = localized_lists(node, diagnostics);
    lists.into_iter().map(|(locale, words)| (locale, few(words, node, diagnostics))).collect()
}

/// Reads `dictionary.txt`: one word a line; `#` begins a comment.
pub(crate) fn words(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let word = line.split('#').next().unwrap_or_default().trim();
        let span = file.span(start..start + line.trim_end().len());
        start += line.len();
        if word.is_empty() {
            continue;
        }
        if word.contains(char::is_whitespace) {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, span, format!("`{word}` is more than one word"))
                    .hint("write one word a line"),
            );
        } else if !known.insert(word) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateWord, span, format!("`{word}` stands in the dictionary twice"))
                    .hint("remove one of the two"),
            );
        } else {
            words.push(word.to_owned());
        }
    }
    words
}
