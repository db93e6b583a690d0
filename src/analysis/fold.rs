//! One form for what readers write in many: width, case, accents, and script.

use std::ops::Range;

use super::normal::{combines, normal};
use super::traditional::{Conversion, Traditional};
use super::{is_han, is_ignorable, is_mark};

/// Text in the one form in which it is compared: compatibility forms resolved (NFKC), lower case, Latin letters without accents,
/// nothing that has no width, traditional characters simplified. Beside them stand the words that the mainland says instead. It knows which piece of the original each of its pieces came from.
///
/// Folding what is folded changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// Where each piece begins, with the range of the original that it stands for; in rising order.
    pieces: Vec<(usize, Range<usize>)>,
    /// Where a word begins within another by a capital: before the `T` of `setTimeout`; in rising order.
    humps: Vec<usize>,
    /// Words that the mainland says otherwise: each with where it stands, and what is said, as words that spaces part.
    otherwise: Vec<(Range<usize>, String)>,
    /// Whether it is as it was but for the case of ASCII letters and the width of what is in ASCII.
    is_as_written: bool,
}

/// Words that become others more often than that are not followed further.
const MAX_PASSES: usize = 4;

impl Folded {
    /// Folds a text by all traditional words that there are.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(text: &str) -> Self {
        Self::by(text, super::traditional::general())
    }

    /// Folds a text by some traditional words.
    pub fn by(text: &str, words: &dyn Traditional) -> Self {
        let (folded, same) = compatible(text);
        // Found before characters are simplified, which may be what tells these words.
        let otherwise = said_otherwise(&folded, words);
        let (mut folded, same) = simplified(folded, same, words);
        // What one pass left as it was, another leaves as it is.
        for _ in 1..if same { 1 } else { MAX_PASSES } {
            let (again, _) = compatible(&folded.text);
            let (again, _) = simplified(again, true, words);
            if again.text == folded.text {
                break;
            }
            folded = folded.then(&again);
        }
        let place = |original: usize| {
            let piece = folded.pieces.get(folded.pieces.partition_point(|(_, source)| source.start < original));
            piece.map_or(folded.text.len(), |(start, _)| *start)
        };
        let placed = otherwise.into_iter().map(|(source, words)| (place(source.start)..place(source.end), words));
        folded.otherwise = placed.filter(|(range, _)| !range.is_empty()).collect();
        folded.humps = folded.humps_in(text.as_bytes());
        folded.is_as_written = same && folded.otherwise.is_empty();
        folded
    }

    /// With room for a text that is about as long as this one.
    fn with_room_for(text: &str) -> Self {
        let pieces = Vec::with_capacity(text.chars().count());
        Self { text: String::with_capacity(text.len()), pieces, ..Self::default() }
    }

    fn push(&mut self, character: char, source: Range<usize>) {
        self.pieces.push((self.text.len(), source));
        self.text.push(character);
    }

    /// What this text was folded to, as pieces of the original.
    fn then(&self, again: &Self) -> Self {
        let pieces = again.pieces.iter().map(|(start, within)| (*start, self.source(within.clone())));
        Self { text: again.text.clone(), pieces: pieces.collect(), ..Self::default() }
    }

    /// Where a capital of the original follows a small letter, or is the last of several and begins a word: `XMLHttp`, but not
    /// `URLs` or `IPv6`.
    fn humps_in(&self, original: &[u8]) -> Vec<usize> {
        // Most Chinese texts have no capital.
        if !original.iter().any(u8::is_ascii_uppercase) {
            return Vec::new();
        }
        let letter = |place: usize| {
            let source = self.pieces.get(place).map(|(_, source)| source.start)?;
            original.get(source).copied()
        };
        let is_small = |place: usize| letter(place).is_some_and(|letter| letter.is_ascii_lowercase());
        let is_capital = |place: usize| letter(place).is_some_and(|letter| letter.is_ascii_uppercase());
        let begins = |place: &usize| {
            let before = *place - 1;
            is_capital(*place) && (is_small(before) || is_capital(before) && is_small(place + 1) && is_small(place + 2))
        };
        (1..self.pieces.len()).filter(begins).map(|place| self.pieces[place].0).collect()
    }

    /// The words that the mainland says otherwise, within a range: each with where it stands, and one of the words that are said.
    pub(super) fn otherwise(&self, range: &Range<usize>) -> Vec<(&Range<usize>, &str)> {
        let first = self.otherwise.partition_point(|(place, _)| place.start < range.start);
        let mut within = Vec::new();
        for (place, words) in self.otherwise[first..].iter().take_while(|(place, _)| place.end <= range.end) {
            within.extend(words.split(' ').map(|word| (place, word)));
        }
        within
    }

    /// The folded text, and what else stands for words of it: all that is cut into words.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let others = self.otherwise.iter().flat_map(|(_, words)| words.split(' '));
        [self.text.as_str()].into_iter().chain(others)
    }

    /// Where words begin by a capital within a range of the folded text.
    pub(super) fn humps(&self, range: &Range<usize>) -> &[usize] {
        let first = self.humps.partition_point(|hump| *hump <= range.start);
        let end = self.humps.partition_point(|hump| *hump < range.end);
        self.humps.get(first..end).unwrap_or_default()
    }

    /// Whether no traditional word is in it, and nothing else that is written in many ways but case and width.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn is_as_written(&self) -> bool {
        self.is_as_written
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the folded text what stands at some offsets of the original begins; these must be in order.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn offsets(&self, originals: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut pieces = self.pieces.iter().peekable();
        let offset = |original| {
            while pieces.next_if(|(_, source)| source.start < original).is_some() {}
            pieces.peek().map_or(self.text.len(), |(start, _)| *start)
        };
        originals.into_iter().map(offset).collect()
    }

    /// The piece of the original that a piece of the folded text stands for.
    ///
    /// A range that ends within a character counts it whole; an empty one stands for nothing.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let last = self.pieces.partition_point(|(start, _)| *start < range.end);
        let covered = self.pieces.get(first..last).unwrap_or_default();
        let start = covered.iter().map(|(_, source)| source.start).min().unwrap_or_default();
        let end = covered.iter().map(|(_, source)| source.end).max().unwrap_or(start);
        start..end
    }
}

