//! Where the links of a project lead: pages by their paths and by their old addresses, files by their paths.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use percent_encoding::percent_decode_str;

use super::convert::{Draft, LinkFate, PageContext};
use super::files::{ProjectFiles, folder_of, join, name_of, without_ending};
use super::language::{language_in_stem, language_named};
use super::layout::{SiteLayout, file_name};
use super::letters::letters;
use super::project::{Project, ProjectPage, key_of};
use crate::content::{danger, image_size};
use crate::name::{Locale, is_web_address};
use crate::source::MAX_TEXT_BYTES;

/// The ids of the headings of each text, by the key of its page and its language.
pub(super) type HeadingIds = HashMap<(String, Locale), Vec<String>>;

/// Knows all that links can lead to.
pub(super) struct LinkResolver<'p> {
    files: &'p ProjectFiles,
    project: &'p Project,
    layout: &'p SiteLayout,
    /// The keys of pages, by their paths and by their addresses.
    paths: HashMap<&'p str, &'p str>,
    addresses: HashMap<String, &'p str>,
    keys: BTreeSet<&'p str>,
    /// The pages of each key: translations of one another.
    translations: HashMap<&'p str, Vec<&'p ProjectPage>>,
    /// The ids of the headings of each text.
    anchors: &'p HeadingIds,
    /// The title of each text, and the id that it had.
    titles: HashMap<(String, Locale), Vec<String>>,
    /// Pages by what their titles and names have in common with addresses; `None` for those of several.
    named: HashMap<String, Option<&'p str>>,
    /// What is copied: paths from the site, by paths from the project; the reason why not.
    copied: BTreeMap<String, Result<String, String>>,
    names: BTreeSet<String>,
    /// What is written beside the articles.
    pub(super) assets: BTreeMap<String, Vec<u8>>,
}

/// An address in a form that all its spellings have.
fn address_key(address: &str) -> String {
    let address = address.split(['#', '?']).next().unwrap_or(address).trim_matches('/');
    let address = address.strip_suffix(".html").or_else(|| address.strip_suffix(".htm")).unwrap_or(address);
    let folder = address.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    folder.unwrap_or(address).trim_matches('/').to_lowercase()
}

