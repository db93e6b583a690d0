//! What an export held: by this the next one tells what differs.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::search::external::{TermField, TermFrequencies};

/// Counts the changes of how a manifest is written.
const FORMAT: u32 = 1;

/// What an export held.
#[derive(Clone, Debug, Default)]
pub struct ExportManifest {
    /// Names the content, and the program that cut it into terms.
    pub version: String,
    /// The version of the last export that was written whole.
    pub base: String,
    /// Names what all terms depend on: where it changes, all documents do.
    pub analysis: String,
    /// The documents by their identities, each with its version.
    pub documents: BTreeMap<u64, u64>,
    /// How many documents hold each term.
    pub terms: BTreeMap<(TermField, String), TermFrequencies>,
}

/// A file that is no manifest of an export, or a damaged one.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct DamagedManifest {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

#[derive(Serialize, Deserialize)]
struct ManifestHead {
    wenda_export: u32,
    version: String,
    base: String,
    analysis: String,
    documents: usize,
    terms: usize,
}

/// A line after the first.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ManifestLine {
    /// A document and its version, in hexadecimal digits.
    Document(String, String),
    /// Where a term stands, the term, and in how many documents.
    Term(u8, String, TermFrequencies),
}

impl ExportManifest {
    /// Writes it, a JSON document on each line.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, output: &mut dyn Write) -> io::Result<()> {
        let head = ManifestHead {
            wenda_export: FORMAT,
            version: self.version.clone(),
            base: self.base.clone(),
            analysis: self.analysis.clone(),
            documents: self.documents.len(),
            terms: self.terms.len(),
        };
        writeln!(output, "{}", serde_json::to_string(&head)?)?;
        let documents = self.documents.iter();
        let documents = documents
            .map(|(known, version)| ManifestLine::Document(format!("{known:016x}"), format!("{version:016x}")));
        let terms = self.terms.iter();
        let terms = terms.map(|((field, key), counts)| ManifestLine::Term(field.number(), key.clone(), counts.clone()));
        for line in documents.chain(terms) {
            writeln!(output, "{}", serde_json::to_string(&line)?)?;
        }
        Ok(())
    }

    /// Whether a file begins as one does, of any version.
    pub fn is_one(mut input: impl BufRead) -> bool {
        let mut first = String::new();
        input.read_line(&mut first).is_ok() && serde_json::from_str::<ManifestHead>(&first).is_ok()
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// If it is something else, or a part of it is lacking.
    pub fn read(input: impl BufRead) -> Result<Self, DamagedManifest> {
        let mut lines = (1..).zip(input.lines());
        let damaged = |line: usize, message: String| DamagedManifest { line, message };
        let first = lines.next().and_then(|(_, line)| line.ok()).unwrap_or_default();
        let head: ManifestHead = serde_json::from_str(&first)
            .map_err(|_| damaged(1, "this is no manifest of `wenda export`: name its `manifest.jsonl`".to_owned()))?;
        if head.wenda_export != FORMAT {
            let message = "another version of Wenda wrote this manifest: export once without --since";
            return Err(damaged(1, message.to_owned()));
        }
        let mut manifest = Self { version: head.version, base: head.base, analysis: head.analysis, ..Self::default() };
        let mut last = 1;
        for (number, line) in lines {
            last = number;
            let line = line.map_err(|error| damaged(number, error.to_string()))?;
            let known = serde_json::from_str(&line).ok().and_then(|line| manifest.add(line));
            known.ok_or_else(|| damaged(number, "this is neither a document nor a term".to_owned()))?;
        }
        if (manifest.documents.len(), manifest.terms.len()) != (head.documents, head.terms) {
            return Err(damaged(last, "the manifest is not whole: its end is missing".to_owned()));
        }
        Ok(manifest)
    }

    fn add(&mut self, line: ManifestLine) -> Option<()> {
        match line {
            ManifestLine::Document(identity, version) => {
                let [identity, version] = [identity, version].map(|digits| u64::from_str_radix(&digits, 16).ok());
                self.documents.insert(identity?, version?);
            }
            ManifestLine::Term(number, key, counts) => {
                let field = TermField::all().find(|field| field.number() == number)?;
                self.terms.insert((field, key), counts);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Field;

    #[test]
    fn a_manifest_is_read_as_it_was_written_or_not_at_all() {
        let manifest = ExportManifest {
            version: "v".to_owned(),
            base: "b".to_owned(),
            analysis: "a".to_owned(),
            documents: BTreeMap::from([(7, u64::MAX), (u64::MAX, 0)]),
            terms: BTreeMap::from([
                ((TermField::Of(Field::Body), "备\"案".to_owned()), vec![1, 0]),
                ((TermField::Spelling, "ecs".to_owned()), vec![0, 3]),
            ]),
        };
        let mut written = Vec::new();
        manifest.write(&mut written).unwrap();
        let read = ExportManifest::read(written.as_slice()).unwrap();
        assert_eq!(
            (&read.version, &read.base, &read.analysis),
            (&manifest.version, &manifest.base, &manifest.analysis)
        );
        assert_eq!((read.documents, read.terms), (manifest.documents, manifest.terms));
        let text = String::from_utf8(written).unwrap();
        let cut = text.trim_end().rsplit_once('\n').unwrap().0;
        assert_eq!(
            ExportManifest::read(cut.as_bytes()).unwrap_err().to_string(),
            "line 4: the manifest is not whole: its end is missing"
        );
        for (damaged, line) in
            [("", 1), ("{}", 1), ("[1]", 1), (&*text.replace("[8,", "[88,").replace("[9,", "[99,"), 5)]
        {
            assert_eq!(ExportManifest::read(damaged.as_bytes()).unwrap_err().line, line, "{damaged}");
        }
    }
}
