//! A JSON document on each line, for programs of all kinds.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::target::{ExportTarget, ExportVersion, ListedTerm};
use crate::search::external::{EngineDocument, EngineSettings, TermField, TokenField};
use crate::search::query::Field;

/// Writes a JSON document on each line.
pub(super) struct JsonLines<'w> {
    output: &'w mut dyn Write,
    languages: Vec<String>,
}

impl<'w> JsonLines<'w> {
    pub(super) fn new(output: &'w mut dyn Write) -> Self {
        Self { output, languages: Vec::new() }
    }

    fn line(&mut self, record: &Value) -> io::Result<()> {
        writeln!(self.output, "{record}")
    }
}

impl ExportTarget for JsonLines<'_> {
    fn begin(&mut self, version: &ExportVersion, languages: &[String]) -> io::Result<()> {
        self.languages = languages.to_vec();
        let ExportVersion { name, past, .. } = version;
        self.line(&json!({ "record": "export", "version": name, "since": past, "languages": languages }))
    }

    fn document(&mut self, document: &EngineDocument<'_>) -> io::Result<()> {
        let mut record = fields(document);
        record.insert("record".to_owned(), "document".into());
        record.insert("key".to_owned(), document_key(document.identity).into());
        let tokens = TokenField::ALL.map(|field| (field.name().to_owned(), json!(document.tokens[field as usize])));
        record.insert("tokens".to_owned(), Value::Object(tokens.into_iter().collect()));
        self.line(&Value::Object(record))
    }

    fn remove(&mut self, identity: u64) -> io::Result<()> {
        self.line(&json!({ "record": "remove", "key": document_key(identity) }))
    }

    fn term(&mut self, term: &ListedTerm<'_>) -> io::Result<()> {
        let mut record = term_fields(term, &self.languages);
        record.insert("record".to_owned(), "term".into());
        self.line(&Value::Object(record))
    }

    fn remove_term(&mut self, field: TermField, key: &str) -> io::Result<()> {
        self.line(&json!({ "record": "remove_term", "field": field.name(), "term": key }))
    }

    fn finish(&mut self, settings: &EngineSettings) -> io::Result<()> {
        self.line(&json!({ "record": "settings", "settings": settings }))
    }
}

/// What names a document in an engine.
pub(super) fn document_key(identity: u64) -> String {
    format!("{identity:016x}")
}

/// What is said of a document, and what it is ranked and shown by; without its tokens.
pub(super) fn fields(engine: &EngineDocument<'_>) -> Map<String, Value> {
    let document = engine.document;
    let lengths: BTreeMap<&str, u32> = Field::WORDS.iter().map(|field| field.name()).zip(engine.lengths).collect();
    let fields = json!({
        "kind": document.kind.name(),
        "id": document.id,
        "language": document.locale.code(),
        "url": document.address,
        "title": document.title,
        "category": document.group,
        "as_of": document.as_of,
        "aliases": document.aliases,
        "sources": document.sources,
        "facets": engine.facets().collect::<Vec<_>>(),
        "text": engine.text(),
        "lengths": lengths,
        "terms": STANDARD.encode(&engine.terms),
        "shown": STANDARD.encode(&engine.shown),
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// How many documents hold a term, and what it counts, by language.
pub(super) fn term_fields(term: &ListedTerm<'_>, languages: &[String]) -> Map<String, Value> {
    let documents: BTreeMap<&String, &u32> = languages.iter().zip(term.documents).collect();
    let idf: BTreeMap<&String, &f32> = languages.iter().zip(&term.idf).collect();
    let fields = json!({ "field": term.field.name(), "term": term.key, "documents": documents, "idf": idf });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
