//! Components and shortcodes that hold code.

use super::code::marked_by_key;
use super::name::{is_of_tabs, is_tab};
use super::shortcode::HOLDS_MARKDOWN;
use super::tag::MarkupTag;
use crate::markdown::fence::{Fence, FenceInfo};

/// What a tab holds as a block of code, where it names the language of that and has no fence of its own.
pub(super) fn with_fence(tag: &MarkupTag, name: &str, inner: &[String]) -> Option<Vec<String>> {
    let names_language = tag.name.starts_with("hugo-") && tag.attribute(&["codelang", "lang"]).is_some();
    let is_code = is_tab(name) && names_language && !holds_fences(inner);
    is_code.then(|| {
        let given = MarkupTag { attributes: Vec::new(), ..tag.clone() };
        let language = tag.attribute(&["codelang", "lang"]).map(|language| ("lang".to_owned(), language.to_owned()));
        code_block(&MarkupTag { attributes: language.into_iter().collect(), ..given }, name, inner)
    })
}

fn holds_fences(lines: &[String]) -> bool {
    lines.iter().any(|line| Fence::open(line).is_some())
}

/// Whether what a component holds is no Markdown but code.
pub(super) fn holds_code(tag: &MarkupTag, name: &str, inner: &[String]) -> bool {
    let is_named_so = name.contains("code") && !name.contains("group") && !name.contains("tabs");
    let holds_markdown = tag.attributes.iter().any(|(name, _)| name == HOLDS_MARKDOWN);
    // Code that has fences is one block, or some, of Markdown.
    if is_named_so && (holds_markdown && is_tab(name) || holds_fences(inner)) {
        return false;
    }
    // What holds tabs names the language of theirs, and a tab of code has a fence in it.
    let is_of_hugo = tag.name.starts_with("hugo-") && !is_of_tabs(name);
    let names_language = is_of_hugo && tag.attribute(&["lang", "language"]).is_some();
    is_named_so || names_language || matches!(name, "highlight" | "mermaid" | "prism")
}

/// What a component holds as a block of code.
pub(super) fn code_block(tag: &MarkupTag, name: &str, inner: &[String]) -> Vec<String> {
    let given = tag.attribute(&["language", "lang", "_0", "className"]).unwrap_or_default();
    let given = given.trim_start_matches("language-").split_whitespace().next().unwrap_or_default();
    let language = if name == "mermaid" { "mermaid" } else { given };
    let title = tag.attribute(&["title", "filename", "file"]).filter(|title| !title.contains(['`', '\n']));
    let options = ["_1", "options"].iter().find_map(|name| tag.attribute(&[name])).unwrap_or_default();
    let lines = tag.attribute(&["hl_lines"]).map(|lines| format!("hl_lines=\"{lines}\""));
    let (_, marked) = marked_by_key(lines.as_deref().unwrap_or(options));
    let info = FenceInfo { language: language.to_owned(), title: title.map(str::to_owned), marked, more: None };
    let fence = "`".repeat(if inner.iter().any(|line| line.contains("```")) { 6 } else { 3 });
    let begin = [String::new(), format!("{fence}{}", info.written())];
    begin.into_iter().chain(inner.iter().cloned()).chain([fence, String::new()]).collect()
}
