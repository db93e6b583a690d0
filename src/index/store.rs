//! The index on disk: `.wenda/` beside the site.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::schema::{Analysis, Columns, FORMAT, Prepared, analyzer, identity, version};
use super::{Corpus, Document, IndexError, Snapshot};
use crate::text::{Dictionary, Segmenter};

/// Keeps the index of a site on disk.
///
/// Many processes may read while one writes. What is written becomes visible at once or not at all: a commit replaces one
/// small file, and an index that is made anew is made beside the old one and takes its place.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// The index stands in this folder, one that is being made in the next, one that is thrown away in the last.
const INDEX: &str = "search";
const NEW: &str = "search.new";
const OLD: &str = "search.old";

/// Memory that a writer fills before it begins another segment, in bytes.
const WRITER_MEMORY: usize = 256 << 20;
/// So many segments are merged into one.
const MOST_SEGMENTS: usize = 8;
/// A reader that comes while an index is replaced tries so often.
const ATTEMPTS: usize = 3;

/// What a commit remembers.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    format: u32,
    /// What the terms were cut with.
    analyzer: String,
    /// The version of the site.
    fingerprint: String,
    /// The file with what queries need: named by what it holds.
    analysis: String,
}

impl Store {
    /// The store of the site in a folder.
    pub fn of_site(site: &Path) -> Self {
        Self { folder: site.join(".wenda") }
    }

    /// The index as it was written last. `None` if there is none, or none that this program can read.
    pub fn open(&self) -> Option<Snapshot> {
        // An index that vanishes while it is read was replaced.
        (0..ATTEMPTS).find_map(|_| open(&self.folder.join(INDEX)).ok().flatten()).map(|opened| opened.snapshot)
    }

    /// Brings the index up to a corpus, which `fingerprint` names: what did not change is not written again, and an index
    /// that cannot be read is made anew. `wait` is called if another process is writing.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn update(&self, corpus: &Corpus, fingerprint: &str, wait: &dyn Fn()) -> Result<Snapshot, IndexError> {
        let _lock = self.lock(wait)?;
        let index = self.folder.join(INDEX);
        match open(&index) {
            Ok(Some(opened)) if opened.payload.fingerprint == fingerprint => return Ok(opened.snapshot),
            Ok(Some(opened)) if opened.payload.analyzer == analyzer(corpus) => {
                let changes = Changes::between(&opened.searcher, corpus)?;
                if changes.len() <= corpus.documents.len() / 2 {
                    let known = Dictionary::parse(&opened.analysis.dictionary);
                    let Opened { index: engine, .. } = opened;
                    let target = Target { engine: &engine, folder: Some(&index) };
                    write(target, corpus, &changes, known, fingerprint)?;
                    return reopen(&index);
                }
            }
            _ => {}
        }
        self.rebuild(corpus, fingerprint)
    }

    /// Makes an index and puts it in the place of what is there.
    fn rebuild(&self, corpus: &Corpus, fingerprint: &str) -> Result<Snapshot, IndexError> {
        let [index, new, old] = [INDEX, NEW, OLD].map(|name| self.folder.join(name));
        for leftover in [&new, &old] {
            remove(leftover)?;
        }
        at(&new, fs::create_dir(&new))?;
        let engine = Index::create_in_dir(&new, Columns::new().0)?;
        let target = Target { engine: &engine, folder: Some(&new) };
        write(target, corpus, &Changes::all(corpus), None, fingerprint)?;
        drop(engine);
        if index.exists() {
            at(&index, fs::rename(&index, &old))?;
        }
        at(&index, fs::rename(&new, &index))?;
        remove(&old)?;
        reopen(&index)
    }

    /// Keeps other processes from writing as long as the file is open.
    fn lock(&self, wait: &dyn Fn()) -> Result<File, IndexError> {
        at(&self.folder, fs::create_dir_all(&self.folder))?;
        // Nothing in here is worth keeping with the site.
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            at(&ignore, fs::write(&ignore, "*\n"))?;
        }
        let path = self.folder.join("lock");
        let file = at(&path, File::options().create(true).write(true).truncate(false).open(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                wait();
                at(&path, file.lock())?;
            }
            Err(TryLockError::Error(error)) => return Err(IndexError::Io { path, error }),
        }
        Ok(file)
    }
}

/// Adds to what the machine says where it said it.
fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, IndexError> {
    result.map_err(|error| IndexError::Io { path: path.to_owned(), error })
}

fn remove(folder: &Path) -> Result<(), IndexError> {
    if folder.exists() { at(folder, fs::remove_dir_all(folder)) } else { Ok(()) }
}

/// The index of a corpus, in memory.
pub(super) fn in_memory(corpus: &Corpus) -> Result<Snapshot, IndexError> {
    let engine = Index::create_in_ram(Columns::new().0);
    let analysis = write(Target { engine: &engine, folder: None }, corpus, &Changes::all(corpus), None, "")?;
    Snapshot::new(searcher(&engine)?, &analysis, "")
}

/// An index that was found whole.
struct Opened {
    index: Index,
    searcher: Searcher,
    payload: Payload,
    analysis: Analysis,
    snapshot: Snapshot,
}

