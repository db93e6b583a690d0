//! Definitions that define nothing: a heading or a comment stands where their term would.

use crate::markdown::fence::CodeLines;

/// What is indented so far belongs to a definition.
const STEP: usize = 4;

/// Lines in which what stands below a mark `:` without a term is no definition: CommonMark would take its body for code.
pub(super) fn without_lone_marks(lines: Vec<String>) -> Vec<String> {
    let mut code = CodeLines::default();
    let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
    let mut written: Vec<String> = Vec::with_capacity(lines.len());
    let mut has_term = false;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let marked = marked(line).filter(|_| !held[at] && !has_term);
        let Some((indent, text)) = marked else {
            // What is indented less than a term is none; a definition may follow another.
            has_term = if line.trim().is_empty() { has_term } else { !held[at] && is_term(line) };
            written.push(line.clone());
            at += 1;
            continue;
        };
        let is_of_body = |line: &String| line.trim().is_empty() || indent_of(line) >= indent + STEP;
        let length = lines[at + 1..].iter().take_while(|line| is_of_body(line)).count();
        written.push(format!("{}{text}", " ".repeat(indent)));
        written.extend(lines[at + 1..=at + length].iter().map(|line| line.get(STEP..).unwrap_or_default().to_owned()));
        at += length + 1;
    }
    written
}

/// How far a definition is indented that a line begins, and its text.
fn marked(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ').strip_prefix(':')?;
    text.starts_with(' ').then(|| (indent_of(line), text.trim_start()))
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line may be a term, or belong to a definition.
fn is_term(line: &str) -> bool {
    let text = line.trim();
    let is_comment = text.starts_with("<!--") && text.ends_with("-->") && text.matches("-->").count() == 1;
    !is_comment && !text.starts_with('#') && text != "-->"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_without_terms_are_paragraphs() {
        for (text, written) in [
            ("<!-- c -->\n\n:   a\n    b\n\n    c\n\nd", "<!-- c -->\n\na\nb\n\nc\n\nd"),
            ("## H\n\n:   a\n\n:   b", "## H\n\na\n\nb"),
            ("t\n:   a\n\n    b\n\n:   c", "t\n:   a\n\n    b\n\n:   c"),
            ("```\nx\n```\n\n: a", "```\nx\n```\n\na"),
            ("```\n# x\n: a\n```", "```\n# x\n: a\n```"),
            (":smile: a", ":smile: a"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(without_lone_marks(lines).join("\n"), written, "{text}");
        }
    }
}
