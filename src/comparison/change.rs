//! How a site changed, as it is told.

use serde::Serialize;

/// How a site changed: its decisions, articles, rule tables and addresses.
#[derive(Clone, Debug, Serialize)]
pub struct SiteComparison {
    /// How the decisions changed.
    #[serde(flatten)]
    pub decisions: Comparison,
    /// How what the site and its categories are called changed.
    pub titles: Vec<TitleChange>,
    /// How the articles changed.
    pub articles: TextsComparison<ArticleChange>,
    /// How the snippets changed.
    pub snippets: TextsComparison<SnippetChange>,
    /// How the rule tables changed.
    pub tables: Vec<TableChange>,
    /// How what else stands in YAML changed: terms, guides, checklists, what changed when, what is not covered, facts, and the
    /// words of rule tables and decisions.
    pub entries: Vec<EntryChange>,
    /// Which addresses came and went.
    pub addresses: AddressesComparison,
}

impl SiteComparison {
    /// Whether both versions say the same.
    pub fn is_empty(&self) -> bool {
        let Self { decisions, titles, articles, snippets, tables, entries, addresses } = self;
        let Comparison { added, removed, changed, not_compared } = decisions;
        added.is_empty()
            && removed.is_empty()
            && changed.is_empty()
            && not_compared.is_empty()
            && titles.is_empty()
            && articles.is_empty()
            && snippets.is_empty()
            && tables.is_empty()
            && entries.is_empty()
            && addresses.lost.is_empty()
            && addresses.gained.is_empty()
    }
}

/// How a title, or a description, of the site or of a category changed.
#[derive(Clone, Debug, Serialize)]
pub struct TitleChange {
    /// `site`, or `category:<id>`.
    pub of: String,
    /// `title`, `description` or `summary`.
    pub key: String,
    /// What it said and says, by language.
    pub told: Vec<CellTexts>,
}

/// How the articles, or the snippets, of a site changed.
#[derive(Clone, Debug, Serialize)]
pub struct TextsComparison<C> {
    /// The names of those that only the new version has: ids of articles, `snippets/<id>`.
    pub added: Vec<String>,
    /// The names of those that only the old version has.
    pub removed: Vec<String>,
    /// Those of both that are called otherwise now: one leads on to the other, or they say the same, or nearly so.
    pub renamed: Vec<Renaming>,
    /// The texts of both that changed, by name and language.
    pub changed: Vec<C>,
}

impl<C> TextsComparison<C> {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renamed.is_empty() && self.changed.is_empty()
    }
}

/// What an article, or a snippet, was called and is called now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Renaming {
    /// What the old version calls it.
    pub from: String,
    /// What the new version calls it.
    pub to: String,
}

/// How a text of an article changed.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleChange {
    /// The id of the article.
    pub article: String,
    /// The code of the language.
    pub lang: String,
    /// The sections that changed, in the order of the new version; those that are there no more come last.
    pub sections: Vec<SectionTextChange>,
}

/// How a section of a text changed.
#[derive(Clone, Debug, Serialize)]
pub struct SectionTextChange {
    /// `question` (of a snippet `beginning`), or the anchor of its heading after `#`.
    pub section: String,
    /// The sentences that only the old version has.
    pub removed: Vec<String>,
    /// The sentences that only the new version has.
    pub added: Vec<String>,
}

/// How a text of a snippet changed.
#[derive(Clone, Debug, Serialize)]
pub struct SnippetChange {
    /// `snippets/<id>`.
    pub snippet: String,
    /// The code of the language.
    pub lang: String,
    /// The sections that changed, as those of articles.
    pub sections: Vec<SectionTextChange>,
    /// The ids of the articles that show it.
    pub quoted_by: Vec<String>,
}

/// How a rule table changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableChange {
    /// By its id.
    pub table: String,
    /// Whether only the new version has it.
    #[serde(rename = "new")]
    pub is_new: bool,
    /// Whether only the old version has it.
    #[serde(rename = "gone")]
    pub is_gone: bool,
    /// The rows that only the new version has.
    pub added: Vec<String>,
    /// The rows that only the old version has.
    pub removed: Vec<String>,
    /// The cells of the rows of both that changed.
    pub cells: Vec<CellChange>,
}

