//! Which runs of `*`, `_` and `~` may begin and end emphasis, by the characters beside them.
//!
//! CommonMark decides it by spaces and punctuation: what stands between punctuation and a letter can only begin, or only
//! end. Chinese, Japanese and Korean are written without spaces, so there `**注意：**请` would stay as it is. By the CJK-friendly
//! amendments (<https://github.com/tats-u/markdown-cjk-friendly>) a run beside such a character can do both.

use std::cmp::Ordering;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// What a run of marks may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flanking {
    /// It may begin emphasis.
    pub(super) can_open: bool,
    /// It may end emphasis.
    pub(super) can_close: bool,
}

/// A run of marks in its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct DelimiterRun {
    /// `*`, `_` or `~`.
    pub(super) mark: u8,
    /// How many of them.
    pub(super) length: usize,
    /// Whether it is the first of its line, or of its cell.
    pub(super) first: bool,
    /// Whether it is the last of its cell.
    pub(super) last: bool,
}

impl DelimiterRun {
    /// Whether emphasis of the kind may stand within a word.
    fn is_intraword(self) -> bool {
        self.mark == b'*' || self.mark == b'~' && self.length > 1
    }
}

/// What a run may do by CommonMark; `before` and `after` are the text on both sides of it.
pub(super) fn commonmark(run: DelimiterRun, before: &str, after: &str) -> Flanking {
    flanking(run, before.chars().next_back().filter(|_| !run.first), after.chars().next())
}

/// What a run may do by the amendments.
pub(super) fn cjk_friendly(run: DelimiterRun, before: &str, after: &str) -> Flanking {
    let previous = base(before).filter(|_| !run.first);
    let next = after.chars().next();
    let stands_free = |character: Option<char>| character.is_none_or(char::is_whitespace);
    if run.is_intraword() && !run.last && !stands_free(previous) && !stands_free(next) {
        let variation_of_ideograph = before.ends_with(|character| matches!(character, '\u{E0100}'..='\u{E01EF}'));
        if variation_of_ideograph || ends_with_cjk(before) || begins_with_cjk(after) {
            return Flanking { can_open: true, can_close: true };
        }
    }
    flanking(run, previous, next)
}

fn flanking(run: DelimiterRun, previous: Option<char>, next: Option<char>) -> Flanking {
    let space = |character: Option<char>| character.is_none_or(char::is_whitespace);
    let (ends, begins) = (run.last || space(next), space(previous));
    let before_punctuation = next.is_some_and(is_punctuation);
    let after_punctuation = previous.is_some_and(is_punctuation);
    let intraword = run.is_intraword();
    let free_to_open = match run.mark {
        b'*' => !before_punctuation,
        _ => intraword,
    };
    // The parser lets `~` do both after one that is text.
    let after_itself = run.mark == b'~' && previous == Some('~');
    Flanking {
        can_open: !ends && (begins || after_punctuation || free_to_open),
        can_close: !begins && (ends || before_punctuation || intraword && !after_punctuation || after_itself),
    }
}

/// The last character, or the one that a variation selector at the end belongs to.
fn base(text: &str) -> Option<char> {
    let mut characters = text.chars().rev();
    let last = characters.next()?;
    if is_variation_selector(last) { characters.next().or(Some(last)) } else { Some(last) }
}

fn ends_with_cjk(text: &str) -> bool {
    let last = text.chars().next_back();
    let text = match last {
        // A full-width form of a quotation mark.
        Some('\u{FE01}') if text.trim_end_matches('\u{FE01}').ends_with(is_quotation_mark) => return true,
        Some(selector) if is_variation_selector(selector) => &text[..text.len() - selector.len_utf8()],
        _ => text,
    };
    beyond_shared_punctuation(text.chars().rev()).is_some_and(is_cjk)
}

fn begins_with_cjk(text: &str) -> bool {
    beyond_shared_punctuation(text.chars()).is_some_and(is_cjk)
}

