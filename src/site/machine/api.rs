//! The content as data (`schema.json` tells what stands in it): one file each for articles, decisions and rule tables. A text is a
//! mapping by language; addresses are in full if the site knows its own.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::content::{Article, Cell, Decision, DecisionFact, Outcome, RuleTable, Verdict};
use crate::name::{Localized, SectionId};
use crate::site::address::Address;
use crate::site::page::Context;
use crate::site::plan::SitePlan;
use crate::site::theme::Theme;

/// What stands in these files, as a JSON Schema.
pub(super) const SCHEMA: &str = include_str!("schema.json");

/// The site, for readers of each of its languages.
struct EachLanguage<'p>(Vec<Context<'p>>);

impl<'p> EachLanguage<'p> {
    fn of(plan: &'p SitePlan<'_>, theme: &'p Theme) -> Self {
        Self(plan.content.languages.locales().iter().map(|locale| plan.context(theme, locale)).collect())
    }

    /// What there is of something in each language, by its code.
    fn each<V: Into<Value>>(&self, of: impl Fn(Context<'p>) -> Option<V>) -> Value {
        let told = self.0.iter().filter_map(|context| Some((context.locale.to_string(), of(*context)?.into())));
        Value::Object(told.collect::<Map<_, _>>())
    }

    fn address(&self, of: impl Fn(Context<'p>) -> Option<Address>) -> Value {
        self.each(|context| Some(of(context)?.on(context.base_url.unwrap_or_default())))
    }
}

/// A list of something, with what schema it follows. Each is written before the next is made: as values all take many times as
/// much memory as the text.
fn file(name: &str, items: impl Iterator<Item = Value>) -> String {
    let mut text = format!(r#"{{"$schema":"schema.json#/$defs/{name}","{name}":["#);
    for (place, item) in items.enumerate() {
        let _infallible = write!(text, "{}{item}", if place > 0 { "," } else { "" });
    }
    text + "]}"
}

fn sections<'s>(sections: impl IntoIterator<Item = &'s SectionId>) -> Value {
    sections.into_iter().map(SectionId::as_str).collect()
}

pub(super) fn articles(plan: &SitePlan<'_>, theme: &Theme) -> String {
    let languages = EachLanguage::of(plan, theme);
    file("articles", plan.content.articles.iter().map(|article| article_data(article, &languages)))
}

fn article_data(article: &Article, languages: &EachLanguage<'_>) -> Value {
    let texts = languages.each(|context| {
        let text = article.texts.get(context.locale)?;
        let root = context.base_url.unwrap_or_default();
        let address = Address::article(context.locale, &article.id);
        Some(json!({
            "title": text.title(context.content),
            "summary": text.summary(context.content),
            "url": address.on(root),
            "markdown": Address::of_path_on(&address.twin(), root),
            "as_of": context.content.article_as_of(article, context.locale),
        }))
    });
    let about = article.about.iter().map(|(table, row)| json!({"table": table.as_str(), "row": row.value.as_str()}));
    json!({
        "id": article.id.as_str(),
        "category": (!article.is_page()).then(|| article.category.as_str()),
        "verified": article.verified,
        "about": about.collect::<Vec<_>>(),
        "related": article.related.iter().map(|id| id.value.as_str()).collect::<Vec<_>>(),
        "sources": sections(article.sources.iter().map(|section| &section.value)),
        "texts": texts,
    })
}

pub(super) fn decisions(plan: &SitePlan<'_>, theme: &Theme) -> String {
    let languages = EachLanguage::of(plan, theme);
    file("decisions", plan.content.decisions.iter().map(|decision| decision_data(decision, &languages)))
}

fn decision_data(decision: &Decision, languages: &EachLanguage<'_>) -> Value {
    let said = |outcome: &Outcome| -> Value {
        let verdicts = decision.verdicts.iter().zip(&outcome.verdicts);
        let properties = decision.properties.iter().zip(&outcome.properties);
        let said = verdicts
            .chain(properties)
            .map(|(verdict, value)| (verdict.id.value.to_string(), Value::from(verdict.values[*value].id.as_str())));
        Value::Object(said.collect::<Map<_, _>>())
    };
    let outcomes = decision.outcomes.iter().map(|outcome| {
        json!({
            "id": outcome.id.value.as_str(),
            "title": languages.each(|context| Some(context.text(&outcome.title))),
            "action": languages.each(|context| context.optional_text(outcome.action.as_ref())),
            "explanation": languages.each(|context| Some(outcome.explanation_text(&context.content.tables, context.locale))),
            "steps": outcome.steps.iter().map(|step| {
                languages.each(|context| Some(step.text_in(&context.content.tables, context.locale)))
            }).collect::<Vec<_>>(),
            "verdicts": said(outcome),
            "sources": sections(outcome.sections(&[])),
        })
    });
    let verdicts = decision.verdicts.iter().chain(&decision.properties);
    json!({
        "id": decision.id.as_str(),
        "title": languages.each(|context| Some(context.text(&decision.title))),
        "summary": languages.each(|context| context.optional_text(decision.summary.as_ref())),
        "url": languages.address(|context| Some(Address::decision(context.locale, &decision.id))),
        "facts": decision.facts.iter().map(|fact| fact_data(fact, languages)).collect::<Vec<_>>(),
        "verdicts": verdicts.map(|verdict| verdict_data(verdict, languages)).collect::<Vec<_>>(),
        "outcomes": outcomes.collect::<Vec<_>>(),
    })
}

fn fact_data(fact: &DecisionFact, languages: &EachLanguage<'_>) -> Value {
    let values = fact.values.iter().map(|value| value_data(value.id.as_str(), &value.label, languages));
    json!({
        "id": fact.id.value.as_str(),
        "label": languages.each(|context| Some(context.text(&fact.label))),
        "question": languages.each(|context| Some(context.text(&fact.question))),
        "values": values.collect::<Vec<_>>(),
    })
}

fn verdict_data(verdict: &Verdict, languages: &EachLanguage<'_>) -> Value {
    let values = verdict.values.iter().map(|value| value_data(value.id.as_str(), &value.label, languages));
    json!({
        "id": verdict.id.value.as_str(),
        "label": languages.each(|context| Some(context.text(&verdict.label))),
        "values": values.collect::<Vec<_>>(),
    })
}

/// What a fact or a verdict may be.
fn value_data(id: &str, label: &Localized<String>, languages: &EachLanguage<'_>) -> Value {
    json!({"id": id, "label": languages.each(|context| Some(context.text(label)))})
}

pub(super) fn rules(plan: &SitePlan<'_>, theme: &Theme) -> String {
    let languages = EachLanguage::of(plan, theme);
    file("rules", plan.content.tables.iter().map(|table| table_data(table, &languages)))
}

fn table_data(table: &RuleTable, languages: &EachLanguage<'_>) -> Value {
    let columns = table.columns.iter().map(|column| {
        json!({
            "id": column.id.value.as_str(),
            "type": if column.is_list { "list" } else { column.kind.name() },
            "label": languages.each(|context| Some(context.text(&column.label))),
        })
    });
    let rows = table.rows.iter().map(|row| {
        let cells = table
            .columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| Some((column.id.value.to_string(), cell_data(cell.as_ref()?, languages))));
        json!({
            "id": row.id.value.as_str(),
            "name": languages.each(|context| Some(context.content.tables.row_name(row, context.locale))),
            "url": languages.each(|context| {
                let path = Address::of_row(context.locale, table, &row.id.value);
                Some(Address::of_path_on(&path, context.base_url.unwrap_or_default()))
            }),
            "cells": Value::Object(cells.collect::<Map<_, _>>()),
            "sources": sections(row.sources.iter().map(|section| &section.value)),
        })
    });
    json!({
        "id": table.id.as_str(),
        "title": languages.each(|context| Some(context.text(&table.title))),
        "summary": languages.each(|context| context.optional_text(table.summary.as_ref())),
        "url": languages.address(|context| Some(Address::table(context.locale, &table.id))),
        "columns": columns.collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// The text of a cell, and the id of its value where it is one of a list.
fn cell_data(cell: &Cell, languages: &EachLanguage<'_>) -> Value {
    let text = languages.each(|context| Some(context.content.tables.shown_text(cell, context.locale)));
    json!({"text": text, "value": cell.id()})
}
