//! What changed between two versions of a site: its articles and snippets by section and sentence, the cells of its rule tables,
//! what else stands in YAML (terms, guides, checklists, what changed when, facts), its addresses, and which combinations of facts
//! its decisions lead elsewhere, from what to what.
//!
//! Both versions of a decision are put over the same facts, those of either, and compared as diagrams: nothing is enumerated.

mod article;
mod cells;
mod change;
mod entry;
mod fact;
mod renaming;
mod section;
mod snippet;
mod title;
mod versions;

use std::collections::BTreeSet;

pub use self::article::renamed_articles;
pub use self::change::{
    AddressesComparison, ArticleChange, CellChange, CellTexts, Comparison, DecisionChange, EntryChange, NotCompared,
    OutcomeChange, PartChange, Renaming, SectionTextChange, SiteComparison, SnippetChange, TableChange,
    TextsComparison, TitleChange,
};
use self::versions::Versions;
use crate::advice::Advisor;
use crate::content::Content;
use crate::site::{NewPages, lost_pages};

/// A version of a site.
#[derive(Clone, Debug)]
pub struct SiteVersion<'v> {
    /// What it says.
    pub content: &'v Content,
    /// What answers its decisions.
    pub advisor: &'v Advisor,
    /// The addresses that its readers may keep.
    pub addresses: BTreeSet<&'v str>,
}

/// Compares two versions.
pub fn compare(old: &SiteVersion<'_>, new: &SiteVersion<'_>) -> SiteComparison {
    let lost: Vec<&str> = old.addresses.difference(&new.addresses).copied().collect();
    let gained: Vec<&str> = new.addresses.difference(&old.addresses).copied().collect();
    let pages = lost_pages(&lost, &new.content.languages.locales().codes());
    let new_pages = NewPages::of(&gained).knowing(new.content.translation_lock.renamed());
    let owned = |addresses: &[&str]| addresses.iter().map(ToString::to_string).collect();
    SiteComparison {
        decisions: compare_decisions(old.advisor, new.advisor),
        titles: title::compare(old.content, new.content),
        articles: article::compare(old.content, new.content),
        snippets: snippet::compare(old.content, new.content),
        tables: cells::compare(old.content, new.content),
        entries: entry::compare(old.content, new.content),
        addresses: AddressesComparison {
            lost: owned(&lost),
            gained: owned(&gained),
            redirects: pages.iter().flat_map(|page| page.redirects(&new_pages)).collect(),
        },
    }
}

fn compare_decisions(old: &Advisor, new: &Advisor) -> Comparison {
    let mut comparison = Comparison::default();
    for decision in old.decisions() {
        if new.decision(decision.id.as_str()).is_none() {
            comparison.removed.push(decision.id.to_string());
        }
    }
    for decision in new.decisions() {
        match old.decision(decision.id.as_str()) {
            None => comparison.added.push(decision.id.to_string()),
            Some(was) => match Versions::new([(old, was), (new, decision)]).compare() {
                Ok(change) => comparison.changed.extend(change),
                Err(error) => {
                    let (decision, reason) = (decision.id.to_string(), error.to_string());
                    comparison.not_compared.push(NotCompared { decision, reason });
                }
            },
        }
    }
    comparison
}
