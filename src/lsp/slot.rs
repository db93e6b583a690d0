//! What stands at a place of a file, or is being written there: the address of a link, a quote of a cell, an id of YAML.

use std::ops::Range;

use crate::markdown::front_matter;

/// A place that a name stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot<'t> {
    pub(super) kind: SlotKind<'t>,
    /// The name, as far as it is written.
    pub(super) word: &'t str,
    /// What of it stands before the cursor.
    pub(super) typed: &'t str,
    /// The bytes of it in the file.
    pub(super) bytes: Range<usize>,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotKind<'t> {
    /// Where a link leads.
    Link,
    /// A cell of a rule table, after two braces.
    Cell,
    /// A value of YAML, with its key.
    Value(&'t str),
    /// A key of a mapping in braces.
    Key,
}

/// The decision that a place of a YAML file is about: that of the file, or the nearest that is named before it.
pub(super) fn decision_at<'t>(path: &'t str, text: &'t str, at: usize) -> Option<&'t str> {
    if let Some(name) = path.strip_prefix("content/decisions/") {
        return name.strip_suffix(".yaml");
    }
    let (_, rest) = text[..at].rsplit_once("decision:")?;
    rest.trim_start().split([',', '}', '\n', ' ']).next().filter(|id| !id.is_empty())
}

/// What stands at a byte of a file.
pub(super) fn slot_at<'t>(path: &str, text: &'t str, at: usize) -> Option<Slot<'t>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let column = at - start;
    let slot = |kind: SlotKind<'t>, bytes: Range<usize>| Slot {
        kind,
        word: &line[bytes.clone()],
        typed: &line[bytes.start..column],
        bytes: start + bytes.start..start + bytes.end,
    };
    if let Some(bytes) = between(line, column, "{{", "}}") {
        return Some(slot(SlotKind::Cell, bytes));
    }
    if path.ends_with(".md") && at >= front_matter(text) {
        return between(line, column, "](", ")").map(|bytes| slot(SlotKind::Link, bytes));
    }
    if is_key(&line[..column]) {
        let bytes = word_at(line, column);
        let end = line[column..bytes.end].find(':').map_or(bytes.end, |colon| column + colon);
        return Some(slot(SlotKind::Key, bytes.start..end));
    }
    let key = key_at(&text[..start], line, column)?;
    Some(slot(SlotKind::Value(key), word_at(line, column)))
}

/// What stands at a column between two marks, the second of which may not be written yet.
fn between(line: &str, column: usize, open: &str, close: &str) -> Option<Range<usize>> {
    let begin = line[..column].rfind(open)? + open.len();
    let rest = &line[begin..];
    let is_name = |character: char| character.is_alphanumeric() || "-_.:/#%".contains(character);
    let end = begin + rest.find(|character: char| !is_name(character)).unwrap_or(rest.len());
    let is_over = line[begin..column].contains(close) || end < column;
    (!is_over).then_some(begin..end)
}

/// Whether a key of a mapping in braces stands at the end of the beginning of a line: after its brace or a comma in it.
fn is_key(line: &str) -> bool {
    let word = line.trim_end_matches(|character: char| character.is_alphanumeric() || "-_.".contains(character));
    let before = word.trim_end();
    let opened = line.matches('{').count() > line.matches('}').count();
    let in_list = line.rfind('[').is_some_and(|open| !line[open..].contains(']'));
    opened && !in_list && before.ends_with(['{', ','])
}

/// The key that a value of YAML stands under.
fn key_at<'t>(above: &'t str, line: &'t str, column: usize) -> Option<&'t str> {
    let key_of = |text: &'t str| {
        let (before, _) = text.split_once(':')?;
        let key = before.trim_start_matches([' ', '-', '{']).rsplit([',', '{', ' ']).next()?;
        (!key.is_empty()).then_some(key)
    };
    // The nearest key before the cursor, in braces too.
    let keys = line[..column].match_indices(": ").map(|(at, _)| at);
    if let Some(colon) = keys.last() {
        return line[..colon].rsplit([' ', '{', ',', '-']).find(|key| !key.is_empty());
    }
    let indent = line.len() - line.trim_start().len();
    let item = line.trim_start().starts_with('-');
    above.lines().rev().find_map(|before| {
        let is_above = before.len() - before.trim_start().len() <= indent;
        let ends = before.trim_end().ends_with(':') || before.trim_end().ends_with('[');
        (item && is_above && ends && !before.trim_start().starts_with("- ")).then(|| key_of(before)).flatten()
    })
}

fn word_at(line: &str, column: usize) -> Range<usize> {
    let is_name = |character: char| character.is_alphanumeric() || "-_.:/#".contains(character);
    let begin = line[..column].rfind(|character: char| !is_name(character));
    let begin = begin.map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let end = line[column..].find(|character: char| !is_name(character)).map_or(line.len(), |length| column + length);
    begin..end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at `|` in a text.
    fn slot(path: &str, text: &str) -> Option<(String, String)> {
        let at = text.find('|').unwrap();
        let text = text.replace('|', "");
        let slot = slot_at(path, &text, at)?;
        Some((format!("{:?}", slot.kind), format!("{}|{}", slot.typed, &slot.word[slot.typed.len()..])))
    }

    #[test]
    fn names_are_found_where_they_are_written() {
        let md = |text| slot("content/faq/a/b.zh.md", text);
        let yaml = |text| slot("content/faq/a/b.yaml", text);
        let found = |kind: &str, word: &str| Some((kind.to_owned(), word.to_owned()));
        assert_eq!(md("见[备案](article:pr|ice#pay)。"), found("Link", "article:pr|ice#pay"));
        assert_eq!(md("见[](|"), found("Link", "|"));
        assert_eq!(md("[a](b)|"), None);
        assert_eq!(md("价 {{plans.sm|all.price}} 元"), found("Cell", "plans.sm|all.price"));
        assert_eq!(md("---\nrelated: [pr|]\n---\n# A"), found("Value(\"related\")", "pr|"));
        assert_eq!(yaml("sources: [manual/pr|ice, x]"), found("Value(\"sources\")", "manual/pr|ice"));
        assert_eq!(yaml("related:\n- pr|"), found("Value(\"related\")", "pr|"));
        assert_eq!(yaml("steps:\n- text: {zh: 去}\n  see: pr|"), found("Value(\"see\")", "pr|"));
        assert_eq!(yaml("- {from: a/, to: article:|}"), found("Value(\"to\")", "article:|"));
    }
}
