//! HTML on its way to a reader of HTML: what that would lose is put aside, or stands for itself by characters that no text holds.

use super::edit::prefix_of;
use super::table::OpenTable;
use super::tag::{MarkupTag, unescaped};
use crate::markdown::InlineElement;
use crate::markdown::fence::FenceInfo;

/// What stands for the break of a line in a cell.
const BREAK: char = '\u{e00a}';
/// What stands for a bar in code in a cell.
const BAR: char = '\u{e00b}';
/// What stands for a block of code.
const BLOCK: char = '\u{e00c}';
/// What stands around the place of an id among the ids of headings.
const ID: char = '\u{e00d}';
/// What a term begins with, and what it means.
const TERM: char = '\u{e00e}';
const MEANING: char = '\u{e00f}';
/// The first of those that stand for tags of elements that articles may hold.
const FIRST_MARK: u32 = 0xe010;

/// HTML that is being read.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) clean: String,
    /// The element that is left out with all that it holds.
    pub(super) skipped: Option<String>,
    /// Of the links that are open, where those lead that hold blocks, and what they are called.
    pub(super) links: Vec<Option<(String, String)>>,
    pub(super) in_cell: bool,
    /// Whether the cell that is open has text already.
    pub(super) cell_has_text: bool,
    /// The table that is open.
    pub(super) table: OpenTable,
    /// How many tables are open in its cells.
    pub(super) nested: usize,
    pub(super) in_code: bool,
    /// What an abbreviation stands for that is open.
    pub(super) aside: Option<String>,
    /// The block of code that is open: its language, and its text so far.
    pub(super) code: Option<(String, String)>,
    /// Blocks of code, as Markdown.
    blocks: Vec<String>,
    /// The id of the heading that is open.
    id: Option<String>,
    /// The ids of headings.
    ids: Vec<String>,
    /// Of the lists of definitions that are open, whether meanings are listed.
    meanings: Vec<bool>,
}

impl Reading {
    pub(super) fn skips(&self, tag: &MarkupTag) -> bool {
        tag.is_closing && self.skipped.as_deref() == Some(tag.name.as_str())
    }

    pub(super) fn text(&mut self, text: &str) {
        self.cell_has_text |= !text.trim().is_empty();
        if self.in_code && self.in_cell {
            self.clean.push_str(&text.replace('|', &BAR.to_string()));
        } else {
            self.clean.push_str(text);
        }
    }

    /// Begins a line in a cell that has text.
    pub(super) fn break_line(&mut self) {
        if self.cell_has_text && !self.clean.trim_end().ends_with(BREAK) {
            self.clean.push(BREAK);
        }
    }

    /// Ends a cell, and the lines in it that nothing follows.
    pub(super) fn end_cell(&mut self) {
        let length = self.clean.trim_end_matches(|last: char| last == BREAK || last.is_whitespace()).len();
        self.clean.truncate(length);
        (self.in_cell, self.cell_has_text) = (false, false);
    }

    pub(super) fn code(&mut self, closes: bool) {
        self.in_code = !closes;
        if !closes {
            self.clean.push_str(if self.clean.ends_with("</code>") { " <code>" } else { "<code>" });
        } else if !self.clean.ends_with("<code>") {
            self.clean.push_str("</code>");
        } else {
            self.clean.truncate(self.clean.len() - "<code>".len());
        }
    }

    /// A tag of what is bold, in italics or crossed out: two that touch would be none. Two of a kind are one to readers.
    pub(super) fn mark(&mut self, tag: &MarkupTag) {
        let touches = |name: &str| self.clean.ends_with(&format!("</{name}>"));
        if !tag.is_closing && touches(&tag.name) {
            return self.clean.truncate(self.clean.len() - tag.name.len() - "</>".len());
        }
        if !tag.is_closing && ["b", "strong", "i", "em", "s", "del"].into_iter().any(touches) {
            self.clean.push(' ');
        }
        self.clean.push_str(&tag.as_html());
    }

    /// A tag of a link: it stands around the code that it is in.
    pub(super) fn link(&mut self, tag: &str) {
        let in_code = self.in_code;
        if in_code {
            self.code(true);
        }
        self.clean.push_str(tag);
        if in_code {
            self.code(false);
        }
    }

    /// A tag of a heading, with its id as Wenda writes it.
    pub(super) fn heading(&mut self, tag: &MarkupTag) {
        if !tag.is_closing {
            self.id = tag.attribute(&["id"]).filter(|id| !id.contains(char::is_whitespace)).map(str::to_owned);
        } else if let Some(id) = self.id.take() {
            self.clean.push_str(&format!(" {ID}{}{ID}", self.ids.len()));
            self.ids.push(id);
        }
        self.clean.push_str(&tag.as_html());
    }

