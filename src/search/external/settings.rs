//! What queries need beside documents and terms, and the whole of what an engine gets of a corpus.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::document::EngineDocument;
use super::statistics::{TermCounter, TermFrequencies, TermStatistics};
use crate::analysis::Folded;
use crate::folder::cache::PROGRAM;
use crate::name::Locale;
use crate::search::index::{IndexError, SearchSettings, other_texts};
use crate::search::query::Field;
use crate::search::{Corpus, Documents};

/// Counts the changes of what an engine gets.
const FORMAT: u32 = 2;
/// What queries need beside documents and terms.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EngineSettings {
    /// How all is written.
    format: u32,
    /// The program that cut it into terms: queries must be cut alike.
    program: String,
    /// Names the content.
    pub version: String,
    /// How many documents there are in each language, by its place.
    pub documents: TermFrequencies,
    /// How many terms all documents have together, by field of words.
    pub(super) lengths: [u64; Field::WORDS.len()],
    pub(super) search: SearchSettings,
}

impl EngineSettings {
    /// Hands on the documents of a corpus, as an engine gets them, in an order that depends on nothing else; then tells what queries
    /// need beside them. `version` names the content.
    ///
    /// # Errors
    /// If a document cannot be told from others, or what takes them fails.
    pub fn export<E: From<IndexError>, D: Documents>(
        corpus: &Corpus<D>,
        version: &str,
        take: &mut dyn FnMut(&EngineDocument<'_>) -> Result<(), E>,
    ) -> Result<(Self, TermStatistics), E> {
        let mut counter = TermCounter::new(corpus.locales.len());
        let places: Vec<usize> = (0..corpus.documents.count()).collect();
        let mut all = corpus.cut(&places, |batch, segmenter| {
            let cut: Vec<_> = batch.par_iter().map(|document| EngineDocument::new(document, segmenter)).collect();
            for document in cut {
                let document = document?;
                counter.add(&document);
                take(&document)?;
            }
            Ok::<_, E>(())
        })?;
        for text in other_texts(&corpus.synonyms, &corpus.topics, &corpus.decisions) {
            Folded::new(text).texts().for_each(|text| all.add(text));
        }
        let search = SearchSettings::new(corpus.words_in(&all).to_string(), corpus);
        let statistics = counter.finish();
        let (documents, lengths) = (statistics.documents.clone(), statistics.lengths);
        let (program, version) = (PROGRAM.to_owned(), version.to_owned());
        Ok((Self { format: FORMAT, program, version, documents, lengths, search }, statistics))
    }

    /// Whether this program wrote it: else queries may be cut otherwise than documents were.
    pub fn is_of_this_program(&self) -> bool {
        self.format == FORMAT && self.program == PROGRAM
    }

    /// The languages of the site, in their order.
    pub fn locales(&self) -> &[Locale] {
        &self.search.locales
    }
}

/// Names what the terms of all documents depend on: the program, and the words that the site adds to its dictionary.
pub fn analysis_name<D>(corpus: &Corpus<D>) -> String {
    let named = format!("{FORMAT}\n{PROGRAM}\n{}", corpus.dictionary.join("\n"));
    blake3::hash(named.as_bytes()).to_hex()[..32].to_owned()
}
