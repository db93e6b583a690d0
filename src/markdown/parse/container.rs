//! Containers: `::: tip` to `:::`, with blocks between them.
//!
//! The parser of Markdown knows nothing of them. It reads a text in which HTML of the same length stands in place of the lines that
//! begin and end them, which may stand between any two lines as these may; what it tells of the HTML is taken for the lines.

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter};

use super::builder::TreeBuilder;
use super::emphasis::{EventSource, OffsetEvent};
use super::place::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::fence::Fence;
use crate::markdown::{Alert, AlertKind, Block, Details, Inline};

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
struct ContainerLine<'t> {
    colons: usize,
    /// What it is, if the line begins it.
    kind: &'t str,
    title: &'t str,
}

impl<'t> ContainerLine<'t> {
    fn of(line: &'t str) -> Option<Self> {
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

/// The kinds of containers, for messages.
const KINDS: &str =
    "`note`, `tip`, `info`, `important`, `warning`, `danger`, `details`, `tabs` with `tab` in it, `code-group`";

/// What a container is.
#[derive(Clone, Copy)]
enum ContainerKind {
    Alert(AlertKind),
    Details,
    Tab,
    Tabs,
}

impl ContainerKind {
    fn of(kind: &str) -> Option<Self> {
        Some(match kind.to_ascii_lowercase().as_str() {
            "note" | "info" => Self::Alert(AlertKind::Note),
            "tip" => Self::Alert(AlertKind::Tip),
            "important" => Self::Alert(AlertKind::Important),
            "warning" => Self::Alert(AlertKind::Warning),
            "danger" | "caution" => Self::Alert(AlertKind::Caution),
            "details" => Self::Details,
            "tab" => Self::Tab,
            "tabs" | "code-group" => Self::Tabs,
            _ => return None,
        })
    }
}

impl<'a> TreeBuilder<'a, '_> {
    /// Takes HTML that stands for a line of a container, if it does: adds what the line begins, or ends what is open.
    pub(super) fn takes_container(&mut self, range: &Range<usize>, blocks: &mut Vec<Block<'a>>) -> bool {
        let text = self.file.text();
        let Some(line) = text.get(range.clone()).and_then(ContainerLine::of) else {
            return false;
        };
        let place = first_line(range.clone(), text);
        if !line.kind.is_empty() && self.is_too_deep(place.clone()) {
            return true;
        }
        if !line.kind.is_empty() {
            self.container(&line, place, blocks);
            return true;
        }
        let fits = |open: &OpenContainer| matches!(open, OpenContainer::Colons(colons) if *colons <= line.colons);
        let exact = self.open.iter().rposition(|open| *open == OpenContainer::Colons(line.colons));
        match exact.or_else(|| self.open.iter().rposition(fits)) {
            Some(place) => self.open.truncate(place),
            None => {
                self.slip(place, "these colons end nothing", "a container begins with `::: tip`, and ends with `:::`")
            }
        }
        true
    }

    fn container(&mut self, line: &ContainerLine<'a>, place: Range<usize>, blocks: &mut Vec<Block<'a>>) {
        let kind = ContainerKind::of(line.kind);
        if kind.is_none() {
            let message = format!("a container of the kind `{}` is not known", line.kind);
            self.slip(place.clone(), &message, &format!("known here: {KINDS}"));
        }
        let start = line.title.as_ptr() as usize - self.file.text().as_ptr() as usize;
        let title = self.inlines_of(start..start + line.title.len());
        let within = self.contained(OpenContainer::Colons(line.colons), place.clone());
        match kind {
            None => blocks.extend(within),
            Some(ContainerKind::Alert(kind)) => {
                blocks.push(Block::Alert(Box::new(Alert { kind, title, blocks: within })));
            }
            Some(ContainerKind::Details | ContainerKind::Tab) => {
                blocks.push(Block::Details(Box::new(Details { title, blocks: within })));
            }
            Some(ContainerKind::Tabs) => {
                let (tabs, others): (Vec<_>, Vec<_>) = within.into_iter().map(tab).partition(Result::is_ok);
                if !others.is_empty() {
                    let hint = "write `::: tab Name` before each text, and `:::` after it; around all of them `:::: tabs` and `::::`";
                    self.slip(place, "what stands in no tab is shown before the tabs", hint);
                }
                blocks.extend(others.into_iter().filter_map(Result::err));
                blocks.extend(
                    Some(tabs.into_iter().flatten().collect::<Vec<_>>())
                        .filter(|tabs| !tabs.is_empty())
                        .map(Block::Tabs),
                );
            }
        }
    }

    /// The blocks of a container, up to where it is closed.
    pub(super) fn contained(&mut self, container: OpenContainer, place: Range<usize>) -> Vec<Block<'a>> {
        let level = self.open.len();
        self.open.push(container);
        let blocks = self.nested_blocks();
        if self.open.len() != level {
            let hint = match container {
                OpenContainer::Colons(colons) => format!("end it by a line `{}`", ":".repeat(colons)),
                OpenContainer::Details => "end it by a line `</details>`".to_owned(),
            };
            self.slip(place, "what begins here is not closed where it stands", &hint);
            self.open.truncate(level);
        }
        blocks
    }

    fn slip(&mut self, place: Range<usize>, message: &str, hint: &str) {
        if self.lints {
            self.diagnostics.push(Diagnostic::new(Code::NearMiss, self.file.span(place), message).hint(hint));
        }
    }
}

/// What stands in `tabs` as a tab: details, or code by its name.
fn tab(block: Block<'_>) -> Result<Details<'_>, Block<'_>> {
    match block {
        Block::Details(details) => Ok(*details),
        Block::Code(mut code) => match code.title.take().or_else(|| code.language.clone()) {
            Some(title) => Ok(Details { title: vec![Inline::Text(title.into())], blocks: vec![Block::Code(code)] }),
            None => Err(Block::Code(code)),
        },
        other => Err(other),
    }
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
