//! An article, and its texts, of which nobody holds more than an outline.

use std::sync::Arc;

use super::super::Content;
use super::super::decision::Claim;
use super::super::derivation::Derivation;
use super::super::keyed::keyed;
use super::super::memo::ArticleMemo;
use super::super::outline::Outline;
use super::super::value::{Date, Located, id, ids};
use super::super::yaml::{Form, HasForm, Node};
use crate::diagnostic::{Diagnostics, FileId};
use crate::markdown::{self, Block, Dialect, Heading, SyntaxTree};
use crate::name::{ArticleId, ByLocale, CategoryId, FactId, Locale, Localized, RowId, SectionId, TableId};
use crate::source::{ARTICLE_FORMATS, SourceFile};

/// The folder of the articles, and of the files beside them.
pub(crate) const FOLDER: &str = "content/faq/";

/// The folder of pages that are no questions.
pub(crate) const PAGES: &str = "content/pages/";

/// Whether a file is one of an article, and not of what stands beside articles.
pub(in crate::content) fn is_of_article(path: &str) -> bool {
    let name = path.strip_prefix(FOLDER).filter(|below| *below != "categories.yaml");
    name.or_else(|| path.strip_prefix(PAGES))
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, ending)| matches!(ending, "yaml" | "yml") || ARTICLE_FORMATS.contains(&ending))
}

/// The category of the articles that stand in no folder of a category.
pub(in crate::content) const GENERAL: &str = "general";

keyed! {
    /// One question with its answer, in one language or more; or a page that is no question.
    pub struct Article {
        given {
            /// Its id: the stem of its files, or the name of their folder if they are called `index`; of a page after `pages/`.
            pub id: ArticleId,
            /// The file with what all languages share; a text, if none has it.
            pub file: FileId,
            /// The category, named by the folder; of a page none.
            pub category: CategoryId,
            /// The text in each language in which there is one, in the order of the languages; at least one is there.
            pub texts: ByLocale<ArticleText>,
            /// What was found out of it.
            pub(crate) memo: ArticleMemo,
        }
        /// Where it stands among the articles of its category; those without a place come last, by id.
        pub order: Option<f64> = None,
        /// Whether it is left out of what is built, checked and searched; `wenda serve` shows it.
        pub draft: bool = false,
        /// Who wrote it.
        pub authors: Vec<String> = Vec::new(),
        /// The day on which it was changed last, for readers and search engines.
        pub updated: Option<Date> = None,
        /// The sections of the source catalogue that it states.
        pub sources: Vec<Located<SectionId>> [unless Sources] = Vec::new(),
        /// The facts that its text states, in every language it is written in.
        pub facts: Vec<Located<FactId>> [unless Facts] = Vec::new(),
        /// The day on which an editor checked it against them.
        pub verified: Option<Date> [unless Verified] = None,
        /// What in it may have changed since, and what to do about that: shown above the text.
        pub volatile: Option<Localized<String>> = None,
        /// The rows of rule tables that it is about.
        pub about: Vec<(TableId, Located<RowId>)> as rows_by_table = Vec::new(),
        /// What it says that decisions answer, which is proved.
        pub claims: Vec<Claim> = Vec::new(),
        /// Articles that a reader may want next.
        pub related: Vec<Located<ArticleId>> = Vec::new(),
        /// Other ways to ask the question.
        pub aliases: ByLocale<Vec<String>> = ByLocale::default(),
    }
}

impl HasForm for (TableId, Located<RowId>) {
    const FORM: Form = Form::Plain("a row");
    const LIST: Form = Form::Plain("lists of rows, by rule table");
}

/// An article in one language.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// Parsed again by whoever shows or indexes the text.
    pub source: Arc<SourceFile>,
    /// The language that it is in.
    pub locale: Locale,
    /// What is known of it without reading it again.
    pub outline: Outline,
    /// How it is made of the source, which is in another language; `None` of a text that somebody wrote.
    pub(crate) derivation: Option<Derivation>,
}

impl ArticleText {
    /// Whether it is made of a text in another language.
    pub fn is_derived(&self) -> bool {
        self.derivation.is_some()
    }

    /// The language of the text that it is made of.
    pub fn derived_from(&self) -> Option<Locale> {
        self.derivation.as_ref()?.source(self.locale)
    }

    /// Whether it was something else when it was read again.
    pub fn was_changed(&self) -> bool {
        self.source.was_changed()
    }

