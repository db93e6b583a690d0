//! The kinds of problems: one table of their names, their levels, and what each is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a problem stops a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    ($($variant:ident, $name:literal, $severity:ident, $explanation:literal;)+) => {
        /// What kind of problem a diagnostic reports. Its name is stable: scripts and comments that allow it may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $explanation] $variant,)+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, as printed in brackets after the severity.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The code of a name.
            pub fn of_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// How severe such a problem is, unless a site says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// One sentence that explains the kind of problem.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)+ }
            }
        }
    };
}

// An error is what would make the pages wrong or incomplete; all else is a warning.
codes! {
    Unreadable, "unreadable", Error, "A file of the site could not be read.";
    FileTooLarge, "file-too-large", Error, "A file is larger than Wenda reads.";
    NotUtf8, "not-utf8", Error, "A text file holds bytes that are not UTF-8.";
    ControlCharacter, "control-character", Error, "A text or the name of a file holds a character that steers whatever shows it.";
    InvisibleCharacter, "invisible-character", Warning, "A text holds a character that cannot be seen and changes how others are shown.";
    OutsideSite, "outside-site", Error, "A symbolic link leads out of the site folder.";
    IndexOutsideSite, "index-outside-site", Warning, "A symbolic link leads the search index out of the site folder.";
    FileName, "file-name", Error, "The name of a file or a page is one that some systems do not take.";
    WindowsName, "windows-name", Warning, "The name of a file holds a character that Windows does not take.";
    ActiveFile, "active-file", Error, "A file beside an article could run in the reader's browser, or on the server.";
    MisplacedFile, "misplaced-file", Error, "A file stands in a folder that holds files of another kind.";
    StrayFile, "stray-file", Warning, "Nothing reads a file, or refers to it.";
    MissingFile, "missing-file", Error, "A file that the site cannot do without, or that would hold what it requires, is missing.";
    YamlSyntax, "yaml-syntax", Error, "The file is not well-formed YAML.";
    YamlBudget, "yaml-budget", Error, "The YAML is nested too deeply or expands to too much.";
    WrongType, "wrong-type", Error, "A value is of another type than its key asks for.";
    UnknownKey, "unknown-key", Error, "A key is not known here.";
    MissingKey, "missing-key", Error, "A required key is missing.";
    InvalidValue, "invalid-value", Error, "A value is of the right type but not acceptable.";
    InvalidId, "invalid-id", Error, "An id is not made of lower-case letters, digits, `-`, `_` and `.`, or is too long.";
    DuplicateId, "duplicate-id", Error, "Two things have the same id.";
    DuplicateWord, "duplicate-word", Warning, "A word stands in the dictionary twice.";
    DuplicateAsset, "duplicate-asset", Warning, "Two files of `static/` have the same name in templates.";
    LowContrast, "low-contrast", Warning, "A colour of the site is hard to read on the grounds of the theme.";
    BadDate, "bad-date", Error, "A date does not exist or is not written as year-month-day.";
    UnknownCategory, "unknown-category", Error, "A category is named that does not exist, or is not listed where the site requires it.";
    UnknownArticle, "unknown-article", Error, "An article is named that does not exist.";
    UnknownRule, "unknown-rule", Error, "A rule table or a row of one is named that does not exist.";
    UnknownCell, "unknown-cell", Error, "A cell of a rule table is named that does not exist.";
    UnknownAnchor, "unknown-anchor", Error, "A heading or row is linked to that does not exist.";
    UnknownGuide, "unknown-guide", Error, "A guide is named that does not exist.";
    UnknownChecklist, "unknown-checklist", Error, "A checklist is named that does not exist.";
    UnknownLocale, "unknown-locale", Error, "A language is named that the site does not have, or that is none.";
    UnknownSource, "unknown-source", Error, "A section of the source catalogue is named that does not exist.";
    UnknownFact, "unknown-fact", Error, "A fact is named that the source catalogue does not hold.";
    UncitedFact, "uncited-fact", Error, "A fact is stated whose section is not among the sources.";
    NotVerbatim, "not-verbatim", Warning, "A text states a fact without the words that the fact has word for word.";
    UnknownTerm, "unknown-term", Error, "A glossary term is named that does not exist.";
    UnknownSnippet, "unknown-snippet", Error, "A snippet is quoted that does not exist, or not in the language of the text.";
    UnknownFile, "unknown-file", Error, "An image or file is linked to that does not exist.";
    UnknownLink, "unknown-link", Error, "A link is of a kind that Wenda does not know, or to a page that would list nothing.";
    LinkOutsideSite, "link-outside-site", Error, "A link leads out of the site folder.";
    UnknownDecision, "unknown-decision", Error, "A decision is named that does not exist.";
    UnknownVariable, "unknown-variable", Error, "A decision has no fact of a name.";
    UnknownValue, "unknown-value", Error, "A fact of a decision has no such value.";
    UnknownOutcome, "unknown-outcome", Error, "A decision has no such outcome.";
    Gap, "gap", Error, "No row of a decision table holds for some facts.";
    Overlap, "overlap", Error, "Two rows of a decision table hold for the same facts.";
    UnreachableRow, "unreachable-row", Error, "A row of a decision table never holds.";
    UnreachableOutcome, "unreachable-outcome", Error, "No row leads to an outcome or a derived value.";
    UnreachableValue, "unreachable-value", Error, "A value of a fact is impossible, whatever the other facts are.";
    IdleFact, "idle-fact", Error, "A fact makes no difference to its decision, or an impossible combination is impossible already.";
    DecisionTooLarge, "decision-too-large", Error, "A decision's diagram grows past a limit.";
    LargeDecision, "large-decision", Warning, "The ways through the questions of a decision are so many that they share pages.";
    FailedCase, "failed-case", Error, "A decision answers one of its cases otherwise than the case says.";
    FalseClaim, "false-claim", Error, "An article claims what a decision does not answer for all that the claim leaves open.";
    MissingTranslation, "missing-translation", Warning, "An article or a text is not written in every language of the site.";
    StaleTranslation, "stale-translation", Warning, "The original of a translation was changed since the translation was accepted.";
    UnacceptedTranslation, "unaccepted-translation", Warning, "The site remembers what its translations were made from, but not of one of them.";
    BadLock, "bad-lock", Error, "A line of a file that `wenda accept` writes is not one that it wrote.";
    MissingWords, "missing-words", Warning, "The theme lacks words in a language of the site.";
    OldForm, "old-form", Warning, "A file is in a form that Wenda still reads and will not always.";
    EmptyArticle, "empty-article", Error, "An article or a snippet has no text.";
    MissingQuestion, "missing-question", Error, "An article does not begin with its question as the one first-level heading.";
    RawHtml, "raw-html", Error, "Markdown holds HTML that articles may not, or an element that is not closed.";
    UnmatchedEmphasis, "unmatched-emphasis", Warning, "Emphasis marks were left standing as text.";
    NearMiss, "near-miss", Warning, "What was meant as Markdown is shown as it is, or not at all, because of a slip.";
    Footnote, "footnote", Error, "A footnote is referred to that is not defined, or defined twice.";
    UnusedFootnote, "unused-footnote", Warning, "A footnote is defined and not referred to.";
    MarkdownNesting, "markdown-nesting", Error, "Markdown is nested too deeply, or the rows of a table leave out too many cells.";
    BadQuote, "bad-quote", Error, "A quote of a rule table or a snippet is malformed, stands where it cannot, or leads back to itself.";
    BadFormula, "bad-formula", Error, "A formula is malformed.";
    ImageSize, "image-size", Error, "The size of an image cannot be told.";
    HalfWidthPunctuation, "half-width-punctuation", Warning, "Chinese text holds half-width punctuation.";
    FullWidthPunctuation, "full-width-punctuation", Warning, "Text of another script than Chinese holds full-width punctuation.";
    FullWidthCharacter, "full-width-character", Warning, "A letter or digit is full-width.";
    StraightQuotes, "straight-quotes", Warning, "Quotation marks are straight in Chinese, or among curved ones.";
    Ellipsis, "ellipsis", Warning, "An ellipsis in Chinese text is not `……`.";
    Dash, "dash", Warning, "A dash between Chinese characters is not `——`.";
    RepeatedPunctuation, "repeated-punctuation", Warning, "The same mark of punctuation stands several times in a row.";
    MissingSpace, "missing-space", Warning, "No space stands between Chinese characters and letters or digits.";
    StraySpace, "stray-space", Warning, "A space stands beside a full-width mark of punctuation.";
    DoubleSpace, "double-space", Warning, "Several spaces stand in a row within a text.";
    LanguageMismatch, "language-mismatch", Warning, "The texts of an article say or link to different things in two languages.";
    DeadLink, "dead-link", Warning, "Nothing is at an address that the site links to: told by `wenda check --links`.";
    MovedLink, "moved-link", Warning, "What the site links to has moved for good: told by `wenda check --links`.";
    OrphanArticle, "orphan-article", Warning, "Nothing but the lists of all articles leads to an article.";
    EmptyCategory, "empty-category", Warning, "A category has no articles.";
    DuplicateUrl, "duplicate-url", Error, "Two pages would have the same address.";
    LostAddress, "lost-address", Error, "An address that the site keeps is gone, and nothing leads on from it.";
    BadAllow, "bad-allow", Warning, "A comment is to allow a problem, and does not name one that can be allowed, or gives no reason.";
    UnusedAllow, "unused-allow", Warning, "A comment allows a problem that is not there.";
    Template, "template", Error, "A template is malformed or failed on a page.";
}

impl Code {
    /// Whether such a problem is looked for only when it is asked for.
    pub(super) fn is_on_request(self) -> bool {
        matches!(self, Self::DeadLink | Self::MovedLink)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
