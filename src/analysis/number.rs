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

/// The numbers that a text says, in digits or in words: `3`, `three`, `三`; `5` also as the month of May.
#[derive(Clone, Debug, Default)]
pub struct SaidNumbers {
    digits: HashSet<String>,
    words: [bool; WORDS.len()],
}

impl SaidNumbers {
    /// Takes over those of a text.
    pub fn add(&mut self, text: &str) {
        let words: HashSet<String> = text
            .split(|character: char| !character.is_ascii_alphabetic())
            .map(str::to_ascii_lowercase)
            .filter(|word| !word.is_empty())
            .collect();
        let said = |(english, chinese): (&[&str], &[&str])| {
            chinese.iter().any(|word| text.contains(word))
                || english.iter().any(|word| words.contains(&word.to_ascii_lowercase()))
        };
        self.digits.extend(numbers(text).into_iter().map(|(_, number)| plain(number)));
        self.words.iter_mut().zip(WORDS).for_each(|(known, names)| *known = *known || said(names));
    }

    /// Whether a number, in digits, is among them.
    pub fn say(&self, number: &str) -> bool {
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
    fn a_number_is_said_in_digits_or_in_words() {
        let says = |text: &str, number: &str| {
            let mut said = SaidNumbers::default();
            said.add("nothing of it");
            said.add(text);
            said.say(number)
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
