//! What speaks the protocol of MySQL: tables, and a script that fills them.

mod literal;
mod script;
mod tables;

pub(super) use script::MysqlScript;
pub(crate) use tables::{CURRENT, VersionTables};
