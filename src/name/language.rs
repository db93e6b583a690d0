//! The languages of a site, by their codes.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use icu_locale::{LanguageIdentifier, LocaleExpander};
use tinystr::TinyAsciiStr;

/// A language, by its code, as addresses, file names and content have it: `zh`, `zh-Hant`, `en`.
///
/// A tag of BCP 47 of at most 15 characters: a language of two or three small letters, and what narrows it down. What else is
/// known of a language stands in its own file of the theme.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Locale {
    code: TinyAsciiStr<15>,
    script: Script,
}

/// How a language is written, as far as it matters to the words and the punctuation of its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Chinese characters, with full-width punctuation and without spaces.
    Han,
    /// Kana and Chinese characters.
    Japanese,
    /// Hangul.
    Korean,
    /// Letters, with spaces between words.
    Spaced,
}

impl Locale {
    /// As addresses and file names have it: `zh-Hant`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The code without what narrows it down: `zh` of `zh-Hant`.
    pub fn language(&self) -> &str {
        self.code().split('-').next().unwrap_or_default()
    }

    /// How it is written: what its code says, else what is usual (CLDR, likely subtags).
    pub fn script(self) -> Script {
        self.script
    }

    /// The language, and the region in which most speak it (CLDR, likely subtags): `zh_CN`; the language alone where none is known.
    pub fn with_region(self) -> String {
        let region = expanded(self.code()).and_then(|language| language.region);
        region.map_or_else(|| self.language().to_owned(), |region| format!("{}_{region}", self.language()))
    }

    /// The language in which most is written in a script (CLDR, likely subtags).
    pub fn usual_of(script: Script) -> Option<Self> {
        expanded(&format!("und-{}", script.code()))?.language.as_str().parse().ok()
    }

    /// The codes that it narrows down, from the nearest on: `zh` of `zh-Hant`.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |locale| locale.code().rsplit_once('-')?.0.parse().ok()).skip(1)
    }
}

impl Script {
    /// Its code (ISO 15924).
    fn code(self) -> &'static str {
        match self {
            Self::Han => "Hans",
            Self::Japanese => "Jpan",
            Self::Korean => "Kore",
            Self::Spaced => "Latn",
        }
    }

    /// That of a language; `None` if the code is that of none.
    fn of(code: &str) -> Option<Self> {
        Some(match expanded(code)?.script.as_ref()?.as_str() {
            "Hans" | "Hant" | "Hani" => Self::Han,
            "Jpan" | "Hira" | "Kana" | "Hrkt" => Self::Japanese,
            "Kore" | "Hang" => Self::Korean,
            _ => Self::Spaced,
        })
    }
}

/// A tag with what it leaves out because it is usual (CLDR, likely subtags).
fn expanded(tag: &str) -> Option<LanguageIdentifier> {
    let mut language: LanguageIdentifier = tag.parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut language);
    Some(language)
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Locale {}

impl PartialOrd for Locale {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Locale {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code.cmp(&other.code)
    }
}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({self})")
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.to_string()
    }
}

impl TryFrom<String> for Locale {
    type Error = InvalidLocale;

    fn try_from(code: String) -> Result<Self, InvalidLocale> {
        code.parse()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is no code of a language, or that of none that is known (CLDR).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("languages have codes like `en`, `zh-Hant` or `pt-BR`")]
pub struct InvalidLocale;

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(code: &str) -> Result<Self, InvalidLocale> {
        let mut parts = code.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        // As tags are written by custom, so that a language has one code: `Hant`, `TW`, `419`, `1901`, `oxendict`.
        let is_usual = |part: &str| {
            let all = |is: fn(&u8) -> bool| part.bytes().all(|byte| is(&byte));
            match part.as_bytes() {
                [_, _] => all(u8::is_ascii_uppercase),
                [_, _, _] => all(u8::is_ascii_digit),
                [first, rest @ ..] if rest.len() == 3 && !first.is_ascii_digit() => {
                    first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_lowercase)
                }
                [_, _, _, _, ..] => all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
                _ => false,
            }
        };
        if !is_language || !parts.all(is_usual) {
            return Err(InvalidLocale);
        }
        let script = Script::of(code).ok_or(InvalidLocale)?;
        Ok(Self { code: TinyAsciiStr::try_from_str(code).map_err(|_| InvalidLocale)?, script })
    }
}

