//! Values of the front matter that a page shows by their names: `{{ $frontmatter.title }}` in Vue, `{frontMatter.title}` in MDX.

use super::page::PageContext;
use super::title::as_title;
use crate::import::kind::Tool;
use crate::import::setting::Setting;
use crate::markdown::fence::CodeLines;

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
            let key = names.iter().find_map(|name| inner.strip_prefix(name))?;
            front.text_of(key)
        };
        let mut code = CodeLines::default();
        let is_code: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
        let mut written = lines.clone();
        for (line, _) in written.iter_mut().zip(is_code).filter(|(line, is_code)| !is_code && line.contains(open)) {
            let (mut done, mut rest, mut is_code) = (String::new(), line.as_str(), false);
            while let Some((before, after)) = rest.split_once(open) {
                done.push_str(before);
                is_code ^= before.matches('`').count() % 2 == 1;
                let near = &after[..after.floor_char_boundary(MAX_NAME)];
                let found = near
                    .find(close)
                    .and_then(|end| Some((&after[..end], value(&after[..end])?, &after[end + close.len()..])));
                // Between backticks it is code, and behind `=` the attribute of a component.
                match found.filter(|_| !is_code && !done.ends_with('=')) {
                    Some((inner, value, after)) => {
                        let name = format!("{open}{inner}{close}");
                        self.remarks.look("values of the front matter stand in the place of their names", &name);
                        done.push_str(&as_title(&value));
                        rest = after;
                    }
                    None => {
                        done.push_str(open);
                        rest = after;
                    }
                }
            }
            *line = done + rest;
        }
        written
    }
}
