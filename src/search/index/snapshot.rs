//! The index as it is at one moment.

use std::convert::Infallible;
use std::ops::{Bound, Range};
use std::rc::Rc;
use std::sync::Arc;

use tantivy::postings::Postings as _;
use tantivy::schema::{Field as Column, IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, InvertedIndexReader, Searcher, TantivyDocument};

use super::IndexError;
use super::recent_documents::RecentDocuments;
use super::schema::{Columns, SearchSettings, StoredDocument};
use super::segment::{Segment, averages};
use super::spool::SpoolFolder;
use super::term_cursor::TermCursor;
use crate::analysis::{Dictionary, Folded, Token};
use crate::name::{ByLocale, Locale};
use crate::progress::{RunningStage, Stage};
use crate::search::document::translation_group;
use crate::search::query::{
    DecisionPhrase, DecisionText, Field, Fragment, Index, Lexicon, Lookup, NotCovered, Partial, PositionedTerm,
    Postings, StoredFields, SynonymEntry, TopicPhrase, Vocabulary, match_phrase,
};
use crate::search::{Corpus, Documents};

/// The index as it is at one moment: what queries are ranked over.
pub struct Snapshot {
    searcher: Searcher,
    columns: Columns,
    segments: Vec<Segment>,
    /// By field, how many terms documents have on average.
    averages: [f32; Field::ALL.len()],
    vocabulary: Vocabulary,
    fingerprint: Arc<str>,
    base_url: Option<String>,
    confirm_with: ByLocale<String>,
    locales: Vec<Locale>,
    spools: SpoolFolder,
    recent: RecentDocuments,
}

/// To know whether some documents hold a phrase, so many are looked at first, and then more and more.
const FIRST_LOOKED_AT: u32 = 256;

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// The index of a corpus, in memory.
    ///
    /// # Errors
    /// If memory fails.
    pub fn in_memory<D: Documents>(corpus: &Corpus<D>) -> Result<Self, IndexError> {
        let stage = RunningStage::unobserved(Stage::SearchIndex);
        super::engine::TantivyIndex::new(corpus, SpoolFolder::default(), &stage)?.snapshot("")
    }

    /// The same, made of content that a fingerprint names.
    pub fn with_fingerprint(self, fingerprint: &str) -> Self {
        Self { fingerprint: fingerprint.into(), ..self }
    }

    /// `fingerprint` names the version of the site that the index holds.
    pub(super) fn new(
        searcher: Searcher,
        settings: &SearchSettings,
        fingerprint: &str,
        spools: SpoolFolder,
    ) -> Result<Self, IndexError> {
        let (_, columns) = Columns::new();
        let dictionary = Dictionary::parse(&settings.dictionary)
            .ok_or_else(|| IndexError::Engine("the dictionary of the index is damaged".to_owned()))?;
        let vocabulary = Vocabulary::new(dictionary, settings.synonyms.clone(), settings.topics.clone())
            .with_decisions(settings.decisions.clone());
        let mut segments: Vec<Segment> = Vec::new();
        for reader in searcher.segment_readers() {
            let first = segments.last().map_or(0, Segment::end);
            segments.push(Segment::new(reader, first, &columns)?);
        }
        let averages = averages(&segments);
        let (fingerprint, base_url) = (fingerprint.into(), settings.base_url.clone());
        let (confirm_with, locales) = (settings.confirm_with.clone(), settings.locales.clone());
        Ok(Self {
            searcher,
            columns,
            segments,
            averages,
            vocabulary,
            fingerprint,
            base_url,
            confirm_with,
            locales,
            spools,
            recent: RecentDocuments::default(),
        })
    }

    /// Names the version of the site that the index holds.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The address that the site is published at, ending in `/`.
    pub fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }

    /// Whom readers ask whether what they found still holds.
    pub fn confirm_with(&self, locale: Locale) -> Option<&str> {
        self.confirm_with.get(locale).map(String::as_str)
    }

    /// Whether nothing is missing of what was read of it: else what was found may be wrong.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn check(&self) -> Result<(), IndexError> {
        self.spools.check()
    }

    /// Where that of it is laid which memory need not hold.
    pub(in crate::search) fn spools(&self) -> &SpoolFolder {
        &self.spools
    }

    /// The languages of the site, in their order.
    pub fn locales(&self) -> &[Locale] {
        &self.locales
    }

    /// The words that the documents were cut into.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The numbers of all documents.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        let alive = |segment: &Segment| segment.reader.doc_ids_alive().map(|id| id + segment.first).collect::<Vec<_>>();
        self.segments.iter().flat_map(alive)
    }

    /// The sections of the source that a document states.
    pub fn sources(&self, document: u32) -> Vec<String> {
        self.recent.get(document, || self.stored(document)).map(|stored| stored.sources.clone()).unwrap_or_default()
    }

    /// What is stored of a document. A part of the index that cannot be read holds nothing: what is damaged was found out when
    /// the index was opened.
    pub(in crate::search) fn stored(&self, document: u32) -> Option<StoredDocument> {
        let (place, id) = self.place(document);
        let stored: TantivyDocument = self.searcher.doc(DocAddress::new(place, id)).ok()?;
        StoredDocument::read(stored.get_first(self.columns.stored)?.as_bytes()?)
    }

    /// The terms of some fields between two others, each with where it stands.
    pub(in crate::search) fn term_cursor(&self, fields: &[Field], range: (Bound<&str>, Bound<&str>)) -> TermCursor<'_> {
        TermCursor::new(&self.segments, fields, range)
    }

    /// Terms that part all terms into about so many equal parts, in their order.
    pub(in crate::search) fn term_quantiles(&self, parts: usize) -> Vec<String> {
        let dictionaries = self.segments.iter().map(|segment| segment.terms(Field::Bigrams).terms());
        let Some(largest) = dictionaries.max_by_key(|terms| terms.num_terms()) else {
            return Vec::new();
        };
        let mut term = Vec::new();
        let quantiles = (1..parts).filter_map(|part| {
            let place = (largest.num_terms() * part / parts) as u64;
            largest.ord_to_term(place, &mut term).ok().filter(|found| *found)?;
            String::from_utf8(term.clone()).ok()
        });
        let mut quantiles: Vec<String> = quantiles.collect();
        quantiles.dedup();
        quantiles
    }

    /// The segment of a document, and its number there.
    fn place(&self, document: u32) -> (u32, u32) {
        let place = self.segments.partition_point(|segment| segment.first <= document).saturating_sub(1);
        (place as u32, document - self.segments.get(place).map_or(0, |segment| segment.first))
    }

    /// Terms of a field, or of what else has terms, that begin so, in their order; at most so many.
    fn terms_in(&self, of: impl Fn(&Segment) -> &InvertedIndexReader, prefix: &str, most: usize) -> Vec<String> {
        let mut terms = Vec::new();
        for segment in &self.segments {
            let Ok(mut stream) = of(segment).terms().range().ge(prefix.as_bytes()).into_stream() else {
                continue;
            };
            let mut taken = 0;
            while taken < most
                && let Some((term, _)) = stream.next()
                && let Ok(term) = std::str::from_utf8(term)
                && term.starts_with(prefix)
            {
                let term = term.to_owned();
                // What only removed documents held is no term any more.
                if segment.reader.alive_bitset().is_none() || self.holds_in(&of, &term) {
                    terms.push(term);
                    taken += 1;
                }
            }
        }
        terms.sort_unstable();
        terms.dedup();
        terms.truncate(most);
        terms
    }

    /// Whether any document holds a term in a field, or in what else has terms.
    fn holds_in(&self, of: impl Fn(&Segment) -> &InvertedIndexReader, term: &str) -> bool {
        let term = term_of(term);
        self.segments.iter().any(|segment| segment.holds(of(segment), &term).unwrap_or_default())
    }
}

