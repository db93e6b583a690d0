//! Headings: the title of a page, levels below it, and ids as Wenda writes them.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::page::PageContext;
use crate::import::letters::letters;
use crate::markdown::OPTIONS;

/// A heading as it stands in a text.
struct FoundHeading {
    level: usize,
    range: Range<usize>,
    /// Its text.
    inner: Range<usize>,
    /// Whether anything stands before it.
    is_first: bool,
    /// Text and code of it, without marks.
    plain: String,
    /// Where its links and images lead.
    targets: Vec<String>,
}

impl PageContext<'_> {
    /// Takes the title off a text, and puts all other headings below it. `given` is the title in the front matter.
    pub(super) fn titled(&mut self, text: &str, given: Option<&str>) -> (Option<String>, Option<String>, String) {
        let headings = headings(text);
        let title = headings.iter().position(|heading| heading.level == 1 && !heading.plain.trim().is_empty());
        let title = title.filter(|place| headings[*place].is_first || given.is_none());
        // Where several headings stand as high as the title, the first is one of the parts of the page.
        let is_part = |given: &str| {
            headings.iter().filter(|heading| heading.level == 1).count() > 1 && {
                title.is_some_and(|place| letters(&headings[place].plain) != letters(given))
            }
        };
        let title = title.filter(|_| !given.is_some_and(is_part));
        let others =
            || headings.iter().enumerate().filter(|(place, _)| Some(*place) != title).map(|(_, heading)| heading);
        let shift = usize::from(others().any(|heading| heading.level == 1));
        if shift > 0 {
            self.remarks.converted("headings were put one level down, below the title", "");
        }
        if shift > 0 && others().any(|heading| heading.level == 6) {
            self.remarks.lost("two levels of headings became one: there are no more than six", "");
        }
        let mut edits = Edits::of(text);
        let mut taken = BTreeSet::new();
        for heading in others() {
            let (inner, id) = self.heading_text(&text[heading.inner.clone()], &mut taken);
            let level = (heading.level + shift).min(6);
            let id = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            let end = if text[heading.range.clone()].ends_with('\n') { "\n" } else { "" };
            edits.replace(heading.range.clone(), &format!("{} {}{id}{end}", "#".repeat(level), inner.trim()));
        }
        let title = title.map(|place| {
            let heading = &headings[place];
            edits.replace(heading.range.clone(), if text[heading.range.clone()].ends_with('\n') { "\n" } else { "" });
            let (title, id) = self.heading_text(heading.plain.trim(), &mut BTreeSet::new());
            for target in &heading.targets {
                self.remarks.lost("a title leads nowhere: its link or image is left out", target);
            }
            if let Some(given) = given.filter(|given| given.trim() != title.trim()) {
                self.remarks.lost("the title in the front matter gives way to the heading of the page", given);
            }
            (title, id)
        });
        let (title, id) = title.map_or((None, None), |(title, id)| (Some(title), id));
        (title, id, edits.applied().unwrap_or_else(|| text.to_owned()))
    }

    /// A heading without what stands in braces at its end, and the id in them.
    fn heading_text(&mut self, inner: &str, taken: &mut BTreeSet<String>) -> (String, Option<String>) {
        let inner = inner.trim().replace('\n', " ");
        let Some(open) = inner.strip_suffix('}').and_then(|inner| inner.rfind('{')) else {
            return (inner, None);
        };
        let is_escaped = inner[..open].ends_with('\\');
        let braces = inner[open + 1..inner.len() - 1].trim();
        let braces = braces.strip_prefix("/*").and_then(|braces| braces.strip_suffix("*/")).unwrap_or(braces);
        let words = words_of(braces.trim_start_matches(':'));
        let is_list =
            !words.is_empty() && words.iter().all(|word| word.starts_with(['#', '.', '-']) || word.contains('='));
        if is_escaped || !is_list || inner[..open].ends_with('{') {
            return (inner, None);
        }
        let before = inner[..open].trim_end().to_owned();
        if words.iter().any(|word| !word.starts_with('#')) {
            self.remarks.lost("attributes of headings are left out", &inner);
        }
        let id = words.iter().find_map(|word| word.strip_prefix('#')).filter(|id| !id.is_empty());
        let fits = |id: &&str| !id.starts_with('_') && !id.contains(['{', '}']);
        let id = id.filter(fits).filter(|id| taken.insert((*id).to_owned())).map(str::to_owned);
        if id.is_none() && words.iter().any(|word| word.starts_with('#')) {
            self.remarks.lost("an id of a heading that another has, or that Wenda does not take, is left out", &inner);
        }
        (before, id)
    }
}

/// The words of a list of attributes; what is quoted is part of its word.
fn words_of(attributes: &str) -> Vec<&str> {
    let mut quoted = false;
    let apart = |next: char| {
        quoted ^= next == '"';
        next.is_whitespace() && !quoted
    };
    attributes.split(apart).filter(|word| !word.is_empty()).collect()
}

fn headings(text: &str) -> Vec<FoundHeading> {
    let mut found: Vec<FoundHeading> = Vec::new();
    let mut open: Option<FoundHeading> = None;
    // Where the text of a link begins.
    let mut label = 0;
    let mut is_first = true;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match &event {
            Event::Start(Tag::Heading { level, .. }) => {
                let (level, inner) = (level_of(*level), range.end..range.start);
                open = Some(FoundHeading { level, range, inner, is_first, plain: String::new(), targets: Vec::new() });
            }
            Event::End(TagEnd::Heading(_)) => found.extend(open.take().map(|mut heading| {
                if heading.inner.start > heading.inner.end {
                    heading.inner = heading.range.start..heading.range.start;
                }
                heading
            })),
            _ => {
                if let Some(heading) = &mut open {
                    // An escape is no part of the text that it makes.
                    let escapes = matches!(event, Event::Text(_)) && text[..range.start].ends_with('\\');
                    heading.inner.start = heading.inner.start.min(range.start - usize::from(escapes));
                    heading.inner.end = heading.inner.end.max(range.end);
                    match &event {
                        // As it is written, with its escapes.
                        Event::Text(_) | Event::Code(_) => {
                            heading.plain.push_str(&text[range.start - usize::from(escapes)..range.end]);
                        }
                        Event::SoftBreak | Event::HardBreak => heading.plain.push(' '),
                        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                            label = heading.plain.len();
                            heading.targets.push(dest_url.to_string());
                        }
                        // An address is no title.
                        Event::End(TagEnd::Link | TagEnd::Image)
                            if heading.plain.get(label..) == heading.targets.last().map(String::as_str) =>
                        {
                            heading.plain.truncate(label);
                        }
                        _ => {}
                    }
                }
            }
        }
        is_first = false;
    }
    found
}

fn level_of(level: HeadingLevel) -> usize {
    level as usize
}
