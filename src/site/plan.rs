//! The plan: every page and file of the site, each with its address.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::address::Address;
use super::assets::{self, PublishedFile};
use super::known::KnownSite;
use super::look;
use super::lost::{LostPage, NewPages, PageFiles, lost_pages};
use super::machine_file::MachineFile;
use super::page::{self, Context, Page};
use super::paths::Paths;
use super::relations::Relations;
use super::theme::Theme;
use crate::content::{Attachment, Content, Row, RuleTable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::name::{ArticleId, Locale};
use crate::source::{SourceFile, SourceFiles, characters};

/// Everything that is going to be written.
#[derive(Debug)]
pub struct SitePlan<'c> {
    /// What the pages show.
    pub content: &'c Content,
    /// The address that the site is published at, ending in `/`, if it is known.
    pub base_url: Option<String>,
    /// In the order of the site map; no two at one address.
    pub(crate) pages: Vec<PlannedPage<'c>>,
    /// The files that are copied.
    pub(crate) copies: Vec<PublishedFile<'c>>,
    relations: Relations<'c>,
}

/// A page in a language.
#[derive(Clone, Debug)]
pub(crate) struct PlannedPage<'c> {
    pub(crate) address: Address,
    /// The language that it addresses its reader in.
    pub(crate) locale: Locale,
    pub(crate) page: Arc<dyn Page + 'c>,
}

impl PlannedPage<'_> {
    /// Whether it is written in the language of its readers.
    pub(crate) fn is_original(&self) -> bool {
        self.page.written_in(self.locale) == Some(self.locale)
    }

    /// Whether a file of Markdown beside it says the same.
    pub(crate) fn has_twin(&self) -> bool {
        self.page.has_twin(self.locale)
    }
}

/// A site map may name this many addresses (sitemaps.org, version 0.9).
pub(super) const MAX_SITE_MAP: usize = 50_000;

fn parts_of(addresses: usize) -> usize {
    let parts = addresses.div_ceil(MAX_SITE_MAP);
    if parts < 2 { 0 } else { parts }
}

impl<'c> SitePlan<'c> {
    /// Plans the site. `base_url`, in its normal form, takes the place of the one in `site.yaml`; `known` may be of an earlier state
    /// of the site.
    ///
    /// Two pages at one address are reported; the plan then keeps the first.
    pub fn new(
        content: &'c Content,
        (sources, known): (&'c SourceFiles, &KnownSite),
        base_url: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let base_url = base_url.or(content.site.base_url.as_deref()).map(str::to_owned);
        let mut plan =
            Self { content, base_url, pages: Vec::new(), copies: Vec::new(), relations: Relations::of(content) };
        let pages = page::all(content);
        for locale in content.languages.locales().iter() {
            let there = pages.iter().filter(|page| page.written_in(locale).is_some());
            plan.pages.extend(there.map(|page| PlannedPage {
                address: page.address(locale),
                locale,
                page: Arc::clone(page),
            }));
        }
        plan.copies_of(sources);
        plan.keep_one_page_an_address((sources, known), diagnostics);
        plan.report_lost_addresses(sources, diagnostics);
        if let Some(theme) = &content.site.theme {
            look::check(theme, diagnostics);
        }
        plan
    }

    fn copies_of(&mut self, sources: &'c SourceFiles) {
        let is_wanted = |file: &&Arc<SourceFile>| assets::is_wanted(file, self.content);
        for file in sources.below("static/").filter(is_wanted) {
            self.copies.push(PublishedFile::of_static(file));
        }
        for (path, Attachment { file, .. }) in &self.content.attachments {
            self.copies.push(PublishedFile::plain(Address::attachment(path), sources.file(*file)));
        }
    }

    /// Leaves out what cannot stand at its path, or beside the rest.
    fn keep_one_page_an_address(
        &mut self,
        (sources, known): (&SourceFiles, &KnownSite),
        diagnostics: &mut Diagnostics,
    ) {
        // What cannot be seen in a name was told when the file was read.
        self.copies.retain(|copy| characters::hidden_in(&copy.file.path).is_none());
        known.paths.take(&self.listed_paths(), || {
            let mut told = Diagnostics::default();
            self.take_paths(sources, &mut told);
            let are_sound = told.is_empty();
            diagnostics.append(told);
            are_sound
        });
        assets::check_keys(&self.copies, diagnostics);
    }

    /// All paths that are taken, in their order.
    fn listed_paths(&self) -> Vec<u8> {
        let mut listed = Vec::with_capacity(64 * self.pages.len());
        let mut add = |path: &str, has_twin: bool| {
            listed.extend((path.len() as u64).to_le_bytes());
            listed.extend(path.as_bytes());
            listed.push(has_twin.into());
        };
        // The address of a page tells its file, and that of Markdown beside it.
        self.pages.iter().for_each(|page| add(page.address.as_str(), page.has_twin()));
        self.machine_files().into_iter().for_each(|file| add(&file.path(), false));
        self.own_paths().for_each(|path| add(path, false));
        self.copies.iter().for_each(|copy| add(&copy.path, false));
        listed
    }

    /// What is made of the whole site once it is there.
    fn own_paths(&self) -> impl Iterator<Item = &'static str> {
        let own = [Address::SERVICE_WORKER, Address::SEARCH_MANIFEST];
        own.into_iter().filter(|path| *path != Address::SERVICE_WORKER || !self.brings(path))
    }

