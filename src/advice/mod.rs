//! Answers to decisions, by name: what `wenda ask` and the development server say.
//!
//! An [`Advisor`] holds the decisions of a site without its files. A [`Consultation`] is what one reader has answered so
//! far; its [`Reply`] is what follows, in a language, ready to be printed or sent as JSON.

mod reply;

use std::collections::HashMap;

use crate::content::{
    Content, Date, Decimal, Decision, DecisionFact, DecisionRow, FactKind, InvalidDecimal, Outcome, RuleTables, Verdict,
};
use crate::decision::{Answer, State};
use crate::diagnostic::closest;
use crate::name::{ArticleId, DecisionId, Locale, Localized, SectionId};
use crate::site::address::Address;
use crate::source::Sources;
pub use reply::{Change, Citation, OutcomeReply, Pairs, QuestionReply, Reply, Status, StepReply};

/// What stands for "I don't know" in place of a value.
pub const UNKNOWN: &str = "unknown";

/// The decisions of a site, with what their outcomes cite.
#[derive(Clone, Debug)]
pub struct Advisor {
    decisions: Vec<Decision>,
    tables: RuleTables,
    articles: HashMap<ArticleId, Localized<String>>,
    sections: HashMap<SectionId, CitedSection>,
    /// The day of what cites no section.
    as_of: Date,
    /// Whom readers ask whether an answer still holds.
    confirm_with: Localized<String>,
    /// Where rows stand, as `path:line`, by the offset of the row in its decision's file.
    rows: HashMap<(DecisionId, u32), String>,
}

/// A section of the source catalogue, as far as answers tell of it.
#[derive(Clone, Debug)]
struct CitedSection {
    title: Localized<String>,
    /// The day that its source is from.
    date: Date,
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// There is no such decision.
    #[error("there is no decision `{name}`{hint}")]
    UnknownDecision {
        /// As it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// The decision asks for no such fact.
    #[error("`{decision}` asks for no fact `{name}`{hint}")]
    UnknownFact {
        /// The decision.
        decision: DecisionId,
        /// As it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// The fact has no such value.
    #[error("`{fact}` cannot be `{value}`{hint}")]
    UnknownValue {
        /// The fact.
        fact: String,
        /// As it was given.
        value: String,
        /// What may have been meant.
        hint: String,
    },
    /// The answer is asked for in a language that the site does not have.
    #[error("there is no language `{0}`; known here: zh, en")]
    UnknownLocale(String),
    /// A fact is given twice.
    #[error("`{0}` is given twice")]
    Twice(String),
}

impl Advisor {
    /// Takes over the decisions of a site.
    pub(crate) fn of(content: &Content<'_>, sources: &Sources) -> Self {
        let both =
            |make: &dyn Fn(Locale) -> Option<String>| Localized::from_fn(|locale| make(locale).unwrap_or_default());
        let articles = content
            .articles
            .iter()
            .map(|article| (article.id.clone(), both(&|locale| article.text(locale).map(|(_, text)| text.title()))));
        let sections = content.catalogue.iter().flat_map(|source| {
            let cited = |title: &Localized<String>| CitedSection { title: title.clone(), date: source.date };
            source.sections.iter().map(move |section| (section.id.clone(), cited(&section.title)))
        });
        let rows = content.decisions.iter().flat_map(|decision| {
            let file = sources.file(decision.file);
            let rows = decision.derived.iter().flat_map(|derived| &derived.rows).chain(&decision.rows);
            let line_ends: Vec<usize> = file.text().match_indices('\n').map(|(end, _)| end).collect();
            rows.map(move |row| {
                let line = line_ends.partition_point(|end| *end < row.span.range().start) + 1;
                ((decision.id.clone(), row.span.start), format!("{}:{line}", file.path))
            })
        });
        Self {
            decisions: content.decisions.clone(),
            tables: content.tables.clone(),
            articles: articles.collect(),
            sections: sections.collect(),
            as_of: content.site.as_of,
            confirm_with: content.site.confirm_with.clone(),
            rows: rows.collect(),
        }
    }

    /// The decisions, by id.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Where rows of a decision stand, as `path:line`.
    pub fn places_of(&self, decision: &Decision, rows: &[&DecisionRow]) -> Vec<String> {
        rows.iter().filter_map(|row| self.rows.get(&(decision.id.clone(), row.span.start)).cloned()).collect()
    }

    /// Begins a consultation about a decision.
    ///
    /// # Errors
    /// If there is no such decision.
    pub fn consult(&self, decision: &str) -> Result<Consultation<'_>, AnswerError> {
        let found = self.decisions.iter().find(|known| known.id.as_str() == decision);
        let decision = found.ok_or_else(|| AnswerError::UnknownDecision {
            name: decision.to_owned(),
            hint: hint(decision, self.decisions.iter().map(|decision| decision.id.as_str())),
        })?;
        let facts = decision.facts.len();
        Ok(Consultation { advisor: self, decision, given: vec![None; facts], assumed: vec![false; facts] })
    }
}

/// What may have been meant by `wanted`, as the end of a message.
fn hint<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match closest(wanted, &known) {
        Some(best) => format!(", did you mean `{best}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; known here: {}", known.join(", ")),
    }
}

