//! From a file to a [`Node`].

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{Budget, Error, Location, Spanned};

use super::super::Conventions;
use super::comment::read_comments;
use super::line_ends::join_lines;
use super::node::{Key, Node, Value};
use super::slip::{self, KeyLine};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::source::{SourceFile, characters};

/// Parses a file of a site. A file that is not well-formed leaves diagnostics and nothing else.
pub(crate) fn parse(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Option<Node> {
    parse_start(file, file.text().len(), conventions, diagnostics)
}

/// Parses the first bytes of a file, up to `end`: the front matter of a text.
pub(crate) fn parse_start(
    file: &SourceFile,
    end: usize,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let text = &file.text()[..end];
    let options = serde_yaml::options! {
        budget: limits(),
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAX_REPEATED },
        merge_keys: serde_yaml::MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => {
            let mut root = Placer { file, conventions, diagnostics }.place(raw);
            if let Value::Null(_) = root.value {
                root = Node { value: Value::Empty, span: file.span(0..0), ..root };
            }
            examine_escapes(&root, file, diagnostics);
            read_comments(&root, file, end, diagnostics);
            Some(root)
        }
        Err(error) => {
            syntax_errors(&error, file).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
            None
        }
    }
}

/// So many levels deep may values be nested.
const MAX_DEPTH: usize = 32;
/// So many values may a file hold. One of the greatest size has room for more only if they are empty.
const MAX_VALUES: usize = 200_000;
/// So many values may aliases repeat: enough for a list that stands at several places.
const MAX_REPEATED: usize = 10_000;

/// Far above what a help center needs, far below what makes a machine wait.
fn limits() -> Option<Budget> {
    serde_yaml::budget! {
        max_depth: MAX_DEPTH,
        max_nodes: MAX_VALUES,
        max_events: 500_000,
        max_anchors: 64,
        max_aliases: 256,
        max_recorded_anchor_events: 10 * MAX_REPEATED,
    }
}

fn syntax_errors(error: &Error, file: &SourceFile) -> Vec<Diagnostic> {
    let error = error.without_snippet();
    let text = file.text();
    let range = error.location().map_or(0..0, |location| byte_range(location, text));
    let (code, message, hint) = match known_error(error, (text, range.start)) {
        Some(known) => known,
        None => {
            let message = parser_message(error);
            let slips = slip::find(text, range.start, &message);
            if !slips.is_empty() {
                let shown = slips
                    .into_iter()
                    .map(|slip| Diagnostic::new(Code::YamlSyntax, file.span(slip.range), slip.message).hint(slip.hint));
                return shown.collect();
            }
            let hint = "check the indentation, and put quotes around text that holds `: ` or ` #` or begins with one of `{[&*!|>%@`";
            (Code::YamlSyntax, message, hint)
        }
    };
    let place = match error {
        Error::MultipleDocuments { .. } => second_document(text, range),
        Error::UnsupportedTag { .. } => tag_before(text, range),
        _ => range,
    };
    vec![Diagnostic::new(code, file.span(place), message).hint(hint)]
}

/// Errors that say themselves what is wrong, about what stands at a byte of a text.
fn known_error(error: &Error, (text, at): (&str, usize)) -> Option<(Code, String, &'static str)> {
    let many_aliases = || {
        let message = "the file repeats more by `*` than Wenda reads".to_owned();
        (Code::YamlBudget, message, "write the values out instead of repeating them by `&` and `*`")
    };
    let too_deep = || {
        let message = format!("the file is nested deeper than {MAX_DEPTH} levels");
        (Code::YamlBudget, message, "close each bracket that is opened, and write one level less")
    };
    Some(match error {
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(),
        Error::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => {
            let message = format!("the file holds more than {MAX_VALUES} values");
            (Code::YamlBudget, message, "split it")
        }
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => many_aliases(),
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            let message = "the value repeats itself by `*` without an end".to_owned();
            (Code::YamlBudget, message, "write the value out instead of repeating it by `&` and `*`")
        }
        Error::DuplicateMappingKey { key, .. } => {
            let message =
                key.as_ref().map_or("a key stands twice".to_owned(), |key| format!("the key `{key}` stands twice"));
            (Code::DuplicateId, message, "remove one of the two")
        }
        Error::MergeKeyNotAllowed { .. } => {
            (Code::YamlSyntax, "merge keys are not used in content".to_owned(), "write the keys out")
        }
        Error::MultipleDocuments { .. } => {
            let message = "`---` begins a second document, and a file holds one".to_owned();
            (Code::YamlSyntax, message, "remove the line, or make a file of what follows it")
        }
        Error::UnsupportedTag { .. } => {
            let message = "`!` gives the value a type that is not known here".to_owned();
            (Code::YamlSyntax, message, "put a text that begins with `!` in quotes")
        }
        // Errors within what is repeated come wrapped in another.
        Error::AliasError { error, .. } => return known_error(error.without_snippet(), (text, at)),
        _ if error.to_string().contains("recursion limit exceeded") => too_deep(),
        // Keys alone have to be texts. A text that begins with `{{` is the quote of a cell.
        _ if error.to_string().contains("string scalar") && !text[..at].ends_with('{') => {
            let hint = if text[at..].starts_with(['[', '{']) {
                "write the key as one word before the colon; put a text that begins with `[` or `{` in quotes"
            } else if text[at..].starts_with('?') || text[..at].trim_end_matches(' ').ends_with('?') {
                "put a text that begins with `?` in quotes"
            } else {
                "write the key as one word before the colon"
            };
            (Code::YamlSyntax, "a key is one word".to_owned(), hint)
        }
        _ => return None,
    })
}

/// The tag that stands before a value, on its line.
fn tag_before(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..range.start].rfind('!').map_or(range.clone(), |tag| line + tag..line + tag + 1)
}

