//! What a help center holds: articles, rule tables, a glossary and the source catalogue, typed and resolved.
//!
//! After [`load`], an id is an id, a date is a date, and a link points somewhere; what an author got wrong has become a
//! diagnostic. Everything remembers where it was written.

mod address_lock;
mod article;
mod attachment;
mod branding;
mod cache;
mod catalogue;
mod category;
mod changes;
mod checklist;
mod citation;
mod claims;
mod collection;
mod composition;
mod conventions;
mod decimal;
mod decision;
mod derivation;
mod each_language;
mod engine;
mod evals;
mod feedback;
mod glossary;
mod guide;
mod help_center;
mod image_size;
mod keyed;
mod known_facts;
mod language;
mod level;
mod memo;
mod out_of_scope;
mod outline;
mod piece;
mod redirect;
mod reference;
mod referents;
mod resolve;
mod rgb;
mod rule;
mod schema;
mod site;
mod snippet;
mod stated_facts;
mod supersession;
mod surroundings;
mod synonyms;
mod translation;
mod value;
mod written;
pub(crate) mod yaml;

use std::collections::HashSet;
use std::sync::OnceLock;

pub use address_lock::AddressLock;
pub(crate) use article::FOLDER as ARTICLE_FOLDER;
pub use article::{Article, ArticleText, OpenText};
pub use attachment::Attachment;
pub(crate) use attachment::danger;
pub use branding::{Accent, AllowedHosts, Branding, CssLength, FontName, HostName};
pub use cache::ContentCache;
pub use catalogue::{Fact, Note, Section, Source, deduplicated};
pub use category::Category;
pub use changes::Change;
pub use checklist::{Checklist, ChecklistItem, Group, Variant};
pub use claims::{ClaimedOutcome, claimed_outcomes};
pub use decimal::{Decimal, InvalidDecimal};
pub(crate) use decision::NoNumber;
pub use decision::{
    Bound, Case, Claim, Decision, DecisionFact, DecisionRow, DerivedFact, FactKind, FactValue, Impossible, Matrix,
    NumberFact, Outcome, OutcomeStep, UNKNOWN, Usual, Verdict,
};
pub use engine::SearchEngine;
pub use evals::{ExpectedAnswer, JudgedQuery};
pub use feedback::{Feedback, HelpfulPath, ReportLink};
pub use glossary::Term;
pub use guide::Guide;
pub use help_center::Content;
pub(crate) use image_size::image_size;
pub use language::{Language, Languages, PluralForms};
pub use out_of_scope::{OUT_OF_SCOPE, OutOfScopeTopic};
pub use outline::{Outline, OutlineLink};
pub use piece::Piece;
pub use redirect::{OldPath, Redirect};
pub use reference::key_reference;
pub use referents::TextReferents;
pub use rgb::Rgb;
pub use rule::{Cell, CellValue, Column, ColumnKind, EnumValue, EnumValues, Row, RuleTable, RuleTables, Unit};
pub use schema::{SCHEMA_DRAFT, schema_of, schemas};
pub use site::{LinkKeys, NavigationLink, SearchKeys, Site};
pub use snippet::{ContentSnippet, Snippets};
pub use stated_facts::{StatedFact, stated_facts};
pub use supersession::StaleCitation;
pub use synonyms::SynonymGroup;
pub use translation::{AcceptedText, SectionChange, SectionChangeKind, Translation, TranslationLock, TranslationState};
pub use value::{Date, Located};

use self::address_lock::ADDRESSES;
use self::article::ArticleReader;
use self::category::CATEGORIES;
use self::changes::CHANGES;
use self::conventions::{Conventions, Requirement, SITE};
use self::derivation::TRADITIONAL;
use self::evals::EVALS;
use self::glossary::{DICTIONARY, GLOSSARY};
use self::help_center::IdIndex;
pub(crate) use self::redirect::REDIRECTS;
use self::synonyms::SYNONYMS;
use self::translation::TRANSLATIONS;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::progress::{RunningStage, Stage};
use crate::source::SourceFiles;

