//! A page while it is converted, and as a draft.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag};

use super::anchor::with_ids;
use super::edit::single_blank_lines;
use super::emoji::with_escaped_names;
use super::hidden::shown;
use super::home::HomeText;
use super::shortcode::shortcodes_as_tags;
use super::tag_lines::tags_apart;
use super::title::as_title;
use crate::import::files::{ProjectFiles, name_of};
use crate::import::front_matter::ForeignFrontMatter;
use crate::import::kind::Tool;
use crate::import::project::{Project, ProjectPage, name_as_title};
use crate::import::remark::Remarks;
use crate::import::setting::Setting;
use crate::markdown::OPTIONS;

/// What is known while a page is converted.
pub(in crate::import) struct PageContext<'p> {
    pub(in crate::import) files: &'p ProjectFiles,
    pub(in crate::import) project: &'p Project,
    pub(in crate::import) page: &'p ProjectPage,
    pub(in crate::import) remarks: Remarks,
    /// Files that MDX imports, by the names of their components.
    pub(super) partials: BTreeMap<String, String>,
    /// The files that are being included, from the page on.
    pub(super) including: Vec<String>,
    /// How many bytes were included.
    pub(super) included: usize,
    /// How many lines were looked through for closing tags.
    pub(super) followed: usize,
}

/// A page whose links are as they were.
#[derive(Debug)]
pub(in crate::import) struct Draft {
    /// The title, as Markdown.
    pub(in crate::import) title: String,
    /// The id that the title had.
    pub(in crate::import) title_id: Option<String>,
    /// What follows the title.
    pub(in crate::import) body: String,
    pub(in crate::import) front: Setting,
    /// Whether there is nothing to read but the title.
    pub(in crate::import) is_empty: bool,
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
    pub(in crate::import) fn of(
        files: &'p ProjectFiles,
        project: &'p Project,
        page: &'p ProjectPage,
        source: &str,
    ) -> Self {
        Self::continued(files, project, page, Remarks::on(&page.path, source))
    }

    /// The same page once more, with what was told of it.
    pub(in crate::import) fn continued(
        files: &'p ProjectFiles,
        project: &'p Project,
        page: &'p ProjectPage,
        remarks: Remarks,
    ) -> Self {
        let including = vec![page.path.clone()];
        Self { files, project, page, remarks, partials: BTreeMap::new(), including, included: 0, followed: 0 }
    }

    pub(in crate::import) fn into_remarks(self) -> Remarks {
        self.remarks
    }

    /// The page of a source text, with all but its links converted.
    pub(in crate::import) fn draft(&mut self, source: &str) -> Draft {
        let ForeignFrontMatter { settings: front, body, malformed } = match self.project.tool {
            Tool::Mkdocs => ForeignFrontMatter::of_mkdocs(source),
            _ => ForeignFrontMatter::of(source),
        };
        if let Some(above) = malformed {
            self.remarks.look("the front matter is malformed, and was read line by line", above);
        }
        self.report_keys(&front);
        let home = HomeText::of(&front, &mut self.remarks);
        let appended = self.appended(body);
        let around =
            |body: &str, after: &str| if after.is_empty() { body.to_owned() } else { format!("{body}\n{after}\n") };
        let body = around(&around(&format!("{}{body}", home.above), &home.below), &appended);
        let lines: Vec<String> = body.lines().map(str::to_owned).collect();
        let lines = self.with_front_values(lines, &front);
        let lines = match self.project.tool {
            Tool::Hugo => self.with_code_in_tabs(lines),
            _ => self.common_lines(lines),
        };
        let lines = with_ids(self.with_code_in_fences(&with_escaped_names(lines)));
        let body = self.with_marked_names(lines).join("\n");
        let body = match self.project.tool {
            Tool::Hugo => shortcodes_as_tags(&body, &mut self.remarks),
            _ => body,
        };
        let lines = tags_apart(&body.lines().collect::<Vec<_>>());
        let text = self.rewrite(&lines, 0).join("\n") + "\n";
        let text = if self.project.has_math { self.with_hidden_formulas(&text) } else { text };
        let text = self.common_text(text);
        let text = self.without_html(text);
        let given = front.text_of("title").or(home.name).map(|title| title.replace("{{", "{ {"));
        let (found, title_id, text) = self.titled(&text, given.as_deref());
        let title = found.filter(|title| !title.trim().is_empty());
        let title = title.or_else(|| given.as_deref().map(as_title)).unwrap_or_else(|| self.title_by_name());
        let is_empty = !has_content(&text);
        let body = single_blank_lines(&text).iter().flat_map(|line| [line, "\n"]).collect();
        let title = title.replace("{{", "{ {");
        let title = shown(&title).unwrap_or(title);
        Draft { title, title_id, body, front, is_empty }
    }

    /// The title of a page that has none: what the navigation calls it, or the name of its file.
    fn title_by_name(&mut self) -> String {
        if let Some(label) = self.page.label.clone() {
            self.remarks.converted("the page has no title: it is called as the navigation calls it", "");
            return as_title(&label);
        }
        self.remarks.look("the page has no title: it is called as its file is", "");
        let key = self.page.key.trim_end_matches('/');
        as_title(&if key.is_empty() { name_as_title("home") } else { name_as_title(name_of(key)) })
    }

    fn report_keys(&mut self, front: &Setting) {
        let is_read = |key: &str| READ_KEYS.iter().any(|read| read.eq_ignore_ascii_case(key));
        let is_left = |key: &str| !is_read(key) && !HomeText::reads(key, front);
        let left = front.entries().iter().filter(|(key, value)| is_left(key) && *value != Setting::Nothing);
        for (key, _) in left {
            self.remarks.lost(format!("`{key}` in the front matter is left out"), key);
        }
        let is_wrong = |(key, value): &&(String, Setting)| is_read(key) && !is_of_its_type(key, value);
        for (key, _) in front.entries().iter().filter(is_wrong) {
            self.remarks.lost(format!("`{key}` in the front matter is not what it should be, and was left out"), key);
        }
        if front.get("unlisted").is_some_and(Setting::is_true) {
            self.remarks.look("no list shows the page there (`unlisted`), and here lists do", "unlisted");
        }
        let tags = front.get("tags").or_else(|| front.get("tag")).map(Setting::texts).unwrap_or_default();
        if !tags.is_empty() {
            self.remarks.lost("tags in the front matter are left out", "tag");
        }
    }
}

/// Whether a key of front matter has a value of the type that its tool reads there.
fn is_of_its_type(key: &str, value: &Setting) -> bool {
    let is_text = value.text().is_some();
    match key.to_ascii_lowercase().as_str() {
        _ if *value == Setting::Nothing || *value == Setting::Text(String::new()) => true,
        "title" | "linktitle" | "sidebar_label" | "slug" | "url" | "id" | "description" => is_text,
        "weight" | "sidebar_position" => value.number().is_some(),
        "draft" | "unlisted" => matches!(value, Setting::Flag(_)),
        "aliases" | "keywords" | "tags" => is_text || !value.list().is_empty() || matches!(value, Setting::List(_)),
        _ => true,
    }
}

/// Whether there is anything to read or to see.
fn has_content(text: &str) -> bool {
    Parser::new_ext(text, OPTIONS).any(|event| match event {
        Event::Text(text) => !text.trim().is_empty(),
        Event::Code(_) | Event::Start(Tag::Image { .. }) => true,
        _ => false,
    })
}
