//! What belongs together: which articles stand in a category, which rules and articles are about a row, who cites a
//! section, how old the outcomes of decisions are and where their diagrams. Computed once, so that no page has to search the whole site.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;

use super::diagram;
use crate::content::{
    Article, Cell, CellValue, Change, Checklist, Content, Date, Decision, Guide, Outcome, Row, RuleTable,
};
use crate::name::{ArticleId, CategoryId, DecisionId, RowId, SectionId, TableId};

/// A row with its table.
pub(crate) type RowRef<'c> = (&'c RuleTable, &'c Row);

/// Lists by table and row.
type ByRow<'c, T> = FxHashMap<&'c TableId, FxHashMap<&'c RowId, Vec<T>>>;

#[derive(Debug)]
pub(crate) struct Relations<'c> {
    categories: FxHashMap<&'c CategoryId, Vec<&'c Article>>,
    about: ByRow<'c, &'c Article>,
    referring: ByRow<'c, RowRef<'c>>,
    guides: FxHashMap<&'c ArticleId, Vec<(&'c Guide, usize)>>,
    stating: FxHashMap<&'c SectionId, (Vec<&'c Article>, Vec<RowRef<'c>>)>,
    /// The checklists and the decisions that rest on a section.
    resting: FxHashMap<&'c SectionId, (Vec<&'c Checklist>, Vec<&'c Decision>)>,
    decisions: FxHashMap<&'c DecisionId, DecisionRelations>,
    changed_articles: FxHashMap<&'c ArticleId, Vec<&'c Change>>,
    changed_rows: BTreeMap<&'c TableId, BTreeMap<&'c RowId, Vec<&'c Change>>>,
    /// The day of what rests on no source, if it is known.
    as_of: Option<Date>,
}

/// What belongs to a decision.
#[derive(Debug)]
struct DecisionRelations {
    /// The day of the oldest source that each of its outcomes may rest on, if it is known.
    days: Vec<Option<Date>>,
    /// The path of its diagram.
    diagram: String,
}

impl<'c> Relations<'c> {
    pub(crate) fn of(content: &'c Content) -> Self {
        let mut relations = Self {
            categories: FxHashMap::default(),
            about: FxHashMap::default(),
            referring: FxHashMap::default(),
            guides: FxHashMap::default(),
            stating: FxHashMap::default(),
            resting: FxHashMap::default(),
            decisions: FxHashMap::default(),
            changed_articles: FxHashMap::default(),
            changed_rows: BTreeMap::new(),
            as_of: content.site.as_of,
        };
        for article in &content.articles {
            relations.categories.entry(&article.category).or_default().push(article);
            for (table, row) in &article.about {
                relations.about.entry(table).or_default().entry(&row.value).or_default().push(article);
            }
            for section in &article.sources {
                relations.stating.entry(&section.value).or_default().0.push(article);
            }
        }
        for table in content.tables.iter() {
            for row in &table.rows {
                row.cells.iter().flatten().for_each(|cell| relations.refer(cell, (table, row)));
                for section in &row.sources {
                    relations.stating.entry(&section.value).or_default().1.push((table, row));
                }
            }
        }
        for change in &content.changes {
            for article in &change.articles {
                relations.changed_articles.entry(&article.value).or_default().push(change);
            }
            for (table, row) in &change.rows {
                relations.changed_rows.entry(table).or_default().entry(&row.value).or_default().push(change);
            }
        }
        for guide in &content.guides {
            for (position, step) in guide.steps.iter().enumerate() {
                relations.guides.entry(&step.value).or_default().push((guide, position));
            }
        }
        for checklist in &content.checklists {
            let sections: HashSet<_> = checklist.sections().collect();
            sections.into_iter().for_each(|id| relations.resting.entry(id).or_default().0.push(checklist));
        }
        for decision in &content.decisions {
            decision.sections().into_iter().for_each(|id| relations.resting.entry(id).or_default().1.push(decision));
            let of = DecisionRelations { days: content.outcomes_as_of(decision), diagram: diagram::path(decision) };
            relations.decisions.insert(&decision.id, of);
        }
        for articles in
            relations.categories.values_mut().chain(relations.about.values_mut().flat_map(FxHashMap::values_mut))
        {
            articles.sort_by(|a, b| {
                let order = |article: &Article| article.order.unwrap_or(f64::INFINITY);
                order(a).total_cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
            });
        }
        relations
    }

