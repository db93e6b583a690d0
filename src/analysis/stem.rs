//! Stems of English words: Snowball's algorithm Porter2, for words of the letters `a` to `z`.
//!
//! <https://snowballstem.org/algorithms/english/stemmer.html> describes its steps and regions. The code that Snowball generates
//! for them is several times as large, and browsers would fetch it.

/// Words that have stems of their own.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("skis", "ski"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];
/// Words that stay as the first step leaves them.
const INVARIABLE: [&str; 8] = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];
/// After these the first region begins.
const BEGINNINGS: [&str; 3] = ["gener", "commun", "arsen"];

// Endings with what takes their place; of those that end alike the longer stand first.
const STEP_1A: &[(&str, &str)] = &[("sses", "ss"), ("ied", "i"), ("ies", "i"), ("us", "us"), ("ss", "ss"), ("s", "")];
const STEP_1B: &[(&str, &str)] =
    &[("eedly", "ee"), ("ingly", ""), ("edly", ""), ("eed", "ee"), ("ing", ""), ("ed", "")];
const STEP_2: &[(&str, &str)] = &[
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
];
const STEP_3: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ative", ""),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];
const STEP_4: &[(&str, &str)] = &[
    ("ement", ""),
    ("ance", ""),
    ("ence", ""),
    ("able", ""),
    ("ible", ""),
    ("ment", ""),
    ("ant", ""),
    ("ent", ""),
    ("ism", ""),
    ("ate", ""),
    ("iti", ""),
    ("ous", ""),
    ("ive", ""),
    ("ize", ""),
    ("ion", ""),
    ("al", ""),
    ("er", ""),
    ("ic", ""),
];

/// The stem of a word of the letters `a` to `z`.
pub fn stem(word: &str) -> String {
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(whole, _)| *whole == word) {
        return (*stem).to_owned();
    }
    if word.len() < 3 {
        return word.to_owned();
    }
    let mut stem = Stem::new(word);
    stem.step_1a();
    if !INVARIABLE.iter().any(|whole| whole.as_bytes() == stem.letters) {
        stem.step_1b();
        stem.step_1c();
        stem.replace(STEP_2, stem.first_region);
        stem.replace(STEP_3, stem.first_region);
        stem.replace(STEP_4, stem.second_region);
        stem.step_5();
    }
    stem.letters.make_ascii_lowercase();
    String::from_utf8(stem.letters).unwrap_or_default()
}

/// What is left of a word.
struct Stem {
    /// A `Y` is a consonant.
    letters: Vec<u8>,
    /// Where the regions begin in which endings are replaced: each after the first consonant that follows a vowel, the second
    /// one within the first. Endings that were replaced may have stood before either.
    first_region: usize,
    second_region: usize,
}

impl Stem {
    fn new(word: &str) -> Self {
        let mut letters: Vec<u8> = Vec::with_capacity(word.len());
        for letter in word.bytes() {
            let is_consonant = letter == b'y' && letters.last().is_none_or(|before| is_vowel(*before));
            letters.push(if is_consonant { b'Y' } else { letter });
        }
        let beginning = BEGINNINGS.iter().find(|beginning| word.starts_with(**beginning));
        let first_region = beginning.map_or_else(|| region(&letters, 0), |beginning| beginning.len());
        let second_region = region(&letters, first_region);
        Self { letters, first_region, second_region }
    }

    /// The ending that is replaced: where it begins, what it is, and what takes its place.
    fn ending(&self, endings: &[(&'static str, &'static str)]) -> Option<(usize, &'static str, &'static str)> {
        let (ending, new) = endings.iter().find(|(ending, _)| self.letters.ends_with(ending.as_bytes()))?;
        Some((self.letters.len() - ending.len(), ending, new))
    }

    fn end_in(&mut self, start: usize, new: &str) {
        self.letters.truncate(start);
        self.letters.extend_from_slice(new.as_bytes());
    }

