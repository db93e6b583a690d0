//! The words that Chinese text is cut into, with how often they are used.

use std::collections::{BTreeMap, HashMap};

use jieba_rs::Jieba;

use super::fold::Folded;
use super::is_han;

const GENERAL: &str = include_str!("dictionary.txt");

/// Stands for the words that were left out: of no script, so that no text has it.
const LEFT_OUT: &str = "\u{E000}";

/// Words, each with how often it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    words: BTreeMap<String, usize>,
}

impl Dictionary {
    /// The general dictionary, with the words of a site, which are never cut apart.
    pub fn with_words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut dictionary = Self { words: general().map(|(word, uses)| (word.to_owned(), uses)).collect() };
        let mut jieba = dictionary.to_jieba();
        for word in words {
            // Text is folded before it is cut, and cut into runs of Chinese characters before that.
            let folded = Folded::new(word);
            if !folded.text().is_empty() && folded.text().chars().all(is_han) {
                let uses = jieba.add_word(folded.text(), None, None);
                dictionary.words.insert(folded.text().to_owned(), uses);
            }
        }
        dictionary
    }

    /// Reads what [`fmt::Display`](std::fmt::Display) wrote. `None` if it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let word = |line: &str| {
            let (word, uses) = line.split_once(' ')?;
            Some((word.to_owned(), uses.parse().ok()?))
        };
        Some(Self { words: text.lines().map(word).collect::<Option<_>>()? })
    }

    /// The words that occur in texts which were folded, so that these texts are cut as by the whole dictionary.
    ///
    /// How probable a word is depends on how many words there are in all: one word that never occurs makes up for those
    /// that are left out.
    pub fn pruned<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let jieba = self.to_jieba();
        let mut kept: HashMap<&str, usize> = HashMap::new();
        for run in texts.into_iter().flat_map(|text| text.split(|character| !is_han(character))) {
            let characters = run.char_indices().map(|(at, character)| &run[at..at + character.len_utf8()]);
            for word in jieba.cut_all(run).into_iter().map(|token| token.word).chain(characters) {
                if let Some((word, uses)) = self.words.get_key_value(word) {
                    kept.insert(word, *uses);
                }
            }
        }
        self.only(&kept)
    }

    /// This dictionary and what another that was pruned from the same one has more.
    pub fn joined(&self, other: &Self) -> Self {
        let kept = self.words.iter().chain(&other.words).map(|(word, uses)| (word.as_str(), *uses));
        let kept = kept.filter(|(word, _)| *word != LEFT_OUT).collect();
        self.only(&kept)
    }

    fn only(&self, kept: &HashMap<&str, usize>) -> Self {
        let left_out = self.total().saturating_sub(kept.values().sum());
        let mut words: BTreeMap<String, usize> = kept.iter().map(|(word, uses)| ((*word).to_owned(), *uses)).collect();
        words.insert(LEFT_OUT.to_owned(), left_out);
        Self { words }
    }

    fn total(&self) -> usize {
        self.words.values().sum()
    }

    /// A segmenter that knows these words.
    pub(super) fn to_jieba(&self) -> Jieba {
        // A list of words and numbers is always a dictionary.
        Jieba::with_dict(&mut self.to_string().as_bytes()).unwrap_or_else(|_| Jieba::empty())
    }
}

impl std::fmt::Display for Dictionary {
    /// A line for each word: the word, a space, how often it is used.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words.iter().try_for_each(|(word, uses)| writeln!(f, "{word} {uses}"))
    }
}

fn general() -> impl Iterator<Item = (&'static str, usize)> {
    let lines = GENERAL.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (word, uses) = line.split_once(' ')?;
        Some((word, uses.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_read_as_it_was_written() {
        let dictionary = Dictionary::with_words([]).pruned(["备案要多久"]);
        assert_eq!(Dictionary::parse(&dictionary.to_string()), Some(dictionary));
        assert_eq!(Dictionary::parse("备案"), None);
        assert_eq!(Dictionary::parse("备案 often"), None);
    }

    #[test]
    fn every_line_of_the_general_dictionary_is_a_word() {
        let lines = GENERAL.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(general().count(), lines);
        assert!(general().all(|(word, _)| !word.is_empty() && word.chars().all(is_han)));
        let folded = general().step_by(97).all(|(word, _)| Folded::new(word).text() == word);
        assert!(folded, "a word that folding changes is never found");
    }

    #[test]
    fn a_pruned_dictionary_cuts_its_texts_as_the_whole_one() {
        let whole = Dictionary::with_words(["备案服务号", "接入备案"]);
        let texts =
            ["领取备案服务号之后，网站接入备案要多久", "分公司在沈阳开办，主体负责人变更怎么办理", "域名实名认证"];
        let pruned = whole.pruned(texts);
        assert_eq!(whole.total(), pruned.total());
        let joined = whole.pruned([texts[0]]).joined(&whole.pruned([texts[1], texts[2]]));
        assert_eq!(joined, pruned);
        let (whole, pruned) = (whole.to_jieba(), pruned.to_jieba());
        for text in texts {
            let words = |jieba: &Jieba| -> Vec<String> {
                jieba.cut_for_search(text, false).into_iter().map(|token| token.word.to_owned()).collect()
            };
            assert_eq!(words(&whole), words(&pruned));
        }
    }
}
