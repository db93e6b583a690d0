//! What several kinds of page show, each as the part of a template sees it.
//!
//! Paths lead from the root of the site; a template puts the page's `root` before them.

mod age;
mod answer;
mod article_link;
mod category;
mod change;
mod citation;
mod difference;
mod link;
mod outcome;
mod question;
mod rule_table;
mod summary;
mod table_link;
mod usual_answer;

pub(super) use self::age::AgeView;
pub(crate) use self::age::age_message;
pub(super) use self::answer::{ShownAnswer, WrittenAnswer};
pub(super) use self::article_link::ArticleLinkView;
pub(super) use self::category::CategoryView;
pub(super) use self::change::DatedChangeView;
pub(crate) use self::change::touched_by;
pub(super) use self::citation::CitationView;
pub(super) use self::difference::{UsualCells, difference_from_most};
pub(crate) use self::link::LinkView;
pub(super) use self::outcome::{OutcomeView, ReachedOutcome, SharedItems, VerdictView, action_of};
pub(super) use self::question::QuestionView;
pub(crate) use self::rule_table::LONG_TABLE;
pub(super) use self::rule_table::{CellView, TableView, common_warning};
pub(super) use self::summary::shorten;
pub(super) use self::table_link::TableLinkView;
pub(super) use self::usual_answer::{AssumedView, UsualAnswer, is_assumed};
