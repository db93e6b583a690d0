//! Formulas, as code: what they hold would be read as Markdown.

use pulldown_cmark::{Event, Options, Parser};

use super::edit::{Edits, prefix_of};
use super::page::PageContext;
use crate::markdown::OPTIONS;
use crate::markdown::fence::CodeLines;

/// How formulas are marked beside `$`, in running text and as blocks; longer marks first.
const MARKS: [(&str, &str, &str); 4] =
    [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];

impl PageContext<'_> {
    /// Formulas as code.
    pub(super) fn without_math(&mut self, text: &str) -> String {
        let text = &with_dollars(text);
        let mut edits = Edits::of(text);
        for (event, range) in Parser::new_ext(text, OPTIONS | Options::ENABLE_MATH).into_offset_iter() {
            match event {
                Event::DisplayMath(formula) => {
                    let prefix = prefix_of(text, range.start);
                    let formula: Vec<String> =
                        formula.trim().lines().map(|line| format!("{prefix}{}", line.trim())).collect();
                    self.remarks.look("formulas are kept as code", &text[range.clone()]);
                    let formula = formula.join("\n");
                    edits.replace(
                        range,
                        &format!("\n{prefix}\n{prefix}```latex\n{formula}\n{prefix}```\n{prefix}\n{prefix}"),
                    );
                }
                Event::InlineMath(formula) => {
                    self.remarks.look("formulas are kept as code", &text[range.clone()]);
                    let marks = if formula.contains('`') { "``" } else { "`" };
                    edits.replace(range, &format!("{marks}${formula}${marks}"));
                }
                _ => {}
            }
        }
        edits.applied().unwrap_or_else(|| text.to_owned())
    }
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