/// What a character is folded to, whatever stands beside it but what combines with it: in texts nearly all are such. `None` if that
/// takes a closer look. Traditional characters are simplified later.
pub fn folded_alone(character: char) -> Option<char> {
    match character {
        // Full-width letters and marks are frequent in Chinese, and stand for what is so far before them.
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).map(|narrow| narrow.to_ascii_lowercase())
        }
        '\u{4E00}'..='\u{9FFF}' => Some(character),
        _ if character.is_ascii() || is_mark(character) => Some(character.to_ascii_lowercase()),
        _ => None,
    }
}

/// A text in its compatible form and in lower case, without accents and what has no width. A character and what follows it so is
/// one piece. And whether nothing changed but the case of ASCII letters and the width of what is in ASCII.
fn compatible(text: &str) -> (Folded, bool) {
    let mut folded = Folded::with_room_for(text);
    let mut same = true;
    let mut characters = text.char_indices().peekable();
    // What has no width belongs to what stands before it; at the beginning of a text, to what comes after.
    while characters.next_if(|(_, first)| is_ignorable(*first)).is_some() {
        same = false;
    }
    while let Some((at, first)) = characters.next() {
        let start = if folded.pieces.is_empty() { 0 } else { at };
        let mut end = at + first.len_utf8();
        let follows = |next: char| folded_alone(next).is_none() && (is_ignorable(next) || combines(next));
        while let Some((at, mark)) = characters.next_if(|(_, next)| follows(*next)) {
            end = at + mark.len_utf8();
        }
        if end == at + first.len_utf8()
            && let Some(alone) = folded_alone(first)
        {
            folded.push(alone, start..end);
            continue;
        }
        let visible: String = text[at..end].chars().filter(|character| !is_ignorable(*character)).collect();
        let normal = normal(&visible);
        for character in normal.chars() {
            match letters(character) {
                "" => folded.push(character, start..end),
                letters => letters.chars().for_each(|letter| folded.push(letter, start..end)),
            }
        }
        same &= normal == text[at..end];
    }
    (folded, same)
}

/// What is typed for a letter that is no other with an accent; nothing if it is typed as it is.
fn letters(character: char) -> &'static str {
    match character {
        '\u{DF}' => "ss",
        '\u{E6}' => "ae",
        '\u{F0}' | '\u{111}' => "d",
        '\u{F8}' => "o",
        '\u{FE}' => "th",
        '\u{127}' => "h",
        '\u{131}' => "i",
        '\u{142}' => "l",
        '\u{153}' => "oe",
        _ => "",
    }
}

/// The words of a text that the mainland says otherwise, each with the piece of the original that it is, and what is said.
fn said_otherwise(folded: &Folded, words: &dyn Traditional) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    if words.knows_none() {
        return found;
    }
    let mut end = 0;
    for (start, first) in folded.text.char_indices() {
        if start >= end
            && is_han(first)
            && let Some((bytes, to)) = words.longest(&folded.text[start..], Conversion::Words)
        {
            end = start + bytes;
            found.push((folded.source(start..end), to.to_owned()));
        }
    }
    found
}

