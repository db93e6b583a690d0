//! What is said by language: in every one of a site, or in some.

use super::language::{Locale, Locales};

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
        let mut narrowed = locale.ancestors().filter_map(|locale| Some((locale, self.get(locale)?)));
        let there = self.get(locale).map(|of| (locale, of));
        there.or_else(|| narrowed.next()).or_else(|| self.iter().next())
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
