//! The names that may stand at a place, and what those that stand there are the names of.

use super::slot::{Slot, SlotKind};
use crate::content::{Article, Content, ContentSnippet, Decision, FactKind, RuleTable};
use crate::diagnostic::Place;
use crate::markdown::snippet_path;
use crate::name::{Locale, SCHEMES, StandardPage, Target};

/// A name that may stand at a place, with what it is the name of.
pub(super) struct OfferedName {
    pub(super) name: String,
    pub(super) title: String,
}

/// What a name is the name of.
pub(super) struct Named {
    /// What it says, as Markdown.
    pub(super) told: String,
    /// Where it is written.
    pub(super) place: Option<Place>,
}

/// Looks names up in the content of a site, for a file in a language.
pub(super) struct Names<'c> {
    pub(super) content: &'c Content,
    pub(super) locale: Locale,
    /// The decision that the place is about.
    pub(super) decision: Option<&'c Decision>,
}

impl<'c> Names<'c> {
    /// The names that may stand at a place.
    pub(super) fn offered(&self, slot: &Slot<'_>) -> Vec<OfferedName> {
        match slot.kind {
            SlotKind::Cell => self.cells(slot.typed),
            SlotKind::Link | SlotKind::Value("to" | "navigation" | "footer" | "page") => self.targets(slot.typed),
            SlotKind::Value("related" | "articles" | "steps" | "popular" | "answer" | "see") => self.articles(""),
            SlotKind::Value("sources" | "also") => self.sections(""),
            SlotKind::Value("facts" | "supersedes") => self.facts(),
            SlotKind::Value("table") => self.tables(""),
            SlotKind::Value("decision") => self.decisions(""),
            SlotKind::Value("then") => self.outcomes(),
            SlotKind::Value(key) => self.values(key),
            SlotKind::Key => self.decision_facts(),
        }
    }

    /// What stands at a place.
    pub(super) fn named(&self, slot: &Slot<'_>) -> Option<Named> {
        match slot.kind {
            SlotKind::Cell => self.cell(slot.word),
            SlotKind::Link | SlotKind::Value("to" | "navigation" | "footer" | "page") => {
                self.target(&Target::parse(slot.word, "content/").ok()?)
            }
            SlotKind::Value("sources" | "also") => self.target(&Target::Source(slot.word.parse().ok()?)),
            SlotKind::Value("facts" | "supersedes") => self.fact(slot.word),
            SlotKind::Value("table") => self.target(&Target::Table(slot.word.parse().ok()?)),
            SlotKind::Value("decision") => self.target(&Target::Decision(slot.word.parse().ok()?)),
            SlotKind::Value("then") => self.outcome(slot.word),
            SlotKind::Key => self.decision_fact(slot.word),
            SlotKind::Value(key) if self.decision.is_some_and(|decision| decision.fact(key).is_some()) => {
                self.decision_fact(key)
            }
            SlotKind::Value(_) => self.target(&Target::Article(slot.word.parse().ok()?, None)),
        }
    }

    fn title(&self, target: &Target) -> String {
        self.content.title(target, self.locale).unwrap_or_default().into_owned()
    }

    fn offer(name: String, title: impl Into<String>) -> OfferedName {
        OfferedName { name, title: title.into() }
    }

    fn articles(&self, scheme: &str) -> Vec<OfferedName> {
        let articles = self.content.articles.iter();
        let offered = articles.map(|article| {
            Self::offer(format!("{scheme}{}", article.id), self.title(&Target::Article(article.id.clone(), None)))
        });
        offered.collect()
    }

    fn sections(&self, scheme: &str) -> Vec<OfferedName> {
        let sections = self.content.catalogue.iter().flat_map(|source| &source.sections);
        let offered =
            sections.map(|section| Self::offer(format!("{scheme}{}", section.id), section.title.get(self.locale)));
        offered.collect()
    }

    fn decisions(&self, scheme: &str) -> Vec<OfferedName> {
        let decisions = self.content.decisions.iter();
        let offered = decisions
            .map(|decision| Self::offer(format!("{scheme}{}", decision.id), decision.title.get(self.locale).as_str()));
        offered.collect()
    }

    /// The facts that the decision asks for.
    fn decision_facts(&self) -> Vec<OfferedName> {
        let facts = self.decision.into_iter().flat_map(|decision| &decision.facts);
        facts.map(|fact| Self::offer(fact.id.value.to_string(), fact.question.get(self.locale).as_str())).collect()
    }

