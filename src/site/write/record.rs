//! What a build wrote, kept beside the site: a build of the same has only to see that it is still there.
//!
//! The record is a cache that [nobody trusts](crate::folder::sealed). That the files of the output are what was written is proved by
//! reading them, as it is where they are compared with new ones. Whatever lacks or differs, the site is built as if there were no
//! record.

use std::path::Path;

use super::manifest::WrittenFiles;
use crate::diagnostic::Diagnostic;
use crate::folder::cache::PROGRAM;
use crate::folder::sealed::{self, push_text, take_text};
use crate::source::SourceFiles;

/// The name of the record.
const RECORD: &str = "build";

/// Names all that a build depends on but the program: the files of the site and the theme, and the address that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildKey([u8; 32]);

/// What a build was made of, what it told, and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildRecord {
    /// What it was made of.
    pub key: BuildKey,
    /// What was found wrong: no errors.
    pub told: Vec<Diagnostic>,
    /// All files of the output.
    pub files: WrittenFiles,
}

impl BuildKey {
    /// `None` if a file of the site could not be used as it is. `base_url` is the one that takes the place of that in `site.yaml`.
    pub fn of(sources: &SourceFiles, base_url: Option<&str>) -> Option<Self> {
        let mut named = sources.name()?.to_vec();
        // None is not the same as one without letters.
        if let Some(text) = base_url {
            named.extend(text.as_bytes());
            named.push(0);
        }
        Some(Self(*blake3::hash(&named).as_bytes()))
    }
}

impl BuildRecord {
    /// The record beside a site; `None` if there is none that can be used.
    pub fn read(site: &Path) -> Option<Self> {
        parse(&sealed::read(site, RECORD, PROGRAM)?)
    }

    /// Keeps the record beside a site, unless another process is writing there. Where it cannot be written, the next build does more,
    /// and nothing else is lost.
    pub fn keep(&self, site: &Path) {
        if let Ok(told) = serde_json::to_vec(&self.told) {
            let mut record = self.key.0.to_vec();
            record.extend((told.len() as u64).to_le_bytes());
            record.extend(told);
            for (path, hash) in self.files.iter() {
                push_text(path, &mut record);
                record.extend(hash);
            }
            drop(sealed::write(site, RECORD, PROGRAM, &record));
        }
    }
}

fn parse(record: &[u8]) -> Option<BuildRecord> {
    let (key, rest) = record.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (told, mut rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let told = serde_json::from_slice(told).ok()?;
    let mut files = WrittenFiles::default();
    while !rest.is_empty() {
        let path = take_text(&mut rest)?.to_owned();
        let (hash, after) = rest.split_first_chunk()?;
        files.add(path, *hash);
        rest = after;
    }
    Some(BuildRecord { key: BuildKey(*key), told, files })
}
