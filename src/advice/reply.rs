//! What follows from answers, in a language: as the terminal prints it, and as JSON.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::content::Date;
use crate::decision::Evaluation;

/// What follows from answers. As JSON it is a contract: programs read it.
#[derive(Clone, Debug, Serialize)]
pub struct AdviceReply<'a> {
    /// The id of the decision.
    pub decision: &'a str,
    /// What the reader answered, in the reader's words: the fact, and a value, a number or `unknown`.
    pub answers: Pairs<'a>,
    /// The usual values that count besides.
    pub assumed: Pairs<'a>,
    /// How far the answers lead.
    pub status: Status,
    /// Where `status` is `answered`.
    pub outcome: Option<OutcomeReply<'a>>,
    /// The verdicts on which all possible outcomes agree, each with what they say.
    pub verdicts: Pairs<'a>,
    /// Where `status` is `question`.
    pub question: Option<QuestionReply<'a>>,
    /// The ids of the outcomes that are possible, while there are several.
    pub possible: Vec<&'a str>,
    /// The facts that the reader does not know and that make a difference, where `status` is `undetermined`.
    pub settled_by: Vec<&'a str>,
    /// Facts from whose values the outcome follows, none of which can be left out.
    pub because: Vec<&'a str>,
    /// Where another answer to one question leads to something else, once there is an outcome.
    pub changes: Vec<ChangeReply<'a>>,
    /// The rows that gave the outcome, as `path:line`, in the order in which they are looked at.
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
    pub(super) fn of(state: &Evaluation) -> Self {
        match state {
            Evaluation::Answered(_) => Self::Answered,
            Evaluation::Question { .. } => Self::Question,
            Evaluation::Undetermined { .. } => Self::Undetermined,
            Evaluation::Impossible => Self::Impossible,
        }
    }
}

/// An outcome, in the language of the reply.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeReply<'a> {
    /// Unique in its decision.
    pub id: &'a str,
    /// What it says of each verdict.
    pub verdicts: Pairs<'a>,
    /// The verdicts whose duty is fulfilled already.
    pub met: Vec<&'a str>,
    /// What to do, in a few words.
    pub action: Option<&'a str>,
    /// The day of the oldest source that it rests on, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// What it says of each property; in JSON, keys beside the others.
    #[serde(flatten)]
    pub properties: Pairs<'a>,
    /// The answer, in one sentence.
    pub title: &'a str,
    /// Why, and under what conditions.
    pub explanation: String,
    /// What is left to do, one after the other.
    pub steps: Vec<StepReply<'a>>,
    /// The articles that tell more, then the sections that it rests on.
    pub citations: Vec<Citation<'a>>,
}

/// A step that an outcome leaves to its reader.
#[derive(Clone, Debug, Serialize)]
pub struct StepReply<'a> {
    /// One or two sentences.
    pub text: String,
    /// The article that tells how.
    pub see: Option<Citation<'a>>,
}

/// An article, or a section of the source catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct Citation<'a> {
    /// `article` or `section`.
    pub kind: &'static str,
    /// Unique among its kind.
    pub id: &'a str,
    /// In the language of the reply.
    pub title: Cow<'a, str>,
    /// Its path from the root of the site.
    pub url: String,
}

/// The question to ask next, in the language of the reply.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionReply<'a> {
    /// The id of the fact that it asks for.
    pub fact: &'a str,
    /// As readers are asked.
    pub text: &'a str,
    /// What helps to answer it.
    pub help: Option<&'a str>,
    /// What may be answered: the ids of the values, or of the ranges of a number.
    pub values: Vec<&'a str>,
    /// What the values are called, in the order of `values`.
    pub labels: Vec<&'a str>,
}

/// What another answer to one question would lead to.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeReply<'a> {
    /// The id of the fact.
    pub fact: &'a str,
    /// The other values that lead there.
    pub values: Vec<&'a str>,
    /// How far the answers then lead.
    pub status: Status,
    /// The id of the outcome, if they lead to one.
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
