//! What is shown of a document that was found.

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DocumentKind {
    /// An article.
    Article,
    /// A row of a rule table.
    Rule,
    /// A decision.
    Decision,
    /// A page that is no question.
    Page,
}

impl DocumentKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Article, Self::Rule, Self::Decision, Self::Page];

    /// The name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Rule => "rule",
            Self::Decision => "decision",
            Self::Page => "page",
        }
    }
}

/// What is shown of a document that was found: its names, and its texts, of which snippets are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Of what of the content its document is made.
    pub kind: DocumentKind,
    /// Its id, unique in its kind and language.
    pub id: String,
    /// The code of its language.
    pub language: String,
    /// The path of its page from the root of the site.
    pub address: String,
    /// The day of the oldest source that it rests on, as `2018-11-19`, if it is known.
    pub as_of: Option<String>,
    /// What it belongs to, as readers are told: the title of a category or a table.
    pub group: Option<String>,
    /// The question that it answers, or its name.
    pub title: String,
    /// What it says, by section.
    pub passages: Vec<SegmentedPassage>,
    /// The traditional words of the title and the passages, each with what it is simplified; they are folded by these.
    pub traditional: Vec<(String, String)>,
}

/// A section of a document, ready to be searched for what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentedPassage {
    /// The id of its heading; none for what stands before the first.
    pub anchor: Option<String>,
    /// Without marks; empty before the first heading.
    pub heading: SegmentedText,
    /// Its text, a line for each block.
    pub text: SegmentedText,
}

/// A text, with what a segmenter made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentedText {
    /// As it is shown.
    pub text: String,
    /// The lengths of its Chinese words, as [`word_lengths`](crate::analysis::word_lengths) tells them.
    pub words: Vec<u8>,
}
