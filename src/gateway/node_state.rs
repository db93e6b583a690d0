//! What a node has of the content: a cluster brings all nodes to the same, but not at the same moment.

use mysql::prelude::Queryable;

use super::content_version::ContentVersion;
use super::engine_error::EngineError;
use super::session::EngineSession;
use crate::export::mysql::CURRENT;

impl EngineSession<'_> {
    /// The version that is to be read, and the one before, which is there, too. A node has all of them.
    fn versions(&mut self) -> Result<Option<(String, Option<String>)>, EngineError> {
        let rows = match self.rows(&format!("SELECT version, previous FROM {CURRENT} WHERE id = 1")) {
            Err(EngineError::OtherVersion) => return Ok(None),
            rows => rows?,
        };
        let first = rows.into_iter().next();
        first.map(|mut row| Ok((self.value(&mut row, 0)?, self.value(&mut row, 1)?))).transpose()
    }

    /// The version that is to be read, where another is known or none.
    pub(super) fn current(&mut self, known: Option<&str>) -> Result<String, EngineError> {
        let follows = |told: &Option<(String, Option<String>)>| match told {
            Some((version, previous)) => {
                known.is_none_or(|known| known == version || previous.as_deref() == Some(known))
            }
            None => known.is_none(),
        };
        let mut told = self.versions()?;
        if !follows(&told) {
            // That may be what was before, and the node behind: a cluster brings it up to date before it answers.
            self.set("wsrep_sync_wait")?;
            told = self.versions()?;
            if self.node.is_cut_off && !follows(&told) {
                return Err(EngineError::OtherVersion);
            }
        }
        let none = || EngineError::NoContent("no export was loaded into the engine".to_owned());
        told.map(|(version, _)| version).ok_or_else(none)
    }

    /// Makes sure that a node has all of a version.
    pub(super) fn require(&mut self, version: &ContentVersion) -> Result<(), EngineError> {
        if self.node.holds != Some(version.number) {
            let name = version.catalog.version();
            let told = self.versions()?;
            let has = told.is_some_and(|(current, previous)| current == name || previous.as_deref() == Some(name));
            self.node.holds = has.then_some(version.number);
        }
        if self.node.holds.is_some() { Ok(()) } else { Err(EngineError::OtherVersion) }
    }

    /// Goes on with a node that lost sight of most of its cluster. What it has of a version is what all have; what it lacks is
    /// only what came since.
    pub(super) fn read_cut_off(&mut self) -> Result<(), EngineError> {
        let failed = |error| EngineError::of(&self.node.name, &error);
        let state = self.node.connection.query_first("SHOW STATUS LIKE 'wsrep_local_state_comment'").map_err(failed)?;
        // The others found that it has something else than they.
        if state.is_some_and(|(_, state): (String, String)| state == "Inconsistent") {
            let message = "it is at odds with its cluster".to_owned();
            return Err(EngineError::Node { node: self.node.name.clone(), message });
        }
        self.set("wsrep_dirty_reads")?;
        self.node.is_cut_off = true;
        Ok(())
    }

    /// Turns a variable of the connection on, if the engine has it.
    fn set(&mut self, variable: &str) -> Result<(), EngineError> {
        self.node.is_special = true;
        match self.node.connection.query_drop(format!("SET SESSION {variable} = 1")) {
            Err(mysql::Error::MySqlError(error)) if error.code == EngineError::UNKNOWN_VARIABLE => Ok(()),
            done => done.map_err(|error| EngineError::of(&self.node.name, &error)),
        }
    }
}
