//! What is asked of one node of an engine.

use std::sync::Arc;
use std::time::Instant;

use mysql::Row;
use mysql::prelude::Queryable;

use super::boolean_query::boolean_query;
use super::content_version::{ContentVersion, FoundIdentities};
use super::engine_error::EngineError;
use super::nodes::NodeConnection;
use crate::export::mysql::VersionTables;
use crate::search::external::{
    EngineIndex, EngineLookup, EngineSettings, FoundDocuments, GatheredDocument, ShownDocument, TermField,
    TermFrequencies, TokenQuery,
};

/// Asks one node.
pub(super) struct EngineSession<'s> {
    pub(super) node: &'s mut NodeConnection,
    /// Nothing is asked after that.
    pub(super) end: Instant,
}

impl EngineSession<'_> {
    pub(super) fn rows(&mut self, query: &str) -> Result<Vec<Row>, EngineError> {
        if Instant::now() >= self.end {
            return Err(EngineError::Late(format!("{}: it answers slowly", self.node.name)));
        }
        match self.node.connection.query(query) {
            Err(mysql::Error::MySqlError(error)) if error.code == EngineError::NOT_READY && !self.node.is_cut_off => {
                self.read_cut_off()?;
                self.rows(query)
            }
            done => done.map_err(|error| EngineError::of(&self.node.name, &error)),
        }
    }

    /// A value of a row.
    pub(super) fn value<T: mysql::prelude::FromValue>(&self, row: &mut Row, place: usize) -> Result<T, EngineError> {
        let damaged = || EngineError::Node { node: self.node.name.clone(), message: "an answer is damaged".to_owned() };
        row.take_opt(place).and_then(Result::ok).ok_or_else(damaged)
    }

    /// What queries need beside documents and terms.
    pub(super) fn settings(&mut self, tables: &VersionTables) -> Result<EngineSettings, EngineError> {
        let mut json: Vec<u8> = Vec::new();
        for mut row in self.rows(&format!("SELECT json FROM {} ORDER BY part", tables.settings))? {
            json.extend(self.value::<Vec<u8>>(&mut row, 0)?);
        }
        let other =
            "another version of Wenda wrote the export: export again with this one, or run the gateway of that one";
        let settings: Option<EngineSettings> = serde_json::from_slice(&json).ok();
        let settings = settings.filter(EngineSettings::is_of_this_program);
        settings.ok_or_else(|| EngineError::NoContent(other.to_owned()))
    }

    /// Answers what an index lacks, from what is remembered or from the engine. Whether the engine was asked.
    pub(super) fn provide(
        &mut self,
        missing: Vec<EngineLookup>,
        version: &ContentVersion,
        index: &mut EngineIndex<'_>,
    ) -> Result<bool, EngineError> {
        let mut was_asked = false;
        let (mut terms, mut shown) = (Vec::new(), Vec::new());
        for lookup in missing {
            match lookup {
                EngineLookup::Frequency(field, key) => match version.frequencies.get(&(field, key.clone())) {
                    Some(documents) => index.provide_frequency(field, key, documents),
                    None => terms.push((field, key)),
                },
                EngineLookup::Shown(identity) => match version.shown.get(&identity) {
                    Some(known) => index.provide_shown(identity, Some(known)),
                    None => shown.push(identity),
                },
                EngineLookup::Terms(field, prefix, most) => {
                    let asked = (field, prefix, most);
                    let (known, is_new) = self.terms(&asked, version)?;
                    was_asked |= is_new;
                    index.provide_terms(asked.0, asked.1, most, known.to_vec());
                }
                EngineLookup::Count(query) => {
                    let (count, is_new) = self.count(&query, version)?;
                    was_asked |= is_new;
                    index.provide_count(query, count);
                }
                EngineLookup::Documents(query, most) => {
                    let asked = (query, most);
                    let (found, is_new) = self.documents(&asked, version)?;
                    was_asked |= is_new;
                    index.provide_documents(asked.0, most, &found);
                }
            }
        }
        was_asked |= !terms.is_empty() || !shown.is_empty();
        self.frequencies(terms, version, index)?;
        self.shown(&shown, version, index)?;
        Ok(was_asked)
    }

    fn frequencies(
        &mut self,
        mut asked: Vec<(TermField, String)>,
        version: &ContentVersion,
        index: &mut EngineIndex<'_>,
    ) -> Result<(), EngineError> {
        if asked.is_empty() {
            return Ok(());
        }
        asked.sort_unstable();
        let by_field = asked.chunk_by(|(one, _), (next, _)| one == next).map(|terms| {
            let keys: Vec<String> = terms.iter().map(|(_, key)| bytes(key)).collect();
            format!("field = {} AND term IN ({})", terms[0].0.number(), keys.join(","))
        });
        let query = format!(
            "SELECT field, term, documents FROM {} WHERE {}",
            version.tables.terms,
            by_field.collect::<Vec<_>>().join(" OR ")
        );
        let mut found = Vec::new();
        for mut row in self.rows(&query)? {
            let (field, key, documents) =
                (self.value::<u8>(&mut row, 0)?, self.value(&mut row, 1)?, self.value(&mut row, 2)?);
            found.push((field, key, documents));
        }
        for (field, key) in asked {
            let is_it =
                |(number, known, _): &&(u8, Vec<u8>, String)| *number == field.number() && known == key.as_bytes();
            let counts: TermFrequencies = found.iter().find(is_it).map_or_else(Vec::new, |(_, _, documents)| {
                documents.split(',').map(|count| count.parse().unwrap_or(0)).collect()
            });
            version.frequencies.put((field, key.clone()), counts.clone(), key.len() + counts.len() * size_of::<u32>());
            index.provide_frequency(field, key, counts);
        }
        Ok(())
    }

    fn terms(
        &mut self,
        asked: &(TermField, String, usize),
        version: &ContentVersion,
    ) -> Result<(Arc<[String]>, bool), EngineError> {
        if let Some(known) = version.terms.get(asked) {
            return Ok((known, false));
        }
        let (field, prefix, most) = asked;
        // No character of a term has this byte.
        let end: String = bytes(prefix).trim_end_matches('\'').to_owned() + "ff'";
        let query = format!(
            "SELECT term FROM {} WHERE field = {} AND term >= {} AND term < {end} ORDER BY term LIMIT {}",
            version.tables.terms,
            field.number(),
            bytes(prefix),
            (*most).min(u32::MAX as usize)
        );
        let mut terms: Vec<String> = Vec::new();
        for mut row in self.rows(&query)? {
            // What is listed by a hash is no word that goes on.
            terms.extend(String::from_utf8(self.value(&mut row, 0)?).ok().filter(|term| !term.starts_with('\u{1}')));
        }
        let weight = prefix.len() + terms.iter().map(|term| term.len() + size_of::<String>()).sum::<usize>();
        let terms: Arc<[String]> = terms.into();
        version.terms.put(asked.clone(), Arc::clone(&terms), weight);
        Ok((terms, true))
    }

    fn count(&mut self, query: &TokenQuery, version: &ContentVersion) -> Result<(usize, bool), EngineError> {
        if let Some(known) = version.counts.get(query) {
            return Ok((known, false));
        }
        let asked = boolean_query(query);
        let sql = format!(
            "SELECT COUNT(*) FROM {} WHERE MATCH(tokens) AGAINST ('{asked}' IN BOOLEAN MODE)",
            version.tables.documents
        );
        let rows = self.rows(&sql)?;
        let count = rows.into_iter().next().map(|mut row| self.value(&mut row, 0)).transpose()?.unwrap_or(0);
        version.counts.put(query.clone(), count, 2 * asked.len());
        Ok((count, true))
    }

    fn documents(
        &mut self,
        asked: &(TokenQuery, usize),
        version: &ContentVersion,
    ) -> Result<(FoundDocuments, bool), EngineError> {
        let known = version.found.get(asked);
        let mut is_new = known.is_none();
        let (identities, is_all) = match known {
            Some(known) => known,
            None => self.find(asked, version)?,
        };
        let mut found: Vec<Option<Arc<GatheredDocument>>> =
            identities.iter().map(|identity| version.documents.get(identity)).collect();
        let lacking = identities.iter().zip(&found).filter(|(_, known)| known.is_none()).map(|(identity, _)| *identity);
        let lacking: Vec<u64> = lacking.collect();
        if !lacking.is_empty() {
            is_new = true;
            let columns = "id, lengths, terms";
            for mut row in self.by_identity(columns, &lacking, version)? {
                let identity: u64 = self.value(&mut row, 0)?;
                let (lengths, terms): (Vec<u8>, Vec<u8>) = (self.value(&mut row, 1)?, self.value(&mut row, 2)?);
                let damaged = || EngineError::NoContent("a document of the engine is damaged".to_owned());
                let document = Arc::new(GatheredDocument::read(identity, &lengths, &terms).ok_or_else(damaged)?);
                version.documents.put(identity, Arc::clone(&document), document.terms.weight());
                if let Some(place) = identities.iter().position(|known| *known == identity) {
                    found[place] = Some(document);
                }
            }
        }
        Ok((FoundDocuments { documents: found.into_iter().flatten().collect(), is_all }, is_new))
    }

    /// Which documents a query finds, and whether these are all.
    fn find(&mut self, asked: &(TokenQuery, usize), version: &ContentVersion) -> Result<FoundIdentities, EngineError> {
        let (query, most) = asked;
        let matching = format!("MATCH(tokens) AGAINST ('{}' IN BOOLEAN MODE)", boolean_query(query));
        let order = if query.any.is_empty() { "id".to_owned() } else { format!("{matching} DESC, id") };
        let table = &version.tables.documents;
        let sql = format!("SELECT id FROM {table} WHERE {matching} ORDER BY {order} LIMIT {}", most + 1);
        let mut identities: Vec<u64> = Vec::new();
        for mut row in self.rows(&sql)? {
            identities.push(self.value(&mut row, 0)?);
        }
        let is_all = identities.len() <= *most;
        identities.truncate(*most);
        let identities: Arc<[u64]> = identities.into();
        version.found.put(asked.clone(), (Arc::clone(&identities), is_all), sql.len() + 8 * identities.len());
        Ok((identities, is_all))
    }

    fn shown(
        &mut self,
        lacking: &[u64],
        version: &ContentVersion,
        index: &mut EngineIndex<'_>,
    ) -> Result<(), EngineError> {
        if lacking.is_empty() {
            return Ok(());
        }
        lacking.iter().for_each(|identity| index.provide_shown(*identity, None));
        for mut row in self.by_identity("id, shown", lacking, version)? {
            let (identity, bytes): (u64, Vec<u8>) = (self.value(&mut row, 0)?, self.value(&mut row, 1)?);
            let shown = ShownDocument::new(bytes);
            version.shown.put(identity, shown.clone(), shown.weight());
            index.provide_shown(identity, Some(shown));
        }
        Ok(())
    }

    fn by_identity(
        &mut self,
        columns: &str,
        identities: &[u64],
        version: &ContentVersion,
    ) -> Result<Vec<Row>, EngineError> {
        // Of a list of numbers with and without a sign, servers look at all rows.
        let (signed, unsigned): (Vec<u64>, Vec<u64>) =
            identities.iter().partition(|identity| i64::try_from(**identity).is_ok());
        let lists = [signed, unsigned]
            .into_iter()
            .filter(|list| !list.is_empty())
            .map(|list| format!("id IN ({})", list.iter().map(u64::to_string).collect::<Vec<_>>().join(",")));
        let is_listed = lists.collect::<Vec<_>>().join(" OR ");
        self.rows(&format!("SELECT {columns} FROM {} WHERE {is_listed}", version.tables.documents))
    }
}

/// The bytes of a text, as SQL has them.
fn bytes(text: &str) -> String {
    let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}
