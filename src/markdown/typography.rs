//! The usual rules for how Chinese and English are set, and what a text says against them.
//!
//! Each rule has a code of its own, so that a site which sets its texts otherwise turns off that rule. What is told can be put
//! in its place as it stands: only text is looked at, never code, addresses or marks of Markdown.

use std::ops::Range;

use crate::analysis::{is_full_width, is_han};
use crate::diagnostic::Code;
use crate::name::{Locale, Script};

/// What is set against a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypographySlip {
    /// Where it stands in the text.
    pub(crate) part: Range<usize>,
    /// The rule.
    pub(crate) code: Code,
    /// What belongs there.
    pub(crate) instead: String,
}

impl TypographySlip {
    /// What is wrong, of the piece of text that it is.
    pub(crate) fn message(&self, piece: &str) -> String {
        match self.code {
            Code::HalfWidthPunctuation => format!("`{piece}` is half-width in Chinese text"),
            Code::FullWidthPunctuation => format!("`{piece}` is full-width in text of another script"),
            Code::FullWidthCharacter => format!("`{piece}` is full-width"),
            Code::StraightQuotes => "this quotation mark is straight".to_owned(),
            Code::Ellipsis => format!("`{piece}` is no ellipsis in Chinese text"),
            Code::Dash => format!("`{piece}` is no dash in Chinese text"),
            Code::RepeatedPunctuation => format!("`{piece}` says no more than one mark"),
            Code::MissingSpace => "no space stands here between Chinese and other characters".to_owned(),
            Code::StraySpace => "a space stands beside a full-width mark, which has its own".to_owned(),
            _ => "spaces stand here in a row".to_owned(),
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self.code {
            Code::MissingSpace => "write a space before it".to_owned(),
            Code::StraySpace => "remove the space".to_owned(),
            Code::DoubleSpace => "write one space".to_owned(),
            _ => format!("write `{}`", self.instead.trim()),
        }
    }
}

/// What a text in a language says against the rules for it, in the order of the text; no two slips overlap. `before` is the
/// character that a reader sees before it.
pub(crate) fn typography(text: &str, before: Option<char>, locale: Locale) -> Vec<TypographySlip> {
    // Most texts hold nothing that a rule is about.
    match locale.script() {
        Script::Han if may_slip(text, before) => Typesetter::of(text, before, locale).chinese(),
        Script::Spaced if text.contains("  ") || !text.is_ascii() => Typesetter::of(text, before, locale).spaced(),
        _ => Vec::new(),
    }
}

/// Appends a text to another, after a space where the language wants one between the two.
pub(crate) fn push_apart(text: &mut String, next: &str, locale: Locale) {
    let meet = |one: char, other: char| is_han(one) && other.is_ascii_alphanumeric();
    let (before, after) = (text.chars().next_back(), next.chars().next());
    // Most texts meet otherwise.
    if before.zip(after).is_some_and(|(before, after)| meet(before, after) || meet(after, before)) {
        let place = text.len();
        let slips = typography(&format!("{text}{next}"), None, locale);
        if slips.iter().any(|slip| slip.code == Code::MissingSpace && slip.part.start == place) {
            text.push(' ');
        }
    }
    text.push_str(next);
}

/// Whether Chinese text holds anything that a rule may be about.
fn may_slip(text: &str, before: Option<char>) -> bool {
    let mut before = before.unwrap_or('\n');
    text.chars().any(|character| {
        let slips = match character {
            '.'
            | ','
            | ';'
            | ':'
            | '?'
            | '!'
            | '('
            | '"'
            | '-'
            | '…'
            | '—'
            | '０'..='９'
            | 'Ａ'..='Ｚ'
            | 'ａ'..='ｚ' => true,
            ' ' => before == ' ' || is_full_width(before) && !is_han(before),
            _ if character.is_ascii_alphanumeric() => is_han(before),
            _ if is_han(character) => before.is_ascii_alphanumeric(),
            _ => before == ' ' || before == character,
        };
        before = character;
        slips
    })
}

/// A text while it is looked at.
struct Typesetter<'t> {
    text: &'t str,
    characters: Vec<(usize, char)>,
    preceding: Option<char>,
    locale: Locale,
    found: Vec<TypographySlip>,
}

impl<'t> Typesetter<'t> {
    fn of(text: &'t str, preceding: Option<char>, locale: Locale) -> Self {
        Self { text, characters: text.char_indices().collect(), preceding, locale, found: Vec::new() }
    }

