//! What one reader has answered, and what follows from it.

use super::advisor::Advisor;
use super::error::AnswerError;
use super::reply::{AdviceReply, ChangeReply, OutcomeReply, Pairs, QuestionReply, Status, StepReply};
use crate::content::{Decision, DecisionFact, DecisionRow, Outcome, Verdict};
use crate::decision::{Answer, Answers, Counterfactual, Evaluation};
use crate::name::Locale;

/// What a reader has answered so far.
#[derive(Clone, Debug)]
pub struct Consultation<'a> {
    advisor: &'a Advisor,
    decision: &'a Decision,
    answers: Answers,
    /// For each fact that the reader answered, the answer in the reader's own words; what was assumed has none.
    given: Vec<Option<String>>,
}

impl Advisor {
    /// Begins a consultation about a decision, with nothing answered.
    ///
    /// # Errors
    /// If there is no such decision.
    pub fn consult(&self, decision: &str) -> Result<Consultation<'_>, AnswerError> {
        let ids = self.decisions().iter().map(|known| known.id.as_str());
        let decision = self.decision(decision).ok_or_else(|| AnswerError::unknown_decision(decision, ids))?;
        let facts = decision.facts.len();
        Ok(Consultation { advisor: self, decision, answers: Answers::none(facts), given: vec![None; facts] })
    }
}

