//! A document as an engine gets it.

use std::collections::BTreeSet;

use super::document_terms::DocumentTerms;
use super::token::{TermField, TokenField, pair};
use crate::analysis::Segmenter;
use crate::search::Document;
use crate::search::index::{IndexError, StoredDocument, stored_length, version};
use crate::search::query::{Field, question_kind_facet};
use crate::search::terms::{AnalyzedDocument, FoldedDocument, StandingTerm};

/// A document as an engine gets it: what is said of it, by what it is found, and what it is ranked and shown by.
#[derive(Clone, Debug)]
pub struct EngineDocument<'d> {
    /// What is said of it.
    pub document: &'d Document,
    /// Names it in every version of the site.
    pub identity: u64,
    /// Another for each version of it.
    pub version: u64,
    /// How many terms it has in each field of words, as ranking counts them.
    pub lengths: [u32; Field::WORDS.len()],
    /// [`DocumentTerms`], as they are written.
    pub terms: Vec<u8>,
    /// What is shown of it, as it is written.
    pub shown: Vec<u8>,
    /// What it is found by, in the order of [`TokenField::ALL`].
    pub tokens: [BTreeSet<String>; TokenField::ALL.len()],
    /// The terms that it holds, each once, by where they are listed.
    pub listed: Vec<(TermField, BTreeSet<String>)>,
}

impl<'d> EngineDocument<'d> {
    /// Cuts a document into terms.
    ///
    /// # Errors
    /// If its version cannot be told.
    pub(super) fn new(document: &'d Document, segmenter: &Segmenter) -> Result<Self, IndexError> {
        let folded = FoldedDocument::new(document);
        let AnalyzedDocument { spellings, terms, fragment } = folded.analyze(segmenter);
        let of = |field: Field| terms.iter().find(|(known, _)| *known == field).map_or(&[][..], |(_, terms)| terms);
        let each = |field: Field| of(field).iter().map(|(term, _)| term.to_string()).collect::<BTreeSet<String>>();
        let mut listed: Vec<(TermField, BTreeSet<String>)> =
            Field::ALL.into_iter().map(|field| (TermField::Of(field), each(field))).collect();
        listed.push((TermField::Spelling, spellings.into_iter().collect()));
        let tokens = [
            Field::WORDS.into_iter().flat_map(each).collect(),
            Field::TITLES.into_iter().flat_map(each).collect(),
            each(Field::Bigrams),
            with_pairs(of(Field::Syllables)),
            with_pairs(of(Field::Initials)),
            each(Field::Exact),
            each(Field::Facet),
        ];
        let composed = TokenField::COMPOSED.into_iter();
        listed.extend(composed.map(|field| (TermField::Composed(field), tokens[field as usize].clone())));
        Ok(Self {
            document,
            identity: document.identity(),
            version: version(document)?,
            lengths: Field::WORDS.map(|field| stored_length(of(field).len())),
            terms: DocumentTerms::write(&terms),
            shown: StoredDocument::write(document, &fragment),
            tokens,
            listed,
        })
    }

    /// All text of it, a line for each heading and each block.
    pub fn text(&self) -> String {
        let passages = self.document.passages.iter();
        let texts = passages.flat_map(|passage| [passage.heading.as_str(), passage.text.trim_end()]);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Its facets, as readers may filter by them: without those that only ranking knows.
    pub fn facets(&self) -> impl Iterator<Item = &str> {
        let kinds = question_kind_facet("");
        self.tokens[TokenField::Facets as usize]
            .iter()
            .map(String::as_str)
            .filter(move |facet| !facet.starts_with(&kinds))
    }
}

/// Terms, and every two that follow each other as one.
fn with_pairs(terms: &[StandingTerm<'_>]) -> BTreeSet<String> {
    let mut tokens: BTreeSet<String> = terms.iter().map(|(term, _)| term.to_string()).collect();
    // They stand in the order of their positions, several at each.
    let mut by_position = terms.chunk_by(|(_, one), (_, next)| one == next).peekable();
    while let Some(here) = by_position.next() {
        let after = by_position.peek().filter(|after| after[0].1 == here[0].1 + 1);
        for (next, _) in after.into_iter().flat_map(|after| after.iter()) {
            tokens.extend(here.iter().map(|(term, _)| pair(term, next)));
        }
    }
    tokens
}
