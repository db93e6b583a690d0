//! What an author can mend: a [`Diagnostic`] says what is wrong, where, and what to do.
//!
//! Diagnostics are values. Every stage collects all it finds, so that one run reports every problem at once.

mod allow;
mod closest;
mod code;
mod collected;
mod fix;
mod level;
mod place;
mod problem;
mod visible;
mod wording;

pub(crate) use allow::MARK as ALLOW;
pub(crate) use closest::Candidates;
pub use closest::closest;
pub use code::{Code, Severity};
pub use collected::Diagnostics;
pub use fix::Fix;
pub use level::Level;
pub use place::{FileId, Place, Span};
pub use problem::Diagnostic;
pub use visible::{is_control, is_invisible, visible, visible_on_a_line};
pub use wording::{counted, meant};
