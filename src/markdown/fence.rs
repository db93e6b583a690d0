//! Fenced blocks of code: where they begin and end, and what stands after their marks.

use std::ops::RangeInclusive;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// The first line of a block of code.
#[derive(Debug)]
pub(crate) struct Fence<'l> {
    /// What stands before the marks: spaces, marks of quotes and lists.
    pub(crate) lead: &'l str,
    mark: char,
    length: usize,
    info: &'l str,
}

/// What stands after the marks, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FenceInfo {
    /// The language, or nothing.
    pub(crate) language: String,
    /// What the block is called.
    pub(crate) title: Option<String>,
    /// The lines that are marked.
    pub(crate) marked: Vec<RangeInclusive<u32>>,
    /// What else is said.
    pub(crate) more: Option<String>,
}

impl<'l> Fence<'l> {
    /// The fence that a line is, if it is one.
    pub(crate) fn open(line: &'l str) -> Option<Self> {
        let lead = lead(line);
        let rest = &line[lead.len()..];
        let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let info = rest.trim_start_matches(mark);
        let length = rest.len() - info.len();
        (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| Self { lead, mark, length, info: info.trim() })
    }

    /// Whether a line ends the block: it is not indented as code is.
    pub(crate) fn is_closed_by(&self, line: &str) -> bool {
        let marks = line.trim_start_matches([' ', '\t', '>']);
        let is_code = line.len() - marks.len() > self.lead.len() + 3;
        let marks = marks.trim_end();
        !is_code && marks.len() >= self.length && marks.chars().all(|mark| mark == self.mark)
    }

    /// Whether a line is outside of the quote that the block stands in.
    pub(crate) fn is_left_by(&self, line: &str) -> bool {
        self.lead.contains('>') && !line.trim_start().starts_with('>')
    }

    /// The marks.
    pub(crate) fn marks(&self) -> String {
        self.mark.to_string().repeat(self.length)
    }

    /// What stands after the marks, as it is written.
    pub(crate) fn info_string(&self) -> &'l str {
        self.info
    }

    /// What stands after the marks.
    pub(crate) fn info(&self) -> FenceInfo {
        FenceInfo::of(self.info)
    }
}

/// Tells, line by line, which lines of a text belong to blocks of code.
#[derive(Debug, Default)]
pub(crate) struct CodeLines<'l>(Option<Fence<'l>>);

impl<'l> CodeLines<'l> {
    /// Whether the next line is code, or begins or ends a block of it.
    pub(crate) fn holds(&mut self, line: &'l str) -> bool {
        match self.0.take().filter(|open| !open.is_left_by(line)) {
            Some(open) => {
                self.0 = Some(open).filter(|open| !open.is_closed_by(line));
                true
            }
            None => {
                self.0 = Fence::open(line);
                self.0.is_some()
            }
        }
    }
}

impl FenceInfo {
    /// What stands after the marks of a fence, as this and other tools have it.
    pub(crate) fn of(info: &str) -> Self {
        let (mut rest, mut language) = (info.trim(), "");
        let end = rest.find(|next: char| next.is_whitespace() || "{,:[(=".contains(next)).unwrap_or(rest.len());
        if !rest[end..].starts_with('=') {
            (language, rest) = rest.split_at(end);
        }
        let mut info = Self { language: language.to_owned(), ..Self::default() };
        if language.is_empty()
            && let Some(class) = rest.strip_prefix('{').map(str::trim_start)
        {
            let name = class.trim_start_matches('.');
            let end = name.find(|next: char| next.is_whitespace() || next == '}').unwrap_or(name.len());
            if name.len() < class.len() {
                name[..end].clone_into(&mut info.language);
                rest = &name[end..];
            }
        }
        let mut left = rest.to_owned();
        info.take_marked(&mut left);
        info.take_title(&mut left);
        let left = left.trim().trim_matches(['{', '}', ',', ' ']);
        info.more = left.chars().any(char::is_alphanumeric).then(|| left.to_owned());
        info
    }

