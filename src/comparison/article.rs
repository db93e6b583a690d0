//! How articles changed, section by section.

use std::collections::BTreeSet;

use super::change::{ArticleChange, SectionTextChange};
use super::section::{SectionText, differences, sections_of};
use crate::content::{Article, Content};
use crate::name::Locale;

/// The ids of the articles that only the new version has, of those that only the old one has, and how the others changed.
pub(super) fn compare(old: &Content, new: &Content) -> (Vec<String>, Vec<String>, Vec<ArticleChange>) {
    let only_in = |these: &Content, those: &Content| {
        let only = these.articles.iter().filter(|article| those.article(&article.id).is_none());
        only.map(|article| article.id.to_string()).collect()
    };
    let mut changed = Vec::new();
    for is in &new.articles {
        if let Some(was) = old.article(&is.id) {
            changed.extend(compare_texts((was, old), (is, new)));
        }
    }
    (only_in(new, old), only_in(old, new), changed)
}

fn compare_texts(
    (was, old): (&Article, &Content),
    (is, new): (&Article, &Content),
) -> impl Iterator<Item = ArticleChange> {
    let locales: BTreeSet<Locale> = was.texts.iter().chain(is.texts.iter()).map(|(locale, _)| locale).collect();
    let changes = locales.into_iter().filter_map(|locale| {
        let written = |article: &'_ Article| article.texts.get(locale).filter(|text| !text.is_derived()).cloned();
        let (before, after) = (written(was), written(is));
        if let (Some(before), Some(after)) = (&before, &after)
            && before.source.hash == after.source.hash
        {
            return None;
        }
        let before = before.map(|text| sections_of(&text, old)).unwrap_or_default();
        let after = after.map(|text| sections_of(&text, new)).unwrap_or_default();
        let sections = compare_sections(&before, &after);
        let change = ArticleChange { article: is.id.to_string(), lang: locale.to_string(), sections };
        (!change.sections.is_empty()).then_some(change)
    });
    changes.collect::<Vec<_>>().into_iter()
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
