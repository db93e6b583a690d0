//! Who watches ranking: nobody as a rule, and who is to explain it.

use super::Field;
use super::clause::{Alternative, Clause};

/// Is told, while documents are ranked, what each of them gets for what. All of it may be ignored, and costs nothing then.
pub trait Observer {
    /// Another plan is ranked, or the same in another language.
    fn on_plan(&mut self) {}
    /// A document holds the terms of an alternative in a field so often, which makes it so frequent there: weighted by the field, and
    /// divided by the norm.
    fn on_field(&mut self, _document: u32, _field: Field, _times: u32, _frequency: f32) {}
    /// All fields were looked at: a document has the alternative so strongly.
    fn on_alternative(&mut self, _document: u32, _alternative: &Alternative, _strength: f32) {}
    /// All alternatives of a clause were looked at: a document has it as strongly as the best of them, and it counts so much.
    fn on_clause(&mut self, _document: u32, _clause: &Clause, _idf: f32, _strength: f32) {}
    /// All clauses were looked at: a document is a hit, and its sum is multiplied by so much because of what it covers.
    fn on_hit(&mut self, _document: u32, _coverage: f32) {}
    /// A document has every two characters of the query, but not in a row: it gets nothing for having all.
    fn on_scattered(&mut self, _document: u32) {}
}

/// Ranking that nobody explains: this compiles to nothing.
impl Observer for () {}
