//! Traditional Chinese, and what it is in simplified.

/// Stands before the words that the mainland says instead of one. What it writes in other characters has no mark.
const INSTEAD: char = '+';

/// What is told of a traditional word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// The same word in simplified characters, which takes its place.
    Characters,
    /// The words that the mainland says instead, which are looked for beside it; spaces part them.
    Words,
}

impl Conversion {
    /// What is told in this way, of what tables say of a word.
    pub fn of(self, to: &str) -> Option<&str> {
        match self {
            Self::Characters => (!to.starts_with(INSTEAD)).then_some(to),
            Self::Words => to.strip_prefix(INSTEAD),
        }
    }
}

/// Knows traditional words and characters.
pub trait Traditional {
    /// The longest traditional word that a text begins with, of those of which something of a kind is told: its length in bytes,
    /// and this.
    fn longest(&self, text: &str, kind: Conversion) -> Option<(usize, &str)>;
    /// Whether it knows none at all.
    fn knows_none(&self) -> bool {
        false
    }
}

/// A few words, each with what tables say of it.
impl Traditional for Vec<(String, String)> {
    fn longest(&self, text: &str, kind: Conversion) -> Option<(usize, &str)> {
        let begins = self.iter().filter(|(word, _)| text.starts_with(word.as_str()));
        let told = begins.filter_map(|(word, to)| Some((word.len(), kind.of(to)?)));
        told.max_by_key(|(length, _)| *length)
    }

    fn knows_none(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use general::{general, traditional_words};

#[cfg(not(target_arch = "wasm32"))]
mod general {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::sync::OnceLock;

    use rustc_hash::FxHashMap;

    use super::{Conversion, INSTEAD, Traditional};
    use crate::analysis::Folded;

    /// All words that there are.
    #[derive(Debug)]
    pub struct General {
        words: FxHashMap<&'static str, &'static str>,
        /// The words of which characters are told, and those of which other words are.
        beginnings: [Beginnings; 2],
    }

    /// How words begin.
    #[derive(Debug)]
    struct Beginnings {
        /// The length of the longest word that begins with a character.
        longest: FxHashMap<char, usize>,
        /// A bit for each character of the basic plane: whether a word begins with it. Most do not, and are not looked up.
        first: Vec<u64>,
    }

    impl Beginnings {
        fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
            let mut beginnings = Self { longest: FxHashMap::default(), first: vec![0; (1 << 16) / 64] };
            for word in words {
                let Some(first) = word.chars().next() else { continue };
                let length = beginnings.longest.entry(first).or_default();
                *length = word.chars().count().max(*length);
                let code = u32::from(first);
                if let Some(bits) = beginnings.first.get_mut((code / 64) as usize) {
                    *bits |= 1 << (code % 64);
                }
            }
            beginnings
        }

        /// How many characters the longest word has that begins with one.
        fn longest(&self, first: char) -> Option<usize> {
            let code = u32::from(first);
            let begins = self.first.get((code / 64) as usize).is_none_or(|bits| bits >> (code % 64) & 1 == 1);
            begins.then(|| self.longest.get(&first)).flatten().copied()
        }
    }

    impl General {
        /// Every word, with what the table says of it.
        pub fn words(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
            self.words.iter().map(|(word, to)| (*word, *to))
        }
    }

    impl Traditional for General {
        fn longest(&self, text: &str, kind: Conversion) -> Option<(usize, &str)> {
            let longest = self.beginnings[kind as usize].longest(text.chars().next()?)?;
            let end = text.char_indices().nth(longest).map_or(text.len(), |(end, _)| end);
            let ends = [end].into_iter().chain(text[..end].char_indices().rev().map(|(end, _)| end));
            ends.take_while(|end| *end > 0).find_map(|end| Some((end, kind.of(self.words.get(&text[..end])?)?)))
        }
    }

    /// All words that there are.
    pub fn general() -> &'static General {
        static GENERAL: OnceLock<General> = OnceLock::new();
        GENERAL.get_or_init(|| {
            let lines = include_str!("traditional.txt").lines();
            let words: FxHashMap<_, _> = lines.filter_map(|line| line.split_once('\t')).collect();
            let beginnings = [Conversion::Characters, Conversion::Words].map(|kind| {
                let told = words.iter().filter(|(_, to)| kind.of(to).is_some());
                Beginnings::of(told.map(|(word, _)| *word))
            });
            General { words, beginnings }
        })
    }

    /// Notes which words are asked for and known.
    struct Noting(RefCell<BTreeMap<String, String>>);

    impl Traditional for Noting {
        fn longest(&self, text: &str, kind: Conversion) -> Option<(usize, &str)> {
            let (length, to) = general().longest(text, kind)?;
            let told = match kind {
                Conversion::Characters => to.to_owned(),
                Conversion::Words => format!("{INSTEAD}{to}"),
            };
            self.0.borrow_mut().insert(text[..length].to_owned(), told);
            Some((length, to))
        }
    }

    /// The traditional words of some texts, each with what the table says of it: these alone fold them as all words do.
    pub fn traditional_words<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(String, String)> {
        let noting = Noting(RefCell::default());
        texts.into_iter().for_each(|text| drop(Folded::by(text, &noting)));
        noting.0.into_inner().into_iter().collect()
    }
}
