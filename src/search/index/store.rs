//! The index on disk: `.wenda/` beside the site.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;
use tantivy::directory::FileSlice;

use super::engine::TantivyIndex;
use super::kept::{self, IndexMetadata, KeptFile};
use super::origins::Origins;
use super::schema::SearchSettings;
use super::spool::SpoolFolder;
use super::{CacheKey, IndexError, Snapshot};
use crate::folder;
use crate::folder::cache::{CacheFolder, at};
use crate::progress::RunningStage;
use crate::search::{Corpus, Documents};

/// Keeps the index of a site on disk.
///
/// Many processes may read while one writes. What is written becomes visible at once or not at all, and what is not exactly
/// what was written for this site, by this program, is made anew. No link leads out of the folder: where one stands in the
/// way, nothing is kept.
#[derive(Clone, Debug)]
pub struct Store {
    site: PathBuf,
    /// What memory holds of an index.
    bounds: (usize, usize),
    /// The index as it was last read or written, if it is to stay open.
    open: Option<Arc<Mutex<Option<OpenIndex>>>>,
}

/// An index that this process read or wrote.
#[derive(Debug)]
struct OpenIndex {
    /// The hash of its list.
    seal: String,
    metadata: IndexMetadata,
    engine: TantivyIndex,
    /// What its documents were made of.
    origins: Origins,
}

/// Its folder, in that beside the site.
const INDEX: &str = "search";
/// What earlier versions left behind when they were killed.
const LEFTOVERS: [&str; 2] = ["search.new", "search.old"];

/// A reader that comes while an index is replaced tries so often.
const ATTEMPTS: usize = 3;

impl Store {
    /// The store of the site in a folder.
    pub fn of_site(site: &Path) -> Self {
        Self { site: site.to_owned(), bounds: SpoolFolder::BOUNDS, open: None }
    }

    /// The same, which keeps open what it read or wrote: for who brings the index up again and again. As it is seldom asked, what is
    /// large of it lies on the disk.
    #[must_use]
    pub fn staying_open(self) -> Self {
        Self { bounds: (0, SpoolFolder::BOUNDS.1), open: Some(Arc::default()), ..self }
    }

    /// The same, and all lies on the disk.
    #[cfg(test)]
    pub(in crate::search) fn on_disk(self) -> Self {
        Self { bounds: (0, 1), ..self }
    }

    /// The index that was kept, if it was made with this key: in memory, for who asks at once.
    pub fn open(&self, cache_key: &CacheKey) -> Option<Snapshot> {
        self.read(cache_key, |_| Some(SpoolFolder::default()))
    }

    /// The same, and what is large of it stays on the disk: for who asks now and then.
    pub fn open_on_disk(&self, cache_key: &CacheKey) -> Option<Snapshot> {
        if let Some(open) = &self.open
            && let Some(open) = &*open.lock().unwrap_or_else(PoisonError::into_inner)
            && open.metadata.cache_key == *cache_key
        {
            return open.engine.snapshot(&cache_key.content).ok();
        }
        self.read(cache_key, |index| Some(SpoolFolder::bounded(index.try_clone().ok()?, self.bounds)))
    }

    fn read(&self, cache_key: &CacheKey, spools: impl Fn(&Dir) -> Option<SpoolFolder>) -> Option<Snapshot> {
        // Without a message: what stands in the way is told when the index is to be written.
        let index = CacheFolder::open(&self.site).and_then(|folder| folder.open_dir_nofollow(INDEX)).ok()?;
        let spools = spools(&index)?;
        // A file that vanishes while the index is read was replaced.
        let read = (0..ATTEMPTS).find_map(|_| kept::read(&index, &spools, |known| known == cache_key).ok())?;
        let (_, metadata, files) = read?;
        load(&metadata, files, spools)?.snapshot(&cache_key.content).ok()
    }

