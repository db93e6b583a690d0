//! From the plan to files: pages are rendered in parallel, a batch at a time, so that memory does not grow with the site.

use std::slice::Chunks;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::vec;

use rayon::prelude::*;

use super::assets::PublishedFile;
use super::known::KnownSite;
use super::layout::{PageView, SiteView};
use super::machine;
use super::machine_file::MachineFile;
use super::offline::PrecacheManifest;
use super::output::OutputFile;
use super::plan::{PlannedPage, SitePlan};
use super::theme::Theme;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::progress::RunningStage;
use crate::source::SourceFiles;

/// So many pages are held in memory at once.
const BATCH: usize = 128;

/// Renders everything in the plan, a batch at a time, in a defined order: pages, files that are copied, files for machines.
///
/// The first page that fails ends it with a diagnostic: a template that fails on one page mostly fails on all.
pub struct Rendering<'c> {
    plan: &'c SitePlan<'c>,
    theme: Theme,
    offline: PrecacheManifest,
    /// Counts the pages.
    stage: RunningStage,
    next: Batch<'c>,
}

/// What is rendered next.
enum Batch<'c> {
    Pages(Chunks<'c, PlannedPage<'c>>),
    Copies,
    ForMachines(vec::IntoIter<MachineFile<'c>>),
    None,
}

impl<'c> Rendering<'c> {
    /// Loads the theme. `None` if that is unsound, which is reported. `known` may be of an earlier state of the site; `stage` counts the
    /// pages.
    pub fn new(
        plan: &'c SitePlan<'c>,
        (sources, known): (&SourceFiles, &KnownSite),
        stage: RunningStage,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let theme = theme_of(plan, sources, known, diagnostics)?;
        let offline = PrecacheManifest::of(plan);
        stage.set_total(plan.pages.len());
        Some(Self { plan, theme, offline, stage, next: Batch::Pages(plan.pages.chunks(BATCH)) })
    }
}

impl<'c> Iterator for Rendering<'c> {
    type Item = Result<Vec<OutputFile<'c>>, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.next {
            Batch::Pages(batches) => {
                let Some(batch) = batches.next() else {
                    self.next = Batch::Copies;
                    return self.next();
                };
                let files = render_batch(self.plan, &self.theme, &self.stage, batch);
                match &files {
                    Ok(files) => files.iter().for_each(|file| self.offline.see(file)),
                    Err(_) => self.next = Batch::None,
                }
                Some(files)
            }
            Batch::Copies => {
                self.next = Batch::ForMachines(self.plan.machine_files().into_iter());
                Some(Ok(self.plan.copies.iter().map(PublishedFile::written).collect()))
            }
            Batch::ForMachines(left) => {
                let small = left.as_slice().iter().take_while(|file| !file.is_of_every_article()).count();
                let batch: Vec<_> = left.take(small.clamp(1, rayon::current_num_threads())).collect();
                let mut files: Vec<_> = if batch.is_empty() {
                    self.next = Batch::None;
                    vec![self.offline.worker()]
                } else {
                    batch.into_par_iter().map(|file| machine::written(file, self.plan, &self.theme)).collect()
                };
                files.retain(|file| !self.plan.brings(&file.path));
                Some(Ok(files))
            }
            Batch::None => None,
        }
    }
}

/// The theme with what all pages show. `None` if it is unsound, which is reported.
pub(super) fn theme_of(
    plan: &SitePlan<'_>,
    sources: &SourceFiles,
    known: &KnownSite,
    diagnostics: &mut Diagnostics,
) -> Option<Theme> {
    let mut theme = Theme::load(sources, &plan.content.languages, known.phrases.phrases(plan.content), diagnostics)?;
    let assets = plan.assets();
    for locale in plan.content.languages.locales().iter() {
        let site = SiteView::new(plan, plan.context(&theme, locale));
        theme.insert(locale, "site", &site);
        theme.insert(locale, "assets", &assets);
    }
    Some(theme)
}

/// The files of some pages, or why the first of those that fail does. What comes after a page that failed is left out: each may
/// take long to fail.
fn render_batch<'c>(
    plan: &'c SitePlan<'c>,
    theme: &Theme,
    stage: &RunningStage,
    batch: &[PlannedPage<'c>],
) -> Result<Vec<OutputFile<'c>>, Box<Diagnostic>> {
    let first_failed = AtomicUsize::new(usize::MAX);
    let rendered = batch.par_iter().enumerate().map(|(place, page)| {
        if first_failed.load(Ordering::Relaxed) < place {
            return None;
        }
        let file = render_page(plan, theme, page);
        stage.advance(1);
        if file.is_err() {
            first_failed.fetch_min(place, Ordering::Relaxed);
        }
        Some(file)
    });
    // In the order of the pages, and all before the first failure are there: so it is the same one each time.
    let pages: Vec<RenderedPage<'_>> = rendered.collect::<Vec<_>>().into_iter().flatten().collect::<Result<_, _>>()?;
    Ok(pages.into_iter().flat_map(|RenderedPage { page, twin }| std::iter::once(page).chain(twin)).collect())
}

/// A page, and the file of Markdown beside it.
pub(super) struct RenderedPage<'c> {
    pub(super) page: OutputFile<'c>,
    pub(super) twin: Option<OutputFile<'c>>,
}

pub(super) fn render_page<'c>(
    plan: &SitePlan<'_>,
    theme: &Theme,
    planned: &PlannedPage<'c>,
) -> Result<RenderedPage<'c>, Box<Diagnostic>> {
    let PlannedPage { address, locale, page } = planned;
    let mut parts = page.parts(plan.context(theme, *locale))?;
    let twin = parts.twin.take().map(|text| OutputFile::text(address.twin(), text));
    let view = PageView::of(parts, planned, plan, theme);
    let text = theme.render(page.template(), *locale, view, address.as_str())?;
    Ok(RenderedPage { page: OutputFile::text(address.file(), text), twin })
}
