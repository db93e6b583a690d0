//! Expressions of JSX that are nothing but a text: `{' '}`, `{"text"}`, and with backticks, of many lines.

/// The text of an expression.
#[derive(Debug, PartialEq)]
pub(super) struct TextExpression {
    pub(super) text: String,
    /// Whether it stands between backticks, where spaces and lines are kept.
    pub(super) is_verbatim: bool,
    /// In bytes.
    pub(super) length: usize,
}

impl TextExpression {
    /// The expression that a text begins with; `None` if a program computes it.
    pub(super) fn at(source: &str) -> Option<Self> {
        let inner = source.strip_prefix('{')?.trim_start();
        let quote = inner.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
        let mut text = String::new();
        let mut rest = inner[1..].chars();
        loop {
            match rest.next()? {
                end if end == quote => break,
                '\n' if quote != '`' => return None,
                '$' if quote == '`' && rest.as_str().starts_with('{') => return None,
                '\\' => text.extend(escaped(&mut rest)?),
                next => text.push(next),
            }
        }
        let after = rest.as_str().trim_start().strip_prefix('}')?;
        Some(Self { text, is_verbatim: quote == '`', length: source.len() - after.len() })
    }

    /// The expression that a text is as a whole.
    pub(super) fn of(source: &str) -> Option<Self> {
        Self::at(source).filter(|found| found.length == source.len())
    }

    /// As running text.
    pub(super) fn written(&self) -> String {
        if self.is_verbatim && !self.text.trim().is_empty() && !self.text.contains(['`', '\n']) {
            return format!("`{}`", self.text);
        }
        let mut written = String::new();
        for next in self.text.chars() {
            match next {
                _ if next.is_whitespace() && next != '\u{a0}' => {
                    if !written.ends_with(' ') {
                        written.push(' ');
                    }
                }
                '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' => written.extend(['\\', next]),
                _ => written.push(next),
            }
        }
        written
    }
}

/// What an escape stands for, behind its backslash: a line that goes on is none.
fn escaped(rest: &mut std::str::Chars<'_>) -> Option<Option<char>> {
    let by_number = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    Some(match rest.next()? {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' | '\n' => None,
        kind @ ('x' | 'u') => {
            let length = if kind == 'x' { 2 } else { 4 };
            let digits = rest.as_str().get(..length)?;
            *rest = rest.as_str()[length..].chars();
            Some(by_number(digits)?)
        }
        next => Some(next),
    })
}
