//! Decisions: tables that map facts to an outcome, proved complete and free of contradiction, and asked question by question.
//!
//! Nothing here knows languages, files or pages; facts, values and outcomes are numbers. [`compile`] makes one diagram of
//! the tables and lists their [`Problem`]s; [`Compiled::state`] walks it. Work grows with the diagram, which has a limit
//! ([`TooLarge`]), and not with the combinations of facts.

mod assignment;
mod compiled;
mod diagram;
mod evaluate;
mod operation;
mod overlap;
mod table;
mod value_set;
mod walk;

pub use assignment::Exported;
pub use compiled::Compiled;
pub use diagram::{Combined, Cube, Diagrams, Function, TooLarge};
pub use evaluate::{Answer, Answers, State};
pub use table::{Conditions, Problem, Rule, Step, Tables, Where, compile};
pub use value_set::ValueSet;
pub use walk::{Next, Walk, WalkState};
