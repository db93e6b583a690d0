//! From the plan to files: pages are rendered in parallel, a batch at a time, so that memory does not grow with the site.

use std::borrow::Cow;
use std::slice::Chunks;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::address::Address;
use super::offline::Offline;
use super::output::OutputFile;
use super::plan::{Page, PageKind, SitePlan};
use super::theme::Theme;
use super::view::{QuotedTableView, Views};
use super::{assets, feeds};
use crate::content::{ArticleText, TextReferents};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::{self, Alert, CellQuote, Referents, Resolve, ResolvedImage, ResolvedLink, TableQuote};
use crate::name::{Locale, StandardPage, Target};
use crate::source::Sources;

/// So many pages are held in memory at once.
const BATCH: usize = 512;

/// Renders everything in the plan, a batch at a time, in a defined order: pages, files that are copied, files for machines.
///
/// The first page that fails ends it with a diagnostic: a template that fails on one page mostly fails on all.
pub struct Rendering<'c> {
    plan: &'c SitePlan<'c>,
    theme: Theme,
    offline: Offline,
    next: Batch<'c>,
}

/// What is rendered next.
enum Batch<'c> {
    Pages(Chunks<'c, Page<'c>>),
    Copies,
    ForMachines,
    None,
}

impl<'c> Rendering<'c> {
    /// Loads the theme. `None` if that is unsound, which is reported.
    pub fn new(plan: &'c SitePlan<'c>, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut theme = Theme::load(sources, diagnostics)?;
        let assets = feeds::fingerprints(plan);
        for locale in Locale::ALL {
            let site = Views::new(plan, locale).site(&|locale, key| theme.string(locale, key));
            theme.insert(locale, "site", &site);
            theme.insert(locale, "assets", &assets);
        }
        let offline = Offline::of(plan, &assets);
        Some(Self { plan, theme, offline, next: Batch::Pages(plan.pages.chunks(BATCH)) })
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
                let files = render_batch(self.plan, &self.theme, batch);
                match &files {
                    Ok(files) => files.iter().for_each(|file| self.offline.see(file)),
                    Err(_) => self.next = Batch::None,
                }
                Some(files)
            }
            Batch::Copies => {
                self.next = Batch::ForMachines;
                let copies = self.plan.copies.iter();
                let copies = copies.map(|(path, file)| OutputFile { path: path.clone(), bytes: assets::bytes(file) });
                Some(Ok(copies.collect()))
            }
            Batch::ForMachines => {
                self.next = Batch::None;
                Some(Ok(feeds::feeds(self.plan, &self.offline)))
            }
            Batch::None => None,
        }
    }
}

/// The files of some pages, or why the first of those that fail does. What comes after a page that failed is left out: each may
/// take long to fail.
fn render_batch<'c>(
    plan: &'c SitePlan<'c>,
    theme: &Theme,
    batch: &[Page<'c>],
) -> Result<Vec<OutputFile<'c>>, Box<Diagnostic>> {
    let first_failed = AtomicUsize::new(usize::MAX);
    let rendered = batch.par_iter().enumerate().map(|(place, page)| {
        if first_failed.load(Ordering::Relaxed) < place {
            return None;
        }
        let file = render_page(plan, theme, page);
        if file.is_err() {
            first_failed.fetch_min(place, Ordering::Relaxed);
        }
        Some(file)
    });
    // In the order of the pages, and all before the first failure are there: so it is the same one each time.
    rendered.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn render_page<'c>(plan: &'c SitePlan<'c>, theme: &Theme, page: &Page<'c>) -> Result<OutputFile<'c>, Box<Diagnostic>> {
    let views = Views::new(plan, page.locale);
    let html = match page.kind {
        PageKind::Article(article) => match article.text(page.locale) {
            Some(text) => article_html(plan, theme, page, text)?,
            None => String::new(),
        },
        _ => String::new(),
    };
    let view = views.page(page, html, &|locale, key| theme.string(locale, key));
    let text = theme.render(template(&page.kind), page.locale, &view, page.address.as_str())?;
    Ok(OutputFile::text(page.address.file(), text))
}

