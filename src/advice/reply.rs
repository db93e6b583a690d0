//! What follows from answers, in a language: as the terminal prints it, and as JSON.

use serde::{Serialize, Serializer};

use crate::content::Date;
use crate::decision::State;

/// What follows from answers.
#[derive(Clone, Debug, Serialize)]
pub struct Reply<'a> {
    /// The decision.
    pub decision: &'a str,
    /// What was answered.
    pub answers: Pairs<'a>,
    /// What was assumed.
    pub assumed: Pairs<'a>,
    /// How far the answers lead.
    pub status: Status,
    /// The outcome, once it is settled.
    pub outcome: Option<OutcomeReply<'a>>,
    /// The verdicts on which all possible outcomes agree.
    pub verdicts: Pairs<'a>,
    /// The next question.
    pub question: Option<QuestionReply<'a>>,
    /// The outcomes that are possible, while there are several.
    pub possible: Vec<&'a str>,
    /// The facts that are not known and make a difference.
    pub settled_by: Vec<&'a str>,
    /// Facts from which the outcome follows, none of which can be left out.
    pub because: Vec<&'a str>,
    /// What another answer to one question would lead to.
    pub changes: Vec<Change<'a>>,
    /// The rows that gave the outcome, as `path:line`.
    pub rows: Vec<String>,
    /// Why the answers contradict each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impossible: Option<String>,
}

/// How far answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// To an outcome.
    Answered,
    /// To a question.
    Question,
    /// No further, because of what is not known.
    Undetermined,
    /// Nowhere: they contradict each other.
    Impossible,
}

impl Status {
    pub(super) fn of(state: &State) -> Self {
        match state {
            State::Answered(_) => Self::Answered,
            State::Question(_) => Self::Question,
            State::Undetermined { .. } => Self::Undetermined,
            State::Impossible => Self::Impossible,
        }
    }
}

/// An outcome.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeReply<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it decides.
    pub verdicts: Pairs<'a>,
    /// The verdicts whose duty is fulfilled already.
    pub met: Vec<&'a str>,
    /// What to do, in a few words.
    pub action: Option<&'a str>,
    /// The day of the oldest source that it rests on.
    pub as_of: Date,
    /// What it tells besides.
    #[serde(flatten)]
    pub properties: Pairs<'a>,
    /// The answer.
    pub title: &'a str,
    /// Why, and under what conditions.
    pub explanation: String,
    /// What to do.
    pub steps: Vec<StepReply<'a>>,
    /// What tells more, and what it rests on.
    pub citations: Vec<Citation<'a>>,
}

/// Something to do.
#[derive(Clone, Debug, Serialize)]
pub struct StepReply<'a> {
    /// What to do.
    pub text: String,
    /// The article that tells how.
    pub see: Option<Citation<'a>>,
}

/// An article, or a section of the source catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct Citation<'a> {
    /// `article` or `section`.
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its path from the root of the site.
    pub url: String,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionReply<'a> {
    /// The fact that it asks for.
    pub fact: &'a str,
    /// The question.
    pub text: &'a str,
    /// What helps to answer it.
    pub help: Option<&'a str>,
    /// What may be answered.
    pub values: Vec<&'a str>,
    /// The same in words.
    pub labels: Vec<&'a str>,
}

/// What another answer to one question would lead to.
#[derive(Clone, Debug, Serialize)]
pub struct Change<'a> {
    /// The fact.
    pub fact: &'a str,
    /// The other values that lead there.
    pub values: Vec<&'a str>,
    /// How far the answers then lead.
    pub status: Status,
    /// The outcome, if they lead to one.
    pub outcome: Option<&'a str>,
}

/// Names with values, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs<'a>(pub Vec<(&'a str, String)>);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
