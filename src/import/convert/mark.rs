//! Marks in running text that extensions of Python-Markdown know, as elements that articles may hold.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::page::PageContext;
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

impl PageContext<'_> {
    /// A text in which such marks are elements, and icons and attributes are left out.
    pub(super) fn without_marks(&mut self, text: &str) -> String {
        let mut edits = Edits::of(text);
        let mut run = 0..0;
        let mut in_code = false;
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            match event {
                Event::Text(_) if !in_code && run.end == range.start => run.end = range.end,
                Event::Text(_) if !in_code => {
                    self.marks(run, &mut edits);
                    run = range;
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
    fn marks(&mut self, run: Range<usize>, edits: &mut Edits<'_>) {
        let text = edits.text();
        let mut at = run.start;
        while let Some(rest) = text.get(at..run.end).filter(|rest| !rest.is_empty()) {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            if text[..at].ends_with('\\') {
                at += first;
            } else if let Some((length, written)) = element(rest) {
                self.remarks.converted("marks of running text were rewritten", &rest[..length]);
                edits.replace(at..at + length, &written);
                at += length;
            } else if let Some(length) = icon(&text[..at], rest) {
                self.remarks.lost("icons are left out", &rest[..length]);
                edits.replace(at..at + length, "");
                at += length;
            } else if let Some(length) = attributes(&text[..at], rest) {
                self.remarks.lost("attributes in braces are left out", &rest[..length]);
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
    let is_apart = before.is_empty() || before.ends_with(char::is_whitespace);
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
