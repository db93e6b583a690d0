//! Words that readers have to find on a screen, or copy by hand, stand in the texts as they are.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::content::{Content, Located, TextReferents};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{FactId, Locale};
use crate::source::SourceFiles;

/// Reports articles, rule rows and items of checklists that claim a fact and lack words that it has word for word, in any language.
pub(super) fn check(content: &Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    let verbatim = VerbatimFacts::of(content);
    if verbatim.words.is_empty() {
        return;
    }
    let articles = content.articles.par_iter().filter(|article| verbatim.is_claimed(&article.facts));
    let surroundings = content.surroundings(sources);
    let found = articles.map(|article| {
        article.memo.verbatim.get_or(surroundings, || {
            let mut found = Diagnostics::default();
            for (locale, text) in article.texts.iter() {
                let lines = text.open().answer(content).lines(&TextReferents::of(text, content));
                let written = format!("{}\n{}", text.title(content), lines.join("\n"));
                verbatim.check_text(&article.facts, locale, &written, &mut found);
            }
            found
        })
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| diagnostics.append(found));
    for checklist in &content.checklists {
        let Some(table) = content.tables.get(&checklist.table.value) else {
            continue;
        };
        let items = checklist.groups.iter().flat_map(|group| &group.items);
        for item in items.filter(|item| verbatim.is_claimed(&item.facts)) {
            for locale in content.languages.locales().iter() {
                // What it quotes of a row may be the words.
                let texts = table.rows.iter().map(|row| item.text_for(&content.tables, table, row, locale));
                verbatim.check_text(&item.facts, locale, &texts.collect::<Vec<_>>().join("\n"), diagnostics);
            }
        }
    }
    for table in content.tables.iter() {
        for row in table.rows.iter().filter(|row| verbatim.is_claimed(&row.facts)) {
            for locale in content.languages.locales().iter() {
                let cells = row.cells.iter().flatten().map(|cell| content.tables.cell_text(cell, locale));
                verbatim.check_text(&row.facts, locale, &cells.collect::<Vec<_>>().join("\n"), diagnostics);
            }
        }
    }
}

/// The facts that have words to be written as they stand.
struct VerbatimFacts<'c> {
    /// By the id of the fact; none of them is empty.
    words: HashMap<&'c FactId, &'c [String]>,
    content: &'c Content,
}

impl<'c> VerbatimFacts<'c> {
    fn of(content: &'c Content) -> Self {
        let facts = content.catalogue.iter().flat_map(|source| &source.sections).flat_map(|section| &section.facts);
        let facts = facts.filter(|fact| !fact.verbatim.is_empty());
        Self { words: facts.map(|fact| (&fact.id.value, fact.verbatim.as_slice())).collect(), content }
    }

    fn is_claimed(&self, claimed: &[Located<FactId>]) -> bool {
        claimed.iter().any(|fact| self.words.contains_key(&fact.value))
    }

    /// Reports the claimed facts whose words a text lacks.
    fn check_text(&self, claimed: &[Located<FactId>], locale: Locale, text: &str, diagnostics: &mut Diagnostics) {
        for fact in claimed {
            let words = self.words.get(&fact.value).copied().unwrap_or_default();
            // The first is enough for each fact: whoever mends the text looks at the fact.
            if let Some(words) = words.iter().find(|words| !text.contains(words.as_str())) {
                let message =
                    format!("the text in `{locale}` does not hold `{words}`, which `{}` has word for word", fact.value);
                let told = Diagnostic::new(Code::NotVerbatim, fact.span, message);
                diagnostics.push(match self.content.derivation.source(locale) {
                    // Where the text is made of another, so are they.
                    Some(_) => {
                        told.hint(format!("keep them as they are, in `content/traditional.txt`: `{words} {words}`"))
                    }
                    None => {
                        told.hint("quote these words as they are, or remove the fact if the text does not state it")
                    }
                });
            }
        }
    }
}
