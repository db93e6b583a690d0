//! References between rule tables, and the quotes of their cells.

use crate::content::catalogue::check_section;
use crate::content::referents::MOST_QUOTED;
use crate::content::rule::{quoted_text, unknown_column, unknown_row, unknown_table};
use crate::content::{ArticleText, Cell, ColumnKind, Content, Located, RuleTable, RuleTables};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::{Inline, inlines_within};
use crate::name::TableId;

/// References between tables, and citations.
pub(super) fn check_tables(content: &Content, diagnostics: &mut Diagnostics) {
    for table in content.tables.iter() {
        for column in &table.columns {
            if let Some(named) = referenced(&column.kind)
                && content.tables.get(&named.value).is_none()
            {
                diagnostics.push(unknown_table(&content.tables, &named.value, named.span));
            }
        }
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if let (Some(named), Some(cell)) = (referenced(&column.kind), cell)
                    && let Some(target) = content.tables.get(&named.value)
                {
                    check_references(cell, target, diagnostics);
                }
            }
            for section in &row.sources {
                check_section(content, &section.value, section.span, diagnostics);
            }
            if row.sources.is_empty() {
                let message = format!("the row `{}` cites no source", row.id.value);
                diagnostics.push(
                    Diagnostic::new(Code::MissingKey, row.id.span, message)
                        .hint("name the section that states it under `sources:`"),
                );
            }
        }
    }
}

fn referenced(kind: &ColumnKind) -> Option<&Located<TableId>> {
    match kind {
        ColumnKind::Reference(table) => Some(table),
        ColumnKind::List(of) => referenced(of),
        _ => None,
    }
}

fn check_references(cell: &Cell, target: &RuleTable, diagnostics: &mut Diagnostics) {
    match cell {
        Cell::Reference(row) if target.row(&row.value).is_none() => {
            diagnostics.push(unknown_row(target, &row.value, row.span));
        }
        Cell::List(items) => items.iter().for_each(|item| check_references(item, target, diagnostics)),
        _ => {}
    }
}

/// How much longer a text becomes by the titles and cells that it quotes.
#[derive(Default)]
pub(super) struct Room {
    /// So many bytes were added.
    taken: usize,
    /// Whether that was too much, and was reported.
    exceeded: bool,
}

impl Room {
    /// Takes room for what stands at `span`. If there is not enough, this is reported, once.
    pub(super) fn take(&mut self, bytes: usize, span: Span, diagnostics: &mut Diagnostics) {
        self.taken = self.taken.saturating_add(bytes);
        if self.taken > MOST_QUOTED && !self.exceeded {
            self.exceeded = true;
            let message = format!("what the text quotes up to here has more than {} MiB", MOST_QUOTED >> 20);
            diagnostics
                .push(Diagnostic::new(Code::InvalidValue, span, message).hint("quote less, or split the article"));
        }
    }
}

/// The cells and tables that a text quotes are there.
pub(super) fn check_quotes(text: &ArticleText, tables: &RuleTables, room: &mut Room, diagnostics: &mut Diagnostics) {
    let asked = inlines_within(&text.outline.question);
    let asked =
        asked.into_iter().filter_map(|inline| if let Inline::Quote(quote) = inline { Some(&**quote) } else { None });
    for quote in asked.chain(&text.outline.cells) {
        if room.exceeded {
            break;
        }
        match quoted_text(quote, tables, text.locale) {
            Ok(text) => room.take(text.len(), quote.span, diagnostics),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    for quote in &text.outline.tables {
        let Some(table) = tables.get(&quote.table) else {
            diagnostics.push(unknown_table(tables, &quote.table, quote.span));
            continue;
        };
        // A cell has some markup around it.
        let cells = table.rows.len() * table.columns.len();
        room.take(cells * 64, quote.span, diagnostics);
        for column in quote.columns.iter().filter(|column| table.column(column).is_none()) {
            diagnostics.push(unknown_column(table, column.as_str(), quote.span));
        }
    }
}
