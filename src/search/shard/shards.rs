//! Shards in memory: an index of which some files are loaded.

use std::cell::RefCell;
use std::rc::Rc;

use super::file::{Entry, File, IndexHeader, Lengths, TermBlock, TopicTexts, verified};
use super::loaded::LoadedFile;
use crate::analysis::insert_sorted;
use crate::search::query::{Fragment, Index, Lookup, NotCovered, StoredFields};

/// An index of which some files are loaded. Those that are asked for and are not are listed, to be fetched.
#[derive(Debug, Default)]
pub struct Shards {
    pub(super) head: IndexHeader,
    /// In the order of the files.
    files: Vec<(File, LoadedFile)>,
    /// In their order.
    missing: RefCell<Vec<File>>,
}

/// That a file is not loaded yet; which ones, [`Shards::take_missing`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

impl Shards {
    /// An index of which only the head is loaded. `None` if that is none, or one of another version of Wenda.
    pub fn open(head: &[u8]) -> Option<Self> {
        Some(Self { head: IndexHeader::read(head)?, ..Self::default() })
    }

    /// The files that were asked for since this was last asked, and are not loaded.
    pub fn take_missing(&self) -> Vec<File> {
        self.missing.take()
    }

    /// Takes a file that was fetched. Whether it is what it should be: its checksum is that of this file of this index.
    pub fn provide(&mut self, file: File, bytes: &[u8]) -> bool {
        let read = |bytes| LoadedFile::read(file, bytes, &self.head);
        let Some(loaded) = verified(self.head.content, file, bytes).and_then(read) else {
            return false;
        };
        match self.place_of(file) {
            Ok(place) => self.files[place].1 = loaded,
            Err(place) => self.files.insert(place, (file, loaded)),
        }
        true
    }

    /// What a file holds.
    pub(super) fn load(&self, file: File) -> Result<&LoadedFile, NotLoaded> {
        match self.place_of(file) {
            Ok(place) => Ok(&self.files[place].1),
            Err(_) => {
                self.request(file);
                Err(NotLoaded)
            }
        }
    }

    /// What a file holds that is read where it is needed.
    pub(super) fn bytes(&self, file: File) -> Result<&[u8], NotLoaded> {
        match self.load(file)? {
            LoadedFile::Bytes(bytes) => Ok(bytes),
            _ => Ok(&[]),
        }
    }

    /// The codes of all languages, that of the reader first.
    pub fn languages_for<'s>(&'s self, reader: &'s str) -> Vec<&'s str> {
        let others = self.head.languages.iter().map(|(code, _)| code.as_str()).filter(|code| *code != reader);
        [reader].into_iter().chain(others).collect()
    }

    /// Asks for a file that will be needed.
    pub(super) fn request(&self, file: File) {
        if self.place_of(file).is_err() {
            insert_sorted(&mut self.missing.borrow_mut(), file);
        }
    }

    /// Its place among those that are loaded, or the one that it will have there.
    fn place_of(&self, file: File) -> Result<usize, usize> {
        self.files.binary_search_by_key(&file, |(file, _)| *file)
    }

    pub(super) fn block(&self, number: u32) -> Result<Option<&TermBlock>, NotLoaded> {
        match self.load(File::Block(number))? {
            LoadedFile::Block(block) => Ok(Some(block)),
            _ => Ok(None),
        }
    }

    /// What is known of a term.
    pub(super) fn entry(&self, term: &str) -> Result<Option<&Entry>, NotLoaded> {
        let Some(number) = self.head.block_of(term) else {
            return Ok(None);
        };
        Ok(self.block(number)?.and_then(|block| block.get(term)))
    }

    /// The lengths of a document and of those after it in the same file, from its place there on.
    pub(super) fn lengths_of(&self, document: u32) -> Result<Option<(&Lengths, usize)>, NotLoaded> {
        let Some((file, place)) = self.head.lengths_of(document) else {
            return Ok(None);
        };
        match self.load(File::Lengths(file))? {
            LoadedFile::Lengths(lengths) => Ok(Some((lengths, place))),
            _ => Ok(None),
        }
    }
}

impl Index for Shards {
    type NotLoaded = NotLoaded;
}

impl StoredFields for Shards {
    fn translation_group(&self, document: u32) -> Lookup<u64, Self> {
        let group = self.lengths_of(document)?.and_then(|(lengths, place)| lengths.groups.get(place));
        Ok(group.copied().unwrap_or_default().into())
    }

    fn fragment(&self, document: u32) -> Lookup<Option<Rc<Fragment>>, Self> {
        match self.load(File::Fragment(document))? {
            LoadedFile::Fragment(fragment) => Ok(Some(Rc::clone(fragment))),
            _ => Ok(None),
        }
    }

    fn topic(&self, topic: u32, language: &str) -> Lookup<Option<NotCovered>, Self> {
        Ok(TopicTexts::read(self.bytes(File::Topics(0))?).get(topic, language))
    }
}