    fn at(&self, place: usize) -> Option<char> {
        self.characters.get(place).map(|(_, character)| *character)
    }

    fn before(&self, place: usize) -> Option<char> {
        place.checked_sub(1).map_or(self.preceding, |before| self.at(before))
    }

    /// How often the same character stands from a place on.
    fn run(&self, place: usize) -> usize {
        let first = self.at(place);
        (place..).take_while(|next| self.at(*next).is_some() && self.at(*next) == first).count()
    }

    /// Whether a character that is set without spaces stands before some characters, or after them.
    fn is_beside_wide(&self, places: Range<usize>) -> bool {
        self.before(places.start).is_some_and(is_full_width) || self.at(places.end).is_some_and(is_full_width)
    }

    fn report(&mut self, places: Range<usize>, code: Code, instead: &str) {
        let byte = |place: usize| self.characters.get(place).map_or(self.text.len(), |(byte, _)| *byte);
        let part = byte(places.start)..byte(places.end);
        self.found.push(TypographySlip { part, code, instead: instead.to_owned() });
    }

    fn sorted(mut self) -> Vec<TypographySlip> {
        self.found.sort_by_key(|slip| (slip.part.start, slip.part.end));
        let mut end = 0;
        self.found.retain(|slip| {
            let is_apart = slip.part.start >= end;
            end = if is_apart { slip.part.end } else { end };
            is_apart
        });
        self.found
    }

    fn chinese(mut self) -> Vec<TypographySlip> {
        let mut place = 0;
        while let Some(character) = self.at(place) {
            let length = self.run(place);
            match character {
                '.' | '。' | '…' => self.dots(character, place..place + length),
                ',' | ';' | ':' | '?' | '!' => self.marks(character, place..place + length),
                '，' | '、' | '；' | '：' | '！' | '？' if length > 1 => {
                    self.report(place..place + length, Code::RepeatedPunctuation, &character.to_string());
                }
                '-' if length == 2 && self.is_between_han(place..place + 2) => {
                    self.report(place..place + 2, Code::Dash, "——");
                }
                '—' if length == 1 && self.is_between_han(place..place + 1) => {
                    self.report(place..place + 1, Code::Dash, "——");
                }
                ' ' => self.space(place..place + length),
                _ => {}
            }
            self.characters_of_words(character, place);
            place += length;
        }
        self.pairs('(', ')', ["（", "）"], Code::HalfWidthPunctuation);
        let quotes = if self.locale.code().contains("Hant") { ["「", "」"] } else { ["“", "”"] };
        self.pairs('"', '"', quotes, Code::StraightQuotes);
        self.sorted()
    }

    fn is_between_han(&self, places: Range<usize>) -> bool {
        self.before(places.start).is_some_and(is_han) && self.at(places.end).is_some_and(is_han)
    }

    /// Full stops and ellipses.
    fn dots(&mut self, character: char, places: Range<usize>) {
        let length = places.len();
        let is_ellipsis = match character {
            '…' => length % 2 == 1,
            _ => length >= 3,
        };
        if is_ellipsis && (character == '。' || self.is_beside_wide(places.clone())) {
            self.report(places, Code::Ellipsis, "……");
        } else if character == '。' && length == 2 {
            self.report(places, Code::RepeatedPunctuation, "。");
        } else if character == '.' && length == 1 && self.before(places.start).is_some_and(is_han) {
            let next = self.at(places.end);
            if next.is_none_or(|next| next.is_whitespace() || is_full_width(next)) {
                self.report(places, Code::HalfWidthPunctuation, "。");
            }
        }
    }

    fn marks(&mut self, character: char, places: Range<usize>) {
        if places.len() == 1 && self.is_beside_wide(places.clone()) {
            let full = char::from_u32(u32::from(character) + 0xfee0).unwrap_or(character);
            self.report(places, Code::HalfWidthPunctuation, &full.to_string());
        }
    }

    /// Spaces beside marks that are as wide as a character, with the space that belongs to them.
    fn space(&mut self, places: Range<usize>) {
        let closes = |mark: char| "，。、；：！？）」』》】”".contains(mark);
        let opens = |mark: char| "（「『《【“".contains(mark);
        let (before, after) = (self.before(places.start), self.at(places.end));
        let is_within = before.is_some() && after.is_some();
        let is_stray = after.is_some_and(closes)
            || before.is_some_and(opens)
            || before.is_some_and(|mark| "，。、；：！？".contains(mark));
        if is_within && is_stray {
            self.report(places, Code::StraySpace, "");
        } else if is_within && places.len() > 1 {
            self.report(places, Code::DoubleSpace, " ");
        }
    }