/// The languages of a site, each once, in their order; at least one. The first is that of readers who speak none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locales(Arc<[Locale]>);

#[cfg(test)]
impl Locales {
    /// Chinese and English.
    pub(crate) fn in_tests() -> Self {
        Self::new(&["zh", "en"].map(|code| code.parse().unwrap())).unwrap()
    }
}

impl Locales {
    /// So many a site has at most.
    pub const MAX: usize = 64;

    /// These languages; `None` if there is none, or more than a site may have.
    pub fn new(locales: &[Locale]) -> Option<Self> {
        let mut deduplicated: Vec<Locale> = Vec::with_capacity(locales.len());
        for locale in locales {
            if !deduplicated.contains(locale) {
                deduplicated.push(*locale);
            }
        }
        (1..=Self::MAX).contains(&deduplicated.len()).then(|| Self(deduplicated.into()))
    }

    /// That of readers who speak none of the others.
    pub fn first(&self) -> Locale {
        self.0[0]
    }

    /// All of them, as they stand.
    pub fn as_slice(&self) -> &[Locale] {
        &self.0
    }

    /// In the order of `site.yaml`.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Locale> + ExactSizeIterator + use<'_> {
        self.0.iter().copied()
    }

    /// All but one, in their order.
    pub fn beside(&self, locale: Locale) -> impl Iterator<Item = Locale> + use<'_> {
        self.iter().filter(move |other| *other != locale)
    }

    /// Whether a language is among them.
    pub fn contains(&self, locale: Locale) -> bool {
        self.0.contains(&locale)
    }

    /// The one language of a site that has no other.
    pub fn only(&self) -> Option<Locale> {
        if let [only] = *self.0 { Some(only) } else { None }
    }

    /// The codes, in their order.
    pub fn codes(&self) -> Vec<&str> {
        self.0.iter().map(Locale::code).collect()
    }
}

/// Something in every language of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized<T> {
    first: (Locale, T),
    others: Vec<(Locale, T)>,
}

impl<T> Localized<T> {
    /// Calls `make` once for each language, in the order of the site.
    pub fn from_fn(locales: &Locales, mut make: impl FnMut(Locale) -> T) -> Self {
        let first = (locales.first(), make(locales.first()));
        let others = locales.beside(locales.first()).map(|locale| (locale, make(locale))).collect();
        Self { first, others }
    }

    /// Makes one of each language, if it can be made of all; all are tried.
    pub fn try_from_fn(locales: &Locales, make: impl FnMut(Locale) -> Option<T>) -> Option<Self> {
        let Localized { first, others } = Localized::from_fn(locales, make);
        let others = others.into_iter().map(|(locale, of)| Some((locale, of?))).collect::<Option<_>>()?;
        Some(Self { first: (first.0, first.1?), others })
    }

    /// In a language of the site.
    pub fn get(&self, locale: Locale) -> &T {
        self.others.iter().find(|(known, _)| *known == locale).map_or(&self.first.1, |(_, of)| of)
    }

    /// In a language of the site, to change.
    pub fn get_mut(&mut self, locale: Locale) -> &mut T {
        self.others.iter_mut().find(|(known, _)| *known == locale).map_or(&mut self.first.1, |(_, of)| of)
    }

    /// With each language, in the order of the site.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &T)> {
        std::iter::once(&self.first).chain(&self.others).map(|(locale, of)| (*locale, of))
    }

    /// In each language, without its name.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, of)| of)
    }

    /// Calls `make` once for each language, in the order of the site.
    pub fn map<U>(&self, mut make: impl FnMut(&T) -> U) -> Localized<U> {
        let others = self.others.iter();
        Localized {
            first: (self.first.0, make(&self.first.1)),
            others: others.map(|(locale, of)| (*locale, make(of))).collect(),
        }
    }
}

