//! Components of MDX and Vue, and Hugo's shortcodes as tags: what is known becomes Markdown, of the rest the text is kept.

use super::code::are_named_code;
use super::code_tag::{code_block, holds_code, with_fence};
use super::container::{ContainerForm, dedented, form_of, framed};
use super::labels::labelled;
use super::name::{is_image, is_tab, plain_name, shown};
use super::page::PageContext;
use super::tag::{MarkupPiece, MarkupTag, pieces};
use super::title::as_title;
use super::upper_case::with_marked_names;
use crate::import::files::name_of;
use crate::import::front_matter::ForeignFrontMatter;

/// A tag is looked for in so many lines.
const MAX_LINES: usize = 60;
/// Attributes that readers see before what a component holds, and after it.
const INTRODUCTIONS: [&str; 2] = ["description", "subtitle"];
const CAPTIONS: [&str; 2] = ["caption", "attr"];
/// Attributes of all components that only steer how they look and what they do, or that are read.
const STEERING: &str = " class classname id style key ref slot is width height align size color colour variant theme icon open \
    default defaultvalue value values groupid querystring lazy cols columns gap lang language codelang linenos hl_lines \
    linenostart alt href to link url file type kind name label title header heading summary text markdown \
    target rel loading ";
/// So many lines of a page are looked through for closing tags, in all.
const MAX_FOLLOWED: usize = 4_000_000;
/// Attributes that hold what readers see.
const LABELS: [&str; 9] = ["label", "title", "header", "name", "summary", "text", "heading", "_0", "_1"];
/// Attributes that hold an image.
const IMAGES: [&str; 9] = ["src", "srclight", "light", "image", "img", "cover", "thumbnail", "srcdark", "dark"];
/// Attributes that hold where a component leads.
const LEADING: [&str; 4] = ["href", "to", "link", "url"];
/// Components that only arrange what they hold.
const ARRANGING: &str = " tabs tabpane tabgroup tabbed tabset codegroup codetabs steps step cards card cardgrid columns column col row grid \
    blocks block div section clientonly fragment suspense teleport template center details-group content body main p span \
    browseronly layout container wrapper ";
/// Elements of HTML that only arrange what they hold.
const WRAPPERS: &str =
    " div section article main aside header footer figure figcaption center nav p span details template ";

