//! Emphasis beside Chinese, Japanese and Korean characters, paired as its author means it.
//!
//! The parser pairs marks by CommonMark. Where a run of marks may do more by the CJK-friendly amendments
//! ([`super::flanking`]), the marks of its block are paired anew, by the same algorithm ([`pairing`]); all other blocks pass
//! through as they are. Links, code and images bind tighter than emphasis, so nothing else of a block changes.

mod pairing;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::ops::Range;
use std::vec;

use pulldown_cmark::{Event, OffsetIter, Tag, TagEnd};

use self::pairing::{EmphasisDelimiter, Openers};
use super::event::{is_inline, is_inline_event};
use super::flanking::{DelimiterRun, Flanking, cjk_friendly, commonmark};
use super::place::is_escaped;

/// An event of the parser, with where it stands.
pub(super) type OffsetEvent<'a> = (Event<'a>, Range<usize>);

/// Where events come from.
pub(super) enum EventSource<'a> {
    /// As they are asked for.
    Parser(Box<OffsetIter<'a>>),
    /// Read before.
    Read(vec::IntoIter<OffsetEvent<'a>>),
}

/// The events of a text, with emphasis paired in the CJK-friendly way.
pub(super) struct Events<'a> {
    events: EventSource<'a>,
    /// Where in the source the parser began.
    start: usize,
    source: &'a str,
    /// Running text that was read ahead.
    ready: VecDeque<OffsetEvent<'a>>,
    /// What follows it.
    following: Option<OffsetEvent<'a>>,
    in_cell: bool,
    in_code: bool,
}

impl<'a> Events<'a> {
    /// The events of what the parser reads of `source` from `start` on.
    pub(super) fn new(events: EventSource<'a>, source: &'a str, start: usize) -> Self {
        Self { events, start, source, ready: VecDeque::new(), following: None, in_cell: false, in_code: false }
    }

    fn parsed(&mut self) -> Option<OffsetEvent<'a>> {
        let (event, range) = match &mut self.events {
            EventSource::Parser(parser) => parser.next(),
            EventSource::Read(events) => events.next(),
        }?;
        Some((event, self.start + range.start..self.start + range.end))
    }

    /// Reads the running text that begins with `first` to its end.
    fn running_text(&mut self, first: OffsetEvent<'a>) -> Vec<OffsetEvent<'a>> {
        let mut text = Vec::new();
        let mut open = 0_usize;
        let mut next = Some(first);
        while let Some((event, range)) = next.take().or_else(|| self.parsed()) {
            match &event {
                Event::Start(tag) if is_inline(tag) => open += 1,
                Event::End(_) if open > 0 => open -= 1,
                event if open == 0 && !is_inline_event(event) => {
                    self.following = Some((event.clone(), range));
                    break;
                }
                _ => {}
            }
            text.push((event, range));
        }
        text
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = OffsetEvent<'a>;

    fn next(&mut self) -> Option<OffsetEvent<'a>> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let (event, range) = self.following.take().or_else(|| self.parsed())?;
        match &event {
            Event::Start(Tag::TableCell) => self.in_cell = true,
            Event::End(TagEnd::TableCell) => self.in_cell = false,
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            _ => {}
        }
        if self.in_code || !is_inline_event(&event) {
            return Some((event, range));
        }
        let text = self.running_text((event, range));
        self.ready = paired(text, self.source, self.in_cell).into();
        self.ready.pop_front()
    }
}

/// Pairs the marks of running text anew, if the characters beside them make a difference.
fn paired<'a>(events: Vec<OffsetEvent<'a>>, source: &'a str, in_cell: bool) -> Vec<OffsetEvent<'a>> {
    let (Some((_, first)), Some((_, last))) = (events.first(), events.last()) else {
        return events;
    };
    let text = source.get(first.start..last.end).unwrap_or_default();
    if text.is_ascii() || !text.contains(['*', '~', '_']) {
        return events;
    }
    let pieces = InlineTokens::of(&events, source, in_cell);
    if pieces.differ { pieces.paired(events, source) } else { events }
}

/// A piece of running text.
enum InlineToken {
    /// An event that is no emphasis, by its place.
    Event(usize),
    /// Text as it stands in the source.
    Text(Range<usize>),
    /// A run of marks, which begins at a byte of the source.
    Marks(DelimiterRun, usize),
}

/// Running text without its emphasis: what stands between the marks, and the marks.
struct InlineTokens {
    pieces: Vec<InlineToken>,
    /// What each run may do, in order.
    may: Vec<Flanking>,
    /// Whether a run may do more than by CommonMark.
    differ: bool,
}

