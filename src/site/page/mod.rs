//! The pages of the site: one file a kind of page.
//!
//! A kind is a type of the trait [`Page`] with all that is particular to it: its address, its languages, its template, and the
//! views that the template sees. What several kinds show stands in `part/`. To add a kind, write its file and its template, and
//! name its constructor in [`all`].

mod article;
mod category;
mod changes;
mod checklist;
mod context;
mod decision;
mod glossary;
mod guide;
mod head;
mod home;
mod kind;
mod languages;
mod list;
mod matrix;
mod matrix_cell;
mod notice;
mod part;
mod questions;
mod redirect;
mod row;
mod row_checklist;
mod rules;
mod search;
mod search_dialog;
mod sources;
mod table;

pub(crate) use self::context::Context;
pub(crate) use self::head::{Head, PageParts};
pub(crate) use self::kind::Page;
use self::kind::Pages;
pub(crate) use self::part::{LONG_TABLE, LinkView, age_message, touched_by};
use crate::content::Content;

/// All pages, in the order in which they are written and stand in the site map.
pub(crate) fn all(content: &Content) -> Pages<'_> {
    let kinds = [
        languages::pages,
        notice::pages,
        home::pages,
        questions::pages,
        search::pages,
        search_dialog::pages,
        rules::pages,
        glossary::pages,
        sources::pages,
        changes::pages,
        category::pages,
        article::pages,
        // Each table is followed by its rows, each checklist by those for a row, each decision by its matrix and the cells.
        table::pages,
        guide::pages,
        checklist::pages,
        decision::pages,
        redirect::pages,
    ];
    kinds.into_iter().flat_map(|pages: fn(&Content) -> Pages<'_>| pages(content)).collect()
}
