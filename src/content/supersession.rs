//! Supersession: facts of newer sources that hold in the place of older ones, and what has not followed yet.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::known_facts::{KnownFacts, check_facts_once, unknown_fact};
use super::{Content, Located};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{DecisionId, FactId, OutcomeId, SectionId, Target};

/// Something that cites the section of a superseded fact, neither that of a newer one nor another fact of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaleCitation {
    /// An article, a rule row or a checklist.
    Page(Target),
    /// An outcome of a decision.
    Outcome(DecisionId, OutcomeId),
    /// A row of a decision table, where it stands.
    DecisionRow(DecisionId, Span),
}

/// An older section, and those of the facts that hold in the place of some of its facts.
type SupersededSection<'c> = (&'c SectionId, Vec<&'c SectionId>);

/// Which facts supersede which.
pub(super) struct Supersession<'c> {
    content: &'c Content,
    /// By superseded fact, the newer ones with their sections.
    newer: BTreeMap<&'c FactId, Vec<(&'c FactId, &'c SectionId)>>,
    /// What was found to lag: the same for all facts of a section that the same sections supersede.
    lagging: BTreeMap<SupersededSection<'c>, Rc<[StaleCitation]>>,
}

impl<'c> Supersession<'c> {
    pub(super) fn of(content: &'c Content) -> Self {
        let mut newer: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let sections = content.catalogue.iter().flat_map(|source| &source.sections);
        let facts = sections.flat_map(|section| section.facts.iter().map(move |fact| (fact, &section.id)));
        for (fact, section) in facts {
            for old in &fact.supersedes {
                newer.entry(&old.value).or_default().push((&fact.id.value, section));
            }
        }
        Self { content, newer, lagging: BTreeMap::new() }
    }

    /// The facts that hold in the place of one; none if it still holds.
    pub(super) fn newer(&self, fact: &FactId) -> Vec<FactId> {
        self.newer.get(fact).into_iter().flatten().map(|(fact, _)| (*fact).clone()).collect()
    }

    /// What lags behind those that supersede a fact of the section `old`; nothing if none does.
    pub(super) fn lagging(&mut self, fact: &FactId, old: &'c SectionId) -> Rc<[StaleCitation]> {
        let Some(newer) = self.newer.get(fact) else {
            return Rc::default();
        };
        let newer: Vec<&SectionId> = newer.iter().map(|(_, section)| *section).collect();
        let content = self.content;
        let known = self.lagging.entry((old, newer));
        let found = |(old, newer): &SupersededSection<'c>| lagging(content, old, newer).into();
        Rc::clone(known.or_insert_with_key(found))
    }
}

fn lagging(content: &Content, old: &SectionId, newer: &[&SectionId]) -> Vec<StaleCitation> {
    let cites = |cited: &[Located<SectionId>]| {
        let cites = |section: &SectionId| cited.iter().any(|cited| cited.value == *section);
        cites(old) && !newer.iter().any(|section| cites(section))
    };
    // What names facts of the section tells which of them it rests on.
    let facts = content.section(old).into_iter().flat_map(|(_, section)| &section.facts);
    let facts: HashSet<&FactId> = facts.map(|fact| &fact.id.value).collect();
    let lags = |cited: &[Located<SectionId>], claimed: &[Located<FactId>]| {
        cites(cited) && !claimed.iter().any(|fact| facts.contains(&fact.value))
    };
    let articles = content.articles.iter().filter(|article| lags(&article.sources, &article.facts));
    let articles = articles.map(|article| Target::Article(article.id.clone(), None));
    let rows = content.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let rows = rows.filter(|(_, row)| lags(&row.sources, &row.facts));
    let rows = rows.map(|(table, row)| Target::Row(table.id.clone(), row.id.value.clone()));
    let checklists = content.checklists.iter().filter(|checklist| {
        let mut items = checklist.groups.iter().flat_map(|group| &group.items);
        items.any(|item| lags(&item.sources, &item.facts))
    });
    let checklists = checklists.map(|checklist| Target::Checklist(checklist.id.clone()));
    let mut found: Vec<StaleCitation> = articles.chain(rows).chain(checklists).map(StaleCitation::Page).collect();
    for decision in &content.decisions {
        let outcomes = decision.outcomes.iter().filter(|outcome| cites(&outcome.sources));
        found.extend(outcomes.map(|outcome| StaleCitation::Outcome(decision.id.clone(), outcome.id.value.clone())));
        let rows = decision.all_rows().filter(|row| cites(&row.sources));
        found.extend(rows.map(|row| StaleCitation::DecisionRow(decision.id.clone(), row.span)));
    }
    found
}

/// What a source supersedes are facts of older ones, each named once.
pub(super) fn check(content: &Content, known: &KnownFacts<'_>, diagnostics: &mut Diagnostics) {
    for source in &content.catalogue {
        for fact in source.sections.iter().flat_map(|section| &section.facts) {
            check_facts_once(&fact.supersedes, diagnostics);
            for old in &fact.supersedes {
                let Some(section) = known.sections.get(&old.value) else {
                    diagnostics.push(unknown_fact(old, known));
                    continue;
                };
                if let Some(date) = content.as_of([*section])
                    && date >= source.date
                {
                    let message =
                        format!("`{}` is of {date}, and this source of {} is no newer", old.value, source.date);
                    diagnostics.push(
                        Diagnostic::new(Code::InvalidValue, old.span, message)
                            .hint("a fact supersedes those of older sources; correct the `date:` of one of the two"),
                    );
                }
            }
        }
    }
}
