//! Translations, and what each of them was made from: what of it was changed since, and what is not translated.

mod lock;
mod rename;
mod state;

pub use lock::{AcceptedText, TranslationLock};
pub(super) use lock::{TRANSLATIONS, load};
pub use state::{SectionChange, SectionChangeKind, Translation, TranslationState};
