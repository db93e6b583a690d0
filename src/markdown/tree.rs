//! What a document is: blocks, which hold blocks or running text.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::diagnostic::Span;
use crate::name::{ColumnId, RowId, SnippetId, TableId, Target};

/// A file of Markdown as a tree. Text is borrowed from the file wherever it stands there as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyntaxTree<'s> {
    /// In the order of the file; footnotes are not among them.
    pub blocks: Vec<Block<'s>>,
    /// The footnotes, in the order in which the text first refers to them.
    pub footnotes: Vec<Footnote<'s>>,
}

/// A block. Large variants are boxed: most of a help center is paragraphs.
#[derive(Clone, Debug, PartialEq)]
pub enum Block<'s> {
    /// `#` to `######`, or a line that is underlined.
    Heading(Box<Heading<'s>>),
    /// Running text between blank lines.
    Paragraph(Vec<Inline<'s>>),
    /// Text of a list item that is not set as a paragraph.
    Plain(Vec<Inline<'s>>),
    /// A block of code.
    Code(Box<CodeBlock>),
    /// A block quote.
    Quote(Vec<Block<'s>>),
    /// What readers are alerted to: `> [!NOTE]`, or `::: note`.
    Alert(Box<Alert<'s>>),
    /// What is shown when it is asked for: `::: details`, or `<details>`.
    Details(Box<Details<'s>>),
    /// Texts of which a reader needs one: `::: tabs`.
    Tabs(Vec<Details<'s>>),
    /// Terms, each with what it means.
    Definitions(Vec<Definition<'s>>),
    /// Items after `-`, `*`, `+` or a number.
    List {
        /// The first number, if the items are numbered.
        start: Option<u64>,
        /// In their order.
        items: Vec<Item<'s>>,
    },
    /// A table written in the article.
    Table(Box<Table<'s>>),
    /// `---`, `***` or `___` on a line of its own.
    Break,
    /// A rule table, quoted.
    RuleTable(Box<TableQuote>),
}

/// A heading, which links reach by its anchor.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading<'s> {
    /// 1 to 6.
    pub level: u8,
    /// The id of the element, unique in its document.
    pub anchor: String,
    /// Whether its author gave it the id; it is made of the text otherwise.
    pub named: bool,
    /// Its text, without the `{#id}` after it.
    pub content: Vec<Inline<'s>>,
    /// Where it stands.
    pub span: Span,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'s> {
    /// The state of its box, if it is a task.
    pub checked: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block<'s>>,
}

/// A table written in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'s> {
    /// One for each column, as the line below the head has it.
    pub alignments: Vec<Alignment>,
    /// A cell for each column.
    pub head: Vec<Vec<Inline<'s>>>,
    /// Row by row, a cell for each column.
    pub rows: Vec<Vec<Vec<Inline<'s>>>>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// `---`: as the language has it.
    Natural,
    /// `:---`.
    Left,
    /// `:---:`.
    Center,
    /// `---:`.
    Right,
}

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeBlock {
    /// The language that its author named.
    pub language: Option<String>,
    /// What it is called, such as the name of a file.
    pub title: Option<String>,
    /// The lines that are marked, from 1 on.
    pub marked: Vec<RangeInclusive<u32>>,
    /// The code, with its line ends.
    pub text: String,
}

/// What readers are alerted to.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert<'s> {
    /// How much it matters.
    pub kind: AlertKind,
    /// What it is called; empty if it is called as its kind is.
    pub title: Vec<Inline<'s>>,
    /// What it holds.
    pub blocks: Vec<Block<'s>>,
}

/// A text that is shown when it is asked for by what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Details<'s> {
    /// What it is called; empty if its author gave it no name.
    pub title: Vec<Inline<'s>>,
    /// What it holds.
    pub blocks: Vec<Block<'s>>,
}

/// Terms, and what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition<'s> {
    /// The terms.
    pub terms: Vec<Vec<Inline<'s>>>,
    /// What they mean.
    pub meanings: Vec<Vec<Block<'s>>>,
}

/// The kinds of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs attention now.
    Warning,
    /// Warns of what cannot be undone.
    Caution,
}

impl AlertKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// The name in lower case, for class names and strings of the theme.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// A footnote that the text refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote<'s> {
    /// The label its author gave it.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block<'s>>,
}

/// A piece of running text. Large variants are boxed: most of a help center is plain text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline<'s> {
    /// Without marks, references resolved.
    Text(Cow<'s, str>),
    /// Between backticks.
    Code(Cow<'s, str>),
    /// `*…*` or `_…_`.
    Emphasis(Vec<Inline<'s>>),
    /// `**…**` or `__…__`.
    Strong(Vec<Inline<'s>>),
    /// `~~…~~`.
    Strikethrough(Vec<Inline<'s>>),
    /// An element of HTML that has no mark in Markdown: `<kbd>…</kbd>`.
    Element(InlineElement, Vec<Inline<'s>>),
    /// `[text](destination)`.
    Link(Box<Link<'s>>),
    /// `![alternative](path)`.
    Image(Box<Image>),
    /// A line end in the source, which is a space in English and nothing in Chinese.
    SoftBreak,
    /// A line end that is kept.
    HardBreak,
    /// A mark that refers to a footnote, by its index.
    Footnote(usize),
    /// A cell of a rule table, quoted.
    Quote(Box<CellQuote>),
    /// `$…$`, or `$$…$$`.
    Formula(Box<Formula>),
    /// A snippet, quoted: it stands in its place once the tree is filled in.
    Snippet(Box<SnippetQuote>),
}

/// The elements of HTML that running text may hold, without attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineElement {
    /// An abbreviation.
    Abbr,
    /// What was added.
    Ins,
    /// A key.
    Kbd,
    /// What is marked.
    Mark,
    /// How a ruby annotation is read.
    Rt,
    /// Characters with how they are read.
    Ruby,
    /// Small print.
    Small,
    /// Below the line.
    Sub,
    /// Above the line.
    Sup,
}

impl InlineElement {
    /// All of them.
    pub const ALL: [Self; 9] =
        [Self::Abbr, Self::Ins, Self::Kbd, Self::Mark, Self::Rt, Self::Ruby, Self::Small, Self::Sub, Self::Sup];

    /// The name of the element.
    pub fn name(self) -> &'static str {
        match self {
            Self::Abbr => "abbr",
            Self::Ins => "ins",
            Self::Kbd => "kbd",
            Self::Mark => "mark",
            Self::Rt => "rt",
            Self::Ruby => "ruby",
            Self::Small => "small",
            Self::Sub => "sub",
            Self::Sup => "sup",
        }
    }
}

/// A link as an author wrote it; whoever shows it finds its address.
#[derive(Clone, Debug, PartialEq)]
pub struct Link<'s> {
    /// Where it leads.
    pub target: Target,
    /// Its text; empty if the title of the target stands there.
    pub content: Vec<Inline<'s>>,
    /// Where it stands.
    pub span: Span,
}

/// Where an image is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSource {
    /// Beside the article, by its path from the content folder.
    File(String),
    /// On another host, by its address.
    Web(String),
}

impl ImageSource {
    /// The path or the address.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::File(path) => path,
            Self::Web(address) => address,
        }
    }
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Where it is.
    pub source: ImageSource,
    /// What it shows, in words.
    pub alternative: String,
    /// Where it stands.
    pub span: Span,
}

/// `{{table.row.column}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct CellQuote {
    /// The rule table.
    pub table: TableId,
    /// The row.
    pub row: RowId,
    /// The column.
    pub column: ColumnId,
    /// Where it stands.
    pub span: Span,
}

/// A formula, of which there is MathML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// As it is written, in LaTeX.
    pub tex: String,
    /// Whether it stands on lines of its own.
    pub is_block: bool,
}

/// `{{snippets/id}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct SnippetQuote {
    /// The snippet.
    pub snippet: SnippetId,
    /// Where it stands.
    pub span: Span,
}

/// `{{table}}` or `{{table: column, column}}` in a paragraph of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TableQuote {
    /// The rule table.
    pub table: TableId,
    /// The columns to show, in this order; all, if empty.
    pub columns: Vec<ColumnId>,
    /// Where it stands.
    pub span: Span,
}
