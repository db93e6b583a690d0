//! Articles that were called otherwise when their translations were accepted: they are known by what their originals say.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::Article;
use super::lock::{AcceptedText, TranslationLock};
use crate::name::ArticleId;

impl TranslationLock {
    /// The articles that it knows by other ids: these, and what they are called now.
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &ArticleId)> {
        self.renamed.iter().map(|(old, new)| (&**old, new))
    }

    /// Takes what was accepted of an article that is there no more for accepted of the one that says the same, section by section,
    /// if that is the only one, and nothing was accepted of it yet. `articles` are all that there are but `drafts`, both by id.
    pub(super) fn follow_renames(&mut self, articles: &[Arc<Article>], drafts: &[Arc<Article>]) {
        let mut moved: BTreeMap<Box<str>, Vec<ArticleId>> = BTreeMap::new();
        let gone = self.originals_gone(&[articles, drafts]);
        // Mostly there are none.
        for article in
            articles.iter().filter(|article| !gone.is_empty() && !self.accepted.contains_key(article.id.as_str()))
        {
            let said = article.original().and_then(|original| *gone.get(&original.fingerprints())?);
            if let Some(old) = said {
                moved.entry(old.into()).or_default().push(article.id.clone());
            }
        }
        for (old, new) in moved {
            if let [id] = &new[..]
                && let Some(texts) = self.accepted.remove(&old)
            {
                self.accepted.insert(id.as_str().into(), texts);
                self.renamed.insert(old, id.clone());
            }
        }
    }

    /// What the originals of articles said that are there no more, each with the id of its article; none where several said it.
    fn originals_gone(&self, there: &[&[Arc<Article>]]) -> HashMap<&AcceptedText, Option<&str>> {
        let is_gone = |name: &str| {
            let id = name.parse::<ArticleId>().ok();
            let is_among = |articles: &[Arc<Article>], id: &ArticleId| {
                articles.binary_search_by(|article| article.id.cmp(id)).is_ok()
            };
            id.is_some_and(|id| !there.iter().any(|articles| is_among(articles, &id)))
        };
        let mut originals = HashMap::new();
        for (name, texts) in self.accepted.iter().filter(|(name, _)| is_gone(name)) {
            for text in texts.values() {
                let of = originals.entry(text).or_insert(Some(&**name));
                *of = of.filter(|known| *known == &**name);
            }
        }
        originals
    }
}
