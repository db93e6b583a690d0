//! A row of a rule table, with all that is about it.

use std::sync::Arc;

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{
    ArticleLinkView, CellView, CitationView, LinkView, TableView, UsualAnswer, UsualCells, difference_from_most,
    shorten,
};
use crate::content::{Date, FactKind, Row, RuleTable};
use crate::diagnostic::{Diagnostic, Place};
use crate::name::{Locale, StandardPage};
use crate::site::address::Address;

#[derive(Debug)]
struct RowPage<'c> {
    table: &'c RuleTable,
    row: &'c Row,
    /// What most rows of the table say.
    usual: Arc<UsualCells>,
}

#[derive(Debug, Serialize)]
struct RowView {
    /// Where it is unlike most rows of its table.
    difference: Option<String>,
    /// Its own cells, but for the name.
    cells: Vec<LabelledCellView>,
    citations: Vec<CitationView>,
    tables: Vec<RelatedTableView>,
    has_long_table: bool,
    articles: Vec<ArticleLinkView>,
    /// Its cells in the tables of all answers: the questions of each.
    answers: Vec<LinkView>,
    /// The checklists for the row.
    checklists: Vec<RowChecklistsView>,
    /// The table that the row is of.
    of: LinkView,
    /// All rows of that table, this one among them.
    siblings: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct LabelledCellView {
    label: String,
    cell: CellView,
}

/// The rows of another table that refer to the row.
#[derive(Debug, Serialize)]
struct RelatedTableView {
    #[serde(flatten)]
    link: LinkView,
    table: TableView,
}

/// A checklist, for the row and each kind of reader.
#[derive(Debug, Serialize)]
struct RowChecklistsView {
    title: String,
    variants: Vec<LinkView>,
}

/// The rows of a table, if they have pages.
pub(super) fn pages(table: &RuleTable) -> Pages<'_> {
    let usual = Arc::new(UsualCells::default());
    let rows = table.rows.iter().filter(|_| table.pages);
    rows.map(|row| RowPage { table, row, usual: Arc::clone(&usual) }.shared()).collect()
}

impl Page for RowPage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::row(locale, &self.table.id, &self.row.id.value)
    }

    fn template(&self) -> &'static str {
        "row.html"
    }

    fn origin(&self) -> Option<Place> {
        Some(self.row.id.span.into())
    }

    fn last_change(&self, context: Context<'_>) -> Option<Date> {
        let changes = context.relations.changes_of_row(&self.table.id, &self.row.id.value);
        changes.first().map(|change| change.date)
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let Self { table, row, ref usual } = *self;
        let referring = context.relations.rows_referring_to(&table.id, &row.id.value);
        let rows = std::iter::once(row).chain(referring.iter().map(|(_, row)| *row));
        let cited = rows.flat_map(|row| &row.sources).map(|section| &section.value);
        let of = LinkView::to_table(table, context);
        let name = context.content.tables.row_name(row, context.locale);
        let title = context.language().format_message("row_title", &[("row", &name)]);
        let difference = difference_from_most((table, row), usual, context);
        let head = Head::new(title, shorten(&self.summary(difference.as_deref(), context), context.locale, context))
            .below([LinkView::to_standard(StandardPage::Rules, context), of.clone()], context)
            .dated(context.content.as_of(cited), context)
            .warning(row.volatile.as_ref(), context)
            .changed(context.relations.changes_of_row(&table.id, &row.id.value), context)
            .with_feed(self.address(context.locale).feed_beside(), context);
        let articles = context.relations.articles_about(&table.id, &row.id.value);
        let tables = self.related_tables(context);
        Ok(head.with_body(&RowView {
            difference,
            cells: self.cells(context),
            citations: CitationView::all(row.sources.iter().map(|section| &section.value), context),
            has_long_table: tables.iter().any(|related| related.table.is_long()),
            tables,
            articles: ArticleLinkView::all(articles, context),
            answers: self.answers(context),
            checklists: self.checklists(context),
            of,
            siblings: LinkView::to_rows(table, context),
        }))
    }
}

impl RowPage<'_> {
    /// What is particular about the row, or else what it says, cell by cell.
    fn summary(&self, difference: Option<&str>, context: Context<'_>) -> String {
        let language = context.language();
        let cells = self.table.columns.iter().zip(&self.row.cells).skip(1).filter_map(|(column, cell)| {
            let text = context.content.tables.shown_text(cell.as_ref()?, context.locale);
            Some(language.labelled(column.label.get(context.locale), &text))
        });
        let name = context.content.tables.row_name(self.row, context.locale);
        let title = self.table.title.get(context.locale);
        let cells = || language.clauses(&cells.collect::<Vec<_>>());
        language.labelled(&format!("{name} · {title}"), &difference.map_or_else(cells, str::to_owned))
    }

    fn cells(&self, context: Context<'_>) -> Vec<LabelledCellView> {
        let cells = self.table.columns.iter().zip(&self.row.cells).skip(1);
        let told = cells.filter(|(column, cell)| cell.is_some() || column.empty.is_some());
        let views = told.map(|(column, cell)| LabelledCellView {
            label: context.text(&column.label),
            cell: CellView::of(column, cell.as_ref(), context),
        });
        views.collect()
    }

    fn related_tables(&self, context: Context<'_>) -> Vec<RelatedTableView> {
        let referring = context.relations.rows_referring_to(&self.table.id, &self.row.id.value);
        let groups = referring.chunk_by(|(first, _), (second, _)| first.id == second.id);
        let views = groups.filter_map(|group| {
            let (table, _) = group.first()?;
            let mut rows: Vec<&Row> = group.iter().map(|(_, row)| *row).collect();
            rows.dedup_by(|a, b| a.id.value == b.id.value);
            Some(RelatedTableView {
                link: LinkView::to_table(table, context),
                table: TableView::of(table, &rows, &[], context),
            })
        });
        views.collect()
    }

    /// The usual answers about the row.
    fn answers(&self, context: Context<'_>) -> Vec<LinkView> {
        let mut links = Vec::new();
        for decision in &context.content.decisions {
            let Some(matrix) = &decision.matrix else {
                continue;
            };
            let place = |fact: usize| {
                let fact = &decision.facts[fact];
                let is_of_table = matches!(&fact.kind, FactKind::Rows(of) if of.value == self.table.id);
                let values = is_of_table.then_some(&fact.values)?;
                values.iter().position(|value| value.id.as_str() == self.row.id.value.as_str())
            };
            let in_rows = place(matrix.rows).into_iter().flat_map(|row| UsualAnswer::in_row(decision, matrix, row));
            let in_columns =
                place(matrix.columns).into_iter().flat_map(|column| UsualAnswer::in_column(decision, matrix, column));
            links.extend(in_rows.chain(in_columns).map(|answer| answer.link(context)));
        }
        links
    }

    fn checklists(&self, context: Context<'_>) -> Vec<RowChecklistsView> {
        let checklists = context.content.checklists.iter();
        let of_table = checklists.filter(|checklist| checklist.table.value == self.table.id);
        let views = of_table.map(|checklist| RowChecklistsView {
            title: context.text(&checklist.title),
            variants: LinkView::to_row_checklists(checklist, self.row, context),
        });
        views.collect()
    }
}
