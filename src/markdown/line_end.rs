//! Where no line of Chinese text ends.

use std::borrow::Cow;

use crate::analysis::is_han;

/// A text of which no line ends between a number and what it counts: the space there, as in `3 个月`, is one that does not break.
/// `before` is the character that a reader sees before the text.
pub(crate) fn with_units(text: &str, before: Option<char>) -> Cow<'_, str> {
    let ends_in_number = |text: &str| {
        let number = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',');
        // What follows a letter is part of a name: `IPv6 转换`.
        text.ends_with(|last: char| last.is_ascii_digit())
            && !text.trim_end_matches(number).ends_with(|last: char| last.is_ascii_alphabetic())
    };
    let is_between = |&(place, _): &(usize, &str)| {
        let follows_number = match place {
            0 => before.is_some_and(|before| before.is_ascii_digit()),
            _ => ends_in_number(&text[..place]),
        };
        follows_number && text[place + 1..].starts_with(is_han)
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
            ("IPv6 转换服务，1.5 倍", None, "IPv6 转换服务，1.5\u{a0}倍"),
        ] {
            assert_eq!(with_units(text, before), expected);
        }
    }
}