    /// A tag of a list of definitions: terms are paragraphs, and what they mean items of a list, until they are Markdown.
    pub(super) fn definitions(&mut self, tag: &MarkupTag) {
        let name = tag.name.to_ascii_lowercase();
        let begins_meanings = name == "dd" && !tag.is_closing;
        let is_of_list = begins_meanings || matches!((name.as_str(), tag.is_closing), ("dt", false) | ("dl", true));
        if let Some(is_listed) = self.meanings.last_mut().filter(|_| is_of_list) {
            let was_listed = std::mem::replace(is_listed, begins_meanings);
            match (was_listed, begins_meanings) {
                (false, true) => self.clean.push_str("<ul>"),
                (true, false) => self.clean.push_str("</ul>"),
                _ => {}
            }
        }
        match (name.as_str(), tag.is_closing) {
            ("dl", false) => self.meanings.push(false),
            ("dl", true) => drop(self.meanings.pop()),
            ("dt", false) => self.clean.push_str(&format!("<p>{TERM}")),
            ("dt", true) => self.clean.push_str("</p>"),
            ("dd", false) => self.clean.push_str(&format!("<li>{MEANING}")),
            _ => self.clean.push_str("</li>"),
        }
    }

    /// Empty cells.
    pub(super) fn push_cells(&mut self, count: usize) {
        let name = if self.table.row > 1 { "td" } else { "th" };
        (0..count).for_each(|_| self.clean.push_str(&format!("<{name}></{name}>")));
    }

    pub(super) fn begin_code(&mut self, tag: &MarkupTag) {
        self.code = Some((language_of(tag).unwrap_or_default(), String::new()));
    }

    pub(super) fn push_code(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&without_entities(text));
        }
    }

    /// A tag in the block of code that is open: it may name the language, or end a line; what is no tag is text.
    pub(super) fn pass_tag_of_code(&mut self, tag: &MarkupTag) {
        let Some((language, code)) = &mut self.code else {
            return;
        };
        if tag.name.eq_ignore_ascii_case("br") {
            code.push('\n');
        } else if !tag.is_of_html() {
            code.push_str(&unescaped(&tag.as_html()));
        } else if language.is_empty() && !tag.is_closing {
            *language = language_of(tag).unwrap_or_default();
        }
    }

    /// Ends the block of code: in a cell each line is code, elsewhere the block stands aside.
    pub(super) fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        let code = code.strip_prefix('\n').unwrap_or(&code).trim_end();
        if self.in_cell {
            for line in code.lines().filter(|line| !line.trim().is_empty()) {
                self.break_line();
                self.clean.push_str("<code>");
                self.text(&line.replace('|', &BAR.to_string()).replace('&', "&amp;").replace('<', "&lt;"));
                self.clean.push_str("</code>");
            }
            return;
        }
        let longest = code.split(|next| next != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(3.max(longest + 1));
        let info = FenceInfo { language, ..FenceInfo::default() };
        self.clean.push_str(&format!("<p>{BLOCK}{}{BLOCK}</p>", self.blocks.len()));
        self.blocks.push(format!("{fence}{}\n{code}\n{fence}", info.written()));
    }

    /// A text with ids in the place of what stands for them.
    fn with_ids(&self, markdown: &str) -> String {
        let pieces = markdown.split(ID).enumerate().map(|(place, piece)| {
            let id = piece.parse::<usize>().ok().and_then(|number| self.ids.get(number)).filter(|_| place % 2 == 1);
            id.map_or_else(|| piece.to_owned(), |id| format!("{{#{id}}}"))
        });
        pieces.collect()
    }

    /// What a reader of HTML made of it, with what was put aside.
    pub(super) fn finished(&self, markdown: &str) -> String {
        let markdown = with_definitions(&self.with_ids(markdown));
        let mut written = String::with_capacity(markdown.len());
        for (place, piece) in markdown.split(BLOCK).enumerate() {
            match piece.parse::<usize>().ok().and_then(|number| self.blocks.get(number)).filter(|_| place % 2 == 1) {
                Some(block) => {
                    let prefix = prefix_of(&written, written.len());
                    for (place, line) in block.lines().enumerate() {
                        if place > 0 {
                            written.push('\n');
                            written.push_str(if line.is_empty() { prefix.trim_end() } else { &prefix });
                        }
                        written.push_str(line);
                    }
                }
                None => written.push_str(&with_tags(piece)),
            }
        }
        written
    }
}

