//! What of a subject is found as text.

use super::model::{Document, Passage};
use crate::content::{Article, ArticleText, Cell, CellValue, Content, Date, Decision, Row, RuleTable, TextReferents};
use crate::markdown::{Block, BlockPart, Inline, plain_text};
use crate::name::Locale;
use crate::search::query::{facet, language_facet};
use crate::search::subject::Subject;

/// The document about a subject in a language, but for the place of that and its address; `None` if an article lacks the language.
pub(super) fn document_of(subject: Subject<'_>, locale: Locale, content: &Content) -> Option<Document> {
    let blank = Document {
        kind: subject.kind(),
        id: subject.id(),
        locale,
        language: 0,
        address: String::new(),
        as_of: None,
        group: None,
        title: String::new(),
        aliases: Vec::new(),
        passages: Vec::new(),
        sources: Vec::new(),
        facets: Vec::new(),
    };
    let mut document = match subject {
        Subject::Article(article) => of_article(article, article.texts.get(locale)?, content, blank),
        Subject::Row(table, row) => of_row(table, row, content, blank),
        Subject::Decision(decision) => of_decision(decision, content, blank),
    };
    document.facets.push(language_facet(document.locale.code()));
    document.facets.push(facet("kind", document.kind.name()));
    document.facets.sort_unstable();
    document.facets.dedup();
    Some(document)
}

/// The facets of a row: by its id, and by its name in each language.
fn row_facets(table: &RuleTable, row: &Row, content: &Content) -> Vec<String> {
    let names = content.languages.locales().iter().map(|locale| content.tables.row_name(row, locale));
    let names = names.map(|name| facet(table.id.as_str(), &name));
    names.chain([facet(table.id.as_str(), row.id.value.as_str())]).collect()
}

fn of_article(article: &Article, text: &ArticleText, content: &Content, blank: Document) -> Document {
    let locale = text.locale;
    let opened = text.open();
    let answer = opened.answer(content);
    let mut passages =
        Passages { all: vec![Passage::default()], content, locale, referents: TextReferents::of(text, content) };
    passages.write_blocks(&answer.blocks);
    answer.footnotes.iter().for_each(|footnote| passages.write_blocks(&footnote.blocks));
    let category = content.category(&article.category);
    // What is in a section is in what that stands in, too.
    let above: Vec<_> = article.category.path().filter_map(|folder| content.category(&folder)).collect();
    let mut facets: Vec<String> = above.iter().map(|folder| facet("category", folder.id.value.as_str())).collect();
    let titles = above.iter().flat_map(|folder| folder.title.values());
    facets.extend(titles.map(|title| facet("category", title)));
    for (table, row) in &article.about {
        if let Some(table) = content.tables.get(table)
            && let Some(row) = table.row(&row.value)
        {
            facets.extend(row_facets(table, row, content));
        }
    }
    Document {
        as_of: day_text(content.article_as_of(article, locale)),
        group: category.map(|category| category.title.get(locale).clone()),
        title: text.title(content),
        aliases: article.aliases.get(locale).cloned().unwrap_or_default(),
        passages: passages.all,
        sources: article.sources.iter().map(|section| section.value.to_string()).collect(),
        facets,
        ..blank
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

fn of_row(table: &RuleTable, row: &Row, content: &Content, blank: Document) -> Document {
    let locale = blank.locale;
    let name = content.tables.row_name(row, locale);
    let mut facets = row_facets(table, row, content);
    row.cells.iter().flatten().for_each(|cell| refer(cell, content, &mut facets));
    Document {
        as_of: day_text(content.as_of(row.sources.iter().map(|section| &section.value))),
        group: Some(table.title.get(locale).clone()),
        title: format!("{name} · {}", table.title.get(locale)),
        passages: vec![Passage { text: content.tables.row_text(table, row, locale), ..Passage::default() }],
        sources: row.sources.iter().map(|section| section.value.to_string()).collect(),
        facets,
        ..blank
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

fn of_decision(decision: &Decision, content: &Content, blank: Document) -> Document {
    let locale = blank.locale;
    let summary = decision.summary.iter().map(|summary| summary.get(locale).clone());
    let questions = decision.facts.iter().map(|fact| fact.question.get(locale).clone());
    let outcomes = decision
        .outcomes
        .iter()
        .flat_map(|outcome| [outcome.title.get(locale).clone(), outcome.explanation_text(&content.tables, locale)]);
    let text = summary.chain(questions).chain(outcomes).collect::<Vec<_>>().join("\n");
    let sections = decision.sections();
    Document {
        as_of: day_text(content.as_of(sections.iter().copied())),
        title: decision.title.get(locale).clone(),
        passages: vec![Passage { text, ..Passage::default() }],
        sources: sections.into_iter().map(ToString::to_string).collect(),
        ..blank
    }
}
