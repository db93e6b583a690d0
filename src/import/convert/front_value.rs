//! Values of the front matter that a page shows by their names: `{{ $frontmatter.title }}` in Vue, `{frontMatter.title}` in MDX.

use super::edit::rewritten;
use super::page::PageContext;
use super::title::as_title;
use crate::import::kind::Tool;
use crate::import::setting::Setting;

/// No name of a value has more bytes, with what stands around it.
const MAX_NAME: usize = 120;

impl PageContext<'_> {
    /// Lines in which these values stand in the place of their names, but for code.
    pub(super) fn with_front_values(&mut self, lines: Vec<String>, front: &Setting) -> Vec<String> {
        let (open, close, names): (_, _, &[&str]) = match self.project.tool {
            Tool::Vitepress => ("{{", "}}", &["$frontmatter.", "frontmatter.", "$page.frontmatter.", "$page."]),
            Tool::Docusaurus => ("{", "}", &["frontMatter."]),
            _ => return lines,
        };
        let value = |inner: &str| {
            let inner = inner.trim();
            front.text_of(names.iter().find_map(|name| inner.strip_prefix(name))?)
        };
        rewritten(lines, |line| {
            let (mut written, mut rest, mut is_code) = (String::new(), line, false);
            while let Some((before, after)) = rest.split_once(open) {
                written.push_str(before);
                is_code ^= before.matches('`').count() % 2 == 1;
                let near = &after[..after.floor_char_boundary(MAX_NAME)];
                // Between backticks it is code, and behind `=` the attribute of a component.
                let inner = near.split_once(close).map(|(inner, _)| inner);
                let inner = inner.filter(|_| !is_code && !written.ends_with('='));
                if let Some((inner, value)) = inner.and_then(|inner| Some((inner, value(inner)?))) {
                    let name = format!("{open}{inner}{close}");
                    self.remarks.look("values of the front matter stand in the place of their names", &name);
                    written.push_str(&as_title(&value));
                    rest = &after[inner.len() + close.len()..];
                } else {
                    written.push_str(open);
                    rest = after;
                }
            }
            Some(written + rest)
        })
    }
}
