//! `content/synonyms.yaml`: how readers say what texts say otherwise.

use super::Conventions;
use super::keyed::keyed;
use super::yaml::{self, MappingReader, Node, Value, read_mapping};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::source::SourceFile;

/// The file of the synonyms.
pub(super) const SYNONYMS: &str = "content/synonyms.yaml";

/// Words that search takes for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynonymGroup {
    /// What readers say, in any language.
    pub from: Vec<String>,
    /// What is looked for instead, in any language.
    pub to: Vec<String>,
}

/// Reads `synonyms.yaml`: a list of words that mean the same, or of `from` and `to`.
pub(crate) fn load(file: &SourceFile, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<SynonymGroup> {
    let Some(root) = yaml::parse(file, conventions, diagnostics) else {
        return Vec::new();
    };
    let mut groups = Vec::new();
    let mut first_old = None;
    for node in root.list(diagnostics).unwrap_or_default() {
        groups.extend(group(node, &mut first_old, diagnostics));
    }
    if let Some(span) = first_old {
        let hint = "write `from` for `said` and `to` for `meant`, in the whole file: `- {from: [cheap], to: [plan]}`";
        diagnostics
            .push(Diagnostic::new(Code::OldForm, span, "`said` and `meant` are called `from` and `to` now").hint(hint));
    }
    groups
}

keyed! {
    /// Words that mean the same.
    pub(super) struct EquivalentKeys {
        /// Words of which any stands for any other.
        same: Vec<String> as same,
    }

    /// Words that stand for others, but not the other way round.
    pub(super) struct MappingKeys {
        /// What readers say.
        from: Vec<String> as from,
        /// What is looked for instead.
        to: Vec<String> as to,
    }

    /// The same by the names that these keys once had.
    struct OldMappingKeys {
        /// What is `from` now.
        said: Vec<String> as from,
        /// What is `to` now.
        meant: Vec<String> as to,
    }
}

/// Reads a group; `first_old` becomes where the first stands that is in the old form.
fn group(node: &Node, first_old: &mut Option<Span>, diagnostics: &mut Diagnostics) -> Option<SynonymGroup> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        if fields.has("same") {
            let EquivalentKeys { same } = EquivalentKeys::take(fields, diagnostics)?;
            return Some(SynonymGroup { from: same.clone(), to: same });
        }
        if fields.has("said") && fields.has("meant") {
            first_old.get_or_insert(fields.span());
            let OldMappingKeys { said, meant } = OldMappingKeys::take(fields, diagnostics)?;
            return Some(SynonymGroup { from: said, to: meant });
        }
        let MappingKeys { from, to } = MappingKeys::take(fields, diagnostics)?;
        Some(SynonymGroup { from, to })
    };
    read_mapping(node, take, diagnostics)
}

fn same(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(few(words(node, 2, diagnostics), node, diagnostics))
}

fn from(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(words(node, 1, diagnostics))
}

fn to(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    Some(few(words(node, 1, diagnostics), node, diagnostics))
}

/// So many words may be looked for in the place of one: each of them is kept for each that is said.
const MAX_WORDS_TOGETHER: usize = 32;

/// Words of which each is looked for wherever one is said: no more than a query can take.
pub(super) fn few(mut words: Vec<String>, node: &Node, diagnostics: &mut Diagnostics) -> Vec<String> {
    if words.len() > MAX_WORDS_TOGETHER {
        let message =
            format!("{} words stand here; at most {MAX_WORDS_TOGETHER} can be looked for together", words.len());
        let hint = "make several groups of it, each of words that mean the same";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
        words.truncate(MAX_WORDS_TOGETHER);
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
        let hint =
            "write `same: [a, b]` for words that mean the same, `from: [a]` and `to: [b]` where only one way is right";
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
    }
    words
}