/// The languages of a site. `None` if it does not tell them; the diagnostics then say why.
pub fn languages(sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Option<Languages> {
    ContentCache::default().languages(sources, diagnostics)
}

/// Reads all content, and checks that what it refers to is there. `None` if nothing can be made of it; the diagnostics then say why.
pub fn load(sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Option<Content> {
    let stage = RunningStage::unobserved(Stage::Parsing);
    load_again(sources, &mut ContentCache::default(), diagnostics, &stage)
}

/// The same, but for what was made of files that are as they were. `stage` counts the articles.
pub fn load_again(
    sources: &SourceFiles,
    known: &mut ContentCache,
    diagnostics: &mut Diagnostics,
    stage: &RunningStage,
) -> Option<Content> {
    let languages = known.languages(sources, diagnostics)?;
    let file_at = |path: &str| sources.get(path);
    let (conventions, site) =
        site::load(file_at(SITE)?, languages.locales(), file_at(TRADITIONAL).map(|file| &**file), diagnostics);
    let conventions = &conventions;
    known.prepare(conventions);
    let mut categories = from_file(file_at(CATEGORIES), |file| category::load(file, conventions, diagnostics));
    let glossary = from_file(file_at(GLOSSARY), |file| glossary::load(file, conventions, diagnostics));
    let dictionary = from_file(file_at(DICTIONARY), |file| glossary::words(file, diagnostics));
    let synonyms = from_file(file_at(SYNONYMS), |file| synonyms::load(file, conventions, diagnostics));
    let out_of_scope = from_file(file_at(OUT_OF_SCOPE), |file| out_of_scope::load(file, conventions, diagnostics));
    let evals = from_file(file_at(EVALS), |file| evals::load(file, conventions, diagnostics));
    let changes = from_file(file_at(CHANGES), |file| changes::load(file, conventions, diagnostics));
    let redirects = from_file(file_at(REDIRECTS), |file| redirect::load(file, conventions, diagnostics));
    let address_lock = from_file(file_at(ADDRESSES), |file| address_lock::load(file, diagnostics));
    let catalogue = catalogue::load(sources, conventions, diagnostics);
    let tables = rule::load(sources, &languages, conventions, diagnostics);
    let guides = guide::load(sources, conventions, diagnostics);
    let checklists = checklist::load(sources, conventions, diagnostics);
    let decisions = decision::load(sources, &tables, conventions, diagnostics);
    let (snippets, beside_snippets) = snippet::load(sources, conventions, diagnostics);
    let are_snippets_known = known.knows_snippets(&snippets);
    let shows_drafts = known.shows_drafts;
    let reader = ArticleReader { sources, conventions, snippets: &snippets, are_snippets_known, shows_drafts, stage };
    let mut found = reader.read(&mut known.articles, diagnostics);
    found.attachments.extend(beside_snippets);
    category::add_folders(&mut categories, &found.articles, (&languages, conventions), sources);
    let attachments = attachment::read(&found.attachments, sources, &mut known.attachments, diagnostics);
    report_stray_files(sources, diagnostics);
    let translation_lock =
        from_file(file_at(TRANSLATIONS), |file| translation::load(file, (&found.articles, &found.drafts), diagnostics));
    let places = IdIndex::of(&categories, &glossary, &catalogue, (&guides, &checklists, &decisions));
    let mut content = Content {
        site: site?,
        languages,
        categories,
        articles: found.articles,
        drafts: found.drafts,
        snippets,
        tables,
        guides,
        checklists,
        decisions,
        glossary,
        synonyms,
        out_of_scope,
        evals,
        dictionary,
        catalogue,
        changes,
        redirects,
        translation_lock,
        address_lock,
        attachments,
        derivation: conventions.derivation().clone(),
        places,
        surroundings: OnceLock::new(),
    };
    relate(&mut content, sources, diagnostics);
    Some(content)
}

/// Looks at what depends on several files: what folders are called, and whether what is referred to is there. What nobody is to
/// read yet is not published by what it shows, and where it is shown, keeps nobody from the rest by what it lacks.
fn relate(content: &mut Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    category::call_as_indexes(content, sources);
    let only_in_drafts = resolve::check(content, sources, diagnostics);
    content.attachments.retain(|_, attachment| !only_in_drafts.contains(&attachment.file));
    let drafts = content.articles.iter().filter(|article| article.draft);
    let shown: HashSet<FileId> = drafts.flat_map(|draft| draft.files()).collect();
    diagnostics.soften(|problem| shown.contains(&problem.place.file()));
}

/// What a file holds; nothing if there is none.
fn from_file<F, T: Default>(file: Option<F>, load: impl FnOnce(F) -> T) -> T {
    file.map(load).unwrap_or_default()
}

/// Reports files in places that nothing is read from.
fn report_stray_files(sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    const FILES: [&str; 11] = [
        SITE,
        GLOSSARY,
        SYNONYMS,
        OUT_OF_SCOPE,
        EVALS,
        DICTIONARY,
        TRADITIONAL,
        CHANGES,
        REDIRECTS,
        TRANSLATIONS,
        ADDRESSES,
    ];
    const FOLDERS: [&str; 8] = [
        article::FOLDER,
        article::PAGES,
        snippet::FOLDER,
        rule::FOLDER,
        guide::FOLDER,
        checklist::FOLDER,
        decision::FOLDER,
        catalogue::FOLDER,
    ];
    for file in sources.below("content/") {
        let known = FILES.contains(&file.path.as_str()) || FOLDERS.iter().any(|folder| file.path.starts_with(folder));
        if !known {
            diagnostics.push(
                Diagnostic::new(Code::StrayFile, file.id, format!("nothing reads `{}`", file.path))
                    .suggest(&file.path, FILES.into_iter().filter(|known| *known != TRADITIONAL))
                    .hint(format!(
                        "articles stand in `{}`, other pages in `{}`, snippets in `{}`, rule tables in `{}`, guides in `{}`, checklists in `{}`, \
                         decisions in `{}`, sources in `{}`, words of traditional Chinese in `{}`",
                        article::FOLDER,
                        article::PAGES,
                        snippet::FOLDER,
                        rule::FOLDER,
                        guide::FOLDER,
                        checklist::FOLDER,
                        decision::FOLDER,
                        catalogue::FOLDER,
                        TRADITIONAL
                    )),
            );
        }
    }
}
