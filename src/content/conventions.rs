//! What a site lays down for all of its files.

use std::sync::Arc;

use crate::name::Locales;

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
}

impl Conventions {
    /// Those of a site in some languages that requires nothing.
    pub(crate) fn of(locales: &Locales) -> Self {
        Self::new(locales, Vec::new())
    }

    /// Those of a site in some languages that requires something.
    pub(crate) fn new(locales: &Locales, required: Vec<Requirement>) -> Self {
        Self(Arc::new(SharedConventions { locales: locales.clone(), required }))
    }

    /// The languages, in which texts are written.
    pub(crate) fn locales(&self) -> &Locales {
        &self.0.locales
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
