//! Containers: `::: tip` to `:::`, with blocks between them.

use std::ops::Range;

use super::builder::TreeBuilder;
use super::container_line::{ContainerLine, OpenContainer};
use super::place::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Alert, AlertKind, Block, Details, Inline};

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
