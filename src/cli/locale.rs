//! The language that a command speaks.

use super::failure::Failure;
use crate::advice::AnswerError;
use crate::name::{Locale, Locales, Script};

/// A language that was asked for.
///
/// # Errors
/// If the site does not have it.
pub(super) fn known_locale(asked: Locale, locales: &[Locale]) -> Result<Locale, Failure> {
    if locales.contains(&asked) {
        return Ok(asked);
    }
    Err(Failure::Usage(AnswerError::unknown_locale(asked.code(), locales).to_string()))
}

/// The language of the environment, as in `zh_TW.UTF-8`; that of the Latin script if it has none.
pub(super) fn spoken_locale() -> Option<Locale> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let set = set.into_iter().find(|value| !value.is_empty());
    let named = set.and_then(|value| value.split(['.', '@']).next()?.replace('_', "-").parse::<Locale>().ok());
    named.or_else(|| Locale::usual_of(Script::Spaced))
}

/// The language of a site that is nearest to that of the environment.
pub(super) fn environment_locale(locales: &Locales) -> Locale {
    let Some(spoken) = spoken_locale() else {
        return locales.first();
    };
    let nearest = std::iter::once(spoken).chain(spoken.ancestors()).find(|locale| locales.contains(*locale));
    let same_language = || locales.iter().find(|locale| locale.language() == spoken.language());
    let usual = || Locale::usual_of(Script::Spaced).filter(|usual| locales.contains(*usual));
    nearest.or_else(same_language).or_else(usual).unwrap_or(locales.first())
}
