//! Decisions: the first question, every state that answers lead to, and what a script needs to walk them in place.

use serde::Serialize;

use super::article::CitationView;
use super::{AgeView, LinkView, Views};
use crate::content::{Decision, DecisionFact, DecisionRow, FactKind, Outcome};
use crate::decision::{Answer, Answers, Next, ValueSet, WalkState};
use crate::site::address::Address;
use crate::site::diagram;

/// So many values of a class are named.
const MOST_NAMED: usize = 4;

#[derive(Debug, Serialize)]
pub(super) struct DecisionView {
    summary: String,
    /// The page where the decision begins.
    start: LinkView,
    /// The table of all answers.
    matrix: Option<LinkView>,
    /// The diagram, for the script.
    diagram: Option<String>,
    /// What was answered on the path here.
    answers: Vec<AnsweredView>,
    question: Option<QuestionView>,
    pub(super) outcome: Option<OutcomeView>,
    /// The facts that suffice for the outcome.
    because: Vec<String>,
    /// What the script shows in place: all questions and all outcomes. Only where the decision begins.
    questions: Vec<QuestionView>,
    outcomes: Vec<OutcomeView>,
}

/// An answer that was given, and where others would have led.
#[derive(Debug, Serialize)]
struct AnsweredView {
    label: String,
    value: String,
    others: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
pub(super) struct QuestionView {
    fact: String,
    label: String,
    text: String,
    help: Option<String>,
    /// Whether a number may be typed, and what follows it.
    number: bool,
    whole: bool,
    unit: Option<String>,
    choices: Vec<ChoiceView>,
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    value: String,
    label: String,
    path: String,
}

#[derive(Debug, Serialize)]
pub(super) struct OutcomeView {
    id: String,
    title: String,
    /// What to do, in a few words.
    action: Option<String>,
    verdicts: Vec<SaidView>,
    /// How old what it rests on is.
    pub(super) age: AgeView,
    explanation: String,
    steps: Vec<StepView>,
    articles: Vec<LinkView>,
    citations: Vec<CitationView>,
}

/// What an outcome says: `Filing: required`.
#[derive(Debug, Serialize)]
pub(super) struct SaidView {
    pub(super) label: String,
    pub(super) text: String,
    /// What the theme marks it by: the id of its value, or `met`.
    pub(super) mark: String,
    /// Whether what it asks for is done already.
    pub(super) met: bool,
}

#[derive(Debug, Serialize)]
struct StepView {
    text: String,
    see: Option<LinkView>,
}

impl<'p> Views<'p> {
    /// The page where a decision begins.
    pub(super) fn decision(self, decision: &'p Decision) -> DecisionView {
        let outcomes = decision.outcomes.iter().map(|outcome| self.outcome(decision, outcome, &[]));
        let questions = decision.facts.iter().enumerate().map(|(fact, _)| self.question(decision, fact, &[]));
        DecisionView {
            diagram: Some(diagram::path(decision)),
            questions: questions.collect(),
            outcomes: outcomes.collect(),
            ..self.state(decision, &decision.walk.states()[0])
        }
    }

