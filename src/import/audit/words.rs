//! The words of a page: without the marks of Markdown, in lower case, and whether they are code.

use crate::analysis::{is_han, is_kana};

/// How a word stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum WordKind {
    /// In running text.
    Text,
    /// In code.
    Code,
    /// Where tools differ: in formulas, attributes, and code of HTML.
    Either,
}

/// A word; of Chinese a character.
#[derive(Debug, PartialEq)]
pub(super) struct PageWord {
    pub(super) text: String,
    pub(super) kind: WordKind,
    /// Its bytes in the text that it was read from.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Takes characters one by one, and makes words of them.
#[derive(Debug, Default)]
pub(super) struct PageWords {
    pub(super) words: Vec<PageWord>,
    open: Option<PageWord>,
    last: Option<char>,
}

impl PageWords {
    /// Takes a character that stands at a place.
    pub(super) fn push(&mut self, character: char, at: usize, kind: WordKind) {
        let last = self.last.replace(character);
        // Marks of Markdown part no words, and characters alike do not either where they are none. A label is another word.
        if character == '[' && last == Some(']') {
            return self.part();
        }
        if matches!(character, '*' | '~' | '`' | '[' | ']' | '\\') {
            return;
        }
        if !character.is_alphanumeric() {
            return self.part();
        }
        let is_apart = is_han(character) || is_kana(character);
        if is_apart {
            self.part();
        }
        let end = at + character.len_utf8();
        let word = self.open.get_or_insert_with(|| PageWord { text: String::new(), kind, start: at, end });
        word.text.extend(character.to_lowercase());
        word.end = word.end.max(end);
        if word.kind != kind {
            word.kind = WordKind::Either;
        }
        if is_apart {
            self.part();
        }
    }

    /// Takes a text that stands at a place.
    pub(super) fn push_text(&mut self, text: &str, at: usize, kind: WordKind) {
        text.char_indices().for_each(|(place, character)| self.push(character, at + place, kind));
    }

    /// Takes a text that is made of what stands at a place.
    pub(super) fn push_apart(&mut self, text: &str, (start, end): (usize, usize)) {
        self.part();
        let first = self.words.len();
        self.push_text(text, 0, WordKind::Either);
        self.part();
        self.words[first..].iter_mut().for_each(|word| (word.start, word.end) = (start, end));
    }

    /// Ends a word.
    pub(super) fn part(&mut self) {
        self.words.extend(self.open.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_part_no_words() {
        let mut words = PageWords::default();
        words.push_text("Re**mark**, a_b `c` 中文x", 0, WordKind::Text);
        words.part();
        let texts: Vec<_> = words.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["remark", "a", "b", "c", "中", "文", "x"]);
        assert_eq!((words.words[0].start, words.words[0].end), (0, 8));
    }
}
