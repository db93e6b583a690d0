//! What a help center holds: articles, rule tables, a glossary and the source catalogue, typed and resolved.
//!
//! After [`load`], an id is an id, a date is a date, and a link points somewhere; what an author got wrong has become a
//! diagnostic. Everything remembers where it was written.

mod article;
mod attachment;
mod cache;
mod catalogue;
mod category;
mod checklist;
mod claims;
mod conventions;
mod decimal;
mod decision;
mod glossary;
mod guide;
mod keyed;
mod known_facts;
mod language;
mod level;
mod out_of_scope;
mod outline;
mod piece;
mod redirect;
mod reference;
mod referents;
mod resolve;
mod rule;
mod site;
mod supersession;
mod surroundings;
mod synonyms;
mod value;
mod written;
pub(crate) mod yaml;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

pub(crate) use article::FOLDER as ARTICLE_FOLDER;
pub use article::{Article, ArticleText, OpenText};
pub use cache::ContentCache;
pub use catalogue::{Fact, Note, Section, Source, deduplicated};
pub use category::Category;
pub use checklist::{Checklist, ChecklistItem, Group, Variant};
pub use claims::{StatedFact, stated_facts};
pub use decimal::{Decimal, InvalidDecimal};
pub(crate) use decision::NoNumber;
pub use decision::{
    Bound, Case, Decision, DecisionFact, DecisionRow, DerivedFact, FactKind, FactValue, Impossible, Matrix, NumberFact,
    Outcome, OutcomeStep, UNKNOWN, Usual, Verdict,
};
pub use glossary::Term;
pub use guide::Guide;
pub use language::{Language, Languages, PluralForms};
pub use out_of_scope::{OUT_OF_SCOPE, OutOfScopeTopic};
pub use outline::{Outline, OutlineLink};
pub use piece::Piece;
pub use redirect::Redirect;
pub use reference::key_reference;
pub use referents::TextReferents;
pub use rule::{Cell, CellValue, Column, ColumnKind, EnumValue, EnumValues, Row, RuleTable, RuleTables, Unit};
pub use site::{NavigationLink, Site};
pub use supersession::StaleCitation;
pub use synonyms::SynonymGroup;
pub use value::{Date, Located};

use self::category::CATEGORIES;
use self::conventions::{Conventions, Requirement, SITE};
use self::glossary::{DICTIONARY, GLOSSARY};
use self::redirect::REDIRECTS;
use self::surroundings::Surroundings;
use self::synonyms::SYNONYMS;
use self::yaml::{MappingReader, read_mapping};
use crate::diagnostic::{Candidates, Code, Diagnostic, Diagnostics, FileId};
use crate::name::{ArticleId, CategoryId, ChecklistId, DecisionId, GuideId, Locale, SectionId, StandardPage, TermId};
use crate::source::SourceFiles;

/// All that the files of `content/` say, checked: no reference in it dangles.
#[derive(Clone, Debug)]
pub struct Content {
    /// What holds for the whole site.
    pub site: Site,
    /// In the order of `site.yaml`, each with its words.
    pub languages: Languages,
    /// The categories, in the order in which readers meet them.
    pub categories: Vec<Category>,
    /// The articles, by id.
    pub articles: Vec<Arc<Article>>,
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
    /// The words that the segmenter is to keep whole.
    pub dictionary: Vec<String>,
    /// The source catalogue, by id.
    pub catalogue: Vec<Source>,
    /// In the order of `redirects.yaml`.
    pub redirects: Vec<Redirect>,
    /// Images and other files that articles refer to, by their path from the content folder.
    pub attachments: BTreeMap<String, Attachment>,
    places: IdIndex,
    surroundings: OnceLock<Surroundings>,
}

/// A file beside an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Copied as it is.
    pub file: FileId,
    /// Width and height in CSS pixels, if it is an image.
    pub size: Option<(usize, usize)>,
}

/// Where everything stands that is referred to by its id.
#[derive(Clone, Debug)]
struct IdIndex {
    categories: HashMap<CategoryId, usize>,
    terms: HashMap<TermId, usize>,
    guides: HashMap<GuideId, usize>,
    checklists: HashMap<ChecklistId, usize>,
    decisions: HashMap<DecisionId, usize>,
    /// The places of the source and of the section in it.
    sections: HashMap<SectionId, (usize, usize)>,
    /// The ids of the sections, for whoever names one that is not there.
    section_ids: OnceLock<Candidates>,
}

impl Content {
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

    /// What articles see of everything else. `sources` are those that the content was read of.
    pub(crate) fn surroundings(&self, sources: &SourceFiles) -> Surroundings {
        *self.surroundings.get_or_init(|| Surroundings::of(self, sources))
    }

    /// The ids of all sections of the source catalogue.
    fn section_ids(&self) -> &Candidates {
        let sections = self.catalogue.iter().flat_map(|source| &source.sections);
        self.places.section_ids.get_or_init(|| Candidates::of(sections.map(|section| section.id.as_str())))
    }
}

