//! What of a corpus an engine gets: all, or what differs from the export before.

use std::collections::BTreeMap;
use std::io;

use super::manifest::ExportManifest;
use super::target::{ExportTarget, ExportVersion, ListedTerm};
use crate::search::external::{EngineDocument, EngineSettings, TermStatistics, analysis_name};
use crate::search::index::IndexError;
use crate::search::{Corpus, Documents};

/// An export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A text was changed since the site was read.
    #[error("a text of the site was changed while it was read: begin again, once it has been saved")]
    Changed,
    /// Documents could not be told apart.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The output failed.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// How much an export has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportSummary {
    /// How many documents there are.
    pub documents: usize,
    /// How many of them were written.
    pub written: usize,
    /// How many documents were removed.
    pub removed: usize,
    /// How many terms were written or removed.
    pub terms: usize,
}

/// The version that an export of content has. `content` names that.
pub fn version_of<D>(corpus: &Corpus<D>, content: &str, past: Option<&ExportManifest>) -> ExportVersion {
    let named = format!("{}\n{content}", analysis_name(corpus));
    let name = blake3::hash(named.as_bytes()).to_hex()[..16].to_owned();
    let base = past.map_or_else(|| name.clone(), |past| past.base.clone());
    ExportVersion { base, past: past.map(|past| past.version.clone()), name }
}

/// Writes a corpus for an engine: what differs from `past`, or all of it. What is told afterwards is for the next export.
///
/// # Errors
/// If it cannot be written.
pub fn export<D: Documents>(
    corpus: &Corpus<D>,
    version: &ExportVersion,
    past: Option<&ExportManifest>,
    target: &mut dyn ExportTarget,
) -> Result<(ExportManifest, ExportSummary), ExportError> {
    let analysis = analysis_name(corpus);
    let languages: Vec<String> = corpus.locales.iter().map(|locale| locale.code().to_owned()).collect();
    target.begin(version, &languages)?;
    // Where words are cut otherwise, no document is as it was.
    let known = past.filter(|past| past.analysis == analysis).map(|past| &past.documents);
    let mut summary = ExportSummary::default();
    let mut documents = BTreeMap::new();
    let mut take = |document: &EngineDocument<'_>| -> Result<(), ExportError> {
        documents.insert(document.identity, document.version);
        if known.and_then(|known| known.get(&document.identity)) != Some(&document.version) {
            summary.written += 1;
            target.document(document)?;
        }
        Ok(())
    };
    let (settings, statistics) = EngineSettings::export(corpus, &version.name, &mut take)?;
    if !corpus.documents.are_whole() {
        return Err(ExportError::Changed);
    }
    summary.documents = documents.len();
    for identity in past.iter().flat_map(|past| past.documents.keys()).filter(|known| !documents.contains_key(known)) {
        summary.removed += 1;
        target.remove(*identity)?;
    }
    summary.terms = write_terms(&statistics, past, target)?;
    target.finish(&settings)?;
    let (version, base) = (version.name.clone(), version.base.clone());
    Ok((ExportManifest { version, base, analysis, documents, terms: statistics.terms }, summary))
}

/// Writes the terms that differ from those of `past`, and tells how many.
fn write_terms(
    statistics: &TermStatistics,
    past: Option<&ExportManifest>,
    target: &mut dyn ExportTarget,
) -> Result<usize, ExportError> {
    let mut written = 0;
    for (term @ (field, key), documents) in &statistics.terms {
        if past.and_then(|past| past.terms.get(term)) != Some(documents) {
            written += 1;
            target.term(&ListedTerm { field: *field, key, documents, idf: statistics.idf(documents) })?;
        }
    }
    for (field, key) in
        past.iter().flat_map(|past| past.terms.keys()).filter(|term| !statistics.terms.contains_key(term))
    {
        written += 1;
        target.remove_term(*field, key)?;
    }
    Ok(written)
}