impl<'p> LinkResolver<'p> {
    pub(super) fn new(
        files: &'p ProjectFiles,
        project: &'p Project,
        layout: &'p SiteLayout,
        (anchors, drafts): (&'p HeadingIds, &[Option<Draft>]),
    ) -> Self {
        let mut paths = HashMap::new();
        let mut addresses: HashMap<String, &str> = HashMap::new();
        let mut translations: HashMap<&str, Vec<&ProjectPage>> = HashMap::new();
        for page in &project.pages {
            paths.insert(page.path.as_str(), page.key.as_str());
            translations.entry(&page.key).or_default().push(page);
            let spellings = page.aliases.iter().map(String::as_str).chain([page.address.as_str(), page.key.as_str()]);
            for spelling in spellings {
                addresses.entry(address_key(spelling)).or_insert(&page.key);
            }
        }
        let (mut titles, mut named) = (HashMap::new(), HashMap::new());
        for (page, draft) in project.pages.iter().zip(drafts) {
            let (Some(draft), Some(locale)) = (draft, page.locale) else {
                continue;
            };
            let names = [draft.title.clone(), name_of(page.key.trim_end_matches('/')).to_owned()];
            for name in names.iter().map(|name| letters(name)).filter(|name| name.len() >= 8) {
                let known = named.entry(name).or_insert(Some(page.key.as_str()));
                *known = known.filter(|known| *known == page.key);
            }
            let own = std::iter::once(draft.title.clone()).chain(draft.title_id.clone());
            titles.insert((page.key.clone(), locale), own.collect());
        }
        let keys = project.pages.iter().map(|page| page.key.as_str()).collect();
        let (copied, names, assets) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        Self {
            files,
            project,
            layout,
            paths,
            addresses,
            keys,
            translations,
            anchors,
            titles,
            named,
            copied,
            names,
            assets,
        }
    }

    /// Where a destination leads from the page that is converted, which becomes a text in a category.
    pub(super) fn fate(
        &mut self,
        context: &mut PageContext<'_>,
        category: usize,
        destination: &str,
        is_image: bool,
    ) -> LinkFate {
        let scheme = destination.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let scheme = scheme.filter(|scheme| !scheme.is_empty() && !scheme.contains(['/', '.', '#', '?', '@']));
        match scheme.as_deref() {
            Some("http" | "https") => return self.external(context, destination, is_image),
            Some("mailto" | "tel") if !is_image => return LinkFate::To(destination.to_owned()),
            Some("data") => {
                context
                    .remarks
                    .lost("an image within an address is left out", destination.get(..40).unwrap_or_default());
                return LinkFate::Text;
            }
            Some(scheme) if scheme.len() > 1 && scheme != "pathname" => {
                context.remarks.lost(format!("links of the kind `{scheme}:` became text"), destination);
                return LinkFate::Text;
            }
            _ if destination.starts_with("//") => {
                return self.external(context, &format!("https:{destination}"), is_image);
            }
            _ if destination.contains('@') && !destination.contains('/') && !is_image => {
                return LinkFate::To(format!("mailto:{destination}"));
            }
            _ => {}
        }
        let destination = destination.strip_prefix("pathname://").unwrap_or(destination);
        let (path, anchor) =
            destination.split_once('#').map_or((destination, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.split('?').next().unwrap_or(path);
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        let anchor = anchor.map(|anchor| percent_decode_str(anchor).decode_utf8_lossy().into_owned());
        if !is_image {
            let key = if decoded.is_empty() { Some(context.page.key.as_str()) } else { self.page(context, &decoded) };
            if let Some(key) = key {
                return self.page_fate(context, key, anchor.as_deref(), destination);
            }
        }
        self.file_fate(context, category, &decoded, (destination, is_image))
    }

    fn external(&self, context: &mut PageContext<'_>, address: &str, is_image: bool) -> LinkFate {
        if !is_web_address(address) {
            context.remarks.lost("what is no address of the web became text", address);
            return LinkFate::Text;
        }
        if is_image {
            context.remarks.look("images of other sites became links to them", address);
            return LinkFate::Linked(address.to_owned());
        }
        LinkFate::To(address.to_owned())
    }

    /// The key of the page that a path leads to, from a page.
    fn page(&self, context: &PageContext<'_>, path: &str) -> Option<&'p str> {
        let page = context.page;
        let aliased =
            path.strip_prefix("@site/").or_else(|| path.strip_prefix("@/")).or_else(|| path.strip_prefix("~/"));
        if let Some(rest) = aliased {
            let rest = format!("/{}", rest.trim_start_matches("docs/"));
            return self.absolute(page.root.as_str(), aliased.unwrap_or_default()).or_else(|| self.absolute("", &rest));
        }
        if path.starts_with('/') {
            return self.absolute(&page.root, path);
        }
        let own = folder_of(&page.path);
        if let Some(key) = self.file(own, path) {
            return Some(key);
        }
        let folder = if page.key.ends_with('/') { page.key.as_str() } else { folder_of(&page.key) };
        if let Some(key) = join(folder, path).and_then(|path| self.key(&path)) {
            return Some(key);
        }
        // Addresses of pages are relative to the page, which may be a folder.
        let address = page.address.as_str();
        let folders = [if address.ends_with('/') { address } else { folder_of(address) }, address];
        let mut found =
            folders.into_iter().filter_map(|folder| join(folder, path)).filter_map(|path| self.address(&path));
        found.next().or_else(|| self.absolute(&page.root, path)).or_else(|| self.project.page_called(path))
    }

    /// A page by the path of its file, as links name it.
    fn file(&self, folder: &str, path: &str) -> Option<&'p str> {
        let path = join(folder, path)?;
        let stem = without_ending(&path).unwrap_or(&path).trim_end_matches(".html").to_owned();
        let names = ["", ".md", ".mdx", "/index.md", "/README.md", "/_index.md", "/index.mdx"];
        let mut candidates =
            names.iter().map(|ending| format!("{}{ending}", if ending.is_empty() { &path } else { &stem }));
        candidates.find_map(|path| self.paths.get(path.as_str()).copied())
    }

    /// A page by its key, as paths between pages spell it.
    fn key(&self, path: &str) -> Option<&'p str> {
        let stem = without_ending(path).or_else(|| path.strip_suffix(".html")).unwrap_or(path);
        let stem = language_in_stem(stem).map_or(stem, |(stem, _)| stem);
        let plain: Vec<&str> = stem.split('/').filter(|part| language_named(part).is_none()).collect();
        let spellings = [
            key_of(stem),
            format!("{}/", stem.trim_end_matches('/')),
            key_of(&plain.join("/")),
            format!("{}/", plain.join("/")),
        ];
        spellings.iter().find_map(|key| self.keys.get(key.as_str()).copied()).or_else(|| self.address(stem))
    }

    fn address(&self, path: &str) -> Option<&'p str> {
        let stem = without_ending(path).unwrap_or(path);
        self.addresses.get(&address_key(stem)).copied()
    }

    /// A page by a path from the root of the site, of its language, or of the project.
    fn absolute(&self, root: &str, path: &str) -> Option<&'p str> {
        let base = self.project.base.trim_end_matches('/');
        let path = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path).trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let plain = language_named(first).map(|_| rest);
        let folders = [root, &self.project.home, ""];
        let mut spellings = std::iter::once(path).chain(plain);
        spellings.find_map(|path| {
            let by_file = folders.iter().find_map(|folder| self.file(folder, path));
            by_file.or_else(|| self.address(path)).or_else(|| self.key(path)).or_else(|| self.by_name(path))
        })
    }

    /// A page by the last part of an address whose rest is not known, such as a date.
    fn by_name(&self, path: &str) -> Option<&'p str> {
        let (above, name) = path.trim_end_matches('/').rsplit_once('/')?;
        let is_dated = above.split('/').any(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
        self.named.get(&letters(name)).copied().flatten().filter(|_| is_dated)
    }

    fn page_fate(&self, context: &mut PageContext<'_>, key: &str, anchor: Option<&str>, destination: &str) -> LinkFate {
        let Some(place) = self.layout.of_key.get(key) else {
            let Some(category) = self.layout.of_empty.get(key) else {
                context.remarks.lost("links to pages that hold nothing became text", destination);
                return LinkFate::Text;
            };
            if self.layout.left_out.contains(key) {
                context.remarks.look("links to a page that was left out lead to its category", destination);
            }
            return LinkFate::To(format!("category:{}", self.layout.categories[*category].id));
        };
        let article = &self.layout.articles[*place];
        let Some(anchor) = anchor else {
            return LinkFate::To(format!("article:{}", article.id));
        };
        let is_own = context.page.key == key;
        match self.anchor(context, key, anchor) {
            Some(anchor) if anchor.is_empty() => LinkFate::To(format!("article:{}", article.id)),
            Some(anchor) if is_own => LinkFate::To(format!("#{anchor}")),
            Some(anchor) => LinkFate::To(format!("article:{}#{anchor}", article.id)),
            None => {
                context.remarks.look("links to a place that is no heading lead to the page", destination);
                LinkFate::To(format!("article:{}", article.id))
            }
        }
    }

    /// The id of the heading that another tool calls by an id; nothing, if that is the title.
    fn anchor(&self, context: &PageContext<'_>, key: &str, anchor: &str) -> Option<String> {
        let article = &self.layout.articles[*self.layout.of_key.get(key)?];
        let own = context.page.locale?;
        let has = |locale: &Locale| article.pages.iter().any(|(of, _)| of == locale);
        let shown = std::iter::once(own).chain(own.ancestors()).chain(self.layout.locales.iter().copied()).find(has)?;
        let anchors = self.anchors.get(&(key.to_owned(), shown))?;
        if let Some(same) = anchors.iter().find(|known| *known == anchor) {
            return Some(same.clone());
        }
        let wanted = letters(anchor);
        if wanted.is_empty() {
            return None;
        }
        if let Some(same) = anchors.iter().find(|known| letters(known) == wanted) {
            return Some(same.clone());
        }
        // The second of the same headings is called `-1` by most, and `-2` here.
        if let Some((stem, number)) = anchor.rsplit_once(['-', '_'])
            && let Ok(number) = number.parse::<usize>()
            && let Some(found) =
                anchors.iter().find(|known| letters(known) == format!("{}{}", letters(stem), number + 1))
        {
            return Some(found.clone());
        }
        let titles = self.titles.get(&(key.to_owned(), shown))?;
        if titles.iter().any(|title| letters(title) == wanted) {
            return Some(String::new());
        }
        // What stood in a heading and was no text of it is text now: a badge.
        let mut longer = anchors.iter().filter(|known| letters(known).starts_with(&wanted));
        longer.next().filter(|_| longer.next().is_none() && wanted.chars().count() >= 2).cloned()
    }

    /// A file beside the article: copied, once.
    fn file_fate(
        &mut self,
        context: &mut PageContext<'_>,
        category: usize,
        path: &str,
        (destination, is_image): (&str, bool),
    ) -> LinkFate {
        let Some(found) = self.file_at(context, path) else {
            let shown = destination.replace('`', "'");
            let what = if is_image {
                format!("the image `{shown}` is not there: it became text")
            } else {
                format!("the link to `{shown}` leads nowhere: it became text")
            };
            context.remarks.lost(what, destination);
            return LinkFate::Text;
        };
        match self.copy(&found, category) {
            Err(reason) => {
                context.remarks.lost(format!("`{found}` was not copied: {reason}"), destination);
                LinkFate::Text
            }
            Ok(copied) => {
                let folder = format!("content/faq/{}/", self.layout.categories[category].id);
                let relative = match copied.strip_prefix(&folder) {
                    Some(relative) => relative.to_owned(),
                    None => format!("../{}", copied.trim_start_matches("content/faq/")),
                };
                if is_image && self.assets.get(&copied).is_some_and(|bytes| image_size(&copied, bytes).is_none()) {
                    context.remarks.look("an image whose size cannot be told became a link to it", destination);
                    return LinkFate::Linked(relative);
                }
                LinkFate::To(relative)
            }
        }
    }

    fn file_at(&self, context: &PageContext<'_>, path: &str) -> Option<String> {
        if path.is_empty() {
            return None;
        }
        let page = context.page;
        let base = self.project.base.trim_end_matches('/');
        let from_root = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let in_public = self.project.public.iter().filter_map(|folder| join(folder, from_root.trim_start_matches('/')));
        let mut found: Vec<String> = Vec::new();
        if !path.starts_with('/') {
            found.extend(join(folder_of(&page.path), path));
            // Of a translation whose files stand beside the original.
            let same = self.translations.get(page.key.as_str()).into_iter().flatten();
            let others = same.filter(|other| other.path != page.path);
            found.extend(others.filter_map(|other| join(folder_of(&other.path), path)));
            found.extend(join(&page.root, &format!("{}/{path}", folder_of(&page.key))));
            found.extend(join(&page.root, &format!("{}/{path}", page.key)));
        }
        found.extend(in_public);
        found.extend(context.file_by_alias(path));
        found.extend(join(&page.root, path.trim_start_matches('/')));
        found.into_iter().find(|path| self.files.has(path) && !self.paths.contains_key(path.as_str()))
    }

    fn copy(&mut self, path: &str, category: usize) -> Result<String, String> {
        if let Some(known) = self.copied.get(path) {
            return known.clone();
        }
        let copied = self.read(path).map(|bytes| {
            let folder = format!("content/faq/{}/files", self.layout.categories[category].id);
            let name = file_name(path);
            let (stem, ending) = name
                .rsplit_once('.')
                .map_or((name.as_str(), String::new()), |(stem, ending)| (stem, format!(".{ending}")));
            let numbered = (2..).map(|count| format!("{stem}-{count}{ending}"));
            let mut names = std::iter::once(name.clone()).chain(numbered);
            let name = names.find(|name| self.names.insert(format!("{folder}/{name}").to_lowercase()));
            let target = format!("{folder}/{}", name.unwrap_or_default());
            self.assets.insert(target.clone(), bytes);
            target
        });
        self.copied.insert(path.to_owned(), copied.clone());
        copied
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let bytes = self.files.asset(path)?;
        let name = file_name(path);
        let is_text = matches!(name.rsplit('.').next(), Some("txt" | "yaml" | "yml" | "md"));
        if name.ends_with(".md") || without_ending(&name).is_some() {
            return Err("it is Markdown that is no page".to_owned());
        }
        if is_text && (std::str::from_utf8(&bytes).is_err() || bytes.len() as u64 > MAX_TEXT_BYTES) {
            return Err("it is a long text, or none in UTF-8".to_owned());
        }
        match danger(&format!("content/faq/a/{}", name_of(&name)), &bytes) {
            Some(reason) => Err(format!("it could run in the name of the site: {reason}")),
            None => Ok(bytes),
        }
    }
}
