//! Places in headings and labels where a line may break: between words, where the writing does not show them.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tera::{Filter, Kwargs, State, TeraResult, escape_html};

use crate::analysis::{Dictionary, Folded, Neighbours, Segmenter};
use crate::content::{Content, Decision};
use crate::name::Localized;

/// The filter `phrases` of templates: a text as HTML, with `<wbr>` between its words where it is Chinese.
#[derive(Clone, Debug)]
pub(super) struct Phrases(Arc<PhraseWords>);

/// By what texts are cut.
#[derive(Debug)]
struct PhraseWords {
    /// Those of the site.
    words: Vec<String>,
    /// Of all texts that it is for.
    neighbours: Neighbours,
    /// Made when it is first needed: a site may have no such text.
    segmenter: OnceLock<Segmenter>,
}

/// The phrases of a site, from one state of it to the next: most say what the one before said.
#[derive(Clone, Debug, Default)]
pub struct PhraseCache(Arc<Mutex<KnownPhrases>>);

#[derive(Debug, Default)]
struct KnownPhrases {
    hasher: RandomState,
    /// Hashes of the texts that were added.
    texts: HashSet<u64>,
    words: Vec<String>,
    neighbours: Neighbours,
    /// For all of that.
    phrases: Option<Phrases>,
}

impl PhraseCache {
    /// For the titles of a site, and for what its decisions ask and come to. Other texts are cut less well.
    pub(super) fn phrases(&self, content: &Content) -> Phrases {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.words != content.dictionary {
            *known = KnownPhrases { words: content.dictionary.clone(), ..KnownPhrases::default() };
        }
        for locale in content.languages.locales().iter() {
            let titles = content.articles.iter().filter_map(|article| article.text(locale));
            titles.for_each(|text| known.add(&text.title(content)));
            labels(content).for_each(|label| known.add(label.get(locale)));
        }
        known.phrases()
    }
}

impl KnownPhrases {
    fn add(&mut self, text: &str) {
        let is_new = !text.is_ascii() && self.texts.insert(self.hasher.hash_one(text));
        let before = self.neighbours.count();
        if is_new {
            self.neighbours.add(Folded::new(text).text());
        }
        if self.neighbours.count() != before {
            self.phrases = None;
        }
    }

    fn phrases(&mut self) -> Phrases {
        let Self { words, neighbours, phrases, .. } = self;
        let made = || PhraseWords { words: words.clone(), neighbours: neighbours.clone(), segmenter: OnceLock::new() };
        phrases.get_or_insert_with(|| Phrases(Arc::new(made()))).clone()
    }
}

impl Phrases {
    fn segmenter(&self) -> &Segmenter {
        self.0.segmenter.get_or_init(|| {
            let words = self.0.words.iter().map(String::as_str);
            Segmenter::new(&Dictionary::of_texts(words, &self.0.neighbours))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// How texts are cut by what is known of titles and words.
    fn cut(known: &mut KnownPhrases, titles: &[&str], text: &str) -> String {
        titles.iter().for_each(|title| known.add(title));
        known.phrases().segmenter().phrases(text).join("|")
    }

    #[test]
    fn titles_that_come_later_are_cut_as_if_they_had_been_there() {
        const TITLES: [&str; 3] = ["备案要多久", "域名没有实名认证能备案吗", "注销主体要哪些材料"];
        let mut known = KnownPhrases::default();
        for count in 1..=TITLES.len() {
            let titles = &TITLES[..count];
            for title in titles {
                assert_eq!(cut(&mut known, titles, title), cut(&mut KnownPhrases::default(), titles, title), "{count}");
            }
        }
        // What was said before needs no other words.
        let before = known.phrases();
        TITLES.iter().for_each(|title| known.add(title));
        assert!(Arc::ptr_eq(&before.0, &known.phrases().0));
        known.add("两个月");
        assert!(!Arc::ptr_eq(&before.0, &known.phrases().0));
    }
}
