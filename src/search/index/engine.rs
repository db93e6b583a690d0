//! The engine of the index, tantivy, over files that nobody else can reach.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Display};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::directory::{Directory, FileSlice};
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::Field as Column;
use tantivy::{Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, Term};

use super::directory::PrivateDirectory;
use super::kept::{KeptFile, ManifestEntry, NamedFile};
use super::origins::Origins;
use super::queue::{DocumentQueue, QueuedDocument};
use super::schema::{Columns, IndexableDocument, SearchSettings, other_texts, version};
use super::spool::SpoolFolder;
use super::written_terms::{WRITTEN_TERMS, WrittenTerms};
use super::{IndexError, Snapshot};
use crate::analysis::{Folded, Neighbours};
use crate::progress::RunningStage;
use crate::search::query::Field;
use crate::search::{Corpus, Document, Documents};

/// Memory that the threads of a writer fill together before they begin other segments, in bytes.
const WRITER_MEMORY: usize = 128 << 20;
/// Fewer documents than these are not worth a segment of their own.
const DOCUMENTS_PER_THREAD: usize = 512;
/// There are no more segments than these: the smallest of more are merged.
const MAX_SEGMENTS: usize = 8;
/// The engine's account of its files, and its list of those that it may remove.
const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";

/// An index that nobody else can reach, with what queries need beside it.
pub(super) struct TantivyIndex {
    index: Index,
    directory: PrivateDirectory,
    settings: SearchSettings,
    /// Its files that are kept.
    kept: Vec<ManifestEntry>,
}

impl fmt::Debug for TantivyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TantivyIndex").field("kept", &self.kept).finish_non_exhaustive()
    }
}

impl TantivyIndex {
    /// The index of a corpus. What is large of it is laid into `spools`. `stage` counts the documents.
    pub(super) fn new<D: Documents>(
        corpus: &Corpus<D>,
        spools: SpoolFolder,
        stage: &RunningStage,
    ) -> Result<Self, IndexError> {
        let directory = PrivateDirectory::new(Vec::new(), spools);
        let index = Index::create(directory.clone(), Columns::new().0, IndexSettings::default())?;
        index.tokenizers().register(WRITTEN_TERMS, WrittenTerms);
        let mut engine = Self { index, directory, settings: SearchSettings::default(), kept: Vec::new() };
        engine.write(corpus, &IndexChanges::all(&corpus.documents), stage)?;
        Ok(engine)
    }

    /// An index that was made before, of its files and the engine's account of them.
    pub(super) fn load(
        meta: String,
        files: Vec<KeptFile>,
        settings: SearchSettings,
        spools: SpoolFolder,
    ) -> Result<Self, IndexError> {
        let failed = |error: &dyn Display| IndexError::Engine(error.to_string());
        let (kept, files): (Vec<ManifestEntry>, Vec<FileSlice>) = files.into_iter().unzip();
        let names: Vec<&str> = kept.iter().map(|listed| listed.name.as_str()).chain([META]).collect();
        let managed = serde_json::to_vec(&names).map_err(|error| failed(&error))?;
        let others = [(META.to_owned(), meta.into_bytes()), (MANAGED.to_owned(), managed)];
        let others = others.into_iter().map(|(name, bytes)| (name, FileSlice::from(bytes)));
        let files = kept.iter().map(|listed| listed.name.clone()).zip(files);
        let directory = PrivateDirectory::new(files.chain(others).collect(), spools);
        let index = Index::open(directory.clone())?;
        index.tokenizers().register(WRITTEN_TERMS, WrittenTerms);
        Ok(Self { index, directory, settings, kept })
    }

    /// Whether nothing is missing of what was read of it.
    pub(super) fn check(&self) -> Result<(), IndexError> {
        self.directory.spools().check()
    }

    /// Its files that are kept: these never change.
    pub(super) fn kept(&self) -> &[ManifestEntry] {
        &self.kept
    }

    /// Some files of it are kept now.
    pub(super) fn keep(&mut self, files: Vec<ManifestEntry>) {
        self.kept = files;
    }

