//! How old the answer of a page is, and what in it may have changed.

use super::decision::OutcomeView;
use super::{AgeView, Views};
use crate::content::{Date, Row, RuleTable};
use crate::name::SectionId;
use crate::site::plan::PageKind;

impl Views<'_> {
    pub(super) fn age(self, date: Date) -> AgeView {
        AgeView::new(date, self.locale)
    }

    /// The age of what a page says: that of the oldest source among all that is shown there. Where `outcome` is what a decision
    /// came to on the page, it is that one's. Pages that only lead to answers have none.
    pub(super) fn age_of(self, kind: &PageKind<'_>, outcome: Option<&OutcomeView>) -> Option<AgeView> {
        if let Some(outcome) = outcome {
            return Some(outcome.age.clone());
        }
        let content = self.content();
        let date = match kind {
            PageKind::Article(article) => content.article_as_of(article, self.locale),
            PageKind::Table(table) => content.as_of(cited_by_rows(table)),
            PageKind::Row(table, row) => {
                let referring = self.plan.relations.rows_referring_to(&table.id, &row.id.value);
                content.as_of(cited_by(row).chain(referring.iter().flat_map(|(_, row)| cited_by(row))))
            }
            PageKind::RowChecklist(checklist, table, row, variant) => {
                let items = checklist.groups.iter().flat_map(|group| checklist.items(group, table, row, variant));
                content.as_of(items.flat_map(|item| &item.sources).map(|section| &section.value))
            }
            PageKind::Decision(decision) | PageKind::State(decision, _) | PageKind::Matrix(decision, _) => {
                self.plan.relations.day_of_decision(decision)?
            }
            _ => return None,
        };
        Some(self.age(date))
    }

    /// What in the article or the row of a page may have changed since.
    pub(super) fn volatile(self, kind: &PageKind<'_>) -> Option<String> {
        let volatile = match kind {
            PageKind::Article(article) => &article.volatile,
            PageKind::Row(_, row) | PageKind::RowChecklist(_, _, row, _) => &row.volatile,
            _ => return None,
        };
        volatile.as_ref().map(|text| text.get(self.locale).clone())
    }
}

fn cited_by(row: &Row) -> impl Iterator<Item = &SectionId> {
    row.sources.iter().map(|section| &section.value)
}

fn cited_by_rows(table: &RuleTable) -> impl Iterator<Item = &SectionId> {
    table.rows.iter().flat_map(cited_by)
}