/// The languages of a site. `None` if it does not tell them; the diagnostics then say why.
pub fn languages(sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Option<Languages> {
    let locales = site::locales(sources.get(SITE)?, diagnostics)?;
    Some(Languages::load(&locales, sources, diagnostics))
}

/// Reads all content, and checks that what it refers to is there. `None` if nothing can be made of it; the diagnostics then say why.
pub fn load(sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Option<Content> {
    load_again(sources, &mut ContentCache::default(), diagnostics)
}

/// The same, but for what was made of files that are as they were.
pub fn load_again(sources: &SourceFiles, known: &mut ContentCache, diagnostics: &mut Diagnostics) -> Option<Content> {
    let languages = languages(sources, diagnostics)?;
    let file_at = |path: &str| sources.get(path);
    let (conventions, site) = site::load(file_at(SITE)?, languages.locales(), diagnostics);
    let conventions = &conventions;
    known.prepare(conventions);
    let mut categories =
        file_at(CATEGORIES).map(|file| category::load(file, conventions, diagnostics)).unwrap_or_default();
    let glossary = file_at(GLOSSARY).map(|file| glossary::load(file, conventions, diagnostics)).unwrap_or_default();
    let dictionary = file_at(DICTIONARY).map(|file| glossary::words(file, diagnostics)).unwrap_or_default();
    let synonyms = file_at(SYNONYMS).map(|file| synonyms::load(file, conventions, diagnostics)).unwrap_or_default();
    let out_of_scope =
        file_at(OUT_OF_SCOPE).map(|file| out_of_scope::load(file, conventions, diagnostics)).unwrap_or_default();
    let redirects = file_at(REDIRECTS).map(|file| redirect::load(file, conventions, diagnostics)).unwrap_or_default();
    let catalogue = catalogue::load(sources, conventions, diagnostics);
    let tables = rule::load(sources, &languages, conventions, diagnostics);
    let guides = guide::load(sources, conventions, diagnostics);
    let checklists = checklist::load(sources, conventions, diagnostics);
    let decisions = decision::load(sources, &tables, conventions, diagnostics);
    let found = article::load(sources, conventions, &mut known.articles, diagnostics);
    if !conventions.requires(Requirement::Categories) {
        category::add_folders(&mut categories, &found.articles, &languages, sources);
    }
    let attachments = attachment::read(&found.attachments, sources, &mut known.attachments, diagnostics);
    report_stray_files(sources, diagnostics);
    let places = IdIndex {
        categories: places(&categories, |category| &category.id.value),
        terms: places(&glossary, |term| &term.id.value),
        guides: places(&guides, |guide| &guide.id),
        checklists: places(&checklists, |checklist| &checklist.id),
        decisions: places(&decisions, |decision| &decision.id),
        sections: places_of_sections(&catalogue),
        section_ids: OnceLock::new(),
    };
    let content = Content {
        site: site?,
        languages,
        categories,
        articles: found.articles,
        tables,
        guides,
        checklists,
        decisions,
        glossary,
        synonyms,
        out_of_scope,
        dictionary,
        catalogue,
        redirects,
        attachments,
        places,
        surroundings: OnceLock::new(),
    };
    resolve::check(&content, sources, diagnostics);
    Some(content)
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

/// A folder that holds one YAML file for each thing of a kind, named by its id.
struct Collection {
    path: &'static str,
    /// What a file of it is called in messages.
    kind: &'static str,
}

impl Collection {
    /// Reads all files, in the order of the ids.
    fn read<I: FromStr, T>(
        &self,
        sources: &SourceFiles,
        conventions: &Conventions,
        diagnostics: &mut Diagnostics,
        take: impl Fn(&mut MappingReader<'_>, Option<(I, FileId)>, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        let kind = self.kind;
        let mut all = Vec::new();
        for file in sources.below(self.path) {
            let name = file.below(self.path).unwrap_or_default();
            let Some(id) = name.strip_suffix(".yaml").and_then(|stem| stem.parse().ok()) else {
                diagnostics.push(
                    Diagnostic::new(Code::MisplacedFile, file.id, format!("`{}` is not a {kind}", file.path))
                        .hint(format!("a {kind} is named `<id>.yaml`; move anything else out of this folder")),
                );
                continue;
            };
            let root = yaml::parse(file, conventions, diagnostics);
            let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
                take(fields, Some((id, file.id)), diagnostics)
            };
            all.extend(root.and_then(|root| read_mapping(&root, take, diagnostics)));
        }
        all
    }
}

/// Reports files in places that nothing is read from.
fn report_stray_files(sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    const FILES: [&str; 6] = [SITE, GLOSSARY, SYNONYMS, OUT_OF_SCOPE, DICTIONARY, REDIRECTS];
    const FOLDERS: [&str; 6] =
        [article::FOLDER, rule::FOLDER, guide::FOLDER, checklist::FOLDER, decision::FOLDER, catalogue::FOLDER];
    for file in sources.below("content/") {
        let known = FILES.contains(&file.path.as_str()) || FOLDERS.iter().any(|folder| file.path.starts_with(folder));
        if !known {
            diagnostics.push(
                Diagnostic::new(Code::StrayFile, file.id, format!("nothing reads `{}`", file.path))
                    .suggest(&file.path, FILES)
                    .hint(format!(
                        "articles stand in `{}`, rule tables in `{}`, sources in `{}`",
                        article::FOLDER,
                        rule::FOLDER,
                        catalogue::FOLDER
                    )),
            );
        }
    }
}
