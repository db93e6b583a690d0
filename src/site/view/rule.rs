//! Rule tables, their cells, and the pages of their rows.

use serde::Serialize;

use super::article::CitationView;
use super::lists::ArticleLinkView;
use super::{LinkView, Views};
use crate::content::{Cell, Column, ColumnKind, Row, RuleTable};
use crate::name::{ColumnId, Locale, Target};
use crate::site::address::Address;

#[derive(Debug, Serialize)]
pub(super) struct RowView {
    /// Its own cells, but for the name.
    cells: Vec<LabelledCellView>,
    citations: Vec<CitationView>,
    tables: Vec<RelatedTableView>,
    articles: Vec<ArticleLinkView>,
    /// Its cells in the tables of all answers: the questions of each.
    answers: Vec<LinkView>,
    /// The checklists for the row: the title of each, and one link for each kind of reader.
    checklists: Vec<RowChecklistsView>,
    /// The table that the row is of.
    of: LinkView,
    /// All rows of the table.
    siblings: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct RowChecklistsView {
    title: String,
    variants: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct LabelledCellView {
    label: String,
    cell: CellView,
}

#[derive(Debug, Serialize)]
struct RelatedTableView {
    title: String,
    path: String,
    table: TableView,
}

/// A rule table, or some of its columns or rows.
#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    id: String,
    caption: String,
    path: String,
    columns: Vec<String>,
    rows: Vec<TableRowView>,
}

#[derive(Debug, Serialize)]
struct TableRowView {
    id: String,
    cells: Vec<CellView>,
    citations: Vec<CitationView>,
    /// What in it may have changed since.
    volatile: Option<String>,
}

#[derive(Debug, Serialize)]
struct CellView {
    /// `text`, `number`, `yes_no`, `enum`, `date`, `link`, `reference` or `list`.
    kind: &'static str,
    /// The value that a style may depend on: of an enum or of yes and no.
    value: Option<String>,
    /// Whether the cell was left out.
    empty: bool,
    items: Vec<CellItemView>,
}

#[derive(Debug, Serialize)]
struct CellItemView {
    text: String,
    /// A page of the site.
    path: Option<String>,
    /// An address elsewhere.
    href: Option<String>,
}

/// A rule table as a template sees it, where it is quoted.
#[derive(Debug, Serialize)]
pub(crate) struct QuotedTableView {
    pub(crate) root: String,
    pub(crate) table: TableView,
}

impl Views<'_> {
    pub(super) fn row(self, table: &RuleTable, row: &Row) -> RowView {
        let told = |(column, cell): &(&Column, &Option<Cell>)| cell.is_some() || column.empty.is_some();
        let cells = table.columns.iter().zip(&row.cells).skip(1).filter(told).map(|(column, cell)| LabelledCellView {
            label: column.label.get(self.locale).clone(),
            cell: self.cell(column, cell.as_ref()),
        });
        let mut tables: Vec<RelatedTableView> = Vec::new();
        let referring = self.plan.relations.rows_referring_to(&table.id, &row.id.value);
        for group in referring.chunk_by(|(first, _), (second, _)| first.id == second.id) {
            let Some((other, _)) = group.first() else {
                continue;
            };
            let mut rows: Vec<&Row> = group.iter().map(|(_, row)| *row).collect();
            rows.dedup_by(|a, b| a.id.value == b.id.value);
            tables.push(RelatedTableView {
                title: other.title.get(self.locale).clone(),
                path: Address::table(self.locale, &other.id).to_string(),
                table: self.table(other, &rows, &[]),
            });
        }
        RowView {
            cells: cells.collect(),
            citations: self.citations(row.sources.iter().map(|section| &section.value)),
            tables,
            articles: self.article_links(self.plan.relations.articles_about(&table.id, &row.id.value)),
            answers: self.answers_about(table, row),
            checklists: self.checklists_of(table, row),
            of: LinkView::new(table.title.get(self.locale).clone(), Address::table(self.locale, &table.id)),
            siblings: self.row_links(table),
        }
    }

    fn checklists_of(self, table: &RuleTable, row: &Row) -> Vec<RowChecklistsView> {
        let checklists = self.content().checklists.iter().filter(|checklist| checklist.table.value == table.id);
        checklists
            .map(|checklist| RowChecklistsView {
                title: checklist.title.get(self.locale).clone(),
                variants: self.variants(checklist, row),
            })
            .collect()
    }