fn is_among(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

/// The alert that an element of HTML is by its class: `<div class="warning">`.
fn alert_by_class(tag: &MarkupTag) -> Option<ContainerForm> {
    let classes = tag.attribute(&["class", "className"])?.split_whitespace();
    let named = classes.flat_map(|class| [class, class.rsplit('-').next().unwrap_or(class)]);
    named.filter_map(form_of).find(|form| matches!(form, ContainerForm::Alert(_)))
}

impl PageContext<'_> {
    /// The block that a tag at the beginning of a line makes. `None` for what is running text, or plain HTML.
    pub(super) fn markup(&mut self, lines: &[String], depth: usize) -> Option<(usize, Vec<String>)> {
        let first = lines[0].trim_start();
        let indent = &lines[0][..lines[0].len() - first.len()];
        let whole = lines[..lines.len().min(MAX_LINES)].join("\n");
        let whole = whole.trim_start();
        let tag = MarkupTag::at(whole)?;
        let name = tag.name.to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style") && !tag.is_closing {
            return Some(self.program(&name, lines));
        }
        let holds_markdown = self.is_mdx()
            || name == "details"
            || tag.attributes.iter().any(|(name, _)| name == "markdown")
            || alert_by_class(&tag).is_some();
        let wraps = is_among(WRAPPERS, &name) && holds_markdown;
        if !wraps && !tag.is_component() {
            return None;
        }
        let rest_of_line = whole[tag.length..].lines().next().unwrap_or_default().trim().to_owned();
        let taken = whole[..tag.length].matches('\n').count() + 1;
        if tag.is_closing {
            return rest_of_line.is_empty().then(|| (taken, vec![String::new()]));
        }
        if tag.is_self_closing {
            let written = rest_of_line.is_empty().then(|| self.component(&tag, None, depth))?;
            return Some((taken, indented(indent, written)));
        }
        let closing = format!("</{}>", tag.name);
        let (inner, taken) = if rest_of_line.is_empty() {
            match self.closing_line(&lines[taken..], &tag.name) {
                Some(end) => (lines[taken..taken + end].to_vec(), taken + end + 1),
                None if wraps => return None,
                None => {
                    let written = self.component(&tag, None, depth);
                    return Some((taken, indented(indent, written)));
                }
            }
        } else {
            let inner = rest_of_line.strip_suffix(&closing)?;
            (vec![inner.to_owned()], taken)
        };
        // What stands further to the left than its tag stands in no list.
        let spaces = |line: &String| line.len() - line.trim_start().len();
        let is_outside = inner.iter().any(|line| !line.trim().is_empty() && spaces(line) < indent.len());
        let written = self.component(&tag, Some(&dedented(&inner)), depth);
        Some((taken, indented(if is_outside { "" } else { indent }, written)))
    }

    /// Where the element ends that lines stand in: the line that is its closing tag.
    fn closing_line(&mut self, lines: &[String], name: &str) -> Option<usize> {
        let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
        let mut open = 1_usize;
        for (at, line) in lines.iter().enumerate() {
            // Of tags that nobody closes, each is followed to the end.
            self.followed += 1;
            if self.followed > MAX_FOLLOWED {
                return None;
            }
            let line = line.trim();
            if line.starts_with(&closing) {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            } else if let Some(rest) = line.strip_prefix(&opening)
                && (rest.is_empty() || rest.starts_with([' ', '>', '/']))
            {
                let is_whole = line.ends_with(&closing) || MarkupTag::at(line).is_some_and(|tag| tag.is_self_closing);
                open += usize::from(!is_whole);
            }
        }
        None
    }

    /// Passes a program or a style sheet: how many lines it takes, and what stands behind it on the last.
    fn program(&mut self, name: &str, lines: &[String]) -> (usize, Vec<String>) {
        self.remarks.lost(format!("`<{name}>` is left out"), &lines[0]);
        let closing = format!("</{name}");
        let end = lines.iter().enumerate().find_map(|(at, line)| Some((at, line.to_ascii_lowercase().find(&closing)?)));
        let Some((last, place)) = end else {
            return (1, Vec::new());
        };
        let after = lines[last][place..].split_once('>').map_or("", |(_, after)| after.trim());
        (last + 1, if after.is_empty() { Vec::new() } else { vec![after.to_owned()] })
    }

    /// A component that stands alone, with what it holds.
    fn component(&mut self, tag: &MarkupTag, inner: Option<&[String]>, depth: usize) -> Vec<String> {
        let name = plain_name(&tag.name);
        if inner.is_none_or(|inner| inner.iter().all(|line| line.trim().is_empty())) {
            return self.empty_component(tag, depth);
        }
        let inner = inner.unwrap_or_default();
        let arranges = is_among(ARRANGING, &name) || is_among(WRAPPERS, &name);
        let held = self.held_text(tag, inner, arranges || form_of(&name).is_some());
        let inner = held.as_deref().unwrap_or(inner);
        let labelled = labelled(tag, inner);
        // What names the tabs is no title of what holds them.
        let own = labelled.as_ref().map(|_| MarkupTag { attributes: Vec::new(), ..tag.clone() });
        let (tag, inner) = (own.as_ref().unwrap_or(tag), labelled.as_deref().unwrap_or(inner));
        let fenced = with_fence(tag, &name, inner);
        let inner = fenced.as_deref().unwrap_or(inner);
        if fenced.is_none() && holds_code(tag, &name, inner) {
            return code_block(tag, &name, inner);
        }
        let kind = tag.attribute(&["type", "kind", "color", "_0"]).filter(|kind| form_of(kind).is_some());
        let form = form_of_component(tag, &name, kind);
        let title = self.title_of(tag, kind.filter(|_| form_of(&name).is_some()));
        if form == ContainerForm::Open && !arranges {
            self.remarks.look(
                format!("of the component `{}` what it holds was kept, without its looks", shown(&tag.name)),
                &format!("<{}", tag.name),
            );
        } else {
            self.remarks.converted(format!("`{}` was rewritten", shown(&tag.name)), &tag.name);
        }
        let (title, inner) = match summary(inner) {
            Some((summary, rest)) => (summary, rest),
            None => (title, inner.to_vec()),
        };
        let (name_of_image, image) = image_of(tag).unzip();
        self.report_attributes(tag, &title, name_of_image);
        let target = tag.attribute(&LEADING).filter(|target| leads_somewhere(target));
        let (title, link) = linked(title, target, form);
        let paragraphs = |names: &[&str]| -> Vec<String> {
            let given = names.iter().filter_map(|name| tag.attribute(&[name]));
            given.flat_map(|text| [String::new(), as_title(text), String::new()]).collect()
        };
        let inner = [
            image.unwrap_or_default(),
            paragraphs(&INTRODUCTIONS),
            self.rewrite(&inner, depth + 1),
            paragraphs(&CAPTIONS),
            link,
        ]
        .concat();
        let is_group = name.contains("codegroup") && form == ContainerForm::Open && are_named_code(&inner);
        framed(if is_group { ContainerForm::CodeGroup } else { form }, &title, inner)
    }

    /// A component that stands alone and holds nothing.
    fn empty_component(&mut self, tag: &MarkupTag, depth: usize) -> Vec<String> {
        if let Some(lines) = self.partial(tag, depth) {
            return lines;
        }
        let line = self.component_in_text(tag);
        let mut written = vec![String::new(), line];
        if !written[1].starts_with('`') {
            let texts = ["title"].iter().chain(&INTRODUCTIONS).chain(&CAPTIONS);
            for text in texts.filter_map(|name| tag.attribute(&[name])) {
                if !written[1].contains(text) {
                    written.extend([String::new(), as_title(text)]);
                }
            }
        }
        written.push(String::new());
        written
    }

    /// What a component in running text says in its attributes, to stand behind what it holds.
    pub(super) fn aside_of(&mut self, tag: &MarkupTag) -> String {
        let kind = tag.attribute(&["type", "kind", "color", "_0"]).filter(|kind| form_of(kind).is_some());
        let title = self.title_of(tag, kind);
        self.report_attributes(tag, &title, None);
        let others = INTRODUCTIONS.iter().chain(&CAPTIONS).filter_map(|name| tag.attribute(&[name]));
        let texts: Vec<String> =
            [title.as_str()].into_iter().chain(others).filter(|text| !text.is_empty()).map(as_title).collect();
        if texts.is_empty() { String::new() } else { format!(" ({})", texts.join("; ")) }
    }

    /// Tells which attributes of a component do not come along though they hold texts or images. `shown_image` is the one that does.
    fn report_attributes(&mut self, tag: &MarkupTag, title: &str, shown_image: Option<&str>) {
        let is_known = |name: &str| {
            Some(name) == shown_image
                || INTRODUCTIONS.contains(&name)
                || CAPTIONS.contains(&name)
                || is_among(STEERING, name)
                || name.starts_with('_')
        };
        let is_program = |name: &str| name.starts_with([':', '@', '#', '[', '(', '*']) || name.starts_with("v-");
        for (name, value) in &tag.attributes {
            let is_unnamed = name.starts_with('_') && value.contains(' ') && value != title;
            let is_text = value.chars().any(char::is_alphabetic) && !matches!(value.as_str(), "true" | "false");
            let is_text = is_text && !value.starts_with('{');
            if is_text && (is_unnamed || !is_known(&name.to_ascii_lowercase()) && !is_program(name)) {
                let message = format!("of the component `{}` the attribute `{name}` is left out", shown(&tag.name));
                // The value alone may stand elsewhere, too.
                let mut written = ["\"", "'", "{\"", "{'", ""].iter().map(|quote| format!("{name}={quote}{value}"));
                let written = written.find(|written| self.remarks.stands(written));
                self.remarks.lost(message, written.as_deref().unwrap_or(value));
            }
        }
    }

    /// What a component is called, for readers.
    fn title_of(&self, tag: &MarkupTag, kind: Option<&str>) -> String {
        let is_title = |label: &&str| Some(*label) != kind && !matches!(*label, "true" | "false");
        let value = LABELS.iter().filter_map(|name| tag.attribute(&[name])).find(is_title);
        let of_tab =
            || tag.attribute(&["value", "codelang", "lang"]).filter(|_| plain_name(&tag.name).starts_with("tab"));
        value.or_else(of_tab).unwrap_or_default().replace(['*', '<', '>'], "")
    }

    /// The file that was imported under the name of a component.
    fn partial(&mut self, tag: &MarkupTag, depth: usize) -> Option<Vec<String>> {
        let path = self.partials.get(shown(&tag.name))?.clone();
        let path = self.file_named(&path)?;
        let (text, _) = self.files.text(&path).ok()?;
        let lines = ForeignFrontMatter::of(&text).body.lines().map(str::to_owned).collect();
        let lines = with_marked_names(lines);
        if depth >= super::block::MAX_NESTING || self.take_in(&path, &lines).is_err() {
            return None;
        }
        self.remarks.converted(format!("`{path}` was included"), &format!("<{}", tag.name));
        let mut written = vec![String::new()];
        self.including.push(path);
        written.extend(self.rewrite(&lines, depth + 1));
        self.including.pop();
        written.push(String::new());
        Some(written)
    }

    /// A component that holds nothing, as running text.
    pub(super) fn component_in_text(&mut self, tag: &MarkupTag) -> String {
        let name = plain_name(&tag.name);
        let label = tag.attribute(&["alt", "caption", "label", "title", "text", "name"]);
        let label = label.map(|label| label.replace(['[', ']', '<', '>', '`', '\n'], " "));
        let source = tag.attribute(&["src", "srclight", "light", "url", "image", "img", "link", "file"]);
        let target = tag.attribute(&LEADING);
        let converted = format!("`{}` was rewritten", shown(&tag.name));
        if matches!(name.as_str(), "youtube" | "youtubeembed" | "bilibili" | "vimeo" | "liteyoutube") {
            let id = tag.attribute(&["id", "videoid", "video", "bvid", "_0", "src", "url"]).unwrap_or_default();
            let address = match name.as_str() {
                _ if id.starts_with("http") => id.to_owned(),
                "bilibili" => format!("https://www.bilibili.com/video/{id}"),
                "vimeo" => format!("https://vimeo.com/{id}"),
                _ => format!("https://www.youtube.com/watch?v={id}"),
            };
            self.remarks.look("a film became a link to it", &tag.name);
            return format!("[{}]({address})", label.unwrap_or(address.clone()));
        }
        let is_image = source.is_some_and(is_image);
        if let Some(source) = source.filter(|_| is_image || matches!(name.as_str(), "figure" | "img" | "image")) {
            self.remarks.converted(converted, &tag.name);
            let label = label.unwrap_or_else(|| name_of(source).to_owned());
            return format!("![{label}](<{source}>)");
        }
        if let Some(target) = target.filter(|target| leads_somewhere(target)) {
            self.remarks.converted(converted, &tag.name);
            return format!("[{}](<{target}>)", label.unwrap_or_else(|| target.to_owned()));
        }
        if let Some(text) =
            label.filter(|_| matches!(name.as_str(), "badge" | "tag" | "label" | "chip" | "kbd" | "highlight"))
        {
            self.remarks.converted(converted, &tag.name);
            return format!("`{text}`");
        }
        if name.ends_with("icon") || name == "iconify" {
            self.remarks.lost("icons are left out", &format!("<{}", tag.name));
            return String::new();
        }
        let written = tag.as_written().replace('`', "'");
        self.remarks.lost(
            format!("the component `{}` does nothing here: its tag is kept as code", shown(&tag.name)),
            &format!("<{}", tag.name),
        );
        format!("`{written}`")
    }
}

