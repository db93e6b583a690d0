//! Files for machines: search engines, readers of feeds, language models, hosts, browsers that install the site.
//!
//! The service worker is none of them: its version is made of all pages.

use super::address::Address;
use super::look;
use crate::content::{Branding, Decision, Row, RuleTable};
use crate::diagnostic::{FileId, Place};
use crate::name::Locale;

/// A file for machines.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MachineFile<'c> {
    /// What robots may read.
    Robots,
    /// The site map, or the list of its parts.
    SiteMap,
    /// A part of the site map, from 0.
    SiteMapPart(usize),
    /// What the site holds, for language models.
    Llms,
    /// What hosts send along.
    Headers,
    /// The articles as data.
    Articles,
    /// The decisions as data.
    Decisions,
    /// The rule tables as data.
    Rules,
    /// The schema of these.
    Schema,
    /// The diagram of a decision, which scripts walk, and its path.
    Diagram(&'c Decision, &'c str),
    /// The style sheet of what in the look of the site is its own.
    Look(&'c Branding),
    /// What browsers know the site by that install it.
    WebManifest(Locale),
    /// What changed.
    Feed(Locale),
    /// What changed in a row of a rule table.
    RowFeed(Locale, &'c RuleTable, &'c Row),
}

impl MachineFile<'_> {
    /// Where it is, from the root of the site.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Robots => Address::ROBOTS.to_owned(),
            Self::SiteMap => Address::SITE_MAP.to_owned(),
            Self::SiteMapPart(part) => Address::site_map_part(part),
            Self::Llms => Address::LLMS.to_owned(),
            Self::Headers => Address::HEADERS.to_owned(),
            Self::Articles => Address::data("articles"),
            Self::Decisions => Address::data("decisions"),
            Self::Rules => Address::data("rules"),
            Self::Schema => Address::data("schema"),
            Self::Diagram(_, path) => path.to_owned(),
            Self::Look(look) => look::path(look),
            Self::WebManifest(locale) => Address::web_manifest(locale),
            Self::Feed(locale) => Address::feed(locale),
            Self::RowFeed(locale, table, row) => Address::row(locale, &table.id, &row.id.value).feed_beside(),
        }
    }

    /// Whether it says something of every article, so that it is large where the site is.
    pub(crate) fn is_of_every_article(self) -> bool {
        matches!(self, Self::Articles | Self::Llms | Self::SiteMap | Self::SiteMapPart(_))
    }

    /// What it is made of, for diagnostics.
    pub(crate) fn origin(self, site: FileId) -> Place {
        if let Self::Diagram(decision, _) = self { decision.file.into() } else { site.into() }
    }
}