impl InlineTokens {
    fn of(events: &[OffsetEvent<'_>], source: &str, in_cell: bool) -> Self {
        let mut pieces = Self { pieces: Vec::new(), may: Vec::new(), differ: false };
        let mut widths = Vec::new();
        for (place, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                    let width = width(event, source, range.start);
                    widths.push(width);
                    pieces.marks(range.start..range.start + width, source);
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                    let width = widths.pop().unwrap_or(1);
                    pieces.marks(range.end - width..range.end, source);
                }
                Event::Text(text) if source.get(range.clone()) == Some(text) => pieces.text(range.clone(), source),
                _ => pieces.pieces.push(InlineToken::Event(place)),
            }
        }
        pieces.judge(events, source, in_cell);
        pieces
    }

    /// Takes text apart into marks and what is none.
    fn text(&mut self, range: Range<usize>, source: &str) {
        let bytes = source.as_bytes();
        let mut begin = range.start;
        for at in range.clone() {
            // A character that a backslash stands before begins a text of its own.
            if is_mark(bytes[at]) && !(at == range.start && is_escaped(at, bytes)) {
                self.plain(begin..at);
                self.marks(at..at + 1, source);
                begin = at + 1;
            }
        }
        self.plain(begin..range.end);
    }

    fn plain(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.pieces.push(InlineToken::Text(range));
        }
    }

    /// Adds marks to the run that they continue, or begins one.
    fn marks(&mut self, range: Range<usize>, source: &str) {
        let mark = source.as_bytes()[range.start];
        match self.pieces.last_mut() {
            Some(InlineToken::Marks(run, start)) if run.mark == mark && *start + run.length == range.start => {
                run.length += range.len();
            }
            _ => {
                let run = DelimiterRun { mark, length: range.len(), first: false, last: false };
                self.pieces.push(InlineToken::Marks(run, range.start));
            }
        }
    }

    /// Finds out what each run may do.
    fn judge(&mut self, events: &[OffsetEvent<'_>], source: &str, in_cell: bool) {
        let mut begins_line = true;
        for piece in &mut self.pieces {
            if let InlineToken::Marks(run, start) = piece {
                let (before, after) = (&source[..*start], &source[*start + run.length..]);
                run.first = begins_line || in_cell && before.ends_with('|') && !before.ends_with("\\|");
                run.last = in_cell && after.starts_with('|');
                let may = cjk_friendly(*run, before, after);
                self.differ |= may != commonmark(*run, before, after);
                self.may.push(may);
            }
            begins_line = matches!(piece, InlineToken::Event(place) if is_break(&events[*place].0));
        }
    }

    /// The events again, with the marks paired.
    fn paired<'a>(self, events: Vec<OffsetEvent<'a>>, source: &'a str) -> Vec<OffsetEvent<'a>> {
        let mut segments: Vec<Vec<EmphasisDelimiter>> = vec![Vec::new(); self.may.len()];
        let mut open = vec![Openers::default()];
        let mut judged = self.may.iter().enumerate();
        for piece in &self.pieces {
            match piece {
                // What stands in a link pairs within it only.
                InlineToken::Event(place) => match events[*place].0 {
                    Event::Start(_) => open.push(Openers::default()),
                    Event::End(_) => drop(open.pop()),
                    _ => {}
                },
                InlineToken::Text(_) => {}
                InlineToken::Marks(run, start) => {
                    if let (Some(openers), Some((place, may))) = (open.last_mut(), judged.next()) {
                        openers.see((*run, *start), place, *may, &mut segments);
                    }
                }
            }
        }
        let mut rest: Vec<Option<OffsetEvent<'a>>> = events.into_iter().map(Some).collect();
        let mut segments = segments.into_iter();
        let mut paired = Vec::with_capacity(rest.len());
        for piece in self.pieces {
            match piece {
                InlineToken::Event(place) => paired.extend(rest[place].take()),
                InlineToken::Text(range) => paired.push(text_event(range, source)),
                InlineToken::Marks(run, start) => {
                    let segments = segments.next().unwrap_or_default();
                    write_marks(start..start + run.length, segments, source, &mut paired);
                }
            }
        }
        paired
    }
}

/// Writes what became of a run: ends and beginnings of emphasis, and what is left of it as text.
fn write_marks<'a>(
    run: Range<usize>,
    mut segments: Vec<EmphasisDelimiter>,
    source: &'a str,
    out: &mut Vec<OffsetEvent<'a>>,
) {
    segments.sort_unstable_by_key(|segment| segment.at);
    let mut begin = run.start;
    for segment in segments {
        if begin < segment.at {
            out.push(text_event(begin..segment.at, source));
        }
        let tag = match (source.as_bytes()[run.start], segment.width) {
            (b'~', _) => Tag::Strikethrough,
            (_, 1) => Tag::Emphasis,
            _ => Tag::Strong,
        };
        begin = segment.at + segment.width;
        let event = if segment.opens { Event::Start(tag) } else { Event::End(tag.to_end()) };
        out.push((event, segment.emphasis));
    }
    if begin < run.end {
        out.push(text_event(begin..run.end, source));
    }
}

fn text_event<'a>(range: Range<usize>, source: &'a str) -> OffsetEvent<'a> {
    (Event::Text(source[range.clone()].into()), range)
}

/// How many marks begin an element that stands at a byte of the source.
fn width(event: &Event<'_>, source: &str, at: usize) -> usize {
    match event {
        Event::Start(Tag::Emphasis) => 1,
        Event::Start(Tag::Strikethrough) if !source[at..].starts_with("~~") => 1,
        _ => 2,
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~')
}

fn is_break(event: &Event<'_>) -> bool {
    matches!(event, Event::SoftBreak | Event::HardBreak)
}