    /// Letters and digits: in half the width, and apart from Chinese.
    fn characters_of_words(&mut self, character: char, place: usize) {
        let is_wide_word = |character: char| matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
        if is_wide_word(character) {
            if !self.before(place).is_some_and(is_wide_word) {
                let wide = self.characters[place..].iter().map(|(_, character)| *character);
                let wide: Vec<char> = wide.take_while(|character| is_wide_word(*character)).collect();
                let half = |wide: &char| char::from_u32(u32::from(*wide) - 0xfee0);
                let instead: String = wide.iter().filter_map(half).collect();
                self.report(place..place + wide.len(), Code::FullWidthCharacter, &instead);
            }
            return;
        }
        // Beside code and links, spaces are as their authors like them.
        let Some(before) = place.checked_sub(1).and_then(|before| self.at(before)) else {
            return;
        };
        let is_word = |character: char| character.is_ascii_alphanumeric();
        let parts_of_dates = |number: char, unit: char| number.is_ascii_digit() && "年月日号时分秒".contains(unit);
        let meet = (is_han(before) && is_word(character)) || (is_word(before) && is_han(character));
        // `2019年5月`, but neither `每月9元` nor `买满3月9元`.
        let follows_number = || self.before(place - 1).is_some_and(|before| before.is_ascii_digit());
        let goes_on = || {
            let after = self.characters[place..].iter().map(|(_, after)| *after).find(|after| !after.is_ascii_digit());
            after.is_none_or(|after| !is_han(after) || "年月日号时分秒至到".contains(after))
        };
        let is_date =
            parts_of_dates(before, character) || (parts_of_dates(character, before) && follows_number() && goes_on());
        if meet && !is_date {
            self.report(place..place + 1, Code::MissingSpace, &format!(" {character}"));
        }
    }

    /// Marks that stand in pairs around Chinese.
    fn pairs(&mut self, open: char, close: char, [opening, closing]: [&str; 2], code: Code) {
        let mut place = 0;
        while let Some(begin) = (place..self.characters.len()).find(|place| self.at(*place) == Some(open)) {
            let Some(end) = (begin + 1..self.characters.len()).find(|place| self.at(*place) == Some(close)) else {
                return;
            };
            place = end + 1;
            let within = &self.characters[begin + 1..end];
            let nests = within.iter().any(|(_, character)| *character == open);
            if !nests && within.iter().any(|(_, character)| is_han(*character)) {
                self.report(begin..begin + 1, code, opening);
                self.report(end..end + 1, code, closing);
            }
            if nests {
                place = begin + 1;
            }
        }
    }

    fn spaced(mut self) -> Vec<TypographySlip> {
        // Its marks are Chinese, too.
        let quotes_chinese = self.text.contains(is_han);
        let has_curved = |marks: [char; 2]| self.text.contains(marks);
        let (double, single) = (has_curved(['“', '”']), has_curved(['‘', '’']));
        let mut place = 0;
        while let Some(character) = self.at(place) {
            let length = self.run(place);
            match character {
                '，' | '。' | '！' | '？' | '：' | '；' | '（' | '）' if length == 1 && !quotes_chinese => {
                    self.full_width_mark(character, place);
                }
                ' ' if length > 1 && place > 0 && place + length < self.characters.len() => {
                    self.report(place..place + length, Code::DoubleSpace, " ");
                }
                '"' if double => {
                    let opens = self.before(place).is_none_or(|before| before.is_whitespace() || "([".contains(before));
                    self.report(place..place + 1, Code::StraightQuotes, if opens { "“" } else { "”" });
                }
                '\'' if single && self.before(place).is_some_and(char::is_alphanumeric) => {
                    self.report(place..place + 1, Code::StraightQuotes, "’");
                }
                _ => {}
            }
            place += length;
        }
        self.sorted()
    }

    fn full_width_mark(&mut self, character: char, place: usize) {
        let half =
            if character == '。' { '.' } else { char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character) };
        let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let (before, after) = (is_word(self.before(place)), is_word(self.at(place + 1)));
        let instead = match half {
            '(' if before => " (".to_owned(),
            '(' => "(".to_owned(),
            half if after => format!("{half} "),
            half => half.to_string(),
        };
        self.report(place..place + 1, Code::FullWidthPunctuation, &instead);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with all slips mended, and the codes of these.
    fn mended(text: &str, locale: &str) -> (String, Vec<&'static str>) {
        let mut mended = text.to_owned();
        let slips = typography(text, None, locale.parse().unwrap());
        for slip in slips.iter().rev() {
            mended.replace_range(slip.part.clone(), &slip.instead);
        }
        assert_eq!(typography(&mended, None, locale.parse().unwrap()), [], "{mended}");
        (mended, slips.into_iter().map(|slip| slip.code.name()).collect())
    }

