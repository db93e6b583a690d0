//! What templates see. A view holds text and paths that are ready to be shown; templates decide nothing but markup.
//!
//! Paths lead from the root of the site; a template puts the page's `root` before them.

use serde::Serialize;

use super::address::Address;
use super::plan::{Page, PageKind, SitePlan};
use crate::content::{Article, Cell, Column, ColumnId, ColumnKind, Content, Locale, Row, RuleTable, SectionId};
use crate::markdown::{StandardPage, Target};

/// The words of the theme, by language and key.
pub(crate) type Words<'w> = dyn Fn(Locale, &str) -> String + 'w;

/// What holds for all pages in a language.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView<'p> {
    title: &'p str,
    description: &'p str,
    base_url: &'p str,
    as_of: String,
    provider: &'p str,
    feedback: Option<&'p str>,
    home: String,
    navigation: Vec<LinkView>,
    generator: &'static str,
}

/// A link to a page of the site.
#[derive(Debug, Serialize)]
pub(crate) struct LinkView {
    title: String,
    path: String,
    /// The language of the title, where it is not the page's.
    lang: Option<&'static str>,
}

impl LinkView {
    fn new(title: impl Into<String>, path: impl std::fmt::Display) -> Self {
        Self { title: title.into(), path: path.to_string(), lang: None }
    }
}

/// What every page has.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    lang: &'static str,
    locale: &'static str,
    path: String,
    /// What leads to the root of the site.
    root: String,
    title: String,
    description: String,
    /// The one address of what the page shows; none for pages that are not to be found.
    canonical: Option<String>,
    alternates: Vec<AlternateView>,
    breadcrumbs: Vec<LinkView>,
    other: OtherLanguageView,
    body: BodyView,
}

/// The page in a language, for search engines.
#[derive(Debug, Serialize)]
struct AlternateView {
    lang: &'static str,
    href: String,
}

/// The page in the other language, for readers.
#[derive(Debug, Serialize)]
struct OtherLanguageView {
    lang: &'static str,
    name: &'static str,
    path: String,
}

/// What is particular to a kind of page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum BodyView {
    Languages { choices: Vec<ChoiceView> },
    NotFound(NotFoundView),
    Home { categories: Vec<CategoryView>, tables: Vec<TableLinkView> },
    Questions { categories: Vec<CategoryView> },
    Rules { tables: Vec<TableLinkView> },
    Glossary { terms: Vec<TermView> },
    Sources { sources: Vec<SourceView> },
    Category { summary: String, articles: Vec<ArticleLinkView> },
    Article(Box<ArticleView>),
    Table { summary: String, table: TableView },
    Row(Box<RowView>),
    Redirect { to: String },
}

/// What the page says to readers of the other language.
#[derive(Debug, Serialize)]
struct NotFoundView {
    title: String,
    text: String,
    link: String,
    path: String,
}

