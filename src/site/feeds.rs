//! Files for machines: the site map, `robots.txt`, diagrams of decisions, the service worker, fingerprints of assets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::address::Address;
use super::assets;
use super::offline::Offline;
use super::plan::{PageKind, SitePlan};
use super::render::OutputFile;
use crate::content::{Decision, DecisionFact, FactKind};
use crate::decision::{Compiled, Exported};

/// A site map may name this many addresses (sitemaps.org, version 0.9).
const MAX_ADDRESSES: usize = 50_000;

/// The files for machines, except those that the site brings itself.
pub(crate) fn feeds<'c>(plan: &SitePlan<'_>, offline: &Offline) -> Vec<OutputFile<'c>> {
    let mut files = site_maps(plan);
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n", plan.base_url);
    files.push(OutputFile::text("robots.txt", robots));
    files.extend(diagrams(plan));
    files.push(offline.worker());
    files.retain(|file| plan.copies.iter().all(|(path, _)| *path != file.path));
    files
}

/// A decision as a script walks it.
#[derive(Serialize)]
struct Diagram<'c> {
    facts: Vec<DiagramFact<'c>>,
    /// The verdicts, each with its values.
    verdicts: Vec<(&'c str, Vec<&'c str>)>,
    /// The outcomes, each with the places of its verdicts.
    outcomes: Vec<(&'c str, &'c [usize])>,
    /// The questions: the place of the fact, then what follows each of its values: the place of a question, `-1 - n` for the
    /// outcome `n`, nothing where the facts cannot be so.
    questions: Vec<Vec<Option<i64>>>,
    /// Where the function begins that tells what is possible, and the one that asks nothing in vain.
    begin: Vec<Option<i64>>,
}

#[derive(Serialize)]
struct DiagramFact<'c> {
    id: &'c str,
    values: Vec<&'c str>,
    /// What holds for the numbers of a range that does not hold for those before it: `>= 3` or `> 3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<Vec<String>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole: bool,
}

fn diagrams<'c>(plan: &SitePlan<'_>) -> Vec<OutputFile<'c>> {
    let decisions = plan.content.decisions.iter();
    decisions.map(|decision| OutputFile::text(Address::diagram(&decision.id), diagram_text(decision))).collect()
}

/// Where a decision's diagram is, with a fingerprint, so that a page never walks that of another build.
pub(crate) fn diagram_path(decision: &Decision) -> String {
    let hash = blake3::hash(diagram_text(decision).as_bytes()).to_hex();
    format!("{}?v={}", Address::diagram(&decision.id), &hash[..8])
}

/// A diagram is made of texts and numbers, which can always be written.
fn diagram_text(decision: &Decision) -> String {
    serde_json::to_string(&diagram(decision)).unwrap_or_default()
}

fn diagram(decision: &Decision) -> Diagram<'_> {
    let compiled = &decision.compiled;
    let reference = |exported: &Exported| match exported {
        Exported::Question(place) => i64::try_from(*place).ok(),
        Exported::Number(Compiled::IMPOSSIBLE) => None,
        Exported::Number(outcome) => Some(-1 - i64::from(*outcome)),
    };
    let (questions, begin) = compiled.diagrams.export(&[compiled.outcome, compiled.asking]);
    let questions = questions.into_iter().map(|(fact, children)| {
        let fact = i64::try_from(fact).ok();
        std::iter::once(fact).chain(children.iter().map(reference)).collect()
    });
    Diagram {
        facts: decision.facts.iter().map(diagram_fact).collect(),
        verdicts: decision
            .verdicts
            .iter()
            .map(|verdict| (verdict.id.value.as_str(), verdict.values.iter().map(|value| value.id.as_str()).collect()))
            .collect(),
        outcomes: decision
            .outcomes
            .iter()
            .map(|outcome| (outcome.id.value.as_str(), outcome.verdicts.as_slice()))
            .collect(),
        questions: questions.collect(),
        begin: begin.iter().map(reference).collect(),
    }
}

fn diagram_fact(fact: &DecisionFact) -> DiagramFact<'_> {
    let number = if let FactKind::Number(number) = &fact.kind { Some(number) } else { None };
    DiagramFact {
        id: fact.id.value.as_str(),
        values: fact.values.iter().map(|value| value.id.as_str()).collect(),
        bounds: number.map(|number| number.bounds.iter().map(ToString::to_string).collect()),
        whole: number.is_some_and(|number| number.whole),
    }
}

/// One site map, or several and their index.
fn site_maps<'c>(plan: &SitePlan<'_>) -> Vec<OutputFile<'c>> {
    let entries: Vec<String> = plan
        .pages
        .iter()
        .filter(|page| match page.kind {
            // A fallback shows what another page is the original of.
            PageKind::Article(article) => article.texts.get(page.locale).is_some(),
            kind => kind.is_to_be_found(),
        })
        .map(|page| {
            let mut entry = format!("<url><loc>{}{}</loc>", escape(&plan.base_url), escape(&page.address.to_string()));
            if let PageKind::Article(article) = page.kind {
                let _infallible = write!(entry, "<lastmod>{}</lastmod>", article.verified);
            }
            for (lang, href) in plan.alternates(page) {
                let href = escape(&href);
                let _infallible = write!(entry, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{href}\"/>");
            }
            entry.push_str("</url>\n");
            entry
        })
        .collect();
    let map = |entries: &[String]| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{}</urlset>\n",
            entries.concat()
        )
    };
    if entries.len() <= MAX_ADDRESSES {
        return vec![OutputFile::text("sitemap.xml", map(&entries))];
    }
    let mut files = Vec::new();
    let mut index = String::new();
    for (number, chunk) in entries.chunks(MAX_ADDRESSES).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        let _infallible = writeln!(index, "<sitemap><loc>{}{name}</loc></sitemap>", escape(&plan.base_url));
        files.push(OutputFile::text(name, map(chunk)));
    }
    let index = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{index}</sitemapindex>\n"
    );
    files.push(OutputFile::text("sitemap.xml", index));
    files
}

/// Addresses of styles, scripts and engines with a fingerprint of their content, so that caches never hold an old one.
pub(crate) fn fingerprints(plan: &SitePlan<'_>) -> BTreeMap<String, String> {
    let named = assets::by_key(&plan.copies).into_iter().map(|(key, (path, file))| {
        let hash = blake3::hash(&assets::bytes(file)).to_hex();
        (key, format!("{}?v={}", Address::of_file(path), &hash[..8]))
    });
    named.collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
