//! Marks in running text that extensions of Python-Markdown know, as elements that articles may hold.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edit::{Edits, escape};
use super::page::PageContext;
use super::python::{code_language, reference, symbol};
use crate::markdown::OPTIONS;

/// What stands between two marks, and the element that it becomes; longer marks first.
const PAIRS: [(&str, &str, &str); 8] = [
    ("{++", "++}", "ins"),
    ("{--", "--}", "del"),
    ("{==", "==}", "mark"),
    ("==", "==", "mark"),
    ("^^", "^^", "ins"),
    ("++", "++", "kbd"),
    ("^", "^", "sup"),
    ("~", "~", "sub"),
];
/// What is marked is no longer, in bytes.
const LONGEST: usize = 4 << 10;
/// What the names of icons begin with.
const ICONS: [&str; 4] = ["material-", "octicons-", "fontawesome-", "simple-"];

/// Running text without marks that the parser knows.
#[derive(Default)]
struct MarkedRun {
    range: Range<usize>,
    /// Whether it is the text of a link, or what describes an image.
    is_of_link: bool,
}

impl PageContext<'_> {
    /// A text in which such marks are elements, and icons and attributes are left out.
    pub(super) fn without_marks(&mut self, text: &str) -> String {
        let mut edits = Edits::of(text);
        let mut run = MarkedRun::default();
        let (mut in_code, mut links) = (false, 0_usize);
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            match event {
                Event::Text(_) if !in_code && run.range.end == range.start => run.range.end = range.end,
                Event::Text(_) if !in_code => {
                    self.marks(run, &mut edits);
                    run = MarkedRun { range, is_of_link: links > 0 };
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => links = links.saturating_sub(1),
                Event::Code(_) if self.project.extensions.has_code_languages => {
                    self.without_language(range, &mut edits)
                }
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                // One `~` on each side is below the line there, and crossed out here.
                Event::Start(Tag::Strikethrough) if !text[range.start..].starts_with("~~") => {
                    edits.replace(range.start..range.start + 1, "<sub>");
                    edits.replace(range.end - 1..range.end, "</sub>");
                }
                _ => {}
            }
        }
        self.marks(run, &mut edits);
        edits.applied().unwrap_or_else(|| text.to_owned())
    }

    /// The marks of a run of text.
    fn marks(&mut self, MarkedRun { range, is_of_link }: MarkedRun, edits: &mut Edits<'_>) {
        let text = edits.text();
        let mut at = range.start;
        while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            if let Some((start, length)) = icon_behind_escape(text, at, rest) {
                self.without_icon(start..at + length, edits);
                at += length;
            } else if text[..at].ends_with('\\') {
                at += first;
            } else if let Some((length, written)) = self.of_extensions(&text[..at], rest, is_of_link) {
                edits.replace(at..at + length, &written);
                at += length;
            } else if let Some(length) = bare_address(&text[..at], rest) {
                at += length;
            } else if let Some((length, written)) = element(rest) {
                self.remarks.converted("marks of running text were rewritten", &rest[..length]);
                edits.replace(at..at + length, &written);
                at += length;
            } else if let Some(length) = icon(&text[..at], rest) {
                self.without_icon(at..at + length, edits);
                at += length;
            } else if let Some(length) = attributes(&text[..at], rest) {
                self.remarks.lost("attributes in braces behind marks are left out", &rest[..length]);
                edits.replace(at..at + length, "");
                at += length;
            } else if let Some(length) = abbreviation(text, at) {
                // The line may hold more than the run.
                let line = text.get(at..at + length).unwrap_or(rest);
                self.remarks.lost("what abbreviations stand for, shown when pointed at, is left out", line);
                edits.replace(at..at + line.len(), "");
                at += length;
            } else {
                at += first;
            }
        }
    }

    /// Leaves an icon out. What stands behind it begins no block at the beginning of a line.
    fn without_icon(&mut self, range: Range<usize>, edits: &mut Edits<'_>) {
        let text = edits.text();
        self.remarks.lost("icons are left out", text[range.clone()].trim_start_matches('\\'));
        let behind = &text[range.end..];
        let may_begin = behind.starts_with(['#', '-', '+', '*', '=', '>', ':']);
        edits.replace(range.clone(), if may_begin { escape(&text[..range.start], behind) } else { "" });
    }

    /// What a text begins with that extensions of the project know: how long it is, and what is written instead.
    fn of_extensions(&mut self, before: &str, text: &str, is_of_link: bool) -> Option<(usize, String)> {
        let extensions = &self.project.extensions;
        if extensions.has_symbols
            && let Some((length, sign)) = symbol(before, text)
        {
            self.remarks.converted(format!("`{}` was written as `{sign}`", &text[..length]), &text[..length]);
            return Some((length, sign.to_owned()));
        }
        let references = Some(&extensions.references).filter(|known| known.of_addresses && !is_of_link)?;
        let (length, link) = reference(before, text, references)?;
        // Their lines are many, and nobody has to look at them.
        self.remarks.converted("references to people and repositories became links", "");
        Some((length, link))
    }

    /// Code in running text without the name of its language.
    fn without_language(&mut self, range: Range<usize>, edits: &mut Edits<'_>) {
        let whole = &edits.text()[range.clone()];
        let begin = whole.len() - whole.trim_start_matches('`').len();
        if let Some(length) = code_language(&whole[begin..whole.len() - begin]) {
            self.remarks.lost("the language of code in running text, which colours it, is left out", whole);
            edits.replace(range.start + begin..range.start + begin + length, "");
        }
    }
}

