//! What text is cut into.

use std::borrow::Cow;
use std::ops::Range;

/// A word of a folded text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'f> {
    /// What it is of what stands there.
    pub kind: TokenKind,
    /// The word as it is compared.
    pub text: Cow<'f, str>,
    /// The bytes of the folded text that it stands for, which [knows](super::Folded::source) where these came from.
    pub bytes: Range<usize>,
    /// The positions in the text that it covers. A Chinese character has one, and so has a run of other letters and digits; a mark
    /// between words has one, too, so that at positions that follow each other stand words that do.
    pub positions: Range<u32>,
}

/// What a token is of what stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word as it stands there.
    Word,
    /// The same word as others write it: `subdomain` for `sub-domain`, `16gb` for `16 gb`, `3.12.5` for `v3.12.5`.
    Variant,
    /// The stem of a word or of a variant.
    Stem,
    /// A part of an identifier.
    Part,
    /// The stem of a part.
    PartStem,
}
