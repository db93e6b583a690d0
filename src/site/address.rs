//! The addresses of pages: the one place that knows how they are made.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::content::{Decision, Matrix, RuleTable, RuleTables};
use crate::decision::WalkState;
use crate::name::{
    ArticleId, CategoryId, ChangeId, ChecklistId, DecisionId, GuideId, Locale, RowId, SectionId, StandardPage, TableId,
    Target, TermId, VariantId, percent_encoded,
};
use crate::search::Subject;

/// What is encoded in ASCII; all else always is.
const NOTHING: &AsciiSet = &AsciiSet::EMPTY;

/// The path of a page from the root of the site, without a slash before it: `zh/faq/hong-kong-server/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// The root, where readers choose their language.
    pub fn root() -> Self {
        Self(String::new())
    }

    /// The page that hosts show for addresses that do not exist.
    pub fn not_found() -> Self {
        Self("404.html".to_owned())
    }

    /// The page that the service worker shows when there is no network.
    pub fn offline() -> Self {
        Self("offline.html".to_owned())
    }

    /// A page of the site as a whole.
    pub fn standard(locale: Locale, page: StandardPage) -> Self {
        Self(match page {
            StandardPage::Home => format!("{locale}/"),
            StandardPage::Questions => format!("{locale}/faq/"),
            StandardPage::Search => format!("{locale}/search/"),
            StandardPage::Rules => format!("{locale}/rules/"),
            StandardPage::Glossary => format!("{locale}/glossary/"),
            StandardPage::Sources => format!("{locale}/sources/"),
            StandardPage::Changes => format!("{locale}/changes/"),
        })
    }

    /// The dialog of search, which scripts open on other pages.
    pub fn search_dialog(locale: Locale) -> Self {
        Self(format!("{}dialog/", Self::standard(locale, StandardPage::Search)))
    }

    /// `zh/faq/<id>/`; of a page that is no question, `zh/pages/<id>/`. Its category is no part of it, so that an article can move.
    pub fn article(locale: Locale, id: &ArticleId) -> Self {
        match id.page() {
            Some(_) => Self(format!("{locale}/{id}/")),
            None => Self(format!("{locale}/faq/{id}/")),
        }
    }

    /// `zh/category/<id>/`.
    pub fn category(locale: Locale, id: &CategoryId) -> Self {
        Self(format!("{locale}/category/{id}/"))
    }

    /// `zh/rules/<id>/`.
    pub fn table(locale: Locale, id: &TableId) -> Self {
        Self(format!("{locale}/rules/{id}/"))
    }

    /// A row of a rule table whose rows have pages.
    pub fn row(locale: Locale, table: &TableId, row: &RowId) -> Self {
        Self(format!("{locale}/rules/{table}/{row}/"))
    }

    /// A row of a rule table, from the root of the site: its page, or its place on that of the table.
    pub(crate) fn of_row(locale: Locale, table: &RuleTable, row: &RowId) -> String {
        if table.pages {
            Self::row(locale, &table.id, row).to_string()
        } else {
            format!("{}#{row}", Self::table(locale, &table.id))
        }
    }

    /// What a search finds, from the root of the site: a page, or a place on one.
    pub fn of_subject(subject: Subject<'_>, locale: Locale) -> String {
        match subject {
            Subject::Article(article) => Self::article(locale, &article.id).to_string(),
            Subject::Row(table, row) => Self::of_row(locale, table, &row.id.value),
            Subject::Decision(decision) => Self::decision(locale, &decision.id).to_string(),
        }
    }

    /// Where a link leads readers of a language, from the root of the site; `None` for what is not of the site.
    pub fn of_target(target: &Target, tables: &RuleTables, locale: Locale) -> Option<String> {
        Some(match target {
            Target::Article(id, None) => Self::article(locale, id).to_string(),
            Target::Article(id, Some(anchor)) => format!("{}#{anchor}", Self::article(locale, id)),
            Target::Category(id) => Self::category(locale, id).to_string(),
            Target::Table(id) => Self::table(locale, id).to_string(),
            Target::Row(table, row) => Self::of_row(locale, tables.get(table)?, row),
            Target::Guide(id) => Self::guide(locale, id).to_string(),
            Target::Decision(id) => Self::decision(locale, id).to_string(),
            Target::Checklist(id) => Self::checklist(locale, id).to_string(),
            Target::Term(id) => Self::term(locale, id),
            Target::Source(id) => Self::section(locale, id),
            Target::Page(page) => Self::standard(locale, *page).to_string(),
            Target::File(path) => Self::of_file(&Self::attachment(path)).into_owned(),
            Target::Anchor(_) | Target::External(_) => return None,
        })
    }

    /// `zh/guide/<id>/`.
    pub fn guide(locale: Locale, id: &GuideId) -> Self {
        Self(format!("{locale}/guide/{id}/"))
    }

    /// `zh/checklist/<id>/`, for all rows.
    pub fn checklist(locale: Locale, id: &ChecklistId) -> Self {
        Self(format!("{locale}/checklist/{id}/"))
    }

    /// A checklist for a row and a kind of reader.
    pub fn row_checklist(locale: Locale, id: &ChecklistId, row: &RowId, variant: &VariantId) -> Self {
        Self(format!("{locale}/checklist/{id}/{row}/{variant}/"))
    }

    /// `zh/ask/<id>/`, where it begins.
    pub fn decision(locale: Locale, id: &DecisionId) -> Self {
        Self(format!("{locale}/ask/{id}/"))
    }

    /// A state of a decision: the first value of each class that was answered on the way.
    pub fn state(locale: Locale, decision: &Decision, state: &WalkState) -> Self {
        let mut address = Self::decision(locale, &decision.id);
        for (fact, values) in &state.path {
            let first = values.iter().next().unwrap_or_default();
            address.0.push_str(decision.facts[*fact].values[first].id.as_str());
            address.0.push('/');
        }
        address
    }

    /// The table of all answers of a decision.
    pub fn matrix(locale: Locale, id: &DecisionId) -> Self {
        Self(format!("{locale}/answers/{id}/"))
    }

    /// A cell of the table of all answers.
    pub fn matrix_cell(locale: Locale, decision: &Decision, matrix: &Matrix, (row, column): (usize, usize)) -> Self {
        let row = &decision.facts[matrix.rows].values[row].id;
        let column = &decision.facts[matrix.columns].values[column].id;
        Self(format!("{locale}/answers/{}/{row}/{column}/", decision.id))
    }

    /// By sitemaps.org; in parts where it would be too long.
    pub const SITE_MAP: &str = "sitemap.xml";

    /// What robots may read.
    pub const ROBOTS: &str = "robots.txt";

    /// At the root, so that it may serve all pages.
    pub const SERVICE_WORKER: &str = "sw.js";

    /// A part of it, from 0.
    pub(crate) fn site_map_part(part: usize) -> String {
        format!("sitemap-{}.xml", part + 1)
    }

    /// What the site holds, for language models.
    pub(crate) const LLMS: &str = "llms.txt";

    /// What hosts send along with files.
    pub(crate) const HEADERS: &str = "_headers";

    /// The mark of the site, the picture that is shown where a page is shared, and the icon of home screens: files of `static/`.
    pub(crate) const MARK: &str = "favicon.svg";
    pub(crate) const PICTURE: &str = "og.png";
    pub(crate) const ICON: &str = "icon.png";

    /// The style sheet of what in the look of the site is its own.
    pub(crate) const LOOK: &str = "theme.css";

    /// The folders in which a build names files by what they hold.
    pub(crate) const IMMUTABLE: [&str; 2] = [Self::DIAGRAMS, Self::SEARCH];

    /// The folder of the diagrams of decisions.
    const DIAGRAMS: &str = "ask/";

    /// The content as data: `api/articles.json`.
    pub(crate) fn data(name: &str) -> String {
        format!("api/{name}.json")
    }

    /// `zh/site.webmanifest`, beside the first page.
    pub(crate) fn web_manifest(locale: Locale) -> String {
        format!("{locale}/site.webmanifest")
    }

    /// What tells which files of search are today's: the only one that keeps its name.
    pub const SEARCH_MANIFEST: &str = "search.bin";

    /// The folder of the files of search.
    pub(crate) const SEARCH: &str = "search/";

    /// A file of search; its name is a hash of what it holds.
    pub fn search_file(name: u32) -> String {
        format!("{}{name:08x}.bin", Self::SEARCH)
    }

    /// The file of the diagram of a decision, for scripts: the same in all languages, and named by what it holds.
    pub(crate) fn diagram(id: &DecisionId, text: &str) -> String {
        Self::hashed(&format!("{}{id}.json", Self::DIAGRAMS), text.as_bytes())
    }

    /// A place that moved; `path` is what followed the language.
    pub fn moved(locale: Locale, path: &str) -> Self {
        Self(format!("{locale}/{path}"))
    }

    /// A place that moved, by its whole path from the root: `zh/faq/old/`, `old.html`.
    pub fn moved_from_root(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// What changed on a day, on the page of all changes.
    pub(crate) fn change(locale: Locale, id: &ChangeId) -> String {
        format!("{}#{id}", Self::standard(locale, StandardPage::Changes))
    }

    /// The feed of all that changed.
    pub(crate) fn feed(locale: Locale) -> String {
        Self::standard(locale, StandardPage::Changes).feed_beside()
    }

    /// The feed of what changed on the page.
    pub(crate) fn feed_beside(&self) -> String {
        format!("{self}feed.xml")
    }

    /// What the page says as Markdown.
    pub(crate) fn twin(&self) -> String {
        format!("{self}{}", Self::TWIN)
    }

    /// The file of that, beside the page.
    pub(crate) const TWIN: &str = "index.md";

    /// A term, on the page of the glossary.
    pub fn term(locale: Locale, id: &TermId) -> String {
        format!("{}#{id}", Self::standard(locale, StandardPage::Glossary))
    }

    /// A section, on the page of the sources.
    pub fn section(locale: Locale, id: &SectionId) -> String {
        format!("{}#{}", Self::standard(locale, StandardPage::Sources), Self::section_anchor(id))
    }

    /// The id of a section's element on the page of the sources: `handbook-prices`. Where a hyphen could stand elsewhere, too,
    /// or the heading of a source could have the same id, it is joined by what ids cannot hold: `hand-book/prices`.
    pub fn section_anchor(id: &SectionId) -> String {
        let source = id.source();
        if source.contains('-') || source == Self::SOURCE {
            return id.as_str().to_owned();
        }
        format!("{source}-{}", id.section())
    }

    /// What the id of the heading of a source begins with, on the page of the sources, before a hyphen.
    const SOURCE: &str = "source";

    /// The path in the output of a file beside an article; `path` is the one in the sources.
    pub fn attachment(path: &str) -> String {
        let below = path.strip_prefix("content/faq/").or_else(|| path.strip_prefix("content/")).unwrap_or(path);
        format!("files/{below}")
    }

    /// The address of a file of the site, from the root: its path, with what has a meaning in addresses encoded.
    pub(crate) fn of_file(path: &str) -> Cow<'_, str> {
        percent_encoded(path, |byte| b"\"#%'<>?[\\]^`{|}".contains(&byte))
    }

    /// The whole address on the host that the site is published at, in ASCII.
    pub(crate) fn on(&self, base_url: &str) -> String {
        Self::of_path_on(&self.to_string(), base_url)
    }

    /// The whole address of a path of the site, as links have it.
    pub(crate) fn of_path_on(path: &str, base_url: &str) -> String {
        format!("{base_url}{}", utf8_percent_encode(path, NOTHING))
    }

    /// The path of a file of the site that is named by what it holds, so that no page gets that of another build from a cache:
    /// `site.0a1b2c3d4e.css`. Ten hexadecimal digits, of which one is a letter at least: no day and no moment is written so.
    pub(crate) fn hashed(path: &str, bytes: &[u8]) -> String {
        let hash = blake3::hash(bytes).to_hex();
        let parts = (0..=hash.len() - Self::HASH_DIGITS).map(|start| &hash[start..start + Self::HASH_DIGITS]);
        let digits = parts.into_iter().find(|part| part.contains(|digit: char| digit.is_ascii_alphabetic()));
        let (name, ending) = path.rsplit_once('.').unwrap_or((path, "bin"));
        format!("{name}.{}.{ending}", digits.unwrap_or(&hash[..Self::HASH_DIGITS]))
    }

    const HASH_DIGITS: usize = 10;

    /// The path as text, as the files are named. Displayed, it is encoded as links need it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds the page.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }

    /// What leads from the page to the root of the site: `../` for each folder it stands in.
    pub fn to_root(&self) -> String {
        let depth = self.0.matches('/').count();
        if depth == 0 { "./".to_owned() } else { "../".repeat(depth) }
    }
}