    #[test]
    fn texts_are_put_together_apart() {
        for (text, next, locale, expected) in [
            ("云服务器 ECS", "有哪些规则？", "zh", "云服务器 ECS 有哪些规则？"),
            ("上海", "有哪些规则？", "zh", "上海有哪些规则？"),
            ("共", "5 项", "zh-Hant", "共 5 项"),
            ("满 5", "年", "zh", "满 5年"),
            ("ECS（", "备案）", "zh", "ECS（备案）"),
            ("在", "ECS", "ja", "在ECS"),
        ] {
            let mut text = text.to_owned();
            push_apart(&mut text, next, locale.parse().unwrap());
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn each_rule_of_chinese_has_a_code_and_a_remedy() {
        for (text, expected, code) in [
            ("要备案,也要接入", "要备案，也要接入", "half-width-punctuation"),
            ("ECS:要备案", "ECS：要备案", "half-width-punctuation"),
            ("写完了.", "写完了。", "half-width-punctuation"),
            ("服务商(中国)有", "服务商（中国）有", "half-width-punctuation"),
            ("选\"续费\"再付", "选“续费”再付", "straight-quotes"),
            ("等等...再说", "等等……再说", "ellipsis"),
            ("等等。。。再说", "等等……再说", "ellipsis"),
            ("等等…再说", "等等……再说", "ellipsis"),
            ("备案--就是登记", "备案——就是登记", "dash"),
            ("好！！", "好！", "repeated-punctuation"),
            ("好。。", "好。", "repeated-punctuation"),
            ("在 Cloud上", "在 Cloud 上", "missing-space"),
            ("花了５００ 元", "花了500 元", "full-width-character"),
            ("你好 ，再见", "你好，再见", "stray-space"),
            ("你好， 再见", "你好，再见", "stray-space"),
            ("登录  控制台", "登录 控制台", "double-space"),
            ("每月9元，每年3月9元", "每月 9 元，每年 3月 9 元", "missing-space"),
        ] {
            let slips = typography(text, None, "zh".parse().unwrap());
            assert!(slips.iter().all(|slip| slip.code.name() == code) && !slips.is_empty(), "{text}: {slips:?}");
            let mut out = text.to_owned();
            slips.iter().rev().for_each(|slip| out.replace_range(slip.part.clone(), &slip.instead));
            assert_eq!(out, expected);
        }
        assert_eq!(mended("選\"續費\"", "zh-Hant").0, "選「續費」");
    }

    #[test]
    fn slips_of_one_line_are_all_found() {
        let (text, codes) =
            mended("快看:这里;是吗?好!写完了.云(中国)有\"引号\"...和。。。在LeanCloud上花了5000元", "zh");
        assert_eq!(text, "快看：这里；是吗？好！写完了。云（中国）有“引号”……和……在 LeanCloud 上花了 5000 元");
        assert_eq!(codes.len(), 15);
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "12:30 之前，http://a.example 之后",
            "版本 1.5，2024年1月5日",
            "2024年1月5",
            "用 `f(x)` 或 (optional) 即可",
            "plain, English (with brackets)...",
            "“好”——他说……",
            "域名 example.com 不收费。",
        ] {
            assert_eq!(typography(text, None, "zh".parse().unwrap()), [], "{text}");
        }
        for text in [
            "It's \"fine\".",
            "Words such as 反腐、赌博（gambling） are refused.",
            "“Curved” is curved’s.",
            "Wait… (or so)",
        ] {
            assert_eq!(typography(text, None, "en".parse().unwrap()), [], "{text}");
        }
    }

    #[test]
    fn english_is_set_in_half_width_and_single_spaces() {
        assert_eq!(
            mended("File it，then wait（20 days）.", "en").0,
            "File it, then wait (20 days) .".replace(") .", ").")
        );
        assert_eq!(mended("Two  spaces", "en"), ("Two spaces".to_owned(), vec!["double-space"]));
        assert_eq!(mended("“One” and \"two\", it's", "en").0, "“One” and “two”, it's");
    }
}