impl TableChange {
    pub(super) fn of(table: &str) -> Self {
        Self { table: table.to_owned(), ..Self::default() }
    }
}

/// How a cell changed.
#[derive(Clone, Debug, Serialize)]
pub struct CellChange {
    /// The id of the row.
    pub row: String,
    /// The id of the column.
    pub column: String,
    /// What it said and says; once for languages in which that is the same.
    pub told: Vec<CellTexts>,
    /// The ids of the articles that quote it, by itself or with its table.
    pub quoted_by: Vec<String>,
}

/// What a cell said and says in a language.
#[derive(Clone, Debug, Serialize)]
pub struct CellTexts {
    /// The code of the language, or of the first of those in which it is the same.
    pub lang: String,
    /// What it said; `None` if nothing.
    pub from: Option<String>,
    /// What it says; `None` if nothing.
    pub to: Option<String>,
}

/// How a thing changed that has an id: a term, a guide, a checklist and the like.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntryChange {
    /// `term:<id>`, `guide:<id>`, `checklist:<id>`, `change:<id>`, `fact:<id>`, `out_of_scope:<id>`, `rule:<id>` or
    /// `decision:<id>`.
    pub of: String,
    /// Whether only the new version has it.
    #[serde(rename = "new")]
    pub is_new: bool,
    /// Whether only the old version has it.
    #[serde(rename = "gone")]
    pub is_gone: bool,
    /// What changed of one that both have.
    pub parts: Vec<PartChange>,
}

impl EntryChange {
    pub(super) fn of(name: &str) -> Self {
        Self { of: name.to_owned(), ..Self::default() }
    }
}

/// How what stands under a key changed.
#[derive(Clone, Debug, Serialize)]
pub struct PartChange {
    /// The key, after those that it stands in: `definition`, `steps`, `outcomes.full.title`.
    pub key: String,
    /// The code of the language, or of the first of those in which the change is the same; `None` for what has no language.
    pub lang: Option<String>,
    /// The sentences, or items, that only the old version has.
    pub removed: Vec<String>,
    /// The sentences, or items, that only the new version has.
    pub added: Vec<String>,
}

/// Which addresses came and went.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AddressesComparison {
    /// Those that only the old version has.
    pub lost: Vec<String>,
    /// Those that only the new version has.
    pub gained: Vec<String>,
    /// The entries of `content/redirects.yaml` that lead on from those that are lost.
    pub redirects: Vec<String>,
}

/// How the decisions of a site changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Decisions that only the new version has.
    pub added: Vec<String>,
    /// Decisions that only the old version has.
    pub removed: Vec<String>,
    /// The decisions of both that changed.
    pub changed: Vec<DecisionChange>,
    /// The decisions of both that are too large together to be compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_compared: Vec<NotCompared>,
}

/// A decision that cannot be compared.
#[derive(Clone, Debug, Serialize)]
pub struct NotCompared {
    /// By its id.
    pub decision: String,
    /// Why, with the limit.
    pub reason: String,
}

/// How a decision changed.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionChange {
    /// By its id.
    pub decision: String,
    /// Facts and values that only the new version has: `region` or `region=macau`.
    pub added: Vec<String>,
    /// Facts and values that only the old version has.
    pub removed: Vec<String>,
    /// How many combinations of facts lead elsewhere, of those that both versions know.
    pub combinations: u128,
    /// How many combinations there are.
    pub of: u128,
    /// From what to what they lead, most combinations first.
    pub changes: Vec<OutcomeChange>,
}

/// Combinations that led to one outcome and lead to another.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeChange {
    /// What they led to: the outcome and what it says, or `impossible`.
    pub from: String,
    /// What they lead to.
    pub to: String,
    /// How many they are.
    pub combinations: u128,
    /// Facts for which it is so; a fact that is not named may have any value.
    pub example: Vec<(String, Vec<String>)>,
    /// The rows that gave the old outcome, as `path:line`.
    pub old_rows: Vec<String>,
    /// The rows that give the new one.
    pub new_rows: Vec<String>,
}
