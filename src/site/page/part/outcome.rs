//! What a decision comes to.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::age::AgeView;
use super::citation::CitationView;
use super::link::LinkView;
use crate::content::{Date, Decision, DecisionRow, Outcome, Verdict};
use crate::decision::Answers;
use crate::site::page::context::Context;

/// An outcome that a decision came to.
#[derive(Debug)]
pub(crate) struct ReachedOutcome<'d> {
    pub(crate) decision: &'d Decision,
    pub(crate) outcome: &'d Outcome,
    led_by: Provenance<'d>,
}

/// What led to an outcome.
#[derive(Debug)]
enum Provenance<'d> {
    /// These rows.
    Rows(Vec<&'d DecisionRow>),
    /// Nobody knows which of the rows that give it.
    AnyRow,
}

impl<'d> ReachedOutcome<'d> {
    /// An outcome, whatever led to it.
    pub(crate) fn by_any_row(decision: &'d Decision, outcome: &'d Outcome) -> Self {
        Self { decision, outcome, led_by: Provenance::AnyRow }
    }

    /// An outcome that answers led to.
    pub(crate) fn by_answers(answers: &Answers, decision: &'d Decision, outcome: &'d Outcome) -> Self {
        Self { decision, outcome, led_by: Provenance::Rows(decision.rows_hit(answers)) }
    }

    /// The day of the oldest source that it rests on.
    pub(crate) fn as_of(&self, context: Context<'_>) -> Option<Date> {
        match &self.led_by {
            Provenance::Rows(rows) => context.content.as_of(self.outcome.sections(rows)),
            Provenance::AnyRow => context.relations.day_of_outcome(self.decision, self.outcome),
        }
    }

    /// The rows that are known to have led to it.
    fn rows(&self) -> &[&'d DecisionRow] {
        match &self.led_by {
            Provenance::Rows(rows) => rows,
            Provenance::AnyRow => &[],
        }
    }
}

/// Its lists are in `places` instead, once their items are `SharedItems`.
#[derive(Debug, Serialize)]
pub(crate) struct OutcomeView {
    id: String,
    title: String,
    /// What to do, in a few words, unless the title says the same.
    action: Option<String>,
    verdicts: Vec<VerdictView>,
    /// How old what it rests on is.
    age: Option<AgeView>,
    explanation: String,
    steps: Vec<OutcomeStepView>,
    articles: Vec<LinkView>,
    citations: Vec<CitationView>,
    places: ItemPlaces,
}

/// What the lists of several outcomes hold, each item once: many outcomes say the same in parts.
#[derive(Debug, Default, Serialize)]
pub(crate) struct SharedItems {
    verdicts: SharedList<VerdictView>,
    steps: SharedList<OutcomeStepView>,
    articles: SharedList<LinkView>,
    citations: SharedList<CitationView>,
}

/// A list in which each item stands once.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct SharedList<T> {
    items: Vec<T>,
    #[serde(skip)]
    places: FxHashMap<T, usize>,
}

/// Where the items of an outcome stand among those that are shared, from 0, separated by spaces.
#[derive(Debug, Default, Serialize)]
struct ItemPlaces {
    verdicts: String,
    steps: String,
    articles: String,
    citations: String,
}

/// What an outcome says: `Filing: required`.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub(crate) struct VerdictView {
    label: String,
    text: String,
    /// What the theme marks it by: the id of its value, or `met`.
    mark: String,
    /// Whether what it asks for is done already.
    met: bool,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
struct OutcomeStepView {
    text: String,
    see: Option<LinkView>,
}

impl OutcomeView {
    pub(crate) fn of(reached: &ReachedOutcome<'_>, context: Context<'_>) -> Self {
        let ReachedOutcome { decision, outcome, .. } = reached;
        let content = context.content;
        let article = |id| LinkView::to_article(content.article(id)?, context);
        let steps = outcome.steps.iter().map(|step| OutcomeStepView {
            text: step.text_in(&content.tables, context.locale),
            see: step.see.as_ref().and_then(|see| article(&see.value)),
        });
        Self {
            id: outcome.id.value.to_string(),
            title: context.text(&outcome.title),
            action: action_of(outcome, context),
            verdicts: VerdictView::all(decision, outcome, context),
            age: reached.as_of(context).map(|day| AgeView::new(day, context.language())),
            explanation: outcome.explanation_text(&content.tables, context.locale),
            steps: steps.collect(),
            articles: outcome.articles.iter().filter_map(|id| article(&id.value)).collect(),
            citations: CitationView::all(outcome.sections(reached.rows()), context),
            places: ItemPlaces::default(),
        }
    }
}

/// What an outcome says to do, unless its title says the same.
pub(crate) fn action_of(outcome: &Outcome, context: Context<'_>) -> Option<String> {
    let words = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    let action = context.optional_text(outcome.action.as_ref())?;
    (words(&action) != words(outcome.title.get(context.locale))).then_some(action)
}

impl SharedItems {
    /// Takes the items of an outcome, which then names their places.
    pub(crate) fn take_from(&mut self, outcome: &mut OutcomeView) {
        outcome.places = ItemPlaces {
            verdicts: self.verdicts.take(&mut outcome.verdicts),
            steps: self.steps.take(&mut outcome.steps),
            articles: self.articles.take(&mut outcome.articles),
            citations: self.citations.take(&mut outcome.citations),
        };
    }
}

impl<T: Clone + Eq + Hash> SharedList<T> {
    /// Takes items, unless they are there already, and tells where they are.
    fn take(&mut self, items: &mut Vec<T>) -> String {
        let places = items.drain(..).map(|item| {
            let place = *self.places.entry(item.clone()).or_insert(self.items.len());
            if place == self.items.len() {
                self.items.push(item);
            }
            place.to_string()
        });
        places.collect::<Vec<_>>().join(" ")
    }
}

impl<T> Default for SharedList<T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: FxHashMap::default() }
    }
}

impl VerdictView {
    /// The verdicts of an outcome, and what it tells besides.
    pub(crate) fn all(decision: &Decision, outcome: &Outcome, context: Context<'_>) -> Vec<Self> {
        let mut all = Self::verdicts(decision, outcome, context);
        let properties = decision.properties.iter().zip(&outcome.properties);
        all.extend(properties.map(|(property, value)| Self::of(property, *value, false, context)));
        all
    }

    /// In the order of the decision, without what the outcome tells besides.
    pub(crate) fn verdicts(decision: &Decision, outcome: &Outcome, context: Context<'_>) -> Vec<Self> {
        let verdicts = decision.verdicts.iter().zip(&outcome.verdicts).enumerate();
        let verdicts =
            verdicts.map(|(place, (verdict, value))| Self::of(verdict, *value, outcome.met.contains(&place), context));
        verdicts.collect()
    }

    fn of(verdict: &Verdict, value: usize, met: bool, context: Context<'_>) -> Self {
        let value = &verdict.values[value];
        Self {
            label: context.text(&verdict.label),
            text: context.text(&value.label),
            mark: if met { "met".to_owned() } else { value.id.to_string() },
            met,
        }
    }
}
