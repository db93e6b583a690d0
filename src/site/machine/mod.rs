//! Files for machines: search engines, readers of feeds, language models, hosts, browsers that install the site.
//!
//! [`MachineFile`] lists them. The service worker is none of them: its version is made of all pages.

mod api;
mod feed;
mod headers;
mod llms;
mod manifest;
mod site_map;
mod xml;

use super::address::Address;
use super::diagram;
use super::look;
use super::output::OutputFile;
use super::plan::SitePlan;
use super::theme::Theme;
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
    /// The diagram of a decision, which scripts walk.
    Diagram(&'c Decision),
    /// The style sheet of what in the look of the site is its own.
    Look(&'c Branding),
    /// What browsers know the site by that install it.
    WebManifest(Locale),
    /// What changed.
    Feed(Locale),
    /// What changed in a row of a rule table.
    RowFeed(Locale, &'c RuleTable, &'c Row),
}

impl<'c> MachineFile<'c> {
    /// All of them, except those that the site brings itself. A part of the site map is of no use but beside the others.
    pub(crate) fn all(plan: &SitePlan<'c>) -> Vec<Self> {
        let content = plan.content;
        let locales = || content.languages.locales().iter();
        let mut all = vec![Self::Robots, Self::Llms, Self::Headers];
        all.extend([Self::Articles, Self::Decisions, Self::Rules, Self::Schema]);
        all.extend(content.decisions.iter().map(Self::Diagram));
        all.extend(content.site.theme.as_ref().map(Self::Look));
        all.extend(locales().map(Self::WebManifest));
        // Site maps and feeds name addresses in full.
        if plan.base_url.is_some() {
            all.push(Self::SiteMap);
            let parts = if plan.brings(Address::SITE_MAP) { 0 } else { site_map::parts(plan) };
            all.extend((0..parts).map(Self::SiteMapPart));
            if !content.changes.is_empty() {
                all.extend(locales().map(Self::Feed));
            }
            let rows = plan.changed_rows();
            all.extend(
                locales().flat_map(|locale| rows.iter().map(move |(table, row)| Self::RowFeed(locale, table, row))),
            );
        }
        all.retain(|file| matches!(file, Self::SiteMapPart(_)) || !plan.brings(&file.path()));
        all
    }

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
            Self::Diagram(decision) => Address::diagram(&decision.id),
            Self::Look(_) => Address::LOOK.to_owned(),
            Self::WebManifest(locale) => Address::web_manifest(locale),
            Self::Feed(locale) => Address::feed(locale),
            Self::RowFeed(locale, table, row) => Address::row(locale, &table.id, &row.id.value).feed_beside(),
        }
    }

    /// What it is made of, for diagnostics.
    pub(crate) fn origin(self, site: FileId) -> Place {
        if let Self::Diagram(decision) = self { decision.file.into() } else { site.into() }
    }

    /// It, as it is written.
    pub(crate) fn file<'f>(self, plan: &SitePlan<'c>, theme: &Theme) -> OutputFile<'f> {
        let text = match self {
            Self::Robots => robots(plan),
            Self::SiteMap => site_map::text(plan, theme),
            Self::SiteMapPart(part) => site_map::part(part, plan, theme),
            Self::Llms => llms::text(plan, theme),
            Self::Headers => headers::text(plan),
            Self::Articles => api::articles(plan, theme),
            Self::Decisions => api::decisions(plan, theme),
            Self::Rules => api::rules(plan, theme),
            Self::Schema => api::SCHEMA.to_owned(),
            Self::Diagram(decision) => diagram::text(decision),
            Self::Look(look) => look::style_sheet(look),
            Self::WebManifest(locale) => manifest::text(plan, plan.context(theme, locale)),
            Self::Feed(locale) => feed::of_site(plan.context(theme, locale)),
            Self::RowFeed(locale, table, row) => feed::of_row((table, row), plan.context(theme, locale)),
        };
        OutputFile::text(self.path(), text)
    }
}

fn robots(plan: &SitePlan<'_>) -> String {
    let site_map = plan.base_url.as_ref().map(|base_url| format!("Sitemap: {base_url}{}\n", Address::SITE_MAP));
    format!("User-agent: *\nAllow: /\n{}", site_map.unwrap_or_default())
}