/// A language to choose.
#[derive(Debug, Serialize)]
struct ChoiceView {
    lang: &'static str,
    name: &'static str,
    title: String,
    description: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct CategoryView {
    id: String,
    title: String,
    summary: String,
    path: String,
    articles: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct ArticleLinkView {
    title: String,
    summary: String,
    path: String,
    lang: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct TableLinkView {
    title: String,
    summary: String,
    path: String,
    /// The pages of its rows.
    rows: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct TermView {
    id: String,
    term: String,
    other: String,
    other_lang: &'static str,
    definition: String,
    synonyms: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SourceView {
    id: String,
    title: String,
    date: String,
    sections: Vec<SectionView>,
}

#[derive(Debug, Serialize)]
struct SectionView {
    anchor: String,
    title: String,
    stated_by: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct ArticleView {
    /// The answer as HTML.
    html: String,
    /// The language that the answer is in.
    lang: &'static str,
    /// Whether it is shown in the other language for want of a translation.
    fallback: bool,
    verified: String,
    headings: Vec<HeadingView>,
    about: Vec<LinkView>,
    related: Vec<LinkView>,
    citations: Vec<CitationView>,
}

#[derive(Debug, Serialize)]
struct HeadingView {
    level: u8,
    anchor: String,
    title: String,
}

#[derive(Debug, Serialize)]
struct CitationView {
    title: String,
    source: String,
    date: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct RowView {
    /// Its own cells, but for the name.
    cells: Vec<LabelledCellView>,
    citations: Vec<CitationView>,
    tables: Vec<RelatedTableView>,
    articles: Vec<ArticleLinkView>,
    /// The table that the row is of.
    of: LinkView,
    /// All rows of the table.
    siblings: Vec<LinkView>,
}

#[derive(Debug, Serialize)]
struct LabelledCellView {
    label: String,
    cell: CellView,
}

#[derive(Debug, Serialize)]
struct RelatedTableView {
    title: String,
    path: String,
    table: TableView,
}

/// A rule table, or some of its columns or rows.
#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    id: String,
    caption: String,
    path: String,
    columns: Vec<String>,
    rows: Vec<TableRowView>,
}

#[derive(Debug, Serialize)]
struct TableRowView {
    id: String,
    cells: Vec<CellView>,
    citations: Vec<CitationView>,
}

#[derive(Debug, Serialize)]
struct CellView {
    /// `text`, `number`, `yes_no`, `enum`, `date`, `link`, `reference` or `list`.
    kind: &'static str,
    /// The value that a style may depend on: of an enum or of yes and no.
    value: Option<String>,
    /// Whether the cell was left out.
    empty: bool,
    items: Vec<CellItemView>,
}

#[derive(Debug, Serialize)]
struct CellItemView {
    text: String,
    /// A page of the site.
    path: Option<String>,
    /// An address elsewhere.
    href: Option<String>,
}

/// A rule table as a template sees it, where it is quoted.
#[derive(Debug, Serialize)]
pub(crate) struct QuotedTableView {
    pub(crate) root: String,
    pub(crate) table: TableView,
}

/// Makes views in one language.
#[derive(Clone, Copy)]
pub(crate) struct Views<'p> {
    plan: &'p SitePlan<'p>,
    locale: Locale,
}

impl<'p> Views<'p> {
    pub(crate) fn new(plan: &'p SitePlan<'p>, locale: Locale) -> Self {
        Self { plan, locale }
    }

    fn content(self) -> &'p Content<'p> {
        self.plan.content
    }

    /// What holds for all pages.
    pub(crate) fn site(self, words: &Words<'_>) -> SiteView<'p> {
        let site = &self.content().site;
        let navigation = site.navigation.iter().filter_map(|link| {
            let target = &link.to.value;
            let label = link.label.as_ref().map(|label| label.get(self.locale).clone());
            Some(LinkView::new(
                label.or_else(|| self.title_of(target, words))?,
                self.plan.path_to(target, self.locale)?,
            ))
        });
        SiteView {
            title: site.title.get(self.locale),
            description: site.description.get(self.locale),
            base_url: &self.plan.base_url,
            as_of: site.as_of.to_string(),
            provider: site.provider.get(self.locale),
            feedback: site.feedback.as_deref(),
            home: Address::standard(self.locale, StandardPage::Home).to_string(),
            navigation: navigation.collect(),
            generator: concat!("Wenda ", env!("CARGO_PKG_VERSION")),
        }
    }

    fn title_of(self, target: &Target, words: &Words<'_>) -> Option<String> {
        let content = self.content();
        Some(match target {
            Target::Page(page) => words(self.locale, page.name()),
            Target::Article(id, _) => content.article(id)?.text(self.locale)?.1.title(),
            Target::Category(id) => content.category(id)?.title.get(self.locale).clone(),
            Target::Table(id) => content.tables.get(id)?.title.get(self.locale).clone(),
            Target::Row(table, row) => {
                let table = content.tables.get(table)?;
                content.tables.row_name(table, table.row(row)?, self.locale)
            }
            Target::Term(id) => content.term(id)?.term.get(self.locale).clone(),
            Target::Source(id) => content.section(id)?.1.title.get(self.locale).clone(),
            Target::Anchor(_) | Target::File(_) | Target::External(_) => return None,
        })
    }

    /// A page. `html` is the answer, if the page is an article.
    pub(crate) fn page(self, page: &Page<'p>, html: String, words: &Words<'_>) -> PageView {
        let (title, description) = self.title_and_description(&page.kind, words);
        let other = self.locale.other();
        let is_fallback = matches!(page.kind, PageKind::Article(article) if article.texts.get(self.locale).is_none());
        let root = match page.kind {
            // Hosts show this page at any depth, so it names the root in full.
            PageKind::NotFound => host_path(&self.plan.base_url),
            _ => page.address.to_root(),
        };
        PageView {
            lang: self.locale.language_tag(),
            locale: self.locale.code(),
            path: page.address.to_string(),
            root,
            title,
            description,
            canonical: self.canonical(page),
            alternates: if is_fallback { Vec::new() } else { self.alternates(page) },
            breadcrumbs: self.breadcrumbs(&page.kind, words),
            other: OtherLanguageView {
                lang: other.language_tag(),
                name: other.name(),
                path: in_locale(page, other)
                    .unwrap_or_else(|| Address::standard(other, StandardPage::Home))
                    .to_string(),
            },
            body: self.body(&page.kind, html, words),
        }
    }

    fn canonical(self, page: &Page<'_>) -> Option<String> {
        let address = match page.kind {
            PageKind::NotFound => return None,
            PageKind::Redirect(redirect) => match &redirect.to.value {
                Target::External(address) => return Some(address.clone()),
                target => self.plan.path_to(target, self.locale)?,
            },
            PageKind::Article(article) => Address::article(article.text(self.locale)?.0, &article.id).to_string(),
            _ => page.address.to_string(),
        };
        Some(format!("{}{address}", self.plan.base_url))
    }

    /// The page in each language it is written in, and for readers of neither.
    fn alternates(self, page: &Page<'_>) -> Vec<AlternateView> {
        alternates(self.plan, page).into_iter().map(|(lang, href)| AlternateView { lang, href }).collect()
    }

    fn title_and_description(self, kind: &PageKind<'_>, words: &Words<'_>) -> (String, String) {
        let site = &self.content().site;
        let description = || site.description.get(self.locale).clone();
        match kind {
            PageKind::Languages => (site.title.get(self.locale).clone(), description()),
            PageKind::NotFound => (words(self.locale, "not_found"), description()),
            PageKind::Standard(StandardPage::Home) => (site.title.get(self.locale).clone(), description()),
            PageKind::Standard(page) => {
                (words(self.locale, page.name()), words(self.locale, &format!("{}_description", page.name())))
            }
            PageKind::Category(category) => {
                (category.title.get(self.locale).clone(), category.summary.get(self.locale).clone())
            }
            PageKind::Article(article) => article
                .text(self.locale)
                .map_or_else(Default::default, |(_, text)| (text.title(), shorten(&text.summary()))),
            PageKind::Table(table) => (table.title.get(self.locale).clone(), table.summary.get(self.locale).clone()),
            PageKind::Row(table, row) => {
                (self.content().tables.row_name(table, row, self.locale), shorten(&self.row_summary(table, row)))
            }
            PageKind::Redirect(redirect) => {
                (self.title_of(&redirect.to.value, words).unwrap_or_else(|| words(self.locale, "moved")), description())
            }
        }
    }

    /// What a row says, cell by cell.
    fn row_summary(self, table: &RuleTable, row: &Row) -> String {
        let (colon, stop) = if self.locale == Locale::Zh { ("\u{FF1A}", "\u{FF1B}") } else { (": ", "; ") };
        let cells = table.columns.iter().zip(&row.cells).skip(1).filter_map(|(column, cell)| {
            let text =
                self.cell(column, cell.as_ref()).items.into_iter().map(|item| item.text).collect::<Vec<_>>().join(" ");
            cell.as_ref().map(|_| format!("{}{colon}{text}", column.label.get(self.locale)))
        });
        let name = self.content().tables.row_name(table, row, self.locale);
        format!("{name} · {}{colon}{}", table.title.get(self.locale), cells.collect::<Vec<_>>().join(stop))
    }

    fn breadcrumbs(self, kind: &PageKind<'_>, words: &Words<'_>) -> Vec<LinkView> {
        let standard =
            |page: StandardPage| LinkView::new(words(self.locale, page.name()), Address::standard(self.locale, page));
        let table_link = |table: &RuleTable| {
            LinkView::new(table.title.get(self.locale).clone(), Address::table(self.locale, &table.id))
        };
        match kind {
            PageKind::Standard(StandardPage::Home)
            | PageKind::Languages
            | PageKind::NotFound
            | PageKind::Redirect(_) => Vec::new(),
            PageKind::Standard(_) | PageKind::Category(_) => vec![standard(StandardPage::Home)],
            PageKind::Article(article) => {
                let category = self.content().category(&article.category).map(|category| {
                    LinkView::new(
                        category.title.get(self.locale).clone(),
                        Address::category(self.locale, &category.id.value),
                    )
                });
                std::iter::once(standard(StandardPage::Home)).chain(category).collect()
            }
            PageKind::Table(_) => vec![standard(StandardPage::Home), standard(StandardPage::Rules)],
            PageKind::Row(table, _) => {
                vec![standard(StandardPage::Home), standard(StandardPage::Rules), table_link(table)]
            }
        }
    }

    fn body(self, kind: &PageKind<'p>, html: String, words: &Words<'_>) -> BodyView {
        let content = self.content();
        match kind {
            PageKind::Languages => BodyView::Languages {
                choices: content
                    .site
                    .locales
                    .map(|locale| ChoiceView {
                        lang: locale.language_tag(),
                        name: locale.name(),
                        title: content.site.title.get(locale).clone(),
                        description: content.site.description.get(locale).clone(),
                        path: Address::standard(locale, StandardPage::Home).to_string(),
                    })
                    .into(),
            },
            PageKind::NotFound => {
                let other = self.locale.other();
                BodyView::NotFound(NotFoundView {
                    title: words(other, "not_found"),
                    text: words(other, "not_found_text"),
                    link: words(other, StandardPage::Questions.name()),
                    path: Address::standard(other, StandardPage::Questions).to_string(),
                })
            }
            PageKind::Standard(StandardPage::Home) => {
                BodyView::Home { categories: self.categories(Some(6)), tables: self.tables() }
            }
            PageKind::Standard(StandardPage::Questions) => BodyView::Questions { categories: self.categories(None) },
            PageKind::Standard(StandardPage::Rules) => BodyView::Rules { tables: self.tables() },
            PageKind::Standard(StandardPage::Glossary) => BodyView::Glossary { terms: self.terms() },
            PageKind::Standard(StandardPage::Sources) => BodyView::Sources { sources: self.sources() },
            PageKind::Category(category) => BodyView::Category {
                summary: category.summary.get(self.locale).clone(),
                articles: self.article_links(self.plan.relations.articles_in(&category.id.value)),
            },
            PageKind::Article(article) => BodyView::Article(Box::new(self.article(article, html))),
            PageKind::Table(table) => BodyView::Table {
                summary: table.summary.get(self.locale).clone(),
                table: self.table(table, &table.rows.iter().collect::<Vec<_>>(), &[]),
            },
            PageKind::Row(table, row) => BodyView::Row(Box::new(self.row(table, row))),
            PageKind::Redirect(redirect) => BodyView::Redirect {
                to: match &redirect.to.value {
                    Target::External(address) => address.clone(),
                    target => {
                        let root = Address::moved(self.locale, &redirect.from.value).to_root();
                        format!("{root}{}", self.plan.path_to(target, self.locale).unwrap_or_default())
                    }
                },
            },
        }
    }

    /// The categories, each with its first articles.
    fn categories(self, most: Option<usize>) -> Vec<CategoryView> {
        let categories = self.content().categories.iter().map(|category| {
            let articles = self.plan.relations.articles_in(&category.id.value);
            CategoryView {
                id: category.id.value.to_string(),
                title: category.title.get(self.locale).clone(),
                summary: category.summary.get(self.locale).clone(),
                path: Address::category(self.locale, &category.id.value).to_string(),
                articles: articles
                    .iter()
                    .take(most.unwrap_or(usize::MAX))
                    .filter_map(|article| self.link(article))
                    .collect(),
            }
        });
        categories.collect()
    }

    fn link(self, article: &Article<'_>) -> Option<LinkView> {
        let (locale, text) = article.text(self.locale)?;
        Some(LinkView {
            title: text.title(),
            path: Address::article(self.locale, &article.id).to_string(),
            lang: (locale != self.locale).then_some(locale.language_tag()),
        })
    }

    fn article_links(self, articles: &[&Article<'_>]) -> Vec<ArticleLinkView> {
        let links = articles.iter().filter_map(|article| {
            let (locale, text) = article.text(self.locale)?;
            Some(ArticleLinkView {
                title: text.title(),
                summary: shorten(&text.summary()),
                path: Address::article(self.locale, &article.id).to_string(),
                lang: (locale != self.locale).then_some(locale.language_tag()),
            })
        });
        links.collect()
    }

    fn tables(self) -> Vec<TableLinkView> {
        let tables = self.content().tables.iter().map(|table| TableLinkView {
            title: table.title.get(self.locale).clone(),
            summary: table.summary.get(self.locale).clone(),
            path: Address::table(self.locale, &table.id).to_string(),
            rows: self.row_links(table),
        });
        tables.collect()
    }

    /// Links to the pages of a table's rows, if they have any.
    fn row_links(self, table: &RuleTable) -> Vec<LinkView> {
        let rows = table.rows.iter().filter(|_| table.pages);
        rows.map(|row| self.row_link(table, row)).collect()
    }

    fn row_link(self, table: &RuleTable, row: &Row) -> LinkView {
        let target = Target::Row(table.id.clone(), row.id.value.clone());
        let name = self.content().tables.row_name(table, row, self.locale);
        LinkView::new(name, self.plan.path_to(&target, self.locale).unwrap_or_default())
    }

    fn terms(self) -> Vec<TermView> {
        let other = self.locale.other();
        let terms = self.content().glossary.iter().map(|term| TermView {
            id: term.id.value.to_string(),
            term: term.term.get(self.locale).clone(),
            other: term.term.get(other).clone(),
            other_lang: other.language_tag(),
            definition: term.definition.get(self.locale).clone(),
            synonyms: term.synonyms.get(self.locale).clone(),
        });
        terms.collect()
    }

    /// The sections that something states, by source.
    fn sources(self) -> Vec<SourceView> {
        let sources = self.content().catalogue.iter().map(|source| {
            let sections = source.sections.iter().filter_map(|section| {
                let (articles, rows) = self.plan.relations.stating(&section.id);
                let mut stated_by: Vec<LinkView> = articles.iter().filter_map(|article| self.link(article)).collect();
                for (table, _) in rows {
                    let path = Address::table(self.locale, &table.id).to_string();
                    if stated_by.iter().all(|link| link.path != path) {
                        stated_by.push(LinkView::new(table.title.get(self.locale).clone(), path));
                    }
                }
                (!stated_by.is_empty()).then(|| SectionView {
                    anchor: Address::section_anchor(&section.id),
                    title: section.title.get(self.locale).clone(),
                    stated_by,
                })
            });
            SourceView {
                id: source.id.to_string(),
                title: source.title.get(self.locale).clone(),
                date: source.date.to_string(),
                sections: sections.collect(),
            }
        });
        sources.filter(|source| !source.sections.is_empty()).collect()
    }

    fn article(self, article: &Article<'_>, html: String) -> ArticleView {
        let content = self.content();
        let text = article.text(self.locale);
        let locale = text.map_or(self.locale, |(locale, _)| locale);
        let headings = text.map(|(_, text)| {
            let headings = text.answer.headings().map(|heading| HeadingView {
                level: heading.level,
                anchor: heading.anchor.clone(),
                title: crate::markdown::plain_text(&heading.content),
            });
            headings.collect()
        });
        let about = article.about.iter().filter_map(|(table, row)| {
            let table = content.tables.get(table)?;
            Some(self.row_link(table, table.row(&row.value)?))
        });
        let related = article.related.iter().filter_map(|id| self.link(content.article(&id.value)?));
        ArticleView {
            html,
            lang: locale.language_tag(),
            fallback: locale != self.locale,
            verified: article.verified.to_string(),
            headings: headings.unwrap_or_default(),
            about: about.collect(),
            related: related.collect(),
            citations: self.citations(article.sources.iter().map(|section| &section.value)),
        }
    }

    fn citations<'s>(self, sections: impl Iterator<Item = &'s SectionId>) -> Vec<CitationView> {
        let citations = sections.filter_map(|id| {
            let (source, section) = self.content().section(id)?;
            Some(CitationView {
                title: section.title.get(self.locale).clone(),
                source: source.title.get(self.locale).clone(),
                date: source.date.to_string(),
                path: Address::section(self.locale, id),
            })
        });
        citations.collect()
    }

    fn row(self, table: &RuleTable, row: &Row) -> RowView {
        let told = |(column, cell): &(&Column, &Option<Cell>)| cell.is_some() || column.empty.is_some();
        let cells = table.columns.iter().zip(&row.cells).skip(1).filter(told).map(|(column, cell)| LabelledCellView {
            label: column.label.get(self.locale).clone(),
            cell: self.cell(column, cell.as_ref()),
        });
        let mut tables: Vec<RelatedTableView> = Vec::new();
        let referring = self.plan.relations.rows_referring_to(&table.id, &row.id.value);
        for group in referring.chunk_by(|(first, _), (second, _)| first.id == second.id) {
            let Some((other, _)) = group.first() else {
                continue;
            };
            let mut rows: Vec<&Row> = group.iter().map(|(_, row)| *row).collect();
            rows.dedup_by(|a, b| a.id.value == b.id.value);
            tables.push(RelatedTableView {
                title: other.title.get(self.locale).clone(),
                path: Address::table(self.locale, &other.id).to_string(),
                table: self.table(other, &rows, &[]),
            });
        }
        RowView {
            cells: cells.collect(),
            citations: self.citations(row.sources.iter().map(|section| &section.value)),
            tables,
            articles: self.article_links(self.plan.relations.articles_about(&table.id, &row.id.value)),
            of: LinkView::new(table.title.get(self.locale).clone(), Address::table(self.locale, &table.id)),
            siblings: self.row_links(table),
        }
    }

    /// A rule table: the given rows, and the given columns or all of them.
    pub(crate) fn table(self, table: &RuleTable, rows: &[&Row], columns: &[ColumnId]) -> TableView {
        let shown: Vec<usize> = if columns.is_empty() {
            // A column in which these rows say nothing is of no use to a reader.
            let says = |index: &usize| *index == 0 || rows.iter().any(|row| row.cells[*index].is_some());
            (0..table.columns.len()).filter(says).collect()
        } else {
            columns.iter().filter_map(|column| table.column(column)).collect()
        };
        let rows = rows.iter().map(|row| TableRowView {
            id: row.id.value.to_string(),
            cells: shown
                .iter()
                .map(|&index| {
                    let mut cell = self.cell(&table.columns[index], row.cells[index].as_ref());
                    if index == 0 && table.pages {
                        let path = Address::row(self.locale, &table.id, &row.id.value).to_string();
                        cell.items.iter_mut().for_each(|item| item.path = Some(path.clone()));
                    }
                    cell
                })
                .collect(),
            citations: self.citations(row.sources.iter().map(|section| &section.value)),
        });
        TableView {
            id: table.id.to_string(),
            caption: table.title.get(self.locale).clone(),
            path: Address::table(self.locale, &table.id).to_string(),
            columns: shown.iter().map(|&index| table.columns[index].label.get(self.locale).clone()).collect(),
            rows: rows.collect(),
        }
    }

    fn cell(self, column: &Column, cell: Option<&Cell>) -> CellView {
        let Some(cell) = cell else {
            let text = column.empty.as_ref().map_or("—", |text| text.get(self.locale)).to_owned();
            let items = vec![CellItemView { text, path: None, href: None }];
            return CellView { kind: kind_name(&column.kind), value: None, empty: true, items };
        };
        let value = match cell {
            Cell::Enum(value) => Some(value.to_string()),
            Cell::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            _ => None,
        };
        let items = match (&column.kind, cell) {
            (ColumnKind::List(of), Cell::List(items)) => items.iter().map(|item| self.cell_item(of, item)).collect(),
            (kind, cell) => vec![self.cell_item(kind, cell)],
        };
        CellView { kind: kind_name(&column.kind), value, empty: false, items }
    }

    fn cell_item(self, kind: &ColumnKind, cell: &Cell) -> CellItemView {
        let tables = &self.content().tables;
        let mut text = tables.text_of_kind(kind, cell, self.locale);
        if let (ColumnKind::Number(Some(unit)), Cell::Number(number)) = (kind, cell) {
            text.push_str(&unit.after(number, self.locale));
        }
        let path = match (kind, cell) {
            (ColumnKind::Reference(table), Cell::Reference(row)) => {
                self.plan.path_to(&Target::Row(table.value.clone(), row.value.clone()), self.locale)
            }
            _ => None,
        };
        let href = match cell {
            Cell::Link { address, .. } => Some(address.clone()),
            _ => None,
        };
        CellItemView { text, path, href }
    }
}

fn kind_name(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "text",
        ColumnKind::Number(_) => "number",
        ColumnKind::YesNo => "yes_no",
        ColumnKind::Enum(_) => "enum",
        ColumnKind::Date => "date",
        ColumnKind::Link => "link",
        ColumnKind::Reference(_) => "reference",
        ColumnKind::List(_) => "list",
    }
}

/// The same page in another language, if there is one.
pub(crate) fn in_locale(page: &Page<'_>, locale: Locale) -> Option<Address> {
    Some(match page.kind {
        PageKind::Languages | PageKind::NotFound => return None,
        PageKind::Standard(standard) => Address::standard(locale, standard),
        PageKind::Category(category) => Address::category(locale, &category.id.value),
        PageKind::Article(article) => Address::article(locale, &article.id),
        PageKind::Table(table) => Address::table(locale, &table.id),
        PageKind::Row(table, row) => Address::row(locale, &table.id, &row.id.value),
        PageKind::Redirect(redirect) => Address::moved(locale, &redirect.from.value),
    })
}

/// The page in each language that it is written in, as `hreflang` and address; with `x-default` where there are several.
pub(crate) fn alternates(plan: &SitePlan<'_>, page: &Page<'_>) -> Vec<(&'static str, String)> {
    let locales = plan.content.site.locales;
    let written = |locale: &Locale| match page.kind {
        PageKind::Article(article) => article.texts.get(*locale).is_some(),
        PageKind::Redirect(_) | PageKind::NotFound => false,
        _ => true,
    };
    let address = |locale: Locale| Some(format!("{}{}", plan.base_url, in_locale(page, locale)?));
    let mut alternates: Vec<(&'static str, String)> = locales
        .into_iter()
        .filter(written)
        .filter_map(|locale| Some((locale.language_tag(), address(locale)?)))
        .collect();
    if let PageKind::Languages | PageKind::Standard(StandardPage::Home) = page.kind {
        alternates = locales
            .map(|locale| {
                (locale.language_tag(), format!("{}{}", plan.base_url, Address::standard(locale, StandardPage::Home)))
            })
            .into();
        alternates.push(("x-default", plan.base_url.clone()));
    } else if alternates.len() > 1 {
        let default = alternates[0].1.clone();
        alternates.push(("x-default", default));
    } else {
        alternates.clear();
    }
    alternates
}

/// The path of an address on its host: `/help/` of `https://example.com/help/`.
fn host_path(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
}

/// A summary that is not too long for a list or a description: at most 160 columns, Chinese counting double.
fn shorten(text: &str) -> String {
    const COLUMNS: usize = 160;
    let mut columns = 0;
    for (offset, character) in text.char_indices() {
        columns += if crate::text::is_full_width(character) { 2 } else { 1 };
        if columns > COLUMNS {
            return format!("{}…", text[..offset].trim_end());
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_on_a_host_is_found() {
        assert_eq!(host_path("https://example.com/"), "/");
        assert_eq!(host_path("https://example.com/a/b/"), "/a/b/");
    }

    #[test]
    fn long_summaries_are_cut_between_characters() {
        assert_eq!(shorten("short"), "short");
        let long = "备".repeat(100);
        assert_eq!(shorten(&long), format!("{}…", "备".repeat(80)));
    }
}
