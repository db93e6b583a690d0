//! How documents lie in the index.

use serde::{Deserialize, Serialize};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{FAST, Field as Column, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use super::IndexError;
use super::queue::ColumnValue;
use super::written_terms::{self, WRITTEN_TERMS};
use crate::analysis::Segmenter;
use crate::name::{ByLocale, Locale};
use crate::search::document::hash;
use crate::search::query::{Field, Fragment, NamedDecision, SynonymRule, Topic};
use crate::search::shard::wire;
use crate::search::terms::{AnalyzedDocument, FoldedDocument};
use crate::search::{Corpus, Document};

/// Where tantivy keeps what of a document.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The terms, by field in the order of [`Field::ALL`].
    pub(super) terms: [Column; Field::ALL.len()],
    /// The words of letters that stand in a document, no stems.
    pub(super) spellings: Column,
    /// What identifies a document in every version of the site.
    pub(super) identity: Column,
    /// What tells one version of a document from the next.
    pub(super) version: Column,
    /// What [`StoredDocument::write`] made of it.
    pub(super) stored: Column,
}

impl Columns {
    /// The schema, and where its columns are.
    pub(super) fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let terms = Field::ALL.map(|field| {
            let option = if field.has_positions() {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::WithFreqs
            };
            let indexing =
                TextFieldIndexing::default().set_tokenizer(WRITTEN_TERMS).set_index_option(option).set_fieldnorms(true);
            schema.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing))
        });
        let indexing = TextFieldIndexing::default().set_tokenizer(WRITTEN_TERMS);
        let indexing = indexing.set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
        let spellings = schema.add_text_field("spellings", TextOptions::default().set_indexing_options(indexing));
        let identity = schema.add_u64_field("identity", INDEXED | FAST);
        let version = schema.add_u64_field("version", FAST);
        let stored = schema.add_bytes_field("document", tantivy::schema::STORED);
        (schema.build(), Self { terms, spellings, identity, version, stored })
    }

    pub(super) fn of(&self, field: Field) -> Column {
        let place = Field::ALL.iter().position(|known| *known == field).unwrap_or_default();
        self.terms[place]
    }

    /// What of a document stands in which column.
    pub(super) fn values(&self, document: IndexableDocument) -> Vec<(Column, ColumnValue)> {
        let IndexableDocument { identity, version, stored, terms, spellings } = document;
        let terms = terms.into_iter().map(|(field, terms)| (self.of(field), ColumnValue::Terms(terms)));
        let others = [
            (self.spellings, ColumnValue::Terms(spellings)),
            (self.identity, ColumnValue::Number(identity)),
            (self.version, ColumnValue::Number(version)),
            (self.stored, ColumnValue::Stored(stored)),
        ];
        terms.chain(others).collect()
    }
}

/// A document, ready to be written.
pub(super) struct IndexableDocument {
    identity: u64,
    version: u64,
    stored: Vec<u8>,
    /// The terms by field, as [`written_terms::write`] writes them.
    terms: Vec<(Field, String)>,
    /// The words of letters, in the same way.
    spellings: String,
}

impl IndexableDocument {
    /// Cuts a document into terms.
    pub(super) fn new(document: &Document, segmenter: &Segmenter) -> Result<Self, IndexError> {
        let folded = FoldedDocument::new(document);
        let AnalyzedDocument { spellings, terms, fragment } = folded.analyze(segmenter);
        let spellings: Vec<_> = spellings.into_iter().map(|word| (word.into(), 0)).collect();
        Ok(Self {
            identity: document.identity(),
            version: version(document)?,
            stored: StoredDocument::write(document, &fragment),
            terms: terms.into_iter().map(|(field, terms)| (field, written_terms::write(&terms))).collect(),
            spellings: written_terms::write(&spellings),
        })
    }
}

pub(in crate::search) fn version(document: &Document) -> Result<u64, IndexError> {
    let text = serde_json::to_vec(document).map_err(|error| IndexError::Engine(error.to_string()))?;
    Ok(hash(&text))
}

/// What is stored of a document.
pub(in crate::search) struct StoredDocument {
    /// The sections of the source that it states.
    pub(in crate::search) sources: Vec<String>,
    /// What is shown of it.
    pub(in crate::search) fragment: Fragment,
}

impl StoredDocument {
    pub(in crate::search) fn write(document: &Document, fragment: &Fragment) -> Vec<u8> {
        let mut writer = wire::Writer::default();
        writer.count(document.sources.len());
        document.sources.iter().for_each(|section| writer.text(section));
        writer.raw(&fragment.write());
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub(in crate::search) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = wire::Reader::new(bytes);
        let sources = (0..reader.count()?).map(|_| Some(reader.text()?.to_owned())).collect::<Option<Vec<_>>>()?;
        Some(Self { sources, fragment: Fragment::read(reader.rest())? })
    }
}

/// How many terms a field is said to have that has so many: long ones are told less exactly, as tantivy keeps them.
pub(in crate::search) fn stored_length(terms: usize) -> u32 {
    let terms = u32::try_from(terms).unwrap_or(u32::MAX);
    FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(terms))
}

/// What queries need beside the index: what it was made with, and how the site is set up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::search) struct SearchSettings {
    /// The words that may occur, as a [`Dictionary`](crate::analysis::Dictionary) writes them.
    pub(in crate::search) dictionary: String,
    /// The synonym rules.
    pub(in crate::search) synonyms: Vec<SynonymRule>,
    /// What readers ask and no document answers.
    pub(in crate::search) topics: Vec<Topic>,
    /// The decisions that queries may ask.
    pub(in crate::search) decisions: Vec<NamedDecision>,
    /// The address that the site is published at.
    pub(in crate::search) base_url: Option<String>,
    /// Whom readers ask whether what they found still holds.
    pub(in crate::search) confirm_with: ByLocale<String>,
    /// The languages of the site, in their order.
    pub(in crate::search) locales: Vec<Locale>,
}

impl SearchSettings {
    /// Whether they have the texts of a corpus that are beside those of documents.
    pub(super) fn knows_other_texts<D>(&self, corpus: &Corpus<D>) -> bool {
        !self.dictionary.is_empty()
            && (&self.synonyms, &self.topics, &self.decisions) == (&corpus.synonyms, &corpus.topics, &corpus.decisions)
    }

    /// Those of a corpus, with a dictionary that has at least the words that it needs.
    pub(in crate::search) fn new<D>(dictionary: String, corpus: &Corpus<D>) -> Self {
        Self {
            dictionary,
            synonyms: corpus.synonyms.clone(),
            topics: corpus.topics.clone(),
            decisions: corpus.decisions.clone(),
            base_url: corpus.base_url.clone(),
            confirm_with: corpus.confirm_with.clone(),
            locales: corpus.locales.clone(),
        }
    }
}

/// The texts beside those of documents whose words queries have to know: synonyms, the phrases of topics, and what decisions and
/// the values of their facts are called.
pub(in crate::search) fn other_texts<'t>(
    synonyms: &'t [SynonymRule],
    topics: &'t [Topic],
    decisions: &'t [NamedDecision],
) -> impl Iterator<Item = &'t str> {
    let synonyms = synonyms.iter().flat_map(|rule| rule.from.iter().chain(&rule.to)).map(String::as_str);
    let named = decisions.iter().flat_map(NamedDecision::texts);
    synonyms.chain(topics.iter().flat_map(Topic::phrases)).chain(named)
}
