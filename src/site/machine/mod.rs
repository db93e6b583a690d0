//! What stands in each file for machines.

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
use super::machine_file::MachineFile;
use super::output::OutputFile;
use super::plan::SitePlan;
use super::theme::Theme;

/// A file for machines, as it is written.
pub(crate) fn written<'f>(file: MachineFile<'_>, plan: &SitePlan<'_>, theme: &Theme) -> OutputFile<'f> {
    let text = match file {
        MachineFile::Robots => robots(plan),
        MachineFile::SiteMap => site_map::text(plan, theme),
        MachineFile::SiteMapPart(part) => site_map::part(part, plan, theme),
        MachineFile::Llms => llms::text(plan, theme),
        MachineFile::Headers => headers::text(plan),
        MachineFile::Articles => api::articles(plan, theme),
        MachineFile::Decisions => api::decisions(plan, theme),
        MachineFile::Rules => api::rules(plan, theme),
        MachineFile::Schema => api::SCHEMA.to_owned(),
        MachineFile::Diagram(decision, _) => diagram::text(decision),
        MachineFile::Look(look) => look::style_sheet(look),
        MachineFile::WebManifest(locale) => manifest::text(plan, plan.context(theme, locale)),
        MachineFile::Feed(locale) => feed::of_site(plan.context(theme, locale)),
        MachineFile::RowFeed(locale, table, row) => feed::of_row((table, row), plan.context(theme, locale)),
    };
    OutputFile::text(file.path(), text)
}

fn robots(plan: &SitePlan<'_>) -> String {
    let site_map = plan.base_url.as_ref().map(|base_url| format!("Sitemap: {base_url}{}\n", Address::SITE_MAP));
    format!("User-agent: *\nAllow: /\n{}", site_map.unwrap_or_default())
}
