//! Numbers in running text, in digits and in words of either language.

use std::collections::HashSet;

/// The numbers that a text says in digits, in order, each with the byte that it begins at: runs of digits with `.` or `,`
/// inside them.
pub fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|character: char| character.is_ascii_digit()).map(|at| from + at) {
        let run = &text[start..];
        let end = run.find(|character: char| !matches!(character, '0'..='9' | '.' | ',')).unwrap_or(run.len());
        found.push((start, run[..end].trim_end_matches(['.', ','])));
        from = start + end;
    }
    found
}

/// The numbers that a text says, in digits or in words: `3`, `three`, `三`; `5` also as the month of May. It takes little room: there
/// is one for each text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaidNumbers {
    /// Those in digits, each once, in the order in which they first stand there; a space after each.
    digits: Box<str>,
    words: [bool; WORDS.len()],
}

impl SaidNumbers {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let words: HashSet<String> = text
            .split(|character: char| !character.is_ascii_alphabetic())
            .map(str::to_ascii_lowercase)
            .filter(|word| !word.is_empty())
            .collect();
        let said = |(english, chinese): (&[&str], &[&str])| {
            chinese.iter().any(|word| text.contains(word))
                || english.iter().any(|word| words.contains(&word.to_ascii_lowercase()))
        };
        let mut seen = HashSet::new();
        let digits = numbers(text).into_iter().map(|(_, number)| number).filter(|number| seen.insert(*number));
        let digits = digits.flat_map(|number| [number, " "]).collect::<String>();
        Self { digits: digits.into(), words: WORDS.map(said) }
    }

    /// Those in digits, each once, in the order in which they first stand there.
    pub fn digits(&self) -> impl Iterator<Item = &str> {
        self.digits.split_ascii_whitespace()
    }
}

/// The numbers that some texts say, to be looked up.
#[derive(Debug, Default)]
pub struct NumberSet {
    digits: HashSet<String>,
    words: [bool; WORDS.len()],
}

impl NumberSet {
    /// Takes over those of a text.
    pub fn add(&mut self, said: &SaidNumbers) {
        self.digits.extend(said.digits().map(plain));
        self.words.iter_mut().zip(said.words).for_each(|(known, said)| *known |= said);
    }

    /// Whether a number, in digits, is among them.
    pub fn holds(&self, number: &str) -> bool {
        let in_words = || number.parse::<usize>().ok().and_then(|value| self.words.get(value)).copied();
        self.digits.contains(&plain(number)) || in_words().unwrap_or_default()
    }
}

/// A number without the commas between its thousands.
fn plain(number: &str) -> String {
    number.replace(',', "")
}

/// The words for 0 to 12 in English, months among them, and in Chinese.
const WORDS: [(&[&str], &[&str]); 13] = [
    (&["zero", "no", "none"], &["零", "〇", "不"]),
    (&["one", "a", "an", "single", "first", "once", "January"], &["一", "单", "首"]),
    (&["two", "second", "twice", "both", "February"], &["二", "两", "双"]),
    (&["three", "third", "March"], &["三"]),
    (&["four", "fourth", "April"], &["四"]),
    (&["five", "fifth", "May"], &["五"]),
    (&["six", "sixth", "June"], &["六"]),
    (&["seven", "seventh", "July"], &["七"]),
    (&["eight", "eighth", "August"], &["八"]),
    (&["nine", "ninth", "September"], &["九"]),
    (&["ten", "tenth", "October"], &["十"]),
    (&["eleven", "eleventh", "November"], &["十一"]),
    (&["twelve", "twelfth", "December"], &["十二"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_where_they_stand() {
        assert_eq!(numbers("满 3 个月，1,000 元，v3.16.0。"), [(4, "3"), (15, "1,000"), (28, "3.16.0")]);
        assert_eq!(numbers("Within 48 hours. IPv6, 2018."), [(7, "48"), (20, "6"), (23, "2018")]);
        assert_eq!(numbers("没有数字"), []);
    }

    #[test]
    fn numbers_in_digits_are_kept_once_in_their_order() {
        let said = SaidNumbers::of("1,000 元，30 天；v3.16.0，30 天");
        assert_eq!(said.digits().collect::<Vec<_>>(), ["1,000", "30", "3.16.0"]);
        assert_eq!(SaidNumbers::of("没有").digits().next(), None);
    }

    #[test]
    fn a_number_is_said_in_digits_or_in_words() {
        let says = |text: &str, number: &str| {
            let mut all = NumberSet::default();
            all.add(&SaidNumbers::of("nothing of it"));
            all.add(&SaidNumbers::of(text));
            all.holds(number)
        };
        assert!(says("at least three months", "3"));
        assert!(says("Five. Sites", "5"));
        assert!(says("两个网站", "2"));
        assert!(says("21 May 2018", "5"));
        assert!(says("1000 yuan", "1,000"));
        assert!(!says("threefold", "3"));
        assert!(!says("48 hours", "4"));
        assert!(!says("forty-eight", "48"));
    }
}
