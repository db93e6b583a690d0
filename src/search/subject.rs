//! What documents are about.

use crate::content::{Article, Decision, Row, RuleTable};
use crate::name::Locale;

/// What of the content a document is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'c> {
    /// An article.
    Article(&'c Article),
    /// A row of a rule table.
    Row(&'c RuleTable, &'c Row),
    /// A decision.
    Decision(&'c Decision),
}

/// Tells where the page of what is found is, from the root of the site.
pub(super) type AddressOf<'a> = &'a (dyn Fn(Subject<'_>, Locale) -> String + Sync);
