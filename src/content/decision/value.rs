//! The values of a fact or of a verdict, each with what it is called.

use super::super::rule;
use super::super::yaml::{Form, HasForm, Node};
use crate::diagnostic::Diagnostics;
use crate::name::{Localized, ValueId};

/// A value of a fact or of a verdict.
#[derive(Clone, Debug)]
pub struct FactValue {
    /// What rows, addresses and commands call it, unique in its fact.
    pub id: ValueId,
    /// What pages call it.
    pub label: Localized<String>,
}

/// The values of a fact, as their author lists them.
pub(super) fn value_list(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<FactValue>> {
    Some(rule::values(node, diagnostics)?.into_iter().map(|(id, label)| FactValue { id, label }).collect())
}

impl HasForm for FactValue {
    const FORM: Form = Form::Plain("a label");
    const LIST: Form = Form::Plain("labels by value");
}
