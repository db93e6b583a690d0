//! The words that Chinese text is cut into, with how often they are used.

#[cfg(not(target_arch = "wasm32"))]
use std::sync::LazyLock;

#[cfg(not(target_arch = "wasm32"))]
use jieba_rs::Jieba;
#[cfg(not(target_arch = "wasm32"))]
use rustc_hash::FxHashSet;

#[cfg(not(target_arch = "wasm32"))]
use super::{Folded, is_han};

#[cfg(not(target_arch = "wasm32"))]
const GENERAL: &str = include_str!("dictionary.txt");
/// Where the lines of its words begin, and how often these are used; read once: a site that is served needs them with each change.
#[cfg(not(target_arch = "wasm32"))]
static GENERAL_WORDS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let mut end = 0;
    let lines = GENERAL.split_inclusive('\n').map(|line| {
        let start = end;
        end += line.len();
        (start, line.trim_end())
    });
    let words = lines.filter(|(_, line)| !line.starts_with('#'));
    words.filter_map(|(start, line)| Some((start as u32, line.split_once(' ')?.1.parse().ok()?))).collect()
});

#[cfg(not(target_arch = "wasm32"))]
fn general() -> impl Iterator<Item = (&'static str, usize)> {
    GENERAL_WORDS.iter().filter_map(|(start, uses)| {
        let (word, _) = GENERAL[*start as usize..].split_once(' ')?;
        Some((word, *uses as usize))
    })
}

/// Stands for the words that were left out: of no script, so that no text has it.
const LEFT_OUT: &str = "\u{E000}";

/// Words, each with how often it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// In the order of the words.
    words: Vec<(String, usize)>,
}

impl Dictionary {
    /// Some words, in their order, of a dictionary whose words are used so often together, so that a text which has no others
    /// is cut as by the whole one.
    ///
    /// How probable a word is depends on how many words there are in all: one word that never occurs makes up for those
    /// that are left out.
    pub fn of_words(words: Vec<(String, usize)>, uses: usize) -> Self {
        let mut dictionary = Self { words };
        let left_out = uses.saturating_sub(dictionary.uses());
        dictionary.set(LEFT_OUT, left_out);
        dictionary
    }

    fn set(&mut self, word: &str, uses: usize) {
        match self.place(word) {
            Ok(place) => self.words[place].1 = uses,
            Err(place) => self.words.insert(place, (word.to_owned(), uses)),
        }
    }

    fn place(&self, word: &str) -> Result<usize, usize> {
        self.words.binary_search_by(|(known, _)| known.as_str().cmp(word))
    }

    /// How often its words are used, together.
    pub fn uses(&self) -> usize {
        self.words.iter().map(|(_, uses)| uses).sum()
    }

    /// The words, each with how often it is used.
    pub fn words(&self) -> impl Iterator<Item = (&str, usize)> {
        let words = self.words.iter().map(|(word, uses)| (word.as_str(), *uses));
        words.filter(|(word, _)| *word != LEFT_OUT)
    }

    /// The words, and one that stands for those that were left out, in their order; each with how often it is used.
    #[cfg(any(target_arch = "wasm32", test))]
    pub(super) fn all(&self) -> &[(String, usize)] {
        &self.words
    }

    /// A segmenter that knows these words.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn to_jieba(&self) -> Jieba {
        let mut jieba = Jieba::empty();
        for (word, uses) in &self.words {
            jieba.add_word(word, Some(*uses), None);
        }
        jieba
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Dictionary {
    /// The general dictionary, with the words of a site, which are never cut apart.
    pub fn with_words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Folded> = words.into_iter().map(Folded::new).collect();
        Self::sorted(general().map(|(word, uses)| (word.to_owned(), uses)).collect()).and_words(&words)
    }

