//! Where links lead, and how their destinations say it.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_encode_byte;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    ArticleId, CategoryId, ChecklistId, DecisionId, GuideId, RowId, SectionId, TableId, TermId, is_web_address,
};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `article:id` or `article:id#anchor`.
    Article(ArticleId, Option<String>),
    /// `category:id`.
    Category(CategoryId),
    /// `rule:table`.
    Table(TableId),
    /// `rule:table/row`.
    Row(TableId, RowId),
    /// `guide:id`.
    Guide(GuideId),
    /// `decision:id`.
    Decision(DecisionId),
    /// `checklist:id`.
    Checklist(ChecklistId),
    /// `term:id`.
    Term(TermId),
    /// `source:section`.
    Source(SectionId),
    /// `page:name`.
    Page(StandardPage),
    /// `#anchor`, in the same article.
    Anchor(String),
    /// A file beside the article; the path from the content folder.
    File(String),
    /// An address of another site.
    External(String),
}

/// The pages of a site as a whole. Those that list something are there if there is something to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandardPage {
    /// The first page in a language.
    Home,
    /// The index of all questions.
    Questions,
    /// Search; without scripts, the index of all questions.
    Search,
    /// The list of rule tables.
    Rules,
    /// All terms, each with its definition.
    Glossary,
    /// All sections that something states, each with what states it.
    Sources,
    /// What changed when.
    Changes,
}

impl StandardPage {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 7] =
        [Self::Home, Self::Questions, Self::Search, Self::Rules, Self::Glossary, Self::Sources, Self::Changes];

    /// What follows `page:` in links, and the key of its title among the words of the theme.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Questions => "questions",
            Self::Search => "search",
            Self::Rules => "rules",
            Self::Glossary => "glossary",
            Self::Sources => "sources",
            Self::Changes => "changes",
        }
    }
}

impl Target {
    /// What a link's destination means. `from` is the path of the file that holds it, for files named beside it.
    ///
    /// Fails if the destination is of no known kind or leads out of the content folder.
    pub fn parse(destination: &str, from: &str) -> Result<Self, InvalidTarget> {
        target(destination, from)
    }
}

/// Why a destination is no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidTarget {
    /// It is empty.
    Empty,
    /// It leads out of the content folder.
    LeavesSite,
    /// It begins with `/`: a path on whatever host the site is published at.
    Rooted,
    /// It begins with `//`: a host without `https:`.
    HostAlone,
    /// It names a Markdown file instead of an article.
    Markdown,
    /// The colon after its scheme is full-width.
    FullWidthColon,
    /// Its scheme is not known.
    Scheme,
    /// Nothing follows the colon of `mailto:` or `tel:`.
    Nobody,
    /// It is no address of the web, although it begins as one.
    Address,
    /// It does not name an id.
    Id,
}

/// What a link's destination means; `from` is the path of the file that holds it.
fn target(destination: &str, from: &str) -> Result<Target, InvalidTarget> {
    if destination.is_empty() {
        return Err(InvalidTarget::Empty);
    }
    if let Some(anchor) = destination.strip_prefix('#') {
        return Ok(Target::Anchor(anchor.nfc().collect()));
    }
    let (scheme, rest) = match destination.split_once(':') {
        Some((scheme, rest)) if !scheme.contains(['/', '.', '#', '?']) => (scheme, rest),
        _ if is_full_width(destination) => return Err(InvalidTarget::FullWidthColon),
        _ => return file_target(destination, from),
    };
    let id = InvalidTarget::Id;
    match scheme {
        "http" | "https" => match external(destination) {
            Target::External(address) if !is_web_address(&address) => Err(InvalidTarget::Address),
            target => Ok(target),
        },
        "mailto" | "tel" if rest.is_empty() => Err(InvalidTarget::Nobody),
        "mailto" | "tel" => Ok(external(destination)),
        "article" => match rest.split_once('#') {
            Some((article, anchor)) => {
                Ok(Target::Article(article.parse().map_err(|_| id)?, Some(anchor.nfc().collect())))
            }
            None => Ok(Target::Article(rest.parse().map_err(|_| id)?, None)),
        },
        "category" => Ok(Target::Category(rest.parse().map_err(|_| id)?)),
        "guide" => Ok(Target::Guide(rest.parse().map_err(|_| id)?)),
        "decision" => Ok(Target::Decision(rest.parse().map_err(|_| id)?)),
        "checklist" => Ok(Target::Checklist(rest.parse().map_err(|_| id)?)),
        "term" => Ok(Target::Term(rest.parse().map_err(|_| id)?)),
        "source" => Ok(Target::Source(rest.parse().map_err(|_| id)?)),
        "page" => match StandardPage::ALL.into_iter().find(|page| page.name() == rest) {
            Some(page) => Ok(Target::Page(page)),
            None => target(&format!("article:{}{rest}", ArticleId::PAGE), from),
        },
        "rule" => match rest.split_once('/') {
            Some((table, row)) => Ok(Target::Row(table.parse().map_err(|_| id)?, row.parse().map_err(|_| id)?)),
            None => Ok(Target::Table(rest.parse().map_err(|_| id)?)),
        },
        _ => Err(InvalidTarget::Scheme),
    }
}

