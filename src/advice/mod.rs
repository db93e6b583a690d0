//! Answers to decisions, by name: what `wenda ask` and the development server say.
//!
//! An [`Advisor`] answers the decisions of a site. A [`Consultation`] is what one reader has answered so far; its [`AdviceReply`] is
//! what follows, in a language, ready to be printed or sent as JSON.

mod advisor;
mod consultation;
mod error;
mod reply;

pub use advisor::Advisor;
pub use consultation::Consultation;
pub use error::AnswerError;
pub use reply::{AdviceReply, ChangeReply, Citation, OutcomeReply, Pairs, QuestionReply, Status, StepReply};
