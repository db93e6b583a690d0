//! What a check found, as people and machines read it: one file for each format.

mod base;
mod claims;
mod comparison;
mod evaluation;
mod facts;
mod github;
mod human;
mod json;
mod machine;
mod region;
mod repeated;
mod sarif;
mod summary;
mod translations;

pub use base::Base;
pub use claims::{claims_human, claims_json};
pub use comparison::{comparison_human, comparison_markdown};
pub use evaluation::{MissesShown, evaluation_human, evaluation_json};
pub use facts::{facts_human, facts_json};
pub use github::github;
pub use human::human;
pub use json::json;
pub use repeated::Grouping;
pub use sarif::sarif;
pub use summary::summary;
pub use translations::{translations_human, translations_json};
