//! What was found out of a state of a site, for the next one: most of it is the same there.

use super::paths::SoundPaths;
use super::phrases::PhraseCache;

/// What is known of a site from an earlier state of it; of one that was never laid out, nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownSite {
    pub(super) phrases: PhraseCache,
    pub(super) paths: SoundPaths,
}
