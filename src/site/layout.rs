//! What every page has around its body, as its template sees it.

use serde::Serialize;

use super::address::Address;
use super::page::{Context, Head, LinkView, Page, PageParts};
use super::plan::{PlannedPage, SitePlan};
use super::theme::{Body, Theme, View};
use crate::content::{Language, Languages};
use crate::diagnostic::Diagnostic;
use crate::name::{Locale, StandardPage};

/// What holds for all pages in a language.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView {
    title: String,
    as_of: Option<String>,
    confirm_with: Option<String>,
    /// What is told of the age of an answer, with `{date}` for the day.
    age: String,
    feedback: Option<String>,
    /// The languages, each with its code and its tag: `zh:zh-Hans en:en`.
    languages: String,
    home: String,
    questions: String,
    search: String,
    /// Where searches are answered first, as part of a question in an address.
    search_engine: Option<String>,
    /// The host of that, if it is another.
    search_origin: Option<String>,
    /// None, if nothing cites a source.
    sources: Option<String>,
    navigation: Vec<LinkView>,
    /// The questions that are offered before anything is searched for.
    popular: Vec<LinkView>,
    generator: &'static str,
}

/// All that a page's template sees: `body`, and around it what `LayoutView` has.
pub(crate) struct PageView {
    around: LayoutView,
    body: Body,
}

/// What a page has around its body.
#[derive(Debug, Serialize)]
struct LayoutView {
    lang: String,
    locale: String,
    path: String,
    /// What leads to the root of the site.
    root: String,
    #[serde(flatten)]
    head: Head,
    /// The one address of what the page shows; none for pages that are not to be found.
    canonical: Option<String>,
    /// Whether search engines may know it: it is to be found, or names the page that is in its stead.
    indexed: bool,
    alternates: Vec<AlternateView>,
    /// The page in each other language.
    others: Vec<OtherLanguageView>,
}

/// The page in a language, for search engines.
#[derive(Debug, Serialize)]
struct AlternateView {
    lang: String,
    href: String,
}

/// The page in another language, for readers.
#[derive(Debug, Serialize)]
struct OtherLanguageView {
    lang: String,
    name: String,
    path: String,
    /// The anchors of this page that the other lacks, separated by spaces; `*` where the other is no translation of it.
    lacks: String,
}

impl SiteView {
    pub(crate) fn new(context: Context<'_>) -> Self {
        let Context { content, locale, .. } = context;
        let site = &content.site;
        let engine = site.search.as_ref().map(|search| &search.engine);
        let navigation = site.navigation.iter().filter_map(|link| {
            let label = context.optional_text(link.label.as_ref());
            let target = &link.to.value;
            Some(LinkView::new(label.or_else(|| context.title(target))?, context.path_to(target)?))
        });
        let popular = site.popular.iter().filter_map(|id| content.article(&id.value));
        let confirm_with = site.whom_to_ask().map(|whom| context.text(whom));
        let standard = |page| Address::standard(locale, page).to_string();
        Self {
            title: context.text(&site.title),
            as_of: site.as_of.map(|day| day.to_string()),
            age: match &confirm_with {
                Some(whom) => context.language().format_message("age", &[("whom", whom)]),
                None => context.message("age_alone"),
            },
            confirm_with,
            feedback: site.feedback.clone(),
            languages: tags(&content.languages),
            home: standard(StandardPage::Home),
            questions: standard(StandardPage::Questions),
            search: standard(StandardPage::Search),
            search_engine: engine.map(|engine| {
                percent_encoding::utf8_percent_encode(&engine.address, percent_encoding::NON_ALPHANUMERIC).to_string()
            }),
            search_origin: engine.and_then(|engine| engine.origin.clone()),
            sources: content.has_page(StandardPage::Sources).then(|| standard(StandardPage::Sources)),
            navigation: navigation.collect(),
            popular: popular.filter_map(|article| LinkView::to_article(article, context)).collect(),
            generator: concat!("Wenda ", env!("CARGO_PKG_VERSION")),
        }
    }
}

impl PageView {
    /// Fails if a template of something within the body does.
    pub(crate) fn of(planned: &PlannedPage<'_>, plan: &SitePlan<'_>, theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        let PlannedPage { address, locale, page } = planned;
        let context = plan.context(theme, *locale);
        let PageParts { head, body } = page.parts(context)?;
        let alternates = if planned.is_original() { plan.alternates(&**page) } else { Vec::new() };
        let canonical = page.canonical(context);
        let around = LayoutView {
            lang: context.language().tag(),
            locale: locale.to_string(),
            path: address.to_string(),
            // What is shown at any address names the root in full.
            root: if page.is_shown_anywhere() { host_path(plan.base_url.as_deref()) } else { address.to_root() },
            head,
            indexed: page.is_indexed() && (planned.is_original() || canonical.is_some()),
            canonical,
            alternates: alternates.into_iter().map(|(lang, href)| AlternateView { lang, href }).collect(),
            others: OtherLanguageView::all(&**page, context),
        };
        Ok(Self { around, body })
    }
}

impl View for PageView {
    fn variables(self) -> Result<tera::Context, tera::Error> {
        self.body.within(&self.around)
    }
}

impl OtherLanguageView {
    /// The page for readers of each other language; where there is none, their home.
    fn all(page: &dyn Page, context: Context<'_>) -> Vec<Self> {
        let languages = &context.content.languages;
        let others = languages.locales().beside(context.locale);
        others.map(|other| Self::of(page, context.locale, languages.get(other))).collect()
    }

    fn of(page: &dyn Page, locale: Locale, language: &Language) -> Self {
        let other = language.locale;
        let (address, lacks) = match page.written_in(other) {
            Some(_) => (page.address(other), page.anchors_missing_in(other, locale).join(" ")),
            None => (Address::standard(other, StandardPage::Home), "*".to_owned()),
        };
        Self { lang: language.tag(), name: language.name(), path: address.to_string(), lacks }
    }
}

/// The tags of languages by their codes, for scripts.
fn tags(languages: &Languages) -> String {
    let tags: Vec<String> =
        languages.iter().map(|language| format!("{}:{}", language.locale, language.tag())).collect();
    tags.join(" ")
}

/// The path of an address on its host: `/help/` of `https://example.com/help/`. Without an address, the root.
fn host_path(base_url: Option<&str>) -> String {
    let base_url = base_url.unwrap_or_default();
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_on_a_host_is_found() {
        assert_eq!(host_path(Some("https://example.com/")), "/");
        assert_eq!(host_path(Some("https://example.com/a/b/")), "/a/b/");
        assert_eq!(host_path(None), "/");
    }
}
