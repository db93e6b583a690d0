//! What a site lays down for all of its files.

use std::sync::Arc;

use super::derivation::Derivation;
use crate::markdown::Dialect;
use crate::name::{Locale, Locales};

/// The file that lays it down, with what else holds for the whole site.
pub(crate) const SITE: &str = "content/site.yaml";

/// The languages of a site, and what its files may not lack.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conventions(Arc<SharedConventions>);

/// What is shared by all who hold the conventions: every value of a file does.
#[derive(Debug, PartialEq)]
struct SharedConventions {
    locales: Locales,
    required: Vec<Requirement>,
    derivation: Derivation,
    has_formulas: bool,
}

impl Conventions {
    /// Those of a site in some languages that requires nothing.
    pub(crate) fn of(locales: &Locales) -> Self {
        Self::new(locales, Vec::new(), Derivation::default(), false)
    }

    /// Those of a site in some languages that requires something, has languages that are made of another, and formulas in texts.
    pub(crate) fn new(
        locales: &Locales,
        required: Vec<Requirement>,
        derivation: Derivation,
        has_formulas: bool,
    ) -> Self {
        Self(Arc::new(SharedConventions { locales: locales.clone(), required, derivation, has_formulas }))
    }

    /// The same, but for a file that may lack what others may not.
    pub(crate) fn requiring_nothing(&self) -> Self {
        Self::new(self.locales(), Vec::new(), self.derivation().clone(), self.0.has_formulas)
    }

    /// How a text in a language is written.
    pub(crate) fn dialect(&self, locale: Locale) -> Dialect {
        Dialect { locale, has_formulas: self.0.has_formulas }
    }

    /// The languages, in which texts are written.
    pub(crate) fn locales(&self) -> &Locales {
        &self.0.locales
    }

    /// The languages in which texts are written: none of those that are made of another.
    pub(crate) fn written(&self) -> impl Iterator<Item = Locale> {
        self.locales().iter().filter(|locale| self.derivation().source(*locale).is_none())
    }

    /// The first of them: that of what names no language.
    pub(crate) fn first_written(&self) -> Locale {
        self.written().next().unwrap_or_else(|| self.locales().first())
    }

    /// The only language in which texts are written, if the others are made of it.
    pub(crate) fn only_written(&self) -> Option<Locale> {
        let mut written = self.written();
        written.next().filter(|_| written.next().is_none())
    }

    /// How languages are made of others.
    pub(crate) fn derivation(&self) -> &Derivation {
        &self.0.derivation
    }

    /// Whether files may not lack something.
    pub(crate) fn requires(&self, requirement: Requirement) -> bool {
        self.0.required.contains(&requirement)
    }
}

/// What a site may ask of its articles and rows, beside what a page cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requirement {
    /// `categories.yaml` lists the folder of every article.
    Categories,
    /// Articles, rows, items of checklists and outcomes cite a section of the source catalogue.
    Sources,
    /// Articles and rows name the facts that they state.
    Facts,
    /// Articles tell the day on which an editor checked them.
    Verified,
}

impl Requirement {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Categories, Self::Sources, Self::Facts, Self::Verified];

    /// What `require` in `site.yaml` calls it; but for categories also the key that it makes required.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::Sources => "sources",
            Self::Facts => "facts",
            Self::Verified => "verified",
        }
    }
}
