//! Where no line of Chinese text ends.

use std::borrow::Cow;

use crate::analysis::is_han;

/// A text of which no line ends between a number and what it counts: the space there, as in `3 个月`, is one that does not break.
/// `before` is the character that a reader sees before the text.
pub(crate) fn with_units(text: &str, before: Option<char>) -> Cow<'_, str> {
    let is_between = |&(place, _): &(usize, &str)| {
        let last = text[..place].chars().next_back().or(before);
        last.is_some_and(|last| last.is_ascii_digit()) && text[place + 1..].starts_with(is_han)
    };
    let mut out = String::new();
    let mut written = 0;
    for (place, space) in text.match_indices(' ').filter(is_between) {
        out.push_str(&text[written..place]);
        out.push('\u{a0}');
        written = place + space.len();
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_between_a_number_and_what_it_counts() {
        for (text, before, expected) in [
            ("满 3 个月，每台 5 个", None, "满 3\u{a0}个月，每台 5\u{a0}个"),
            ("2018 年 5 月 21 日", None, "2018\u{a0}年 5\u{a0}月 21\u{a0}日"),
            (" 个名额", Some('5'), "\u{a0}个名额"),
            (" 个名额", None, " 个名额"),
            ("ECS 每台 5 GB，5 sites", None, "ECS 每台 5 GB，5 sites"),
        ] {
            assert_eq!(with_units(text, before), expected);
        }
    }
}
