//! Chinese by its sound: what a character is read as, and what a reader who types Latin letters means.

use std::collections::HashSet;
use std::sync::OnceLock;

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// A run of letters is taken for at most so many syllables; nobody types more in one word.
const MOST_SYLLABLES: usize = 16;
/// So many ways to read a run are kept.
const MOST_READINGS: usize = 8;

/// How a character is read, without tones; of several readings the usual one first. Nothing for what is no Chinese character.
pub fn readings(character: char) -> Vec<&'static str> {
    let all = character.to_pinyin_multi().into_iter().flatten();
    let mut readings: Vec<&str> = character.to_pinyin().into_iter().chain(all).map(|pinyin| pinyin.plain()).collect();
    let mut seen = HashSet::new();
    readings.retain(|reading| seen.insert(*reading));
    readings
}

/// The ways in which a run of letters can be read as syllables, those with the fewest syllables first.
///
/// `fangan` is `fang an` and `fan gan`; `beian` is one thing only. What is not all syllables cannot be read.
pub fn syllables(letters: &str) -> Vec<Vec<&str>> {
    let mut ways = Vec::new();
    if letters.bytes().all(|byte| byte.is_ascii_lowercase()) && !letters.is_empty() {
        read(letters, &mut Vec::new(), &mut ways);
    }
    ways.sort_by_key(Vec::len);
    ways.truncate(MOST_READINGS);
    ways
}

fn read<'l>(rest: &'l str, begun: &mut Vec<&'l str>, ways: &mut Vec<Vec<&'l str>>) {
    if rest.is_empty() {
        ways.push(begun.clone());
        return;
    }
    // So many ways are enough to choose from; a long run has exponentially many.
    if begun.len() >= MOST_SYLLABLES || ways.len() >= 4 * MOST_READINGS {
        return;
    }
    let table = table();
    for length in (1..=table.longest.min(rest.len())).rev() {
        let (syllable, after) = rest.split_at(length);
        if table.syllables.contains(syllable) {
            begun.push(syllable);
            read(after, begun, ways);
            begun.pop();
        }
    }
}

struct Table {
    syllables: HashSet<&'static str>,
    longest: usize,
}

/// Every syllable that some Chinese character is read as.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let characters = '\u{4E00}'..='\u{9FFF}';
        let syllables: HashSet<&str> = characters
            .filter_map(|character| Some(character.to_pinyin()?.plain()))
            .filter(|syllable| syllable.is_ascii() && syllable.bytes().any(|byte| b"aeiouv".contains(&byte)))
            .collect();
        let longest = syllables.iter().map(|syllable| syllable.len()).max().unwrap_or_default();
        Table { syllables, longest }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            prop_assert!(ways.len() <= MOST_READINGS);
            for way in ways {
                prop_assert_eq!(way.concat(), letters.clone());
            }
        }
    }
}