/// Opens an index. `None` if it is none, is damaged, or is not in today's format.
fn open(folder: &Path) -> Result<Option<Opened>, IndexError> {
    if !folder.join("meta.json").exists() {
        return Ok(None);
    }
    let directory = MmapDirectory::open(folder).map_err(|error| IndexError::Engine(error.to_string()))?;
    let index = Index::open(directory)?;
    let payload = index.load_metas()?.payload.unwrap_or_default();
    let Ok(payload) = serde_json::from_str::<Payload>(&payload) else {
        return Ok(None);
    };
    if payload.format != FORMAT || index.schema() != Columns::new().0 || !index.validate_checksum()?.is_empty() {
        return Ok(None);
    }
    let path = folder.join(&payload.analysis);
    let bytes = at(&path, fs::read(&path))?;
    if analysis_name(&bytes) != payload.analysis {
        return Ok(None);
    }
    let Ok(analysis) = serde_json::from_slice::<Analysis>(&bytes) else {
        return Ok(None);
    };
    let searcher = searcher(&index)?;
    let snapshot = Snapshot::new(searcher.clone(), &analysis, &payload.fingerprint)?;
    Ok(Some(Opened { index, searcher, payload, analysis, snapshot }))
}

fn reopen(folder: &Path) -> Result<Snapshot, IndexError> {
    let opened = open(folder)?;
    opened
        .map(|opened| opened.snapshot)
        .ok_or_else(|| IndexError::Engine("what was just written cannot be read again".to_owned()))
}

fn searcher(index: &Index) -> Result<Searcher, IndexError> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(tantivy::IndexReader::searcher(&reader))
}

fn analysis_name(bytes: &[u8]) -> String {
    format!("analysis-{}.json", &blake3::hash(bytes).to_hex()[..16])
}

/// What a corpus has that an index has not, and the other way around.
struct Changes<'c> {
    written: Vec<&'c Document>,
    removed: Vec<u64>,
}

impl<'c> Changes<'c> {
    fn all(corpus: &'c Corpus) -> Self {
        Self { written: corpus.documents.iter().collect(), removed: Vec::new() }
    }

    fn between(searcher: &Searcher, corpus: &'c Corpus) -> Result<Self, IndexError> {
        let mut known: HashMap<u64, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let columns = [segment.fast_fields().u64("identity")?, segment.fast_fields().u64("version")?];
            for document in segment.doc_ids_alive() {
                let [identity, version] = columns.each_ref().map(|column| column.first(document).unwrap_or_default());
                known.insert(identity, version);
            }
        }
        let mut changes = Self { written: Vec::new(), removed: Vec::new() };
        let mut there = HashSet::new();
        for document in &corpus.documents {
            let identity = identity(document);
            there.insert(identity);
            match known.get(&identity) {
                Some(known) if *known == version(document)? => {}
                Some(_) => {
                    changes.removed.push(identity);
                    changes.written.push(document);
                }
                None => changes.written.push(document),
            }
        }
        changes.removed.extend(known.keys().filter(|identity| !there.contains(identity)));
        Ok(changes)
    }

    fn len(&self) -> usize {
        self.written.len().max(self.removed.len())
    }
}

/// Where an index is written; one in memory has no folder.
#[derive(Clone, Copy)]
struct Target<'t> {
    engine: &'t Index,
    folder: Option<&'t Path>,
}

/// Writes changes and commits them. `known` are the words that the documents already written need.
fn write(
    target: Target<'_>,
    corpus: &Corpus,
    changes: &Changes<'_>,
    known: Option<Dictionary>,
    fingerprint: &str,
) -> Result<Analysis, IndexError> {
    let (_, columns) = Columns::new();
    let whole = Dictionary::with_words(corpus.dictionary.iter().map(String::as_str));
    let segmenter = Segmenter::new(&whole);
    let is_new = known.is_none();
    let mut analysis = Analysis::new(&whole, &changes.written, corpus);
    if let (Some(known), Some(new)) = (known, Dictionary::parse(&analysis.dictionary)) {
        analysis.dictionary = known.joined(&new).to_string();
    }
    let bytes = serde_json::to_vec(&analysis).map_err(|error| IndexError::Engine(error.to_string()))?;
    let name = analysis_name(&bytes);
    if let Some(folder) = target.folder {
        let path = folder.join(&name);
        at(&path, fs::write(&path, &bytes))?;
    }
    let payload = Payload {
        format: FORMAT,
        analyzer: analyzer(corpus),
        fingerprint: fingerprint.to_owned(),
        analysis: name.clone(),
    };
    let payload = serde_json::to_string(&payload).map_err(|error| IndexError::Engine(error.to_string()))?;
    // One thread, so that documents lie in the index as in the corpus.
    let mut writer: IndexWriter<TantivyDocument> = target.engine.writer_with_num_threads(1, WRITER_MEMORY)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for identity in &changes.removed {
        writer.delete_term(Term::from_field_u64(columns.identity, *identity));
    }
    for batch in changes.written.chunks(1024) {
        let prepared: Vec<Result<Prepared, IndexError>> =
            batch.par_iter().map(|document| Prepared::new(document, &segmenter)).collect();
        for prepared in prepared {
            writer.add_document(columns.entry(prepared?))?;
        }
    }
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    commit.commit()?;
    let segments = target.engine.searchable_segment_ids()?;
    if segments.len() > MOST_SEGMENTS || (is_new && segments.len() > 1) {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    if let Some(folder) = target.folder {
        remove_old_analyses(folder, &name)?;
    }
    Ok(analysis)
}

/// Removes what queries of earlier versions needed.
fn remove_old_analyses(folder: &Path, current: &str) -> Result<(), IndexError> {
    for entry in at(folder, fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("analysis-") && name != current {
            at(&path, fs::remove_file(&path))?;
        }
    }
    Ok(())
}
