//! What guides and checklists refer to.

use super::checker::ReferenceChecker;
use crate::content::checklist::GIVEN;
use crate::content::citation::check_section;
use crate::content::rule::{self, check_quote, unknown_column, unknown_table};
use crate::content::{Checklist, ChecklistItem, ColumnKind, Decision, Guide, Located, Piece, RuleTable, RuleTables};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::ColumnId;

/// A guide leads through articles that exist, each once.
pub(super) fn check_guide(guide: &Guide, index: &ReferenceChecker<'_>, diagnostics: &mut Diagnostics) {
    index.check_articles(&guide.steps, "a step", diagnostics);
}

/// A checklist asks for cells that exist, and every row that gets an item can fill in its text.
pub(super) fn check_checklist(checklist: &Checklist, index: &ReferenceChecker<'_>, diagnostics: &mut Diagnostics) {
    let tables = &index.content.tables;
    let Some(table) = tables.get(&checklist.table.value) else {
        diagnostics.push(unknown_table(tables, &checklist.table.value, checklist.table.span));
        return;
    };
    if !table.pages {
        let message = format!("the rows of `{}` have no pages that could hold the checklist", table.id);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, checklist.table.span, message).hint(format!(
            "add `pages: yes` to `{}{}.yaml`",
            rule::FOLDER,
            table.id
        )));
    }
    for item in checklist.groups.iter().flat_map(|group| &group.items) {
        if let Some(see) = &item.see {
            index.check_article_exists(&see.value, see.span, diagnostics);
        }
        for section in &item.sources {
            check_section(index.content, &section.value, section.span, diagnostics);
        }
        for (column, value) in &item.when {
            check_condition(table, column, value, diagnostics);
        }
        check_text(item, tables, table, diagnostics);
    }
}

/// A decision cites what exists.
pub(super) fn check_decision(decision: &Decision, index: &ReferenceChecker<'_>, diagnostics: &mut Diagnostics) {
    let tables = &index.content.tables;
    for outcome in &decision.outcomes {
        for article in outcome.articles.iter().chain(outcome.steps.iter().filter_map(|step| step.see.as_ref())) {
            index.check_article_exists(&article.value, article.span, diagnostics);
        }
        for section in &outcome.sources {
            check_section(index.content, &section.value, section.span, diagnostics);
        }
        let texts = outcome.steps.iter().map(|step| &step.text).chain([&outcome.explanation]);
        for piece in texts.flat_map(|text| text.values().flatten()) {
            if let Piece::Cell(quote) = piece
                && let Err(diagnostic) = check_quote(quote, tables)
            {
                diagnostics.push(*diagnostic);
            }
        }
    }
    for section in decision.all_rows().flat_map(|row| &row.sources) {
        check_section(index.content, &section.value, section.span, diagnostics);
    }
}

fn check_condition(
    table: &RuleTable,
    column: &Located<ColumnId>,
    value: &Located<String>,
    diagnostics: &mut Diagnostics,
) {
    let Some(place) = table.column(&column.value) else {
        diagnostics.push(unknown_column(table, column.value.as_str(), column.span));
        return;
    };
    let mut known = GIVEN.to_vec();
    match &table.columns[place].kind {
        _ if table.columns[place].is_list => {}
        ColumnKind::YesNo => known.extend(["yes", "no"]),
        ColumnKind::Enum(values) if value.value.parse().is_ok_and(|value| values.get(&value).is_some()) => return,
        ColumnKind::Enum(values) => known.extend(values.ids().near(&value.value)),
        _ => {}
    }
    if !known.contains(&value.value.as_str()) {
        let message = format!("the column `{}` never says `{}`", column.value, value.value);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, value.span, message).suggest(&value.value, known));
    }
}

fn check_text(item: &ChecklistItem, tables: &RuleTables, table: &RuleTable, diagnostics: &mut Diagnostics) {
    for piece in item.text.values().flatten() {
        let column = match piece {
            Piece::Text(_) => continue,
            Piece::Cell(quote) => {
                if let Err(diagnostic) = check_quote(quote, tables) {
                    diagnostics.push(*diagnostic);
                }
                continue;
            }
            Piece::Column(column) => column,
        };
        let Some(place) = table.column(&column.value) else {
            diagnostics.push(unknown_column(table, column.value.as_str(), column.span));
            continue;
        };
        let empty = table.rows.iter().find(|row| row.cells[place].is_none() && item.applies_to(table, row));
        if let Some(row) = empty {
            let message =
                format!("the row `{}` of `{}` says nothing in the column `{}`", row.id.value, table.id, column.value);
            diagnostics.push(
                Diagnostic::new(Code::UnknownCell, column.span, message)
                    .related(row.id.span, "this row")
                    .hint(format!("ask for it: `when: {{{}: given}}`, or fill the cell", column.value)),
            );
        }
    }
}