/// The path of an address on its host: `/help/` of `https://example.com/help/`. Without an address, the root.
pub(super) fn host_path(base_url: Option<&str>) -> String {
    let base_url = base_url.unwrap_or_default();
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::of_file(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_section_has_an_anchor_of_its_own() {
        let sections = ["a/b-c", "a-b/c", "a/b", "a-b/c-d", "a/b-c-d", "a-b-c/d", "source/a", "16.1/flow-sms"];
        let ids = sections.iter().map(|id| Address::section_anchor(&id.parse().unwrap()));
        let headings = ["a", "a-b", "a-b-c", "source", "16.1"].iter().map(|source| format!("source-{source}"));
        let all: BTreeSet<String> = ids.chain(headings).collect();
        assert_eq!(all.len(), 13);
        assert_eq!(Address::section_anchor(&"16.1/flow-sms".parse().unwrap()), "16.1-flow-sms");
    }

    #[test]
    fn every_page_finds_the_root_from_where_it_stands() {
        let article = Address::article("zh".parse().unwrap(), &"cdn".parse().unwrap());
        assert_eq!(article.as_str(), "zh/faq/cdn/");
        assert_eq!(article.file(), "zh/faq/cdn/index.html");
        assert_eq!(article.to_root(), "../../../");
        assert_eq!(Address::root().file(), "index.html");
        assert_eq!(Address::root().to_root(), "./");
        assert_eq!(Address::not_found().file(), "404.html");
    }

    #[test]
    fn the_path_on_a_host_is_found() {
        assert_eq!(host_path(Some("https://example.com/")), "/");
        assert_eq!(host_path(Some("https://example.com/a/b/")), "/a/b/");
        assert_eq!(host_path(None), "/");
    }

    #[test]
    fn a_path_is_no_address() {
        assert_eq!(Address::of_file("files/a/表#1 100%?.pdf"), "files/a/表%231%20100%25%3F.pdf");
        let moved = Address::moved("zh".parse().unwrap(), "旧 \"页\"/");
        assert_eq!(
            (moved.file().as_str(), moved.to_string().as_str()),
            ("zh/旧 \"页\"/index.html", "zh/旧%20%22页%22/")
        );
    }
}