    /// A rule table: the given rows, and the given columns or all of them.
    pub(crate) fn table(self, table: &RuleTable, rows: &[&Row], columns: &[ColumnId]) -> TableView {
        let shown: Vec<usize> = if columns.is_empty() {
            // A column in which these rows say nothing is of no use to a reader.
            let says = |index: &usize| *index == 0 || rows.iter().any(|row| row.cells[*index].is_some());
            (0..table.columns.len()).filter(says).collect()
        } else {
            columns.iter().filter_map(|column| table.column(column)).collect()
        };
        let rows = rows.iter().map(|row| TableRowView {
            id: row.id.value.to_string(),
            cells: shown
                .iter()
                .map(|&index| {
                    let mut cell = self.cell(&table.columns[index], row.cells[index].as_ref());
                    if index == 0 && table.pages {
                        let path = Address::row(self.locale, &table.id, &row.id.value).to_string();
                        cell.items.iter_mut().for_each(|item| item.path = Some(path.clone()));
                    }
                    cell
                })
                .collect(),
            citations: self.citations(row.sources.iter().map(|section| &section.value)),
            volatile: row.volatile.as_ref().map(|text| text.get(self.locale).clone()),
        });
        TableView {
            id: table.id.to_string(),
            caption: table.title.get(self.locale).clone(),
            path: Address::table(self.locale, &table.id).to_string(),
            columns: shown.iter().map(|&index| table.columns[index].label.get(self.locale).clone()).collect(),
            rows: rows.collect(),
        }
    }

    /// What a row says, cell by cell.
    pub(super) fn row_summary(self, table: &RuleTable, row: &Row) -> String {
        let (colon, stop) = if self.locale == Locale::Zh { ("\u{FF1A}", "\u{FF1B}") } else { (": ", "; ") };
        let cells = table.columns.iter().zip(&row.cells).skip(1).filter_map(|(column, cell)| {
            let text =
                self.cell(column, cell.as_ref()).items.into_iter().map(|item| item.text).collect::<Vec<_>>().join(" ");
            cell.as_ref().map(|_| format!("{}{colon}{text}", column.label.get(self.locale)))
        });
        let name = self.content().tables.row_name(table, row, self.locale);
        format!("{name} · {}{colon}{}", table.title.get(self.locale), cells.collect::<Vec<_>>().join(stop))
    }

    fn cell(self, column: &Column, cell: Option<&Cell>) -> CellView {
        let Some(cell) = cell else {
            let text = column.empty.as_ref().map_or("—", |text| text.get(self.locale)).to_owned();
            let items = vec![CellItemView { text, path: None, href: None }];
            return CellView { kind: kind_name(&column.kind), value: None, empty: true, items };
        };
        let value = match cell {
            Cell::Enum(value) => Some(value.to_string()),
            Cell::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            _ => None,
        };
        let items = match (&column.kind, cell) {
            (ColumnKind::List(of), Cell::List(items)) => items.iter().map(|item| self.cell_item(of, item)).collect(),
            (kind, cell) => vec![self.cell_item(kind, cell)],
        };
        CellView { kind: kind_name(&column.kind), value, empty: false, items }
    }

    fn cell_item(self, kind: &ColumnKind, cell: &Cell) -> CellItemView {
        let tables = &self.content().tables;
        let mut text = tables.text_of_kind(kind, cell, self.locale);
        if let (ColumnKind::Number(Some(unit)), Cell::Number(number)) = (kind, cell) {
            text.push_str(&unit.after(number, self.locale));
        }
        let path = match (kind, cell) {
            (ColumnKind::Reference(table), Cell::Reference(row)) => {
                self.plan.path_to(&Target::Row(table.value.clone(), row.value.clone()), self.locale)
            }
            _ => None,
        };
        let href = match cell {
            Cell::Link { address, .. } => Some(address.clone()),
            _ => None,
        };
        CellItemView { text, path, href }
    }
}

fn kind_name(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "text",
        ColumnKind::Number(_) => "number",
        ColumnKind::YesNo => "yes_no",
        ColumnKind::Enum(_) => "enum",
        ColumnKind::Date => "date",
        ColumnKind::Link => "link",
        ColumnKind::Reference(_) => "reference",
        ColumnKind::List(_) => "list",
    }
}