    fn refer(&mut self, cell: &'c Cell, from: RowRef<'c>) {
        for value in cell.values() {
            if let CellValue::Reference(table, row) = value {
                self.referring.entry(table).or_default().entry(&row.value).or_default().push(from);
            }
        }
    }

    /// The day of the oldest source that an outcome may rest on, whatever led to it.
    pub(crate) fn day_of_outcome(&self, decision: &Decision, outcome: &Outcome) -> Option<Date> {
        let outcomes = decision.outcomes.iter().zip(self.days_of(decision));
        let mut days = outcomes.filter(|(known, _)| known.id.value == outcome.id.value).map(|(_, day)| *day);
        days.next().flatten().or(self.as_of)
    }

    /// The day of the oldest source that any outcome of a decision may rest on.
    pub(crate) fn day_of_decision(&self, decision: &Decision) -> Option<Date> {
        self.days_of(decision).iter().flatten().min().copied().or(self.as_of)
    }

    /// The days of the outcomes of a decision, in their order.
    fn days_of(&self, decision: &Decision) -> &[Option<Date>] {
        self.decisions.get(&decision.id).map_or(&[], |of| of.days.as_slice())
    }

    /// The path of a decision's diagram.
    pub(crate) fn diagram(&self, decision: &Decision) -> Option<&str> {
        Some(&self.decisions.get(&decision.id)?.diagram)
    }

    /// The articles of a category, in their order.
    pub(crate) fn articles_in(&self, category: &CategoryId) -> &[&'c Article] {
        self.categories.get(category).map_or(&[], Vec::as_slice)
    }

    /// The articles about a row, in their order.
    pub(crate) fn articles_about(&self, table: &TableId, row: &RowId) -> &[&'c Article] {
        self.about.get(table).and_then(|rows| rows.get(row)).map_or(&[], Vec::as_slice)
    }

    /// The guides that lead through an article, each with the place of the article in it.
    pub(crate) fn guides_through(&self, article: &ArticleId) -> &[(&'c Guide, usize)] {
        self.guides.get(article).map_or(&[], Vec::as_slice)
    }

    /// What changed in an article, the latest first.
    pub(crate) fn changes_of_article(&self, article: &ArticleId) -> &[&'c Change] {
        self.changed_articles.get(article).map_or(&[], Vec::as_slice)
    }

    /// What changed in a row, the latest first.
    pub(crate) fn changes_of_row(&self, table: &TableId, row: &RowId) -> &[&'c Change] {
        self.changed_rows.get(table).and_then(|rows| rows.get(row)).map_or(&[], Vec::as_slice)
    }

    /// The rows in which something changed, by table and id.
    pub(crate) fn changed_rows(&self) -> impl Iterator<Item = (&'c TableId, &'c RowId)> {
        self.changed_rows.iter().flat_map(|(table, rows)| rows.keys().map(move |row| (*table, *row)))
    }

    /// The rows of other tables that refer to a row, in the order of the tables.
    pub(crate) fn rows_referring_to(&self, table: &TableId, row: &RowId) -> &[RowRef<'c>] {
        self.referring.get(table).and_then(|rows| rows.get(row)).map_or(&[], Vec::as_slice)
    }

    /// The articles and rows that state a section, by id; none if nobody does.
    pub(crate) fn stating(&self, section: &SectionId) -> (&[&'c Article], &[RowRef<'c>]) {
        self.stating.get(section).map_or((&[], &[]), |(articles, rows)| (articles.as_slice(), rows.as_slice()))
    }

    /// The checklists and the decisions that rest on a section, by id.
    pub(crate) fn resting_on(&self, section: &SectionId) -> (&[&'c Checklist], &[&'c Decision]) {
        self.resting.get(section).map_or((&[], &[]), |(lists, decisions)| (lists.as_slice(), decisions.as_slice()))
    }
}
