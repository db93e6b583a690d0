//! What the names of files say of the texts in them.

use crate::diagnostic::{Code, Diagnostic};
use crate::name::{Locale, Locales};
use crate::source::SourceFile;

/// The id and the language of a text, by the stem of its file: the language whose code it ends in, or else the first of the site.
pub(in crate::content) fn language_of<'n>(stem: &'n str, locales: &Locales) -> Option<(&'n str, Locale)> {
    let Some((id, code)) = stem.rsplit_once('.') else {
        return Some((stem, locales.first()));
    };
    if let Some(locale) = locales.iter().find(|locale| locale.code() == code) {
        return Some((id, locale));
    }
    match code.parse::<Locale>() {
        // Codes of the same language may differ in how they are written.
        Ok(locale) => locales.contains(locale).then_some((id, locale)),
        // An id may hold a dot: `16.1`. What looks like a code is one that is misspelt.
        Err(_) if locales.only().is_some() || code.contains(|part: char| part.is_ascii_digit()) => {
            Some((stem, locales.first()))
        }
        Err(_) => None,
    }
}

pub(in crate::content) fn unknown_locale(file: &SourceFile, locales: &Locales) -> Diagnostic {
    let code = file.path.rsplit('.').nth(1).unwrap_or_default();
    let message = format!("`{}` names no language of the site", file.path);
    Diagnostic::new(Code::UnknownLocale, file.id, message).suggest(code, locales.codes()).hint(format!(
        "articles are named {}, or `<id>.md` in the first language of the site",
        names_of_texts("<id>", locales, " and ")
    ))
}

/// The names of the files of an article, one for each language.
pub(super) fn names_of_texts(stem: &str, locales: &Locales, joined_by: &str) -> String {
    let names: Vec<String> = locales.iter().map(|locale| format!("`{stem}.{locale}.md`")).collect();
    names.join(joined_by)
}
