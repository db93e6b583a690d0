//! Comments that allow a single problem: `wenda-allow: code reason`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::code::{Code, Severity};
use super::place::{FileId, Place, Span};
use super::problem::Diagnostic;

/// What such a comment begins with.
pub(crate) const MARK: &str = "wenda-allow";

/// A comment that allows a kind of warning where it stands: on its own line, or on the next one if nothing else stands on its
/// own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Allow {
    pub(super) code: Code,
    pub(super) comment: Span,
    /// The lines whose problems it allows. They end after the end of those of every allowance before it in the same file.
    lines: Range<usize>,
}

impl Allow {
    /// Reads what stands between the delimiters of a comment, which lies at `span` in `text`. `None` if it is a comment of
    /// another kind.
    pub(super) fn read(comment: &str, span: Span, text: &str) -> Option<Result<Self, Diagnostic>> {
        let rest = comment.trim().strip_prefix(MARK)?;
        Some(allowed_code(rest, span).map(|code| Self { code, comment: span, lines: lines(text, span.range()) }))
    }
}

/// The code in what follows the mark, if the rest is as it should be.
fn allowed_code(rest: &str, span: Span) -> Result<Code, Diagnostic> {
    let bad = |message: String| Diagnostic::new(Code::BadAllow, span, message);
    let form = format!("write `{MARK}: code reason`, with the code that stands in brackets where the problem is told");
    let Some(rest) = rest.trim_start().strip_prefix(':') else {
        return Err(bad(format!("no colon follows `{MARK}`")).hint(form));
    };
    let (name, reason) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    if name.is_empty() {
        return Err(bad("the comment does not name what it allows".to_owned()).hint(form));
    }
    let Some(code) = Code::of_name(name) else {
        let names = Code::ALL.iter().map(|code| code.name());
        return Err(bad(format!("`{name}` is not a kind of problem")).suggest(name, names).hint(form));
    };
    if code.severity() == Severity::Error {
        return Err(bad(format!("`{name}` is an error, and only warnings can be allowed"))
            .hint("mend what is wrong: errors would make the pages wrong"));
    }
    if reason.trim().is_empty() {
        return Err(bad(format!("the comment gives no reason to allow `{name}`"))
            .hint(format!("say after the code why it is right here: `{MARK}: {name} reason`")));
    }
    Ok(code)
}

/// The lines that a comment speaks of. Between it and the line that it stands before may be empty lines and other allowances.
fn lines(text: &str, comment: Range<usize>) -> Range<usize> {
    /// So many lines may lie between.
    const MAX_BETWEEN: usize = 32;
    let start = text[..comment.start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut end = text[comment.end..].find('\n').map_or(text.len(), |newline| comment.end + newline);
    if !is_blank(&text[start..comment.start]) || !is_blank(&text[comment.end..end]) {
        return start..end;
    }
    for line in text[end..].split('\n').skip(1).take(MAX_BETWEEN) {
        end += 1 + line.len();
        let is_allowance = ["#", "<!--"].iter().any(|begin| {
            line.trim_start_matches(BLANK).strip_prefix(begin).is_some_and(|rest| rest.trim_start().starts_with(MARK))
        });
        if !is_blank(line) && !is_allowance {
            break;
        }
    }
    start..end
}

/// Spaces, and the marks of a quotation in Markdown.
const BLANK: [char; 3] = [' ', '\t', '>'];

fn is_blank(line: &str) -> bool {
    line.trim_matches(BLANK).is_empty()
}

/// All comments of a run that allow something.
#[derive(Clone, Debug, Default)]
pub(super) struct Allows(BTreeMap<(FileId, Code), BTreeMap<usize, Allow>>);

impl Allows {
    pub(super) fn push(&mut self, allow: Allow) {
        let of_kind = self.0.entry((allow.comment.file, allow.code)).or_default();
        of_kind.insert(allow.comment.range().start, allow);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn append(&mut self, other: Self) {
        other.0.into_values().flat_map(BTreeMap::into_values).for_each(|allow| self.push(allow));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Allow> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// The comment that allows a problem. What is wrong with a file as a whole is allowed anywhere in it.
    pub(super) fn of(&self, diagnostic: &Diagnostic) -> Option<&Allow> {
        let of_kind = self.0.get(&(diagnostic.place.file(), diagnostic.code))?;
        let Place::Text(span) = diagnostic.place else {
            return of_kind.values().next();
        };
        let at = span.range().start;
        // Of those that stand before the problem or on its line, the lines of the last end last.
        let before = of_kind.range(..=at).next_back();
        let behind = of_kind.range(at..).next();
        [before, behind].into_iter().flatten().map(|(_, allow)| allow).find(|allow| allow.lines.contains(&at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Allow, Diagnostic> {
        let start = text.find("<!--").unwrap();
        let end = start + text[start..].find("-->").unwrap() + 3;
        Allow::read(&text[start + 4..end - 3], Span::new(FileId(0), start..end), text).unwrap()
    }

    /// What a comment speaks of.
    fn spoken_of(text: &str) -> &str {
        &text[read(text).unwrap().lines]
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_the_next_one() {
        let comment = "<!-- wenda-allow: near-miss why -->";
        for (text, lines) in [
            (format!("a\nb {comment}\nc"), format!("b {comment}")),
            (format!("a\n{comment}\nb\nc"), format!("{comment}\nb")),
            (format!("a\n  {comment}\n\n\nb\nc"), format!("  {comment}\n\n\nb")),
            (format!("> {comment}\n>\n> b\n> c"), format!("> {comment}\n>\n> b")),
            (format!("{comment}\n  <!-- wenda-allow: x -->\nb\nc"), format!("{comment}\n  <!-- wenda-allow: x -->\nb")),
            (comment.to_owned(), comment.to_owned()),
            (format!("{comment}\n"), format!("{comment}\n")),
        ] {
            assert_eq!(spoken_of(&text), lines);
        }
    }

    #[test]
    fn what_is_no_allowance_is_told() {
        for (comment, message) in [
            ("wenda-allow near-miss why", "no colon follows `wenda-allow`"),
            ("wenda-allow:", "the comment does not name what it allows"),
            ("wenda-allow: near-mis why", "`near-mis` is not a kind of problem"),
            ("wenda-allow: near-miss", "the comment gives no reason to allow `near-miss`"),
            ("wenda-allow: gap why", "`gap` is an error, and only warnings can be allowed"),
        ] {
            assert_eq!(read(&format!("<!--{comment}-->")).unwrap_err().message, message);
        }
        assert!(Allow::read(" remark ", Span::new(FileId(0), 0..0), "").is_none());
    }
}