    fn take_paths(&mut self, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
        let mut paths = Paths::with_room(self.pages.len());
        let site = sources.get("content/site.yaml").map_or(FileId(0), |file| file.id);
        paths.take_folder(Address::SEARCH, site.into());
        self.pages.retain(|planned| {
            let origin = planned.page.origin().unwrap_or(site.into());
            let is_free = paths.take(&planned.address.file(), origin, diagnostics);
            if is_free && planned.has_twin() {
                paths.take(&planned.address.twin(), origin, diagnostics);
            }
            is_free
        });
        for file in self.machine_files() {
            paths.take(&file.path(), file.origin(site), diagnostics);
        }
        for path in self.own_paths() {
            paths.take(path, site.into(), diagnostics);
        }
        self.copies.retain(|PublishedFile { path, file, .. }| paths.take(path, file.id.into(), diagnostics));
    }

    /// The addresses that readers may keep, in the order of the pages.
    pub fn lasting_addresses(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().filter(|planned| planned.page.is_lasting()).map(|planned| planned.address.as_str())
    }

    /// The pages at addresses that the site keeps, and at which nothing stands; and those at addresses that it does not keep yet.
    fn lost(&self) -> (Vec<LostPage<'_>>, NewPages) {
        let kept = &self.content.address_lock.addresses;
        if kept.is_empty() {
            return (Vec::new(), NewPages::of(&[]));
        }
        let pages = self.pages.iter().map(|planned| planned.address.as_str());
        let there: HashSet<&str> = pages.chain(self.copies.iter().map(|copy| copy.path.as_str())).collect();
        let known: HashSet<&str> = kept.iter().map(|(address, _)| address.as_str()).collect();
        let gone: Vec<&str> =
            kept.iter().map(|(address, _)| address.as_str()).filter(|kept| !there.contains(kept)).collect();
        // What only leads on is no place to lead to.
        let pages = self.pages.iter().filter(|planned| planned.page.is_lasting() && planned.page.is_indexed());
        let pages = pages.map(|planned| planned.address.as_str());
        let new: Vec<&str> = pages.filter(|address| !known.contains(address)).collect();
        let new = NewPages::of(&new).knowing(self.content.translation_lock.renamed());
        (lost_pages(&gone, &self.content.languages.locales().codes()), new)
    }

