//! The question about a fact of a decision.

use serde::Serialize;

use crate::content::{Decision, FactKind};
use crate::decision::ValueSet;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// A question, with the answers to choose from.
#[derive(Debug, Serialize)]
pub(crate) struct QuestionView {
    fact: String,
    label: String,
    text: String,
    help: Option<String>,
    /// Whether a number may be typed, and what follows it.
    number: bool,
    whole: bool,
    unit: Option<String>,
    /// How a number is written with its unit, for scripts.
    quantities: Option<String>,
    choices: Vec<AnswerChoiceView>,
}

#[derive(Debug, Serialize)]
struct AnswerChoiceView {
    value: String,
    label: String,
    path: String,
}

impl QuestionView {
    /// The question about the fact at a place; `classes` say to which states its values lead.
    pub(crate) fn of(decision: &Decision, fact: usize, classes: &[(ValueSet, usize)], context: Context<'_>) -> Self {
        let asked = &decision.facts[fact];
        let number = if let FactKind::Number(number) = &asked.kind { Some(number) } else { None };
        let choices = asked.values.iter().enumerate().filter_map(|(place, value)| {
            let (_, state) = classes.iter().find(|(values, _)| values.contains(place))?;
            let address = Address::state(context.locale, decision, &decision.walk.states()[*state]);
            Some(AnswerChoiceView {
                value: value.id.to_string(),
                label: context.text(&value.label),
                path: address.to_string(),
            })
        });
        let unit = number.and_then(|number| number.unit.as_ref());
        Self {
            fact: asked.id.value.to_string(),
            label: context.text(&asked.label),
            text: context.text(&asked.question),
            help: context.optional_text(asked.help.as_ref()),
            number: number.is_some(),
            whole: number.is_some_and(|number| number.whole),
            unit: unit.map(|unit| unit.name(context.locale).to_owned()),
            quantities: unit.map(|unit| context.language().quantities(unit.forms(context.locale))),
            choices: choices.collect(),
        }
    }

    /// The question for a script, which knows itself where the values lead.
    pub(crate) fn for_script(decision: &Decision, fact: usize, context: Context<'_>) -> Self {
        let choices = decision.facts[fact].values.iter().map(|value| AnswerChoiceView {
            value: value.id.to_string(),
            label: context.text(&value.label),
            path: String::new(),
        });
        Self { choices: choices.collect(), ..Self::of(decision, fact, &[], context) }
    }
}
