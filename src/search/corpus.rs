//! What of the content can be found: the documents, and what is said in place of what they say.

use rayon::prelude::*;

use super::document::{Document, Passage};
use super::named_decisions::named_decisions;
use super::query::{DocumentKind, NamedDecision, SynonymRule, Topic, facet, language_facet};
use super::subject::{AddressOf, Subject};
use crate::content::{Article, ArticleText, Cell, CellValue, Content, Date, Decision, Row, RuleTable, TextReferents};
use crate::markdown::{Block, BlockPart, Inline, plain_text};
use crate::name::{ByLocale, Locale, Localized};

/// Everything that an index is made of.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// What can be found.
    pub documents: Vec<Document>,
    /// The words that are never cut apart.
    pub dictionary: Vec<String>,
    /// What readers say in place of what texts say.
    pub synonyms: Vec<SynonymRule>,
    /// What readers ask and no document answers.
    pub topics: Vec<Topic>,
    /// The decisions that readers ask.
    pub decisions: Vec<NamedDecision>,
    /// The address that the site is published at, ending in `/`.
    pub base_url: Option<String>,
    /// Whom readers ask whether what they found still holds.
    pub confirm_with: ByLocale<String>,
    /// The languages of the site, in their order.
    pub locales: Vec<Locale>,
}

/// What can be found of a site.
pub fn corpus(content: &Content, address: AddressOf<'_>) -> Corpus {
    let terms = content.glossary.iter().map(|term| {
        let names = term.term.iter().flat_map(|(locale, name)| {
            let synonyms = term.synonyms.get(locale).into_iter().flatten();
            [name].into_iter().chain(synonyms)
        });
        let names: Vec<String> = names.cloned().collect();
        SynonymRule { from: names.clone(), to: names }
    });
    let groups = content.synonyms.iter();
    let groups = groups.map(|group| SynonymRule { from: group.from.clone(), to: group.to.clone() });
    let topics = content.out_of_scope.iter().map(|topic| {
        let told = topic
            .title
            .iter()
            .map(|(locale, title)| (locale.to_string(), title.clone(), topic.text.get(locale).clone()));
        let [asked, unless] =
            [&topic.asked, &topic.unless].map(|phrases| phrases.values().flatten().cloned().collect());
        Topic { id: topic.id.value.to_string(), told: told.collect(), asked, unless }
    });
    let confirm_with = content.site.whom_to_ask().into_iter().flat_map(Localized::iter);
    Corpus {
        documents: documents(content, address),
        dictionary: content.dictionary.clone(),
        synonyms: terms.chain(groups).collect(),
        topics: topics.collect(),
        decisions: named_decisions(content, address),
        base_url: content.site.base_url.clone(),
        confirm_with: confirm_with.map(|(locale, whom)| (locale, whom.clone())).collect(),
        locales: content.languages.locales().iter().collect(),
    }
}

/// Everything that can be found, in every language: articles, rule rows, decisions. `address` tells where the page of each
/// is, from the root of the site.
fn documents(content: &Content, address: AddressOf<'_>) -> Vec<Document> {
    let in_locale = |(language, locale)| {
        let rows = content.tables.iter().flat_map(|table| table.rows.iter().map(move |row| Subject::Row(table, row)));
        let articles = content.articles.iter().map(|article| Subject::Article(article));
        let subjects = articles.chain(rows).chain(content.decisions.iter().map(Subject::Decision));
        subjects.map(move |subject| (subject, language, locale))
    };
    let all: Vec<(Subject<'_>, u8, Locale)> =
        (0..).zip(content.languages.locales().iter()).flat_map(in_locale).collect();
    // Texts are parsed anew: on all cores.
    let documents = all.into_par_iter().filter_map(|(subject, language, locale)| {
        let document = match subject {
            Subject::Article(article) => of_article(article, article.texts.get(locale)?, content),
            Subject::Row(table, row) => of_row(table, row, content, locale),
            Subject::Decision(decision) => of_decision(decision, content, locale),
        };
        Some(finish(Document { language, address: address(subject, locale), ..document }))
    });
    let mut documents: Vec<Document> = documents.collect();
    // As browsers number them: so no postings list of the index need be sorted again for them.
    documents.sort_by_cached_key(|document| (document.language, document.identity()));
    documents
}

/// Adds what all documents have.
fn finish(mut document: Document) -> Document {
    document.facets.push(language_facet(document.locale.code()));
    document.facets.push(facet("kind", document.kind.name()));
    document.facets.sort_unstable();
    document.facets.dedup();
    document
}

/// The facets of a row: by its id, and by its name in each language.
fn row_facets(table: &RuleTable, row: &Row, content: &Content) -> Vec<String> {
    let names = content.languages.locales().iter().map(|locale| content.tables.row_name(row, locale));
    let names = names.map(|name| facet(table.id.as_str(), &name));
    names.chain([facet(table.id.as_str(), row.id.value.as_str())]).collect()
}

fn of_article(article: &Article, text: &ArticleText, content: &Content) -> Document {
    let locale = text.locale;
    let opened = text.open();
    let answer = opened.answer(content);
    let mut passages =
        Passages { all: vec![Passage::default()], content, locale, referents: TextReferents::of(text, content) };
    passages.write_blocks(&answer.blocks);
    answer.footnotes.iter().for_each(|footnote| passages.write_blocks(&footnote.blocks));
    let category = content.category(&article.category);
    let mut facets = vec![facet("category", article.category.as_str())];
    let titles = category.into_iter().flat_map(|category| category.title.values());
    facets.extend(titles.map(|title| facet("category", title)));
    for (table, row) in &article.about {
        if let Some(table) = content.tables.get(table)
            && let Some(row) = table.row(&row.value)
        {
            facets.extend(row_facets(table, row, content));
        }
    }
    Document {
        kind: DocumentKind::Article,
        id: article.id.to_string(),
        locale,
        language: 0,
        address: String::new(),
        as_of: day_text(content.article_as_of(article, locale)),
        group: category.map(|category| category.title.get(locale).clone()),
        title: text.title(content),
        aliases: article.aliases.get(locale).cloned().unwrap_or_default(),
        passages: passages.all,
        sources: article.sources.iter().map(|section| section.value.to_string()).collect(),
        facets,
    }
}

/// The passages of an article, one for each heading, as far as they are written.
struct Passages<'c> {
    all: Vec<Passage>,
    content: &'c Content,
    locale: Locale,
    referents: TextReferents<'c>,
}