/// What a reader has answered so far.
#[derive(Clone, Debug)]
pub struct Consultation<'a> {
    advisor: &'a Advisor,
    decision: &'a Decision,
    /// For each fact the answer, as it was given and as it counts.
    given: Vec<Option<(String, Answer)>>,
    /// Whether the answer was assumed.
    assumed: Vec<bool>,
}

impl<'a> Consultation<'a> {
    /// The decision that it is about.
    pub fn decision(&self) -> &'a Decision {
        self.decision
    }

    /// Whom readers ask whether an answer still holds.
    pub fn confirm_with(&self, locale: Locale) -> &'a str {
        self.advisor.confirm_with.get(locale)
    }

    /// Takes an answer: the id of a value, a number, or [`UNKNOWN`].
    ///
    /// # Errors
    /// If there is no such fact or value, or the fact was answered before.
    pub fn answer(&mut self, fact: &str, value: &str) -> Result<(), AnswerError> {
        let Some((place, known)) = self.decision.fact(fact) else {
            return Err(AnswerError::UnknownFact {
                decision: self.decision.id.clone(),
                name: fact.to_owned(),
                hint: hint(fact, self.decision.facts.iter().map(|fact| fact.id.value.as_str())),
            });
        };
        if self.given[place].is_some() {
            return Err(AnswerError::Twice(fact.to_owned()));
        }
        let answer = if value == UNKNOWN {
            Answer::Unknown
        } else {
            Answer::Value(known.value(value).ok_or_else(|| unknown_value(known, value))?)
        };
        self.given[place] = Some((value.to_owned(), answer));
        Ok(())
    }

    /// Takes back the answer to a fact.
    pub fn forget(&mut self, fact: usize) {
        self.given[fact] = None;
    }

    /// Takes the usual value of every fact that is not answered and has one.
    pub fn assume_usual(&mut self) {
        for (place, fact) in self.decision.facts.iter().enumerate() {
            if let (None, Some(usual)) = (&self.given[place], &fact.usual) {
                self.given[place] = Some((usual.text.clone(), Answer::Value(usual.value)));
                self.assumed[place] = true;
            }
        }
    }

    fn answers(&self) -> Vec<Option<Answer>> {
        self.given.iter().map(|given| given.as_ref().map(|(_, answer)| *answer)).collect()
    }

    /// What follows from the answers.
    pub fn state(&self) -> State {
        self.decision.compiled.state(&self.answers())
    }

    /// What follows from the answers, in words.
    pub fn reply(&self, locale: Locale) -> Reply<'a> {
        let decision = self.decision;
        let answers = self.answers();
        let state = self.state();
        let compiled = &decision.compiled;
        let possible = compiled.possible(&answers);
        let outcome = match state {
            State::Answered(outcome) => decision.outcome(outcome),
            _ => None,
        };
        let name = |fact: usize| decision.facts[fact].id.value.as_str();
        let rows = outcome.map(|_| self.rows(&answers)).unwrap_or_default();
        let settled_by = match &state {
            State::Undetermined { settled_by, .. } => settled_by.iter().map(|fact| name(*fact)).collect(),
            _ => Vec::new(),
        };
        Reply {
            decision: decision.id.as_str(),
            answers: self.pairs(false),
            assumed: self.pairs(true),
            status: Status::of(&state),
            verdicts: self.agreed(&possible),
            question: if let State::Question(fact) = state {
                Some(question(&decision.facts[fact], locale))
            } else {
                None
            },
            possible: match outcome {
                Some(_) => Vec::new(),
                None => {
                    possible.iter().filter_map(|outcome| Some(decision.outcome(*outcome)?.id.value.as_str())).collect()
                }
            },
            settled_by,
            because: compiled.because(&answers).unwrap_or_default().into_iter().map(name).collect(),
            changes: outcome.map(|_| self.changes(&answers)).unwrap_or_default(),
            impossible: match state {
                State::Impossible => decision.why_impossible(&answers).map(|reason| reason.get(locale).clone()),
                _ => None,
            },
            outcome: outcome.map(|outcome| self.outcome(outcome, &rows, locale)),
            rows: self.advisor.places_of(decision, &rows),
        }
    }

    /// The rows that give the outcome. What was not asked makes no difference to the outcome, but may to the rows on the
    /// way; the first value stands for it.
    fn rows(&self, answers: &[Option<Answer>]) -> Vec<&'a DecisionRow> {
        let facts = self.decision.compiled.example(answers);
        facts.map(|facts| self.decision.rows_for(&facts)).unwrap_or_default()
    }

    fn pairs(&self, assumed: bool) -> Pairs<'a> {
        let named = self.decision.facts.iter().zip(&self.given).zip(&self.assumed);
        let pairs = named.filter(|(_, is_assumed)| **is_assumed == assumed);
        Pairs(
            pairs.filter_map(|((fact, given), _)| Some((fact.id.value.as_str(), given.as_ref()?.0.clone()))).collect(),
        )
    }

    /// The verdicts on which all possible outcomes agree.
    fn agreed(&self, possible: &[u32]) -> Pairs<'a> {
        let outcomes: Vec<&Outcome> = possible.iter().filter_map(|outcome| self.decision.outcome(*outcome)).collect();
        let agreed = self.decision.verdicts.iter().enumerate().filter_map(|(place, verdict)| {
            let said = outcomes.first()?.verdicts[place];
            let all = outcomes.iter().all(|outcome| outcome.verdicts[place] == said);
            all.then(|| (verdict.id.value.as_str(), verdict.values[said].id.to_string()))
        });
        Pairs(agreed.collect())
    }

    fn changes(&self, answers: &[Option<Answer>]) -> Vec<Change<'a>> {
        let changes = self.decision.compiled.changes(answers).into_iter();
        let mut grouped: Vec<Change<'a>> = Vec::new();
        // What cannot be is no alternative.
        for (fact, value, state) in changes.filter(|(_, _, state)| *state != State::Impossible) {
            let fact = &self.decision.facts[fact];
            let (id, value) = (fact.id.value.as_str(), fact.values[value].id.as_str());
            let outcome = if let State::Answered(outcome) = state { self.decision.outcome(outcome) } else { None };
            let outcome = outcome.map(|outcome| outcome.id.value.as_str());
            match grouped.iter_mut().find(|known| known.fact == id && known.outcome == outcome) {
                Some(known) => known.values.push(value),
                None => grouped.push(Change { fact: id, values: vec![value], status: Status::of(&state), outcome }),
            }
        }
        grouped
    }

    fn outcome(&self, outcome: &'a Outcome, rows: &[&'a DecisionRow], locale: Locale) -> OutcomeReply<'a> {
        let decision = self.decision;
        let said = |verdicts: &'a [Verdict], places: &[usize]| {
            let said = verdicts.iter().zip(places);
            said.map(|(verdict, place)| (verdict.id.value.as_str(), verdict.values[*place].id.to_string())).collect()
        };
        let advisor = self.advisor;
        let article = |id: &'a ArticleId| Citation {
            kind: "article",
            id: id.as_str(),
            title: advisor.articles.get(id).map_or("", |title| title.get(locale)),
            url: Address::article(locale, id).to_string(),
        };
        let sections = outcome.sections(rows);
        let dates = sections.iter().filter_map(|id| Some(advisor.sections.get(id)?.date));
        let as_of = dates.min().unwrap_or(advisor.as_of);
        let sections = sections.into_iter().map(|id| Citation {
            kind: "section",
            id: id.as_str(),
            title: advisor.sections.get(id).map_or("", |section| section.title.get(locale)),
            url: Address::section(locale, id),
        });
        let met = outcome.met.iter().map(|place| decision.verdicts[*place].id.value.as_str());
        OutcomeReply {
            id: outcome.id.value.as_str(),
            verdicts: Pairs(said(&decision.verdicts, &outcome.verdicts)),
            properties: Pairs(said(&decision.properties, &outcome.properties)),
            met: met.collect(),
            action: outcome.action.as_ref().map(|action| action.get(locale).as_str()),
            as_of,
            title: outcome.title.get(locale),
            explanation: outcome.explanation_text(&advisor.tables, locale),
            steps: outcome
                .steps
                .iter()
                .map(|step| StepReply {
                    text: step.text_in(&advisor.tables, locale),
                    see: step.see.as_ref().map(|see| article(&see.value)),
                })
                .collect(),
            citations: outcome.articles.iter().map(|id| article(&id.value)).chain(sections).collect(),
        }
    }
}

fn unknown_value(fact: &DecisionFact, value: &str) -> AnswerError {
    let meant = || match value.parse::<Decimal>() {
        Err(InvalidDecimal { meant: Some(meant) }) if fact.value(&meant).is_some() => format!(": `{meant}`?"),
        _ => String::new(),
    };
    let hint = match &fact.kind {
        FactKind::Number(number) if number.whole => format!("; it is a whole number, 0 or more{}", meant()),
        FactKind::Number(_) => format!("; it is a number, 0 or more{}", meant()),
        _ => hint(value, fact.values.iter().map(|value| value.id.as_str()).chain([UNKNOWN])),
    };
    AnswerError::UnknownValue { fact: fact.id.value.to_string(), value: value.to_owned(), hint }
}

fn question(fact: &DecisionFact, locale: Locale) -> QuestionReply<'_> {
    let labels = fact.values.iter().map(|value| value.label.get(locale).as_str());
    QuestionReply {
        fact: fact.id.value.as_str(),
        text: fact.question.get(locale),
        help: fact.help.as_ref().map(|help| help.get(locale).as_str()),
        values: fact.values.iter().map(|value| value.id.as_str()).collect(),
        labels: labels.collect(),
    }
}
