//! Claims: what an article says that a decision answers, and the proof that it does.

use super::super::keyed::keyed;
use super::super::value::Located;
use super::super::yaml::{Form, FromYaml, HasForm, Node, Value};
use super::condition::Inputs;
use super::fact::FactKind;
use super::model::Decision;
use super::outcome::{Choices, Verdict};
use super::verify::conditions;
use crate::decision::{Answer, Answers, Evaluation, ValueSet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::DecisionId;

/// A part of a claim as it is written: what it names stands in another file, which is looked at later.
#[derive(Clone, Debug)]
pub(in crate::content) struct GivenFacts(Node);

/// The same of what the decision is to say.
#[derive(Clone, Debug)]
pub(in crate::content) struct ClaimedOutcomes(Node);

keyed! {
    /// What an article says that a decision answers, whatever the facts are that it does not give.
    pub struct Claim {
        /// The decision.
        pub(in crate::content) decision: Located<DecisionId>,
        /// Facts of the decision, each with a value, a list of values, `not` and what it is not, or a comparison, as rows write them.
        pub(in crate::content) given: Option<GivenFacts> = None,
        /// The outcome, or a list of outcomes of which one follows; or verdicts and properties, each with what the outcome says.
        pub(in crate::content) then: ClaimedOutcomes,
    }
}

impl HasForm for GivenFacts {
    const FORM: Form = Form::Plain("values by fact");
}

impl<'n> FromYaml<'n> for GivenFacts {
    fn read(node: &'n Node, _: &mut Diagnostics) -> Option<Self> {
        Some(Self(node.clone()))
    }
}

impl HasForm for ClaimedOutcomes {
    const FORM: Form = Form::Plain("an outcome, a list of them, or what it says by verdict");
}

impl<'n> FromYaml<'n> for ClaimedOutcomes {
    fn read(node: &'n Node, _: &mut Diagnostics) -> Option<Self> {
        Some(Self(node.clone()))
    }
}

impl Claim {
    /// Where it stands, to say that it is wrong.
    fn span(&self) -> Span {
        self.then.0.span
    }
}

impl Decision {
    /// The outcomes that follow from what a claim gives, by their places, if the claim holds for whatever it leaves open; what is
    /// wrong with it is reported.
    pub(in crate::content) fn prove(&self, claim: &Claim, diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
        let given = self.given(claim, diagnostics);
        let claimed = self.claimed(&claim.then.0, diagnostics);
        let (given, claimed) = given.zip(claimed)?;
        let state = self.compiled.evaluate(&given);
        if state == Evaluation::Impossible {
            let message = format!("what is given is impossible in the decision `{}`", self.id);
            let hint = "correct the facts that are given: no reader can have them together";
            diagnostics.push(Diagnostic::new(Code::FalseClaim, claim.span(), message).hint(hint));
            return None;
        }
        let following: Vec<usize> = state.possible().iter().map(|outcome| *outcome as usize).collect();
        let others: Vec<usize> = following.iter().copied().filter(|outcome| !claimed.contains(outcome)).collect();
        if others.is_empty() {
            return Some(following);
        }
        diagnostics.push(self.false_claim(claim, &given, &others));
        None
    }

    /// That other outcomes follow, too, with facts for which one does, and the row that says so.
    fn false_claim(&self, claim: &Claim, given: &Answers, others: &[usize]) -> Diagnostic {
        let names: Vec<String> =
            others.iter().take(3).map(|outcome| format!("`{}`", self.outcomes[*outcome].id.value)).collect();
        let more = others.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let follow = if others.len() == 1 { "follows" } else { "follow" };
        let message = format!(
            "the decision `{}` does not answer so for all that is left open: {}{more} {follow}, too",
            self.id,
            names.join(", ")
        );
        let diagnostic = Diagnostic::new(Code::FalseClaim, claim.span(), message);
        let is_other = |outcome: u32| others.contains(&(outcome as usize));
        let Some(facts) = self.compiled.first_combination(given, is_other) else {
            return diagnostic;
        };
        let witness = Answers::all(&facts);
        let reason = self.compiled.sufficient_reason(&witness).unwrap_or_default();
        let is_shown = |fact: &usize| given.get(*fact).values().is_some() || reason.contains(fact);
        let shown = (0..facts.len()).filter(is_shown).map(|fact| (&self.facts[fact], ValueSet::one(facts[fact])));
        let outcome = self.outcome_of(&self.compiled.evaluate(&witness));
        let name = outcome.map_or("", |outcome| outcome.id.value.as_str());
        let diagnostic = diagnostic.hint(format!("for `{{{}}}` it answers `{name}`", conditions(shown)));
        let diagnostic = match self.rows_hit(&witness).last() {
            Some(row) => diagnostic.related(row.span, "this row says otherwise"),
            None => diagnostic,
        };
        diagnostic.hint("give what the text tells besides, or correct the claim or the row, whichever is wrong")
    }

    /// What a claim gives; the values of a fact are written as in a row, or as the number that it is.
    fn given(&self, claim: &Claim, diagnostics: &mut Diagnostics) -> Option<Answers> {
        let mut given = Answers::none(self.facts.len());
        let Some(GivenFacts(node)) = &claim.given else {
            return Some(given);
        };
        let inputs = Inputs { facts: &self.facts, derived: Vec::new() };
        let mut sound = true;
        for (key, node) in node.fields(diagnostics)?.rest() {
            let values = inputs.input(key, diagnostics).and_then(|place| {
                let fact = &self.facts[place];
                let values = match (&fact.kind, &node.value) {
                    (FactKind::Number(_), Value::Number(text)) => {
                        let value = fact.value(text);
                        if value.is_none() {
                            diagnostics.push(fact.unknown_value(text, node.span));
                        }
                        ValueSet::one(value?)
                    }
                    _ => inputs.values(place, node, diagnostics)?,
                };
                Some((place, values))
            });
            match values {
                Some((place, values)) if !values.is_empty() => given.set(place, Answer::OneOf(values)),
                Some(_) => {
                    let message = format!("no value of `{}` is so", key.name);
                    diagnostics.push(Diagnostic::new(Code::UnknownValue, node.span, message));
                    sound = false;
                }
                None => sound = false,
            }
        }
        sound.then_some(given)
    }

    /// The places of the outcomes that a claim allows.
    fn claimed(&self, then: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
        let outcomes = Choices::outcomes(&self.outcomes);
        let is_nothing = match &then.value {
            Value::List(named) => named.is_empty(),
            Value::Map(said) => said.is_empty(),
            value => matches!(value, Value::Empty),
        };
        if is_nothing {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, then.span, "the claim says nothing, so it holds whatever is true")
                    .hint("name the outcome that follows, or what it says: `then: {…}`"),
            );
            return None;
        }
        match &then.value {
            Value::List(named) => named.iter().map(|node| outcomes.place(node, diagnostics)).collect(),
            Value::Map(_) => self.saying(then, diagnostics),
            _ => outcomes.place(then, diagnostics).map(|outcome| vec![outcome]),
        }
    }

    /// The places of the outcomes that say what is given by verdict and property.
    fn saying(&self, then: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
        let mut sound = true;
        let mut outcomes: Vec<usize> = (0..self.outcomes.len()).collect();
        for (key, node) in then.fields(diagnostics)?.rest() {
            let place = |all: &[Verdict]| all.iter().position(|verdict| verdict.id.value.as_str() == key.name);
            let (verdict, said): (&Verdict, Vec<usize>) = match (place(&self.verdicts), place(&self.properties)) {
                (Some(place), _) => {
                    (&self.verdicts[place], self.outcomes.iter().map(|outcome| outcome.verdicts[place]).collect())
                }
                (_, Some(place)) => {
                    (&self.properties[place], self.outcomes.iter().map(|outcome| outcome.properties[place]).collect())
                }
                (None, None) => {
                    let known = self.verdicts.iter().chain(&self.properties).map(|verdict| verdict.id.value.as_str());
                    let message = format!("the outcomes of `{}` say nothing of `{}`", self.id, key.name);
                    diagnostics
                        .push(Diagnostic::new(Code::UnknownVariable, key.span, message).suggest(&key.name, known));
                    sound = false;
                    continue;
                }
            };
            let names = verdict.values.iter().map(|value| value.id.as_str()).collect();
            let choices = Choices { kind: "value", names, unknown: Code::UnknownValue };
            let named =
                if let Value::List(named) = &node.value { named.as_slice() } else { std::slice::from_ref(node) };
            let allowed: Option<Vec<usize>> = named.iter().map(|node| choices.place(node, diagnostics)).collect();
            match allowed {
                Some(allowed) => outcomes.retain(|outcome| allowed.contains(&said[*outcome])),
                None => sound = false,
            }
        }
        if sound && outcomes.is_empty() {
            let message = format!("no outcome of `{}` says all of this", self.id);
            diagnostics.push(Diagnostic::new(Code::UnknownOutcome, then.span, message));
        }
        (sound && !outcomes.is_empty()).then_some(outcomes)
    }
}
