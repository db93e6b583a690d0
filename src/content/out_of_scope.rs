//! `content/out_of_scope.yaml`: what people ask and the help center does not cover.

use super::value::{Located, id, in_some_languages, localized, things};
use super::yaml::{self, Node, Value};
use crate::analysis::{Folded, says_something};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ByLocale, Locales, Localized, TopicId};
use crate::source::SourceFile;

/// The file of what the help center does not cover.
pub const OUT_OF_SCOPE: &str = "content/out_of_scope.yaml";

/// What people ask and the help center does not cover.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its id.
    pub id: Located<TopicId>,
    /// Its title.
    pub title: Localized<String>,
    /// That it is not covered, and where to ask.
    pub text: Localized<String>,
    /// Phrases: sets of words, which spaces part. Who says all words of one, in any order, asks about the topic.
    pub asked: ByLocale<Vec<String>>,
    /// Phrases in the same form: who says one asks about something that is covered.
    pub unless: ByLocale<Vec<String>>,
}

/// Reads `out_of_scope.yaml`.
pub(crate) fn load(file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Topic> {
    let Some(root) = yaml::parse(file, locales, diagnostics) else {
        return Vec::new();
    };
    things(&root, "topics", |topic: &Topic| &topic.id, diagnostics, topic)
}

fn topic(node: &Node, diagnostics: &mut Diagnostics) -> Option<Topic> {
    let mut fields = node.fields(diagnostics)?;
    let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let text = fields.required("text", diagnostics).and_then(|node| localized(node, diagnostics));
    let asked = fields.required("asked", diagnostics).map(|node| phrases(node, diagnostics));
    let unless = fields.optional("unless").map(|node| phrases(node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    Some(Topic { id: id?, title: title?, text: text?, asked: asked?, unless })
}

/// The phrases of each language, any of which may be left out, but not all.
fn phrases(node: &Node, diagnostics: &mut Diagnostics) -> ByLocale<Vec<String>> {
    let mut any = false;
    let lists = in_some_languages(node, diagnostics, |node, diagnostics| {
        let items = node.list(diagnostics)?;
        any |= !items.is_empty();
        Some(items.iter().filter_map(|item| phrase(item, diagnostics)).collect())
    });
    let is_read = matches!(node.value, Value::Map(_)) || node.locales.only().is_some();
    if !any && is_read {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, "no phrase stands here")
                .hint("write sets of words that a question holds: `{zh: [app 备案], en: [app filing]}`"),
        );
    }
    lists
}

fn phrase(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?.trim();
    let problem = if text.contains(['\u{FF0C}', '\u{3001}']) {
        Some((
            format!("`{text}` holds a full-width comma, which separates no phrases"),
            "write `, ` between two phrases",
        ))
    } else if !says_something(Folded::new(text).text()) {
        let message = format!("`{text}` holds nothing but words that stand in every question");
        Some((message, "write the words that tell what the question is about"))
    } else {
        None
    };
    if let Some((message, hint)) = problem {
        diagnostics.push(Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint));
        return None;
    }
    Some(text.to_owned())
}
