//! Words that readers have to find on a screen, or copy by hand, stand in the texts as they are.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::content::{Content, Located, TextReferents};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{FactId, Locale};

/// Reports articles, rule rows and items of checklists that claim a fact and lack words that it has word for word, in any language.
pub(super) fn check(content: &Content, diagnostics: &mut Diagnostics) {
    let facts = content.catalogue.iter().flat_map(|source| &source.sections).flat_map(|section| &section.facts);
    let exact = facts.filter(|fact| !fact.verbatim.is_empty());
    let exact: HashMap<&FactId, &[String]> = exact.map(|fact| (&fact.id.value, fact.verbatim.as_slice())).collect();
    if exact.is_empty() {
        return;
    }
    let claims = |claimed: &[Located<FactId>]| claimed.iter().any(|fact| exact.contains_key(&fact.value));
    let articles = content.articles.par_iter().filter(|article| claims(&article.facts));
    let found = articles.map(|article| {
        let mut found = Diagnostics::default();
        for (locale, text) in article.texts.iter() {
            let lines = text.open().answer().lines(&TextReferents::of(text, content));
            let written = format!("{}\n{}", text.title(content), lines.join("\n"));
            missing(&article.facts, &exact, (locale, &written), &mut found);
        }
        found
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| diagnostics.append(found));
    for checklist in &content.checklists {
        let Some(table) = content.tables.get(&checklist.table.value) else {
            continue;
        };
        let items = checklist.groups.iter().flat_map(|group| &group.items);
        for item in items.filter(|item| claims(&item.facts)) {
            for locale in content.languages.locales().iter() {
                // What it quotes of a row may be the words.
                let texts = table.rows.iter().map(|row| item.text_for(&content.tables, table, row, locale));
                missing(&item.facts, &exact, (locale, &texts.collect::<Vec<_>>().join("\n")), diagnostics);
            }
        }
    }
    for table in content.tables.iter() {
        for row in table.rows.iter().filter(|row| claims(&row.facts)) {
            for locale in content.languages.locales().iter() {
                let cells = row.cells.iter().flatten().map(|cell| content.tables.cell_text(cell, locale));
                let written = cells.collect::<Vec<_>>().join("\n");
                missing(&row.facts, &exact, (locale, &written), diagnostics);
            }
        }
    }
}

fn missing(
    claimed: &[Located<FactId>],
    exact: &HashMap<&FactId, &[String]>,
    (locale, written): (Locale, &str),
    diagnostics: &mut Diagnostics,
) {
    for fact in claimed {
        let words = exact.get(&fact.value).copied().unwrap_or_default();
        // The first is enough for each fact: whoever mends the text looks at the fact.
        if let Some(words) = words.iter().find(|words| !written.contains(words.as_str())) {
            let message =
                format!("the text in `{locale}` does not hold `{words}`, which `{}` has word for word", fact.value);
            diagnostics.push(
                Diagnostic::new(Code::NotVerbatim, fact.span, message)
                    .hint("quote these words as they are, or remove the fact if the text does not state it"),
            );
        }
    }
}
