//! How snippets changed, and who quotes them.

use std::collections::{BTreeMap, BTreeSet};

use super::article::compare_texts;
use super::change::{SnippetChange, TextsComparison};
use super::renaming::{MatchedTexts, NamedTexts};
use crate::content::{ArticleText, Content};
use crate::name::{ByLocale, SnippetId};

/// How the snippets of a site changed.
pub(super) fn compare(old: &Content, new: &Content) -> TextsComparison<SnippetChange> {
    let [was, is] = [old, new].map(|content| {
        content.snippets.iter().map(|snippet| (snippet.path(), &snippet.texts)).collect::<Vec<NamedTexts<'_>>>()
    });
    let MatchedTexts { added, removed, renamed, both } = MatchedTexts::of(was, is, &BTreeMap::new());
    let ids: BTreeMap<String, &SnippetId> = new.snippets.iter().map(|snippet| (snippet.path(), &snippet.id)).collect();
    let mut changed = Vec::new();
    for (snippet, was, is) in both {
        for (lang, sections) in compare_texts("beginning", (was, old), (is, new)) {
            let quoted_by = ids.get(&snippet).map(|id| quoted_by(id, new)).unwrap_or_default();
            changed.push(SnippetChange { snippet: snippet.clone(), lang, sections, quoted_by });
        }
    }
    TextsComparison { added, removed, renamed, changed }
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
