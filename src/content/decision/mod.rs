//! Decisions, `content/decisions/<decision>.yaml`: questions whose answers lead to an outcome, as tables that are proved
//! complete and free of contradiction.

mod claim;
mod condition;
mod example;
mod fact;
mod model;
mod number;
mod outcome;
mod read;
mod row;
mod rule;
mod value;
mod verify;

pub use claim::Claim;
pub use example::{Case, Matrix};
pub(crate) use fact::NoNumber;
pub use fact::{DecisionFact, FactKind, UNKNOWN, Usual};
pub use model::Decision;
pub use number::{Bound, NumberFact};
pub use outcome::{Outcome, OutcomeStep, Verdict};
pub(super) use read::{FOLDER, TitleKeys, load};
pub use row::{DecisionRow, DerivedFact, Impossible};
pub use value::FactValue;