/// Terms and meanings as Markdown has them. A meaning without a term stays an item of a list.
fn with_definitions(markdown: &str) -> String {
    if !markdown.contains([TERM, MEANING]) {
        return markdown.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    // How far the list is indented that terms were seen of, and whether a meaning goes on with the next text.
    let (mut list, mut is_begun): (Option<usize>, bool) = (None, false);
    for line in markdown.lines() {
        let inner = line.trim_start();
        let indent = line.len() - inner.len();
        let meaning = inner.strip_prefix("- ").unwrap_or(inner).strip_prefix(MEANING).map(str::trim);
        if let Some(last) = lines.last_mut().filter(|_| is_begun) {
            last.push_str(inner);
            is_begun = inner.is_empty();
            continue;
        }
        if inner.starts_with(TERM) {
            end_after_term(&mut lines);
            list = Some(indent);
        } else if let Some(meaning) = meaning {
            let mark = if list == Some(indent) { ": " } else { "- " };
            if list == Some(indent) {
                end_after_term(&mut lines);
            }
            lines.push(format!("{}{mark}{meaning}", &line[..indent]));
            is_begun = meaning.is_empty();
            continue;
        } else if !inner.is_empty() && list.is_some_and(|list| indent <= list) {
            list = None;
        }
        lines.push(line.to_owned());
    }
    lines.join("\n").replace(TERM, "")
}

/// Takes the blank lines off whose text before is a term.
fn end_after_term(lines: &mut Vec<String>) {
    let last = lines.iter().rposition(|line| !line.is_empty());
    if let Some(last) = last.filter(|last| lines[*last].contains(TERM)) {
        lines.truncate(last + 1);
    }
}

/// The language that a class names: `language-js`, `lang-js`.
fn language_of(tag: &MarkupTag) -> Option<String> {
    let classes = tag.attribute(&["class", "className"]).unwrap_or_default().split_whitespace();
    let named = classes.filter_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    let mut named = named.chain(tag.attribute(&["lang", "data-lang"]));
    named.next().filter(|name| !name.contains(['`', ' '])).map(str::to_owned)
}

/// A text with the characters that its entities stand for.
fn without_entities(text: &str) -> String {
    let text = unescaped(&text.replace("&nbsp;", " "));
    let mut written = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("&#") {
        written.push_str(before);
        let digits = after.split_once(';').filter(|(digits, _)| digits.len() < 8);
        let code = digits.and_then(|(digits, rest)| {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            Some((char::from_u32(code).filter(|character| !character.is_control())?, rest))
        });
        match code {
            Some((character, after)) => {
                written.push(character);
                rest = after;
            }
            None => {
                written.push_str("&#");
                rest = after;
            }
        }
    }
    written.push_str(rest);
    written
}

/// What stands for a tag of an element that articles may hold.
pub(super) fn mark_of(name: &str, closes: bool) -> Option<char> {
    let place = InlineElement::ALL.iter().position(|element| element.name() == name)? as u32;
    char::from_u32(FIRST_MARK + 2 * place + u32::from(closes))
}

/// A text with tags in place of what stands for them.
fn with_tags(markdown: &str) -> String {
    let mut written = String::with_capacity(markdown.len());
    for character in markdown.chars() {
        let mark = (character as u32).checked_sub(FIRST_MARK);
        let element = mark.and_then(|mark| InlineElement::ALL.get(mark as usize / 2).map(|element| (mark, element)));
        match element {
            _ if character == BREAK => written.push_str("<br>"),
            _ if character == BAR => written.push_str("\\|"),
            Some((mark, element)) => {
                let slash = if mark % 2 == 1 { "/" } else { "" };
                written.push_str(&format!("<{slash}{}>", element.name()));
            }
            None => written.push(character),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stand_above_what_they_mean() {
        let read = |markdown: &str| with_definitions(&markdown.replace('T', "\u{e00e}").replace('M', "\u{e00f}"));
        for (markdown, written) in [
            ("Ta\n\n- Mb\n- Mc\n\nafter", "a\n: b\n: c\n\nafter"),
            ("Ta\n\nTb\n\n- Mc\n\n  - d", "a\nb\n: c\n\n  - d"),
            ("- Mc\n- d", "- c\n- d"),
            ("Ta\n\n- M\n\n  b\n\n  c", "a\n: b\n\n  c"),
        ] {
            assert_eq!(read(markdown), written);
        }
    }

    #[test]
    fn entities_are_characters_of_code() {
        assert_eq!(without_entities("a&nbsp;&lt;&#98;&#x4e2d;&#0;&#bad;&amp;lt;"), "a <b中&#0;&#bad;&lt;");
    }
}
