//! Which engines there are.

use std::io::Write;

use super::jsonl::JsonLines;
use super::mysql::MysqlScript;
use super::opensearch::{Bulk, aliases, template};
use super::target::{ExportTarget, ExportVersion};

/// What an export is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// Programs of all kinds: a JSON document on each line.
    Jsonl,
    /// OpenSearch: an index template, and what its `_bulk` reads.
    Opensearch,
    /// What speaks the protocol of MySQL: a script of SQL. The gateway asks such an engine.
    Mysql,
}

impl ExportKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jsonl, Self::Opensearch, Self::Mysql];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Opensearch => "opensearch",
            Self::Mysql => "mysql",
        }
    }

    /// The file that holds documents and terms.
    pub fn main_file(self) -> &'static str {
        match self {
            Self::Jsonl => "wenda.jsonl",
            Self::Opensearch => "bulk.ndjson",
            Self::Mysql => "wenda.sql",
        }
    }

    /// Writes that file.
    pub fn target<'w>(self, output: &'w mut dyn Write) -> Box<dyn ExportTarget + 'w> {
        match self {
            Self::Jsonl => Box::new(JsonLines::new(output)),
            Self::Opensearch => Box::new(Bulk::new(output)),
            Self::Mysql => Box::new(MysqlScript::new(output)),
        }
    }

    /// The small files beside it, each with its name.
    pub fn other_files(self, version: &ExportVersion) -> Vec<(&'static str, String)> {
        match self {
            Self::Opensearch => vec![("template.json", template()), ("aliases.json", aliases(version))],
            Self::Jsonl | Self::Mysql => Vec::new(),
        }
    }
}
