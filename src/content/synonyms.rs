//! `content/synonyms.yaml`: how readers say what texts say otherwise.

use super::Conventions;
use super::keyed::keyed;
use super::yaml::{self, Fields, Node, Value, whole};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourceFile;

/// Words that search takes for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymGroup {
    /// What readers say, in any language.
    pub said: Vec<String>,
    /// What it means, in any language.
    pub meant: Vec<String>,
}

/// Reads `synonyms.yaml`: a list of words that mean the same, or of `said` and `meant`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<SynonymGroup> {
    let Some(root) = yaml::parse(file, conventions, diagnostics) else {
        return Vec::new();
    };
    let groups = root.list(diagnostics).unwrap_or_default();
    groups.iter().filter_map(|node| group(node, diagnostics)).collect()
}

keyed! {
    /// Words that mean the same.
    pub(super) struct Same {
        /// Words of which any stands for any other.
        same: Vec<String> as same,
    }

    /// Words that stand for others, but not the other way round.
    pub(super) struct OneWay {
        /// What readers say.
        said: Vec<String> as said,
        /// What is looked for instead.
        meant: Vec<String> as meant,
    }
}

fn group(node: &Node, diagnostics: &mut Diagnostics) -> Option<SynonymGroup> {
    let take = |fields: &mut Fields<'_>, diagnostics: &mut Diagnostics| {
        if fields.has("same") {
            let Same { same } = Same::take(fields, diagnostics)?;
            return Some(SynonymGroup { said: same.clone(), meant: same });
        }
        let OneWay { said, meant } = OneWay::take(fields, diagnostics)?;
        Some(SynonymGroup { said, meant })
    };
    whole(node, take, diagnostics)
}

fn same(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(few(words(node, 2, diagnostics), node, diagnostics))
}

fn said(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(words(node, 1, diagnostics))
}

fn meant(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(few(words(node, 1, diagnostics), node, diagnostics))
}

/// So many words may be looked for in the place of one: each of them is kept for each that is said.
const MOST_MEANT: usize = 32;

/// Words of which each is looked for wherever one is said: no more than a query can take.
pub(super) fn few(mut words: Vec<String>, node: &Node, diagnostics: &mut Diagnostics) -> Vec<String> {
    if words.len() > MOST_MEANT {
        let message = format!("{} words stand here; at most {MOST_MEANT} can be looked for together", words.len());
        let hint = "make several groups of it, each of words that mean the same";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
        words.truncate(MOST_MEANT);
    }
    words
}

fn words(node: &Node, fewest: usize, diagnostics: &mut Diagnostics) -> Vec<String> {
    let items = node.list(diagnostics).unwrap_or_default();
    for item in items {
        if let Value::Text(text) = &item.value
            && text.contains(['\u{FF0C}', '\u{3001}'])
        {
            let message = format!("`{text}` holds a full-width comma, which separates no words");
            let hint = "write `, ` between two words: `[a, b]`";
            diagnostics.push(Diagnostic::new(Code::InvalidValue, item.span, message).hint(hint));
        }
    }
    let words: Vec<String> =
        items.iter().filter_map(|item| item.text(diagnostics)).map(|text| text.trim().to_owned()).collect();
    if words.len() < fewest {
        let message = if fewest == 1 { "no word stands here" } else { "one word alone has no synonyms" };
        let hint = "write `same: [a, b]` for words that mean the same, `said: [a]` and `meant: [b]` where only one way is right";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
    }
    words
}
