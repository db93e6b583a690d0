//! Code as HTML whose parts a style sheet can colour, by the grammars of [`two_face`].

use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use two_face::re_exports::syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::tree::CodeBlock;

/// Longer code, in bytes, and longer lines are shown as they are: grammars may take long for them.
const MAX_CODE: usize = 128 << 10;
const MAX_LINE: usize = 2 << 10;

/// What a part of code may be, by the scopes that grammars name; the first that fits. The class is for style sheets.
const CLASSES: [(&str, &str); 24] = [
    ("comment", "comment"),
    ("punctuation.definition.comment", "comment"),
    ("string", "string"),
    ("punctuation.definition.string", "string"),
    ("constant.character.escape", "number"),
    ("constant", "number"),
    ("markup.inserted", "inserted"),
    ("markup.deleted", "deleted"),
    ("markup.heading", "keyword"),
    ("meta.diff.range", "comment"),
    ("meta.diff.header", "keyword"),
    ("entity.name.function", "name"),
    ("support.function", "name"),
    ("variable.function", "name"),
    ("entity.name.tag", "keyword"),
    ("entity.other.attribute-name", "type"),
    ("entity.name", "type"),
    ("support", "type"),
    ("storage.type", "keyword"),
    ("storage", "keyword"),
    ("keyword.operator", ""),
    ("keyword", "keyword"),
    ("variable.language", "keyword"),
    ("variable.parameter", "type"),
];

/// Languages that authors name otherwise than the grammars do.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("console", "sh"),
    ("csharp", "cs"),
    ("golang", "go"),
    ("htaccess", "conf"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsx", "js"),
    ("objc", "m"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("terminal", "sh"),
    ("wxml", "html"),
];

/// The grammars, and what each scope is shown as.
struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars {
    syntaxes: two_face::syntax::extra_newlines(),
    classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
});

impl Grammars {
    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        let other = OTHER_NAMES.iter().find(|(name, _)| language.eq_ignore_ascii_case(name));
        let token = other.map_or(language, |(_, token)| token);
        let syntax = self.syntaxes.find_syntax_by_token(token)?;
        (syntax.name != self.syntaxes.find_syntax_plain_text().name).then_some(syntax)
    }

    /// What the innermost scope that says something is shown as.
    fn class(&self, scopes: &ScopeStack) -> &'static str {
        let class = |scope: &Scope| self.classes.iter().find(|(known, _)| known.is_prefix_of(*scope));
        scopes.scopes.iter().rev().find_map(class).map_or("", |(_, class)| class)
    }

    /// The parts of each line, each with its class; `None` where a grammar gives up.
    fn parts<'t>(&self, syntax: &SyntaxReference, text: &'t str) -> Option<Vec<Vec<(&'static str, &'t str)>>> {
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            if line.len() > MAX_LINE {
                return None;
            }
            let mut parts: Vec<(&'static str, &str)> = Vec::new();
            let mut begin = 0;
            let mut add = |class, part: Option<&'t str>| match (part, parts.last_mut()) {
                (None | Some(""), _) => {}
                // What is of the same class is one part.
                (Some(part), Some((known, before))) if *known == class => {
                    *before = &line[offset(line, before)..offset(line, before) + before.len() + part.len()];
                }
                (Some(part), _) => parts.push((class, part)),
            };
            for (at, change) in state.parse_line(line, &self.syntaxes).ok()? {
                add(self.class(&scopes), line.get(begin..at));
                begin = at;
                scopes.apply(&change).ok()?;
            }
            add(self.class(&scopes), line.get(begin..));
            lines.push(parts);
        }
        Some(lines)
    }
}

/// Where a part of a line begins in it.
fn offset(line: &str, part: &str) -> usize {
    part.as_ptr() as usize - line.as_ptr() as usize
}

/// Writes code as HTML, with its marked lines.
pub(super) fn write_code(code: &CodeBlock, out: &mut String) {
    let language = code.language.as_deref().filter(|_| code.text.len() <= MAX_CODE);
    let parts = language.and_then(|language| GRAMMARS.parts(GRAMMARS.syntax(language)?, &code.text));
    let lines = parts.unwrap_or_else(|| code.text.split_inclusive('\n').map(|line| vec![("", line)]).collect());
    for (number, line) in (1..).zip(lines) {
        let is_marked = code.marked.iter().any(|lines| lines.contains(&number));
        if is_marked {
            out.push_str("<mark>");
        }
        for (class, part) in line {
            if !class.is_empty() {
                out.push_str("<span class=\"code-");
                out.push_str(class);
                out.push_str("\">");
            }
            let _infallible = escape_html_body_text(&mut *out, part);
            if !class.is_empty() {
                out.push_str("</span>");
            }
        }
        if is_marked {
            out.push_str("</mark>");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(language: &str, text: &str) -> String {
        let mut out = String::new();
        let language = Some(language.to_owned());
        write_code(&CodeBlock { language, text: text.to_owned(), ..CodeBlock::default() }, &mut out);
        out
    }

    #[test]
    fn parts_of_code_have_classes() {
        let html = written("nginx", "# 备案号\nserver {\n    listen 80;\n}\n");
        assert!(html.contains("<span class=\"code-comment\"># 备案号</span>"), "{html}");
        assert!(html.contains("<span class=\"code-keyword\">server</span>"), "{html}");
        assert!(written("diff", "+a\n-b\n").contains("code-inserted"));
        assert!(written("JSON", "{\"a\": 1}").contains("code-number"));
        assert_eq!(written("text", "a < b"), "a &lt; b");
        assert_eq!(written("what", "a = 1"), "a = 1");
    }

    #[test]
    fn lines_are_marked() {
        let mut out = String::new();
        let marked = vec![2..=3];
        write_code(&CodeBlock { marked, text: "a\nb\nc\nd\n".to_owned(), ..CodeBlock::default() }, &mut out);
        assert_eq!(out, "a\n<mark>b\n</mark><mark>c\n</mark>d\n");
    }

    #[test]
    fn many_languages_are_known() {
        let known = "bash c cpp cs css dart diff dockerfile elixir env go graphql groovy haskell html http ini java js json \
                     jsx julia kotlin less lua makefile markdown nginx perl php properties proto python r ruby rust scala \
                     scss sh shell sql svelte swift terraform toml ts tsx typescript vim vue xml yaml yml zig";
        let unknown: Vec<&str> =
            known.split_whitespace().filter(|language| GRAMMARS.syntax(language).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(GRAMMARS.syntaxes.syntaxes().len() >= 60);
    }

    proptest! {
        #[test]
        fn no_text_is_lost(text in "(?s)[ -~\n备案\"'/*#{}<>]{0,200}", language in 0..40_usize) {
            let syntaxes = GRAMMARS.syntaxes.syntaxes();
            let syntax = &syntaxes[language * 7919 % syntaxes.len()];
            if let Some(lines) = GRAMMARS.parts(syntax, &text) {
                let parts: String = lines.into_iter().flatten().map(|(_, part)| part).collect();
                prop_assert_eq!(parts, text);
            }
        }
    }
}
