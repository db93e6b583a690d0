//! The files of the new site.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::convert::{Draft, PageContext, shown};
use super::files::{ProjectFiles, folder_of, join};
use super::layout::{PlannedArticle, SiteLayout, site_title};
use super::link::{HeadingIds, LinkResolver};
use super::project::{Project, ProjectPage};
use super::remark::{Remark, RemarkKind};
use super::setting::Setting;
use crate::diagnostic::{Diagnostics, counted};
use crate::markdown;
use crate::name::Locale;
use crate::source::SourceFile;

/// A site that is not written yet.
#[derive(Debug, Default)]
pub(super) struct ImportedSite {
    /// By their paths from the site's folder.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The path of the page in the project, by that of the text it became.
    pub(super) origins: BTreeMap<String, String>,
    pub(super) remarks: Vec<Remark>,
}

/// Puts a site together of the drafts of a project's pages, each with what was told of it.
pub(super) fn assemble(
    files: &ProjectFiles,
    project: &Project,
    drafts: Vec<(Option<Draft>, super::remark::Remarks)>,
) -> (ImportedSite, SiteLayout) {
    let (drafts, mut remarks): (Vec<_>, Vec<_>) =
        drafts.into_iter().map(|(draft, remarks)| (draft, Some(remarks))).unzip();
    let layout = SiteLayout::of(project, &drafts);
    let anchors = anchors(project, &layout, &drafts);
    let mut links = LinkResolver::new(files, project, &layout, (&anchors, &drafts));
    let mut site = ImportedSite::default();
    for article in &layout.articles {
        for (number, (locale, place)) in article.pages.iter().enumerate() {
            let (Some(draft), Some(own)) = (&drafts[*place], remarks[*place].take()) else {
                continue;
            };
            let page = &project.pages[*place];
            let mut context = PageContext::continued(files, project, page, own);
            let body = context.finished(&draft.body, &mut |context, destination, is_image| {
                links.fate(context, article.category, destination, is_image)
            });
            let above = if number == 0 { front_matter(article, draft, *locale) } else { String::new() };
            if number > 0 && !draft.front.get("keywords").map(Setting::texts).unwrap_or_default().is_empty() {
                context
                    .remarks
                    .lost("the keywords of a translation are left out: those of the original are aliases", "");
            }
            let mut text = format!("{above}# {}\n\n{}\n", draft.title.trim(), body.trim_matches('\n'));
            if let Some(shown) = shown(&text) {
                text = shown;
            }
            let path = layout.path(article, *locale);
            site.files.insert(path.clone(), text.into_bytes());
            site.origins.insert(path, page.path.clone());
            site.remarks.extend(context.remarks.into_list());
        }
    }
    for (place, own) in remarks.into_iter().enumerate() {
        let Some(own) = own else {
            continue;
        };
        let page = &project.pages[place];
        if drafts[place].is_some() {
            let message = match layout.of_empty.get(&page.key) {
                Some(_) => "it holds nothing but a title: links to it lead to its category",
                None => "it holds nothing but a title, and was left out",
            };
            site.remarks.push(Remark::of_file(RemarkKind::Look, &page.path, message));
        }
        site.remarks.extend(own.into_list());
    }
    site.files.append(&mut links.assets);
    site.files.insert("content/site.yaml".to_owned(), site_file(project, &layout).into_bytes());
    site.files.insert("content/faq/categories.yaml".to_owned(), categories_file(&layout).into_bytes());
    if let Some(redirects) = redirects_file(project, &layout, &mut site.remarks) {
        site.files.insert("content/redirects.yaml".to_owned(), redirects.into_bytes());
    }
    (site, layout)
}

/// The ids of the headings of all texts.
fn anchors(project: &Project, layout: &SiteLayout, drafts: &[Option<Draft>]) -> HeadingIds {
    let mut found = HeadingIds::new();
    for article in &layout.articles {
        for (locale, place) in &article.pages {
            let Some(draft) = &drafts[*place] else {
                continue;
            };
            let text = format!("# {}\n\n{}", draft.title, shown(&draft.body).as_ref().unwrap_or(&draft.body));
            let file = SourceFile::in_memory("content/faq/a/a.md", &text);
            let tree = markdown::parse(&file, *locale, &mut Diagnostics::default());
            let anchors = tree.headings().skip(1).map(|heading| heading.anchor.clone()).collect();
            found.insert((project.pages[*place].key.clone(), *locale), anchors);
        }
    }
    found
}

/// A text as YAML writes it between quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\t'], " "))
}

fn front_matter(article: &PlannedArticle, draft: &Draft, locale: Locale) -> String {
    let mut above = format!("---\norder: {}\n", 10 * article.order);
    let mut keywords = draft.front.get("keywords").map(Setting::texts).unwrap_or_default();
    if keywords.len() == 1 {
        keywords = keywords[0].split([',', '，']).map(|word| word.trim().to_owned()).collect();
    }
    keywords.retain(|word| !word.is_empty());
    keywords.sort();
    keywords.dedup();
    if !keywords.is_empty() {
        let words: Vec<String> = keywords.iter().map(|word| quoted(word)).collect();
        let _infallible = writeln!(above, "aliases: {{{}: [{}]}}", locale.code(), words.join(", "));
    }
    above + "---\n"
}