/// A term as tantivy asks for it; readers know their own column.
fn term_of(text: &str) -> tantivy::Term {
    tantivy::Term::from_field_text(Column::from_field_id(0), text)
}

impl Index for Snapshot {
    type NotLoaded = Infallible;
}

impl Postings for Snapshot {
    fn max_doc(&self) -> u32 {
        self.segments.last().map_or(0, Segment::end)
    }

    fn tie_breaker(&self, document: u32) -> u64 {
        let (place, id) = self.place(document);
        let segment = self.segments.get(place as usize);
        segment.and_then(|segment| segment.identities.get(id as usize)).copied().unwrap_or_default()
    }

    fn lengths(&self, field: Field, documents: Range<u32>) -> Lookup<Vec<u32>, Self> {
        let mut lengths = Vec::with_capacity(documents.len());
        for segment in &self.segments {
            let norms = segment.lengths[field as usize].as_ref();
            let within = segment.within(&documents);
            lengths.extend(within.map(|id| norms.map_or(0, |norms| norms.fieldnorm(id))));
        }
        Ok(lengths)
    }

    fn average_length(&self, field: Field) -> f32 {
        self.averages[field as usize]
    }

    fn holds(&self, field: Field, term: &str) -> Lookup<bool, Self> {
        Ok(self.holds_in(|segment| segment.terms(field), term))
    }

    fn most_documents(&self, field: Field, term: &str) -> Option<usize> {
        // Lists of terms also count documents that are no more. Of one that cannot be read, nothing is told.
        let term = term_of(term);
        let listed = |segment: &Segment| segment.terms(field).get_term_info(&term).ok();
        self.segments.iter().map(|segment| Some(listed(segment)?.map_or(0, |listed| listed.doc_freq as usize))).sum()
    }

