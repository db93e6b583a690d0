//! Formulas. While a text is converted, other characters stand for theirs, so that nothing in them is read as Markdown or HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::edit::{Edits, prefix_of};
use super::page::PageContext;
use crate::markdown::fence::CodeLines;
use crate::markdown::{OPTIONS, is_formula, is_text_between_dollars};

/// What stands for the first character of ASCII in a formula; the others follow. No text holds them.
const FIRST_HIDDEN: u32 = 0x10_ff00;
/// So often a text is looked through: behind a dollar that begins no formula one may begin.
const ROUNDS: usize = 64;

/// How formulas are marked beside `$`, in running text and as blocks; longer marks first.
const MARKS: [(&str, &str, &str); 4] =
    [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];

impl PageContext<'_> {
    /// A text whose formulas are [hidden](shown); those that are none here are code.
    pub(super) fn with_hidden_formulas(&mut self, text: &str) -> String {
        let mut text = with_dollars(text);
        for _ in 0..ROUNDS {
            match self.formulas_round(&text) {
                Some(changed) => text = changed,
                None => break,
            }
        }
        text
    }

    /// Hides formulas, and escapes dollars of prices; what follows one may be read otherwise then. `None` if there are none.
    fn formulas_round(&mut self, text: &str) -> Option<String> {
        let mut edits = Edits::of(text);
        for (event, range) in Parser::new_ext(text, OPTIONS | Options::ENABLE_MATH).into_offset_iter() {
            match event {
                Event::DisplayMath(formula) if is_formula(&formula, true) => {
                    edits.replace(range.clone(), &hidden(&text[range]));
                }
                Event::DisplayMath(formula) => {
                    let prefix = prefix_of(text, range.start);
                    let formula: Vec<String> =
                        formula.trim().lines().map(|line| format!("{prefix}{}", line.trim())).collect();
                    self.remarks.look("formulas that are none here are kept as code", &text[range.clone()]);
                    let formula = formula.join("\n");
                    edits.replace(
                        range,
                        &format!("\n{prefix}\n{prefix}```latex\n{formula}\n{prefix}```\n{prefix}\n{prefix}"),
                    );
                }
                Event::InlineMath(formula) => self.formula_in_text(&formula, range, &mut edits),
                _ => {}
            }
        }
        edits.applied()
    }

    fn formula_in_text(&mut self, formula: &str, range: Range<usize>, edits: &mut Edits<'_>) {
        let text = edits.text();
        let is_text = is_text_between_dollars(&text[..range.start], formula, &text[range.end..]);
        let is_formula = !is_text && is_formula(formula, false);
        let holds_others = formula.contains(['$', '`']);
        if !is_formula && holds_others || is_text && !formula.contains(['\\', '^', '_', '{']) {
            // Prices.
            edits.replace(range.start..range.start, "\\");
            if !holds_others {
                edits.replace(range.end - 1..range.end - 1, "\\");
            }
        } else if is_formula {
            edits.replace(range.clone(), &hidden(&text[range]));
        } else {
            self.remarks.look("formulas that are none here are kept as code", &text[range.clone()]);
            let marks = if formula.contains('`') { "``" } else { "`" };
            edits.replace(range, &format!("{marks}${formula}${marks}"));
        }
    }
}

/// A formula in which other characters stand for those of ASCII. What its lines begin with stays.
fn hidden(formula: &str) -> String {
    let mut written = String::with_capacity(4 * formula.len());
    for (place, line) in formula.split('\n').enumerate() {
        let (before, line) = if place > 0 {
            written.push('\n');
            line.split_at(line.len() - line.trim_start_matches([' ', '\t', '>']).len())
        } else {
            ("", line)
        };
        written.push_str(before);
        let hide = |next: char| char::from_u32(FIRST_HIDDEN + next as u32).filter(|_| next.is_ascii()).unwrap_or(next);
        written.extend(line.chars().map(hide));
    }
    written
}

/// A text with its formulas as they are written; `None` if it has none.
pub(in crate::import) fn shown(text: &str) -> Option<String> {
    let ascii = |next: char| (next as u32).checked_sub(FIRST_HIDDEN).and_then(|code| u8::try_from(code).ok());
    let show = |next: char| ascii(next).filter(u8::is_ascii).map_or(next, char::from);
    let shown: String = text.chars().map(show).collect();
    (shown != text).then_some(shown)
}

/// A text whose formulas are all marked by `$`.
fn with_dollars(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut prose = String::new();
    let mut code = CodeLines::default();
    for line in text.split_inclusive('\n') {
        if code.holds(line) || line.trim().is_empty() {
            push_with_dollars(&std::mem::take(&mut prose), &mut written);
            written.push_str(line);
        } else {
            prose.push_str(line);
        }
    }
    push_with_dollars(&prose, &mut written);
    written
}

/// Adds a paragraph.
fn push_with_dollars(paragraph: &str, written: &mut String) {
    let mut rest = paragraph;
    while let Some(at) = rest.find(['\\', '`']) {
        let (before, marked) = rest.split_at(at);
        written.push_str(before);
        let code = marked.len() - marked.trim_start_matches('`').len();
        let formula = MARKS.iter().find_map(|(open, close, dollars)| {
            let (formula, after) = marked.strip_prefix(open)?.split_once(close)?;
            Some((formula.trim(), *dollars, after))
        });
        rest = match formula {
            _ if code > 0 => {
                let end = marked[code..].find(&marked[..code]).map_or(code, |end| end + 2 * code);
                written.push_str(&marked[..end]);
                &marked[end..]
            }
            Some((formula, dollars, after)) => {
                written.push_str(&format!("{dollars}{formula}{dollars}"));
                after
            }
            None => {
                let length = 1 + marked[1..].chars().next().map_or(0, char::len_utf8);
                written.push_str(&marked[..length]);
                &marked[length..]
            }
        };
    }
    written.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_hidden_and_shown() {
        let formula = "$$\na < b\n>   = 税\n$$";
        let hidden = hidden(formula);
        assert!(!hidden.contains(['$', '<', '=']) && hidden.contains("\n>   ") && hidden.contains('税'), "{hidden}");
        assert_eq!(shown(&hidden).as_deref(), Some(formula));
        assert_eq!(shown("no formula: $"), None);
    }

    #[test]
    fn formulas_are_marked_in_one_way() {
        for (text, written) in [
            ("a \\\\( x_1 \\\\) b", "a $x_1$ b"),
            ("\\[ y \\]\n", "$$y$$\n"),
            ("`\\(x\\)` and \\(y\\)", "`\\(x\\)` and $y$"),
            ("\\( open", "\\( open"),
            ("```\n\\(x\\)\n```\n", "```\n\\(x\\)\n```\n"),
            ("an escaped \\* and \\", "an escaped \\* and \\"),
        ] {
            assert_eq!(with_dollars(text), written);
        }
    }
}
