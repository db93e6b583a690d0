//! Guides, `content/guides/<guide>.yaml`: articles that are read one after the other.

use super::folder;
use super::value::{Located, ids, localized};
use super::yaml;
use crate::diagnostic::{Diagnostics, FileId};
use crate::name::{ArticleId, GuideId, Locales, Localized};
use crate::source::{SourceFile, Sources};

/// Articles that are read one after the other.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Its id: the stem of its file.
    pub id: GuideId,
    /// Its file.
    pub file: FileId,
    /// Its title.
    pub title: Localized<String>,
    /// What it leads to, in one sentence.
    pub summary: Localized<String>,
    /// The articles, in the order in which they are read.
    pub steps: Vec<Located<ArticleId>>,
}

/// Reads all guides, in the order of their ids.
pub(crate) fn load(sources: &Sources, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Guide> {
    folder("content/guides/", "guide", sources, diagnostics, |id, file, diagnostics| {
        guide(id, file, locales, diagnostics)
    })
}

fn guide(id: GuideId, file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Option<Guide> {
    let root = yaml::parse(file, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let summary = fields.required("summary", diagnostics).and_then(|node| localized(node, diagnostics));
    let steps = fields.required("steps", diagnostics).map(|node| ids(node, diagnostics));
    fields.finish(diagnostics);
    Some(Guide { id, file: file.id, title: title?, summary: summary?, steps: steps? })
}
