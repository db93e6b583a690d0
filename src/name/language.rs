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
        // As numbers: one by one its letters take many times as long, and languages are compared for each page.
        self.code.all_bytes() == other.code.all_bytes()
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
}