    /// The entries of `content/redirects.yaml` that lead readers on from lost addresses to the pages that are called otherwise now.
    /// `renamed` articles are known by the ids that they had.
    pub(crate) fn missing_redirects(&self, renamed: &[(String, ArticleId)]) -> Vec<String> {
        let (lost, new) = self.lost();
        let new = new.knowing(renamed.iter().map(|(old, new)| (old.as_str(), new)));
        lost.iter().filter(|lost| lost.is_renamed(&new)).flat_map(|lost| lost.redirects(&new)).collect()
    }

    /// Reports addresses that the site keeps, and at which nothing stands.
    fn report_lost_addresses(&self, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
        let kept = &self.content.address_lock.addresses;
        let places: HashMap<&str, Span> = kept.iter().map(|(address, span)| (address.as_str(), *span)).collect();
        let (lost, new) = self.lost();
        if lost.is_empty() {
            return;
        }
        let files = PageFiles::at(sources.all().map(|file| file.path.as_str()));
        for lost in lost {
            let mut spans = lost.addresses.iter().filter_map(|address| places.get(address));
            let Some(first) = spans.next() else {
                continue;
            };
            let named: Vec<String> = lost.addresses.iter().map(|address| format!("`/{address}`")).collect();
            let message =
                format!("nothing stands at {} any more, and no redirect leads on from there", named.join(", "));
            let problem = Diagnostic::new(Code::LostAddress, *first, message)
                .hint(format!("add to `content/redirects.yaml`: {}", lost.redirects(&new).join("\n")))
                .expected_in(lost.expected_in(&files));
            let finds =
                "`wenda check --fix` finds what it is called now, if it was only renamed and git knows the site";
            let problem = if lost.is_renamed(&new) { problem } else { problem.hint(finds) };
            let problem = problem.hint("or let the addresses go by `wenda accept --addresses`");
            diagnostics.push(spans.fold(problem, |problem, span| problem.related(*span, "and this")));
        }
    }

    /// The paths of what the site itself brings compressed.
    pub(crate) fn compressed_paths(&self) -> impl Iterator<Item = String> {
        let paths = self.copies.iter().map(|copy| copy.path.clone());
        paths.filter(|path| path.ends_with(".br") || path.ends_with(".gz"))
    }

    /// Whether the site has a file of its own of a name.
    pub(super) fn brings(&self, name: &str) -> bool {
        self.copies.iter().any(|copy| copy.name == name)
    }

    /// The addresses of the files that templates name, by what they call them.
    pub(super) fn assets(&self) -> BTreeMap<String, String> {
        let mut assets = assets::addresses(&self.copies);
        if let Some(theme) = &self.content.site.theme {
            assets.entry("theme_css".to_owned()).or_insert_with(|| look::path(theme));
        }
        assets
    }

    /// The paths at the root of the site that name files by what they hold.
    pub(super) fn hashed_paths(&self) -> impl Iterator<Item = String> {
        let look = self.content.site.theme.as_ref().filter(|_| !self.brings(Address::LOOK));
        let copies = self.copies.iter().filter(|copy| copy.is_hashed()).map(|copy| copy.path.clone());
        copies.chain(look.map(look::path))
    }

