//! Blocks of code, and what stands after their fences.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use super::builder::TreeBuilder;
use super::place::first_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::fence::{Fence, FenceInfo};
use crate::markdown::{Block, CodeBlock};

/// Languages of texts that other tools make drawings of.
const DRAWINGS: [&str; 3] = ["mermaid", "plantuml", "puml"];

impl<'a> TreeBuilder<'a, '_> {
    /// A block of code, whose start was read.
    pub(super) fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Block<'a> {
        let mut text = String::new();
        while let Some((Event::Text(piece), _)) = self.events.next_if(|(event, _)| matches!(event, Event::Text(_))) {
            text.push_str(&piece);
        }
        self.end();
        let mut code = CodeBlock { text, ..CodeBlock::default() };
        if let CodeBlockKind::Fenced(info) = kind {
            let line = first_line(range, self.file.text());
            self.examine_references(info, &line);
            let resolved = FenceInfo::of(info);
            // Titles may hold quotation marks: these are told apart as it is written, where it stands in the file.
            let info = match Fence::open(&self.file.text()[line.clone()]) {
                Some(fence) => FenceInfo { language: resolved.language, ..fence.info() },
                None => resolved,
            };
            if self.lints && DRAWINGS.contains(&info.language.as_str()) {
                let message = format!("nothing draws what stands here in `{}`: it is shown as text", info.language);
                let hint =
                    "show a picture of it, `![what it shows](drawing.svg)`; what is to be read as text is `text`";
                self.diagnostics
                    .push(Diagnostic::new(Code::NearMiss, self.file.span(line.clone()), message).hint(hint));
            }
            if let Some(more) = info.more.filter(|_| self.lints) {
                let message = format!("`{more}` after the fence is not known");
                let hint = "known here: the language, `{1,3-5}` for lines that are marked, and `title=\"…\"`";
                self.diagnostics.push(Diagnostic::new(Code::NearMiss, self.file.span(line), message).hint(hint));
            }
            code.language = Some(info.language).filter(|language| !language.is_empty());
            code.title = info.title;
            code.marked = info.marked;
        }
        Block::Code(Box::new(code))
    }
}
