//! Links to pages of the site.

use serde::Serialize;

use crate::content::{Article, Category, Checklist, Decision, FactKind, Guide, Located, Matrix, Row, RuleTable};
use crate::decision::WalkState;
use crate::name::{RowId, StandardPage, TableId};
use crate::site::address::Address;
use crate::site::page::context::Context;

/// A link to a page of the site.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub(crate) struct LinkView {
    pub(crate) title: String,
    pub(crate) path: String,
    /// The language of the title, where it is not the page's.
    pub(crate) lang: Option<String>,
}

impl LinkView {
    pub(crate) fn new(title: impl Into<String>, path: impl std::fmt::Display) -> Self {
        Self { title: title.into(), path: path.to_string(), lang: None }
    }

    /// To a page of the site as a whole.
    pub(crate) fn to_standard(page: StandardPage, context: Context<'_>) -> Self {
        Self::new(context.message(page.name()), Address::standard(context.locale, page))
    }

    pub(crate) fn to_article(article: &Article, context: Context<'_>) -> Option<Self> {
        let text = article.text(context.locale)?;
        Some(Self {
            title: text.title(context.content),
            path: Address::article(context.locale, &article.id).to_string(),
            lang: (text.locale != context.locale).then(|| context.content.languages.get(text.locale).tag()),
        })
    }

    pub(crate) fn to_category(category: &Category, context: Context<'_>) -> Self {
        Self::new(context.text(&category.title), Address::category(context.locale, &category.id.value))
    }

    /// To the categories that one stands in, the outermost first.
    pub(crate) fn above(category: &Category, context: Context<'_>) -> Vec<Self> {
        let above = category.id.value.path().filter(|folder| *folder != category.id.value);
        let above = above.filter_map(|folder| context.content.category(&folder));
        above.map(|category| Self::to_category(category, context)).collect()
    }

    /// To the sections of a category.
    pub(crate) fn to_sections(category: &Category, context: Context<'_>) -> Vec<Self> {
        let all = context.content.categories.iter();
        let sections = all.filter(|section| section.id.value.is_section_of(&category.id.value));
        sections.map(|section| Self::to_category(section, context)).collect()
    }

    pub(crate) fn to_table(table: &RuleTable, context: Context<'_>) -> Self {
        Self::new(context.text(&table.title), Address::table(context.locale, &table.id))
    }

    /// To the page of a row, or its place in the table.
    pub(crate) fn to_row(table: &RuleTable, row: &Row, context: Context<'_>) -> Self {
        let name = context.content.tables.row_name(row, context.locale);
        Self::new(name, Address::of_row(context.locale, table, &row.id.value))
    }

    /// To the pages of a table's rows, if they have any.
    pub(crate) fn to_rows(table: &RuleTable, context: Context<'_>) -> Vec<Self> {
        let rows = table.rows.iter().filter(|_| table.pages);
        rows.map(|row| Self::to_row(table, row, context)).collect()
    }

    pub(crate) fn to_guide(guide: &Guide, context: Context<'_>) -> Self {
        Self::new(context.text(&guide.title), Address::guide(context.locale, &guide.id))
    }

    /// To a checklist for all rows.
    pub(crate) fn to_checklist(checklist: &Checklist, context: Context<'_>) -> Self {
        Self::new(context.text(&checklist.title), Address::checklist(context.locale, &checklist.id))
    }

    /// To a row's checklists, one for each kind of reader.
    pub(crate) fn to_row_checklists(checklist: &Checklist, row: &Row, context: Context<'_>) -> Vec<Self> {
        let variants = checklist.variants.iter().map(|variant| {
            let address = Address::row_checklist(context.locale, &checklist.id, &row.id.value, &variant.id.value);
            Self::new(context.text(&variant.label), address)
        });
        variants.collect()
    }

    /// To where a decision begins.
    pub(crate) fn to_decision(decision: &Decision, context: Context<'_>) -> Self {
        Self::new(context.text(&decision.title), Address::decision(context.locale, &decision.id))
    }

    /// To a decision with the answers that follow from what something is about, if it begins by asking for that. A fact for which
    /// several values do is asked.
    pub(crate) fn to_decision_about(
        about: &[(TableId, Located<RowId>)],
        decision: &Decision,
        context: Context<'_>,
    ) -> Option<Self> {
        let mut link = Self::to_decision(decision, context);
        for (place, fact) in decision.facts.iter().enumerate() {
            let FactKind::Rows(table) = &fact.kind else {
                continue;
            };
            let named = about.iter().filter(|(known, _)| *known == table.value);
            let named: Vec<&str> =
                named.map(|(_, row)| row.value.as_str()).filter(|row| fact.value(row).is_some()).collect();
            if place == 0 && named.is_empty() {
                return None;
            }
            if let [row] = named[..] {
                link.path.push(if link.path.contains('?') { '&' } else { '?' });
                link.path.extend([fact.id.value.as_str(), "=", row]);
            }
        }
        let begins = decision.facts.first().is_some_and(|fact| matches!(fact.kind, FactKind::Rows(_)));
        begins.then_some(link)
    }

    /// To a state of a decision; `title` is the answer that leads there.
    pub(crate) fn to_state(title: String, decision: &Decision, state: &WalkState, context: Context<'_>) -> Self {
        Self::new(title, Address::state(context.locale, decision, state))
    }

    /// To the table of all answers of a decision.
    pub(crate) fn to_matrix(decision: &Decision, matrix: &Matrix, context: Context<'_>) -> Self {
        Self::new(context.text(&matrix.title), Address::matrix(context.locale, &decision.id))
    }
}
