//! One page of another tool as Markdown that Wenda reads.
//!
//! Each step takes a text and makes a text, so that what one brings forth is read by the next as if it had stood there: blocks of
//! the tool (line by line), HTML, the title and the headings, and at last links and what Wenda would read otherwise.

mod block;
mod component;
mod container;
mod edit;
mod fence;
mod finish;
mod heading;
mod html;
mod include;
mod shortcode;
mod tag;

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag};

pub(super) use self::finish::LinkFate;
use super::files::{ProjectFiles, name_of};
use super::front_matter::FrontMatter;
use super::project::{Project, ProjectPage, name_as_title};
use super::remark::Remarks;
use super::setting::Setting;
use super::tool::Tool;

/// What is known while a page is converted.
pub(super) struct PageContext<'p> {
    pub(super) files: &'p ProjectFiles,
    pub(super) project: &'p Project,
    pub(super) page: &'p ProjectPage,
    pub(super) remarks: Remarks,
    /// Files that MDX imports, by the names of their components.
    partials: BTreeMap<String, String>,
    /// How many lines were included.
    included: usize,
}

/// A page whose links are as they were.
#[derive(Debug)]
pub(super) struct Draft {
    /// The title, as Markdown.
    pub(super) title: String,
    /// What follows the title.
    pub(super) body: String,
    pub(super) front: Setting,
    /// Whether there is nothing to read but the title.
    pub(super) is_empty: bool,
}

/// Keys of front matter that are read, or that only steer the other tool.
const READ_KEYS: [&str; 27] = [
    "title",
    "linkTitle",
    "linktitle",
    "weight",
    "sidebar_position",
    "sidebar_label",
    "slug",
    "url",
    "aliases",
    "id",
    "keywords",
    "tags",
    "draft",
    "unlisted",
    "layout",
    "type",
    "outline",
    "toc",
    "sidebar",
    "hide",
    "hide_title",
    "hide_table_of_contents",
    "pagination_next",
    "pagination_prev",
    "displayed_sidebar",
    "math",
    "katex",
];

impl<'p> PageContext<'p> {
    pub(super) fn of(files: &'p ProjectFiles, project: &'p Project, page: &'p ProjectPage, source: &str) -> Self {
        let remarks = Remarks::on(&page.path, source);
        Self { files, project, page, remarks, partials: BTreeMap::new(), included: 0 }
    }

    /// The same page once more, with what was told of it.
    pub(super) fn continued(
        files: &'p ProjectFiles,
        project: &'p Project,
        page: &'p ProjectPage,
        remarks: Remarks,
    ) -> Self {
        Self { files, project, page, remarks, partials: BTreeMap::new(), included: 0 }
    }

    pub(super) fn into_remarks(self) -> Remarks {
        self.remarks
    }

    /// The page of a source text, with all but its links converted.
    pub(super) fn draft(&mut self, source: &str) -> Draft {
        let FrontMatter { settings: front, body, malformed } = FrontMatter::of(source);
        if let Some(above) = malformed {
            self.remarks.look("the front matter is malformed, and was read line by line", above);
        }
        self.report_keys(&front);
        let body = match self.project.tool {
            Tool::Hugo => shortcode::shortcodes_as_tags(body, &mut self.remarks),
            _ => body.to_owned(),
        };
        let lines: Vec<String> = body.lines().map(str::to_owned).collect();
        let text = self.rewrite(&lines, 0).join("\n") + "\n";
        let text = self.without_html(text);
        let given = front.text_of("title").map(|title| title.replace("{{", "{ {"));
        let (found, text) = self.titled(&text, given.as_deref());
        let title = found.filter(|title| !title.trim().is_empty());
        let title = title.or_else(|| given.as_deref().map(heading::as_title)).unwrap_or_else(|| self.title_by_name());
        let is_empty = !has_content(&text);
        Draft { title: title.replace("{{", "{ {"), body: tidy(&text), front, is_empty }
    }

    /// The title of a page that has none: what the navigation calls it, or the name of its file.
    fn title_by_name(&mut self) -> String {
        let key = self.page.key.trim_end_matches('/');
        let name = if key.is_empty() { name_as_title("home") } else { name_as_title(name_of(key)) };
        let title = self.page.label.clone().unwrap_or(name);
        self.remarks.look(format!("the page has no title: it is called `{title}`"), "");
        heading::as_title(&title)
    }

    fn report_keys(&mut self, front: &Setting) {
        let left: Vec<String> = front
            .entries()
            .iter()
            .map(|(key, _)| key)
            .filter(|key| !READ_KEYS.contains(&key.as_str()))
            .map(|key| format!("`{key}`"))
            .collect();
        if !left.is_empty() {
            self.remarks.lost(format!("of the front matter {} are left out", left.join(", ")), "");
        }
    }
}

/// Whether there is anything to read or to see.
fn has_content(text: &str) -> bool {
    Parser::new_ext(text, edit::OPTIONS).any(|event| match event {
        Event::Text(text) => !text.trim().is_empty(),
        Event::Code(_) | Event::Start(Tag::Image { .. }) => true,
        _ => false,
    })
}

/// A text without blank lines that follow blank lines, outside of code.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut fence: Option<fence::Fence<'_>> = None;
    let mut blank = true;
    for line in text.lines() {
        match &fence {
            Some(open) if open.is_closed_by(line) => fence = None,
            Some(_) => {}
            None => fence = fence::Fence::open(line),
        }
        let is_blank = line.trim().is_empty();
        if fence.is_some() || !(is_blank && blank) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        blank = is_blank;
    }
    tidied
}
