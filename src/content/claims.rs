//! Claims: which facts of the source catalogue an article or a rule row says that it states.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::resolve::check_section;
use super::{Content, DecisionId, FactId, Located, OutcomeId, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Known, Span};
use crate::markdown::Target;

/// A fact of the catalogue, and who states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFact {
    /// The fact.
    pub fact: FactId,
    /// The section that it is of.
    pub section: SectionId,
    /// The articles, rule rows and checklists that claim it.
    pub stated_by: Vec<Target>,
    /// The facts of newer sources that hold in its place; none if it still holds.
    pub superseded_by: Vec<FactId>,
    /// If it is superseded, who has not followed yet: those who claim it, and those who cite its section and neither that of a
    /// newer fact nor another fact of it.
    pub resting: Vec<Resting>,
}

/// Something that rests on a superseded fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resting {
    /// An article, a rule row or a checklist.
    Page(Target),
    /// An outcome of a decision.
    Outcome(DecisionId, OutcomeId),
    /// A row of a decision table, where it stands.
    DecisionRow(DecisionId, Span),
}

/// Every fact of the catalogue, in its order, with all who claim it: articles first, then rule rows, then checklists.
pub fn stated_facts(content: &Content<'_>) -> Vec<StatedFact> {
    let mut claims: BTreeMap<&FactId, Vec<Target>> = BTreeMap::new();
    for article in &content.articles {
        for fact in &article.facts {
            claims.entry(&fact.value).or_default().push(Target::Article(article.id.clone(), None));
        }
    }
    for table in content.tables.iter() {
        for row in &table.rows {
            for fact in &row.facts {
                claims.entry(&fact.value).or_default().push(Target::Row(table.id.clone(), row.id.value.clone()));
            }
        }
    }
    for checklist in &content.checklists {
        for fact in checklist.groups.iter().flat_map(|group| &group.items).flat_map(|item| &item.facts) {
            claims.entry(&fact.value).or_default().push(Target::Checklist(checklist.id.clone()));
        }
    }
    let newer = superseding(content);
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    sections
        .flat_map(|section| section.facts.iter().map(move |fact| (section, &fact.id.value)))
        .map(|(section, fact)| {
            let stated_by = claims.remove(fact).unwrap_or_default();
            let superseded_by = newer.get(fact).map(Vec::as_slice).unwrap_or_default();
            let sections: Vec<&SectionId> = superseded_by.iter().map(|(_, section)| *section).collect();
            let resting = match superseded_by {
                [] => Vec::new(),
                _ => resting(content, &stated_by, &section.id, &sections),
            };
            StatedFact {
                fact: fact.clone(),
                section: section.id.clone(),
                stated_by,
                superseded_by: superseded_by.iter().map(|(fact, _)| (*fact).clone()).collect(),
                resting,
            }
        })
        .collect()
}

/// The facts that newer ones supersede, each with the newer fact and its section.
fn superseding<'c>(content: &'c Content<'_>) -> BTreeMap<&'c FactId, Vec<(&'c FactId, &'c SectionId)>> {
    let mut newer: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    let facts = sections.flat_map(|section| section.facts.iter().map(move |fact| (fact, &section.id)));
    for (fact, section) in facts {
        for old in &fact.supersedes {
            newer.entry(&old.value).or_default().push((&fact.id.value, section));
        }
    }
    newer
}

/// What rests on a fact of the section `old`: what claims it, and what cites that section, none of the sections `new`, and names
/// no other fact of it.
fn resting(content: &Content<'_>, claimed_by: &[Target], old: &SectionId, new: &[&SectionId]) -> Vec<Resting> {
    let cites = |cited: &[Located<SectionId>]| {
        let cites = |section: &SectionId| cited.iter().any(|cited| cited.value == *section);
        cites(old) && !new.iter().any(|section| cites(section))
    };
    // What names other facts of the section tells that it rests on those.
    let others: HashSet<&FactId> =
        content.section(old).into_iter().flat_map(|(_, section)| &section.facts).map(|fact| &fact.id.value).collect();
    let lags = |cited: &[Located<SectionId>], facts: &[Located<FactId>]| {
        cites(cited) && !facts.iter().any(|fact| others.contains(&fact.value))
    };
    // Whoever claims the fact names a fact of the section, so nobody is here twice.
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
    let checklists = checklists.filter(|checklist| !claimed_by.contains(checklist));
    let pages = claimed_by.iter().cloned().chain(articles).chain(rows).chain(checklists);
    let mut resting: Vec<Resting> = pages.map(Resting::Page).collect();
    for decision in &content.decisions {
        let outcomes = decision.outcomes.iter().filter(|outcome| cites(&outcome.sources));
        resting.extend(outcomes.map(|outcome| Resting::Outcome(decision.id.clone(), outcome.id.value.clone())));
        let rows = decision.derived.iter().flat_map(|derived| &derived.rows).chain(&decision.rows);
        let rows = rows.filter(|row| cites(&row.sources));
        resting.extend(rows.map(|row| Resting::DecisionRow(decision.id.clone(), row.span)));
    }
    resting
}