    /// Plurals.
    fn step_1a(&mut self) {
        match self.ending(STEP_1A) {
            Some((start, _, "i")) => self.end_in(start, if start > 1 { "i" } else { "ie" }),
            Some((start, "s", _)) if !has_vowel(&self.letters[..start - 1]) => {}
            Some((start, _, new)) => self.end_in(start, new),
            None => {}
        }
    }

    /// What was done, and doing.
    fn step_1b(&mut self) {
        match self.ending(STEP_1B) {
            Some((start, _, "ee")) if start >= self.first_region => self.end_in(start, "ee"),
            Some((start, _, "")) if has_vowel(&self.letters[..start]) => {
                self.letters.truncate(start);
                match self.letters.as_slice() {
                    [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.letters.push(b'e'),
                    [.., one, other] if one == other && b"bdfgmnprt".contains(one) => self.letters.truncate(start - 1),
                    short if start == self.first_region && is_short(short) => self.letters.push(b'e'),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn step_1c(&mut self) {
        if let [_, .., before, last @ (b'y' | b'Y')] = self.letters.as_mut_slice()
            && !is_vowel(*before)
        {
            *last = b'i';
        }
    }

    /// Replaces an ending that begins in a region, if it stands after what it must.
    fn replace(&mut self, endings: &[(&'static str, &'static str)], region: usize) {
        let Some((start, ending, new)) = self.ending(endings) else {
            return;
        };
        let is_after = |letters: &[u8]| self.letters[..start].last().is_some_and(|before| letters.contains(before));
        let applies = match ending {
            "li" => is_after(b"cdeghkmnrt"),
            "ogi" => is_after(b"l"),
            "ion" => is_after(b"st"),
            "ative" => start >= self.second_region,
            _ => true,
        };
        if applies && start >= region {
            self.end_in(start, new);
        }
    }

    fn step_5(&mut self) {
        let start = self.letters.len() - 1;
        let is_left_out = match self.letters.as_slice() {
            [before @ .., b'e'] => start >= self.second_region || start >= self.first_region && !is_short(before),
            [.., b'l', b'l'] => start >= self.second_region,
            _ => false,
        };
        if is_left_out {
            self.letters.truncate(start);
        }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn has_vowel(letters: &[u8]) -> bool {
    letters.iter().any(|letter| is_vowel(*letter))
}

/// Where what follows the first vowel and consonant begins, from a place on.
fn region(letters: &[u8], from: usize) -> usize {
    let pair = letters[from..].windows(2).position(|pair| is_vowel(pair[0]) && !is_vowel(pair[1]));
    pair.map_or(letters.len(), |place| from + place + 2)
}

/// Whether letters end in a short syllable.
fn is_short(letters: &[u8]) -> bool {
    match letters {
        [vowel, last] => is_vowel(*vowel) && !is_vowel(*last),
        [.., before, vowel, last] => {
            !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'Y')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    #[test]
    fn words_of_one_stem_are_one() {
        for (word, expected) in [
            ("filings", "file"),
            ("registration", "registr"),
            ("registered", "regist"),
            ("generously", "generous"),
            ("hopping", "hop"),
            ("hoping", "hope"),
            ("ties", "tie"),
            ("cries", "cri"),
            ("gas", "gas"),
            ("say", "say"),
            ("yes", "yes"),
            ("dying", "die"),
            ("proceeds", "proceed"),
            ("is", "is"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn words_have_the_stems_that_snowball_gives_them(
            word in "(gener|commun|arsen|y)?[a-z]{1,5}([aeiouy][b-y]|[lstn]|ess|ful|ative|ation|al|bl|og|iv|ent|ment|ible){0,3}\
                (|s|es|ed|eed|ing|eedly|ingly|ies|ied|sses|us|y|i|iti|li|ly|e|le|l|ll|ion|ness|ence|er|ic|ize|ism|ous|ogi|enci)",
        ) {
            prop_assert_eq!(stem(&word), Stemmer::create(Algorithm::English).stem(&word), "{}", word);
        }
    }
}
