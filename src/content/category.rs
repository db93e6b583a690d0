//! `content/faq/categories.yaml`: the categories, in the order in which readers meet them.

use super::value::{Located, id, localized, things};
use super::yaml::{self, Node};
use crate::diagnostic::Diagnostics;
use crate::name::{CategoryId, Locales, Localized};
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
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Category> {
    let Some(root) = yaml::parse(file, locales, diagnostics) else {
        return Vec::new();
    };
    things(&root, "categories", |category: &Category| &category.id, diagnostics, category)
}

fn category(node: &Node, diagnostics: &mut Diagnostics) -> Option<Category> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    Some(Category { id: id?, title: title?, summary: summary? })
}