    /// What a fact of the decision may be; of numbers it depends on the rows.
    fn values(&self, fact: &str) -> Vec<OfferedName> {
        let fact = self.decision.and_then(|decision| decision.fact(fact));
        let fact = fact.map(|(_, fact)| fact).filter(|fact| !matches!(fact.kind, FactKind::Number(_)));
        let values = fact.into_iter().flat_map(|fact| &fact.values);
        values.map(|value| Self::offer(value.id.to_string(), value.label.get(self.locale).as_str())).collect()
    }

    fn outcomes(&self) -> Vec<OfferedName> {
        let outcomes = self.decision.into_iter().flat_map(|decision| &decision.outcomes);
        outcomes.map(|of| Self::offer(of.id.value.to_string(), of.title.get(self.locale).as_str())).collect()
    }

    fn outcome(&self, word: &str) -> Option<Named> {
        let outcome = self.decision?.outcome_named(word)?;
        Some(Named { told: outcome.title.get(self.locale).clone(), place: Some(outcome.id.span.into()) })
    }

    fn decision_fact(&self, word: &str) -> Option<Named> {
        let (_, fact) = self.decision?.fact(word)?;
        let labels: Vec<String> =
            fact.values.iter().map(|value| format!("- `{}`: {}", value.id, value.label.get(self.locale))).collect();
        let told = format!("**{}**\n\n{}", fact.question.get(self.locale), labels.join("\n"));
        Some(Named { told: told.trim_end().to_owned(), place: Some(fact.id.span.into()) })
    }

    fn facts(&self) -> Vec<OfferedName> {
        let sections = self.content.catalogue.iter().flat_map(|source| &source.sections);
        let facts = sections.flat_map(|section| &section.facts);
        facts.map(|fact| Self::offer(fact.id.value.to_string(), fact.statement.get(self.locale))).collect()
    }

    fn tables(&self, scheme: &str) -> Vec<OfferedName> {
        let tables = self.content.tables.iter();
        tables.map(|table| Self::offer(format!("{scheme}{}", table.id), table.title.get(self.locale))).collect()
    }

    /// Tables, then the rows of one, then the cells of a row; and snippets.
    fn cells(&self, typed: &str) -> Vec<OfferedName> {
        if typed.starts_with("snippets/") {
            let snippets = self.content.snippets.iter();
            return snippets.map(|snippet| Self::offer(snippet.path(), self.snippet_text(snippet))).collect();
        }
        let mut parts = typed.split('.');
        let (table, row, column) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let Some(row) = row else {
            let snippets = self.content.snippets.iter().next().map(|_| Self::offer("snippets/".to_owned(), ""));
            return self.tables("").into_iter().chain(snippets).collect();
        };
        let Some(of) = table.parse().ok().and_then(|id| self.content.tables.get(&id)) else {
            return Vec::new();
        };
        if column.is_none() {
            let rows = of.rows.iter();
            return rows
                .map(|row| {
                    Self::offer(format!("{table}.{}", row.id.value), self.content.tables.row_name(row, self.locale))
                })
                .collect();
        }
        let columns = of.columns.iter().map(|column| {
            let name = format!("{table}.{row}.{}", column.id.value);
            let says = self.cell_text(of, row, column.id.value.as_str()).unwrap_or_default();
            Self::offer(name, says)
        });
        columns.collect()
    }

    fn cell_text(&self, table: &RuleTable, row: &str, column: &str) -> Option<String> {
        let row = table.row(&row.parse().ok()?)?;
        let cell = row.cells.get(table.column(&column.parse().ok()?)?)?.as_ref()?;
        Some(self.content.tables.cell_text(cell, self.locale))
    }

