//! What OpenSearch reads: an index template, the lines of `_bulk`, and the switch of the aliases.
//!
//! The formats are those that its documentation describes (Index templates, Bulk, Alias); no server of it takes part in the tests.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::jsonl::{document_key, fields, term_fields};
use super::target::{ExportTarget, ExportVersion, ListedTerm};
use crate::search::external::{EngineDocument, EngineSettings, TermField, TokenField};

/// What the indices of an export, and the aliases that point at them, are called.
const DOCUMENTS: &str = "wenda-documents";
const TERMS: &str = "wenda-terms";
const SETTINGS: &str = "wenda-settings";

fn index(name: &str, base: &str) -> String {
    format!("{name}-{base}")
}

/// The index template, for `PUT _index_template/wenda`.
pub(super) fn template() -> String {
    let tokens = |field: TokenField| match field {
        TokenField::Exact | TokenField::Facets => json!({ "type": "keyword", "ignore_above": 8191 }),
        // A token stands once, and how long a text is, ranking knows.
        _ => json!({ "type": "text", "analyzer": "wenda_tokens", "norms": false, "index_options": "docs" }),
    };
    let tokens: Map<String, Value> =
        TokenField::ALL.into_iter().map(|field| (field.name().to_owned(), tokens(field))).collect();
    let unsearched = json!({ "type": "keyword", "index": false, "doc_values": false });
    let keyword = json!({ "type": "keyword", "ignore_above": 8191 });
    let template = json!({
        "index_patterns": [format!("{DOCUMENTS}-*"), format!("{TERMS}-*"), format!("{SETTINGS}-*")],
        "template": {
            "settings": {
                "index": { "number_of_shards": 1, "number_of_replicas": 1 },
                "analysis": { "analyzer": { "wenda_tokens": { "type": "custom", "tokenizer": "whitespace", "filter": [] } } },
            },
            "mappings": {
                "dynamic": "strict",
                "properties": {
                    "kind": keyword, "id": keyword, "language": keyword, "url": unsearched, "title": unsearched,
                    "category": keyword, "as_of": { "type": "date", "format": "yyyy-MM-dd" }, "aliases": unsearched,
                    "sources": keyword, "text": unsearched, "lengths": { "type": "object", "enabled": false },
                    "terms": { "type": "binary" }, "shown": { "type": "binary" },
                    "tokens": { "properties": tokens }, "facets": keyword,
                    "field": keyword, "term": keyword, "documents": { "type": "object", "enabled": false },
                    "idf": { "type": "object", "enabled": false }, "settings": { "type": "object", "enabled": false },
                },
            },
        },
        "priority": 100,
    });
    pretty(&template)
}

/// What has the aliases point at the indices of an export, for `POST _aliases`: all at once.
pub(super) fn aliases(version: &ExportVersion) -> String {
    let actions = [DOCUMENTS, TERMS, SETTINGS].into_iter().flat_map(|name| {
        [
            json!({ "remove": { "index": format!("{name}-*"), "alias": name, "must_exist": false } }),
            json!({ "add": { "index": index(name, &version.base), "alias": name } }),
        ]
    });
    pretty(&json!({ "actions": actions.collect::<Vec<_>>() }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes the lines of `_bulk`.
pub(super) struct Bulk<'w> {
    output: &'w mut dyn Write,
    base: String,
    languages: Vec<String>,
}

impl<'w> Bulk<'w> {
    pub(super) fn new(output: &'w mut dyn Write) -> Self {
        Self { output, base: String::new(), languages: Vec::new() }
    }

    fn put(&mut self, name: &str, id: &str, source: Map<String, Value>) -> io::Result<()> {
        let action = json!({ "index": { "_index": index(name, &self.base), "_id": id } });
        writeln!(self.output, "{action}\n{}", Value::Object(source))
    }

    fn delete(&mut self, name: &str, id: &str) -> io::Result<()> {
        writeln!(self.output, "{}", json!({ "delete": { "_index": index(name, &self.base), "_id": id } }))
    }
}

/// An id has 512 bytes at most, which the key of a term keeps to.
fn term_id(field: TermField, key: &str) -> String {
    format!("{}:{key}", field.name())
}

impl ExportTarget for Bulk<'_> {
    fn begin(&mut self, version: &ExportVersion, languages: &[String]) -> io::Result<()> {
        self.base.clone_from(&version.base);
        self.languages = languages.to_vec();
        Ok(())
    }

    fn document(&mut self, document: &EngineDocument<'_>) -> io::Result<()> {
        let mut source = fields(document);
        let tokens = TokenField::ALL.map(|field| {
            let tokens = &document.tokens[field as usize];
            let value = match field {
                TokenField::Exact | TokenField::Facets => json!(tokens),
                _ => tokens.iter().map(String::as_str).collect::<Vec<_>>().join(" ").into(),
            };
            (field.name().to_owned(), value)
        });
        source.insert("tokens".to_owned(), Value::Object(tokens.into_iter().collect()));
        self.put(DOCUMENTS, &document_key(document.identity), source)
    }

    fn remove(&mut self, identity: u64) -> io::Result<()> {
        self.delete(DOCUMENTS, &document_key(identity))
    }

    fn term(&mut self, term: &ListedTerm<'_>) -> io::Result<()> {
        let source = term_fields(term, &self.languages);
        self.put(TERMS, &term_id(term.field, term.key), source)
    }

    fn remove_term(&mut self, field: TermField, key: &str) -> io::Result<()> {
        self.delete(TERMS, &term_id(field, key))
    }

    fn finish(&mut self, settings: &EngineSettings) -> io::Result<()> {
        let source = [("settings".to_owned(), json!(settings))].into_iter().collect();
        self.put(SETTINGS, "settings", source)
    }
}