/// What a component becomes, of which an attribute may tell the kind.
fn form_of_component(tag: &MarkupTag, name: &str, kind: Option<&str>) -> ContainerForm {
    match form_of(name) {
        Some(ContainerForm::Alert(own)) => match kind.and_then(form_of) {
            Some(form @ ContainerForm::Alert(_)) => form,
            _ => ContainerForm::Alert(own),
        },
        Some(ContainerForm::Details) => ContainerForm::Details,
        _ if is_tab(name) => ContainerForm::Tab,
        _ => alert_by_class(tag).filter(|_| is_among(WRAPPERS, name)).unwrap_or(ContainerForm::Open),
    }
}

/// The image that a component shows beside what it holds: the name of its attribute, and lines that show it.
fn image_of(tag: &MarkupTag) -> Option<(&'static str, Vec<String>)> {
    let mut given = IMAGES.into_iter().filter_map(|name| Some((name, tag.attribute(&[name])?)));
    let (name, source) = given.find(|(_, source)| is_image(source))?;
    let label =
        tag.attribute(&["alt"]).unwrap_or_else(|| name_of(source)).replace(['[', ']', '<', '>', '`', '\n'], " ");
    Some((name, vec![format!("![{label}](<{source}>)"), String::new()]))
}

/// A title that leads where its component does; or what does so below it.
fn linked(title: String, target: Option<&str>, form: ContainerForm) -> (String, Vec<String>) {
    let is_linked = form == ContainerForm::Open && !title.is_empty() && !title.contains("](");
    match target {
        Some(target) if is_linked => (format!("[{title}](<{target}>)"), Vec::new()),
        Some(target) => (title, vec![String::new(), format!("[](<{target}>)"), String::new()]),
        None => (title, Vec::new()),
    }
}

