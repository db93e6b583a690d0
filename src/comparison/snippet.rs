//! How snippets changed, and who quotes them.

use std::collections::BTreeSet;

use super::article::compare_texts;
use super::change::{SnippetChange, TextsComparison};
use crate::content::{ArticleText, Content, ContentSnippet};
use crate::name::{ByLocale, SnippetId};

/// How the snippets of a site changed.
pub(super) fn compare(old: &Content, new: &Content) -> TextsComparison<SnippetChange> {
    let only_in = |these: &Content, those: &Content| {
        let only = these.snippets.iter().filter(|snippet| those.snippets.get(&snippet.id).is_none());
        only.map(ContentSnippet::path).collect()
    };
    let mut changed = Vec::new();
    for is in new.snippets.iter() {
        if let Some(was) = old.snippets.get(&is.id) {
            for (lang, sections) in compare_texts("beginning", (&was.texts, old), (&is.texts, new)) {
                let quoted_by = quoted_by(&is.id, new);
                changed.push(SnippetChange { snippet: is.path(), lang, sections, quoted_by });
            }
        }
    }
    TextsComparison { added: only_in(new, old), removed: only_in(old, new), changed }
}

/// The articles that quote a snippet, or one that it stands in.
fn quoted_by(id: &SnippetId, content: &Content) -> Vec<String> {
    let quotes = |texts: &ByLocale<ArticleText>, holding: &BTreeSet<&SnippetId>| {
        texts.values().flat_map(|text| &text.outline.snippets).any(|quote| holding.contains(&quote.snippet))
    };
    let mut holding = BTreeSet::from([id]);
    loop {
        let known = holding.len();
        let more: Vec<&SnippetId> = content
            .snippets
            .iter()
            .filter(|snippet| quotes(&snippet.texts, &holding))
            .map(|snippet| &snippet.id)
            .collect();
        holding.extend(more);
        if holding.len() == known {
            break;
        }
    }
    let articles = content.articles.iter().filter(|article| quotes(&article.texts, &holding));
    articles.map(|article| article.id.to_string()).collect()
}
