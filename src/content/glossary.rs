//! `content/glossary.yaml` and `content/dictionary.txt`: the words of the field.

use std::collections::HashSet;

use super::Conventions;
use super::keyed::keyed;
use super::synonyms::few;
use super::value::{Located, localized_lists, unique};
use super::yaml::{self, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ByLocale, Localized, TermId};
use crate::source::SourceFile;

/// The file of the terms.
pub(super) const GLOSSARY: &str = "content/glossary.yaml";
/// The file of the words that the segmenter is to keep whole.
pub(super) const DICTIONARY: &str = "content/dictionary.txt";

keyed! {
    /// A term with its definition.
    pub struct Term {
        /// Unique in the glossary; links name it: `term:id`.
        pub id: Located<TermId>,
        /// As texts write it; search takes it and its synonyms for the same.
        pub term: Localized<String>,
        /// What it means, in one or two sentences.
        pub definition: Localized<String>,
        /// Other words for it, which search takes for the same.
        pub synonyms: ByLocale<Vec<String>> as synonyms = ByLocale::default(),
    }
}

/// Reads `glossary.yaml`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let terms = yaml::read_list(file, conventions, diagnostics);
    unique(terms, "terms", |term: &Term| &term.id, diagnostics)
}

fn synonyms(node: &Node, diagnostics: &mut Diagnostics) -> Option<ByLocale<Vec<String>>> {
    let lists = localized_lists(node, diagnostics);
    Some(lists.into_iter().map(|(locale, words)| (locale, few(words, node, diagnostics))).collect())
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
