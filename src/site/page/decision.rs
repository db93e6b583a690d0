//! A decision: the page where it begins, and every state that answers lead to.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::matrix;
use super::part::{LinkView, OutcomeView, QuestionView, ReachedOutcome, SharedItems, action_of};
use crate::content::{Content, Decision, DecisionFact, Language};
use crate::decision::{Answer, Answers, Next, ValueSet, WalkState};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::Locale;
use crate::site::address::Address;

/// So many values of a class are named.
const MAX_NAMED: usize = 4;

/// A state of a decision. In the first, nothing is answered yet.
#[derive(Debug)]
struct DecisionPage<'c> {
    decision: &'c Decision,
    state: &'c WalkState,
}

#[derive(Debug, Serialize)]
struct DecisionView {
    summary: Option<String>,
    /// The page where the decision begins.
    start: LinkView,
    /// The table of all answers.
    matrix: Option<LinkView>,
    /// The diagram, for the script.
    diagram: Option<String>,
    /// What was answered on the path here.
    answers: Vec<AnsweredView>,
    question: Option<QuestionView>,
    /// What it can still come to for those who do not know the answer.
    possible: Vec<PossibleView>,
    outcome: Option<OutcomeView>,
    /// The facts that suffice for the outcome.
    because: Vec<String>,
    /// What the script shows in place: all questions and all outcomes. Only where the decision begins.
    questions: Vec<QuestionView>,
    outcomes: Vec<OutcomeView>,
    /// What the outcomes consist of.
    shared: SharedItems,
}

/// An answer that was given, and where others would have led.
#[derive(Debug, Serialize)]
struct AnsweredView {
    label: String,
    value: String,
    others: Vec<LinkView>,
}

/// An outcome that is still possible.
#[derive(Debug, Serialize)]
struct PossibleView {
    title: String,
    action: Option<String>,
}

/// The states of each decision, followed by the table of all its answers.
pub(super) fn pages(content: &Content) -> Pages<'_> {
    let decisions = content.decisions.iter().flat_map(|decision| {
        let states = decision.walk.states().iter();
        states.map(move |state| DecisionPage { decision, state }.shared()).chain(matrix::pages(decision))
    });
    decisions.collect()
}

impl Page for DecisionPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::state(locale, self.decision, self.state)
    }

    fn template(&self) -> &'static str {
        "decision.html"
    }

    /// The states are ways, not places: what is to be found is where the decision begins, and its usual answers.
    fn is_indexed(&self) -> bool {
        self.is_start()
    }

    fn origin(&self) -> Option<Place> {
        Some(self.decision.file.into())
    }

    fn is_lasting(&self) -> bool {
        self.is_start()
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let Self { decision, state } = *self;
        let known = self.answers();
        let reached = self.reached(&known);
        let start = (!self.is_start()).then(|| LinkView::to_decision(decision, context));
        let day = reached.as_ref().map(|reached| reached.as_of(context));
        let head = Head::new(context.text(&decision.title), context.optional_text(decision.summary.as_ref()))
            .below(start, context)
            .dated(day.unwrap_or_else(|| context.relations.day_of_decision(decision)), context);
        let because = reached.as_ref().and_then(|_| decision.compiled.sufficient_reason(&known)).unwrap_or_default();
        let answered = self.answered().iter();
        let answered = answered.map(|(fact, values)| AnsweredView::of((*fact, *values), decision, &known, context));
        let (questions, outcomes, shared) = if self.is_start() { self.for_script(context) } else { Default::default() };
        Ok(head.with_body(&DecisionView {
            summary: context.optional_text(decision.summary.as_ref()),
            start: LinkView::to_decision(decision, context),
            matrix: decision.matrix.as_ref().map(|matrix| LinkView::to_matrix(decision, matrix, context)),
            diagram: if self.is_start() { context.diagram(decision) } else { None },
            answers: answered.collect(),
            question: match &state.next {
                Next::Question { fact, classes } => Some(QuestionView::of(decision, *fact, classes, context)),
                Next::Outcome(_) => None,
            },
            possible: self.possible(context),
            outcome: reached.map(|reached| OutcomeView::of(&reached, context)),
            because: because.into_iter().map(|fact| context.text(&decision.facts[fact].label)).collect(),
            questions,
            outcomes,
            shared,
        }))
    }
}