/// A text in each language, or alone in a site of one.
fn localized(layout: &SiteLayout, text: impl Fn(Locale) -> String) -> String {
    match layout.locales[..] {
        [only] => quoted(&text(only)),
        _ => {
            let each = layout.locales.iter().map(|locale| format!("{}: {}", locale.code(), quoted(&text(*locale))));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

fn site_file(project: &Project, layout: &SiteLayout) -> String {
    let codes: Vec<&str> = layout.locales.iter().map(Locale::code).collect();
    let title = localized(layout, |locale| site_title(project, locale));
    let description = |locale: Locale| {
        let is_own = |of: &Option<Locale>| *of == Some(locale) || of.is_none() && project.default == Some(locale);
        project.descriptions.iter().find(|(of, _)| is_own(of)).map(|(_, text)| text.clone())
    };
    let is_described = layout.locales.iter().all(|locale| description(*locale).is_some());
    let description = if is_described {
        format!("description: {}\n", localized(layout, |locale| description(locale).unwrap_or_default()))
    } else {
        String::new()
    };
    let math = if project.has_math { "math: yes\n" } else { "" };
    let mut site =
        format!("title: {title}\n{description}locales: [{}]\n{math}navigation:\n- page:questions\n", codes.join(", "));
    for category in layout.categories.iter().take(6) {
        let _infallible = writeln!(site, "- category:{}", category.id);
    }
    site
}

fn categories_file(layout: &SiteLayout) -> String {
    let mut file = String::new();
    for category in &layout.categories {
        let title = localized(layout, |locale| category.titles.get(locale.code()).cloned().unwrap_or_default());
        let _infallible = writeln!(file, "- id: {}\n  title: {title}", category.id);
    }
    file
}

/// The old addresses, each with where it leads now.
fn redirects_file(project: &Project, layout: &SiteLayout, remarks: &mut Vec<Remark>) -> Option<String> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut left = 0_usize;
    let article_of = |key: &str| layout.of_key.get(key).map(|place| format!("article:{}", layout.articles[*place].id));
    let pages = project.pages.iter().filter_map(|page| Some((page, article_of(&page.key)?)));
    let own = pages
        .flat_map(|(page, to)| page.aliases.iter().chain([&page.address]).map(move |from| (from.clone(), to.clone())));
    let (mut moved, mut led_nowhere) = (Vec::new(), Vec::new());
    for (from, to) in &project.redirects {
        match if to.contains("://") { Some(to.clone()) } else { page_moved_to(project, from, to).and_then(article_of) }
        {
            Some(to) => moved.push((from.clone(), to)),
            None => led_nowhere.push(format!("`{from}`")),
        }
    }
    if !led_nowhere.is_empty() {
        let message = format!("redirects to what is no page are left out: {}", led_nowhere.join(", "));
        remarks.push(Remark::of_file(RemarkKind::Lost, ".", message));
    }
    for (from, to) in own.chain(moved) {
        let path = from.trim_matches('/');
        // What only names a folder, or that of a language, is the new home.
        let folder = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        if folder.is_empty() || layout.locales.len() > 1 && layout.locales.iter().any(|locale| locale.code() == folder)
        {
            continue;
        }
        let is_sound = path
            .split('/')
            .all(|part| !matches!(part, "" | "." | "..") && part.len() < 120 && !part.ends_with(['.', ' ']))
            && !path.contains([':', '\\', '?', '#', '*', '"', '<', '>', '|', '%'])
            && !path.starts_with("faq/")
            && path != "faq";
        if is_sound {
            known.entry(path.to_lowercase()).or_insert(format!(
                "- from: {}\n  to: {}\n",
                quoted(&format!("/{path}")),
                to_written(&to)
            ));
        } else {
            left += 1;
        }
    }
    if left > 0 {
        remarks.push(Remark::of_file(
            RemarkKind::Lost,
            ".",
            format!("{} without a redirect: Wenda has no such paths", counted(left, "old address", "old addresses")),
        ));
    }
    (!known.is_empty()).then(|| known.into_values().collect())
}

/// The key of the page that a redirect leads to: by the path of its file, or by its address, from the root or beside the old one.
fn page_moved_to<'p>(project: &'p Project, from: &str, to: &str) -> Option<&'p str> {
    let to = to.split(['#', '?']).next().unwrap_or(to);
    let beside = join(folder_of(from.trim_end_matches('/')), to).filter(|_| !to.starts_with('/'));
    let spellings: Vec<&str> = std::iter::once(to).chain(beside.as_deref()).collect();
    let is_it = |page: &&ProjectPage| {
        let address = page.address.trim_matches('/');
        spellings.iter().any(|to| page.path == **to || address == to.trim_matches('/'))
    };
    project.pages.iter().find(is_it).map(|page| page.key.as_str())
}

fn to_written(to: &str) -> String {
    if to.contains("://") { quoted(to) } else { to.to_owned() }
}
