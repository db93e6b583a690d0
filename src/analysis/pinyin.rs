//! Chinese by its sound: what a character is read as, and what a reader who types Latin letters means.

#[cfg(not(target_arch = "wasm32"))]
use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use super::is_latin;

/// Every syllable that some Chinese character is read as, in their order; one a line.
const SYLLABLES: &str = include_str!("syllables.txt");
/// The longest of them: `zhuang`.
const LONGEST: usize = 6;

/// A run of letters is taken for at most so many syllables; nobody types more in one word.
const MAX_SYLLABLES: usize = 16;
/// So many ways to read a run are kept.
const MAX_READINGS: usize = 8;

/// How a character is read, without tones; of several readings the usual one first. Nothing for what is no Chinese character.
#[cfg(not(target_arch = "wasm32"))]
pub fn readings(character: char) -> Vec<&'static str> {
    let all = character.to_pinyin_multi().into_iter().flatten();
    let mut readings: Vec<&str> = character.to_pinyin().into_iter().chain(all).map(|pinyin| pinyin.plain()).collect();
    let mut seen = std::collections::HashSet::new();
    readings.retain(|reading| seen.insert(*reading));
    readings
}

/// Whether a character may be read in a way.
#[cfg(not(target_arch = "wasm32"))]
pub fn is_read(character: char, way: impl Fn(&str) -> bool) -> bool {
    let mut all = character.to_pinyin_multi().into_iter().flatten().chain(character.to_pinyin());
    all.any(|pinyin| way(pinyin.plain()))
}

/// The ways in which a run of letters can be read as syllables, those with the fewest syllables first.
///
/// `fangan` is `fang an` and `fan gan`; `beian` is one thing only. What is not all syllables cannot be read.
pub fn syllables(letters: &str) -> Vec<Vec<&str>> {
    let mut ways = Vec::new();
    if is_latin(letters) && (1..=MAX_SYLLABLES * LONGEST).contains(&letters.len()) {
        let known: Vec<&str> = SYLLABLES.split_terminator('\n').collect();
        let reader = SyllableReader { known: &known, fewest: fewest(letters, &known) };
        reader.read(letters, &mut Vec::new(), &mut ways);
    }
    ways.truncate(MAX_READINGS);
    ways
}

/// For the end of a run of letters from each place on: the fewest syllables that it can be read as, if it can be.
fn fewest(letters: &str, known: &[&str]) -> Vec<Option<usize>> {
    let mut fewest = vec![None; letters.len()];
    fewest.push(Some(0));
    for start in (0..letters.len()).rev() {
        let ends = start + 1..=letters.len().min(start + LONGEST);
        let ends = ends.filter(|end| known.binary_search(&&letters[start..*end]).is_ok());
        fewest[start] = ends.filter_map(|end| fewest[end]).min().map(|rest: usize| rest + 1);
    }
    fewest
}

/// Reads letters as syllables, and goes no way that has no end: a long run has exponentially many of these.
struct SyllableReader<'k> {
    known: &'k [&'k str],
    fewest: Vec<Option<usize>>,
}

impl SyllableReader<'_> {
    fn read<'l>(&self, rest: &'l str, begun: &mut Vec<&'l str>, ways: &mut Vec<Vec<&'l str>>) {
        if rest.is_empty() {
            // Those of few syllables first.
            let place = ways.partition_point(|way| way.len() <= begun.len());
            ways.insert(place, begun.clone());
            return;
        }
        let fewest = self.fewest[self.fewest.len() - 1 - rest.len()];
        let ends = fewest.is_some_and(|fewest| begun.len() + fewest <= MAX_SYLLABLES);
        // So many ways are enough to choose from.
        if !ends || ways.len() >= 4 * MAX_READINGS {
            return;
        }
        for length in (1..=LONGEST.min(rest.len())).rev() {
            let (syllable, after) = rest.split_at(length);
            if self.known.binary_search(&syllable).is_ok() {
                begun.push(syllable);
                self.read(after, begun, ways);
                begun.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_syllables_are_known() {
        let characters = '\u{4E00}'..='\u{9FFF}';
        let syllables: std::collections::BTreeSet<&str> = characters
            .filter_map(|character| Some(character.to_pinyin()?.plain()))
            .filter(|syllable| syllable.is_ascii() && syllable.bytes().any(|byte| b"aeiouv".contains(&byte)))
            .collect();
        assert!(syllables.iter().copied().eq(SYLLABLES.lines()), "{syllables:?}");
        assert_eq!(syllables.iter().map(|syllable| syllable.len()).max(), Some(LONGEST));
    }

    #[test]
    fn characters_are_read() {
        assert_eq!(readings('备'), ["bei"]);
        assert_eq!(readings('案'), ["an"]);
        assert!(readings('重').contains(&"chong") && readings('重').contains(&"zhong"));
        assert!(readings('行').contains(&"hang") && readings('行').contains(&"xing"));
        assert!(readings('A').is_empty() && readings('，').is_empty());
    }

    #[test]
    fn letters_are_read_as_syllables() {
        assert_eq!(syllables("beian")[0], ["bei", "an"]);
        assert_eq!(syllables("fuwuhao"), [vec!["fu", "wu", "hao"], vec!["fu", "wu", "ha", "o"]]);
        assert!(syllables("fangan").contains(&vec!["fang", "an"]) && syllables("fangan").contains(&vec!["fan", "gan"]));
        for unreadable in ["ymhy", "server", "ECS", "", "备", "a1"] {
            assert!(syllables(unreadable).is_empty(), "{unreadable}");
        }
    }

    proptest! {
        #[test]
        fn ways_to_read_letters_are_few_and_whole(letters in "[a-z]{0,64}|(an|a|ng|gan|xi|ian){0,40}") {
            let ways = syllables(&letters);
            prop_assert!(ways.len() <= MAX_READINGS);
            for way in ways {
                prop_assert_eq!(way.concat(), letters.clone());
            }
        }
    }
}