/// An icon at the beginning of a line behind the backslash that keeps it from being a definition: where it begins, and how long it
/// is from its colon on.
fn icon_behind_escape(text: &str, at: usize, rest: &str) -> Option<(usize, usize)> {
    let before = text[..at].strip_suffix('\\').filter(|_| rest.starts_with(':'))?;
    icon(before, rest).map(|length| (before.len(), length))
}

/// How long the address is that a text begins with.
fn bare_address(before: &str, text: &str) -> Option<usize> {
    let is_address = ["https://", "http://", "www."].iter().any(|begin| text.starts_with(begin));
    let ends = |next: char| next.is_whitespace() || matches!(next, '<' | ')' | ']') || !next.is_ascii();
    let is_apart = !before.ends_with(|last: char| last.is_ascii_alphanumeric());
    (is_address && is_apart).then(|| text.find(ends).unwrap_or(text.len()))
}

/// The element that a text begins with: how long its marks and what is between them are, and what is written instead.
fn element(text: &str) -> Option<(usize, String)> {
    let (open, close, name) = PAIRS.into_iter().find(|(open, _, _)| text.starts_with(open))?;
    let inner = beginning(&text[open.len()..]).split_once(close)?.0;
    let is_word = !inner.contains(char::is_whitespace);
    let fits = !inner.is_empty() && inner.trim() == inner && !inner.contains(['<', '`', '\n']);
    if !fits || matches!(name, "sup" | "sub" | "kbd") && !is_word {
        return None;
    }
    let written = match name {
        "kbd" if open == "++" => {
            inner.split('+').map(|key| format!("<kbd>{}</kbd>", key_name(key))).collect::<Vec<_>>().join("+")
        }
        _ => format!("<{name}>{inner}</{name}>"),
    };
    Some((open.len() + inner.len() + close.len(), written))
}

/// As much of a text as is looked through for the end of a mark.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// A key as it is printed on keyboards.
fn key_name(key: &str) -> String {
    let key = key.trim_matches('"');
    let mut characters = key.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// How long the icon is that a text begins with, with its attributes: `:material-check:{ .class }`. The space behind one that stands
/// apart goes with it: at the beginning of a list item it would move all that follows.
fn icon(before: &str, text: &str) -> Option<usize> {
    let name = beginning(text.strip_prefix(':')?).split_once(':')?.0;
    let fits = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
    if !ICONS.iter().any(|icons| name.starts_with(icons)) || !name.chars().all(fits) {
        return None;
    }
    let length = name.len() + 2;
    let length = length + attribute_list(&text[length..]).unwrap_or(0);
    let is_apart = before.is_empty() || before.ends_with(|last: char| last.is_whitespace() || last == '[');
    let behind = text[length..].trim_start_matches(' ');
    Some(if is_apart { text.len() - behind.len() } else { length })
}

/// How long the attributes are that a text begins with, behind what they belong to: `{ .class }`.
fn attributes(before: &str, text: &str) -> Option<usize> {
    let belongs = before.ends_with(['*', '_', ')', '`', ']', '>']);
    attribute_list(text).filter(|_| belongs)
}

/// How long the list of attributes in braces is that a text begins with.
fn attribute_list(text: &str) -> Option<usize> {
    let inner = beginning(text.strip_prefix('{')?).split_once('}')?.0;
    let words = inner.strip_prefix(':').unwrap_or(inner);
    // What stands between quotation marks is a value.
    let names: String = words.split('"').step_by(2).collect();
    let is_list = names.split_whitespace().all(|word| word.starts_with(['.', '#']) || word.contains('='));
    (is_list && !names.trim().is_empty() && !inner.contains('\n')).then_some(inner.len() + 2)
}

/// How long the definition of an abbreviation is that stands at a place: `*[HTML]: Hypertext`.
fn abbreviation(text: &str, at: usize) -> Option<usize> {
    let inner = beginning(text[at..].strip_prefix("*[")?).split_once("]:")?.0;
    let before = text[..at].trim_end_matches(|space: char| space != '\n' && space.is_whitespace());
    let begins_line = before.is_empty() || before.ends_with('\n');
    let line = text[at..].lines().next().filter(|_| begins_line)?;
    (!inner.is_empty() && !inner.contains(['[', ']'])).then_some(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements() {
        for (text, written) in [
            ("==a b== c", Some((7, "<mark>a b</mark>"))),
            ("~2~", Some((3, "<sub>2</sub>"))),
            ("~~out~~", None),
            ("^2^", Some((3, "<sup>2</sup>"))),
            ("^^in^^", Some((6, "<ins>in</ins>"))),
            ("++ctrl+a++", Some((10, "<kbd>Ctrl</kbd>+<kbd>A</kbd>"))),
            ("{++new++}", Some((9, "<ins>new</ins>"))),
            ("== a ==", None),
            ("++ a", None),
            ("C++ and D++", None),
        ] {
            assert_eq!(element(text), written.map(|(length, written)| (length, written.to_owned())), "{text}");
        }
        assert_eq!((icon("", ":material-check:  x"), icon("a", ":material-check: x")), (Some(18), Some(16)));
        assert_eq!(icon("a ", ":material-check:{ style=\"color: #4DB6AC\" } x"), Some(16 + 27));
        assert_eq!(icon("", ":smile: x"), None);
        assert_eq!(attributes("**", "{ .red } x"), Some(8));
        assert_eq!(attributes("a ", "{ .red }"), None);
        assert_eq!(attributes("中", "{ .red }"), None);
        assert_eq!(abbreviation("*[CSS]: Style\nx", 0), Some(13));
    }
}
