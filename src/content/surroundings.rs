//! What an article sees of everything else: as long as that is the same, so is what can be said of the article.
//!
//! Of the files that are no article's, an article may see all; of the other articles only that they are there, what they are
//! called, and their headings. An edit of a text seldom changes that, so that no article but the edited one is looked at again.

use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::resolve::CheckedReferences;
use super::{Article, Content, article, language};
use crate::diagnostic::Diagnostics;
use crate::markdown::{CellQuote, Referents, plain_text};
use crate::name::{StandardPage, Target};
use crate::source::SourceFiles;

/// Names what articles see of everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Surroundings([u8; 32]);

impl Surroundings {
    /// Those of the articles of `content`, which was read of `sources`.
    pub(super) fn of(content: &Content, sources: &SourceFiles) -> Self {
        let mut seen = Vec::new();
        for file in sources.all() {
            seen.extend((file.path.len() as u64).to_le_bytes());
            seen.extend(file.path.as_bytes());
            if !article::is_of_article(&file.path) && is_of_content(&file.path) {
                seen.push(file.refused.into());
                seen.extend(&file.hash);
            }
        }
        content.articles.iter().for_each(|article| seen.extend(article.memo.face(article)));
        seen.extend(StandardPage::ALL.map(|page| u8::from(content.has_page(page))));
        // In one piece, for which the hash is fastest.
        Self(*blake3::hash(&seen).as_bytes())
    }
}

/// Whether content is made of what a file holds.
fn is_of_content(path: &str) -> bool {
    path.starts_with("content/") || path.starts_with(language::STRINGS)
}

/// What was found out of an article, as long as it and its surroundings are the same.
#[derive(Debug, Default)]
pub(crate) struct ArticleMemo {
    face: OnceLock<[u8; 32]>,
    pub(super) references: Remembered<CheckedReferences>,
    pub(crate) languages: Remembered<Diagnostics>,
    pub(crate) verbatim: Remembered<Diagnostics>,
}

impl ArticleMemo {
    /// Names what other articles see of this one.
    fn face(&self, article: &Article) -> &[u8; 32] {
        self.face.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            let mut push = |text: &str| {
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            };
            push(article.id.as_str());
            push(article.category.as_str());
            for (locale, text) in article.texts.iter() {
                push(locale.code());
                push(&plain_text(&text.outline.question, &UnresolvedCells));
                push(&text.outline.anchors.len().to_string());
                text.outline.anchors.iter().for_each(|anchor| push(anchor));
            }
            *hasher.finalize().as_bytes()
        })
    }
}

/// A copy has found out nothing.
impl Clone for ArticleMemo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Which cells a question quotes, whatever stands in them.
struct UnresolvedCells;

impl Referents for UnresolvedCells {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        Some(format!("\0{}.{}.{}\0", quote.table, quote.row, quote.column).into())
    }

    fn title(&self, _target: &Target) -> Option<Cow<'_, str>> {
        None
    }
}

/// What a function of an article and its surroundings was last.
#[derive(Debug)]
pub(crate) struct Remembered<T>(Mutex<Option<(Surroundings, T)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Remembered<T> {
    /// What the function is in some surroundings; it is called if it was not before.
    pub(crate) fn get_or(&self, surroundings: Surroundings, function: impl FnOnce() -> T) -> T {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, result)) if *known == surroundings => result.clone(),
            _ => {
                let result = function();
                *last = Some((surroundings, result.clone()));
                result
            }
        }
    }
}
