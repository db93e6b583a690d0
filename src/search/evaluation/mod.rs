//! How well search answers judged queries: what it makes of each, the figures of all, and how both changed since the last run.

mod figures;
mod past_run;
mod result;

pub use self::figures::{EvaluationGroup, Figures, groups};
pub use self::past_run::{PastRun, ScoreChange};
pub use self::result::{JudgedResult, evaluate};
