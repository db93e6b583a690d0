//! The last step of a text: where its links and images lead, and what Wenda would read otherwise than it was meant.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, RefDefs, Tag, TagEnd};

use super::edit::Edits;
use super::emoji::{NamedEmoji, named_emoji};
use super::page::PageContext;
use crate::markdown::OPTIONS;

/// Where a link or an image leads, once it is known.
#[derive(Debug, PartialEq)]
pub(in crate::import) enum LinkFate {
    /// As it is written now.
    To(String),
    /// Nowhere: its text stays. The reason is told by who found it.
    Text,
    /// An image that becomes a link to it.
    Linked(String),
}

/// A link or an image that is being read.
struct OpenLink {
    range: Range<usize>,
    kind: LinkType,
    destination: String,
    is_image: bool,
    has_title: bool,
    /// What stands in its brackets.
    inner: Option<Range<usize>>,
}

impl PageContext<'_> {
    /// A text as Wenda reads it. `lead` tells where links and images lead.
    pub(in crate::import) fn finished(
        &mut self,
        text: &str,
        lead: &mut dyn FnMut(&mut Self, &str, bool) -> LinkFate,
    ) -> String {
        let undefined = RefCell::new(BTreeSet::new());
        let note = |link: BrokenLink<'_>| note_undefined(&link, &undefined);
        let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(note));
        let mut edits = Edits::of(text);
        edits.remove_definitions(parser.reference_definitions());
        let mut links: Vec<OpenLink> = Vec::new();
        let mut run: Vec<(Range<usize>, String)> = Vec::new();
        let mut notes = BTreeSet::new();
        let mut in_code = false;
        for (event, range) in parser.into_offset_iter() {
            if !matches!(event, Event::Text(_)) {
                self.check_run(&std::mem::take(&mut run), &mut edits);
            }
            if !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
                && let Some(link) = links.last_mut()
            {
                link.extend(&range);
            }
            let is_image = matches!(event, Event::Start(Tag::Image { .. }));
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(piece) if !in_code => run.push((range, piece.into_string())),
                Event::Start(
                    Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. },
                ) => {
                    let said = (link_type, dest_url.into_string(), !title.is_empty());
                    links.push(OpenLink::new(range, said, is_image));
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    let Some(link) = links.pop() else {
                        continue;
                    };
                    self.without_attributes(&link.range, &mut edits);
                    // What describes an image is a text.
                    let within_image = links.iter().any(|outer| outer.is_image);
                    let within_link = !links.is_empty();
                    let fate = if within_image { LinkFate::Text } else { lead(self, &link.destination, link.is_image) };
                    self.redirect(&link, fate, within_link, &mut edits);
                }
                Event::Start(Tag::FootnoteDefinition(label)) if !notes.insert(label.to_string()) => {
                    let message = format!("the footnote `{label}` is defined twice: the second is shown as text");
                    self.remarks.look(message, &text[range.clone()]);
                    edits.replace(range.start..range.start, "\\");
                }
                Event::FootnoteReference(label) if !links.is_empty() => {
                    self.remarks.look(
                        format!("the mark of the footnote `{label}` stood in a link, and was left out"),
                        &text[range.clone()],
                    );
                    edits.replace(range, "");
                }
                _ => {}
            }
        }
        self.check_run(&run, &mut edits);
        self.report_names(text, undefined.take());
        edits.applied().unwrap_or_else(|| text.to_owned())
    }

    /// Tells of names that nothing defines, and of footnotes that nothing refers to: they are not shown.
    fn report_names(&mut self, text: &str, undefined: BTreeSet<(usize, usize)>) {
        for (start, end) in undefined {
            self.remarks.look("a link by a name that nothing defines is shown as text", &text[start..end]);
        }
        if !text.contains("[^") {
            return;
        }
        let (mut defined, mut referred) = (Vec::new(), BTreeSet::new());
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => defined.push((label.to_string(), range)),
                Event::FootnoteReference(label) => drop(referred.insert(label.to_string())),
                _ => {}
            }
        }
        for (_, range) in defined.into_iter().filter(|(label, _)| !referred.contains(label)) {
            self.remarks.lost("a footnote that nothing refers to is not shown", &text[range]);
        }
    }

    /// `{: .class }` after a link or an image.
    fn without_attributes(&mut self, range: &Range<usize>, edits: &mut Edits<'_>) {
        let rest = &edits.text()[range.end..];
        let Some(inner) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner) else {
            return;
        };
        let is_list = !inner.contains('\n')
            && inner
                .trim_start_matches(':')
                .split_whitespace()
                .all(|word| word.starts_with(['.', '#']) || word.contains('=') || word.contains('"'));
        if is_list {
            self.remarks.lost("attributes of links and images are left out", &rest[..inner.len() + 2]);
            edits.replace(range.end..range.end + inner.len() + 2, "");
        }
    }

    fn redirect(&mut self, link: &OpenLink, fate: LinkFate, within_link: bool, edits: &mut Edits<'_>) {
        let text = edits.text();
        let range = link.range.clone();
        if link.has_title {
            self.remarks.lost("titles of links and images, shown when pointed at, are left out", &text[range.clone()]);
        }
        if matches!(link.kind, LinkType::Autolink | LinkType::Email) {
            match fate {
                // The address is the text of the link around it.
                _ if within_link => edits.replace(range, &link.destination),
                LinkFate::To(_) if link.kind == LinkType::Email => {}
                LinkFate::To(target) if target == link.destination => {}
                LinkFate::To(target) => edits.replace(range, &format!("[{}]({})", link.destination, written(&target))),
                _ => edits.replace(range, &format!("`{}`", link.destination)),
            }
            return;
        }
        let begin = range.start..range.start + 1 + usize::from(link.is_image);
        let inner = link.inner.clone().unwrap_or(begin.end..begin.end);
        // The parser leaves out the brackets of a link that is named by its text.
        let is_collapsed = link.kind == LinkType::Collapsed && text[range.end..].starts_with("[]");
        let tail = inner.end.max(begin.end)..range.end + if is_collapsed { 2 } else { 0 };
        let name = crate::import::files::name_of(&link.destination).split(['?', '#']).next().unwrap_or_default();
        let name =
            if name.is_empty() { link.destination.as_str() } else { name }.replace(['[', ']', '`', '<', '\\'], "");
        if let Some(address) = bare_address(&text[inner.clone()]) {
            edits.replace(inner.clone(), address);
        }
        let label = if text[inner].trim().is_empty() { name } else { String::new() };
        match fate {
            LinkFate::To(target) => {
                let label = if !link.is_image && target.starts_with("article:") { String::new() } else { label };
                edits.replace(tail, &format!("{label}]({})", written(&target)));
            }
            LinkFate::Linked(target) if !within_link => {
                edits.replace(begin, "[");
                edits.replace(tail, &format!("{label}]({})", written(&target)));
            }
            LinkFate::Linked(_) => {
                self.remarks.lost(
                    "an image within a link, which would become a link, is left out: what it shows stands there",
                    &link.destination,
                );
                edits.replace(begin, "");
                edits.replace(tail, &label);
            }
            LinkFate::Text => {
                edits.replace(begin, "");
                edits.replace(tail, &if label.is_empty() { String::new() } else { format!("`{label}`") });
            }
        }
    }

    /// Marks of templates, and emoji by their names, in a run of text.
    fn check_marks(&mut self, whole: &str, place: &dyn Fn(usize) -> Option<usize>, edits: &mut Edits<'_>) {
        for mark in whole.matches("{%") {
            self.remarks.look("marks of templates in braces are shown as text", mark);
        }
        if !self.project.extensions.has_emoji {
            return;
        }
        for NamedEmoji { start, end, emoji } in named_emoji(whole) {
            match (emoji, place(start), place(end)) {
                (Some(emoji), Some(begin), Some(end)) => {
                    let begin = begin - usize::from(edits.text()[..begin].ends_with('\\'));
                    edits.replace(begin..end, emoji);
                }
                _ => self.remarks.look("an emoji is shown by its name", &whole[start..end]),
            }
        }
    }

    /// What Wenda takes for a quote of a table, or misses as a footnote, in a run of text.
    fn check_run(&mut self, run: &[(Range<usize>, String)], edits: &mut Edits<'_>) {
        let whole: String = run.iter().map(|(_, text)| text.as_str()).collect();
        let mut end = 0;
        let ends = run.iter().map(|(_, text)| {
            end += text.len();
            end
        });
        let ends: Vec<usize> = ends.collect();
        let place = |at: usize| {
            let found = ends.partition_point(|end| *end < at || *end == at && at < whole.len());
            let (range, text) = run.get(found)?;
            let inside = at - (ends[found] - text.len());
            Some((range.start + inside).min(range.end))
        };
        let mut from = 0;
        while let Some(open) = whole[from..].find("{{").map(|open| from + open) {
            let Some(length) = whole[open..].find("}}").map(|length| length + 2) else {
                break;
            };
            let formula = formula_around(&whole, open..open + length);
            let message = match formula {
                Some(_) => "a formula is kept as code: nothing says that the project has any",
                None => "braces that stand for a value are kept as code",
            };
            let Range { start, end: behind } = formula.unwrap_or(open..open + length);
            let (quoted, length) = (&whole[start..behind], behind - open);
            if let (Some(begin), Some(end)) = (place(start), place(behind)) {
                let begin = begin - usize::from(edits.text()[..begin].ends_with('\\'));
                self.remarks.look(message, quoted);
                edits.replace(begin..end, &format!("`{}`", quoted.replace('`', "'")));
            }
            from = open + length;
        }
        self.check_marks(&whole, &place, edits);
        for (at, _) in whole.match_indices("[^") {
            let label = whole[at + 2..].split([']', '[', ' ', '^']).next().unwrap_or_default();
            let closes = whole[at + 2 + label.len()..].starts_with(']') && !label.is_empty();
            if closes
                && let Some(begin) = place(at)
                && edits.text()[begin..].starts_with("[^")
                && !edits.text()[..begin].ends_with('\\')
            {
                self.remarks
                    .look(format!("the footnote `{label}` is not defined: its mark is shown as text"), &whole[at..]);
                edits.replace(begin..begin, "\\");
            }
        }
    }
}

