//! The files that a build makes.

use std::borrow::Cow;

/// A file of the finished site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile<'c> {
    /// Its path from the root of the site, with `/` on every system.
    pub path: String,
    /// Borrowed if it is copied as it is.
    pub bytes: Cow<'c, [u8]>,
}

impl OutputFile<'_> {
    pub(crate) fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), bytes: Cow::Owned(text.into_bytes()) }
    }
}
