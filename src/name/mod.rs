//! Names that everything else uses: ids, where links lead, languages, addresses of the web.
//!
//! The leaf of the program: nothing here knows what a name stands for.

mod id;
mod language;
mod localized;
mod target;
mod web;

pub use id::{
    ArticleId, CategoryId, ChangeId, ChecklistId, ColumnId, DecisionFactId, DecisionId, FactId, GuideId, Id, InvalidId,
    OutcomeId, RowId, SectionId, SnippetId, SourceId, TableId, TermId, TopicId, ValueId, VariantId, VerdictId,
};
pub use language::{InvalidLocale, Locale, Locales, Script};
pub use localized::{ByLocale, Localized};
pub use target::{InvalidTarget, StandardPage, Target};
pub(crate) use target::{SCHEMES, percent_encoded};
pub(crate) use web::is_web_address;
pub use web::{InvalidBaseUrl, base_url};
