//! What an article sees of everything else: as long as that is the same, so is what can be said of the article.
//!
//! Of the files that are no article's, an article may see all; of the other articles only that they are there, what they are
//! called, and their headings; of drafts that they are drafts. An edit of a text seldom changes that, so that no article but the
//! edited one is looked at again.

use std::borrow::Cow;

use super::memo::Surroundings;
use super::{Article, Content, article, language};
use crate::markdown::{CellQuote, Referents, plain_text};
use crate::name::{StandardPage, Target};
use crate::source::SourceFiles;

impl Content {
    /// What articles see of everything else. `sources` are those that the content was read of.
    pub(crate) fn surroundings(&self, sources: &SourceFiles) -> Surroundings {
        *self.surroundings.get_or_init(|| surroundings(self, sources))
    }

    /// Names what is seen of an article by itself, or by what is no article if there is `None`: as long as that is the same, so is
    /// what is made of it. `None` if it is not known.
    pub(crate) fn made_of(&self, article: Option<&Article>) -> Option<[u8; 32]> {
        let Surroundings(surroundings) = self.surroundings.get()?;
        let files = article.map_or(Some([0; 32]), |article| article.memo.files)?;
        Some(*blake3::hash([*surroundings, files].as_flattened()).as_bytes())
    }
}

fn surroundings(content: &Content, sources: &SourceFiles) -> Surroundings {
    let mut seen = Vec::new();
    for file in sources.all() {
        seen.extend((file.path.len() as u64).to_le_bytes());
        seen.extend(file.path.as_bytes());
        if !article::is_of_article(&file.path) && is_of_content(&file.path) {
            seen.push(file.refused.into());
            seen.extend(&file.hash);
        }
    }
    content.articles.iter().for_each(|article| seen.extend(face(article)));
    // Of a draft they see that it is one.
    seen.extend((content.drafts.len() as u64).to_le_bytes());
    for draft in &content.drafts {
        seen.extend((draft.id.as_str().len() as u64).to_le_bytes());
        seen.extend(draft.id.as_str().as_bytes());
    }
    seen.extend(StandardPage::ALL.map(|page| u8::from(content.has_page(page))));
    // In one piece, for which the hash is fastest.
    Surroundings(*blake3::hash(&seen).as_bytes())
}

/// Whether content is made of what a file holds.
fn is_of_content(path: &str) -> bool {
    path.starts_with("content/") || path.starts_with(language::STRINGS)
}

/// Names what other articles see of this one.
fn face(article: &Article) -> &[u8; 32] {
    article.memo.face.get_or_init(|| {
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
            push(&text.outline.anchors().count().to_string());
            text.outline.anchors().for_each(&mut push);
        }
        *hasher.finalize().as_bytes()
    })
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
