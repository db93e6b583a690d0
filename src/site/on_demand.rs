//! The files of a site, each made when somebody asks for it.

use super::address::Address;
use super::assets::PublishedFile;
use super::known::KnownSite;
use super::machine;
use super::output::OutputFile;
use super::plan::{PlannedPage, SitePlan};
use super::render::{render_page, theme_of};
use super::theme::Theme;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceFile, SourceFiles};

/// The files of a site, each made when it is asked for: pages, files that are copied, files for machines. Those of search are
/// made of an index, and the service worker of all pages: they are not among them.
pub struct SiteFiles<'c> {
    plan: &'c SitePlan<'c>,
    sources: &'c SourceFiles,
    theme: Theme,
}

impl<'c> SiteFiles<'c> {
    /// Loads the theme. `None` if that is unsound, which is reported. `known` may be of an earlier state of the site.
    pub fn new(
        plan: &'c SitePlan<'c>,
        sources: &'c SourceFiles,
        known: &KnownSite,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let theme = theme_of(plan, sources, known, diagnostics)?;
        Some(Self { plan, sources, theme })
    }

    /// A file by its path; `None` if there is none. Fails if a template does.
    pub fn get(&self, path: &str) -> Option<Result<OutputFile<'c>, Box<Diagnostic>>> {
        if let Some(page) = self.page(path) {
            return Some(render_page(self.plan, &self.theme, page).map(|rendered| rendered.page));
        }
        if let Some(page) = self.page_of_twin(path) {
            return render_page(self.plan, &self.theme, page).map(|rendered| rendered.twin).transpose();
        }
        let copy = self.plan.copies.iter().find(|copy| copy.path == path).map(PublishedFile::written);
        let mut files = self.plan.machine_files().into_iter().filter(|file| file.path() == path);
        copy.or_else(|| Some(machine::written(files.next()?, self.plan, &self.theme))).map(Ok)
    }

    /// Whether there is a page at a path, which need not be made for that.
    pub fn has_page(&self, path: &str) -> bool {
        self.page(path).is_some()
    }

    fn page(&self, path: &str) -> Option<&PlannedPage<'c>> {
        // A walk over all addresses takes less than to make a map of them for each save.
        let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let address = folder.unwrap_or(path);
        let is_page = |address: &str| address.is_empty() || address.ends_with('/');
        let mut pages = self.plan.pages.iter();
        pages.find(|page| page.address.as_str() == address && is_page(address) == folder.is_some())
    }

    /// The page beside which a file of Markdown stands.
    fn page_of_twin(&self, path: &str) -> Option<&PlannedPage<'c>> {
        let address = path.strip_suffix(Address::TWIN)?;
        self.plan.pages.iter().find(|page| page.address.as_str() == address && page.has_twin())
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.plan.pages.len()
    }

    /// The paths of all pages, in the order of the site map.
    pub fn page_paths(&self) -> impl Iterator<Item = String> {
        self.plan.pages.iter().map(|page| page.address.file())
    }

    /// The paths of the pages that are made of a file, or of one that stands beside it under the same name.
    pub fn pages_of<'s>(&'s self, source: &'s str) -> impl Iterator<Item = String> {
        let made_of = |page: &PlannedPage<'_>| {
            let file = self.sources.file(page.page.origin()?.file());
            Some(stem(&file.path) == stem(source))
        };
        self.plan.pages.iter().filter(move |page| made_of(page) == Some(true)).map(|page| page.address.file())
    }

    /// The files that are copied, each with its path in the output.
    pub fn copies(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        self.plan.copies.iter().map(|copy| (copy.path.as_str(), copy.file))
    }
}

/// A path without the endings of its name.
fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    path[name..].find('.').map_or(path, |dot| &path[..name + dot])
}
