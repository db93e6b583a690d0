//! The script that fills the tables of a version, and has the row point at them.

use std::io::{self, Write};

use super::literal::{bytes, optional, text};
use super::tables::{CURRENT, VersionTables};
use crate::export::target::{ExportTarget, ExportVersion, ListedTerm};
use crate::search::external::{EngineDocument, EngineSettings, GatheredDocument, TermField, TokenField, engine_token};

/// A statement has so many bytes at most, unless one row has more: servers take 16 MiB by default, some clients less.
const MAX_STATEMENT: usize = 1 << 20;
/// A row of the settings has so many bytes.
const PART: usize = 256 << 10;
/// Rows of the version before are copied in so many steps: a cluster takes each as a whole.
const STEPS: u64 = 16;
/// Whether the tables of the version were made by this script.
const IS_NEW: &str = "@wenda_is_new = 1";

/// Whether the server has all of a version: the row points at it, or did before.
fn is_whole(version: &str) -> String {
    format!("EXISTS (SELECT 1 FROM {CURRENT} WHERE id = 1 AND '{version}' IN (version, previous))")
}

/// Writes a script of SQL.
pub(crate) struct MysqlScript<'w> {
    output: &'w mut dyn Write,
    tables: Option<VersionTables>,
    version: String,
    /// The statement that rows are added to: what it begins with, and the rows.
    begun: (String, String),
}

impl<'w> MysqlScript<'w> {
    pub(crate) fn new(output: &'w mut dyn Write) -> Self {
        Self { output, tables: None, version: String::new(), begun: Default::default() }
    }

    fn tables(&self) -> io::Result<&VersionTables> {
        self.tables.as_ref().ok_or_else(|| io::Error::other("an export begins with its version"))
    }

    fn statement(&mut self, statement: &str) -> io::Result<()> {
        self.flush()?;
        writeln!(self.output, "{statement};")
    }

    /// Adds a row to the statement, or begins another.
    fn row(&mut self, begins: String, row: &str) -> io::Result<()> {
        let (known, rows) = &self.begun;
        if *known != begins || rows.len() + row.len() > MAX_STATEMENT {
            self.flush()?;
            self.begun.0 = begins;
        }
        let rows = &mut self.begun.1;
        rows.push_str(if rows.is_empty() { "\n" } else { ",\n" });
        rows.push_str(row);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let (begins, rows) = std::mem::take(&mut self.begun);
        if rows.is_empty() {
            return Ok(());
        }
        // A list in parentheses ends with one.
        let end = if begins.ends_with('(') { ")" } else { "" };
        writeln!(self.output, "{begins}{rows}{end};")
    }

    /// Runs what a text of SQL comes to on the server.
    fn run(&mut self, sql: &str) -> io::Result<()> {
        self.statement(&format!("SET @wenda_run = {sql}"))?;
        self.statement("PREPARE wenda_run FROM @wenda_run")?;
        self.statement("EXECUTE wenda_run")?;
        self.statement("DEALLOCATE PREPARE wenda_run")
    }

    /// Removes the tables that the row does not point at: those that nobody reads any more, and what a script left that failed.
    fn drop_unread(&mut self) -> io::Result<()> {
        // Hexadecimal digits compare alike whatever the collations of the two are.
        let read = "HEX(SUBSTRING_INDEX(table_name, '_', -1)) IN (HEX(version), HEX(previous))";
        self.run(&format!(
            "(SELECT IFNULL(CONCAT('DROP TABLE IF EXISTS ', GROUP_CONCAT(table_name)), 'DO 0')
FROM information_schema.tables WHERE table_schema = DATABASE()
AND table_name REGEXP '^wenda_(documents|terms|settings)_[0-9A-Za-z]+$'
AND NOT EXISTS (SELECT 1 FROM {CURRENT} WHERE id = 1 AND {read}))"
        ))
    }

    /// Ends the script if the server has not all of a version. What it fails with is the name of a table.
    fn require(&mut self, version: &str) -> io::Result<()> {
        self.run(&format!(
            "IF({}, 'DO 0', 'SELECT 1 FROM `version {version} is not here, load a whole export`')",
            is_whole(version)
        ))
    }

    /// Changes the full-text index of a new version. One that is made when all rows are there takes a quarter of the room, and less
    /// time; of a table that has had one, the rows stay where they are.
    fn change_index(&mut self, change: &str) -> io::Result<()> {
        let documents = self.tables()?.documents.clone();
        self.run(&format!("IF({IS_NEW}, 'ALTER TABLE {documents} {change}', 'DO 0')"))
    }

    /// Makes the tables of a version what those of the one before are, where they are new.
    fn copy(&mut self, from: &VersionTables) -> io::Result<()> {
        let to = self.tables()?.clone();
        let step = u64::MAX / STEPS;
        for number in 0..STEPS {
            let last = if number + 1 == STEPS { u64::MAX } else { step * (number + 1) - 1 };
            self.statement(&format!(
                "INSERT INTO {} SELECT * FROM {} WHERE {IS_NEW} AND id BETWEEN {} AND {last}",
                to.documents,
                from.documents,
                step * number
            ))?;
        }
        for field in TermField::all() {
            self.statement(&format!(
                "INSERT INTO {} SELECT * FROM {} WHERE {IS_NEW} AND field = {}",
                to.terms,
                from.terms,
                field.number()
            ))?;
        }
        Ok(())
    }
}

