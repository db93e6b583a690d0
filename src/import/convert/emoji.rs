//! Emoji by their names, which VitePress and VuePress show: `:tada:`.

/// Names, and what they stand for.
const NAMED: [(&str, &str); 40] = [
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("arrow_down", "⬇️"),
    ("arrow_right", "➡️"),
    ("arrow_up", "⬆️"),
    ("art", "🎨"),
    ("book", "📖"),
    ("bookmark", "🔖"),
    ("books", "📚"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("clap", "👏"),
    ("exclamation", "❗"),
    ("eyes", "👀"),
    ("fire", "🔥"),
    ("gear", "⚙️"),
    ("globe_with_meridians", "🌐"),
    ("grin", "😁"),
    ("hammer", "🔨"),
    ("heart", "❤️"),
    ("heavy_check_mark", "✔️"),
    ("information_source", "ℹ️"),
    ("joy", "😂"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("memo", "📝"),
    ("package", "📦"),
    ("pray", "🙏"),
    ("question", "❓"),
    ("rocket", "🚀"),
    ("smile", "😄"),
    ("sparkles", "✨"),
    ("star", "⭐"),
    ("tada", "🎉"),
    ("warning", "⚠️"),
    ("white_check_mark", "✅"),
    ("wrench", "🔧"),
    ("x", "❌"),
    ("zap", "⚡"),
];

/// An emoji that a text names: where, and what it is, if that is known.
#[derive(Debug, PartialEq)]
pub(super) struct NamedEmoji {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) emoji: Option<&'static str>,
}

/// The emoji that a text names.
pub(super) fn named_emoji(text: &str) -> Vec<NamedEmoji> {
    let mut found = Vec::new();
    let mut rest = 0;
    let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
    for pair in colons.windows(2) {
        let (start, end) = (pair[0], pair[1] + 1);
        let name = &text[start + 1..end - 1];
        let is_word = |next: char| next.is_ascii_alphanumeric() || matches!(next, '/' | ':');
        let is_apart = !text[..start].ends_with(is_word) && !text[end..].starts_with(is_word);
        let fits = |next: char| next.is_ascii_lowercase() || next.is_ascii_digit() || matches!(next, '_' | '+' | '-');
        let emoji = NAMED.iter().find(|(known, _)| *known == name).map(|(_, emoji)| *emoji);
        let is_name = emoji.is_some() || name.len() > 2 && name.starts_with(|first: char| first.is_ascii_lowercase());
        // A colon ends one name, and begins none then.
        if start >= rest && is_name && is_apart && name.chars().all(fits) {
            rest = end;
            found.push(NamedEmoji { start, end, emoji });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_known_by_names() {
        for (text, found) in [
            (":tada: a :x:", vec![(0, 6, Some("🎉")), (9, 12, Some("❌"))]),
            ("好:warning:", vec![(3, 12, Some("⚠️"))]),
            (":unknown_one:", vec![(0, 13, None)]),
            ("10:30:20 http://a:b:c a: b: std::fmt:", vec![]),
        ] {
            let emoji: Vec<_> = named_emoji(text).iter().map(|found| (found.start, found.end, found.emoji)).collect();
            assert_eq!(emoji, found, "{text}");
        }
    }
}
