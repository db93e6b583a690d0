//! What an engine is written for by.

use std::io;

use crate::search::external::{EngineDocument, EngineSettings, TermField};

/// Which versions of the content an export is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportVersion {
    /// Names the content, and the program that cut it into terms: letters and digits.
    pub name: String,
    /// That of the export before, which is there already and of which only the difference is written.
    pub past: Option<String>,
    /// That of the last export that was written whole.
    pub base: String,
}

/// A term, as it is listed.
#[derive(Clone, Debug)]
pub struct ListedTerm<'t> {
    /// Where it stands.
    pub field: TermField,
    /// What it is listed by.
    pub key: &'t str,
    /// In how many documents of each language, by its place, it stands.
    pub documents: &'t [u32],
    /// What it counts in each.
    pub idf: Vec<f32>,
}

/// Writes what an engine gets, in the form that it reads; everything in the order of these functions.
pub trait ExportTarget {
    /// Begins.
    ///
    /// # Errors
    /// As all of these: if it cannot be written.
    fn begin(&mut self, version: &ExportVersion, languages: &[String]) -> io::Result<()>;
    /// Writes a document, which may take the place of another version of it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn document(&mut self, document: &EngineDocument<'_>) -> io::Result<()>;
    /// Removes a document, by its identity.
    ///
    /// # Errors
    /// If it cannot be written.
    fn remove(&mut self, identity: u64) -> io::Result<()>;
    /// Writes how many documents hold a term.
    ///
    /// # Errors
    /// If it cannot be written.
    fn term(&mut self, term: &ListedTerm<'_>) -> io::Result<()>;
    /// Removes a term that no document holds any more.
    ///
    /// # Errors
    /// If it cannot be written.
    fn remove_term(&mut self, field: TermField, key: &str) -> io::Result<()>;
    /// Writes what queries need beside documents and terms, and has all of it take the place of what was there.
    ///
    /// # Errors
    /// If it cannot be written.
    fn finish(&mut self, settings: &EngineSettings) -> io::Result<()>;
}