fn leads_somewhere(target: &str) -> bool {
    target.starts_with(['/', '.', '#']) || target.contains("://")
}

/// The summary that the lines of an element of details begin with, and the rest.
fn summary(lines: &[String]) -> Option<(String, Vec<String>)> {
    let at = lines.iter().position(|line| !line.trim().is_empty())?;
    let inner = lines[at].trim().strip_prefix("<summary")?;
    let inner = inner.split_once('>')?.1;
    if let Some((title, rest)) = inner.split_once("</summary>") {
        let rest = std::iter::once(rest.to_owned()).chain(lines[at + 1..].iter().cloned());
        return Some((plain(title), rest.collect()));
    }
    let end = lines.iter().position(|line| line.contains("</summary>"))?;
    let title =
        std::iter::once(inner).chain(lines[at + 1..end].iter().map(|line| line.trim())).collect::<Vec<_>>().join(" ");
    let last = lines[end].split("</summary>").next().unwrap_or_default();
    Some((plain(&format!("{title} {last}")), lines[end + 1..].to_vec()))
}

/// A text without tags.
fn plain(html: &str) -> String {
    let pieces = pieces(html);
    let texts = pieces.iter().map(|piece| if let MarkupPiece::Text(text) = piece { *text } else { "" });
    texts.collect::<String>().trim().to_owned()
}

fn indented(indent: &str, lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| if line.is_empty() { line } else { format!("{indent}{line}") }).collect()
}
