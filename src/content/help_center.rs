//! All content of a help center, and where everything stands in it that is referred to by its id.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use super::address_lock::AddressLock;
use super::article::Article;
use super::attachment::Attachment;
use super::catalogue::{Section, Source};
use super::category::Category;
use super::changes::Change;
use super::checklist::Checklist;
use super::decision::Decision;
use super::derivation::Derivation;
use super::evals::JudgedQuery;
use super::glossary::Term;
use super::guide::Guide;
use super::language::Languages;
use super::memo::Surroundings;
use super::out_of_scope::OutOfScopeTopic;
use super::redirect::Redirect;
use super::rule::RuleTables;
use super::site::Site;
use super::snippet::Snippets;
use super::synonyms::SynonymGroup;
use super::translation::TranslationLock;
use super::value::{Date, Located};
use crate::diagnostic::Candidates;
use crate::name::{
    ArticleId, CategoryId, ChecklistId, DecisionId, GuideId, Locale, SectionId, SnippetId, StandardPage, TermId,
};

/// All that the files of `content/` say, checked: no reference in it dangles.
#[derive(Clone, Debug)]
pub struct Content {
    /// What holds for the whole site.
    pub site: Site,
    /// In the order of `site.yaml`, each with its words.
    pub languages: Languages,
    /// The categories, in the order in which readers meet them.
    pub categories: Vec<Category>,
    /// The articles, and the pages that are no questions, by id.
    pub articles: Vec<Arc<Article>>,
    /// Those that are left out, as nobody is to read them yet, by id: what they refer to is in use.
    pub drafts: Vec<Arc<Article>>,
    /// Texts that articles quote.
    pub snippets: Snippets,
    /// The rule tables, by id.
    pub tables: RuleTables,
    /// The guides, by id.
    pub guides: Vec<Guide>,
    /// The checklists, by id.
    pub checklists: Vec<Checklist>,
    /// The decisions, in the order in which readers meet them.
    pub decisions: Vec<Decision>,
    /// In the order of `glossary.yaml`.
    pub glossary: Vec<Term>,
    /// How readers say what texts say otherwise.
    pub synonyms: Vec<SynonymGroup>,
    /// What people ask and the help center does not cover.
    pub out_of_scope: Vec<OutOfScopeTopic>,
    /// The queries by which search is judged.
    pub evals: Vec<JudgedQuery>,
    /// The words that the segmenter is to keep whole.
    pub dictionary: Vec<String>,
    /// The source catalogue, by id.
    pub catalogue: Vec<Source>,
    /// What changed when, the latest first.
    pub changes: Vec<Change>,
    /// In the order of `redirects.yaml`.
    pub redirects: Vec<Redirect>,
    /// What the translations of articles were made from.
    pub translation_lock: TranslationLock,
    /// The addresses that are not to be lost.
    pub address_lock: AddressLock,
    /// Images and other files beside articles, but those that only drafts refer to, by their path from the content folder.
    pub attachments: BTreeMap<String, Attachment>,
    /// How languages are made of others.
    pub(crate) derivation: Derivation,
    pub(super) places: IdIndex,
    pub(super) surroundings: OnceLock<Surroundings>,
}

/// Where everything stands that is referred to by its id.
#[derive(Clone, Debug)]
pub(super) struct IdIndex {
    pub(super) categories: HashMap<CategoryId, usize>,
    pub(super) terms: HashMap<TermId, usize>,
    pub(super) guides: HashMap<GuideId, usize>,
    pub(super) checklists: HashMap<ChecklistId, usize>,
    pub(super) decisions: HashMap<DecisionId, usize>,
    /// The places of the source and of the section in it.
    pub(super) sections: HashMap<SectionId, (usize, usize)>,
    /// The ids of the sections, for whoever names one that is not there.
    pub(super) section_ids: OnceLock<Candidates>,
}

impl IdIndex {
    /// The places of all of these; last the guides, checklists and decisions.
    pub(super) fn of(
        categories: &[Category],
        terms: &[Term],
        catalogue: &[Source],
        (guides, checklists, decisions): (&[Guide], &[Checklist], &[Decision]),
    ) -> Self {
        Self {
            categories: places(categories, |category| &category.id.value),
            terms: places(terms, |term| &term.id.value),
            guides: places(guides, |guide| &guide.id),
            checklists: places(checklists, |checklist| &checklist.id),
            decisions: places(decisions, |decision| &decision.id),
            sections: places_of_sections(catalogue),
            section_ids: OnceLock::new(),
        }
    }
}

fn places<I: Clone + Eq + Hash, T>(things: &[T], id: impl Fn(&T) -> &I) -> HashMap<I, usize> {
    things.iter().enumerate().map(|(place, thing)| (id(thing).clone(), place)).collect()
}

fn places_of_sections(catalogue: &[Source]) -> HashMap<SectionId, (usize, usize)> {
    let sources = catalogue.iter().enumerate();
    let sections =
        sources.flat_map(|(source, of)| of.sections.iter().enumerate().map(move |(at, of)| (source, at, of)));
    sections.map(|(source, at, section)| (section.id.clone(), (source, at))).collect()
}

impl Content {
    /// An article that is left out, by id.
    pub fn draft(&self, id: &ArticleId) -> Option<&Article> {
        self.drafts.binary_search_by(|draft| draft.id.cmp(id)).ok().map(|place| &*self.drafts[place])
    }

