//! Formulas: marked in one way, and hidden while a text is converted.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::edit::{Edits, prefix_of};
use super::hidden::hidden;
use super::page::PageContext;
use crate::import::project::Brackets;
use crate::markdown::fence::{CodeLines, lead};
use crate::markdown::{OPTIONS, is_formula, is_text_between_dollars};

/// So often a text is looked through: behind a dollar that begins no formula one may begin.
const ROUNDS: usize = 64;

/// How formulas are marked beside `$`, in running text and as blocks; longer marks first.
const MARKS: [(&str, &str, &str); 4] =
    [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];

impl PageContext<'_> {
    /// A text whose formulas are [hidden]; those that are none here are code.
    pub(super) fn with_hidden_formulas(&mut self, text: &str) -> String {
        let mut text = with_whole_formulas(&with_dollars(text, self.project.brackets));
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

/// A text whose formulas are all marked by `$`.
fn with_dollars(text: &str, brackets: Brackets) -> String {
    let mut written = String::with_capacity(text.len());
    let mut prose = String::new();
    let mut code = CodeLines::default();
    for line in text.split_inclusive('\n') {
        if code.holds(line) || line.trim().is_empty() {
            push_with_dollars(&std::mem::take(&mut prose), brackets, &mut written);
            written.push_str(line);
        } else {
            prose.push_str(line);
        }
    }
    push_with_dollars(&prose, brackets, &mut written);
    written
}

/// A text in whose formulas between lines no line begins a heading, a list or a quotation: such a line goes on with the one before it.
fn with_whole_formulas(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut written = String::with_capacity(text.len());
    let mut code = CodeLines::default();
    // Behind the last line of the formula that is open, and whether that stands in a quotation.
    let (mut end, mut in_quote) = (0, false);
    for (at, line) in lines.iter().enumerate() {
        if at < end {
            let inner = if in_quote { line.trim_start_matches([' ', '\t', '>']) } else { line.trim_start() };
            let after_comment = lines[at - 1].replace("\\%", "").contains('%');
            if begins_block(inner) && !after_comment {
                written.pop();
                written.push(' ');
                written.push_str(inner);
            } else {
                written.push_str(line);
            }
        } else {
            written.push_str(line);
            if !code.holds(line) && opens_formula(line) {
                let is_end = |line: &&str| line.contains("$$");
                let is_blank = |line: &str| line.trim_matches([' ', '\t', '>']).is_empty();
                let mut inside = lines[at + 1..].iter().take_while(|line| !is_blank(line));
                end = inside.position(is_end).map_or(end, |length| at + 2 + length);
                in_quote = lead(line).contains('>');
            }
        }
        written.push('\n');
    }
    written
}

/// Whether a line begins a formula between `$$` that it does not end.
fn opens_formula(line: &str) -> bool {
    line.matches("$$").count() % 2 == 1 && !line.contains('`')
}

/// Whether a line of a formula would begin a block of Markdown, or be the rule below a heading.
fn begins_block(line: &str) -> bool {
    let line = line.trim_end();
    let is_of = |mark: char| !line.is_empty() && line.chars().all(|next| next == mark || next == ' ');
    let number = line.trim_start_matches(|next: char| next.is_ascii_digit());
    let is_numbered = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    let is_item = line.starts_with(['-', '+', '*']) && line[1..].chars().next().is_none_or(char::is_whitespace);
    let is_heading =
        line.trim_start_matches('#').chars().next().is_none_or(char::is_whitespace) && line.starts_with('#');
    line.starts_with('>') || is_item || is_numbered || is_heading || ['=', '-', '*', '_'].into_iter().any(is_of)
}

/// Whether nothing but marks of lists and quotations stands before the rest of a paragraph.
fn before_all_is_blank(paragraph: &str, rest: &str) -> bool {
    let before = &paragraph[..paragraph.len() - rest.len()];
    lead(before).len() == before.len()
}

/// Adds a paragraph.
fn push_with_dollars(paragraph: &str, brackets: Brackets, written: &mut String) {
    let mut rest = paragraph;
    while let Some(at) = rest.find(['\\', '`']) {
        let (before, marked) = rest.split_at(at);
        written.push_str(before);
        let code = marked.len() - marked.trim_start_matches('`').len();
        let formula = MARKS.iter().find_map(|(open, close, dollars)| {
            let (formula, after) = marked.strip_prefix(open)?.split_once(close)?;
            let is_alone = before_all_is_blank(paragraph, marked) && after.trim().is_empty();
            let fits = *open != "\\[" || is_alone || brackets.within_lines(formula);
            fits.then_some((formula.trim(), *dollars, after))
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
    fn brackets_within_lines_are_formulas_where_the_tool_has_it_so() {
        let text = "a \\[x_1\\] b \\[NOI\\]";
        assert_eq!(with_dollars(text, Brackets::Alone), text);
        assert_eq!(with_dollars(text, Brackets::Anywhere), "a $$x_1$$ b $$NOI$$");
        assert_eq!(with_dollars(text, Brackets::LikeFormulas), "a $$x_1$$ b \\[NOI\\]");
    }

    #[test]
    fn no_line_of_a_formula_begins_a_block() {
        for (text, written) in [
            ("$$\na\n=\nb\n$$\n", "$$\na =\nb\n$$\n"),
            ("> $$\n> a\n> ---\n> - b\n> $$\n", "> $$\n> a --- - b\n> $$\n"),
            ("$$\n# e\n> 0\n$$\n=\n", "$$ # e > 0\n$$\n=\n"),
            ("$$a$$\n=\n", "$$a$$\n=\n"),
            ("$$\na\n\n# b\n$$\n", "$$\na\n\n# b\n$$\n"),
            ("```\n$$\na\n=\n$$\n```\n", "```\n$$\na\n=\n$$\n```\n"),
        ] {
            assert_eq!(with_whole_formulas(text), written);
        }
    }

    #[test]
    fn formulas_are_marked_in_one_way() {
        for (text, written) in [
            ("a \\\\( x_1 \\\\) b", "a $x_1$ b"),
            ("\\[ y \\]\n", "$$y$$\n"),
            ("`\\(x\\)` and \\(y\\)", "`\\(x\\)` and $y$"),
            ("\\( open", "\\( open"),
            ("- [\\[NOI #5\\] x](y)\n", "- [\\[NOI #5\\] x](y)\n"),
            ("- \\[ a\nb \\]\n", "- $$a\nb$$\n"),
            ("```\n\\(x\\)\n```\n", "```\n\\(x\\)\n```\n"),
            ("an escaped \\* and \\", "an escaped \\* and \\"),
        ] {
            assert_eq!(with_dollars(text, Brackets::Alone), written);
        }
    }
}
