//! Decisions: tables that map facts to an outcome, proved complete and free of contradiction, and asked question by question.
//!
//! Nothing here knows languages, files or pages; facts, values and outcomes are numbers. [`compile()`] makes of [`Tables`] the
//! one form of a decision, [`CompiledDecision`], whose heart is a [`Diagram`] of the facts, and lists the tables' [`Problem`]s. What is
//! known of the facts has one form, too: [`Answers`]. [`CompiledDecision::evaluate`] says what follows from them, and a [`Walk`] is all
//! states that readers meet who answer one question after the other. Work grows with the diagram, which has a limit
//! ([`TooLarge`]), and not with the combinations of facts.

mod answers;
mod compile;
mod compiled;
mod diagram;
mod table;
mod union;
mod walk;

pub use answers::{Answer, Answers};
pub use compile::compile;
pub use compiled::{CompiledDecision, Counterfactual, Evaluation};
pub use diagram::{Builder, Cube, Diagram, DiagramNode, Edge, FlatDiagram, NodeId, TerminalCase, TooLarge, ValueSet};
pub use table::{Conditions, DecisionTable, Problem, Rule, TableRef, Tables};
pub use walk::{Next, Walk, WalkState};
