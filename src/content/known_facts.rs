//! The facts of the source catalogue, for whoever names them.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::value::check_unique;
use super::{Content, Located};
use crate::diagnostic::{Candidates, Code, Diagnostic, Diagnostics};
use crate::name::{FactId, SectionId};

/// The facts of the catalogue.
pub(super) struct KnownFacts<'c> {
    /// The section that states each.
    pub(super) sections: BTreeMap<&'c FactId, &'c SectionId>,
    /// Their ids, for whoever names one that is not there.
    ids: OnceCell<Candidates>,
}

impl<'c> KnownFacts<'c> {
    pub(super) fn of(content: &'c Content) -> Self {
        let sections = content.catalogue.iter().flat_map(|source| &source.sections);
        let facts = sections.flat_map(|section| section.facts.iter().map(move |fact| (&fact.id.value, &section.id)));
        Self { sections: facts.collect(), ids: OnceCell::new() }
    }

    fn ids(&self) -> &Candidates {
        self.ids.get_or_init(|| Candidates::of(self.sections.keys().map(|fact| fact.as_str())))
    }
}

/// No fact is named twice.
pub(super) fn check_facts_once(facts: &[Located<FactId>], diagnostics: &mut Diagnostics) {
    check_unique(facts, |fact| format!("the fact `{fact}` is named twice"), diagnostics);
}

pub(super) fn unknown_fact(fact: &Located<FactId>, known: &KnownFacts<'_>) -> Diagnostic {
    let message = format!("the source catalogue has no fact `{}`", fact.value);
    Diagnostic::new(Code::UnknownFact, fact.span, message).suggest_of(fact.value.as_str(), known.ids())
}
