//! The decision that a query asks, with the values that it names: shown above what was found, and no hit itself.

use super::Lexicon;
use super::as_loaded::AsLoaded;
use super::token_positions::TokenPositions;
use crate::analysis::insert_sorted;
use crate::decision::{CompiledDecision, Cube, Diagram, NodeId, ValueSet};

/// A phrase that a decision is known by in queries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionPhrase {
    /// The decision, by its number.
    pub decision: u32,
    /// The fact and the value of it that are named, by their places; `None` if it asks the decision itself.
    pub value: Option<(u32, u32)>,
    /// What is said, in any order, as in [`TopicPhrase::pieces`](super::TopicPhrase::pieces).
    pub pieces: Vec<Vec<String>>,
}

/// The decision that a query asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionMention {
    /// By its number.
    pub decision: u32,
    /// The facts of which the query names a value, with the value, by their places; in the order of the facts.
    pub values: Vec<(u32, u32)>,
}

/// What is said of a decision in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
pub struct DecisionText {
    /// The id of the decision.
    pub id: String,
    /// The path of the page where it begins, from the root of the site.
    pub address: String,
    /// The question that it answers.
    pub title: String,
    /// What it asks for, in its order.
    pub facts: Vec<FactText>,
    /// What to do, by outcome.
    pub actions: Vec<String>,
    /// The outcome by the facts, as [`Diagram::rows_of`] writes it.
    pub rows: Vec<Vec<u32>>,
}

/// What is said of a fact in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
pub struct FactText {
    /// The id of the fact.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The ids of the values that queries can name, each with what it is called.
    pub values: Vec<(String, String)>,
}

/// What is shown of the decision that a query asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionCard {
    /// The id of the decision.
    pub decision: String,
    /// The question that it answers.
    pub title: String,
    /// The answers that the query gives, in the order of the facts.
    pub answers: Vec<CardAnswer>,
    /// What to do, if the answers suffice for it.
    pub action: Option<String>,
    /// The path of the page where the decision goes on from these answers, from the root of the site.
    pub url: String,
}

/// An answer that a query gives, as its ids and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAnswer {
    /// The id of the fact.
    pub fact: String,
    /// The id of the value.
    pub value: String,
    /// What the fact is called.
    pub label: String,
    /// What the value is called.
    pub text: String,
}

/// So many named values show by themselves that a query asks a decision: one word alone may be about anything.
const TELLING_VALUES: usize = 2;

/// The decision that a query asks: one of whose phrases it says, or of which it names several values. Of many the one of which it
/// says most; of several the first.
pub(super) fn asked(query: &TokenPositions<'_>, lexicon: &AsLoaded<'_, impl Lexicon>) -> Option<DecisionMention> {
    let mut said: Vec<&DecisionPhrase> = Vec::new();
    for first in query.distinct_texts() {
        let phrases = lexicon.decisions(first).iter();
        said.extend(phrases.filter(|phrase| phrase.pieces.iter().all(|piece| query.says_phrase(piece))));
    }
    let mut best: Option<(usize, DecisionMention)> = None;
    let last = said.iter().map(|phrase| phrase.decision + 1).max().unwrap_or_default();
    for decision in 0..last {
        let said: Vec<&DecisionPhrase> = said.iter().copied().filter(|phrase| phrase.decision == decision).collect();
        let values = named(&said);
        let asks = said.iter().any(|phrase| phrase.value.is_none());
        let weight = values.len() + usize::from(asks);
        if (asks || weight >= TELLING_VALUES) && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, DecisionMention { decision, values }));
        }
    }
    best.map(|(_, mention)| mention)
}

/// The values that phrases of a decision name. What is said within something longer is not said; and a fact of which several
/// values are named has none.
fn named(said: &[&DecisionPhrase]) -> Vec<(u32, u32)> {
    let mut values: Vec<(u32, u32)> = Vec::new();
    for phrase in said {
        let within = |other: &&DecisionPhrase| other.value.is_some() && is_within(&phrase.pieces, &other.pieces);
        if let Some(value) = phrase.value.filter(|_| !said.iter().any(within)) {
            insert_sorted(&mut values, value);
        }
    }
    let several = |(fact, value): &(u32, u32)| values.iter().any(|(other, known)| fact == other && value != known);
    values.iter().filter(|named| !several(named)).copied().collect()
}

/// Whether all of some pieces stand in those of another phrase, which says more.
fn is_within(pieces: &[Vec<String>], others: &[Vec<String>]) -> bool {
    let stands =
        |piece: &Vec<String>| others.iter().any(|other| other.windows(piece.len().max(1)).any(|run| run == piece));
    pieces != others && pieces.iter().all(stands)
}

impl DecisionText {
    /// What is shown of the decision where a query names some of its values. Values that contradict those before them are left out.
    pub(super) fn card(&self, mention: &DecisionMention) -> DecisionCard {
        let diagram = Diagram::of_rows(self.facts.len(), &self.rows);
        let possible = |cube: &Cube| diagram.as_ref().map(|(diagram, root)| outcomes(diagram, *root, cube));
        let mut cube: Cube = self.facts.iter().map(|_| ValueSet::all(ValueSet::MAX)).collect();
        let mut card = DecisionCard {
            decision: self.id.clone(),
            title: self.title.clone(),
            answers: Vec::new(),
            action: None,
            url: self.address.clone(),
        };
        for (fact, value) in &mention.values {
            let (fact, value) = (*fact as usize, *value as usize);
            let Some((known, (id, text))) =
                self.facts.get(fact).and_then(|known| Some((known, known.values.get(value)?)))
            else {
                continue;
            };
            let before = std::mem::replace(&mut cube[fact], ValueSet::one(value % ValueSet::MAX));
            if possible(&cube).is_some_and(|outcomes| outcomes.is_empty()) {
                cube[fact] = before;
                continue;
            }
            card.url.push(if card.answers.is_empty() { '?' } else { '&' });
            for part in [&known.id, "=", id] {
                card.url.push_str(part);
            }
            let [fact, value, label, text] = [&known.id, id, &known.label, text].map(String::clone);
            card.answers.push(CardAnswer { fact, value, label, text });
        }
        if let Some([outcome]) = possible(&cube).as_deref() {
            card.action = self.actions.get(*outcome as usize).filter(|action| !action.is_empty()).cloned();
        }
        card
    }

    /// The outcomes that are possible where these answers are given.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn possible(&self, answers: &[CardAnswer]) -> Vec<u32> {
        let value_of = |fact: &FactText| {
            let answer = answers.iter().find(|answer| answer.fact == fact.id)?;
            fact.values.iter().position(|(id, _)| *id == answer.value)
        };
        let values = |fact| value_of(fact).map_or(ValueSet::all(ValueSet::MAX), ValueSet::one);
        let cube: Cube = self.facts.iter().map(values).collect();
        let diagram = Diagram::of_rows(self.facts.len(), &self.rows);
        diagram.map(|(diagram, root)| outcomes(&diagram, root, &cube)).unwrap_or_default()
    }
}

fn outcomes(diagram: &Diagram, root: NodeId, cube: &Cube) -> Vec<u32> {
    let mut outcomes = diagram.terminals_in(root, cube);
    outcomes.retain(|outcome| *outcome != CompiledDecision::IMPOSSIBLE);
    outcomes
}
