//! What templates see. A view holds text and paths that are ready to be shown; templates decide nothing but markup.
//!
//! Paths lead from the root of the site; a template puts the page's `root` before them.

mod age;
mod article;
mod checklist;
mod decision;
mod guide;
mod lists;
mod matrix;
mod page;
mod rule;
mod search;

use std::borrow::Cow;

use self::page::{AgeView, AlternateView, BodyView, ChoiceView, NoticeView, OtherLanguageView};
pub(crate) use self::page::{LinkView, PageView, SiteView};
pub(crate) use self::rule::QuotedTableView;
use super::address::Address;
use super::plan::{Page, PageKind, SitePlan};
use crate::content::{Content, RuleTable};
use crate::name::{Locale, StandardPage, Target};

/// The words of the theme, by language and key.
pub(crate) type Words<'w> = dyn Fn(Locale, &str) -> String + 'w;

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

    fn content(self) -> &'p Content {
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
            confirm_with: site.confirm_with.get(self.locale),
            feedback: site.feedback.as_deref(),
            home: Address::standard(self.locale, StandardPage::Home).to_string(),
            navigation: navigation.collect(),
            popular: self.popular(),
            generator: concat!("Wenda ", env!("CARGO_PKG_VERSION")),
        }
    }

    fn title_of(self, target: &Target, words: &Words<'_>) -> Option<String> {
        match target {
            Target::Page(page) => Some(words(self.locale, page.name())),
            target => self.content().title(target, self.locale).map(Cow::into_owned),
        }
    }

    /// A page. `html` is the answer, if the page is an article.
    pub(crate) fn page(self, page: &Page<'p>, html: String, words: &Words<'_>) -> PageView {
        let (title, description) = self.title_and_description(&page.kind, words);
        let is_fallback = matches!(page.kind, PageKind::Article(article) if article.texts.get(self.locale).is_none());
        let root = match page.kind {
            // These are shown at any address, so they name the root in full.
            PageKind::NotFound | PageKind::Offline => host_path(&self.plan.base_url),
            _ => page.address.to_root(),
        };
        let body = self.body(&page.kind, html, words);
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
            age: self.age_of(&page.kind, body.outcome()),
            volatile: self.volatile(&page.kind),
            other: self.other_language(page),
            body,
        }
    }

    /// The page in the other language; of a page that is in neither, that language's home.
    fn other_language(self, page: &Page<'_>) -> OtherLanguageView {
        let other = self.locale.other();
        let address = page.in_locale(other);
        let lacks = match page.kind {
            _ if address.is_none() => "*".to_owned(),
            PageKind::Article(article) => article.anchors_missing_in(other, self.locale).join(" "),
            _ => String::new(),
        };
        OtherLanguageView {
            lang: other.language_tag(),
            name: other.name(),
            path: address.unwrap_or_else(|| Address::standard(other, StandardPage::Home)).to_string(),
            lacks,
        }
    }

    fn canonical(self, page: &Page<'_>) -> Option<String> {
        let address = match page.kind {
            PageKind::Redirect(redirect) => match &redirect.to.value {
                Target::External(address) => return Some(address.clone()),
                target => self.plan.path_to(target, self.locale)?,
            },
            kind if !kind.is_to_be_found() => return None,
            PageKind::Article(article) => Address::article(article.text(self.locale)?.locale, &article.id).to_string(),
            _ => page.address.to_string(),
        };
        Some(format!("{}{address}", self.plan.base_url))
    }

    /// The page in each language it is written in, and for readers of neither.
    fn alternates(self, page: &Page<'_>) -> Vec<AlternateView> {
        self.plan.alternates(page).into_iter().map(|(lang, href)| AlternateView { lang, href }).collect()
    }

    fn title_and_description(self, kind: &PageKind<'_>, words: &Words<'_>) -> (String, String) {
        let site = &self.content().site;
        let description = || site.description.get(self.locale).clone();
        match kind {
            PageKind::Languages => (site.title.get(self.locale).clone(), description()),
            PageKind::NotFound => (words(self.locale, "not_found"), description()),
            PageKind::Offline => (words(self.locale, "offline"), description()),
            PageKind::Standard(StandardPage::Home) => (site.title.get(self.locale).clone(), description()),
            PageKind::Standard(page) => {
                (words(self.locale, page.name()), words(self.locale, &format!("{}_description", page.name())))
            }
            PageKind::Category(category) => {
                (category.title.get(self.locale).clone(), category.summary.get(self.locale).clone())
            }
            PageKind::Article(article) => article.text(self.locale).map_or_else(Default::default, |text| {
                (text.title(self.content()), shorten(&text.summary(self.content())))
            }),
            PageKind::Table(table) => (table.title.get(self.locale).clone(), table.summary.get(self.locale).clone()),
            PageKind::Row(table, row) => {
                (self.content().tables.row_name(table, row, self.locale), shorten(&self.row_summary(table, row)))
            }
            PageKind::Guide(guide) => (guide.title.get(self.locale).clone(), guide.summary.get(self.locale).clone()),
            PageKind::Checklist(checklist) => {
                (checklist.title.get(self.locale).clone(), checklist.summary.get(self.locale).clone())
            }
            PageKind::RowChecklist(checklist, table, row, variant) => {
                (self.checklist_title(checklist, table, row, variant), checklist.summary.get(self.locale).clone())
            }
            PageKind::Decision(decision) | PageKind::State(decision, _) => {
                (decision.title.get(self.locale).clone(), decision.summary.get(self.locale).clone())
            }
            PageKind::Matrix(decision, matrix) => {
                (matrix.title.get(self.locale).clone(), decision.summary.get(self.locale).clone())
            }
            PageKind::MatrixCell(decision, matrix, at) => {
                (self.cell_question(decision, matrix, *at), self.cell_answer(decision, matrix, *at))
            }
            PageKind::Redirect(redirect) => {
                (self.title_of(&redirect.to.value, words).unwrap_or_else(|| words(self.locale, "moved")), description())
            }
        }
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
            | PageKind::Offline
            | PageKind::Redirect(_) => Vec::new(),
            PageKind::Standard(_)
            | PageKind::Category(_)
            | PageKind::Guide(_)
            | PageKind::Checklist(_)
            | PageKind::Decision(_) => {
                vec![standard(StandardPage::Home)]
            }
            PageKind::State(decision, _) | PageKind::Matrix(decision, _) => {
                vec![standard(StandardPage::Home), self.start(decision)]
            }
            PageKind::MatrixCell(decision, matrix, _) => {
                let title = matrix.title.get(self.locale).clone();
                let matrix = LinkView::new(title, Address::matrix(self.locale, &decision.id));
                vec![standard(StandardPage::Home), self.start(decision), matrix]
            }
            PageKind::RowChecklist(checklist, table, row, _) => {
                let title = checklist.title.get(self.locale).clone();
                vec![
                    standard(StandardPage::Home),
                    LinkView::new(title, Address::checklist(self.locale, &checklist.id)),
                    self.row_link(table, row),
                ]
            }
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
            PageKind::NotFound => self.notice("not_found", words),
            PageKind::Offline => self.notice("offline", words),
            PageKind::Standard(StandardPage::Home) => BodyView::Home {
                decisions: self.decisions(),
                guides: self.guides(),
                categories: self.categories(Some(6)),
                tables: self.tables(),
            },
            PageKind::Standard(StandardPage::Questions) => BodyView::Questions { categories: self.categories(None) },
            PageKind::Standard(StandardPage::Search) => {
                BodyView::Search { filters: self.filters(words), categories: self.categories(None) }
            }
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
            PageKind::Guide(guide) => BodyView::Guide(self.guide(guide)),
            PageKind::Checklist(checklist) => BodyView::Checklist(self.checklist(checklist)),
            PageKind::RowChecklist(checklist, table, row, variant) => {
                BodyView::RowChecklist(Box::new(self.row_checklist(checklist, table, row, variant)))
            }
            PageKind::Decision(decision) => BodyView::Decision(Box::new(self.decision(decision))),
            PageKind::State(decision, state) => BodyView::Decision(Box::new(self.state(decision, state))),
            PageKind::Matrix(decision, matrix) => BodyView::Matrix(self.matrix(decision, matrix)),
            PageKind::MatrixCell(decision, matrix, at) => {
                BodyView::MatrixCell(Box::new(self.matrix_page(decision, matrix, *at)))
            }
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
}

impl Views<'_> {
    fn notice(self, key: &str, words: &Words<'_>) -> BodyView {
        let other = self.locale.other();
        BodyView::Notice(NoticeView {
            title: words(other, key),
            text: words(other, &format!("{key}_text")),
            link: words(other, StandardPage::Questions.name()),
            path: Address::standard(other, StandardPage::Questions).to_string(),
        })
    }
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
        columns += if crate::analysis::is_full_width(character) { 2 } else { 1 };
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
