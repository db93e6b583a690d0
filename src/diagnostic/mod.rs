//! What an author can mend: a [`Diagnostic`] says what is wrong, where, and what to do.
//!
//! Diagnostics are values. Every stage collects all it finds, so that one run reports every problem at once.

mod closest;
mod visible;

use std::collections::BTreeSet;
use std::fmt;

pub(crate) use closest::Known;
pub use closest::closest;
pub use visible::{is_control, is_invisible, visible, visible_on_a_line};

/// Names a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`. Offsets past 4 GiB saturate; no source file is that long.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let offset = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Whether a problem stops a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written until it is mended.
    Error,
    /// The site can be published, but a reader or an author is served badly.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What kind of problem a diagnostic reports. Its name is stable: scripts and ignore lists may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, as printed in brackets after the severity.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// One sentence that explains the kind of problem.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// A file of the site could not be read.
    Unreadable = "unreadable";
    /// A file is larger than Wenda reads.
    FileTooLarge = "file-too-large";
    /// A text file holds bytes that are not UTF-8.
    NotUtf8 = "not-utf8";
    /// A text or the name of a file holds a character that steers whatever shows it.
    ControlCharacter = "control-character";
    /// A symbolic link leads out of the site folder.
    OutsideSite = "outside-site";
    /// The name of a file or a page is one that some systems do not take.
    FileName = "file-name";
    /// A file beside an article could run in the reader's browser, or on the server.
    ActiveFile = "active-file";
    /// A file stands where Wenda expects none.
    StrayFile = "stray-file";
    /// A file that the site cannot do without is missing.
    MissingFile = "missing-file";
    /// The file is not well-formed YAML.
    YamlSyntax = "yaml-syntax";
    /// The YAML is nested too deeply or expands to too much.
    YamlBudget = "yaml-budget";
    /// A value is of another type than its key asks for.
    WrongType = "wrong-type";
    /// A key is not known here.
    UnknownKey = "unknown-key";
    /// A required key is missing.
    MissingKey = "missing-key";
    /// A value is of the right type but not acceptable.
    InvalidValue = "invalid-value";
    /// An id is not made of lower-case letters, digits, `-`, `_` and `.`.
    InvalidId = "invalid-id";
    /// Two things have the same id.
    DuplicateId = "duplicate-id";
    /// A date does not exist or is not written as year-month-day.
    BadDate = "bad-date";
    /// A category is named that `categories.yaml` does not list.
    UnknownCategory = "unknown-category";
    /// An article is named that does not exist.
    UnknownArticle = "unknown-article";
    /// A rule table or a row of one is named that does not exist.
    UnknownRule = "unknown-rule";
    /// A cell of a rule table is named that does not exist.
    UnknownCell = "unknown-cell";
    /// A heading or row is linked to that does not exist.
    UnknownAnchor = "unknown-anchor";
    /// A guide is named that does not exist.
    UnknownGuide = "unknown-guide";
    /// A checklist is named that does not exist.
    UnknownChecklist = "unknown-checklist";
    /// A language is named that Wenda does not publish.
    UnknownLocale = "unknown-locale";
    /// A section of the source catalogue is named that does not exist.
    UnknownSource = "unknown-source";
    /// A fact is named that the source catalogue does not hold.
    UnknownFact = "unknown-fact";
    /// A fact is claimed whose section is not among the sources.
    UncitedFact = "uncited-fact";
    /// A text states a fact without the words that the fact has word for word.
    NotVerbatim = "not-verbatim";
    /// A glossary term is named that does not exist.
    UnknownTerm = "unknown-term";
    /// An image or file is linked to that does not exist.
    UnknownFile = "unknown-file";
    /// A link is of a kind that Wenda does not know.
    UnknownLink = "unknown-link";
    /// A link leads out of the site folder.
    LinkOutsideSite = "link-outside-site";
    /// A decision is named that does not exist.
    UnknownDecision = "unknown-decision";
    /// A decision has no fact of a name.
    UnknownVariable = "unknown-variable";
    /// A fact of a decision has no such value.
    UnknownValue = "unknown-value";
    /// A decision has no such outcome.
    UnknownOutcome = "unknown-outcome";
    /// No row of a decision table holds for some facts.
    Gap = "gap";
    /// Two rows of a decision table hold for the same facts.
    Overlap = "overlap";
    /// A row of a decision table never holds.
    UnreachableRow = "unreachable-row";
    /// No row leads to an outcome or a derived value.
    UnreachableOutcome = "unreachable-outcome";
    /// A value of a fact is impossible, whatever the other facts are.
    UnreachableValue = "unreachable-value";
    /// A fact makes no difference to its decision, or an impossible combination is impossible already.
    IdleFact = "idle-fact";
    /// A decision's diagram, or the ways through its questions, grow past a limit.
    DecisionTooLarge = "decision-too-large";
    /// A decision answers one of its cases otherwise than the case says.
    FailedCase = "failed-case";
    /// An article is written in one language only.
    MissingTranslation = "missing-translation";
    /// An article has no text.
    EmptyArticle = "empty-article";
    /// An article does not begin with its question as the one first-level heading.
    MissingQuestion = "missing-question";
    /// Markdown holds HTML.
    RawHtml = "raw-html";
    /// Emphasis marks were left standing as text.
    UnmatchedEmphasis = "unmatched-emphasis";
    /// What was meant as Markdown is shown as it is, or not at all, because of a slip.
    NearMiss = "near-miss";
    /// A footnote is referred to that is not defined, or defined and not referred to.
    Footnote = "footnote";
    /// Markdown is nested too deeply, or the rows of a table leave out too many cells.
    MarkdownNesting = "markdown-nesting";
    /// A quote of a rule table is malformed.
    BadQuote = "bad-quote";
    /// The size of an image cannot be told.
    ImageSize = "image-size";
    /// Chinese text holds half-width punctuation.
    HalfWidthPunctuation = "half-width-punctuation";
    /// The texts of an article say or link to different things in the two languages.
    LanguageMismatch = "language-mismatch";
    /// Nothing but the lists of all articles leads to an article.
    OrphanArticle = "orphan-article";
    /// A category has no articles.
    EmptyCategory = "empty-category";
    /// Two pages would have the same address.
    DuplicateUrl = "duplicate-url";
    /// A template is malformed or failed on a page.
    Template = "template";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where a problem lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file as a whole, or one that has no text to show.
    File(FileId),
    /// A piece of a file.
    Text(Span),
}

