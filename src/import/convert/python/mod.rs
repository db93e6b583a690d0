//! Markdown as MkDocs reads it, by Python-Markdown: what CommonMark reads otherwise is written as CommonMark has it.

mod comment_line;
mod definition;
mod element_line;
mod html_text;
mod list_item;
mod name_apart;
mod repository;
mod symbol;

use self::definition::without_lone_marks;
use self::element_line::with_elements_in_text;
use self::list_item::with_bodies;
use self::name_apart::with_joined_names;
pub(super) use self::repository::reference;
pub(in crate::import) use self::symbol::{code_language, symbol};
use super::page::PageContext;
use super::raw::without_indentation;
use crate::import::kind::Tool;

impl PageContext<'_> {
    /// The lines of a file of MkDocs as CommonMark has them; of other tools as they are.
    pub(super) fn common_lines(&mut self, lines: Vec<String>) -> Vec<String> {
        if self.project.tool != Tool::Mkdocs {
            return lines;
        }
        let lines = self.without_comments_before_text(without_lone_marks(lines));
        let lines = without_indentation(with_bodies(lines));
        self.with_spaced_addresses(with_elements_in_text(lines))
    }

    /// A text of MkDocs without what only Python-Markdown knows in running text; of other tools as it is.
    pub(super) fn common_text(&mut self, text: String) -> String {
        if self.project.tool != Tool::Mkdocs {
            return text;
        }
        let text = with_joined_names(&text).unwrap_or(text);
        let text = self.with_markdown_of_html(&text).unwrap_or(text);
        // A tag may stand alone once the icon behind it is gone.
        let text = self.without_marks(&text);
        with_elements_in_text(text.lines().map(str::to_owned).collect()).join("\n") + "\n"
    }
}