    /// What is shown where a page is shared, a file of `static/`.
    pub(crate) fn picture(&self) -> Option<&'c SourceFile> {
        self.drawn_of_mark(Address::PICTURE)
    }

    /// The icon of home screens, a file of `static/`.
    pub(crate) fn icon(&self) -> Option<&'c SourceFile> {
        self.drawn_of_mark(Address::ICON)
    }

    /// A picture that shows the mark: none if the site has a mark of its own, and the picture is the theme's.
    fn drawn_of_mark(&self, path: &str) -> Option<&'c SourceFile> {
        let copy = |path: &str| self.copies.iter().find(|copy| copy.path == path).map(|copy| copy.file);
        let is_marked_by_theme = copy(Address::MARK).is_some_and(SourceFile::is_of_theme);
        copy(path).filter(|file| is_marked_by_theme || !file.is_of_theme())
    }

    /// The rows that have pages, and in which something changed.
    pub(super) fn changed_rows(&self) -> Vec<(&'c RuleTable, &'c Row)> {
        let rows = self.relations.changed_rows();
        let rows = rows.filter_map(|(table, row)| {
            let table = self.content.tables.get(table).filter(|table| table.pages)?;
            Some((table, table.row(row)?))
        });
        rows.collect()
    }

    /// The pages that search engines are to know. A fallback shows what another page is the original of.
    pub(super) fn indexable_pages(&self) -> impl Iterator<Item = &PlannedPage<'c>> {
        self.pages.iter().filter(|planned| planned.page.is_indexed() && planned.is_original())
    }

    /// The files for machines, except those that the site brings itself. A part of the site map is of no use but beside the others.
    pub(super) fn machine_files(&self) -> Vec<MachineFile<'_>> {
        let content = self.content;
        let locales = || content.languages.locales().iter();
        let mut all = vec![MachineFile::Robots, MachineFile::Llms, MachineFile::Headers];
        all.extend([MachineFile::Articles, MachineFile::Decisions, MachineFile::Rules, MachineFile::Schema]);
        let diagrams = content.decisions.iter();
        all.extend(diagrams.filter_map(|of| Some(MachineFile::Diagram(of, self.relations.diagram(of)?))));
        all.extend(content.site.theme.as_ref().filter(|_| !self.brings(Address::LOOK)).map(MachineFile::Look));
        all.extend(locales().map(MachineFile::WebManifest));
        // Site maps and feeds name addresses in full.
        if self.base_url.is_some() {
            all.push(MachineFile::SiteMap);
            let parts = if self.brings(Address::SITE_MAP) { 0 } else { self.site_map_parts() };
            all.extend((0..parts).map(MachineFile::SiteMapPart));
            if !content.changes.is_empty() {
                all.extend(locales().map(MachineFile::Feed));
            }
            let rows = self.changed_rows();
            let in_rows = |locale| rows.iter().map(move |(table, row)| MachineFile::RowFeed(locale, table, row));
            all.extend(locales().flat_map(in_rows));
        }
        all.retain(|file| matches!(file, MachineFile::SiteMapPart(_)) || !self.brings(&file.path()));
        all
    }

    /// How many parts the site map has; none if it holds all addresses itself.
    pub(super) fn site_map_parts(&self) -> usize {
        parts_of(self.indexable_pages().count())
    }

    /// What pages are made from, for readers of a language.
    pub(crate) fn context<'p>(&'p self, theme: &'p Theme, locale: Locale) -> Context<'p> {
        Context { content: self.content, relations: &self.relations, base_url: self.base_url.as_deref(), theme, locale }
    }

    /// The page in each language that it is written in, as `hreflang` and address; with `x-default`. None unless there are several.
    pub(crate) fn alternates(&self, page: &dyn Page) -> Vec<(String, String)> {
        let Some(base_url) = &self.base_url else {
            return Vec::new();
        };
        let published = |address: Address| address.on(base_url);
        let languages = self.content.languages.iter();
        let written = languages.filter_map(|of| Some((of.tag(), published(page.alternate(of.locale)?))));
        let mut alternates: Vec<_> = written.collect();
        if alternates.len() < 2 {
            return Vec::new();
        }
        let default = page.default_alternate().map_or_else(|| alternates[0].1.clone(), published);
        alternates.push(("x-default".to_owned(), default));
        alternates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_map_has_parts_where_it_would_be_too_long() {
        assert_eq!(parts_of(50_000), 0);
        assert_eq!(parts_of(50_001), 2);
        assert_eq!(parts_of(100_001), 3);
        assert_eq!(Address::site_map_part(0), "sitemap-1.xml");
    }
}
