//! What an author most likely did where a file is not well-formed: a parser notices a slip only at what follows it.

mod layout;
mod line;

use std::ops::Range;

use self::layout::Layout;
use self::line::{Colon, line_at, lines_above};
pub(super) use self::line::{KeyLine, quoted};

/// A slip of its author, for a diagnostic to show.
#[derive(Debug, PartialEq)]
pub(super) struct Slip {
    /// Where it is, in bytes.
    pub(super) range: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub(super) message: String,
    /// What to write instead.
    pub(super) hint: String,
}

impl Slip {
    fn new(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { range, message: message.into(), hint: hint.into() }
    }

    /// A colon after a key that is none to YAML: full-width, or without a space.
    pub(super) fn colon(key: &KeyLine<'_>) -> Option<Self> {
        let name = key.name;
        let message = match key.colon {
            Colon::Sound => return None,
            Colon::FullWidth => format!("the colon after `{name}` is full-width"),
            Colon::Tight => format!("there is no space after the colon of `{name}`"),
        };
        let hint = format!("write `{name}: `, with a half-width colon and a space after it");
        Some(Self::new(key.place.clone(), message, hint))
    }
}

/// What a parser complained about, and where.
struct ParserError<'t> {
    text: &'t str,
    /// The byte that it names.
    at: usize,
    message: &'t str,
    /// Where the line of that byte begins.
    start: usize,
    line: &'t str,
    layout: Layout,
}

/// The slips that a parser's complaint about the byte `at` comes from; none if it is not one of those that are known.
pub(super) fn find<'t>(text: &'t str, at: usize, message: &'t str) -> Vec<Slip> {
    let at = text.floor_char_boundary(at);
    let (start, line) = line_at(text, at);
    let complaint = ParserError { text, at, message, start, line, layout: Layout::until(text, at) };
    if let Some(slip) = complaint.tab() {
        return vec![slip];
    }
    let colons = complaint.colons();
    if !colons.is_empty() {
        return colons;
    }
    let tests: [fn(&ParserError<'t>) -> Option<Slip>; 8] = [
        ParserError::unclosed,
        ParserError::escape,
        ParserError::braces,
        ParserError::in_flow,
        ParserError::in_block,
        ParserError::first_character,
        ParserError::after_comment,
        ParserError::indentation,
    ];
    tests.iter().find_map(|test| test(&complaint)).into_iter().collect()
}

/// A key of text that should have been a mapping: `id：a`, `id:a`.
pub(super) fn lost_key(text: &str, start: usize) -> Option<Slip> {
    Slip::colon(&KeyLine::of(text.split('\n').next()?, start)?)
}