/// The catalogue is sound, and every claim is of a fact in a section that its claimant cites.
pub(super) fn check(content: &Content<'_>, diagnostics: &mut Diagnostics) {
    check_catalogue(content, diagnostics);
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    let sections =
        sections.flat_map(|section| section.facts.iter().map(move |fact| (&fact.id.value, &section.id))).collect();
    let known = KnownFacts { sections, ids: OnceCell::new() };
    check_superseded(content, &known, diagnostics);
    for article in &content.articles {
        check_claims(&article.facts, &article.sources, &known, diagnostics);
    }
    for row in content.tables.iter().flat_map(|table| &table.rows) {
        check_claims(&row.facts, &row.sources, &known, diagnostics);
    }
    let items = content.checklists.iter().flat_map(|checklist| &checklist.groups).flat_map(|group| &group.items);
    for item in items {
        check_claims(&item.facts, &item.sources, &known, diagnostics);
    }
}

/// The facts of the catalogue.
struct KnownFacts<'c> {
    /// The section of each.
    sections: BTreeMap<&'c FactId, &'c SectionId>,
    /// Their ids, for whoever names one that is not there.
    ids: OnceCell<Known>,
}

impl KnownFacts<'_> {
    fn ids(&self) -> &Known {
        self.ids.get_or_init(|| Known::of(self.sections.keys().map(|fact| fact.as_str())))
    }
}

fn check_claims(
    claimed: &[Located<FactId>],
    cited: &[Located<SectionId>],
    known: &KnownFacts<'_>,
    diagnostics: &mut Diagnostics,
) {
    let cited: HashSet<&SectionId> = cited.iter().map(|cited| &cited.value).collect();
    let mut seen: HashMap<&FactId, Span> = HashMap::new();
    for fact in claimed {
        let first = *seen.entry(&fact.value).or_insert(fact.span);
        if first != fact.span {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateId, fact.span, format!("the fact `{}` is named twice", fact.value))
                    .related(first, "the first stands here")
                    .hint("remove one of the two"),
            );
        }
        let Some(section) = known.sections.get(&fact.value) else {
            diagnostics.push(unknown_fact(fact, known).expected_in("content/sources/"));
            continue;
        };
        if !cited.contains(section) {
            let message = format!("the fact `{}` is of the section `{section}`, which is not cited", fact.value);
            diagnostics.push(
                Diagnostic::error(Code::UncitedFact, fact.span, message)
                    .hint(format!("add `{section}` to `sources:`, or remove the fact")),
            );
        }
    }
}

/// What a source supersedes are facts of older ones.
fn check_superseded(content: &Content<'_>, known: &KnownFacts<'_>, diagnostics: &mut Diagnostics) {
    for source in &content.catalogue {
        for old in source.sections.iter().flat_map(|section| &section.facts).flat_map(|fact| &fact.supersedes) {
            let Some(section) = known.sections.get(&old.value) else {
                diagnostics.push(unknown_fact(old, known));
                continue;
            };
            let date = content.as_of([*section]);
            if date >= source.date {
                diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidValue,
                        old.span,
                        format!("`{}` is of {date}, and this source of {} is no newer", old.value, source.date),
                    )
                    .hint("a fact supersedes those of older sources; correct the `date:` of one of the two"),
                );
            }
        }
    }
}

fn unknown_fact(fact: &Located<FactId>, known: &KnownFacts<'_>) -> Diagnostic {
    let message = format!("the source catalogue has no fact `{}`", fact.value);
    Diagnostic::error(Code::UnknownFact, fact.span, message).suggest_of(fact.value.as_str(), known.ids())
}

/// Ids of facts and notes are unique in the whole catalogue, and notes bear on sections that exist.
fn check_catalogue(content: &Content<'_>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&FactId, Span> = HashMap::new();
    for source in &content.catalogue {
        let facts = source.sections.iter().flat_map(|section| &section.facts).map(|fact| &fact.id);
        let notes = || source.notes.iter().chain(source.sections.iter().flat_map(|section| &section.notes));
        for id in facts.chain(notes().map(|note| &note.id)) {
            if let Some(first) = seen.insert(&id.value, id.span) {
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateId, id.span, format!("the id `{}` is given twice", id.value))
                        .related(first, "the first stands here")
                        .hint("give one of them another id"),
                );
            }
        }
        for also in notes().flat_map(|note| &note.also) {
            check_section(content, &also.value, also.span, diagnostics);
        }
    }
}