    /// Brings the index up to a corpus, of which the key tells what it is made of: what did not change is not written again,
    /// and an index that does not fit is made anew. `stage` counts the documents that are written; `wait` is called if another
    /// process is writing. `None` if a text was changed since the site was read.
    ///
    /// # Errors
    /// If the folder cannot be written, or a link stands in it.
    pub fn update<D: Documents>(
        &self,
        corpus: &Corpus<D>,
        cache_key: &CacheKey,
        stage: &RunningStage,
        wait: &dyn Fn(),
    ) -> Result<Option<Snapshot>, IndexError> {
        let folder = CacheFolder::of_site(&self.site)?;
        let _lock = folder.lock(wait)?;
        let index = folder.within(INDEX)?;
        let spools = SpoolFolder::bounded(at(&index.path, index.dir.try_clone())?, self.bounds);
        let words = words_of(corpus);
        let mut engine = None;
        if let Some(mut old) = self.take_open(&index.dir).or_else(|| read(&index.dir, cache_key, &spools)) {
            if old.metadata.cache_key == *cache_key {
                let snapshot = old.engine.snapshot(&cache_key.content);
                self.stay_open(old);
                return snapshot.map(Some);
            }
            if old.metadata.words == words && old.engine.change(corpus, &old.origins, stage)? {
                engine = Some(old.engine);
            }
        }
        let mut engine = match engine {
            Some(engine) => engine,
            None => TantivyIndex::new(corpus, spools, stage)?,
        };
        if !corpus.documents.are_whole() {
            return Ok(None);
        }
        engine.check()?;
        let (account, mut files) = engine.files()?;
        let mut add = |kind: &str, ending: &str, bytes: &[u8]| {
            let name = format!("{kind}-{}.{ending}", &blake3::hash(bytes).to_hex()[..16]);
            files.push((name.clone(), FileSlice::from(bytes.to_vec())));
            name
        };
        let settings = serde_json::to_vec(engine.settings()).map_err(|error| IndexError::Engine(error.to_string()))?;
        let origins = Origins::of(&corpus.documents);
        let (analysis, named) = (add("analysis", "json", &settings), add("origins", "bin", &origins.write()));
        let metadata = IndexMetadata { cache_key: cache_key.clone(), words, engine: account, analysis, origins: named };
        let (seal, files) = at(&index.path, kept::write(&index.dir, metadata.clone(), &files, engine.kept()))?;
        for name in LEFTOVERS {
            at(&folder.path, folder::remove(&folder.dir, name))?;
        }
        engine.keep(files);
        let snapshot = engine.snapshot(&cache_key.content)?;
        self.stay_open(OpenIndex { seal, metadata, engine, origins });
        Ok(Some(snapshot))
    }

    /// Takes the index that stays open, if it is the one in the folder.
    fn take_open(&self, index: &Dir) -> Option<OpenIndex> {
        let open = self.open.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let seal = kept::seal(index).ok()??;
        (open.seal == seal).then_some(open)
    }

    /// Leaves an index open, if one is to stay so.
    fn stay_open(&self, index: OpenIndex) {
        if let Some(open) = &self.open {
            *open.lock().unwrap_or_else(PoisonError::into_inner) = Some(index);
        }
    }
}

/// The index in a folder, if the program of the key made it.
fn read(index: &Dir, cache_key: &CacheKey, spools: &SpoolFolder) -> Option<OpenIndex> {
    // Nobody but this process writes: what cannot be read now never can.
    let (seal, metadata, files) =
        kept::read(index, spools, |known| known.is_of_same_program(cache_key)).unwrap_or_default()?;
    let origins = file(&files, &metadata.origins).map(Origins::read).unwrap_or_default();
    let engine = load(&metadata, files, spools.clone())?;
    Some(OpenIndex { seal, metadata, engine, origins })
}

/// A file of an index by its name.
fn file<'f>(files: &'f [KeptFile], name: &str) -> Option<&'f FileSlice> {
    files.iter().find(|(listed, _)| listed.name == name).map(|(_, bytes)| bytes)
}

/// The engine of an index that was read.
fn load(metadata: &IndexMetadata, mut files: Vec<KeptFile>, spools: SpoolFolder) -> Option<TantivyIndex> {
    let settings: SearchSettings =
        serde_json::from_slice(&file(&files, &metadata.analysis)?.read_bytes().ok()?).ok()?;
    files.retain(|(listed, _)| ![&metadata.analysis, &metadata.origins].contains(&&listed.name));
    TantivyIndex::load(metadata.engine.clone(), files, settings, spools).ok()
}

/// Names the words that a site adds to the dictionary.
fn words_of<D>(corpus: &Corpus<D>) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in &corpus.dictionary {
        hasher.update(word.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}
