//! What an import lost that no step told: the words of each page are counted in its source, as far as they are known there, and in
//! what readers of the new page see.

mod comparison;
mod reader;
mod running;
mod shown;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::comparison::{WordComparison, WordRun};
use self::reader::{SourcePage, SourceSyntax};
use self::shown::{ShownPage, letters};
use self::words::WordKind;
use super::files::ProjectFiles;
use super::kind::Tool;
use super::project::Project;
use super::remark::{Remark, RemarkKind};
use super::site::ImportedSite;
use crate::markdown::Dialect;
use crate::name::Locale;

/// So many places of a page are named one by one.
const MAX_NAMED: usize = 24;
/// An excerpt is no longer, in characters.
const MAX_EXCERPT: usize = 80;

/// What became of words, as it is told of an excerpt and of the lines of others.
type Fate = (RemarkKind, &'static str, &'static str);

const LOST: Fate = (RemarkKind::Lost, "is not on the new page", "other words are not on the new page");
const LED_AWAY: Fate =
    (RemarkKind::Lost, "is an address that the new page does not lead to", "other addresses are not on the new page");
const INTO_CODE: Fate = (
    RemarkKind::Look,
    "stands in code on the new page, and did not",
    "other words stand in code on the new page, and did not",
);
const OUT_OF_CODE: Fate =
    (RemarkKind::Look, "was code, and is text on the new page", "other words were code, and are text on the new page");

/// What pages lost that no remark names: words, what is code, and addresses of other sites.
pub(super) fn untold(files: &ProjectFiles, project: &Project, site: &ImportedSite, locale: Locale) -> Vec<Remark> {
    let mut told: BTreeMap<&str, ToldLines> = BTreeMap::new();
    for remark in site.remarks.iter().filter(|remark| remark.kind != RemarkKind::Converted) {
        let lines = told.entry(&remark.path).or_default();
        lines.all.extend(&remark.lines);
        if remark.kind == RemarkKind::Lost {
            lines.lost.extend(&remark.lines);
        }
    }
    let dialect = Dialect { locale, has_formulas: project.has_math };
    let found: Vec<Vec<Remark>> = site
        .origins
        .par_iter()
        .map(|(path, origin)| {
            let shown = site.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let (Some(shown), Ok((source, _))) = (shown, files.text(origin)) else {
                return Vec::new();
            };
            let syntax = SourceSyntax {
                is_mdx: project.tool == Tool::Docusaurus || origin.ends_with(".mdx"),
                hides_lines: project.tool == Tool::Mdbook,
            };
            let page = SourcePage::of(&source, syntax);
            let pair = PagePair { path: origin, source: &source, page, shown: ShownPage::of(shown, dialect) };
            pair.remarks(told.get(origin.as_str()).unwrap_or(&ToldLines::default()))
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// The lines of a page of which something is told.
#[derive(Debug, Default)]
struct ToldLines {
    all: BTreeSet<usize>,
    /// Those that lost something.
    lost: BTreeSet<usize>,
}

/// A page before and after.
struct PagePair<'t> {
    path: &'t str,
    source: &'t str,
    page: SourcePage,
    shown: ShownPage,
}

impl PagePair<'_> {
    /// What is lost on other lines than those of which it is told.
    fn remarks(&self, told: &ToldLines) -> Vec<Remark> {
        let ends: Vec<usize> = self.source.match_indices('\n').map(|(at, _)| at).collect();
        let line = |place: usize| ends.partition_point(|end| *end < place) + 1;
        let words = &self.page.words.words;
        let comparison = WordComparison::of(words, &self.shown.words.words);
        let ends_line = |first: usize, second: usize| line(first) != line(second);
        let mut found = FoundPlaces::default();
        let mut add = |fate: Fate, runs: Vec<WordRun>| {
            for (first, last) in runs {
                let (start, end) = (words[first].start, words[last].end);
                let excerpt = self.source.get(start..end).unwrap_or_default();
                if !told.all.contains(&line(start)) {
                    found.add(fate, excerpt, line(start));
                }
            }
        };
        add(LOST, comparison.missing(&ends_line));
        add(INTO_CODE, comparison.of_other_kind(WordKind::Text, &ends_line));
        add(OUT_OF_CODE, comparison.of_other_kind(WordKind::Code, &ends_line));
        for (address, place) in &self.page.addresses {
            if !self.shown.addresses.contains(&letters(address)) && !told.lost.contains(&line(*place)) {
                found.add(LED_AWAY, address, line(*place));
            }
        }
        found.into_remarks(self.path)
    }
}

/// What is found on a page: the first places with what stands there, of the others the lines.
#[derive(Debug, Default)]
struct FoundPlaces {
    named: BTreeMap<(RemarkKind, String), BTreeSet<usize>>,
    others: BTreeMap<(RemarkKind, String), BTreeSet<usize>>,
}

impl FoundPlaces {
    fn add(&mut self, (kind, message, of_others): Fate, excerpt: &str, line: usize) {
        let first = excerpt.lines().next().unwrap_or_default();
        let shown: String = first.chars().take(MAX_EXCERPT).map(|next| if next == '`' { '\'' } else { next }).collect();
        let more = if shown.len() < excerpt.len() { "…" } else { "" };
        let key = (kind, format!("`{shown}{more}` {message}"));
        if self.named.len() < MAX_NAMED || self.named.contains_key(&key) {
            self.named.entry(key).or_default().insert(line);
        } else {
            self.others.entry((kind, of_others.to_owned())).or_default().insert(line);
        }
    }

    fn into_remarks(self, path: &str) -> Vec<Remark> {
        let all = self.named.into_iter().chain(self.others);
        let remarks = all.map(|((kind, message), lines)| Remark {
            path: path.to_owned(),
            kind,
            message,
            lines: lines.into_iter().collect(),
        });
        remarks.collect()
    }
}
