//! The languages of a site.

use std::fmt;
use std::str::FromStr;

/// A language that Wenda publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Chinese in simplified characters.
    Zh,
    /// English.
    En,
}

impl Locale {
    /// All languages, in the order in which they stand in code.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The code in addresses, file names and content: `zh`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The value of `lang` and `hreflang` attributes (BCP 47).
    pub fn language_tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            Self::En => "en",
        }
    }

    /// The language's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }

    /// The other language.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A code that is none of [`Locale::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("known here: `zh`, `en`")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(code: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|locale| locale.code() == code).ok_or(UnknownLocale)
    }
}

/// Something in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Localized<T> {
    /// In Chinese.
    pub zh: T,
    /// In English.
    pub en: T,
}

impl<T> Localized<T> {
    /// In a language.
    pub fn get(&self, locale: Locale) -> &T {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.en,
        }
    }

    /// In a language, to change.
    pub fn get_mut(&mut self, locale: Locale) -> &mut T {
        match locale {
            Locale::Zh => &mut self.zh,
            Locale::En => &mut self.en,
        }
    }

    /// Makes one of each language.
    pub fn from_fn(mut make: impl FnMut(Locale) -> T) -> Self {
        Self { zh: make(Locale::Zh), en: make(Locale::En) }
    }
}