    /// The snippets that articles quote, and those that these quote.
    pub(crate) fn quoted_by<'c>(&'c self, articles: &'c [Arc<Article>]) -> HashSet<&'c SnippetId> {
        let in_articles = articles.iter().flat_map(|article| article.texts.values());
        let mut open: Vec<&SnippetId> =
            in_articles.flat_map(|text| &text.outline.snippets).map(|quote| &quote.snippet).collect();
        let mut quoted = HashSet::new();
        while let Some(id) = open.pop() {
            if quoted.insert(id) {
                let texts = self.snippets.get(id).into_iter().flat_map(|snippet| snippet.texts.values());
                open.extend(texts.flat_map(|text| &text.outline.snippets).map(|quote| &quote.snippet));
            }
        }
        quoted
    }

    /// An article, by id.
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        let index = self.articles.binary_search_by(|article| article.id.cmp(id)).ok()?;
        Some(&self.articles[index])
    }

    /// A category, by id.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.places.categories.get(id).map(|place| &self.categories[*place])
    }

    /// A guide, by id.
    pub fn guide(&self, id: &GuideId) -> Option<&Guide> {
        self.places.guides.get(id).map(|place| &self.guides[*place])
    }

    /// A checklist, by id.
    pub fn checklist(&self, id: &ChecklistId) -> Option<&Checklist> {
        self.places.checklists.get(id).map(|place| &self.checklists[*place])
    }

    /// A decision, by id.
    pub fn decision(&self, id: &DecisionId) -> Option<&Decision> {
        self.places.decisions.get(id).map(|place| &self.decisions[*place])
    }

    /// A term of the glossary, by id.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.places.terms.get(id).map(|place| &self.glossary[*place])
    }

    /// A section of the source catalogue and its source, by id.
    pub fn section(&self, id: &SectionId) -> Option<(&Source, &Section)> {
        let (source, section) = *self.places.sections.get(id)?;
        let source = &self.catalogue[source];
        Some((source, &source.sections[section]))
    }

    /// The day of what rests on sections of the source catalogue: that of the oldest of their sources. Where there are none, the
    /// day on which all of the site was true, if it tells one.
    pub fn as_of<'i>(&self, sections: impl IntoIterator<Item = &'i SectionId>) -> Option<Date> {
        let dates = sections.into_iter().filter_map(|id| Some(self.section(id)?.0.date));
        dates.min().or(self.site.as_of)
    }

    /// The day of an article as readers of a language see it: also of the rows of rule tables that it quotes.
    pub fn article_as_of(&self, article: &Article, locale: Locale) -> Option<Date> {
        let outline = article.text(locale).map(|text| &text.outline);
        let tables = outline.into_iter().flat_map(|outline| &outline.tables);
        let rows = tables.filter_map(|quote| self.tables.get(&quote.table)).flat_map(|table| &table.rows);
        let cells = outline.into_iter().flat_map(|outline| &outline.cells);
        let cells = cells.filter_map(|quote| self.tables.get(&quote.table)?.row(&quote.row));
        let quoted = rows.chain(cells).flat_map(|row| &row.sources);
        self.as_of(article.sources.iter().chain(quoted).map(|section| &section.value))
    }

    /// The day of each outcome of a decision, whatever led to it: that of the oldest source of its own, of the rows that give it,
    /// and of those that derive facts.
    pub fn outcomes_as_of(&self, decision: &Decision) -> Vec<Option<Date>> {
        let oldest = |cited: &[Located<SectionId>]| {
            cited.iter().filter_map(|section| Some(self.section(&section.value)?.0.date)).min()
        };
        let derived = decision.derived.iter().flat_map(|derived| &derived.rows);
        let derived = derived.filter_map(|row| oldest(&row.sources)).min();
        let mut days: Vec<Option<Date>> =
            decision.outcomes.iter().map(|outcome| oldest(&outcome.sources).into_iter().chain(derived).min()).collect();
        for (outcome, row) in decision.rows_by_outcome() {
            days[outcome] = oldest(&row.sources).into_iter().chain(days[outcome]).min();
        }
        days.into_iter().map(|day| day.or(self.site.as_of)).collect()
    }

    /// Whether a page of the site as a whole is there: what would list nothing is not.
    pub fn has_page(&self, page: StandardPage) -> bool {
        match page {
            StandardPage::Home | StandardPage::Questions | StandardPage::Search => true,
            StandardPage::Rules => self.tables.iter().next().is_some(),
            StandardPage::Glossary => !self.glossary.is_empty(),
            StandardPage::Sources => self.cites_sources(),
            StandardPage::Changes => !self.changes.is_empty(),
        }
    }

    /// Whether anything cites a section of the source catalogue.
    fn cites_sources(&self) -> bool {
        let articles = self.articles.iter().flat_map(|article| &article.sources);
        let rows = self.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.sources);
        let items = self.checklists.iter().flat_map(Checklist::sections);
        let outcomes = self.decisions.iter().flat_map(Decision::sections);
        let cited = articles.chain(rows).map(|section| &section.value);
        cited.chain(items).chain(outcomes).any(|id| self.section(id).is_some())
    }

    /// The ids of all sections of the source catalogue.
    pub(super) fn section_ids(&self) -> &Candidates {
        let sections = self.catalogue.iter().flat_map(|source| &source.sections);
        self.places.section_ids.get_or_init(|| Candidates::of(sections.map(|section| section.id.as_str())))
    }
}