impl<'t> ParserError<'t> {
    /// What follows the place.
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The key that the line begins with.
    fn key(&self) -> Option<KeyLine<'t>> {
        KeyLine::of(self.line, self.start)
    }

    /// A line that is indented by a tab.
    fn tab(&self) -> Option<Slip> {
        // What begins as text on one line is refused for the tab on the next.
        let lines = if self.message.contains("tab") { 3 } else { 1 };
        let mut start = self.start;
        for line in self.text[self.start..].split('\n').take(lines) {
            let blank = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
            if let Some(tab) = blank.find('\t') {
                let hint = "indent by spaces, two for each level; most editors can turn tabs into spaces";
                return Some(Slip::new(start + tab..start + blank.len(), "the line is indented by a tab", hint));
            }
            start += line.len() + 1;
        }
        None
    }

    /// Colons that are none, and dashes without a space: on the line that was complained about and right above it.
    fn colons(&self) -> Vec<Slip> {
        let mut found: Vec<Slip> = KeyLine::in_flow(self.line, self.start).iter().filter_map(Slip::colon).collect();
        match self.key() {
            // Whoever complains about what follows the first key of a line has understood what stands above it.
            Some(key) if key.is_sound() && self.at > key.place.start => return found,
            Some(key) => found.extend(slip_of(&key)),
            None => {}
        }
        for (start, line) in lines_above(self.text, self.start) {
            match KeyLine::of(line, start) {
                Some(key) if key.is_sound() => break,
                Some(key) => found.extend(slip_of(&key)),
                None => {}
            }
        }
        found.sort_by_key(|slip| slip.range.start);
        found.dedup();
        found
    }

    /// A bracket or a quotation mark without its partner.
    fn unclosed(&self) -> Option<Slip> {
        let this = self.message.contains("unclosed quote").then_some(self.at);
        if let Some(quote) = self.layout.stretched.or(this).or(self.layout.quote) {
            let mark = &self.text[quote..=quote];
            let message = format!("the text that begins here has no closing `{mark}`");
            return Some(Slip::new(quote..quote + 1, message, format!("end the text by `{mark}`")));
        }
        let here = self.rest().starts_with(['{', '[']) && self.message.contains("unclosed");
        let open = if here { self.at } else { *self.layout.brackets.last()? };
        let (open_line, opened) = line_at(self.text, open);
        let is_later = open_line < self.start && self.key().is_some_and(|key| key.is_sound());
        if !is_later && !here {
            return None;
        }
        if let Some(comment) = opened[open - open_line..].find(" #") {
            let place = open + comment + 1;
            let message = "` #` begins a comment, which cuts the text off";
            return Some(Slip::new(place..place + 1, message, "put the text in quotes: `'a # b'`"));
        }
        let (bracket, partner) = if self.text[open..].starts_with('{') { ('{', '}') } else { ('[', ']') };
        let message = format!("the `{bracket}` that opens here is not closed");
        Some(Slip::new(open..open + 1, message, format!("close it by `{partner}`")))
    }

    /// A backslash in double quotes that means nothing.
    fn escape(&self) -> Option<Slip> {
        let mut characters = self.rest().strip_prefix('"')?.char_indices();
        while let Some((place, character)) = characters.next() {
            match character {
                '"' => return None,
                '\\' => {
                    let (_, name) = characters.next()?;
                    if !"0abtnvfre \"/\\N_LPxuU\n\t".contains(name) {
                        let start = self.at + 1 + place;
                        let message = format!("`\\{name}` means nothing in double quotes");
                        let hint = format!("write `\\\\{name}`, or put the text in single quotes");
                        return Some(Slip::new(start..start + 1 + name.len_utf8(), message, hint));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// A text that begins with a quote of a cell, or holds one within braces.
    fn braces(&self) -> Option<Slip> {
        let before = self.text[self.start..self.at].trim_end_matches('{').len();
        let value = &self.line[before..];
        if !value.starts_with("{{") {
            return None;
        }
        let place = self.start + before;
        // Within braces, the text ends before the next comma or brace.
        let is_within = self.line[..before].contains('{');
        let quote = before + value.find("}}").map_or(0, |end| end + 2);
        let end = self.line[quote..].find([',', '}']).filter(|_| is_within).map_or(self.line.len(), |end| quote + end);
        let begin = self.line[..before].rfind(": ").map_or(before, |colon| colon + 2);
        let whole = self.line[begin..end].trim_start();
        let message = match whole.starts_with("{{") {
            true => "a text that begins with `{{` needs quotes",
            false => "a text within `{…}` that holds `{{` needs quotes",
        };
        Some(Slip::new(place..place + 2, message, format!("write `{}`", quoted(whole))))
    }

    /// What ends an entry of `{…}` or `[…]` too early or too late.
    fn in_flow(&self) -> Option<Slip> {
        let open = *self.layout.brackets.last()?;
        let begin = self.layout.entry.unwrap_or(open + 1).max(self.start).min(self.at);
        let entry = &self.text[begin..self.at];
        let wrong = self.rest().chars().next()?;
        if let (':' | ' ', Some(comma)) = (wrong, entry.find('\u{FF0C}')) {
            let place = begin + comma;
            let message = "the comma is full-width, and separates nothing";
            let hint = "write `, `, half-width with a space after it; or put quotes around a text that holds it";
            return Some(Slip::new(place..place + '\u{FF0C}'.len_utf8(), message, hint));
        }
        let value = entry.find(": ").map_or(begin, |colon| begin + colon + 2);
        if let Some(slip) = full_width_quotes(self.text, value) {
            return Some(slip);
        }
        match wrong {
            ':' => {
                let word = self.text[value..self.at].rsplit(' ').next().unwrap_or_default();
                let hint = format!("put quotes around the text, or a comma before `{word}` if that is a key");
                Some(Slip::new(self.at..self.at + 1, "a text without quotes holds `: `", hint))
            }
            '?' | '-' => {
                let message = format!("a text in `{{…}}` cannot begin with `{wrong}` and a space");
                Some(Slip::new(self.at..self.at + 1, message, "put the text in quotes"))
            }
            _ => None,
        }
    }

    /// What a text without quotes cannot hold.
    fn in_block(&self) -> Option<Slip> {
        let key = self.key()?;
        if !self.layout.brackets.is_empty() || self.at <= key.place.start {
            return None;
        }
        let start = key.value_start(self.text);
        let value = self.text[start..self.start + self.line.len()].trim_end();
        if let Some(slip) = full_width_quotes(self.text, start) {
            return Some(slip);
        }
        let first = value.chars().next()?;
        if FULL_WIDTH_BRACKETS.contains(first) {
            let message = format!("the bracket `{first}` is full-width");
            return Some(Slip::new(start..start + first.len_utf8(), message, "write `{…}` or `[…]`, half-width"));
        }
        if self.rest().starts_with(':') {
            let hint = format!("put the text in quotes: `{}: {}`", key.name, quoted(value));
            return Some(Slip::new(self.at..self.at + 1, "a text without quotes holds `: `", hint));
        }
        if !matches!(first, '"' | '\'') || self.at <= start {
            return None;
        }
        let inner = if first == '"' { "\\\"" } else { "''" };
        let message = format!("the `{first}` before this ends the text");
        let hint = format!("put quotes around all of it; within them, write `{inner}` for `{first}`");
        Some(Slip::new(self.at..self.text.ceil_char_boundary(self.at + 1), message, hint))
    }

    /// Characters that a text without quotes cannot begin with.
    fn first_character(&self) -> Option<Slip> {
        let wrong = self.rest().chars().next()?;
        let place = self.at..self.at + wrong.len_utf8();
        let value = &self.line[self.at - self.start..];
        match wrong {
            '@' | '`' | '%' => {
                let message = format!("a text without quotes cannot begin with `{wrong}`");
                Some(Slip::new(place, message, format!("put it in quotes: `{}`", quoted(value))))
            }
            '*' if self.message.contains("unknown anchor") => {
                let name: String = value[1..].chars().take_while(|next| !" ,]}".contains(*next)).collect();
                let message = format!("`*{name}` repeats a value that no `&{name}` names");
                let hint = format!("put a text that begins with `*` in quotes: `{}`", quoted(value));
                Some(Slip::new(place, message, hint))
            }
            '}' | ']' => {
                Some(Slip::new(place, format!("this `{wrong}` closes nothing"), "remove it, or open it before"))
            }
            '|' | '>' => {
                let message = format!("a text without quotes cannot begin with `{wrong}`");
                let hint = format!("put it in quotes, or begin the text on the next line, after `{wrong}` alone");
                Some(Slip::new(place, message, hint))
            }
            _ => None,
        }
    }

    /// A text that goes on after a comment, where it has ended.
    fn after_comment(&self) -> Option<Slip> {
        let above = self.text[..self.start].trim_end_matches('\n');
        let (_, above) = line_at(self.text, above.len());
        if self.key().is_some() || !above.trim_start().starts_with('#') {
            return None;
        }
        let blank = self.line.len() - self.line.trim_start().len();
        let place = self.start + blank..self.start + self.line.len();
        let hint = "move the comment above the key, or put the text in quotes";
        Some(Slip::new(place, "the comment above this ends the text", hint))
    }

    /// A line whose indentation fits none above it.
    fn indentation(&self) -> Option<Slip> {
        const ABOUT_IT: [&str; 4] = ["expected key", "'-' indicator", "ndentation", "mapping values"];
        if !self.layout.brackets.is_empty() || !ABOUT_IT.iter().any(|words| self.message.contains(words)) {
            return None;
        }
        let is_item = |line: &str| line.trim_start_matches(' ').starts_with("- ");
        let width = self.line.len() - self.line.trim_start_matches(' ').len();
        let mut levels: Vec<usize> = Vec::new();
        for (start, line) in lines_above(self.text, self.start) {
            let Some(key) = KeyLine::of(line, start) else {
                continue;
            };
            let first = line.len() - line.trim_start_matches(' ').len();
            let level = if is_item(self.line) { first } else { key.start - start };
            let counts = !is_item(self.line) || is_item(line);
            if counts && levels.last().is_none_or(|least| level < *least) {
                levels.push(level);
            }
            if first == 0 {
                break;
            }
        }
        levels.reverse();
        let above: Vec<String> = levels.iter().map(ToString::to_string).collect();
        if above.is_empty() {
            return None;
        }
        let message = format!("the line is indented by {width}, which fits to nothing above it");
        let hint =
            format!("keys of one mapping stand below each other; those above are indented by {}", above.join(", "));
        Some(Slip::new(self.start..self.start + width.max(1), message, hint))
    }
}

/// Brackets of Chinese that are typed for `{` and `[`.
pub(super) const FULL_WIDTH_BRACKETS: &str = "\u{FF5B}\u{FF3B}\u{3010}\u{3014}";

fn slip_of(key: &KeyLine<'_>) -> Option<Slip> {
    if key.tight_dash {
        let message = "there is no space after the dash";
        return Some(Slip::new(key.start..key.start + 1, message, format!("write `- {}: `", key.name)));
    }
    Slip::colon(key)
}

/// Quotation marks of Chinese or of a word processor around a text that needs quotes.
fn full_width_quotes(text: &str, value: usize) -> Option<Slip> {
    let mark = text[value..].trim_start().chars().next()?;
    let place = value + text[value..].find(mark)?;
    if !"\u{201C}\u{201D}\u{2018}\u{2019}\u{FF02}\u{FF07}".contains(mark) {
        return None;
    }
    let message = format!("`{mark}` is no quotation mark to YAML");
    let hint = "write half-width quotes, `\"…\"` or `'…'`, around the text";
    Some(Slip::new(place..place + mark.len_utf8(), message, hint))
}

#[cfg(test)]
mod tests;
