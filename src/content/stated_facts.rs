//! Which facts of the source catalogue an article, a rule row or a checklist says that it states.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::catalogue;
use super::citation::check_section;
use super::known_facts::{KnownFacts, check_facts_once, unknown_fact};
use super::supersession::{self, StaleCitation, Supersession};
use super::{Content, Located};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::{FactId, SectionId, Target};

/// A fact of the catalogue, and who states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFact {
    /// By its id in the catalogue.
    pub fact: FactId,
    /// The section that it is of.
    pub section: SectionId,
    /// The articles, rule rows and checklists that say so.
    pub stated_by: Vec<Target>,
    /// The facts of newer sources that hold in its place; none if it still holds.
    pub superseded_by: Vec<FactId>,
    /// If it is superseded, who has not followed yet besides those who state it.
    pub lagging: Rc<[StaleCitation]>,
}

impl StatedFact {
    /// Whether nothing is left to do about it: somebody states it, or, if it is superseded, nothing rests on it any more.
    pub fn is_settled(&self) -> bool {
        if self.superseded_by.is_empty() {
            !self.stated_by.is_empty()
        } else {
            self.stated_by.is_empty() && self.lagging.is_empty()
        }
    }
}

/// Every fact of the catalogue, in its order, with all who state it: articles first, then rule rows, then checklists.
pub fn stated_facts(content: &Content) -> Vec<StatedFact> {
    let mut stated: BTreeMap<&FactId, Vec<Target>> = BTreeMap::new();
    for article in &content.articles {
        for fact in &article.facts {
            stated.entry(&fact.value).or_default().push(Target::Article(article.id.clone(), None));
        }
    }
    for table in content.tables.iter() {
        for row in &table.rows {
            for fact in &row.facts {
                stated.entry(&fact.value).or_default().push(Target::Row(table.id.clone(), row.id.value.clone()));
            }
        }
    }
    for checklist in &content.checklists {
        for fact in checklist.groups.iter().flat_map(|group| &group.items).flat_map(|item| &item.facts) {
            stated.entry(&fact.value).or_default().push(Target::Checklist(checklist.id.clone()));
        }
    }
    let mut supersession = Supersession::of(content);
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    sections
        .flat_map(|section| section.facts.iter().map(move |fact| (section, &fact.id.value)))
        .map(|(section, fact)| StatedFact {
            fact: fact.clone(),
            section: section.id.clone(),
            stated_by: stated.remove(fact).unwrap_or_default(),
            superseded_by: supersession.newer(fact),
            lagging: supersession.lagging(fact, &section.id),
        })
        .collect()
}

/// The catalogue is sound, and every fact that is stated is of a section that is cited beside it.
pub(super) fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_catalogue(content, diagnostics);
    let known = KnownFacts::of(content);
    supersession::check(content, &known, diagnostics);
    for article in &content.articles {
        check_stated(&article.facts, &article.sources, &known, diagnostics);
    }
    for row in content.tables.iter().flat_map(|table| &table.rows) {
        check_stated(&row.facts, &row.sources, &known, diagnostics);
    }
    let items = content.checklists.iter().flat_map(|checklist| &checklist.groups).flat_map(|group| &group.items);
    for item in items {
        check_stated(&item.facts, &item.sources, &known, diagnostics);
    }
}

fn check_stated(
    stated: &[Located<FactId>],
    cited: &[Located<SectionId>],
    known: &KnownFacts<'_>,
    diagnostics: &mut Diagnostics,
) {
    if stated.is_empty() {
        return;
    }
    let cited: HashSet<&SectionId> = cited.iter().map(|cited| &cited.value).collect();
    check_facts_once(stated, diagnostics);
    for fact in stated {
        let Some(section) = known.sections.get(&fact.value) else {
            diagnostics.push(unknown_fact(fact, known).expected_in(catalogue::FOLDER));
            continue;
        };
        if !cited.contains(section) {
            let message = format!("the fact `{}` is of the section `{section}`, which is not cited", fact.value);
            diagnostics.push(
                Diagnostic::new(Code::UncitedFact, fact.span, message)
                    .hint(format!("add `{section}` to `sources:`, or remove the fact")),
            );
        }
    }
}

/// Ids of facts and notes are unique in the whole catalogue, and notes bear on sections that exist.
fn check_catalogue(content: &Content, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&FactId, Span> = HashMap::new();
    for source in &content.catalogue {
        let facts = source.sections.iter().flat_map(|section| &section.facts).map(|fact| &fact.id);
        let notes = || source.notes.iter().chain(source.sections.iter().flat_map(|section| &section.notes));
        for id in facts.chain(notes().map(|note| &note.id)) {
            if let Some(first) = seen.insert(&id.value, id.span) {
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateId, id.span, format!("the id `{}` is given twice", id.value))
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
