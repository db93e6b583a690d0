//! Checks that every reference points somewhere.

mod attachments;
mod checker;
mod lists;
mod names;
mod tables;

use rayon::prelude::*;

use self::checker::ReferenceChecker;
use self::lists::{check_checklist, check_decision, check_guide};
use self::tables::check_tables;
use super::Content;
use super::claims;
use crate::diagnostic::Diagnostics;
use crate::source::SourceFiles;

/// Checks all references of `content`.
pub(super) fn check(content: &Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    claims::check(content, diagnostics);
    check_tables(content, diagnostics);
    let index = ReferenceChecker::of(content, sources);
    let found: Vec<Diagnostics> = content
        .articles
        .par_iter()
        .map(|article| {
            let mut found = Diagnostics::default();
            index.check_article(article, &mut found);
            found
        })
        .collect();
    found.into_iter().for_each(|found| diagnostics.append(found));
    index.check_site(diagnostics);
    content.guides.iter().for_each(|guide| check_guide(guide, &index, diagnostics));
    content.checklists.iter().for_each(|checklist| check_checklist(checklist, &index, diagnostics));
    content.decisions.iter().for_each(|decision| check_decision(decision, &index, diagnostics));
    index.report_unused_attachments(diagnostics);
}
