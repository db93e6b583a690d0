//! Running text: marks, links, images, quotes of cells, and what a typist may have missed.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::builder::{MAX_NESTING, TreeBuilder};
use super::dialect::foreign;
use super::event::is_inline_event;
use super::footnote;
use super::inline_context::InlineContext;
use super::near_miss::{first_item, near_misses};
use super::place::first_line;
use super::quote::is_table_quote;
use super::run::TextRun;
use crate::analysis::is_full_width;
use crate::diagnostic::{Code, Diagnostic, Fix, is_control};
use crate::markdown::{
    AsWritten, Image, ImageSource, Inline, Link, can_be_read, inlines_within, plain_text, typography,
};
use crate::name::Target;
use crate::source::characters;

impl<'a> TreeBuilder<'a, '_> {
    /// Inlines up to the end of the element that holds them, or up to the next block.
    pub(super) fn inlines(&mut self, setting: InlineContext) -> Vec<Inline<'a>> {
        self.inlines_within(setting, None).0
    }

    /// The same, up to the end tag of an element of HTML, and whether that was there.
    pub(super) fn inlines_within(&mut self, setting: InlineContext, element: Option<&str>) -> (Vec<Inline<'a>>, bool) {
        let mut is_closed = false;
        let mut inlines = Vec::new();
        let mut text: Option<TextRun<'a>> = None;
        self.notes.push(None);
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline_event(event)) {
            if matches!(&event, Event::Text(piece) if self.refuses_reference(piece, &range)) {
                continue;
            }
            if let Event::Text(piece) = event {
                text = Some(match text.take() {
                    Some(run) => run.and(piece, range),
                    None => TextRun::new(piece, range, self.file.text()),
                });
                continue;
            }
            self.flush(text.take(), setting, &mut inlines);
            match event {
                Event::Code(code) => inlines.push(Inline::Code(borrowed(code))),
                Event::InlineMath(tex) => inlines.push(self.formula(&tex, false, range)),
                Event::DisplayMath(tex) => inlines.push(self.formula(&tex, true, range)),
                Event::TaskListMarker(checked) => self.task = Some(checked),
                Event::SoftBreak => inlines.push(Inline::SoftBreak),
                Event::HardBreak => inlines.push(Inline::HardBreak),
                Event::FootnoteReference(label) => inlines.push(self.footnotes.refer(&label, range)),
                Event::InlineHtml(_) => is_closed = self.html_inline(range, element, &mut inlines),
                Event::Start(tag) => inlines.extend(self.span_element(tag, range)),
                _ => {}
            }
            if is_closed {
                break;
            }
        }
        self.flush(text.take(), setting, &mut inlines);
        self.end_notes(&mut inlines);
        inlines.shrink_to_fit();
        (inlines, is_closed)
    }

    /// An element of running text, or nothing if it stands too deep.
    fn span_element(&mut self, tag: Tag<'a>, range: Range<usize>) -> Vec<Inline<'a>> {
        if self.depth >= 2 * MAX_NESTING {
            self.refuse_depth(range);
            return Vec::new();
        }
        self.depth += 1;
        let is_label = matches!(tag, Tag::Link { .. } | Tag::Image { .. });
        let content = self.inlines(if is_label { InlineContext::Label } else { InlineContext::Element });
        self.depth -= 1;
        self.end();
        self.report_doubled(&tag, &content, &range);
        self.report_title(&tag, &range);
        match tag {
            Tag::Emphasis => vec![Inline::Emphasis(content)],
            Tag::Strong => vec![Inline::Strong(content)],
            Tag::Strikethrough => vec![Inline::Strikethrough(content)],
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, content, range),
            Tag::Image { dest_url, .. } => self.image(&dest_url, &content, range),
            _ => content,
        }
    }

    /// Emphasis directly within the same emphasis: the marks pair otherwise than their author meant.
    fn report_doubled(&mut self, tag: &Tag<'_>, content: &[Inline<'_>], range: &Range<usize>) {
        let doubled = |inline: &Inline<'_>| match tag {
            Tag::Emphasis => matches!(inline, Inline::Emphasis(_)),
            Tag::Strong => matches!(inline, Inline::Strong(_)),
            Tag::Strikethrough => matches!(inline, Inline::Strikethrough(_)),
            _ => false,
        };
        if content.iter().any(doubled) {
            let span = self.file.span(first_line(range.clone(), self.file.text()));
            self.diagnostics.push(
                Diagnostic::new(Code::UnmatchedEmphasis, span, "emphasis stands within the same emphasis")
                    .hint("its marks pair otherwise than they seem to: put a space around those beside punctuation"),
            );
        }
    }

    /// The title of a link or an image, which is shown nowhere.
    fn report_title(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        if let Tag::Link { title, .. } | Tag::Image { title, .. } = tag
            && self.lints
            && !title.is_empty()
        {
            let span = self.file.span(first_line(range.clone(), self.file.text()));
            let message = "the title of a link or an image is not shown";
            let hint = "say it in the text; in other programs only those see it who point with a mouse";
            self.diagnostics.push(Diagnostic::new(Code::NearMiss, span, message).hint(hint));
        }
    }

    fn link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        content: Vec<Inline<'a>>,
        range: Range<usize>,
    ) -> Vec<Inline<'a>> {
        let span = self.file.span(range.clone());
        if self.holds_control(destination, &range) {
            return content;
        }
        let target = match link_type {
            LinkType::Email => Target::parse(&format!("mailto:{destination}"), &self.file.path),
            _ => Target::parse(destination, &self.file.path),
        };
        if let Ok(Target::File(path)) = &target
            && is_image(path)
            && self.file.text()[..range.start].ends_with('！')
        {
            let mark = range.start - '！'.len_utf8()..range.start;
            self.diagnostics.push(
                Diagnostic::new(Code::NearMiss, self.file.span(mark), "an image begins with a half-width mark")
                    .hint(format!("write `![{}]({destination})`", plain_text(&content, &AsWritten))),
            );
        }
        match target {
            Ok(target) => {
                let content = self.without_links(content, &range);
                let content = if can_be_read(&content) { content } else { Vec::new() };
                vec![Inline::Link(Box::new(Link { target, content, span }))]
            }
            Err(fault) => {
                self.link_fault(fault, destination, range);
                content
            }
        }
    }

    /// The text of a link. In HTML no link stands within a link: a browser ends the outer one where the inner one begins.
    fn without_links(&mut self, mut content: Vec<Inline<'a>>, range: &Range<usize>) -> Vec<Inline<'a>> {
        if take_links_out(&mut content) {
            let message = "a link or the mark of a footnote stands within a link";
            self.error(
                Code::UnknownLink,
                range.clone(),
                message,
                "put it before or after the brackets of the outer link",
            );
        }
        content
    }

    fn image(&mut self, destination: &str, content: &[Inline<'_>], range: Range<usize>) -> Vec<Inline<'a>> {
        let span = self.file.span(range.clone());
        let alternative = plain_text(content, &AsWritten);
        if inlines_within(content).iter().any(|inline| matches!(inline, Inline::Snippet(_))) {
            let message = "no snippet stands in the description of an image";
            self.error(Code::BadQuote, range.clone(), message, "write there what the image shows");
        }
        if self.holds_control(destination, &range) {
            return Vec::new();
        }
        let source = match Target::parse(destination, &self.file.path) {
            Ok(Target::File(path)) => ImageSource::File(path),
            Ok(Target::External(address)) if address.starts_with("https://") => ImageSource::Web(address),
            Ok(_) => {
                let message = format!("`{destination}` is not an image of this site");
                let hint = "put the image beside the article and name it by its path";
                self.error(Code::UnknownLink, range, message, hint);
                return Vec::new();
            }
            Err(fault) => {
                self.link_fault(fault, destination, range);
                return Vec::new();
            }
        };
        if alternative.trim().is_empty() {
            let message = "the image has no description";
            let hint = "say in the brackets what it shows, for readers who do not see it";
            self.error(Code::InvalidValue, range, message, hint);
        }
        vec![Inline::Image(Box::new(Image { source, alternative, span }))]
    }

    /// Whether a destination holds a control character. That is told, here or with the file, and nothing else of it: there is
    /// no such target.
    fn holds_control(&mut self, destination: &str, range: &Range<usize>) -> bool {
        self.examine_references(destination, range);
        destination.contains(is_control) || self.file.has_pictures && characters::holds_picture(destination)
    }

    /// Ends a run of text: takes the quotes out of it, and looks at what a typist may have missed.
    fn flush(&mut self, run: Option<TextRun<'a>>, setting: InlineContext, inlines: &mut Vec<Inline<'a>>) {
        let Some(mut run) = run else {
            return;
        };
        if let Some(mark) = self.alert_mark.take_if(|mark| mark.start == run.range.start) {
            run = run.after(mark.len());
        }
        if let Cow::Owned(text) = &run.text {
            self.examine_references(text, &run.range);
        }
        if self.lints {
            self.lint(&run, setting, inlines);
        }
        if is_table_quote(&run.text) {
            self.linked(&run, 0..run.text.len(), setting, inlines);
            return;
        }
        self.with_notes(&run, setting, inlines);
    }

    /// Looks at a run of text for what a typist may have missed; `before` is what its element holds before it.
    fn lint(&mut self, run: &TextRun<'_>, setting: InlineContext, before: &[Inline<'_>]) {
        let begins_line = matches!(before.last(), None | Some(Inline::SoftBreak | Inline::HardBreak));
        footnote::report_undefined(run, begins_line && setting.has_lines(), self.file, self.diagnostics);
        if let Some(marks) = leftover_marks(run) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnmatchedEmphasis,
                    self.file.span(run.place(marks)),
                    "these marks of emphasis are shown as they are",
                )
                .hint("marks stand in pairs, without spaces between them and what they emphasize; what begins or ends with punctuation may need a space around the marks"),
            );
        }
        let mut slips = near_misses(run, setting, begins_line, before.is_empty());
        if before.is_empty() {
            slips.extend(first_item(run, setting, &self.file.text()[run.range.end..]));
        }
        slips.extend(foreign(run, setting, (begins_line, self.has_formulas)));
        let is_sound = slips.is_empty();
        for miss in slips {
            self.diagnostics.push(
                Diagnostic::new(Code::NearMiss, self.file.span(run.place(miss.part)), miss.message).hint(miss.hint),
            );
        }
        if let Some(at) = run.text.find("$$").filter(|at| self.has_formulas && run.is_typed(*at)) {
            let span = self.file.span(run.place(at..at + 2));
            self.diagnostics.push(
                Diagnostic::new(Code::NearMiss, span, "the dollars are no marks of a formula and shown as they are")
                    .hint("a formula stands between `$$` and `$$`, without blank lines, and has as many `{` as `}`"),
            );
        }
        // The text of `<https://example.com>` is an address, and marks of what was meant as something else are not set as those of texts.
        if !is_sound || self.file.text()[..run.range.start].ends_with('<') {
            return;
        }
        let seen =
            before.last().and_then(|inline| plain_text(std::slice::from_ref(inline), &AsWritten).chars().next_back());
        for slip in typography(&run.text, seen.filter(|seen| is_full_width(*seen)), self.locale) {
            // What was written as an escape or an entity is meant.
            if run.is_typed(slip.part.start) {
                let span = self.file.span(run.place(slip.part.clone()));
                let message = slip.message(&run.text[slip.part.clone()]);
                let fix = Fix::new(span, slip.instead.clone());
                self.diagnostics.push(Diagnostic::new(slip.code, span, message).hint(slip.hint()).fix(fix));
            }
        }
    }
}