/// A formula reaches no further from braces that it holds, in bytes.
const LONGEST_FORMULA: usize = 4 << 10;

/// The formula between dollars that braces stand in.
fn formula_around(text: &str, braces: Range<usize>) -> Option<Range<usize>> {
    let begin = text.ceil_char_boundary(braces.start.saturating_sub(LONGEST_FORMULA));
    let before = &text[begin..braces.start];
    let start = before.rfind('$').filter(|at| !before[at + 1..].contains(['\n', '`'])).map(|at| begin + at)?;
    let after = &text[braces.end..];
    let after = &after[..after.floor_char_boundary(LONGEST_FORMULA)];
    let end = after.find('$').filter(|at| !after[..*at].contains(['\n', '`']))?;
    let inner = &text[start + 1..braces.end + end];
    (inner.trim() == inner).then_some(start..braces.end + end + 1)
}

/// The address that is all the text of a link, and strong or emphasized: within marks it would be a link itself.
fn bare_address(inner: &str) -> Option<&str> {
    let address = inner.trim_matches(['*', '_']);
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    (is_address && address.len() < inner.len() && !address.contains(char::is_whitespace)).then_some(address)
}

/// Keeps in mind where a link stands that is named by what nothing defines.
fn note_undefined<'t>(
    link: &BrokenLink<'_>,
    undefined: &RefCell<BTreeSet<(usize, usize)>>,
) -> Option<(CowStr<'t>, CowStr<'t>)> {
    if matches!(link.link_type, LinkType::ReferenceUnknown | LinkType::Reference | LinkType::CollapsedUnknown) {
        undefined.borrow_mut().insert((link.span.start, link.span.end));
    }
    None
}

impl Edits<'_> {
    /// Removes what links by reference name: they lead to a place of their own.
    fn remove_definitions(&mut self, definitions: &RefDefs<'_>) {
        for (_, definition) in definitions.iter() {
            let end = definition.span.end + usize::from(self.text()[definition.span.end..].starts_with('\n'));
            self.replace(definition.span.start..end, "\n");
        }
    }
}

impl OpenLink {
    fn new(range: Range<usize>, (kind, destination, has_title): (LinkType, String, bool), is_image: bool) -> Self {
        Self { range, kind, destination, is_image, has_title, inner: None }
    }

    fn extend(&mut self, range: &Range<usize>) {
        let inner = self.inner.get_or_insert_with(|| range.clone());
        inner.end = inner.end.max(range.end);
    }
}

/// A destination as Markdown takes it.
fn written(target: &str) -> String {
    let needs_marks = target.is_empty() || target.contains([' ', '(', ')', '\t']) || target.starts_with('<');
    let target = target.replace('<', "%3C").replace('>', "%3E").replace('\n', "%20");
    if needs_marks { format!("<{target}>") } else { target }
}
