//! `content/synonyms.yaml`: how readers say what texts say otherwise.

use super::yaml::{self, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::Locales;
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
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<SynonymGroup> {
    let Some(root) = yaml::parse(file, locales, diagnostics) else {
        return Vec::new();
    };
    let groups = root.list(diagnostics).unwrap_or_default();
    groups.iter().filter_map(|node| group(node, diagnostics)).collect()
}

fn group(node: &Node, diagnostics: &mut Diagnostics) -> Option<SynonymGroup> {
    let mut fields = node.fields(diagnostics)?;
    let group = if fields.has("same") {
        let words =
            fields.required("same", diagnostics).map(|node| few(words(node, 2, diagnostics), node, diagnostics));
        words.map(|words| SynonymGroup { said: words.clone(), meant: words })
    } else {
        let said = fields.required("said", diagnostics).map(|node| words(node, 1, diagnostics));
        let meant =
            fields.required("meant", diagnostics).map(|node| few(words(node, 1, diagnostics), node, diagnostics));
        said.zip(meant).map(|(said, meant)| SynonymGroup { said, meant })
    };
    fields.finish(diagnostics);
    group
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