impl Place {
    /// The file that the place lies in.
    pub fn file(self) -> FileId {
        match self {
            Self::File(file) => file,
            Self::Text(span) => span.file,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

/// One problem, for its author to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops a build.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that bear on it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// What to do, most likely remedy first.
    pub hints: Vec<String>,
    /// The beginning of the paths of the files that should have held what is missing. If such a file has errors itself,
    /// they are the cause.
    pub(crate) expected_in: Option<String>,
}

impl Diagnostic {
    /// A problem that stops a build.
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: place.into(),
            related: Vec::new(),
            hints: Vec::new(),
            expected_in: None,
        }
    }

    /// A problem that does not stop a build.
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds another place that bears on the problem.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, shows: impl Into<String>) -> Self {
        self.related.push((place.into(), shows.into()));
        self
    }

    /// Says which file should have held what is missing, by its path or the beginning of it.
    #[must_use]
    pub(crate) fn expected_in(mut self, path: impl Into<String>) -> Self {
        self.expected_in = Some(path.into());
        self
    }

    /// The same as [`Diagnostic::suggest`], where many names may be wanted of many.
    #[must_use]
    pub(crate) fn suggest_of(self, wanted: &str, known: &Known) -> Self {
        self.suggest(wanted, known.near(wanted))
    }

    /// Adds "did you mean", if one of `known` is close to `wanted`, and otherwise the list of what is known, if it is short.
    #[must_use]
    pub fn suggest<'a>(self, wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        /// So many names are listed.
        const MOST_LISTED: usize = 12;
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(best) = closest(wanted, &known) {
            return self.hint(format!("did you mean `{best}`?"));
        }
        if known.is_empty() || known.len() > MOST_LISTED {
            return self;
        }
        let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        self.hint(format!("known here: {}", list.join(", ")))
    }
}

/// The problems of a run, as they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all problems of another collection.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Removes what is only a consequence: something is missing from a file that could not be read whole.
    pub(crate) fn remove_consequences(&mut self, path_of: impl Fn(FileId) -> String) {
        let errors = self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let broken: BTreeSet<String> = errors.map(|diagnostic| path_of(diagnostic.place.file())).collect();
        self.0.retain(|diagnostic| {
            !diagnostic.expected_in.as_ref().is_some_and(|path| broken.iter().any(|file| file.starts_with(path)))
        });
    }

    /// Whether a build must stop.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The problems in reading order: by file, then by place, errors first; each one once.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.0;
        all.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                let start = if let Place::Text(span) = d.place { span.start } else { 0 };
                (d.place.file(), start, d.severity, d.code)
            };
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        all.dedup();
        all
    }
}
