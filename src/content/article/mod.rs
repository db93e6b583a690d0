//! Articles: `content/faq/<category>/<id>.<locale>.md`, or `<id>.md` in the first language of the site, with what the languages
//! share in `<id>.yaml` beside it, or in the front matter of a text.

mod file_name;
mod files;
mod front_matter;
mod model;
mod question;
mod read;

pub(super) use file_name::{language_of, unknown_locale};
pub(super) use front_matter::TextKeys;
pub use model::{Article, ArticleText, OpenText};
pub(crate) use model::{FOLDER, PAGES};
pub(super) use model::{GENERAL, derived_tree, is_of_article, rows_by_table};
pub(super) use question::first_line;
pub(super) use read::{ArticleReader, ReadArticle};