    /// A state that answers lead to.
    pub(super) fn state(self, decision: &'p Decision, state: &WalkState) -> DecisionView {
        // Where several paths lead to a state, nothing is known of what was answered.
        let answered = if state.is_shared { &[] } else { state.path.as_slice() };
        let answers = Answers::along(decision.facts.len(), answered);
        let outcome = match &state.next {
            Next::Outcome(outcome) => decision.outcome(*outcome),
            Next::Question { .. } => None,
        };
        let rows = outcome.filter(|_| !state.is_shared).map(|_| decision.rows_hit(&answers)).unwrap_or_default();
        let because = outcome.and_then(|_| decision.compiled.because(&answers)).unwrap_or_default();
        let label = |fact: usize| decision.facts[fact].label.get(self.locale).clone();
        DecisionView {
            summary: decision.summary.get(self.locale).clone(),
            start: self.start(decision),
            matrix: decision.matrix.as_ref().map(|matrix| {
                LinkView::new(matrix.title.get(self.locale).clone(), Address::matrix(self.locale, &decision.id))
            }),
            diagram: None,
            answers: answered.iter().map(|answer| self.answered(decision, state, *answer)).collect(),
            question: match &state.next {
                Next::Question { fact, classes } => Some(self.question(decision, *fact, classes)),
                Next::Outcome(_) => None,
            },
            outcome: outcome.map(|outcome| self.outcome(decision, outcome, &rows)),
            because: because.into_iter().map(label).collect(),
            questions: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    fn answered(self, decision: &Decision, state: &WalkState, (fact, values): (usize, ValueSet)) -> AnsweredView {
        let answers = Answers::along(decision.facts.len(), &state.path);
        let others = (0..decision.facts[fact].values.len()).filter(|value| !values.contains(*value));
        let others = others.filter_map(|value| {
            let reached = decision.walk.follow(&answers.clone().with(fact, Answer::value(value)))?;
            let label = decision.facts[fact].values[value].label.get(self.locale).clone();
            // A value that cannot be leads no further than to its own question.
            let leads_on = reached.path.iter().any(|(answered, _)| *answered == fact);
            leads_on.then(|| LinkView::new(label, Address::state(self.locale, decision, reached)))
        });
        AnsweredView {
            label: decision.facts[fact].label.get(self.locale).clone(),
            value: self.class(&decision.facts[fact], values),
            others: others.collect(),
        }
    }

    /// The values of a class by name, the first few of many.
    pub(super) fn class(self, fact: &DecisionFact, values: ValueSet) -> String {
        let labels = fact.labels(values, self.locale);
        let (named, more) = labels.split_at(labels.len().min(MOST_NAMED));
        match (self.locale, more.len()) {
            (crate::name::Locale::Zh, 0) => named.join("、"),
            (crate::name::Locale::Zh, _) => format!("{}等 {} 项之一", named.join("、"), labels.len()),
            (crate::name::Locale::En, 0) => named.join(" or "),
            (crate::name::Locale::En, more) => format!("{} or one of {more} others", named.join(", ")),
        }
    }

    /// The question about a fact; `classes` say where its values lead.
    pub(super) fn question(self, decision: &Decision, fact: usize, classes: &[(ValueSet, usize)]) -> QuestionView {
        let asked = &decision.facts[fact];
        let number = if let FactKind::Number(number) = &asked.kind { Some(number) } else { None };
        let choices = asked.values.iter().enumerate().filter_map(|(place, value)| {
            let class = classes.iter().find(|(values, _)| values.contains(place));
            let path = match class {
                Some((_, state)) => Address::state(self.locale, decision, &decision.walk.states()[*state]).to_string(),
                None if classes.is_empty() => String::new(),
                None => return None,
            };
            Some(ChoiceView { value: value.id.to_string(), label: value.label.get(self.locale).clone(), path })
        });
        QuestionView {
            fact: asked.id.value.to_string(),
            label: asked.label.get(self.locale).clone(),
            text: asked.question.get(self.locale).clone(),
            help: asked.help.as_ref().map(|help| help.get(self.locale).clone()),
            number: number.is_some(),
            whole: number.is_some_and(|number| number.whole),
            unit: number.and_then(|number| number.unit.as_ref()).map(|unit| unit.name(self.locale).to_owned()),
            choices: choices.collect(),
        }
    }

    /// An outcome; `rows` led to it, if it is known which.
    pub(super) fn outcome(self, decision: &Decision, outcome: &Outcome, rows: &[&DecisionRow]) -> OutcomeView {
        let content = self.content();
        let sections = outcome.sections(rows);
        // Where nobody knows which rows led to it, any of them may have.
        let day = if rows.is_empty() { self.plan.relations.day_of_outcome(decision, outcome) } else { None };
        let article = |id| self.link(content.article(id)?);
        OutcomeView {
            id: outcome.id.value.to_string(),
            title: outcome.title.get(self.locale).clone(),
            action: outcome.action.as_ref().map(|action| action.get(self.locale).clone()),
            verdicts: self.said(decision, outcome),
            age: self.age(day.unwrap_or_else(|| content.as_of(sections.iter().copied()))),
            explanation: outcome.explanation_text(&content.tables, self.locale),
            steps: outcome
                .steps
                .iter()
                .map(|step| StepView {
                    text: step.text_in(&content.tables, self.locale),
                    see: step.see.as_ref().and_then(|see| article(&see.value)),
                })
                .collect(),
            articles: outcome.articles.iter().filter_map(|id| article(&id.value)).collect(),
            citations: self.citations(sections.into_iter()),
        }
    }

    /// The verdicts of an outcome, and what it tells besides.
    pub(super) fn said(self, decision: &Decision, outcome: &Outcome) -> Vec<SaidView> {
        let verdicts = decision.verdicts.iter().zip(&outcome.verdicts).enumerate();
        let verdicts = verdicts.map(|(place, said)| (said, outcome.met.contains(&place)));
        let properties = decision.properties.iter().zip(&outcome.properties).map(|said| (said, false));
        let said = verdicts.chain(properties).map(|((verdict, place), met)| SaidView {
            label: verdict.label.get(self.locale).clone(),
            text: verdict.values[*place].label.get(self.locale).clone(),
            mark: if met { "met".to_owned() } else { verdict.values[*place].id.to_string() },
            met,
        });
        said.collect()
    }
}