    /// What links may lead to: the kinds, then those of a kind, then the headings of an article.
    fn targets(&self, typed: &str) -> Vec<OfferedName> {
        let Some((scheme, rest)) = typed.split_once(':') else {
            return SCHEMES.iter().map(|scheme| Self::offer(format!("{scheme}:"), "")).collect();
        };
        let content = self.content;
        let of = |id: &dyn std::fmt::Display, title: &str| Self::offer(format!("{scheme}:{id}"), title);
        let in_locale = self.locale;
        match (scheme, rest.split_once('#')) {
            ("article", Some((id, _))) => {
                let article = id.parse().ok().and_then(|id| content.article(&id));
                let text = article.and_then(|article| article.text(in_locale));
                let headings = text.into_iter().flat_map(|text| &text.outline.headings);
                headings.map(|heading| Self::offer(format!("article:{id}#{}", heading.anchor), "")).collect()
            }
            ("article", None) => self.articles("article:"),
            ("rule", _) => match rest.split_once('/') {
                Some((table, _)) => {
                    let table = table.parse().ok().and_then(|id| content.tables.get(&id));
                    let rows = table.into_iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
                    rows.map(|(table, row)| {
                        of(&format_args!("{}/{}", table.id, row.id.value), &content.tables.row_name(row, in_locale))
                    })
                    .collect()
                }
                None => self.tables("rule:"),
            },
            ("category", _) => content
                .categories
                .iter()
                .map(|category| of(&category.id.value, category.title.get(in_locale)))
                .collect(),
            ("guide", _) => content.guides.iter().map(|guide| of(&guide.id, guide.title.get(in_locale))).collect(),
            ("checklist", _) => content.checklists.iter().map(|list| of(&list.id, list.title.get(in_locale))).collect(),
            ("decision", _) => self.decisions("decision:"),
            ("term", _) => content.glossary.iter().map(|term| of(&term.id.value, term.term.get(in_locale))).collect(),
            ("source", _) => self.sections("source:"),
            ("page", _) => {
                let pages = content.articles.iter().filter(|article| article.is_page());
                let pages = pages.filter_map(|page| Some(of(&page.id.page()?, &page.text(in_locale)?.title(content))));
                StandardPage::ALL.map(|page| of(&page.name(), "")).into_iter().chain(pages).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a snippet begins with.
    fn snippet_text(&self, snippet: &ContentSnippet) -> String {
        snippet.texts.nearest(self.locale).map(|(_, text)| text.summary(self.content)).unwrap_or_default()
    }

    fn cell(&self, word: &str) -> Option<Named> {
        if let Some(id) = snippet_path(word) {
            let snippet = self.content.snippets.get(&id)?;
            let (_, text) = snippet.texts.nearest(self.locale)?;
            return Some(Named { told: self.snippet_text(snippet), place: Some(text.source.id.into()) });
        }
        let mut parts = word.split('.');
        let table = self.content.tables.get(&parts.next()?.parse().ok()?)?;
        let (Some(row), Some(column)) = (parts.next(), parts.next()) else {
            return self.target(&Target::Table(table.id.clone()));
        };
        let place = table.row(&row.parse().ok()?)?.id.span;
        Some(Named { told: self.cell_text(table, row, column)?, place: Some(place.into()) })
    }

    fn fact(&self, word: &str) -> Option<Named> {
        let sections = self.content.catalogue.iter().flat_map(|source| &source.sections);
        let fact = sections.flat_map(|section| &section.facts).find(|fact| fact.id.value.as_str() == word)?;
        Some(Named { told: fact.statement.get(self.locale).clone(), place: Some(fact.id.span.into()) })
    }

    fn target(&self, target: &Target) -> Option<Named> {
        let content = self.content;
        let (more, place): (String, Place) = match target {
            Target::Article(id, anchor) => {
                let article = content.article(id)?;
                (self.summary(article), self.place_in(article, anchor.as_deref())?)
            }
            Target::Category(id) => (String::new(), content.category(id)?.id.span.into()),
            Target::Table(id) => (String::new(), content.tables.get(id)?.file.into()),
            Target::Row(table, row) => (String::new(), content.tables.get(table)?.row(row)?.id.span.into()),
            Target::Guide(id) => (String::new(), content.guide(id)?.file.into()),
            Target::Decision(id) => (String::new(), content.decision(id)?.file.into()),
            Target::Term(id) => {
                let term = content.term(id)?;
                (term.definition.get(self.locale).clone(), term.id.span.into())
            }
            Target::Source(id) => {
                let (source, _) = content.section(id)?;
                (format!("{}, {}", source.title.get(self.locale), source.date), source.file.into())
            }
            _ => return None,
        };
        let told = format!("**{}**\n\n{more}", self.title(target)).trim_end().to_owned();
        Some(Named { told, place: Some(place) })
    }

    fn summary(&self, article: &Article) -> String {
        article.text(self.locale).map(|text| text.summary(self.content)).unwrap_or_default()
    }

    fn place_in(&self, article: &Article, anchor: Option<&str>) -> Option<Place> {
        let text = article.text(self.locale)?;
        let heading = text.outline.headings.iter().find(|heading| Some(heading.anchor.as_str()) == anchor);
        Some(heading.map_or(text.outline.question_span, |heading| heading.span).into())
    }
}
