//! Ids: the names that authors give to things, and that addresses are made of.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Text that is no id: the rule that it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// It holds what an id may not hold that stands in no path.
    #[error("ids are lower-case letters, digits, `-`, `_` and `.`, and begin with a letter or digit")]
    Characters,
    /// It holds what a name may not hold.
    #[error("ids are lower-case letters of any script, digits, `-`, `_` and `.`, and begin with a letter or digit")]
    Name,
    /// It is too long.
    #[error("ids have 80 characters at most, and 200 bytes")]
    Long,
    /// It is a path of too many folders, or too long a one.
    #[error("folders stand in one another eight deep at most, and their path has 400 bytes at most")]
    Path,
}

/// The ids of one kind of thing.
pub trait Id: FromStr<Err = InvalidId> {}

fn id(text: &str) -> Result<(), InvalidId> {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    if text.starts_with(['-', '_', '.']) || text.is_empty() || !text.bytes().all(inner) {
        return Err(InvalidId::Characters);
    }
    if text.len() <= 80 { Ok(()) } else { Err(InvalidId::Long) }
}

/// A name that a path may hold: letters of any script, none of them a capital.
fn name(text: &str) -> Result<(), InvalidId> {
    let is_mark = |character: char| character.general_category_group() == GeneralCategoryGroup::Mark;
    let is_letter = |character: char| character.is_alphanumeric() && !character.is_uppercase();
    let inner = |character: char| is_letter(character) || is_mark(character) || matches!(character, '-' | '_' | '.');
    if !text.starts_with(is_letter) || !text.chars().all(inner) {
        return Err(InvalidId::Name);
    }
    // Systems have names of 255 bytes at most.
    if text.chars().count() <= 80 && text.len() <= 200 { Ok(()) } else { Err(InvalidId::Long) }
}

/// A path of folders: at most eight, one in another.
fn path(text: &str) -> Result<(), InvalidId> {
    text.split('/').try_for_each(name)?;
    if text.split('/').count() <= 8 && text.len() <= 400 { Ok(()) } else { Err(InvalidId::Path) }
}

fn section(text: &str) -> Result<(), InvalidId> {
    let (source, section) = text.split_once('/').ok_or(InvalidId::Characters)?;
    id(source).and(id(section))
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident: $check:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let check: fn(&str) -> Result<(), InvalidId> = $check;
                // Systems differ in how they compose the letters of names.
                let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
                check(&text).map(|()| Self(text.into()))
            }
        }

        impl Id for $name {}

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// Names an article, uniquely in its site.
    ArticleId: |text| name(text.strip_prefix(ArticleId::PAGE).unwrap_or(text));
    /// Names a category, or a section of one: the path of its folder, as in `guide/setup`.
    CategoryId: path;
    /// Names a rule table: the stem of its file.
    TableId: id;
    /// Names a row in its rule table.
    RowId: id;
    /// Names a column in its rule table.
    ColumnId: id;
    /// Names a value of a closed list.
    ValueId: id;
    /// Names a term of the glossary.
    TermId: id;
    /// Names what people ask and the help center does not cover.
    TopicId: id;
    /// Names what changed on a day: a part of addresses, and of the identities that feeds give.
    ChangeId: id;
    /// Names a guide: the stem of its file.
    GuideId: id;
    /// Names a checklist: the stem of its file.
    ChecklistId: id;
    /// Names a snippet: the stem of its files.
    SnippetId: id;
    /// Names one of the kinds of reader that a checklist is for.
    VariantId: id;
    /// Names a decision: the stem of its file.
    DecisionId: id;
    /// Names a fact that a decision asks for, or one that it derives.
    DecisionFactId: id;
    /// Names an outcome of a decision.
    OutcomeId: id;
    /// Names a verdict or a property of a decision's outcomes.
    VerdictId: id;
    /// Names a source: the stem of its file.
    SourceId: id;
    /// Names a section of a source, with the source: `05/ip-only-site`.
    SectionId: section;
    /// Names a fact, or an editor's note, uniquely in the source catalogue. Upper case is common here: `F-05-01`.
    FactId: |text| id(&text.to_ascii_lowercase());
}

impl ArticleId {
    /// What the ids of pages begin with that are no questions.
    pub const PAGE: &str = "pages/";

    /// The name of a page that is no question.
    pub fn page(&self) -> Option<&str> {
        self.0.strip_prefix(Self::PAGE)
    }
}

impl CategoryId {
    /// That of pages that are no questions, which no category has.
    pub(crate) fn none() -> Self {
        Self(Box::default())
    }

    /// The folders that it stands in, the outermost first, and it itself.
    pub(crate) fn path(&self) -> impl Iterator<Item = Self> {
        let ends = self.0.match_indices('/').map(|(slash, _)| slash).chain([self.0.len()]);
        ends.map(|end| Self(self.0[..end].into()))
    }

    /// How many folders it stands in.
    pub(crate) fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// Whether it stands in another, and in no folder between.
    pub(crate) fn is_section_of(&self, other: &Self) -> bool {
        self.0.rsplit_once('/').is_some_and(|(above, _)| above == &*other.0)
    }
}

impl SectionId {
    /// The source that holds the section.
    pub fn source(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(source, _)| source)
    }

    /// The name of the section in its source.
    pub fn section(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, section)| section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        assert!("hong-kong-server".parse::<ArticleId>().is_ok());
        assert!("16.7".parse::<SourceId>().is_ok());
        for good in ["备案", "pages/about", "कर", "cafe\u{301}"] {
            assert!(good.parse::<ArticleId>().is_ok(), "{good}");
        }
        assert_eq!("cafe\u{301}".parse::<ArticleId>().unwrap().as_str(), "caf\u{e9}");
        for bad in ["", "Upper", "-x", "a b", "备 案", "備，", "a/b", "../x", &"x".repeat(81)] {
            assert!(bad.parse::<ArticleId>().is_err(), "{bad}");
        }
        // The rule that is told is the one that is broken.
        let long = "x".repeat(81);
        for (bad, rule) in [("a b", InvalidId::Name), (&*long, InvalidId::Long), ("a/b/c/d/e/f/g/h/i", InvalidId::Path)]
        {
            assert_eq!(bad.parse::<CategoryId>(), Err(rule), "{bad}");
        }
        assert_eq!("备案".parse::<TableId>(), Err(InvalidId::Characters));
        assert_eq!(long.parse::<TableId>(), Err(InvalidId::Long));
        assert!("备案".parse::<SourceId>().is_err(), "names that stand in no path have no need of it");
        let section: CategoryId = "guide/安装/linux".parse().unwrap();
        assert_eq!(
            section.path().map(|id| id.to_string()).collect::<Vec<_>>(),
            ["guide", "guide/安装", "guide/安装/linux"]
        );
        assert!(section.is_section_of(&"guide/安装".parse().unwrap()) && section.depth() == 2);
        for bad in ["guide/", "/guide", "guide//a", "guide/../a"] {
            assert!(bad.parse::<CategoryId>().is_err(), "{bad}");
        }
        let section: SectionId = "16.7/flow-sms".parse().unwrap();
        assert_eq!((section.source(), section.section()), ("16.7", "flow-sms"));
        assert!("16.7".parse::<SectionId>().is_err());
    }
}
