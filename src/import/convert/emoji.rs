//! Emoji by their names, which some tools show: `:tada:`.

use super::edit::rewritten;
use crate::markdown::fence::lead;

/// Names, and what they stand for.
const NAMED: [(&str, &str); 136] = [
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("alarm_clock", "⏰"),
    ("arrow_down", "⬇️"),
    ("arrow_forward", "▶️"),
    ("arrow_left", "⬅️"),
    ("arrow_right", "➡️"),
    ("arrow_up", "⬆️"),
    ("art", "🎨"),
    ("ballot_box_with_check", "☑️"),
    ("bar_chart", "📊"),
    ("beers", "🍻"),
    ("bell", "🔔"),
    ("blue_heart", "💙"),
    ("blush", "😊"),
    ("bomb", "💣"),
    ("book", "📖"),
    ("bookmark", "🔖"),
    ("books", "📚"),
    ("boom", "💥"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("calendar", "📅"),
    ("checkered_flag", "🏁"),
    ("clap", "👏"),
    ("clipboard", "📋"),
    ("cloud", "☁️"),
    ("cn", "🇨🇳"),
    ("coffee", "☕"),
    ("computer", "💻"),
    ("construction", "🚧"),
    ("crab", "🦀"),
    ("cry", "😢"),
    ("dizzy", "💫"),
    ("earth_africa", "🌍"),
    ("earth_americas", "🌎"),
    ("earth_asia", "🌏"),
    ("email", "📧"),
    ("exclamation", "❗"),
    ("eyes", "👀"),
    ("file_folder", "📁"),
    ("fire", "🔥"),
    ("floppy_disk", "💾"),
    ("gear", "⚙️"),
    ("ghost", "👻"),
    ("gift", "🎁"),
    ("globe_with_meridians", "🌐"),
    ("green_heart", "💚"),
    ("grin", "😁"),
    ("hammer", "🔨"),
    ("handshake", "🤝"),
    ("heart", "❤️"),
    ("heart_eyes", "😍"),
    ("heavy_check_mark", "✔️"),
    ("heavy_exclamation_mark", "❗"),
    ("heavy_multiplication_x", "✖️"),
    ("heavy_plus_sign", "➕"),
    ("hourglass", "⌛"),
    ("information_source", "ℹ️"),
    ("joy", "😂"),
    ("jp", "🇯🇵"),
    ("key", "🔑"),
    ("label", "🏷️"),
    ("laughing", "😆"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("loudspeaker", "📢"),
    ("mag", "🔍"),
    ("mailbox", "📫"),
    ("mega", "📣"),
    ("memo", "📝"),
    ("moneybag", "💰"),
    ("mortar_board", "🎓"),
    ("muscle", "💪"),
    ("new", "🆕"),
    ("no_entry", "⛔"),
    ("no_entry_sign", "🚫"),
    ("ok", "🆗"),
    ("ok_hand", "👌"),
    ("open_file_folder", "📂"),
    ("package", "📦"),
    ("page_facing_up", "📄"),
    ("paperclip", "📎"),
    ("partying_face", "🥳"),
    ("pencil", "📝"),
    ("pencil2", "✏️"),
    ("point_down", "👇"),
    ("point_left", "👈"),
    ("point_right", "👉"),
    ("point_up", "☝️"),
    ("pray", "🙏"),
    ("purple_heart", "💜"),
    ("pushpin", "📌"),
    ("question", "❓"),
    ("raised_hands", "🙌"),
    ("recycle", "♻️"),
    ("red_circle", "🔴"),
    ("robot", "🤖"),
    ("rocket", "🚀"),
    ("rotating_light", "🚨"),
    ("satellite", "📡"),
    ("scroll", "📜"),
    ("seedling", "🌱"),
    ("shield", "🛡️"),
    ("slightly_smiling_face", "🙂"),
    ("smile", "😄"),
    ("smiley", "😃"),
    ("snowflake", "❄️"),
    ("sparkles", "✨"),
    ("speech_balloon", "💬"),
    ("star", "⭐"),
    ("star2", "🌟"),
    ("stop_sign", "🛑"),
    ("stopwatch", "⏱️"),
    ("sunglasses", "😎"),
    ("sunny", "☀️"),
    ("tada", "🎉"),
    ("thinking", "🤔"),
    ("thumbsdown", "👎"),
    ("thumbsup", "👍"),
    ("triangular_flag_on_post", "🚩"),
    ("trophy", "🏆"),
    ("truck", "🚚"),
    ("umbrella", "☔"),
    ("unlock", "🔓"),
    ("us", "🇺🇸"),
    ("warning", "⚠️"),
    ("wave", "👋"),
    ("whale", "🐳"),
    ("white_check_mark", "✅"),
    ("wink", "😉"),
    ("wrench", "🔧"),
    ("x", "❌"),
    ("yellow_heart", "💛"),
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

/// Lines in which no name stands at the beginning of a line below text, or below a tag or a shortcode, which may become a line of
/// colons: Wenda takes a colon there for the mark of a definition.
pub(super) fn with_escaped_names(lines: Vec<String>) -> Vec<String> {
    let (mut is_below_text, mut is_below_tag) = (false, false);
    rewritten(lines, |line| {
        let begin = lead(line).len();
        let (before, text) = line.split_at(begin);
        let name = text.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
        let fits = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '+' | '-');
        let is_name = |name: &str| name.chars().all(fits) && name.chars().any(|next| next.is_ascii_alphanumeric());
        let escaped = name.filter(|name| is_below_text && is_name(name)).map(|_| format!("{before}\\{text}"));
        let text = text.trim_end();
        is_below_tag = if text.is_empty() { is_below_tag } else { text.ends_with(['>', '}']) };
        is_below_text = !text.is_empty() || is_below_tag;
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_no_definitions() {
        for (text, written) in [
            ("a\n:tada: b\n> c\n> :x-y: d", "a\n\\:tada: b\n> c\n> \\:x-y: d"),
            (":tada:\n\n:x: a", ":tada:\n\n:x: a"),
            ("{{< /tabs >}}\n\n:x: a", "{{< /tabs >}}\n\n\\:x: a"),
            ("</tabs>\n\n:x: a\n\n:x:", "</tabs>\n\n\\:x: a\n\n:x:"),
            ("a\n: b\n:--:\n:::x:::\n```\n:x:\n```", "a\n: b\n:--:\n:::x:::\n```\n:x:\n```"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_escaped_names(lines).join("\n"), written, "{text}");
        }
    }

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
