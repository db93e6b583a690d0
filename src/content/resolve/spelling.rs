//! Names that a link spells otherwise than they stand: percent-encoded, as other tools ask for it.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::Index;
use crate::name::{Locale, Target};

impl Index<'_> {
    /// Takes percent-encoded names for what they stand for, where there is nothing of the name as it is written.
    pub(super) fn decode(&self, target: &mut Target, locale: Locale, own: &BTreeSet<String>) {
        match target {
            Target::File(path) => decode_unless(path, |path| self.content.attachments.contains_key(path)),
            Target::Anchor(anchor) => decode_unless(anchor, |anchor| own.contains(anchor)),
            Target::Article(id, Some(anchor)) => {
                let anchors = self.articles.get(id).and_then(|page| page.anchors.get(locale).as_ref());
                decode_unless(anchor, |anchor| anchors.is_some_and(|anchors| anchors.contains(anchor)));
            }
            _ => {}
        }
    }
}

/// Decodes a percent-encoded name if only the decoded one is `known`.
pub(super) fn decode_unless(name: &mut String, known: impl Fn(&str) -> bool) {
    if !name.contains('%') || known(name) {
        return;
    }
    if let Ok(decoded) = percent_encoding::percent_decode_str(name).decode_utf8() {
        let decoded: String = decoded.nfc().collect();
        if known(&decoded) {
            *name = decoded;
        }
    }
}
