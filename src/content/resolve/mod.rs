//! Checks that every reference points somewhere.

mod anchors;
mod attachments;
mod checker;
mod lists;
mod names;
mod tables;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use self::checker::ReferenceChecker;
use self::lists::{check_checklist, check_decision, check_guide};
use self::tables::check_tables;
use super::Content;
use super::claims;
use super::memo::CheckedReferences;
use super::stated_facts;
use crate::diagnostic::{Diagnostics, FileId};
use crate::source::SourceFiles;

/// Checks all references of `content`. Returns the attachments to which nothing but drafts refers.
pub(super) fn check(content: &Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) -> BTreeSet<FileId> {
    stated_facts::check(content, diagnostics);
    claims::check(content, diagnostics);
    check_tables(content, diagnostics);
    let names = OnceLock::new();
    let checker = || ReferenceChecker::of(content, sources, &names);
    let surroundings = content.surroundings(sources);
    let checked: Vec<CheckedReferences> = content
        .articles
        .par_iter()
        .map(|article| article.memo.references.get_or(surroundings, || checker().checked(article)))
        .collect();
    let index = checker();
    for CheckedReferences { diagnostics: found, used } in checked {
        diagnostics.append(found);
        index.used.borrow_mut().extend(used);
    }
    index.check_site(diagnostics);
    let of_drafts = checker();
    for draft in &content.drafts {
        // What is wrong with it is told once it is none.
        let CheckedReferences { used, .. } = draft.memo.references.get_or(surroundings, || checker().checked(draft));
        of_drafts.used.borrow_mut().extend(used);
    }
    let (quoted, in_drafts) = (content.quoted_by(&content.articles), content.quoted_by(&content.drafts));
    for snippet in content.snippets.iter() {
        let is_of_drafts = in_drafts.contains(&snippet.id) && !quoted.contains(&snippet.id);
        let index = if is_of_drafts { &of_drafts } else { &index };
        let texts = snippet.texts.values().filter(|text| !text.is_derived());
        texts.for_each(|text| index.check_text(text, diagnostics));
    }
    content.guides.iter().for_each(|guide| check_guide(guide, &index, diagnostics));
    content.checklists.iter().for_each(|checklist| check_checklist(checklist, &index, diagnostics));
    content.decisions.iter().for_each(|decision| check_decision(decision, &index, diagnostics));
    for judged in &content.evals {
        index.check_articles(judged.answer.articles(), "an answer", diagnostics);
    }
    for change in &content.changes {
        index.check_articles(&change.articles, "named", diagnostics);
        index.check_rows(&change.rows, diagnostics);
    }
    let only_in_drafts = &of_drafts.used.into_inner() - &*index.used.borrow();
    index.used.borrow_mut().extend(&only_in_drafts);
    index.report_unused_attachments(diagnostics);
    only_in_drafts
}
