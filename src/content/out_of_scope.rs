//! `content/out_of_scope.yaml`: what people ask and the help center does not cover.

use super::Conventions;
use super::each_language::in_some_languages;
use super::keyed::keyed;
use super::value::{Located, unique};
use super::yaml::{self, Node, Value};
use crate::analysis::{Folded, has_content_words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ByLocale, Localized, TopicId};
use crate::source::SourceFile;

/// The file of what the help center does not cover.
pub const OUT_OF_SCOPE: &str = "content/out_of_scope.yaml";

keyed! {
    /// What people ask and the help center does not cover.
    pub struct OutOfScopeTopic {
        /// Unique in the file; in JSON `not_covered.id`.
        pub id: Located<TopicId>,
        /// What it is about, shown above the text.
        pub title: Localized<String>,
        /// That it is not covered, and where to ask.
        pub text: Localized<String>,
        /// Phrases: sets of words, which spaces part. Who says all words of one, in any order, asks about the topic.
        pub asked: ByLocale<Vec<String>> as phrases,
        /// Phrases in the same form: who says one asks about something that is covered.
        pub unless: ByLocale<Vec<String>> as phrases = ByLocale::default(),
    }
}

/// Reads `out_of_scope.yaml`.
pub(crate) fn load(
    file: &SourceFile,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> Vec<OutOfScopeTopic> {
    let topics = yaml::read_list(file, conventions, diagnostics);
    unique(topics, "topics", |topic: &OutOfScopeTopic| &topic.id, diagnostics)
}

/// The phrases of each language, any of which may be left out, but not all.
pub(super) fn phrases(node: &Node, diagnostics: &mut Diagnostics) -> Option<ByLocale<Vec<String>>> {
    let mut any = false;
    let lists = in_some_languages(node, diagnostics, |node, diagnostics| {
        let items = node.list(diagnostics)?;
        any |= !items.is_empty();
        Some(items.iter().filter_map(|item| phrase(item, diagnostics)).collect())
    });
    if !any && matches!(node.value, Value::Map(_) | Value::List(_)) {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, "no phrase stands here")
                .hint("write sets of words that a question holds: `{zh: [app 备案], en: [app filing]}`"),
        );
    }
    Some(lists)
}

fn phrase(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?.trim();
    let problem = if text.contains(['\u{FF0C}', '\u{3001}']) {
        Some((
            format!("`{text}` holds a full-width comma, which separates no phrases"),
            "write `, ` between two phrases",
        ))
    } else if !has_content_words(Folded::new(text).text()) {
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
