//! Footnotes that stand where they are referred to: `text^[what the footnote says]`.

use std::borrow::Cow;

use super::builder::TreeBuilder;
use super::footnote::OpenNote;
use super::inline_context::InlineContext;
use super::run::TextRun;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Block, Inline};

/// What begins such a footnote.
const OPENING: &str = "^[";

impl<'a> TreeBuilder<'a, '_> {
    /// Adds a run, with the footnotes that begin or end in it. One begins directly behind what it is about; one that is open then
    /// is none.
    pub(super) fn with_notes(&mut self, run: &TextRun<'a>, setting: InlineContext, inlines: &mut Vec<Inline<'a>>) {
        let mut from = 0;
        let is_open = self.notes.last().is_some_and(Option::is_some);
        if setting != InlineContext::Label && (is_open || run.text.contains(OPENING)) {
            let marks = run.text.match_indices(['[', ']']).filter(|(at, _)| run.is_typed(*at));
            for (at, mark) in marks {
                let before = run.text[from..at].strip_suffix('^').filter(|_| mark == "[" && run.is_typed(at - 1));
                if let Some(before) = before.filter(|before| follows_directly(before, inlines)) {
                    self.quoted(run, from..from + before.len(), setting, inlines);
                    self.refuse_note(inlines);
                    let place = run.place(at - 1..at).start;
                    self.open_note(Some(OpenNote { start: inlines.len(), place, brackets: 0 }));
                    from = at + 1;
                    continue;
                }
                match (self.notes.last().copied().flatten(), mark) {
                    (Some(note), "[") => self.open_note(Some(OpenNote { brackets: note.brackets + 1, ..note })),
                    (Some(note), "]") if note.brackets > 0 => {
                        self.open_note(Some(OpenNote { brackets: note.brackets - 1, ..note }));
                    }
                    (Some(note), "]") => {
                        self.quoted(run, from..at, setting, inlines);
                        let end = run.place(at..at + 1).end;
                        self.open_note(None);
                        self.close_note(note, end, inlines);
                        from = at + 1;
                    }
                    _ => {}
                }
            }
        }
        self.quoted(run, from..run.text.len(), setting, inlines);
    }

    fn open_note(&mut self, note: Option<OpenNote>) {
        if let Some(last) = self.notes.last_mut() {
            *last = note;
        }
    }

    /// A mark in the place of what the footnote says.
    fn close_note(&mut self, note: OpenNote, end: usize, inlines: &mut Vec<Inline<'a>>) {
        let content = inlines.split_off(note.start.min(inlines.len()));
        if content.is_empty() {
            inlines.push(Inline::Text(Cow::Borrowed("^[]")));
            return;
        }
        // No label that is written holds this sign.
        let label = format!("^{}", note.place);
        inlines.push(self.footnotes.refer(&label, note.place..end));
        self.footnotes.define(label, vec![Block::Paragraph(content)], note.place..end);
    }

    /// Ends the running text of an element: a footnote that is still open is none.
    pub(super) fn end_notes(&mut self, inlines: &mut Vec<Inline<'a>>) {
        self.refuse_note(inlines);
        self.notes.pop();
    }

    /// Shows the mark of a footnote that nothing ended.
    fn refuse_note(&mut self, inlines: &mut Vec<Inline<'a>>) {
        let Some(note) = self.notes.last_mut().and_then(Option::take) else {
            return;
        };
        inlines.insert(note.start.min(inlines.len()), Inline::Text(Cow::Borrowed(OPENING)));
        if self.lints {
            let mark = self.file.span(note.place..note.place + 1);
            let message = "nothing ends the footnote that begins here: it is shown as it is";
            let hint = "its `]` stands outside of marks that begin in the footnote, and before the next one; where `^[` is text, write `\\^[`";
            self.diagnostics.push(Diagnostic::new(Code::NearMiss, mark, message).hint(hint));
        }
    }
}

/// Whether what comes next follows a text or an element without a space.
fn follows_directly(before: &str, inlines: &[Inline<'_>]) -> bool {
    match before.chars().next_back() {
        Some(last) => !last.is_whitespace(),
        None => !matches!(inlines.last(), None | Some(Inline::SoftBreak | Inline::HardBreak)),
    }
}