/// Something in some languages of a site, or in none.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ByLocale<T>(Vec<(Locale, T)>);

impl<T> Default for ByLocale<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByLocale<T> {
    /// In a language; `None` if it is not there in it.
    pub fn get(&self, locale: Locale) -> Option<&T> {
        self.0.iter().find(|(known, _)| *known == locale).map(|(_, of)| of)
    }

    /// In a language, or else in the nearest that it narrows down, or else in the first that there is; with the language.
    pub fn nearest(&self, locale: Locale) -> Option<(Locale, &T)> {
        let narrowed = std::iter::once(locale).chain(locale.ancestors());
        let mut there = narrowed.filter_map(|locale| Some((locale, self.get(locale)?)));
        there.next().or_else(|| self.iter().next())
    }

    /// Sets it in a language, in the place of what was there.
    pub fn insert(&mut self, locale: Locale, of: T) {
        match self.0.iter_mut().find(|(known, _)| *known == locale) {
            Some((_, known)) => *known = of,
            None => {
                // Articles keep theirs for as long as the site stands, and most have a text in one or two languages.
                self.0.reserve_exact(1);
                self.0.push((locale, of));
            }
        }
    }

    /// In each language in which it is there.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &T)> {
        self.0.iter().map(|(locale, of)| (*locale, of))
    }

    /// In each of these languages, without its name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().map(|(_, of)| of)
    }

    /// Whether it is there in no language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for ByLocale<T> {
    type Item = (Locale, T);
    type IntoIter = std::vec::IntoIter<(Locale, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> FromIterator<(Locale, T)> for ByLocale<T> {
    fn from_iter<I: IntoIterator<Item = (Locale, T)>>(all: I) -> Self {
        let mut by_locale = Self::default();
        all.into_iter().for_each(|(locale, of)| by_locale.insert(locale, of));
        by_locale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_one_code() {
        for code in ["zh", "en", "zh-Hant", "pt-BR", "zh-Hant-TW", "yue", "es-419", "de-1901"] {
            assert_eq!(code.parse::<Locale>().unwrap().to_string(), code);
        }
        for code in ["", "z", "ZH", "zh-", "zh-hant", "pt-br", "english", "zh_CN", "zh-Hant-TW-19012", "js", "备"] {
            assert_eq!(code.parse::<Locale>(), Err(InvalidLocale), "{code}");
        }
    }

    #[test]
    fn the_script_of_a_language_is_known() {
        let script = |code: &str| code.parse::<Locale>().unwrap().script();
        assert!(["zh", "zh-Hant", "zh-TW", "yue"].into_iter().all(|code| script(code) == Script::Han));
        assert_eq!((script("ja"), script("ko")), (Script::Japanese, Script::Korean));
        assert_eq!(Locale::usual_of(Script::Japanese), "ja".parse().ok());
        assert_eq!(Locale::usual_of(Script::Spaced), "en".parse().ok());
        assert!(["en", "ru", "ar", "zh-Latn"].into_iter().all(|code| script(code) == Script::Spaced));
    }

    #[test]
    fn what_is_said_in_each_language_is_found_by_it() {
        let [zh, en] = ["zh", "en"].map(|code| code.parse::<Locale>().unwrap());
        let locales = Locales::new(&[zh, en, zh]).unwrap();
        assert_eq!((&locales, locales.codes()), (&Locales::in_tests(), vec!["zh", "en"]));
        let said = Localized::from_fn(&locales, |locale| locale.to_string());
        assert_eq!((said.get(zh).as_str(), said.get(en).as_str()), ("zh", "en"));
        assert_eq!(Localized::try_from_fn(&locales, |locale| (locale == zh).then_some(1)), None);
        let some: ByLocale<u8> = [(en, 1), (en, 2)].into_iter().collect();
        assert_eq!((some.get(zh), some.get(en)), (None, Some(&2)));
    }
}