fn template(kind: &PageKind<'_>) -> &'static str {
    match kind {
        PageKind::Languages => "languages.html",
        PageKind::NotFound => "404.html",
        PageKind::Offline => "offline.html",
        PageKind::Standard(StandardPage::Home) => "home.html",
        PageKind::Standard(StandardPage::Questions) => "questions.html",
        PageKind::Standard(StandardPage::Search) => "search.html",
        PageKind::Standard(StandardPage::Rules) => "rules.html",
        PageKind::Standard(StandardPage::Glossary) => "glossary.html",
        PageKind::Standard(StandardPage::Sources) => "sources.html",
        PageKind::Category(_) => "category.html",
        PageKind::Article(_) => "article.html",
        PageKind::Table(_) => "table.html",
        PageKind::Row(..) => "row.html",
        PageKind::Guide(_) => "guide.html",
        PageKind::Checklist(_) => "checklist.html",
        PageKind::RowChecklist(..) => "row-checklist.html",
        PageKind::Decision(_) | PageKind::State(..) => "decision.html",
        PageKind::Matrix(..) => "matrix.html",
        PageKind::MatrixCell(..) => "matrix-cell.html",
        PageKind::Redirect(_) => "redirect.html",
    }
}

/// The answer as HTML. A fallback page shows readers of one language a text in the other.
fn article_html(
    plan: &SitePlan<'_>,
    theme: &Theme,
    page: &Page<'_>,
    text: &ArticleText,
) -> Result<String, Box<Diagnostic>> {
    let failure = std::cell::Cell::new(None);
    let referents = TextReferents::of(text, plan.content);
    let resolver = Resolver { plan, theme, page, written: text.locale, referents, failure: &failure };
    let html = markdown::html(&text.answer(), &resolver);
    match failure.take() {
        Some(diagnostic) => Err(diagnostic),
        None => Ok(html),
    }
}

/// What a document needs to know of its page.
struct Resolver<'r> {
    plan: &'r SitePlan<'r>,
    theme: &'r Theme,
    page: &'r Page<'r>,
    /// The language of the text.
    written: Locale,
    referents: TextReferents<'r>,
    failure: &'r std::cell::Cell<Option<Box<Diagnostic>>>,
}

impl Referents for Resolver<'_> {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        self.referents.cell(quote)
    }

    fn title(&self, target: &Target) -> Option<Cow<'_, str>> {
        self.referents.title(target)
    }
}

impl Resolve for Resolver<'_> {
    /// Links stay in the reader's language, whatever language the text is in.
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        let target = self.referents.target(target);
        let href = match &*target {
            Target::External(address) => {
                return Some(ResolvedLink { href: address.clone(), external: true });
            }
            Target::Anchor(anchor) => format!("#{anchor}"),
            target => {
                format!("{}{}", self.page.address.to_root(), self.plan.path_to(target, self.page.locale)?)
            }
        };
        Some(ResolvedLink { href, external: false })
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        let path = self.referents.image(path);
        let (width, height) = self.plan.content.attachments.get(&*path)?.size?;
        let src = format!("{}{}", self.page.address.to_root(), Address::of_file(&SitePlan::attachment(&path)));
        Some(ResolvedImage { src, width, height })
    }

    fn table(&self, quote: &TableQuote) -> String {
        let Some(table) = self.plan.content.tables.get(&quote.table) else {
            return String::new();
        };
        let rows: Vec<_> = table.rows.iter().collect();
        let view = QuotedTableView {
            root: self.page.address.to_root(),
            table: Views::new(self.plan, self.written).table(table, &rows, &quote.columns),
        };
        let rendered = self.theme.render("rule-table.html", self.written, &view, self.page.address.as_str());
        rendered.unwrap_or_else(|diagnostic| {
            self.failure.set(Some(diagnostic));
            String::new()
        })
    }

    fn alert(&self, alert: Alert) -> String {
        self.theme.string(self.written, alert.name())
    }

    fn footnote_back(&self) -> String {
        self.theme.string(self.written, "footnote_back")
    }
}
