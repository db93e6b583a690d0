//! `content/glossary.yaml` and `content/dictionary.txt`: the words of the field.

use super::id::TermId;
use super::locale::Localized;
use super::value::{Located, id, localized, localized_lists};
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
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
    pub synonyms: Localized<Vec<String>>,
}

/// Reads `glossary.yaml`.
pub(crate) fn load(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let Some(root) = yaml::parse(file, diagnostics) else {
        return Vec::new();
    };
    let mut terms: Vec<Term> = Vec::new();
    for node in root.list(diagnostics).unwrap_or_default() {
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        let id = fields.required("id", diagnostics).and_then(|node| id::<TermId>(node, diagnostics));
        let term = fields.required("term", diagnostics).and_then(|node| localized(node, diagnostics));
        let definition = fields.required("definition", diagnostics).and_then(|node| localized(node, diagnostics));
        let synonyms = fields.optional("synonyms").map(|node| localized_lists(node, diagnostics)).unwrap_or_default();
        fields.finish(diagnostics);
        let (Some(id), Some(term), Some(definition)) = (id, term, definition) else {
            continue;
        };
        if let Some(first) = terms.iter().find(|other| other.id.value == id.value) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateId, id.span, format!("two terms have the id `{}`", id.value))
                    .related(first.id.span, "the first stands here")
                    .hint("give one of them another id"),
            );
            continue;
        }
        terms.push(Term { id, term, definition, synonyms });
    }
    terms
}

/// Reads `dictionary.txt`: one word a line; `#` begins a comment.
pub(crate) fn words(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
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
                Diagnostic::error(Code::InvalidValue, span, format!("`{word}` is more than one word"))
                    .hint("write one word a line"),
            );
        } else if words.iter().any(|known| known == word) {
            diagnostics.push(
                Diagnostic::warning(Code::DuplicateId, span, format!("`{word}` stands in the dictionary twice"))
                    .hint("remove one of the two"),
            );
        } else {
            words.push(word.to_owned());
        }
    }
    words
}
