//! The lines that begin and end containers.
//!
//! The parser of Markdown knows nothing of them. It reads a text in which HTML of the same length stands in place of the lines, which
//! may stand between any two lines as these may; what it tells of the HTML is taken for the lines.

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter};

use super::emphasis::{EventSource, OffsetEvent};
use crate::markdown::fence::Fence;

/// So many colons begin and end a container, at least.
const COLONS: usize = 3;

/// What holds blocks until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenContainer {
    /// After so many colons.
    Colons(usize),
    /// `<details>`.
    Details,
}

/// A line that begins or ends a container.
pub(super) struct ContainerLine<'t> {
    pub(super) colons: usize,
    /// What it is, if the line begins it.
    pub(super) kind: &'t str,
    /// What stands after that.
    pub(super) title: &'t str,
}

impl<'t> ContainerLine<'t> {
    /// The line, if it is one.
    pub(super) fn of(line: &'t str) -> Option<Self> {
        let line = line.trim();
        let head = line.trim_start_matches(':');
        let colons = line.len() - head.len();
        let head = head.trim();
        let end = head.find(|next: char| next.is_whitespace() || "[{|\"".contains(next)).unwrap_or(head.len());
        let (kind, title) = head.split_at(end);
        let is_name = |kind: &str| kind.chars().all(|next| next.is_alphanumeric() || matches!(next, '-' | '_'));
        (colons >= COLONS && is_name(kind) && (head.is_empty() || !kind.is_empty())).then(|| {
            let title = title.trim();
            let title = match title.strip_prefix('[').and_then(|title| title.strip_suffix(']')) {
                Some(title) => title,
                None => title.trim_matches('"'),
            };
            Self { colons, kind, title: title.trim() }
        })
    }
}

/// The lines of a text that begin and end containers, without what stands before them.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence: Option<Fence<'_>> = None;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if let Some(open) = fence.take_if(|open| !open.is_left_by(line)) {
            fence = (!open.is_closed_by(line)).then_some(open);
            continue;
        }
        fence = Fence::open(line);
        let container = line.trim_start_matches([' ', '\t', '>']);
        if ContainerLine::of(container).is_some() {
            let start = start + line.len() - container.len();
            found.push(start..start + container.trim_end().len());
        }
    }
    found
}

/// What the parser is to read in place of a text that holds containers.
pub(super) fn without_containers(text: &str) -> Option<String> {
    if !text.contains(":::") {
        return None;
    }
    let lines = lines(text);
    let mut masked = String::with_capacity(text.len());
    for line in &lines {
        masked.push_str(&text[masked.len()..line.start]);
        // What ends on its line, and may come after any other.
        if line.len() == COLONS {
            masked.push_str("<?>");
        } else {
            masked.push_str("<!A");
            masked.extend(std::iter::repeat_n(' ', line.len() - "<!A>".len()));
            masked.push('>');
        }
    }
    masked.push_str(&text[masked.len()..]);
    (!lines.is_empty()).then_some(masked)
}

/// What a parser tells of a text without containers, as of the `text` with them.
pub(super) fn read<'a>(parser: OffsetIter<'_>, text: &'a str) -> EventSource<'a> {
    let of_text = |(event, range): (Event<'_>, Range<usize>)| -> OffsetEvent<'a> {
        let event = match event {
            // Also where it took the HTML for text.
            Event::Text(piece) if piece.len() == range.len() => Event::Text(text[range.clone()].into()),
            event => event.into_static(),
        };
        (event, range)
    };
    EventSource::Read(parser.map(of_text).collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_containers_are_read() {
        for (line, kind, title) in [
            ("::: tip", "tip", ""),
            (":::tip[小贴士]", "tip", "小贴士"),
            ("::: warning 请注意 **先**", "warning", "请注意 **先**"),
            (":::: details \"更多\"", "details", "更多"),
            (":::", "", ""),
        ] {
            let line = ContainerLine::of(line).unwrap();
            assert_eq!((line.kind, line.title), (kind, title));
        }
        for other in ["::", ": :::", "::: :::", ":::, a", "text"] {
            assert!(ContainerLine::of(other).is_none(), "{other}");
        }
    }

    #[test]
    fn code_holds_no_containers() {
        let text = "a\n:::tip\n```\n::: tip\n```\n> ::::\n:::\n";
        let masked = without_containers(text).unwrap();
        assert_eq!(masked, "a\n<!A  >\n```\n::: tip\n```\n> <!A>\n<?>\n");
        assert_eq!(without_containers("a ::: b"), None);
    }
}