    /// Those of its words that may occur in texts of which all neighbours are known: with these alone they are cut as by all
    /// words, and made into a segmenter in a fraction of the time.
    pub fn of_texts<'w>(words: impl IntoIterator<Item = &'w str>, neighbours: &Neighbours) -> Self {
        let words: Vec<Folded> = words.into_iter().map(Folded::new).collect();
        // How often a word of the site is used is computed of what it is cut into without it.
        let mut known = neighbours.clone();
        words.iter().for_each(|word| known.add(word.text()));
        let uses = GENERAL_WORDS.iter().map(|(_, uses)| *uses as usize).sum();
        let kept = general().filter(|(word, _)| known.may_form(word));
        let kept = Self::sorted(kept.map(|(word, uses)| (word.to_owned(), uses)).collect());
        Self::of_words(kept.words, uses).and_words(&words).pruned(neighbours)
    }

    /// It and words of a site.
    fn and_words(mut self, words: &[Folded]) -> Self {
        if words.is_empty() {
            return self;
        }
        let mut jieba = self.to_jieba();
        // Text is folded before it is cut, and cut into runs of Chinese characters before that.
        for word in words.iter().map(Folded::text).filter(|word| !word.is_empty() && word.chars().all(is_joined)) {
            let uses = jieba.add_word(word, None, None);
            self.set(word, uses);
        }
        self
    }

    /// Reads what [`fmt::Display`](std::fmt::Display) wrote. `None` if it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let word = |line: &str| {
            let (word, uses) = line.split_once(' ')?;
            Some((word.to_owned(), uses.parse().ok()?))
        };
        Some(Self::sorted(text.lines().map(word).collect::<Option<_>>()?))
    }

    fn sorted(mut words: Vec<(String, usize)>) -> Self {
        words.sort();
        words.dedup_by(|(later, _), (word, _)| later == word);
        Self { words }
    }

    /// Its words that may occur in texts of which all neighbours are known: with these alone they are cut as by all words.
    pub fn pruned(&self, neighbours: &Neighbours) -> Self {
        let kept = self.words.iter().filter(|(word, _)| neighbours.may_form(word)).cloned();
        Self::of_words(kept.collect(), self.uses())
    }
}

impl std::fmt::Display for Dictionary {
    /// A line for each word: the word, a space, how often it is used.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words.iter().try_for_each(|(word, uses)| writeln!(f, "{word} {uses}"))
    }
}

/// Whether a Chinese character may stand in a word: to jieba, 〇 and the latest characters of Unicode part words.
#[cfg(not(target_arch = "wasm32"))]
fn is_joined(character: char) -> bool {
    is_han(character) && !matches!(u32::from(character), 0x3007 | 0x2_EBF0..=0x2_F7FF | 0x2_FA20..)
}

/// The Chinese characters that stand in texts, and every two of them that stand together.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    characters: FxHashSet<char>,
    pairs: FxHashSet<(char, char)>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Neighbours {
    /// All of both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if self.pairs.len() < other.pairs.len() {
            return other.and(self);
        }
        self.characters.extend(other.characters);
        self.pairs.extend(other.pairs);
        self
    }

    /// Adds those of a text that was folded, or of a [pair](crate::analysis::bigrams) of one.
    pub fn add(&mut self, text: &str) {
        let mut before = None;
        for character in text.chars().map(|character| is_han(character).then_some(character)) {
            self.characters.extend(character);
            self.pairs.extend(before.zip(character));
            before = character;
        }
    }

    /// The pairs, and the characters that are in none.
    pub fn terms(&self) -> impl Iterator<Item = String> {
        let paired: FxHashSet<char> = self.pairs.iter().flat_map(|(first, second)| [*first, *second]).collect();
        let alone: Vec<char> = self.characters.difference(&paired).copied().collect();
        let pairs = self.pairs.iter().map(|(first, second)| String::from_iter([*first, *second]));
        pairs.chain(alone.into_iter().map(String::from))
    }

    /// Whether a word may stand in the texts: all its characters stand there beside each other, if not in one place.
    fn may_form(&self, word: &str) -> bool {
        let mut pairs = word.chars().zip(word.chars().skip(1)).peekable();
        if pairs.peek().is_none() {
            return word.chars().all(|character| self.characters.contains(&character));
        }
        pairs.all(|pair| self.pairs.contains(&pair))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 2] = ["备案服务号", "接入备案"];

    fn pruned<const N: usize>(words: [&str; N], texts: &[&str]) -> Dictionary {
        let mut neighbours = Neighbours::default();
        texts.iter().for_each(|text| neighbours.add(Folded::new(text).text()));
        let pruned = Dictionary::of_texts(words, &neighbours);
        assert_eq!(pruned, Dictionary::with_words(words).pruned(&neighbours));
        pruned
    }

    #[test]
    fn a_dictionary_is_read_as_it_was_written() {
        let dictionary = pruned([], &["备案要多久"]);
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
        let whole = Dictionary::with_words(WORDS);
        let texts =
            ["领取备案服务号之后，网站接入备案要多久", "分公司在沈阳开办，主体负责人变更怎么办理", "域名实名认证"];
        let needed = pruned(WORDS, &texts);
        assert_eq!(whole.uses(), needed.uses());
        let holds = |word: &str| needed.words().any(|(known, _)| known == word);
        assert!(holds("备案服务号") && holds("号") && !holds("服务号码") && !holds("钱"));
        let (whole, pruned) = (whole.to_jieba(), needed.to_jieba());
        for text in texts {
            let words = |jieba: &Jieba| -> Vec<String> {
                jieba.cut_for_search(text, false).into_iter().map(|token| token.word.to_owned()).collect()
            };
            assert_eq!(words(&whole), words(&pruned));
        }
    }
}