impl Passages<'_> {
    fn write_blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.all.push(Passage {
                    anchor: Some(heading.anchor.clone()),
                    heading: plain_text(&heading.content, &self.referents),
                    text: String::new(),
                }),
                Block::RuleTable(quote) => {
                    let table = self.content.tables.get(&quote.table);
                    for (table, row) in
                        table.into_iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)))
                    {
                        self.write_text(&self.content.tables.row_text(table, row, self.locale));
                    }
                }
                _ => block.parts().into_iter().for_each(|part| match part {
                    BlockPart::Text(inlines) => self.write_line(inlines),
                    BlockPart::Code(text) => self.write_text(text),
                    BlockPart::Blocks(blocks) => self.write_blocks(blocks),
                }),
            }
        }
    }

    fn write_line(&mut self, inlines: &[Inline<'_>]) {
        self.write_text(&plain_text(inlines, &self.referents));
    }

    fn write_text(&mut self, text: &str) {
        if let Some(passage) = self.all.last_mut() {
            passage.text.push_str(text);
            passage.text.push('\n');
        }
    }
}

fn of_row(table: &RuleTable, row: &Row, content: &Content, locale: Locale) -> Document {
    let name = content.tables.row_name(row, locale);
    let mut facets = row_facets(table, row, content);
    row.cells.iter().flatten().for_each(|cell| refer(cell, content, &mut facets));
    Document {
        kind: DocumentKind::Rule,
        id: format!("{}/{}", table.id, row.id.value),
        locale,
        language: 0,
        address: String::new(),
        as_of: day_text(content.as_of(row.sources.iter().map(|section| &section.value))),
        group: Some(table.title.get(locale).clone()),
        title: format!("{name} · {}", table.title.get(locale)),
        aliases: Vec::new(),
        passages: vec![Passage { text: content.tables.row_text(table, row, locale), ..Passage::default() }],
        sources: row.sources.iter().map(|section| section.value.to_string()).collect(),
        facets,
    }
}

/// The facets of the rows that a cell refers to.
fn refer(cell: &Cell, content: &Content, facets: &mut Vec<String>) {
    for value in cell.values() {
        if let CellValue::Reference(table, row) = value
            && let Some(table) = content.tables.get(table)
            && let Some(row) = table.row(&row.value)
        {
            facets.extend(row_facets(table, row, content));
        }
    }
}

fn day_text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn of_decision(decision: &Decision, content: &Content, locale: Locale) -> Document {
    let summary = decision.summary.iter().map(|summary| summary.get(locale).clone());
    let questions = decision.facts.iter().map(|fact| fact.question.get(locale).clone());
    let outcomes = decision
        .outcomes
        .iter()
        .flat_map(|outcome| [outcome.title.get(locale).clone(), outcome.explanation_text(&content.tables, locale)]);
    let text = summary.chain(questions).chain(outcomes).collect::<Vec<_>>().join("\n");
    let sections = decision.sections();
    Document {
        kind: DocumentKind::Decision,
        id: decision.id.to_string(),
        locale,
        language: 0,
        address: String::new(),
        as_of: day_text(content.as_of(sections.iter().copied())),
        group: None,
        title: decision.title.get(locale).clone(),
        aliases: Vec::new(),
        passages: vec![Passage { text, ..Passage::default() }],
        sources: sections.into_iter().map(ToString::to_string).collect(),
        facets: Vec::new(),
    }
}
