//! The question of an article, and the answer after it.

use std::borrow::Cow;

use super::super::derivation::Derivation;
use super::super::outline::{Outline, WrittenTree};
use super::super::snippet::Snippets;
use super::super::value::Located;
use super::model::{derived_tree, take_question};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::{self, Block, Dialect, Heading, Inline, SyntaxTree, can_be_read};
use crate::source::SourceFile;

/// The text of an article in one language.
pub(super) struct WrittenText<'t> {
    pub(super) file: &'t SourceFile,
    pub(super) dialect: Dialect,
    /// That of its front matter, which is the question of a text that does not begin with one.
    pub(super) title: Option<&'t Located<String>>,
    /// Whether there is one in another language, too.
    pub(super) is_translated: bool,
    /// Those that it may quote.
    pub(super) snippets: &'t Snippets,
    /// How the text is made of what is written.
    pub(super) derivation: Option<&'t Derivation>,
}

/// Reads a text: the question, and after it the answer.
pub(super) fn outline(text: &WrittenText<'_>, diagnostics: &mut Diagnostics) -> Option<Outline> {
    let WrittenText { file, dialect, title, is_translated, snippets, derivation } = *text;
    let locale = dialect.locale;
    let mut found = Diagnostics::default();
    let mut answer = match derivation {
        Some(derivation) => derived_tree(file, dialect, derivation),
        None => markdown::parse(file, dialect, &mut found),
    };
    // What was refused may be all that the text holds.
    let is_told = found.has_errors();
    diagnostics.append(found);
    if answer.blocks.is_empty() {
        if !is_told {
            diagnostics.push(
                Diagnostic::new(Code::EmptyArticle, file.id, format!("`{}` is empty", file.path))
                    .hint("begin with the question as a first-level heading: `# …`"),
            );
        }
        return None;
    }
    let question = match (take_question(&mut answer), title) {
        (Some(heading), _) => Some((heading.content, heading.span)),
        (None, title) => title.map(|title| {
            let asked = derivation.map_or_else(|| title.value.clone(), |how| how.text(&title.value, locale));
            (vec![Inline::Text(Cow::Owned(asked))], title.span)
        }),
    };
    let Some((question, span)) = question.filter(|(question, _)| can_be_read(question)) else {
        let is_open = file.text().starts_with("---\n") && markdown::front_matter(file.text()) == 0;
        let hint =
            if is_open { "end the front matter by a line `---`" } else { "make the question the first line: `# …`" };
        let message = "the article does not begin with its question";
        diagnostics.push(Diagnostic::new(Code::MissingQuestion, first_line(file), message).hint(hint));
        return None;
    };
    for heading in answer.headings().filter(|heading| heading.level == 1) {
        diagnostics.push(
            Diagnostic::new(Code::MissingQuestion, heading.span, "an article answers one question")
                .hint("write `##` for a part of the answer, or move the question into an article of its own"),
        );
    }
    if answer.blocks.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::EmptyArticle, span, "the question has no answer")
                .hint("answer it in the first sentence of the first paragraph"),
        );
        return None;
    }
    let written = WrittenTree { question: &question, begins: span, answer: &answer, is_translated };
    let heading = Heading { level: 1, anchor: String::new(), named: false, content: question.clone(), span };
    let asked = SyntaxTree { blocks: vec![Block::Heading(Box::new(heading))], footnotes: Vec::new() };
    if asked.snippet_quotes().chain(answer.snippet_quotes()).next().is_none() {
        return Some(Outline::of(&written, &question, &answer));
    }
    let filled = [snippets.fill(&asked, locale), snippets.fill(&answer, locale)];
    for unfilled in filled.iter().flat_map(|filled| &filled.unfilled) {
        diagnostics.push(snippets.why_unfilled(unfilled, locale));
    }
    let [mut asked, filled_answer] = filled.map(|filled| filled.tree);
    let asked = take_question(&mut asked).map(|heading| heading.content).unwrap_or_default();
    Some(Outline::of(&written, &asked, &filled_answer))
}

/// The span of a file's first line, to point at what a whole file lacks; after the front matter, if there is one.
pub(in crate::content) fn first_line(file: &SourceFile) -> Span {
    let text = file.text();
    let start = if file.path.ends_with(".yaml") { 0 } else { markdown::front_matter(text) };
    let line = text[start..].lines().next().unwrap_or_default();
    file.span(start..start + line.len())
}
