//! The plan: every page and file of the site, each with its address.

use super::address::Address;
use super::assets;
use super::paths::Paths;
use super::relations::Relations;
use crate::content::{
    Article, Attachment, Category, Checklist, Content, Decision, Guide, Matrix, Redirect, Row, RuleTable, Variant,
};
use crate::decision::WalkState;
use crate::diagnostic::{Diagnostics, FileId, Place};
use crate::name::{Locale, StandardPage, Target};
use crate::source::{SourceFile, Sources, characters};

/// Everything that is going to be written.
#[derive(Debug)]
pub struct SitePlan<'c> {
    /// What the pages show.
    pub content: &'c Content,
    /// The address that the site is published at, ending in `/`.
    pub base_url: String,
    /// The pages.
    pub pages: Vec<Page<'c>>,
    /// The files that are copied, with their paths in the output.
    pub copies: Vec<(String, &'c SourceFile)>,
    /// What belongs together.
    pub(crate) relations: Relations<'c>,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page<'c> {
    /// Its address.
    pub address: Address,
    /// The language that it addresses its reader in.
    pub locale: Locale,
    /// What it shows.
    pub kind: PageKind<'c>,
}

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub enum PageKind<'c> {
    /// The choice of a language.
    Languages,
    /// That there is nothing at this address.
    NotFound,
    /// That there is no network.
    Offline,
    /// One of the pages that every site has.
    Standard(StandardPage),
    /// A category.
    Category(&'c Category),
    /// An article, in the page's language or as a fallback in the other.
    Article(&'c Article),
    /// A rule table.
    Table(&'c RuleTable),
    /// A row of a rule table, with all that is about it.
    Row(&'c RuleTable, &'c Row),
    /// A guide: the articles that it leads through.
    Guide(&'c Guide),
    /// A checklist, with the rows and kinds of reader that it is for.
    Checklist(&'c Checklist),
    /// A checklist for a row of a rule table and a kind of reader.
    RowChecklist(&'c Checklist, &'c RuleTable, &'c Row, &'c Variant),
    /// Where a decision begins.
    Decision(&'c Decision),
    /// A state that answers to a decision lead to.
    State(&'c Decision, &'c WalkState),
    /// The table of all answers of a decision.
    Matrix(&'c Decision, &'c Matrix),
    /// A cell of such a table: the places of its row and column.
    MatrixCell(&'c Decision, &'c Matrix, (usize, usize)),
    /// Where an address moved to.
    Redirect(&'c Redirect),
}

impl Page<'_> {
    /// The same page in another language, if there is one.
    pub(crate) fn in_locale(&self, locale: Locale) -> Option<Address> {
        Some(match self.kind {
            PageKind::Languages | PageKind::NotFound | PageKind::Offline => return None,
            PageKind::Standard(standard) => Address::standard(locale, standard),
            PageKind::Category(category) => Address::category(locale, &category.id.value),
            PageKind::Article(article) => Address::article(locale, &article.id),
            PageKind::Table(table) => Address::table(locale, &table.id),
            PageKind::Row(table, row) => Address::row(locale, &table.id, &row.id.value),
            PageKind::Guide(guide) => Address::guide(locale, &guide.id),
            PageKind::Checklist(checklist) => Address::checklist(locale, &checklist.id),
            PageKind::RowChecklist(checklist, _, row, variant) => {
                Address::row_checklist(locale, &checklist.id, &row.id.value, &variant.id.value)
            }
            PageKind::Decision(decision) => Address::decision(locale, &decision.id),
            PageKind::State(decision, state) => Address::state(locale, decision, state),
            PageKind::Matrix(decision, _) => Address::matrix(locale, &decision.id),
            PageKind::MatrixCell(decision, matrix, at) => Address::matrix_cell(locale, decision, matrix, at),
            PageKind::Redirect(redirect) => Address::moved(locale, &redirect.from.value),
        })
    }
}

impl<'c> SitePlan<'c> {
    /// Plans the site. `base_url`, in its normal form, takes the place of the one in `site.yaml`.
    ///
    /// Two pages at one address are reported; the plan then keeps the first.
    pub fn new(
        content: &'c Content,
        sources: &'c Sources,
        base_url: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let base_url = base_url.unwrap_or(&content.site.base_url).to_owned();
        let mut plan =
            Self { content, base_url, pages: Vec::new(), copies: Vec::new(), relations: Relations::of(content) };
        let [first, _] = content.site.locales;
        plan.page(Address::root(), first, PageKind::Languages);
        plan.page(Address::not_found(), first, PageKind::NotFound);
        plan.page(Address::offline(), first, PageKind::Offline);
        for locale in content.site.locales {
            plan.pages_in(locale);
        }
        plan.copies_of(sources);
        plan.keep_one_page_an_address(sources, diagnostics);
        plan
    }

    fn page(&mut self, address: Address, locale: Locale, kind: PageKind<'c>) {
        self.pages.push(Page { address, locale, kind });
    }

    fn pages_in(&mut self, locale: Locale) {
        let content = self.content;
        for page in StandardPage::ALL {
            self.page(Address::standard(locale, page), locale, PageKind::Standard(page));
        }
        for category in &content.categories {
            self.page(Address::category(locale, &category.id.value), locale, PageKind::Category(category));
        }
        for article in &content.articles {
            self.page(Address::article(locale, &article.id), locale, PageKind::Article(article));
        }
        for table in content.tables.iter() {
            self.page(Address::table(locale, &table.id), locale, PageKind::Table(table));
            for row in table.rows.iter().filter(|_| table.pages) {
                self.page(Address::row(locale, &table.id, &row.id.value), locale, PageKind::Row(table, row));
            }
        }
        for guide in &content.guides {
            self.page(Address::guide(locale, &guide.id), locale, PageKind::Guide(guide));
        }
        for checklist in &content.checklists {
            self.page(Address::checklist(locale, &checklist.id), locale, PageKind::Checklist(checklist));
            let Some(table) = content.tables.get(&checklist.table.value) else {
                continue;
            };
            for row in &table.rows {
                for variant in &checklist.variants {
                    let address = Address::row_checklist(locale, &checklist.id, &row.id.value, &variant.id.value);
                    self.page(address, locale, PageKind::RowChecklist(checklist, table, row, variant));
                }
            }
        }
        for decision in &content.decisions {
            self.pages_of(decision, locale);
        }
        for redirect in &content.redirects {
            self.page(Address::moved(locale, &redirect.from.value), locale, PageKind::Redirect(redirect));
        }
    }

    fn pages_of(&mut self, decision: &'c Decision, locale: Locale) {
        self.page(Address::decision(locale, &decision.id), locale, PageKind::Decision(decision));
        for state in decision.walk.states().iter().skip(1) {
            self.page(Address::state(locale, decision, state), locale, PageKind::State(decision, state));
        }
        let Some(matrix) = &decision.matrix else {
            return;
        };
        self.page(Address::matrix(locale, &decision.id), locale, PageKind::Matrix(decision, matrix));
        for row in 0..decision.facts[matrix.rows].values.len() {
            for column in 0..decision.facts[matrix.columns].values.len() {
                let address = Address::matrix_cell(locale, decision, matrix, (row, column));
                self.page(address, locale, PageKind::MatrixCell(decision, matrix, (row, column)));
            }
        }
    }

    fn copies_of(&mut self, sources: &'c Sources) {
        for file in sources.below("static/") {
            self.copies.push((assets::path(file), file));
        }
        for (path, Attachment { file, .. }) in &self.content.attachments {
            self.copies.push((Self::attachment(path), sources.file(*file)));
        }
    }

    /// The path in the output of a file beside an article; `path` is the one in the sources.
    pub(crate) fn attachment(path: &str) -> String {
        format!("files/{}", path.strip_prefix("content/faq/").unwrap_or(path))
    }

    /// The path of a link's target from the root of the site, for readers of `locale`; `None` for what is not of the site.
    pub(crate) fn path_to(&self, target: &Target, locale: Locale) -> Option<String> {
        Some(match target {
            Target::Article(id, None) => Address::article(locale, id).to_string(),
            Target::Article(id, Some(anchor)) => {
                format!("{}#{anchor}", Address::article(locale, id))
            }
            Target::Category(id) => Address::category(locale, id).to_string(),
            Target::Table(id) => Address::table(locale, id).to_string(),
            Target::Row(table, row) => {
                if self.content.tables.get(table).is_some_and(|table| table.pages) {
                    Address::row(locale, table, row).to_string()
                } else {
                    format!("{}#{row}", Address::table(locale, table))
                }
            }
            Target::Guide(id) => Address::guide(locale, id).to_string(),
            Target::Decision(id) => Address::decision(locale, id).to_string(),
            Target::Checklist(id) => Address::checklist(locale, id).to_string(),
            Target::Term(id) => Address::term(locale, id),
            Target::Source(id) => Address::section(locale, id),
            Target::Page(page) => Address::standard(locale, *page).to_string(),
            Target::File(path) => Address::of_file(&Self::attachment(path)).into_owned(),
            Target::Anchor(_) | Target::External(_) => return None,
        })
    }

    /// Leaves out what cannot stand at its path, or beside the rest.
    fn keep_one_page_an_address(&mut self, sources: &Sources, diagnostics: &mut Diagnostics) {
        let mut paths = Paths::default();
        let anywhere = sources.get("content/site.yaml").map_or(FileId(0), |file| file.id);
        self.pages.retain(|page| paths.take(&page.address.file(), page.kind.origin(anywhere), diagnostics));
        for (path, place) in self.files_for_machines(anywhere) {
            paths.take(&path, place, diagnostics);
        }
        // What cannot be seen in a name was told when the file was read.
        self.copies.retain(|(path, file)| {
            characters::hidden_in(&file.path).is_none() && paths.take(path, file.id.into(), diagnostics)
        });
        assets::check_keys(&self.copies, diagnostics);
    }

    /// The paths of the files for machines, except those that the site brings itself, and what each is made of.
    fn files_for_machines(&self, site: FileId) -> Vec<(String, Place)> {
        let named = Address::FEEDS.into_iter().map(|path| (path.to_owned(), site.into()));
        let decisions = self.content.decisions.iter();
        let diagrams = decisions.map(|decision| (Address::diagram(&decision.id), decision.file.into()));
        let mut paths: Vec<_> = named.chain(diagrams).collect();
        paths.retain(|(path, _)| self.copies.iter().all(|(copy, _)| copy != path));
        paths.push((Address::SEARCH_MANIFEST.to_owned(), site.into()));
        paths
    }

    /// The page in each language that it is written in, as `hreflang` and address; with `x-default` where there are several.
    pub(crate) fn alternates(&self, page: &Page<'_>) -> Vec<(&'static str, String)> {
        let locales = self.content.site.locales;
        let written = |locale: &Locale| match page.kind {
            PageKind::Article(article) => article.texts.get(*locale).is_some(),
            kind => kind.is_to_be_found(),
        };
        let address = |locale: Locale| Some(format!("{}{}", self.base_url, page.in_locale(locale)?));
        let mut alternates: Vec<(&'static str, String)> = locales
            .into_iter()
            .filter(written)
            .filter_map(|locale| Some((locale.language_tag(), address(locale)?)))
            .collect();
        if let PageKind::Languages | PageKind::Standard(StandardPage::Home) = page.kind {
            alternates = locales
                .map(|locale| {
                    (
                        locale.language_tag(),
                        format!("{}{}", self.base_url, Address::standard(locale, StandardPage::Home)),
                    )
                })
                .into();
            alternates.push(("x-default", self.base_url.clone()));
        } else if alternates.len() > 1 {
            let default = alternates[0].1.clone();
            alternates.push(("x-default", default));
        } else {
            alternates.clear();
        }
        alternates
    }
}

impl PageKind<'_> {
    /// Whether search engines are to know the page: not if it says nothing that is not better said elsewhere.
    pub(crate) fn is_to_be_found(&self) -> bool {
        match self {
            // The states of a decision are ways, not places: what is to be found is where it begins, and its cells.
            Self::NotFound
            | Self::Offline
            | Self::State(..)
            | Self::Standard(StandardPage::Search)
            | Self::Redirect(_) => false,
            _ => true,
        }
    }

    /// What the page is made of.
    pub(crate) fn origin(&self, site: FileId) -> Place {
        match self {
            Self::Languages | Self::NotFound | Self::Offline | Self::Standard(_) => site.into(),
            Self::Category(category) => category.id.span.into(),
            Self::Article(article) => article.file.into(),
            Self::Table(table) => table.file.into(),
            Self::Row(_, row) => row.id.span.into(),
            Self::Guide(guide) => guide.file.into(),
            Self::Checklist(checklist) | Self::RowChecklist(checklist, ..) => checklist.file.into(),
            Self::Decision(decision)
            | Self::State(decision, _)
            | Self::Matrix(decision, _)
            | Self::MatrixCell(decision, ..) => decision.file.into(),
            Self::Redirect(redirect) => redirect.from.span.into(),
        }
    }
}
