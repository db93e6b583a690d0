//! Fenced blocks of code: where they begin and end, and what stands after their marks.

/// The first line of a block of code.
#[derive(Debug)]
pub(super) struct Fence<'l> {
    /// What stands before the marks: spaces, marks of quotes and lists.
    pub(super) lead: &'l str,
    mark: char,
    length: usize,
    info: &'l str,
}

/// What stands after the marks, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct FenceInfo {
    pub(super) language: String,
    pub(super) title: Option<String>,
    /// Whether it says more, such as which lines are marked.
    pub(super) says_more: bool,
}

impl<'l> Fence<'l> {
    /// The fence that a line is, if it is one.
    pub(super) fn open(line: &'l str) -> Option<Self> {
        let lead = lead(line);
        let rest = &line[lead.len()..];
        let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let info = rest.trim_start_matches(mark);
        let length = rest.len() - info.len();
        (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| Self { lead, mark, length, info: info.trim() })
    }

    /// Whether a line ends the block.
    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        line.len() >= self.length && line.chars().all(|mark| mark == self.mark)
    }

    /// Whether a line is outside of the quote that the block stands in.
    pub(super) fn is_left_by(&self, line: &str) -> bool {
        self.lead.contains('>') && !line.trim_start().starts_with('>')
    }

    /// The marks.
    pub(super) fn marks(&self) -> String {
        self.mark.to_string().repeat(self.length)
    }

    pub(super) fn info(&self) -> FenceInfo {
        let (mut rest, mut language) = (self.info, "");
        let end = rest.find(|next: char| next.is_whitespace() || "{,:[(=".contains(next)).unwrap_or(rest.len());
        if !rest[end..].starts_with('=') {
            (language, rest) = rest.split_at(end);
        }
        let mut info = FenceInfo { language: language.to_owned(), ..FenceInfo::default() };
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
        for key in ["title=", "filename=", "file=", "name="] {
            if info.title.is_none()
                && let Some(at) = rest.find(key)
            {
                let value = &rest[at + key.len()..];
                let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
                let title = match quote {
                    Some(quote) => value[1..].split(quote).next(),
                    None => value.split_whitespace().next(),
                };
                let whole = title.map_or(0, |title| key.len() + title.len() + 2 * usize::from(quote.is_some()));
                left = format!("{}{}", &rest[..at], rest.get(at + whole..).unwrap_or_default());
                info.title = title.map(str::to_owned);
            }
        }
        if info.title.is_none()
            && let Some(label) = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']'))
        {
            info.title = Some(label.0.to_owned());
            left = left.replace(&format!("[{}]", label.0), "");
        }
        info.title = info.title.filter(|title| !title.trim().is_empty());
        info.says_more = left.chars().any(char::is_alphanumeric);
        info
    }
}

/// Spaces, marks of quotes and marks of lists at the beginning of a line.
pub(super) fn lead(line: &str) -> &str {
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
pub(super) fn continuation(lead: &str) -> String {
    lead.chars().map(|character| if matches!(character, '>' | '\t') { character } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_the_marks_is_taken_apart() {
        for (line, language, title, says_more) in [
            ("```js{1,3}", "js", None, true),
            ("```js title=\"src/a.js\" showLineNumbers", "js", Some("src/a.js"), true),
            ("~~~rust,editable", "rust", None, true),
            ("```sh [npm]", "sh", Some("npm"), false),
            ("``` {.python title='x y'}", "python", Some("x y"), false),
            ("   - ```", "", None, false),
            ("```ts:line-numbers", "ts", None, true),
        ] {
            let info = Fence::open(line).unwrap().info();
            assert_eq!(
                (info.language.as_str(), info.title.as_deref(), info.says_more),
                (language, title, says_more),
                "{line}"
            );
        }
        assert!(Fence::open("``a``").is_none());
        assert!(Fence::open("```a```").is_none());
        assert!(Fence::open("> ```").unwrap().is_closed_by("> ````"));
    }
}