impl ExportTarget for MysqlScript<'_> {
    fn begin(&mut self, version: &ExportVersion, _languages: &[String]) -> io::Result<()> {
        let named =
            |name: &str| VersionTables::of(name).ok_or_else(|| io::Error::other(format!("`{name}` is no version")));
        let (tables, past) = (named(&version.name)?, version.past.as_deref().map(named).transpose()?);
        self.version.clone_from(&version.name);
        writeln!(
            self.output,
            "-- The search of a site, written by `wenda export --to mysql`: version {}.",
            version.name
        )?;
        self.statement("SET NAMES utf8mb4")?;
        self.statement("SET SESSION sql_mode = 'STRICT_ALL_TABLES'")?;
        self.statement(&format!(
            "CREATE TABLE IF NOT EXISTS {CURRENT} (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  version VARCHAR(32) NOT NULL,
  previous VARCHAR(32)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
        ))?;
        self.statement("SET SESSION group_concat_max_len = 1048576")?;
        // What is there of this version is all of it, or begun anew.
        self.drop_unread()?;
        if let Some(past) = &version.past {
            self.require(past)?;
        }
        self.statement(&format!("SET @wenda_is_new = NOT {}", is_whole(&version.name)))?;
        for create in tables.create() {
            self.statement(&create)?;
        }
        self.tables = Some(tables);
        self.change_index("DROP INDEX tokens")?;
        match past.filter(|past| Some(past) != self.tables.as_ref()) {
            Some(past) => self.copy(&past),
            None => Ok(()),
        }
    }

    fn document(&mut self, engine: &EngineDocument<'_>) -> io::Result<()> {
        let document = engine.document;
        let list = |texts: Vec<&str>| text(&texts.join("\n"));
        let tokens = TokenField::ALL.into_iter().flat_map(|field| {
            let terms = engine.tokens[field as usize].iter();
            terms.map(move |term| engine_token(document.language, field, term))
        });
        let row = format!(
            "({},{},{},{},{},{},{},{},{},{},{},{},{},{},{})",
            engine.identity,
            text(document.locale.code()),
            text(document.kind.name()),
            text(&document.id),
            text(&document.address),
            text(&document.title),
            optional(document.group.as_deref()),
            optional(document.as_of.as_deref()),
            list(document.sources.iter().map(String::as_str).collect()),
            list(engine.facets().collect()),
            text(&engine.text()),
            bytes(&GatheredDocument::write_lengths(&engine.lengths)),
            bytes(&engine.terms),
            bytes(&engine.shown),
            text(&tokens.collect::<Vec<_>>().join(" ")),
        );
        self.row(format!("REPLACE INTO {} VALUES", self.tables()?.documents), &row)
    }

    fn remove(&mut self, identity: u64) -> io::Result<()> {
        // Of a list of numbers with and without a sign, servers look at all rows.
        let sign = if i64::try_from(identity).is_ok() { "<" } else { ">=" };
        let documents = &self.tables()?.documents;
        self.row(format!("DELETE FROM {documents} WHERE id {sign} {} AND id IN (", 1_u64 << 63), &identity.to_string())
    }

    fn term(&mut self, term: &ListedTerm<'_>) -> io::Result<()> {
        let documents: Vec<String> = term.documents.iter().map(u32::to_string).collect();
        let row = format!("({},{},'{}')", term.field.number(), text(term.key), documents.join(","));
        self.row(format!("REPLACE INTO {} VALUES", self.tables()?.terms), &row)
    }

    fn remove_term(&mut self, field: TermField, key: &str) -> io::Result<()> {
        let row = format!("({},{})", field.number(), text(key));
        self.row(format!("DELETE FROM {} WHERE (field, term) IN (", self.tables()?.terms), &row)
    }

    fn finish(&mut self, settings: &EngineSettings) -> io::Result<()> {
        self.change_index("ADD FULLTEXT KEY tokens (tokens)")?;
        let tables = self.tables()?.clone();
        for (part, json) in serde_json::to_vec(settings)?.chunks(PART).enumerate() {
            self.row(format!("REPLACE INTO {} VALUES", tables.settings), &format!("({part},{})", bytes(json)))?;
        }
        let version = text(&self.version);
        self.statement(&format!(
            "INSERT INTO {CURRENT} (id, version) VALUES (1, {version})
ON DUPLICATE KEY UPDATE previous = IF(version = VALUES(version), previous, version), version = VALUES(version)"
        ))?;
        // Who reads the version before goes on reading it; the one before that is nobody's.
        self.drop_unread()
    }
}
