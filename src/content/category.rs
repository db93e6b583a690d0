//! `content/faq/categories.yaml`: the categories, in the order in which readers meet them.

use super::id::CategoryId;
use super::locale::Localized;
use super::value::{Located, id, localized};
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourceFile;

/// A category of articles.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its id, which is also the name of its folder.
    pub id: Located<CategoryId>,
    /// Its name.
    pub title: Localized<String>,
    /// What it answers, in one sentence.
    pub summary: Localized<String>,
}

/// Reads `categories.yaml`.
pub(crate) fn load(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Category> {
    let Some(root) = yaml::parse(file, diagnostics) else {
        return Vec::new();
    };
    let mut categories: Vec<Category> = Vec::new();
    for node in root.list(diagnostics).unwrap_or_default() {
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        let id = fields.required("id", diagnostics).and_then(|node| id::<CategoryId>(node, diagnostics));
        let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
        let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
        fields.finish(diagnostics);
        let (Some(id), Some(title), Some(summary)) = (id, title, summary) else {
            continue;
        };
        if let Some(first) = categories.iter().find(|category| category.id.value == id.value) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateId, id.span, format!("two categories have the id `{}`", id.value))
                    .related(first.id.span, "the first stands here")
                    .hint("give one of them another id"),
            );
            continue;
        }
        categories.push(Category { id, title, summary });
    }
    categories
}