    /// What queries need beside the index.
    pub(super) fn settings(&self) -> &SearchSettings {
        &self.settings
    }

    /// The index as queries see it. `content` names the content that it is made of.
    pub(super) fn snapshot(&self, content: &str) -> Result<Snapshot, IndexError> {
        Snapshot::new(self.searcher()?, &self.settings, content, self.directory.spools())
    }

    fn searcher(&self) -> Result<Searcher, IndexError> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(tantivy::IndexReader::searcher(&reader))
    }

    /// The files of the index, and the engine's account of them.
    pub(super) fn files(&self) -> Result<(String, Vec<NamedFile<FileSlice>>), IndexError> {
        let failed = |error: &dyn Display| IndexError::Engine(error.to_string());
        let account = self.directory.atomic_read(Path::new(META)).map_err(|error| failed(&error))?;
        let account = String::from_utf8(account).map_err(|error| failed(&error))?;
        let mut paths: Vec<PathBuf> = self.index.directory().list_managed_files().into_iter().collect();
        paths.sort();
        let mut files = Vec::new();
        for path in paths.iter().filter(|path| path.as_path() != Path::new(META)) {
            if self.directory.exists(path).map_err(|error| failed(&error))? {
                let file = self.directory.open_read(path).map_err(|error| failed(&error))?;
                files.push((path.to_string_lossy().into_owned(), file));
            }
        }
        Ok((account, files))
    }

    /// Brings the index, whose documents were made of the `origins`, up to a corpus. `false` if it is better made anew: most of it is
    /// other than it was.
    pub(super) fn change<D: Documents>(
        &mut self,
        corpus: &Corpus<D>,
        origins: &Origins,
        stage: &RunningStage,
    ) -> Result<bool, IndexError> {
        let changes = IndexChanges::between(&self.searcher()?, origins, &corpus.documents)?;
        if changes.len() > corpus.documents.count() / 2 {
            return Ok(false);
        }
        self.write(corpus, &changes, stage)?;
        Ok(true)
    }

    /// Writes changes and commits them.
    fn write<D: Documents>(
        &mut self,
        corpus: &Corpus<D>,
        changes: &IndexChanges,
        stage: &RunningStage,
    ) -> Result<(), IndexError> {
        stage.set_total(changes.written.len());
        let (_, columns) = Columns::new();
        // Each makes segments of its own: which documents lie together, no reply depends on.
        let threads = changes
            .written
            .len()
            .div_ceil(DOCUMENTS_PER_THREAD)
            .clamp(1, rayon::current_num_threads().min(MAX_SEGMENTS / 2));
        let mut writer: IndexWriter<QueuedDocument> = self.index.writer_with_num_threads(threads, WRITER_MEMORY)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for identity in &changes.removed {
            writer.delete_term(Term::from_field_u64(columns.identity, *identity));
        }
        let before = self.searcher()?;
        let queue = DocumentQueue::default();
        let written = corpus.cut(&changes.written, |batch, segmenter| -> Result<(), IndexError> {
            let cut = |document: &Cow<'_, Document>| {
                stage.advance(1);
                IndexableDocument::new(document, segmenter)
            };
            let cut: Vec<_> = batch.par_iter().map(cut).collect();
            for document in cut {
                writer.add_document(queue.admit(columns.values(document?)))?;
            }
            Ok(())
        })?;
        writer.commit()?;
        let merged = merged(self.index.searchable_segment_metas()?);
        if !merged.is_empty() {
            writer.merge(&merged).wait()?;
        }
        writer.garbage_collect_files().wait()?;
        writer.wait_merging_threads()?;
        // Words of what was removed stay as long as its segment.
        let pairs = columns.of(Field::Bigrams);
        let dictionary = if self.settings.knows_other_texts(corpus) && holds_all(&before, pairs, &written)? {
            std::mem::take(&mut self.settings.dictionary)
        } else {
            let mut neighbours = self.neighbours(pairs)?;
            for text in other_texts(&corpus.synonyms, &corpus.topics, &corpus.decisions) {
                Folded::new(text).texts().for_each(|text| neighbours.add(text));
            }
            corpus.words_in(&neighbours).to_string()
        };
        self.settings = SearchSettings::new(dictionary, corpus);
        Ok(())
    }

    /// The characters of all documents, also of those that were removed.
    fn neighbours(&self, pairs: Column) -> Result<Neighbours, IndexError> {
        let mut neighbours = Neighbours::default();
        for segment in self.searcher()?.segment_readers() {
            let index = segment.inverted_index(pairs)?;
            let mut terms = index.terms().stream().map_err(|error| IndexError::Engine(error.to_string()))?;
            while terms.advance() {
                neighbours.add(&String::from_utf8_lossy(terms.key()));
            }
        }
        Ok(neighbours)
    }
}