/// What may stand before the colon of a destination.
pub(crate) const SCHEMES: [&str; 13] = [
    "article",
    "category",
    "rule",
    "guide",
    "checklist",
    "decision",
    "term",
    "source",
    "page",
    "https",
    "http",
    "mailto",
    "tel",
];

/// Whether a destination has a full-width colon after what is a scheme: `article：price`.
fn is_full_width(destination: &str) -> bool {
    destination.split_once('\u{FF1A}').is_some_and(|(scheme, _)| SCHEMES.contains(&scheme))
}

/// An address of another site, with what no address may hold encoded.
fn external(address: &str) -> Target {
    Target::External(percent_encoded(address, |byte| b"\"<>\\^`{|}".contains(&byte)).into_owned())
}

/// A text with control characters, spaces and the characters that `is_special` tells of percent-encoded; other scripts stay
/// as they are.
pub(crate) fn percent_encoded(text: &str, is_special: impl Fn(u8) -> bool) -> Cow<'_, str> {
    let encode = |byte: u8| byte <= b' ' || byte == 0x7F || is_special(byte);
    if !text.bytes().any(encode) {
        return text.into();
    }
    let mut encoded = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() && encode(byte) => encoded.push_str(percent_encode_byte(byte)),
            _ => encoded.push(character),
        }
    }
    encoded.into()
}

/// A path beside the article, resolved to one from the content folder.
fn file_target(destination: &str, from: &str) -> Result<Target, InvalidTarget> {
    match destination.as_bytes() {
        [b'/', b'/', next, ..] if *next != b'/' => return Err(InvalidTarget::HostAlone),
        [b'/', ..] => return Err(InvalidTarget::Rooted),
        [b'\\', ..] => return Err(InvalidTarget::LeavesSite),
        _ => {}
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in destination.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.len() <= 1 => return Err(InvalidTarget::LeavesSite),
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let path: String = parts.join("/").nfc().collect();
    if path.split(['#', '?']).next().is_some_and(|path| path.ends_with(".md")) {
        return Err(InvalidTarget::Markdown);
    }
    Ok(Target::File(path))
}

impl fmt::Display for Target {
    /// As an author writes it; a file by its path from the site folder.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(id, anchor) => {
                match id.page() {
                    Some(page) => write!(f, "page:{page}")?,
                    None => write!(f, "article:{id}")?,
                }
                anchor.as_ref().map_or(Ok(()), |anchor| write!(f, "#{anchor}"))
            }
            Self::Category(id) => write!(f, "category:{id}"),
            Self::Table(id) => write!(f, "rule:{id}"),
            Self::Row(table, row) => write!(f, "rule:{table}/{row}"),
            Self::Guide(id) => write!(f, "guide:{id}"),
            Self::Decision(id) => write!(f, "decision:{id}"),
            Self::Checklist(id) => write!(f, "checklist:{id}"),
            Self::Term(id) => write!(f, "term:{id}"),
            Self::Source(id) => write!(f, "source:{id}"),
            Self::Page(page) => write!(f, "page:{}", page.name()),
            Self::Anchor(anchor) => write!(f, "#{anchor}"),
            Self::File(path) => f.write_str(path),
            Self::External(address) => f.write_str(address),
        }
    }
}