impl<'a> Consultation<'a> {
    /// The decision that it is about.
    pub fn decision(&self) -> &'a Decision {
        self.decision
    }

    /// Whom readers ask whether an answer still holds.
    pub fn confirm_with(&self, locale: Locale) -> Option<&'a str> {
        self.advisor.confirm_with(locale)
    }

    /// Takes an answer: the id of a value, a number, or [`UNKNOWN`](crate::content::UNKNOWN). Facts and values have an id, and a label
    /// in each language.
    ///
    /// # Errors
    /// If there is no such fact or value, or the fact was answered before.
    pub fn answer(&mut self, fact: &str, given: &str) -> Result<(), AnswerError> {
        let decision = self.decision;
        let Some((place, known)) = decision.fact(fact).or_else(|| decision.fact_called(fact)) else {
            return Err(AnswerError::unknown_fact(&decision.id, fact, &decision.facts));
        };
        if self.given[place].is_some() {
            return Err(AnswerError::Twice(fact.to_owned()));
        }
        let text = known.answer(given).map(|answer| (answer, given)).or_else(|| {
            let id = known.value_called(given)?;
            Some((known.answer(id)?, id))
        });
        let (answer, id) = text.ok_or_else(|| AnswerError::unknown_value(known, given))?;
        self.answers.set(place, answer);
        self.given[place] = Some(id.to_owned());
        Ok(())
    }

    /// Takes back the answer to a fact.
    pub fn forget(&mut self, fact: usize) {
        self.answers.set(fact, Answer::NotAsked);
        self.given[fact] = None;
    }

    /// Takes the usual value of every fact that is not answered and has one.
    pub fn assume_usual(&mut self) {
        self.answers = self.answers.or(&self.decision.usual());
    }

    /// What follows from the answers.
    pub fn state(&self) -> Evaluation {
        self.decision.compiled.evaluate(&self.answers)
    }

    /// What follows from the answers, in words.
    pub fn reply(&self, locale: Locale) -> AdviceReply<'a> {
        let decision = self.decision;
        let compiled = &decision.compiled;
        let state = self.state();
        let outcome = decision.outcome_of(&state);
        let rows = outcome.map(|_| decision.rows_hit(&self.answers)).unwrap_or_default();
        let because = compiled.sufficient_reason(&self.answers).unwrap_or_default();
        let mut reply = AdviceReply {
            decision: decision.id.as_str(),
            answers: self.answered(),
            assumed: self.assumed(),
            status: Status::of(&state),
            outcome: outcome.map(|outcome| self.outcome(outcome, &rows, locale)),
            verdicts: self.agreed(state.possible()),
            question: None,
            possible: Vec::new(),
            settled_by: Vec::new(),
            because: because.into_iter().map(|fact| self.name(fact)).collect(),
            changes: outcome.map(|_| self.changes()).unwrap_or_default(),
            rows: self.advisor.places_of(decision, &rows),
            impossible: None,
        };
        if outcome.is_none() {
            let outcomes = state.possible().iter().filter_map(|outcome| decision.outcome(*outcome));
            reply.possible = outcomes.map(|outcome| outcome.id.value.as_str()).collect();
        }
        match state {
            Evaluation::Answered(_) => {}
            Evaluation::Question { fact, .. } => reply.question = Some(question(&decision.facts[fact], locale)),
            Evaluation::Undetermined { settled_by, .. } => {
                reply.settled_by = settled_by.into_iter().map(|fact| self.name(fact)).collect();
            }
            Evaluation::Impossible => {
                reply.impossible = decision.why_impossible(&self.answers).map(|reason| reason.get(locale).clone());
            }
        }
        reply
    }

    fn name(&self, fact: usize) -> &'a str {
        self.decision.facts[fact].id.value.as_str()
    }

    /// What the reader answered.
    fn answered(&self) -> Pairs<'a> {
        let given = self.given.iter().enumerate();
        Pairs(given.filter_map(|(fact, text)| Some((self.name(fact), text.clone()?))).collect())
    }

    /// The usual values that count although the reader did not give them.
    fn assumed(&self) -> Pairs<'a> {
        let facts = self.decision.facts.iter().zip(self.answers.iter().zip(&self.given));
        let assumed = facts.filter(|(_, (answer, given))| *answer != Answer::NotAsked && given.is_none());
        let usual = assumed.filter_map(|(fact, _)| Some((fact.id.value.as_str(), fact.usual.as_ref()?.text.clone())));
        Pairs(usual.collect())
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

    /// What another answer would lead to, values that lead to the same together.
    fn changes(&self) -> Vec<ChangeReply<'a>> {
        let changes = self.decision.compiled.changes(&self.answers).into_iter();
        let mut grouped: Vec<ChangeReply<'a>> = Vec::new();
        // What cannot be is no alternative.
        for Counterfactual { fact, value, state } in changes.filter(|change| change.state != Evaluation::Impossible) {
            let fact = &self.decision.facts[fact];
            let (id, value) = (fact.id.value.as_str(), fact.values[value].id.as_str());
            let outcome = self.decision.outcome_of(&state).map(|outcome| outcome.id.value.as_str());
            match grouped.iter_mut().find(|known| known.fact == id && known.outcome == outcome) {
                Some(known) => known.values.push(value),
                None => {
                    grouped.push(ChangeReply { fact: id, values: vec![value], status: Status::of(&state), outcome })
                }
            }
        }
        grouped
    }

    /// An outcome that rows led to.
    fn outcome(&self, outcome: &'a Outcome, rows: &[&'a DecisionRow], locale: Locale) -> OutcomeReply<'a> {
        let decision = self.decision;
        let said = |verdicts: &'a [Verdict], places: &[usize]| {
            let said = verdicts.iter().zip(places);
            said.map(|(verdict, place)| (verdict.id.value.as_str(), verdict.values[*place].id.to_string())).collect()
        };
        let advisor = self.advisor;
        let sections = outcome.sections(rows);
        let met = outcome.met.iter().map(|place| decision.verdicts[*place].id.value.as_str());
        OutcomeReply {
            id: outcome.id.value.as_str(),
            verdicts: Pairs(said(&decision.verdicts, &outcome.verdicts)),
            properties: Pairs(said(&decision.properties, &outcome.properties)),
            met: met.collect(),
            action: outcome.action.as_ref().map(|action| action.get(locale).as_str()),
            as_of: advisor.as_of(&sections),
            title: outcome.title.get(locale),
            explanation: outcome.explanation_text(advisor.tables(), locale),
            steps: outcome
                .steps
                .iter()
                .map(|step| StepReply {
                    text: step.text_in(advisor.tables(), locale),
                    see: step.see.as_ref().map(|see| advisor.article(&see.value, locale)),
                })
                .collect(),
            citations: outcome
                .articles
                .iter()
                .map(|id| advisor.article(&id.value, locale))
                .chain(sections.into_iter().map(|id| advisor.section(id, locale)))
                .collect(),
        }
    }
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