    /// The same as Wenda writes it.
    pub(crate) fn written(&self) -> String {
        let mut written = self.language.clone();
        let lines = self.marked.iter().map(|lines| match (lines.start(), lines.end()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            written.push_str(&format!(" {{{}}}", lines.join(",")));
        }
        if let Some(title) = &self.title {
            // What is no reference to a character is to be read as none.
            let title = if resolved(title) == *title { title.clone() } else { title.replace('&', "&amp;") };
            let title = title.replace('`', "'").replace('\\', "\\\\").replace('"', "\\\"");
            written.push_str(&format!(" title=\"{title}\""));
        }
        written
    }

    /// `{1,3-5}`.
    fn take_marked(&mut self, left: &mut String) {
        let ranges = left.find('{').and_then(|open| {
            let close = open + left[open..].find('}')?;
            let lines = left[open + 1..close].split(',').map(|lines| {
                let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
                Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
            });
            Some((open..=close, lines.collect::<Option<Vec<_>>>()?))
        });
        if let Some((place, lines)) = ranges {
            left.replace_range(place, " ");
            self.marked = lines;
        }
    }

    /// `title="…"`, or `[…]`.
    fn take_title(&mut self, left: &mut String) {
        for key in ["title=", "filename=", "file=", "name="] {
            let begins = left.find(key).filter(|at| !left[..*at].ends_with(|before: char| before.is_alphanumeric()));
            if let Some(at) = begins {
                let value = &left[at + key.len()..];
                let (title, length) = quoted(value).unwrap_or_else(|| {
                    let title = value.split_whitespace().next().unwrap_or_default();
                    (title.to_owned(), title.len())
                });
                left.replace_range(at..at + key.len() + length, " ");
                self.title = Some(title);
                break;
            }
        }
        if self.title.is_none()
            && let Some(open) = left.find('[')
            && let Some(length) = left[open..].find(']')
        {
            self.title = Some(left[open + 1..open + length].to_owned());
            left.replace_range(open..=open + length, " ");
        }
        let title = self.title.take().map(|title| resolved(&title));
        self.title = title.filter(|title| !title.trim().is_empty());
    }
}

/// What stands in the quotation marks that a text begins with, and how long it is with them: behind a backslash a mark is text.
fn quoted(text: &str) -> Option<(String, usize)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut inner = String::new();
    let mut rest = text[1..].char_indices().peekable();
    while let Some((at, next)) = rest.next() {
        if next == quote {
            return Some((inner, at + 2));
        }
        let escaped = rest.next_if(|(_, after)| next == '\\' && matches!(after, '"' | '\'' | '\\'));
        inner.push(escaped.map_or(next, |(_, after)| after));
    }
    // Nothing ends it, or a backslash was none.
    let inner = text[1..].split(quote).next().unwrap_or_default();
    Some((inner.to_owned(), (inner.len() + 2).min(text.len())))
}

/// A title with the characters that its references, such as `&amp;`, stand for; its backslashes are none of Markdown's.
fn resolved(title: &str) -> String {
    if !title.contains('&') {
        return title.to_owned();
    }
    // The parser resolves them in what stands after a fence.
    let line = format!("~~~ {}", title.replace('\\', "\\\\"));
    match Parser::new(&line).next() {
        Some(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))) => info.replace(char::is_control, " "),
        _ => title.to_owned(),
    }
}

/// Spaces, marks of quotes and marks of lists at the beginning of a line.
pub(crate) fn lead(line: &str) -> &str {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        at += spaces;
        let rest = &line[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes() {
            [b'-' | b'*' | b'+', b' ', ..] => 2,
            _ if (1..=9).contains(&digits)
                && (rest[digits..].starts_with(". ") || rest[digits..].starts_with(") ")) =>
            {
                digits + 2
            }
            _ => return &line[..at],
        };
        at += mark;
    }
}

/// What the lines after one with such a lead begin with: spaces in place of marks of lists.
pub(crate) fn continuation(lead: &str) -> String {
    lead.chars().map(|character| if matches!(character, '>' | '\t') { character } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_the_marks_is_taken_apart() {
        for (line, language, title, marked, more) in [
            ("```js{1,3}", "js", None, vec![1..=1, 3..=3], None),
            (
                "```js {2-4} title=\"src/a.js\" showLineNumbers",
                "js",
                Some("src/a.js"),
                vec![2..=4],
                Some("showLineNumbers"),
            ),
            ("~~~rust,editable", "rust", None, vec![], Some("editable")),
            ("```sh [npm]", "sh", Some("npm"), vec![], None),
            ("``` {.python title='x y'}", "python", Some("x y"), vec![], None),
            ("   - ```", "", None, vec![], None),
            ("```ts:line-numbers", "ts", None, vec![], Some(":line-numbers")),
            ("```go {a=1}", "go", None, vec![], Some("a=1")),
            ("```go title=\"", "go", None, vec![], None),
            (r#"```js title="a \"b\" c.js" {1}"#, "js", Some("a \"b\" c.js"), vec![1..=1], None),
            (r#"```js title="a &amp; &quot;b&quot;&#10;\&lt;" {1}"#, "js", Some("a & \"b\" \\<"), vec![1..=1], None),
            (r#"```js title="?a=1&b=2 &x; R&D""#, "js", Some("?a=1&b=2 &x; R&D"), vec![], None),
            (r#"```sh title="C:\dir\""#, "sh", Some("C:\\dir\\"), vec![], None),
        ] {
            let info = Fence::open(line).unwrap().info();
            assert_eq!(
                (info.language.as_str(), info.title.as_deref(), info.marked, info.more.as_deref()),
                (language, title, marked, more),
                "{line}"
            );
        }
        for title in ["a \"b\\", "a &amp; b", "R&D &x;", "\\&lt;"] {
            let info = FenceInfo { title: Some(title.to_owned()), ..FenceInfo::default() };
            assert_eq!(FenceInfo::of(&info.written()), info);
        }
        assert!(Fence::open("``a``").is_none());
        assert!(Fence::open("```a```").is_none());
        assert!(Fence::open("> ```").unwrap().is_closed_by("> ````"));
        assert!(Fence::open("- ```").unwrap().is_closed_by("  ```"));
        assert!(!Fence::open("```").unwrap().is_closed_by("    ```"));
    }
}
