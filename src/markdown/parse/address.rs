//! Addresses of the web in running text, which are links as they stand.

use std::ops::Range;

use super::builder::TreeBuilder;
use super::inline_context::InlineContext;
use super::run::TextRun;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Inline, Link};
use crate::name::Target;

impl<'a> TreeBuilder<'a, '_> {
    /// Adds a part of a run, with its addresses as links.
    pub(super) fn linked(
        &mut self,
        run: &TextRun<'a>,
        part: Range<usize>,
        setting: InlineContext,
        inlines: &mut Vec<Inline<'a>>,
    ) {
        let mut from = part.start;
        let mut next = part.start;
        while setting != InlineContext::Label
            && let Some(found) = address(&run.text[next..part.end])
        {
            let address = next + found.start..next + found.end;
            next = address.end;
            let colon = address.start + run.text[address.clone()].find(':').unwrap_or_default();
            let target = Target::parse(&run.text[address.clone()], &self.file.path);
            // What was written as an escape is meant.
            let (true, Ok(target)) = (run.is_typed(colon), target) else {
                continue;
            };
            if from < address.start {
                inlines.push(Inline::Text(run.part(from..address.start)));
            }
            self.report_cut(run, &address);
            let span = self.file.span(run.place(address.clone()));
            from = address.end;
            let content = vec![Inline::Text(run.part(address))];
            inlines.push(Inline::Link(Box::new(Link { target, content, span })));
        }
        if from < part.end {
            inlines.push(Inline::Text(run.part(from..part.end)));
        }
    }

    /// Letters that follow directly may belong to the address, or to the sentence.
    fn report_cut(&mut self, run: &TextRun<'_>, address: &Range<usize>) {
        let follows = run.text[address.end..].chars().next().is_some_and(char::is_alphanumeric);
        if follows && self.lints {
            let span = self.file.span(run.place(address.clone()));
            let message = "the address ends before a letter that may belong to it";
            let hint = "write a space after it, or the whole address in angle brackets: `<https://…>`";
            self.diagnostics.push(Diagnostic::new(Code::NearMiss, span, message).hint(hint));
        }
    }
}

/// The first address in a text: up to what cannot stand in one, without the marks that end a sentence.
fn address(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("://")?;
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme));
        from = at + "://".len();
        let Some(start) = scheme.map(|scheme| at - scheme.len()) else {
            continue;
        };
        if text[..start].ends_with(|before: char| before.is_ascii_alphanumeric()) {
            continue;
        }
        let is_part = |character: char| character.is_ascii_graphic() && !"<>\"`".contains(character);
        let length = text[start..].find(|character| !is_part(character)).unwrap_or(text.len() - start);
        let end = start + trimmed(&text[start..start + length]);
        if end > from {
            return Some(start..end);
        }
    }
}

/// How long an address is without what ends a sentence: marks, and brackets that were not opened in it.
fn trimmed(address: &str) -> usize {
    let mut rest = address;
    loop {
        let count = |bracket: char| rest.matches(bracket).count();
        let is_outside = match rest.chars().next_back() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '|') => true,
            Some(')') => count(')') > count('('),
            Some(']') => count(']') > count('['),
            Some('}') => count('}') > count('{'),
            _ => false,
        };
        if !is_outside {
            return rest.len();
        }
        rest = &rest[..rest.len() - 1];
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_ends_before_what_is_no_part_of_it() {
        for (text, found) in [
            ("见 https://example.com/a?b=c#d，再说", Some("https://example.com/a?b=c#d")),
            ("(see http://a.example/b).", Some("http://a.example/b")),
            ("https://en.wikipedia.org/wiki/A_(b)", Some("https://en.wikipedia.org/wiki/A_(b)")),
            ("地址：https://beian.miit.gov.cn。", Some("https://beian.miit.gov.cn")),
            ("https://beian.miit.gov.cn/了解", Some("https://beian.miit.gov.cn/")),
            ("xhttps://a.example ftp://b.example", None),
            ("https://", None),
            ("https://, a", None),
        ] {
            assert_eq!(address(text).map(|range| &text[range]), found, "{text}");
        }
    }
}
