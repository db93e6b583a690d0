//! What a build changed in the output folder.

use cap_std::fs::Dir;
use rayon::prelude::*;
use serde::Serialize;

use super::before::{Before, Found};
use super::manifest::WrittenFiles;

/// The files of a new site that the one before did not have or had with other bytes, and those that it had more. Paths from the
/// output folder with `/`, sorted; the hidden list is none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files that held something else.
    pub changed: Vec<String>,
    /// Files that are there no more.
    pub removed: Vec<String>,
}

impl Changes {
    /// Where there was no site before.
    pub(super) fn all_of(written: &WrittenFiles) -> Self {
        Self { added: written.paths().cloned().collect(), ..Self::default() }
    }

    /// What changed between a site before and the one that was `written` to a folder.
    pub(super) fn between(before: &Before, new: &Dir, written: &WrittenFiles) -> Self {
        // What cannot be read is told as changed, so that nobody goes without it.
        let look = |path: &String| new.read(path).map_or(Found::Other, |bytes| before.look(path, &bytes));
        let paths: Vec<_> = written.paths().collect();
        let found: Vec<_> = paths.par_iter().copied().map(look).collect();
        let mut changes = Self::default();
        for (path, found) in paths.into_iter().zip(&found) {
            changes.add(path, found);
        }
        changes.finish(before, written);
        changes
    }

    /// Adds a file of the new site by what was found in its place.
    pub(super) fn add(&mut self, path: &str, found: &Found) {
        match found {
            Found::Nothing => self.added.push(path.to_owned()),
            Found::Other => self.changed.push(path.to_owned()),
            Found::Equal | Found::Same(_) => {}
        }
    }

    /// When all files that were `written` were added: completes what is missing, and sorts.
    pub(super) fn finish(&mut self, before: &Before, written: &WrittenFiles) {
        self.removed = before.removed(written);
        self.added.sort_unstable();
        self.changed.sort_unstable();
    }
}
