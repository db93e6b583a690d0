//! Places in headings and labels where a line may break: between words, where the writing does not show them.

use std::sync::OnceLock;

use tera::{Filter, Kwargs, State, TeraResult, escape_html};

use crate::analysis::{Dictionary, Folded, Neighbours, Segmenter};
use crate::content::{Content, Decision};
use crate::name::Localized;

/// The filter `phrases` of templates: a text as HTML, with `<wbr>` between its words where it is Chinese.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Those of the site.
    words: Vec<String>,
    /// Of all texts that it is for.
    neighbours: Neighbours,
    /// Made when it is first needed: a site may have no such text.
    segmenter: OnceLock<Segmenter>,
}

impl Phrases {
    /// For the titles of a site, and for what its decisions ask and come to. Other texts are cut less well.
    pub(super) fn of(content: &Content) -> Self {
        let mut neighbours = Neighbours::default();
        let mut add = |text: &str| neighbours.add(Folded::new(text).text());
        for locale in content.languages.locales().iter() {
            let titles = content.articles.iter().filter_map(|article| article.text(locale));
            titles.for_each(|text| add(&text.title(content)));
            labels(content).for_each(|label| add(label.get(locale)));
        }
        Self { words: content.dictionary.clone(), neighbours, segmenter: OnceLock::new() }
    }

    fn segmenter(&self) -> &Segmenter {
        self.segmenter.get_or_init(|| {
            let words = self.words.iter().map(String::as_str);
            Segmenter::new(&Dictionary::of_texts(words, &self.neighbours))
        })
    }
}

impl Filter<&str, TeraResult<String>> for Phrases {
    fn call(&self, text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
        let mut html = Vec::with_capacity(text.len());
        let phrases = if text.is_ascii() { vec![text] } else { self.segmenter().phrases(text) };
        for (place, phrase) in phrases.iter().enumerate() {
            if place > 0 {
                html.extend_from_slice(b"<wbr>");
            }
            escape_html(phrase, &mut html)?;
        }
        Ok(String::from_utf8(html)?)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The texts that every language has.
fn labels(content: &Content) -> impl Iterator<Item = &Localized<String>> {
    let titles = content.categories.iter().map(|category| &category.title);
    let tables = content.tables.iter().map(|table| &table.title);
    let guides = content.guides.iter().map(|guide| &guide.title);
    let checklists = content.checklists.iter().map(|checklist| &checklist.title);
    let decisions = content.decisions.iter().flat_map(labels_of_decision);
    std::iter::once(&content.site.title).chain(titles).chain(tables).chain(guides).chain(checklists).chain(decisions)
}

fn labels_of_decision(decision: &Decision) -> impl Iterator<Item = &Localized<String>> {
    let asked = decision.facts.iter().flat_map(|fact| {
        let values = fact.values.iter().map(|value| &value.label);
        values.chain([&fact.question])
    });
    let outcomes = decision.outcomes.iter().flat_map(|outcome| outcome.action.iter().chain([&outcome.title]));
    asked.chain(outcomes).chain([&decision.title])
}
