//! Cuts Chinese as jieba does in its search mode, by the few words that a query may be cut into: without the tables by which jieba
//! is fast in long texts, which take more time than a query has, and more room than an engine in a browser.

use super::dictionary::Dictionary;

/// A word of a text, or a character that is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) word: &'t str,
    /// Its first character in the text, and the one after its last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The same in bytes.
    pub(super) byte_start: usize,
    pub(super) byte_end: usize,
}

/// Some words, ready to cut texts into them.
pub(super) struct Cutter {
    /// In the order of the words, each with the logarithm of how often it is used.
    words: Vec<(String, f64)>,
    /// The same of all of them together.
    all: f64,
    /// How many bytes the longest has.
    longest: usize,
}

/// How a text is cut from a character on.
#[derive(Clone, Copy, Default)]
struct Route {
    /// The logarithm of how probable it is.
    probability: f64,
    /// The end of its first word.
    end: usize,
}

impl Cutter {
    /// Of the words of a dictionary.
    pub(super) fn new(dictionary: &Dictionary) -> Self {
        let words: Vec<_> = dictionary.all().iter().map(|(word, uses)| (word.clone(), (*uses as f64).ln())).collect();
        let longest = words.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        Self { words, all: (dictionary.uses() as f64).ln(), longest }
    }

    /// The most probable words of a text of Chinese characters; before each, the words of two and then of three characters in it.
    pub(super) fn cut_for_search<'t>(&self, text: &'t str) -> Vec<Word<'t>> {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let routes = self.routes(text, &starts);
        let mut words = Vec::new();
        let mut add = |start: usize, end: usize| {
            let (byte_start, byte_end) = (starts[start], starts[end]);
            words.push(Word { word: &text[byte_start..byte_end], start, end, byte_start, byte_end });
        };
        let mut start = 0;
        while start + 1 < starts.len() {
            let end = routes[start].end;
            for length in [2, 3] {
                for inner in (start..end).take_while(|inner| inner + length <= end && end - start > length) {
                    if self.uses(&text[starts[inner]..starts[inner + length]]).is_some() {
                        add(inner, inner + length);
                    }
                }
            }
            add(start, end);
            start = end;
        }
        words
    }

    /// The most probable way to cut a text from each of its characters on, which begin at these bytes; of several the one whose
    /// first word is the longest.
    fn routes(&self, text: &str, starts: &[usize]) -> Vec<Route> {
        let mut routes = vec![Route::default(); starts.len()];
        for start in (0..starts.len() - 1).rev() {
            // Jieba cuts what stands before such a character and after it apart: also the sums, whose rounding decides between equals.
            if is_apart(text, starts[start]) {
                routes[start] = Route { probability: 0.0, end: start + 1 };
                continue;
            }
            let fits = |end: &usize| starts[*end] - starts[start] <= self.longest && !is_apart(text, starts[end - 1]);
            let ends = (start + 1..starts.len()).take_while(fits);
            let known = ends.filter_map(|end| Some((end, self.uses(&text[starts[start]..starts[end]])?)));
            let mut known = known.peekable();
            // A character that begins no word stands for itself.
            let alone = if known.peek().is_none() { Some((start + 1, 0.0)) } else { None };
            let mut best: Option<Route> = None;
            for (end, uses) in known.chain(alone) {
                let probability = uses - self.all + routes[end].probability;
                if best.is_none_or(|best| probability >= best.probability) {
                    best = Some(Route { probability, end });
                }
            }
            routes[start] = best.unwrap_or_default();
        }
        routes
    }

    /// The logarithm of how often a word is used.
    fn uses(&self, word: &str) -> Option<f64> {
        let place = self.words.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok()?;
        Some(self.words[place].1)
    }
}

/// Whether the Chinese character at a byte of a text is none for jieba.
fn is_apart(text: &str, at: usize) -> bool {
    let character = text[at..].chars().next();
    matches!(character, Some('〇' | '\u{2A6E0}'..='\u{2A6FF}' | '\u{2EBF0}'..='\u{2F7FF}' | '\u{2FA20}'..))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_cut_as_by_jieba(words: Vec<(String, usize)>, left_out: usize, text: &str) {
        let uses = words.iter().map(|(_, uses)| uses).sum::<usize>() + left_out;
        let dictionary = Dictionary::of_words(words, uses);
        let place = |word: jieba_rs::Token<'_>| (word.start..word.end, word.byte_start..word.byte_end);
        let jieba: Vec<_> = dictionary.to_jieba().cut_for_search(text, false).into_iter().map(place).collect();
        let cut = Cutter::new(&dictionary).cut_for_search(text);
        assert!(cut.iter().all(|word| word.word == &text[word.byte_start..word.byte_end]));
        let cut: Vec<_> = cut.into_iter().map(|word| (word.start..word.end, word.byte_start..word.byte_end)).collect();
        assert_eq!(cut, jieba, "{text}");
    }

    #[test]
    fn rounding_decides_as_for_jieba() {
        let words =
            [("名", 1448), ("备", 1998), ("备备", 2620), ("备案备", 275), ("案", 1491), ("案备", 34), ("网", 1147)];
        let words = words.map(|(word, uses)| (word.to_owned(), uses));
        for text in ["备备备𠀀〇", "备备备", "备备备𰀀备备备", "〇备备备"] {
            assert_cut_as_by_jieba(words.to_vec(), 1445, text);
        }
    }

    proptest! {
        #[test]
        fn texts_are_cut_as_by_jieba(
            words in prop::collection::btree_map("[备案域名网站〇]{1,4}", 1..3000_usize, 0..30),
            left_out in 0..9000_usize,
            text in "[备案域名网站〇𠀀𰀀]{0,12}",
        ) {
            assert_cut_as_by_jieba(words.into_iter().collect(), left_out, &text);
        }
    }
}