/// The segments that are to become one: if there are too many, so many of the smallest that only half as many are left, and those
/// that have lost most of their documents. What is large and stands is not written again for a few documents more.
fn merged(mut segments: Vec<SegmentMeta>) -> Vec<SegmentId> {
    if segments.len() <= MAX_SEGMENTS {
        return Vec::new();
    }
    segments.sort_by_key(SegmentMeta::num_docs);
    let smallest = segments.len() - MAX_SEGMENTS / 2 + 1;
    let is_mostly_gone = |segment: &SegmentMeta| segment.num_deleted_docs() > segment.num_docs();
    let merged = segments.iter().enumerate().filter(|(place, segment)| *place < smallest || is_mostly_gone(segment));
    merged.map(|(_, segment)| segment.id()).collect()
}

/// Whether an index holds all neighbours already.
fn holds_all(searcher: &Searcher, pairs: Column, neighbours: &Neighbours) -> Result<bool, IndexError> {
    let segments = searcher.segment_readers().iter().map(|segment| segment.inverted_index(pairs));
    let segments = segments.collect::<tantivy::Result<Vec<_>>>()?;
    for pair in neighbours.terms() {
        let term = Term::from_field_text(pairs, &pair);
        let held = segments.iter().map(|segment| segment.get_term_info(&term)).collect::<io::Result<Vec<_>>>();
        if held.map_err(IndexError::Disk)?.iter().all(Option::is_none) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What documents an index has not, and the other way around.
struct IndexChanges {
    /// The places of those that are to be written.
    written: Vec<usize>,
    /// The identities of those that are to be removed.
    removed: Vec<u64>,
}

impl IndexChanges {
    fn all(documents: &impl Documents) -> Self {
        Self { written: (0..documents.count()).collect(), removed: Vec::new() }
    }

    fn between(searcher: &Searcher, origins: &Origins, documents: &impl Documents) -> Result<Self, IndexError> {
        let mut known: HashMap<u64, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let columns = [segment.fast_fields().u64("identity")?, segment.fast_fields().u64("version")?];
            for document in segment.doc_ids_alive() {
                let [identity, version] = columns.each_ref().map(|column| column.first(document).unwrap_or_default());
                known.insert(identity, version);
            }
        }
        let identities: Vec<u64> = (0..documents.count()).filter_map(|place| documents.identity(place)).collect();
        let is_changed = |(place, identity): (usize, &u64)| -> Result<Option<usize>, IndexError> {
            let is_same = match known.get(identity) {
                // What is made of the same need not be made to know that.
                Some(_) if origins.is_of_same(documents, place) => true,
                Some(known) => match documents.get(place) {
                    Some(document) => *known == version(&document)?,
                    None => false,
                },
                None => false,
            };
            Ok((!is_same).then_some(place))
        };
        let changed: Vec<Option<usize>> =
            identities.par_iter().enumerate().map(is_changed).collect::<Result<_, IndexError>>()?;
        let written: Vec<usize> = changed.into_iter().flatten().collect();
        let there: HashSet<&u64> = identities.iter().collect();
        let of_written = written.iter().filter_map(|place| identities.get(*place)).filter(|id| known.contains_key(id));
        let gone = known.keys().filter(|identity| !there.contains(identity));
        let removed = of_written.chain(gone).copied().collect();
        Ok(Self { written, removed })
    }

    fn len(&self) -> usize {
        self.written.len().max(self.removed.len())
    }
}
