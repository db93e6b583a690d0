//! How articles changed, section by section.

use std::collections::BTreeSet;

use super::change::{ArticleChange, Renaming, SectionTextChange, TextsComparison};
use super::renaming::{MatchedTexts, NamedTexts, known_articles};
use super::section::{SectionText, differences, sections_of};
use crate::content::{ArticleText, Content};
use crate::name::{ArticleId, ByLocale, Locale};

/// The articles that are called otherwise in the new version: the ids that they had and have.
pub fn renamed_articles(old: &Content, new: &Content) -> Vec<(String, ArticleId)> {
    let renamed = matched(old, new).renamed.into_iter();
    renamed.filter_map(|Renaming { from, to }| Some((from, to.parse().ok()?))).collect()
}

/// How the articles of a site changed.
pub(super) fn compare(old: &Content, new: &Content) -> TextsComparison<ArticleChange> {
    let MatchedTexts { added, removed, renamed, both } = matched(old, new);
    let mut changed = Vec::new();
    for (article, was, is) in both {
        let changes = compare_texts("question", (was, old), (is, new)).into_iter();
        changed.extend(changes.map(|(lang, sections)| ArticleChange { article: article.clone(), lang, sections }));
    }
    TextsComparison { added, removed, renamed, changed }
}

fn matched<'c>(old: &'c Content, new: &'c Content) -> MatchedTexts<'c> {
    let [was, is] = [old, new].map(|content| {
        content.articles.iter().map(|article| (article.id.to_string(), &article.texts)).collect::<Vec<NamedTexts<'_>>>()
    });
    MatchedTexts::of(was, is, &known_articles(new))
}

/// The sections that changed in each language, by its code. `first` is what their first one is called.
pub(super) fn compare_texts(
    first: &str,
    (was, old): (&ByLocale<ArticleText>, &Content),
    (is, new): (&ByLocale<ArticleText>, &Content),
) -> Vec<(String, Vec<SectionTextChange>)> {
    let locales: BTreeSet<Locale> = was.iter().chain(is.iter()).map(|(locale, _)| locale).collect();
    let changes = locales.into_iter().filter_map(|locale| {
        let written = |texts: &ByLocale<ArticleText>| texts.get(locale).filter(|text| !text.is_derived()).cloned();
        let (before, after) = (written(was), written(is));
        if let (Some(before), Some(after)) = (&before, &after)
            && before.source.hash == after.source.hash
        {
            return None;
        }
        let before = before.map(|text| sections_of(&text, first, old)).unwrap_or_default();
        let after = after.map(|text| sections_of(&text, first, new)).unwrap_or_default();
        let sections = compare_sections(&before, &after);
        (!sections.is_empty()).then(|| (locale.to_string(), sections))
    });
    changes.collect()
}

fn compare_sections(before: &[SectionText], after: &[SectionText]) -> Vec<SectionTextChange> {
    let named = |sections: &[SectionText], name: &str| sections.iter().position(|section| section.name == name);
    let change = |name: &str, before: &[String], after: &[String]| {
        let (removed, added) = differences(before, after);
        let owned = |sentences: Vec<&str>| sentences.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let change = SectionTextChange { section: name.to_owned(), removed: owned(removed), added: owned(added) };
        (!change.removed.is_empty() || !change.added.is_empty()).then_some(change)
    };
    let of_new = after.iter().filter_map(|section| {
        let was = named(before, &section.name).map_or(&[][..], |place| &before[place].sentences);
        change(&section.name, was, &section.sentences)
    });
    let gone = before.iter().filter(|section| named(after, &section.name).is_none());
    of_new.chain(gone.filter_map(|section| change(&section.name, &section.sentences, &[]))).collect()
}