impl<'c> DecisionPage<'c> {
    fn is_start(&self) -> bool {
        self.state.path.is_empty()
    }

    /// What was answered on the path here. Where several paths lead to a state, nothing is known of it.
    fn answered(&self) -> &'c [(usize, ValueSet)] {
        if self.state.is_shared { &[] } else { &self.state.path }
    }

    fn answers(&self) -> Answers {
        Answers::along(self.decision.facts.len(), self.answered())
    }

    /// What the decision comes to in the state, with the answers that are known in it.
    fn reached(&self, answers: &Answers) -> Option<ReachedOutcome<'c>> {
        let Next::Outcome(outcome) = self.state.next else {
            return None;
        };
        let outcome = self.decision.outcome(outcome)?;
        Some(if self.state.is_shared {
            ReachedOutcome::by_any_row(self.decision, outcome)
        } else {
            ReachedOutcome::by_answers(answers, self.decision, outcome)
        })
    }

    /// What a question can still lead to.
    fn possible(&self, context: Context<'_>) -> Vec<PossibleView> {
        let Next::Question { .. } = self.state.next else {
            return Vec::new();
        };
        let outcomes = self.decision.walk.outcomes_from(self.state).into_iter();
        let outcomes = outcomes.filter_map(|outcome| self.decision.outcome(outcome));
        let views = outcomes
            .map(|outcome| PossibleView { title: context.text(&outcome.title), action: action_of(outcome, context) });
        views.collect()
    }

    /// All questions and all outcomes, and what these consist of.
    fn for_script(&self, context: Context<'_>) -> (Vec<QuestionView>, Vec<OutcomeView>, SharedItems) {
        let decision = self.decision;
        let questions = (0..decision.facts.len()).map(|fact| QuestionView::for_script(decision, fact, context));
        let outcomes = decision.outcomes.iter().map(|outcome| ReachedOutcome::by_any_row(decision, outcome));
        let mut shared = SharedItems::default();
        let outcomes = outcomes.map(|reached| {
            let mut outcome = OutcomeView::of(&reached, context);
            shared.take_from(&mut outcome);
            outcome
        });
        (questions.collect(), outcomes.collect(), shared)
    }
}

impl AnsweredView {
    /// An answer among all those of the path.
    fn of((fact, values): (usize, ValueSet), decision: &Decision, answers: &Answers, context: Context<'_>) -> Self {
        let asked = &decision.facts[fact];
        let others = (0..asked.values.len()).filter(|value| !values.contains(*value));
        let others = others.filter_map(|value| {
            let reached = decision.walk.follow(&answers.clone().with(fact, Answer::value(value)))?;
            let label = context.text(&asked.values[value].label);
            // A value that cannot be leads no further than to its own question.
            let leads_on = reached.path.iter().any(|(answered, _)| *answered == fact);
            leads_on.then(|| LinkView::to_state(label, decision, reached, context))
        });
        Self {
            label: context.text(&asked.label),
            value: class(asked, values, context.language()),
            others: others.collect(),
        }
    }
}

/// The values of a class by name, the first few of many.
fn class(fact: &DecisionFact, values: ValueSet, language: &Language) -> String {
    let labels = fact.labels(values, language.locale);
    let (named, more) = labels.split_at(labels.len().min(MAX_NAMED));
    if more.is_empty() {
        return named.join(language.message("or_separator"));
    }
    let (all, more) = (labels.len().to_string(), more.len().to_string());
    language.format_message("one_of", &[("named", &language.list(named)), ("count", &all), ("more", &more)])
}
