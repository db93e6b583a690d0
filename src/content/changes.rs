//! `content/changes.yaml`: what changed when, as its authors tell readers.

use super::Conventions;
use super::article::rows_by_table;
use super::keyed::keyed;
use super::value::{Date, Located, unique};
use super::yaml;
use crate::diagnostic::Diagnostics;
use crate::name::{ArticleId, ChangeId, Localized, RowId, TableId};
use crate::source::SourceFile;

/// The file of what changed.
pub(crate) const CHANGES: &str = "content/changes.yaml";

keyed! {
    /// What changed on a day.
    pub struct Change {
        /// Unique in the file; readers of feeds know it again by that, so it never changes.
        pub id: Located<ChangeId>,
        /// The day.
        pub date: Date,
        /// What changed, in a line.
        pub title: Localized<String>,
        /// What that means for readers.
        pub text: Option<Localized<String>> = None,
        /// The articles that it touches.
        pub articles: Vec<Located<ArticleId>> = Vec::new(),
        /// The rows of rule tables that it touches.
        pub rows: Vec<(TableId, Located<RowId>)> as rows_by_table = Vec::new(),
    }
}

/// Reads `changes.yaml`: the latest first, and of one day in the order of the file.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Change> {
    let changes = yaml::read_list(file, conventions, diagnostics);
    let mut changes = unique(changes, "changes", |change: &Change| &change.id, diagnostics);
    changes.sort_by_key(|change| std::cmp::Reverse(change.date));
    changes
}
