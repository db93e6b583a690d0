//! Decisions: tables that map facts to an outcome, proved complete and free of contradiction, and asked question by question.
//!
//! Nothing here knows languages, files or pages; facts, values and outcomes are numbers. [`compile`] makes one diagram of
//! the tables and lists their [`Problem`]s; [`Compiled::state`] walks it.

mod diagram;
mod evaluate;
mod table;
mod value_set;
mod walk;

pub use diagram::{Cube, Diagrams, Exported, Function};
pub use evaluate::{Answer, Answers, State};
pub use table::{Compiled, Conditions, Problem, Rule, Step, Tables, Where, compile};
pub use value_set::ValueSet;
pub use walk::{Next, Walk, WalkState};