/// The next character that is no punctuation that Chinese shares with other scripts: `“` is Chinese in `**“引”**文` only
/// because of what it holds.
fn beyond_shared_punctuation(characters: impl Iterator<Item = char>) -> Option<char> {
    /// So many of them may follow each other: `……”`, with something to spare.
    const MAX_SHARED: usize = 8;
    let shared = |character: &char| is_quotation_mark(*character) || matches!(character, '…' | '—' | '·' | '‧' | '‥');
    characters.take(MAX_SHARED).find(|character| !shared(character)).filter(|character| !character.is_whitespace())
}

fn is_quotation_mark(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”')
}

/// All but the one that asks for an emoji.
fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0E}')
}

/// Punctuation and symbols, as CommonMark 0.31 counts them.
pub(super) fn is_punctuation(character: char) -> bool {
    matches!(character.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

/// Whether a character is wide in East Asian text and no emoji, or Hangul (Unicode 17).
fn is_cjk(character: char) -> bool {
    let code = u32::from(character);
    let order = |&(first, last): &(u32, u32)| match () {
        () if last < code => Ordering::Less,
        () if first > code => Ordering::Greater,
        () => Ordering::Equal,
    };
    CJK.binary_search_by(order).is_ok()
}

/// The ranges that the amendments list.
const CJK: [(u32, u32); 60] = [
    (0x1100, 0x11FF),
    (0x20A9, 0x20A9),
    (0x2329, 0x232A),
    (0x2630, 0x2637),
    (0x268A, 0x268F),
    (0x2E80, 0x2E99),
    (0x2E9B, 0x2EF3),
    (0x2F00, 0x2FD5),
    (0x2FF0, 0x303E),
    (0x3041, 0x3096),
    (0x3099, 0x30FF),
    (0x3105, 0x312F),
    (0x3131, 0x318E),
    (0x3190, 0x31E5),
    (0x31EF, 0x321E),
    (0x3220, 0x3247),
    (0x3250, 0xA48C),
    (0xA490, 0xA4C6),
    (0xA960, 0xA97C),
    (0xAC00, 0xD7A3),
    (0xD7B0, 0xD7C6),
    (0xD7CB, 0xD7FB),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE52),
    (0xFE54, 0xFE66),
    (0xFE68, 0xFE6B),
    (0xFF01, 0xFFBE),
    (0xFFC2, 0xFFC7),
    (0xFFCA, 0xFFCF),
    (0xFFD2, 0xFFD7),
    (0xFFDA, 0xFFDC),
    (0xFFE0, 0xFFE6),
    (0xFFE8, 0xFFEE),
    (0x1_6FE0, 0x1_6FE4),
    (0x1_6FF0, 0x1_6FF6),
    (0x1_7000, 0x1_8CD5),
    (0x1_8CFF, 0x1_8D1E),
    (0x1_8D80, 0x1_8DF2),
    (0x1_AFF0, 0x1_AFF3),
    (0x1_AFF5, 0x1_AFFB),
    (0x1_AFFD, 0x1_AFFE),
    (0x1_B000, 0x1_B122),
    (0x1_B132, 0x1_B132),
    (0x1_B150, 0x1_B152),
    (0x1_B155, 0x1_B155),
    (0x1_B164, 0x1_B167),
    (0x1_B170, 0x1_B2FB),
    (0x1_D300, 0x1_D356),
    (0x1_D360, 0x1_D376),
    (0x1_F200, 0x1_F200),
    (0x1_F202, 0x1_F202),
    (0x1_F210, 0x1_F219),
    (0x1_F21B, 0x1_F22E),
    (0x1_F230, 0x1_F231),
    (0x1_F237, 0x1_F237),
    (0x1_F23B, 0x1_F23B),
    (0x1_F240, 0x1_F248),
    (0x1_F260, 0x1_F265),
    (0x2_0000, 0x3_FFFD),
];