/// Marks of emphasis that are text: two or three asterisks, or `~~`; more of them hide something, as in `138****1234`.
fn leftover_marks(run: &TextRun<'_>) -> Option<Range<usize>> {
    let text: &str = &run.text;
    let mut from = 0;
    while let Some(at) = text[from..].find(['*', '~']).map(|at| from + at) {
        let mark = text.as_bytes()[at];
        let length = text.as_bytes()[at..].iter().take_while(|byte| **byte == mark).count();
        from = at + length;
        let leftover = if mark == b'*' { matches!(length, 2 | 3) } else { length == 2 };
        if leftover && run.is_typed(at) && run.is_typed(at + 1) {
            return Some(at..from);
        }
    }
    None
}

fn is_image(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "avif" | "gif" | "jpeg" | "jpg" | "png" | "webp")
}

fn borrowed(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        text => Cow::Owned(text.into_string()),
    }
}

/// Puts the texts of links in their place, and takes marks of footnotes out. Whether there were any.
fn take_links_out(inlines: &mut Vec<Inline<'_>>) -> bool {
    let mut found = false;
    for mut inline in std::mem::take(inlines) {
        match &mut inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Element(_, content) => {
                found |= take_links_out(content);
                inlines.push(inline);
            }
            Inline::Link(link) => {
                found = true;
                inlines.append(&mut link.content);
            }
            Inline::Footnote(_) => found = true,
            _ => inlines.push(inline),
        }
    }
    found
}
