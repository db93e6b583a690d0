//! `content/synonyms.yaml`: how readers say what texts say otherwise.

use super::yaml::{self, Node};
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
pub(crate) fn load(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<SynonymGroup> {
    let Some(root) = yaml::parse(file, diagnostics) else {
        return Vec::new();
    };
    let groups = root.list(diagnostics).unwrap_or_default();
    groups.iter().filter_map(|node| group(node, diagnostics)).collect()
}

fn group(node: &Node, diagnostics: &mut Diagnostics) -> Option<SynonymGroup> {
    let mut fields = node.fields(diagnostics)?;
    let group = if fields.has("same") {
        let words = fields.required("same", diagnostics).map(|node| words(node, 2, diagnostics));
        words.map(|words| SynonymGroup { said: words.clone(), meant: words })
    } else {
        let said = fields.required("said", diagnostics).map(|node| words(node, 1, diagnostics));
        let meant = fields.required("meant", diagnostics).map(|node| words(node, 1, diagnostics));
        said.zip(meant).map(|(said, meant)| SynonymGroup { said, meant })
    };
    fields.finish(diagnostics);
    group
}

fn words(node: &Node, fewest: usize, diagnostics: &mut Diagnostics) -> Vec<String> {
    let items = node.list(diagnostics).unwrap_or_default();
    let words: Vec<String> =
        items.iter().filter_map(|item| item.text(diagnostics)).map(|text| text.trim().to_owned()).collect();
    if words.len() < fewest {
        let message = if fewest == 1 { "no word stands here" } else { "one word alone has no synonyms" };
        let hint = "write `same: [a, b]` for words that mean the same, `said: [a]` and `meant: [b]` where only one way is right";
        diagnostics.push(Diagnostic::error(Code::InvalidValue, node.span, message).hint(hint));
    }
    words
}