/// Traditional words and characters simplified: at each place the longest that is known. And whether nothing changed, if
/// nothing had before.
fn simplified(folded: Folded, mut same: bool, words: &dyn Traditional) -> (Folded, bool) {
    let is_simplified = |(at, first): (usize, char)| {
        is_han(first) && words.longest(&folded.text[at..], Conversion::Characters).is_some()
    };
    if words.knows_none() || !folded.text.char_indices().any(is_simplified) {
        return (folded, same);
    }
    let mut simple = Folded::with_room_for(&folded.text);
    let mut rest = folded.text.as_str();
    let mut pieces = folded.pieces.iter().map(|(_, source)| source);
    while let Some(first) = rest.chars().next() {
        // No traditional word begins otherwise.
        let known = if is_han(first) { words.longest(rest, Conversion::Characters) } else { None };
        let Some((bytes, to)) = known else {
            rest = &rest[first.len_utf8()..];
            pieces.by_ref().take(1).for_each(|source| simple.push(first, source.clone()));
            continue;
        };
        same = false;
        let (word, after) = rest.split_at(bytes);
        rest = after;
        let sources: Vec<Range<usize>> = pieces.by_ref().take(word.chars().count()).cloned().collect();
        if to.chars().count() == sources.len() {
            to.chars().zip(sources).for_each(|(character, source)| simple.push(character, source));
        } else if let (Some(one), Some(last)) = (sources.first(), sources.last()) {
            to.chars().for_each(|character| simple.push(character, one.start..last.end));
        }
    }
    (simple, same)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_means_the_same_is_folded_to_the_same() {
        for (written, folded) in [
            ("ＥＣＳ　云服务器", "ecs 云服务器"),
            ("備案這段時間網站可以先開嗎", "备案这段时间网站可以先开吗"),
            ("網域、簡訊與伺服器", "网域、简讯与伺服器"),
            ("舊萬網的帳號密碼", "旧万网的账号密码"),
            ("註銷申請表", "注销申请表"),
            ("討論區", "讨论区"),
            ("怎麼乾燥，怎么乾隆", "怎么干燥,怎么乾隆"),
            ("徵收、回覆、甚麼、藉口", "征收、回复、什么、借口"),
            ("覆蓋、顛覆、甚至、顯著、魏徵", "复盖、颠复、甚至、显著、魏徵"),
            ("Cafe\u{301} ﬁling №1, naïveté", "cafe filing no1, naivete"),
            ("Straße SØREN Łódź œuvre Ðór þing", "strasse soren lodz oeuvre dor thing"),
            ("для йода, ガギ, 한글", "для йода, ガギ, 한글"),
            ("do\u{AD}main\u{200B}s \u{FEFF}备\u{200B}案\u{FE0F}", "domains 备案"),
            ("①⑫㍿", "112株式会社"),
            ("İSTANBUL ığdır", "istanbul igdir"),
            ("\u{FEFF}e\u{200B}\u{301}", "e"),
            ("\u{200B}", ""),
            ("", ""),
        ] {
            assert_eq!(Folded::new(written).text(), folded, "{written}");
        }
    }

    #[test]
    fn folded_text_knows_where_it_came_from() {
        let written = "請收簡訊，查\u{200B}網域名稱。";
        let folded = Folded::new(written);
        assert_eq!(folded.text(), "请收简讯,查网域名称。");
        let at = |piece: &str| {
            let start = folded.text().find(piece).unwrap();
            &written[folded.source(start..start + piece.len())]
        };
        assert_eq!(at("简讯"), "簡訊");
        assert_eq!(at("简"), "簡");
        assert_eq!(at("网域名称"), "網域名稱");
        assert_eq!(at("查"), "查\u{200B}");
        assert!(folded.source(0..0).is_empty());
        let starts = ["簡", "查", "稱"].map(|piece| written.find(piece).unwrap());
        let rests: Vec<&str> = folded.offsets(starts).into_iter().map(|offset| &folded.text()[offset..]).collect();
        assert_eq!(rests, ["简讯,查网域名称。", "查网域名称。", "称。"]);
    }

    #[test]
    fn what_the_mainland_says_instead_stands_beside_a_word() {
        for (written, others) in [
            ("請收簡訊，查網域名稱", &["短信", "域名"][..]),
            ("啟用預設的滑鼠", &["激活", "默认", "缺省", "鼠标"]),
            ("启用默认的鼠标", &[]),
        ] {
            let folded = Folded::new(written);
            assert_eq!(folded.texts().skip(1).collect::<Vec<_>>(), others, "{written}");
        }
        let folded = Folded::new("請收簡訊。");
        assert_eq!(folded.otherwise(&(0..12)), [(&(6..12), "短信")]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in r"(\PC|[備網域簡訊伺服器後臺灣乾發\u{301}\u{AD}\u{200B}\u{FEFF}éßİ])*") {
            let once = Folded::new(&text);
            let twice = Folded::new(once.text());
            prop_assert_eq!(once.text(), twice.text());
        }

        #[test]
        fn every_piece_stands_for_a_piece_of_the_original(text in r"(\PC|[備網域簡訊伺服器後臺灣乾發\u{301}\u{AD}\u{200B}\u{FEFF}éßİ])*") {
            let folded = Folded::new(&text);
            let mut covered = 0;
            for (start, character) in folded.text().char_indices() {
                let source = folded.source(start..start + character.len_utf8());
                prop_assert!(text.get(source.clone()).is_some_and(|piece| !piece.is_empty()), "{source:?}");
                prop_assert!(source.start <= covered, "nothing is left out");
                covered = covered.max(source.end);
            }
            prop_assert!(covered == text.len() || folded.text().is_empty() && text.chars().all(is_ignorable));
        }
    }
}