    /// The text itself, read again, so that nobody has to hold it.
    pub fn open(&self) -> OpenText {
        OpenText {
            source: self.source.open(),
            locale: self.locale,
            derivation: self.derivation.clone(),
            quotes_snippets: !self.outline.snippets.is_empty(),
            has_formulas: self.outline.has_formulas,
        }
    }
}

/// An article in one language, with its text.
#[derive(Debug)]
pub struct OpenText {
    source: Arc<SourceFile>,
    locale: Locale,
    derivation: Option<Derivation>,
    quotes_snippets: bool,
    has_formulas: bool,
}

impl OpenText {
    /// The answer: what follows the question, with the snippets that it quotes.
    pub fn answer(&self, content: &Content) -> SyntaxTree<'_> {
        let answer = self.written();
        if self.quotes_snippets { content.snippets.fill(&answer, self.locale).tree } else { answer }
    }

    /// The answer as it is written, with its quotes of snippets.
    pub fn written(&self) -> SyntaxTree<'_> {
        let dialect = Dialect { locale: self.locale, has_formulas: self.has_formulas };
        let mut answer = match &self.derivation {
            Some(derivation) => derived_tree(&self.source, dialect, derivation),
            None => markdown::parse_again(&self.source, dialect),
        };
        // Its question may be the title in its front matter.
        take_question(&mut answer);
        answer
    }
}

/// Takes the question from before the answer, if the text begins with it.
pub(super) fn take_question<'s>(text: &mut SyntaxTree<'s>) -> Option<Heading<'s>> {
    let begins = matches!(text.blocks.first(), Some(Block::Heading(heading)) if heading.level == 1);
    match begins.then(|| text.blocks.remove(0)) {
        Some(Block::Heading(heading)) => Some(*heading),
        _ => None,
    }
}

/// The tree of a text that is made of one in another language.
pub(in crate::content) fn derived_tree<'s>(
    source: &'s SourceFile,
    dialect: Dialect,
    derivation: &Derivation,
) -> SyntaxTree<'s> {
    let locale = dialect.locale;
    let written = Dialect { locale: derivation.source(locale).unwrap_or(locale), ..dialect };
    let mut tree = markdown::parse_again(source, written);
    tree.convert_texts(&|text| derivation.text(text, locale));
    tree
}

impl Article {
    /// Whether it is a page that is no question.
    pub fn is_page(&self) -> bool {
        self.id.page().is_some()
    }

    /// The files that it was made of.
    pub(in crate::content) fn files(&self) -> impl Iterator<Item = FileId> {
        std::iter::once(self.file).chain(self.texts.values().map(|text| text.source.id))
    }

    /// The text that readers of a language are shown: in theirs, or else in the [nearest](ByLocale::nearest).
    pub fn text(&self, locale: Locale) -> Option<&ArticleText> {
        self.texts.nearest(locale).map(|(_, text)| text)
    }

    /// Whether it is what its folder itself says, in files called `index`.
    pub(crate) fn is_of_folder(&self) -> bool {
        let folder = self.category.as_str().rsplit('/').next();
        let is_index = |text: &ArticleText| {
            let name = text.source.path.rsplit('/').next().unwrap_or_default();
            name.starts_with("index.")
        };
        folder == Some(self.id.as_str()) && self.texts.values().any(is_index)
    }

    /// The anchors of headings that readers of one language see and readers of the other do not.
    pub(crate) fn anchors_missing_in(&self, locale: Locale, seen_in: Locale) -> Vec<&str> {
        let there = self.text(locale).map(|text| &text.outline);
        let seen = self.text(seen_in).into_iter().flat_map(|text| &text.outline.headings);
        let seen = seen.map(|heading| heading.anchor.as_str());
        seen.filter(|anchor| there.is_none_or(|there| !there.has_anchor(anchor))).collect()
    }
}

/// Lists of rows, by rule table.
pub(in crate::content) fn rows_by_table(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(TableId, Located<RowId>)>> {
    let mut rows = Vec::new();
    let mut fields = node.fields(diagnostics)?;
    for (key, node) in fields.rest() {
        let name = node.of_key(key);
        let Some(table) = id::<TableId>(&name, diagnostics) else {
            continue;
        };
        rows.extend(ids(node, diagnostics).into_iter().map(|row| (table.value.clone(), row)));
    }
    Some(rows)
}
