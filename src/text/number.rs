//! Numbers in running text, in digits and in words of either language.

/// The numbers that a text says in digits, in order: runs of digits with `.` or `,` inside them.
pub fn numbers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let run = &rest[start..];
        let end = run.find(|character: char| !matches!(character, '0'..='9' | '.' | ',')).unwrap_or(run.len());
        let (number, after) = run.split_at(end);
        found.push(number.trim_end_matches(['.', ',']));
        rest = after;
    }
    found
}

/// Whether a text says a number, in digits or in words: `3`, `three`, `三`; `5` also as the month of May.
pub fn says_number(text: &str, number: &str) -> bool {
    let plain = |number: &str| number.replace(',', "");
    if numbers(text).into_iter().any(|said| plain(said) == plain(number)) {
        return true;
    }
    let Some((english, chinese)) = number.parse::<usize>().ok().and_then(|value| WORDS.get(value)) else {
        return false;
    };
    chinese.iter().any(|word| text.contains(word))
        || text
            .split(|character: char| !character.is_ascii_alphabetic())
            .any(|word| english.iter().any(|english| word.eq_ignore_ascii_case(english)))
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
        assert_eq!(numbers("满 3 个月，1,000 元，v3.16.0。"), ["3", "1,000", "3.16.0"]);
        assert_eq!(numbers("Within 48 hours. IPv6, 2018."), ["48", "6", "2018"]);
        assert_eq!(numbers("没有数字"), [""; 0]);
    }

    #[test]
    fn a_number_is_said_in_digits_or_in_words() {
        assert!(says_number("at least three months", "3"));
        assert!(says_number("Five. Sites", "5"));
        assert!(says_number("两个网站", "2"));
        assert!(says_number("21 May 2018", "5"));
        assert!(says_number("1000 yuan", "1,000"));
        assert!(!says_number("threefold", "3"));
        assert!(!says_number("48 hours", "4"));
        assert!(!says_number("forty-eight", "48"));
    }
}
