//! Documents: what a search can find, as text.

mod list;
mod model;
mod site;
mod text;

pub use self::list::Documents;
pub(super) use self::list::neighbours;
pub use self::model::{Document, Passage};
pub(super) use self::model::{hash, language, translation_group};
pub use self::site::SiteDocuments;
