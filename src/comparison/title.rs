//! How what readers call the site and its categories changed.

use super::change::{CellTexts, TitleChange};
use crate::content::Content;
use crate::name::{Locale, Localized};

/// The titles and descriptions of the site, and of the categories of both versions, that changed.
pub(super) fn compare(old: &Content, new: &Content) -> Vec<TitleChange> {
    let of_site = [
        ("title", Some(&old.site.title), Some(&new.site.title)),
        ("description", old.site.description.as_ref(), new.site.description.as_ref()),
    ];
    let of_site = of_site.into_iter().map(|texts| ("site".to_owned(), texts));
    let of_categories = new.categories.iter().filter_map(|is| {
        let was = old.category(&is.id.value)?;
        let texts =
            [("title", Some(&was.title), Some(&is.title)), ("summary", was.summary.as_ref(), is.summary.as_ref())];
        Some(texts.map(|texts| (format!("category:{}", is.id.value), texts)))
    });
    let all = of_site.chain(of_categories.flatten());
    all.filter_map(|(of, (key, was, is))| {
        let told = told((was, old), (is, new));
        (!told.is_empty()).then(|| TitleChange { of, key: key.to_owned(), told })
    })
    .collect()
}

/// What a text says otherwise, in the languages of both versions.
fn told(
    (was, old): (Option<&Localized<String>>, &Content),
    (is, new): (Option<&Localized<String>>, &Content),
) -> Vec<CellTexts> {
    let is_old = |locale: &Locale| old.languages.locales().contains(*locale);
    let changed = new.languages.locales().iter().filter(is_old).filter_map(|locale| {
        let [from, to] = [was, is].map(|text| text.map(|text| text.get(locale).clone()));
        (from != to).then(|| CellTexts { lang: locale.to_string(), from, to })
    });
    changed.collect()
}