/// The line that ends the first document of a file.
fn second_document(text: &str, range: Range<usize>) -> Range<usize> {
    text[..range.start].rfind("\n---").map_or(range, |line| line + 1..line + "\n---".len())
}

/// The parser's own words, without the position, which the excerpt shows better.
fn parser_message(error: &Error) -> String {
    let full = error.to_string();
    let message = full.lines().next().unwrap_or_default();
    let message = message.split(" at line ").next().unwrap_or(message);
    message.trim_end_matches([':', ',', ' ']).to_owned()
}

/// The bytes that a location of the parser covers.
fn byte_range(location: Location, text: &str) -> Range<usize> {
    let offset = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
    if let Some(start) = offset(location.span().byte_offset()) {
        let start = text.floor_char_boundary(start);
        let length = offset(location.span().byte_len()).unwrap_or(1);
        return start..text.ceil_char_boundary(start + length).max(start);
    }
    let line = usize::try_from(location.line().saturating_sub(1)).unwrap_or_default();
    let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or_default();
    let line_start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let start = text[line_start..].char_indices().nth(column).map_or(text.len(), |(byte, _)| line_start + byte);
    start..text.ceil_char_boundary(start + 1)
}

/// What the parser hands over, before spans are turned into ours.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
/// Makes nodes of what the parser tells.
struct Placer<'f, 'd> {
    file: &'f SourceFile,
    conventions: &'f Conventions,
    diagnostics: &'d mut Diagnostics,
}

impl Placer<'_, '_> {
    fn place(&mut self, raw: Spanned<Raw>) -> Node {
        let file = self.file;
        let text = file.text();
        let range = byte_range(raw.referenced, text);
        let written = &text[range.clone()];
        let value = match raw.value {
            Raw::Null => Value::Null(nothing(text, &range)),
            Raw::Bool(value) => Value::Bool(value),
            Raw::Number => Value::Number(written.trim().to_owned()),
            Raw::Text(text) => Value::Text(join_lines(text, written)),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.place(item)).collect()),
            Raw::Map(entries) => {
                let mut placed: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
                let in_braces = written.starts_with('{');
                for (name, value) in entries {
                    let span = file.span(byte_range(name.referenced, text));
                    let key = Key { name: name.value, span };
                    let node = self.place(value);
                    if in_braces && matches!(&node.value, Value::Null(written) if written.is_empty()) {
                        self.lone_word(key, node, &mut placed);
                    } else {
                        placed.push((key, node));
                    }
                }
                Value::Map(placed)
            }
        };
        self.node(value, file.span(range))
    }

    fn node(&self, value: Value, span: Span) -> Node {
        Node { value, span, conventions: self.conventions.clone() }
    }

    /// An entry of `{…}` without a value: the rest of a text that holds a comma, or a key whose colon is none. What its author
    /// meant is kept, so that nothing else is missed.
    fn lone_word(&mut self, key: Key, node: Node, placed: &mut Vec<(Key, Node)>) {
        let file = self.file;
        let text = file.text();
        let Range { start, end } = key.span.range();
        if let Some(slip) = slip::lost_key(&text[start..end], start) {
            let name =
                KeyLine::of(&text[start..end], start).map_or_else(|| key.name.clone(), |line| line.name.to_owned());
            let value = text[slip.range.end..end].trim();
            let value_span = file.span(end - value.len()..end);
            self.diagnostics
                .push(Diagnostic::new(Code::YamlSyntax, file.span(slip.range), slip.message).hint(slip.hint));
            placed.push((Key { name, span: key.span }, self.node(Value::Text(value.to_owned()), value_span)));
            return;
        }
        let comma = text[..start].trim_end().strip_suffix(',').map(str::len);
        let before = placed.last().map(|(key, node)| (key.name.as_str(), node.span.range()));
        let (Some(comma), Some((name, before))) = (comma, before) else {
            placed.push((key, node));
            return;
        };
        let begun = text.get(before.start..end).unwrap_or_default();
        if begun.starts_with(['"', '\'', '{', '[']) || before.is_empty() {
            placed.push((key, node));
            return;
        }
        let hint = format!("put the text in quotes: `{name}: {}`", slip::quoted(begun));
        self.diagnostics.push(
            Diagnostic::new(Code::YamlSyntax, file.span(comma..comma + 1), "a comma in `{…}` ends the text").hint(hint),
        );
    }
}

/// Reports what escapes such as `"\x1b"` stand for, where no text may hold it.
fn examine_escapes(node: &Node, file: &SourceFile, diagnostics: &mut Diagnostics) {
    let examine = |text: &str, span: Span, diagnostics: &mut Diagnostics| {
        let written = file.text().get(span.range()).unwrap_or_default();
        characters::examine_escaped(text, written, span, diagnostics);
    };
    match &node.value {
        Value::Text(text) => examine(text, node.span, diagnostics),
        Value::List(items) => items.iter().for_each(|item| examine_escapes(item, file, diagnostics)),
        Value::Map(entries) => {
            for (key, node) in entries {
                examine(&key.name, key.span, diagnostics);
                examine_escapes(node, file, diagnostics);
            }
        }
        Value::Null(_) | Value::Bool(_) | Value::Number(_) | Value::Empty => {}
    }
}

/// How nothing is written: `~`, `null`, or a comment where a value could stand.
fn nothing(text: &str, range: &Range<usize>) -> String {
    let written = text[range.clone()].trim();
    if matches!(written, "~" | "null" | "Null" | "NULL") {
        return written.to_owned();
    }
    let rest = text[range.start..].split('\n').next().unwrap_or_default();
    let rest = rest.trim_start_matches([':', ' ']);
    if rest.starts_with('#') { rest.trim_end().to_owned() } else { String::new() }
}
