//! What is told of the rows of decision tables, and of what cannot be.

use super::super::keyed::keyed;
use super::super::value::Located;
use crate::diagnostic::Span;
use crate::name::{DecisionFactId, Localized, SectionId, ValueId};

/// A fact that is derived from others, and so never asked for.
#[derive(Clone, Debug)]
pub struct DerivedFact {
    /// What rows call it, unique among facts and derived facts.
    pub id: Located<DecisionFactId>,
    /// What it may be, at most [`crate::decision::ValueSet::MAX`]; rows name them.
    pub values: Vec<Located<ValueId>>,
    /// The rows that give its value, in the order of their rules.
    pub rows: Vec<DecisionRow>,
    /// Where its list of rows stands.
    pub span: Span,
}

/// A row of a table: what is told of a rule.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// The sections of the source catalogue that it rests on.
    pub sources: Vec<Located<SectionId>>,
    /// Where it stands.
    pub span: Span,
}

keyed! {
    /// What is told of a combination of facts that cannot be.
    pub struct Impossible {
        given {
            /// Where it stands.
            pub span: Span,
        }
        /// Why it cannot be.
        pub reason: Localized<String>,
    }
}