    fn frequencies(&self, field: Field, term: &str, candidates: Range<u32>) -> Lookup<Vec<(u32, u32)>, Self> {
        let mut found = Vec::new();
        let term = term_of(term);
        for segment in &self.segments {
            let within = segment.within(&candidates);
            if within.is_empty() {
                continue;
            }
            let postings = segment.terms(field).read_block_postings(&term, IndexRecordOption::WithFreqs);
            let Ok(Some(mut postings)) = postings else {
                continue;
            };
            postings.seek(within.start);
            loop {
                let (documents, times) = (postings.docs(), postings.freqs());
                let start = documents.partition_point(|id| *id < within.start);
                let end = documents.partition_point(|id| *id < within.end);
                let block = documents[start..end].iter().zip(&times[start..end]);
                let block = block.filter(|(id, _)| segment.is_alive(**id));
                found.extend(block.map(|(id, times)| (segment.first + id, *times)));
                if end < documents.len() || documents.is_empty() {
                    break;
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    fn positions(&self, field: Field, term: &str, candidates: &[u32]) -> Lookup<Vec<(u32, u32)>, Self> {
        let mut found = Vec::new();
        let mut places = Vec::new();
        let term = term_of(term);
        for segment in &self.segments {
            let Some(mut postings) = segment.postings(field, &term) else {
                continue;
            };
            let end = segment.end();
            let from = candidates.partition_point(|document| *document < segment.first);
            for document in candidates[from..].iter().take_while(|document| **document < end) {
                let id = document - segment.first;
                if postings.doc() < id {
                    postings.seek(id);
                }
                if postings.doc() == id {
                    postings.positions(&mut places);
                    found.extend(places.iter().map(|place| (*document, *place)));
                }
            }
        }
        Ok(found)
    }

    fn document_frequency(&self, field: Field, terms: &[PositionedTerm]) -> Lookup<usize, Self> {
        let removed_none = |segment: &Segment| segment.reader.alive_bitset().is_none();
        if let [(term, _)] = terms
            && self.segments.iter().all(removed_none)
            && let Some(listed) = self.most_documents(field, term)
        {
            return Ok(listed);
        }
        Ok(match_phrase(terms, field, 0..self.max_doc(), self)?.len())
    }

    fn has_more_than(&self, count: usize, field: Field, terms: &[PositionedTerm]) -> Lookup<bool, Self> {
        if terms.len() == 1 {
            return Ok(self.document_frequency(field, terms)? > count);
        }
        let (mut found, mut documents) = (0, 0..FIRST_LOOKED_AT.min(self.max_doc()));
        while found <= count && !documents.is_empty() {
            found += match_phrase(terms, field, documents.clone(), self)?.len();
            documents = documents.end..documents.end.saturating_mul(4).min(self.max_doc());
        }
        Ok(found > count)
    }

    fn terms(&self, field: Field, prefix: &str, most: usize) -> Lookup<Vec<String>, Self> {
        Ok(self.terms_in(|segment| segment.terms(field), prefix, most))
    }

    fn words(&self, letter: char) -> Lookup<Vec<String>, Self> {
        Ok(self.terms_in(|segment| &segment.spellings, letter.encode_utf8(&mut [0; 4]), usize::MAX))
    }
}

impl Lexicon for Snapshot {
    fn fold(&self, text: &str) -> Result<Folded, Partial<Folded, Infallible>> {
        self.vocabulary.fold(text)
    }

    fn tokens<'f>(&self, folded: &'f Folded) -> Lookup<Vec<Token<'f>>, Self> {
        self.vocabulary.tokens(folded)
    }

    fn reading(&self, character: char) -> Lookup<Option<&str>, Self> {
        self.vocabulary.reading(character)
    }

    fn sounds(&self, character: char, sound: &str, field: Field) -> Lookup<bool, Self> {
        self.vocabulary.sounds(character, sound, field)
    }

    fn synonyms(&self, first: &str) -> Lookup<&[SynonymEntry], Self> {
        self.vocabulary.synonyms(first)
    }

    fn topics(&self, first: &str) -> Lookup<&[TopicPhrase], Self> {
        Lexicon::topics(&self.vocabulary, first)
    }

    fn decisions(&self, first: &str) -> Lookup<&[DecisionPhrase], Self> {
        Lexicon::decisions(&self.vocabulary, first)
    }
}

impl StoredFields for Snapshot {
    fn translation_group(&self, document: u32) -> Lookup<u64, Self> {
        Ok(translation_group(self.tie_breaker(document)))
    }

    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self> {
        let stored = self.recent.get(document, || self.stored(document));
        Ok(stored.map(|stored| Rc::new(stored.fragment.clone())))
    }

    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self> {
        Ok(self.vocabulary.topics().told(topic, language))
    }

    fn decision(&self, decision: u32, language: &str) -> Lookup<Option<Rc<DecisionText>>, Self> {
        Ok(self.vocabulary.decisions().told(decision, language).cloned().map(Rc::new))
    }
}
