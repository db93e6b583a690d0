//! Traditional Chinese, and what it is in simplified.

/// Knows traditional words and characters.
pub trait Traditional {
    /// How many characters the longest word has that begins with one; 0 if none does.
    fn longest(&self, first: char) -> usize;

    /// What a word is in simplified Chinese.
    fn simplified(&self, word: &str) -> Option<&str>;
}

/// A few words, each with what it is in simplified Chinese.
impl Traditional for Vec<(String, String)> {
    fn longest(&self, first: char) -> usize {
        let words = self.iter().filter(|(word, _)| word.starts_with(first));
        words.map(|(word, _)| word.chars().count()).max().unwrap_or_default()
    }

    fn simplified(&self, word: &str) -> Option<&str> {
        self.iter().find(|(known, _)| known == word).map(|(_, to)| to.as_str())
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use general::{general, traditional_words};

#[cfg(not(target_arch = "wasm32"))]
mod general {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, HashMap};
    use std::sync::OnceLock;

    use super::Traditional;
    use crate::text::Folded;

    /// All words that there are.
    #[derive(Debug)]
    pub struct General {
        words: HashMap<&'static str, &'static str>,
        /// The length of the longest word that begins with a character.
        longest: HashMap<char, usize>,
        /// A bit for each character of the basic plane: whether a word begins with it. Most do not, and are not looked up.
        first: Vec<u64>,
    }

    impl General {
        /// Every word, with what it is in simplified Chinese.
        pub fn words(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
            self.words.iter().map(|(word, to)| (*word, *to))
        }
    }

    impl Traditional for General {
        fn longest(&self, first: char) -> usize {
            let code = u32::from(first);
            let begins = self.first.get((code / 64) as usize).is_none_or(|bits| bits >> (code % 64) & 1 == 1);
            if begins { self.longest.get(&first).copied().unwrap_or_default() } else { 0 }
        }

        fn simplified(&self, word: &str) -> Option<&str> {
            self.words.get(word).copied()
        }
    }

    /// All words that there are.
    pub fn general() -> &'static General {
        static GENERAL: OnceLock<General> = OnceLock::new();
        GENERAL.get_or_init(|| {
            let lines = include_str!("traditional.txt").lines();
            let words: HashMap<_, _> = lines.filter_map(|line| line.split_once('\t')).collect();
            let mut longest = HashMap::new();
            for word in words.keys() {
                if let Some(first) = word.chars().next() {
                    let length = longest.entry(first).or_default();
                    *length = word.chars().count().max(*length);
                }
            }
            let mut first = vec![0; (1 << 16) / 64];
            for code in longest.keys().map(|character| u32::from(*character)) {
                if let Some(bits) = first.get_mut((code / 64) as usize) {
                    *bits |= 1 << (code % 64);
                }
            }
            General { words, longest, first }
        })
    }

    /// Notes which words are asked for and known.
    struct Noting(RefCell<BTreeMap<String, String>>);

    impl Traditional for Noting {
        fn longest(&self, first: char) -> usize {
            general().longest(first)
        }

        fn simplified(&self, word: &str) -> Option<&str> {
            let (word, to) = general().words.get_key_value(word)?;
            self.0.borrow_mut().insert((*word).to_owned(), (*to).to_owned());
            Some(to)
        }
    }

    /// The traditional words of some texts: these alone fold them as all words do.
    pub fn traditional_words<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(String, String)> {
        let noting = Noting(RefCell::default());
        texts.into_iter().for_each(|text| drop(Folded::by(text, &noting)));
        noting.0.into_inner().into_iter().collect()
    }
}
