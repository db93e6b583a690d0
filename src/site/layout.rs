//! What every page has around its body, as its template sees it.

use serde::Serialize;

use super::address::{Address, host_path};
use super::page::{Context, Head, LinkView, Page, PageParts, age_message};
use super::plan::{PlannedPage, SitePlan};
use super::policy::content_policy;
use super::structured_data;
use super::theme::{Body, Theme, View};
use crate::content::{Language, Languages, NavigationLink};
use crate::name::{Locale, StandardPage, Target};

/// What holds for all pages in a language.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView {
    title: String,
    as_of: Option<String>,
    /// The same day, for readers.
    as_of_day: Option<String>,
    confirm_with: Option<String>,
    /// What is told of the age of an answer, with `{date}` for the day.
    age: String,
    /// The names of months in dates, separated by `|`; none where these are written in digits.
    months: String,
    /// Where a form goes that asks whether an answer helped.
    helpful: Option<String>,
    /// That what nobody has written in the language is made of another.
    derived: Option<String>,
    /// The languages, each with its code and its tag: `zh:zh-Hans en:en`.
    languages: String,
    home: String,
    questions: String,
    search: String,
    /// What scripts open in place of that, on any page.
    search_dialog: String,
    /// Where searches are answered first, as part of a question in an address.
    search_engine: Option<String>,
    /// None, if nothing cites a source.
    sources: Option<String>,
    navigation: Vec<SiteLinkView>,
    /// Further links at the foot.
    footer: Vec<SiteLinkView>,
    /// The questions that are offered before anything is searched for.
    popular: Vec<LinkView>,
    /// What changed, if anything is told of that.
    changes: Option<String>,
    /// The feed of that, where addresses in full are known.
    feed: Option<String>,
    manifest: String,
    /// What is shown where a page is shared.
    picture: Option<PictureView>,
    /// The icon of home screens.
    icon: Option<&'static str>,
    /// The language and a region in which it is spoken: `zh_CN`.
    region: String,
    /// The regions of the other languages.
    other_regions: Vec<String>,
    /// What pages may load and run.
    policy: String,
    generator: &'static str,
}

/// A link that every page shows.
#[derive(Debug, Serialize)]
struct SiteLinkView {
    title: String,
    /// From the root of the site, or in full.
    path: String,
    is_outside: bool,
}

/// The picture of the site, by its address in full.
#[derive(Debug, Serialize)]
struct PictureView {
    href: String,
    width: usize,
    height: usize,
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
    /// What it says as Markdown, from the root of the site.
    markdown: Option<String>,
    /// What it tells search engines of itself, as JSON.
    data: Option<String>,
    /// Where readers report what is wrong with it.
    report: Option<String>,
    /// What its language is called.
    language: String,
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
    pub(crate) fn new(plan: &SitePlan<'_>, context: Context<'_>) -> Self {
        let Context { content, locale, .. } = context;
        let site = &content.site;
        let engine = site.search.as_ref().map(|search| &search.engine);
        let popular = site.popular.iter().filter_map(|id| content.article(&id.value));
        let confirm_with = site.whom_to_ask().map(|whom| context.text(whom));
        let standard = |page| Address::standard(locale, page).to_string();
        Self {
            title: context.text(&site.title),
            as_of: site.as_of.map(|day| day.to_string()),
            as_of_day: site.as_of.map(|day| context.language().date(day)),
            age: age_message(context),
            months: context.language().months().join("|"),
            confirm_with,
            helpful: site.feedback.as_ref().and_then(|feedback| Some(feedback.helpful.as_ref()?.as_str().to_owned())),
            derived: content.derivation.source(locale).map(|_| context.message("derived_site")),
            languages: tags(&content.languages),
            home: standard(StandardPage::Home),
            questions: standard(StandardPage::Questions),
            search: standard(StandardPage::Search),
            search_dialog: Address::search_dialog(locale).to_string(),
            search_engine: engine.map(|engine| {
                percent_encoding::utf8_percent_encode(&engine.address, percent_encoding::NON_ALPHANUMERIC).to_string()
            }),
            sources: content.has_page(StandardPage::Sources).then(|| standard(StandardPage::Sources)),
            changes: content.has_page(StandardPage::Changes).then(|| standard(StandardPage::Changes)),
            feed: (content.has_page(StandardPage::Changes) && plan.base_url.is_some()).then(|| Address::feed(locale)),
            manifest: Address::web_manifest(locale),
            picture: PictureView::of(plan),
            icon: plan.icon().map(|_| Address::ICON),
            region: locale.with_region(),
            other_regions: content.languages.locales().beside(locale).map(Locale::with_region).collect(),
            policy: content_policy(site.allow.as_ref(), engine.and_then(|engine| engine.origin.as_deref())),
            navigation: SiteLinkView::all(&site.navigation, context),
            footer: SiteLinkView::all(&site.footer, context),
            popular: popular.filter_map(|article| LinkView::to_article(article, context)).collect(),
            generator: concat!("Wenda ", env!("CARGO_PKG_VERSION")),
        }
    }
}

impl SiteLinkView {
    fn all(links: &[NavigationLink], context: Context<'_>) -> Vec<Self> {
        let views = links.iter().filter_map(|NavigationLink { to, label }| {
            let label = context.optional_text(label.as_ref());
            Some(match &to.value {
                Target::External(address) => Self { title: label?, path: address.clone(), is_outside: true },
                target => Self {
                    title: label.or_else(|| context.title(target))?,
                    path: context.path_to(target)?,
                    is_outside: false,
                },
            })
        });
        views.collect()
    }
}

impl PictureView {
    /// None, unless there is a picture, and an address to name in full.
    fn of(plan: &SitePlan<'_>) -> Option<Self> {
        let href = format!("{}{}", plan.base_url.as_ref()?, Address::PICTURE);
        let size = imagesize::blob_size(plan.picture()?.bytes()).ok()?;
        Some(Self { href, width: size.width, height: size.height })
    }
}

impl PageView {
    /// The page around its parts.
    pub(crate) fn of(
        PageParts { mut head, body, .. }: PageParts,
        planned: &PlannedPage<'_>,
        plan: &SitePlan<'_>,
        theme: &Theme,
    ) -> Self {
        let PlannedPage { address, locale, page } = planned;
        let context = plan.context(theme, *locale);
        let data = if planned.is_original() && page.is_indexed() { head.take_data(context) } else { Vec::new() };
        let alternates = if planned.is_original() { plan.alternates(&**page) } else { Vec::new() };
        let canonical = page.canonical(context);
        let report = plan.content.site.feedback.as_ref().and_then(|feedback| feedback.report.as_ref());
        let report = report.map(|link| {
            let place = format!("{}{address}", plan.base_url.as_deref().unwrap_or("/"));
            link.of(&place, head.title())
        });
        let around = LayoutView {
            lang: context.language().tag(),
            locale: locale.to_string(),
            path: address.to_string(),
            // What is shown at any address names the root in full.
            root: if page.is_shown_anywhere() { host_path(plan.base_url.as_deref()) } else { address.to_root() },
            report,
            head,
            indexed: page.is_indexed() && (planned.is_original() || canonical.is_some()),
            canonical,
            alternates: alternates.into_iter().map(|(lang, href)| AlternateView { lang, href }).collect(),
            markdown: planned.has_twin().then(|| address.twin()),
            data: structured_data::script(data),
            language: context.language().name(),
            others: OtherLanguageView::all(&**page, context),
        };
        Self { around, body }
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
