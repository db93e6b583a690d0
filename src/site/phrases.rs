//! Places in headings and labels where a line may break: between words, where the writing does not show them.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tera::{Filter, Kwargs, State, TeraResult, escape_html};

use super::lines;
use crate::analysis::{Dictionary, Folded, Neighbours, Segmenter};
use crate::content::{Content, Decision};
use crate::name::Localized;

/// The filter `phrases` of templates: a text as HTML, with `<wbr>` between its words where it is Chinese, and no break before
/// marks between words.
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
pub(super) struct PhraseCache(Arc<Mutex<Option<KnownPhrases>>>);

#[derive(Debug)]
struct KnownPhrases {
    /// Names what holds them: as long as it is the same, so are they. `None` if it is not known.
    seen_in: Option<[u8; 32]>,
    /// Names the words and texts that they are for.
    made_of: [u8; 32],
    phrases: Phrases,
}

impl PhraseCache {
    /// For the titles of a site, and for what its decisions ask and come to. Other texts are cut less well.
    pub(super) fn phrases(&self, content: &Content) -> Phrases {
        // Titles and labels are part of what articles see of each other, and of the rest.
        self.of(&content.dictionary, || texts(content), content.made_of(None))
    }

    /// For some texts, with the words of the site. They are not asked for where they were `seen_in` the same before.
    fn of<'t, T: Iterator<Item = Cow<'t, str>>>(
        &self,
        words: &[String],
        texts: impl Fn() -> T,
        seen_in: Option<[u8; 32]>,
    ) -> Phrases {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |known: &&KnownPhrases| seen_in.is_some() && known.seen_in == seen_in;
        if let Some(known) = known.as_ref().filter(is_same) {
            return known.phrases.clone();
        }
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(&words.join("\n"));
        texts().for_each(|text| add(&text));
        let made_of = *hasher.finalize().as_bytes();
        if let Some(known) = known.as_mut().filter(|known| known.made_of == made_of) {
            known.seen_in = seen_in;
            return known.phrases.clone();
        }
        let mut neighbours = Neighbours::default();
        texts().for_each(|text| neighbours.add(Folded::new(&text).text()));
        let words = words.to_vec();
        let phrases = Phrases(Arc::new(PhraseWords { words, neighbours, segmenter: OnceLock::new() }));
        *known = Some(KnownPhrases { seen_in, made_of, phrases: phrases.clone() });
        phrases
    }
}

/// The texts that are cut.
fn texts(content: &Content) -> impl Iterator<Item = Cow<'_, str>> {
    content.languages.locales().iter().flat_map(|locale| {
        let titles = content.articles.iter().filter_map(move |article| article.text(locale));
        let titles = titles.map(|text| Cow::from(text.title(content)));
        titles.chain(labels(content).map(move |label| Cow::from(label.get(locale).as_str())))
    })
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
        if text.is_ascii() {
            lines::write_parts(text, &mut html)?;
        } else {
            for (place, phrase) in self.segmenter().phrases(text).iter().enumerate() {
                if place > 0 {
                    html.extend_from_slice(b"<wbr>");
                }
                escape_html(phrase, &mut html)?;
            }
        }
        Ok(bound(String::from_utf8(html)?))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// A text of which no line begins with a mark that stands between words: at the space before it no line ends.
fn bound(html: String) -> String {
    const MARKS: [&str; 7] = [" · ", " / ", " – ", " — ", " → ", " | ", " + "];
    let marks = MARKS.into_iter().filter(|mark| html.contains(mark));
    let marks: Vec<&str> = marks.collect();
    marks.into_iter().fold(html, |html, mark| html.replace(mark, &mark.replacen(' ', "\u{a0}", 1)))
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

    fn phrases(cache: &PhraseCache, titles: &[&'static str]) -> Phrases {
        cache.of(&[], || titles.iter().map(|title| Cow::from(*title)), None)
    }

    #[test]
    fn no_line_begins_with_a_mark_between_words() {
        for (text, expected) in [
            ("Anhui · Individuals · List", "Anhui\u{a0}· Individuals\u{a0}· List"),
            ("备案<wbr>服务号 / 清单", "备案<wbr>服务号\u{a0}/ 清单"),
            ("a/b, GET /users", "a/b, GET /users"),
        ] {
            assert_eq!(bound(text.to_owned()), expected);
        }
    }

    #[test]
    fn texts_are_cut_by_the_titles_that_there_are() {
        const TITLES: [&str; 3] = ["备案要多久", "域名没有实名认证能备案吗", "注销主体要哪些材料"];
        let cut = |phrases: Phrases| TITLES.map(|title| phrases.segmenter().phrases(title).join("|"));
        let cache = PhraseCache::default();
        for titles in [&TITLES[..1], &TITLES[..], &TITLES[2..], &[]] {
            assert_eq!(cut(phrases(&cache, titles)), cut(phrases(&PhraseCache::default(), titles)), "{titles:?}");
        }
        let [first, again] = [(); 2].map(|()| phrases(&cache, &TITLES));
        assert!(Arc::ptr_eq(&first.0, &again.0), "the same titles need no other words");
        let seen = |titles: &'static [&str], by: u8| {
            cache.of(&[], || titles.iter().map(|title| Cow::from(*title)), Some([by; 32]))
        };
        assert!(Arc::ptr_eq(&first.0, &seen(&TITLES, 1).0) && Arc::ptr_eq(&first.0, &seen(&[], 1).0), "nobody asks");
        assert_eq!(cut(seen(&TITLES[..1], 2)), cut(phrases(&PhraseCache::default(), &TITLES[..1])));
    }
}
