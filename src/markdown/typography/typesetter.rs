//! Looks at a text character by character for what is set against the rules of its script.

use std::ops::Range;

use super::slip::TypographySlip;
use crate::analysis::{is_full_width, is_han};
use crate::diagnostic::Code;
use crate::name::Locale;

/// A text while it is looked at.
pub(super) struct Typesetter<'t> {
    text: &'t str,
    characters: Vec<(usize, char)>,
    preceding: Option<char>,
    locale: Locale,
    found: Vec<TypographySlip>,
}

impl<'t> Typesetter<'t> {
    pub(super) fn of(text: &'t str, preceding: Option<char>, locale: Locale) -> Self {
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

    /// What Chinese says against its rules.
    pub(super) fn chinese(mut self) -> Vec<TypographySlip> {
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

    /// What a script with spaces between words says against its rules.
    pub(super) fn spaced(mut self) -> Vec<TypographySlip> {
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
