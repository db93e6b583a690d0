//! Which brackets and quotation marks are open at a place.

use super::line::{Colon, KeyLine, line_at};

/// What is open at a place of a file.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The brackets, outermost first.
    pub(super) brackets: Vec<usize>,
    /// Where the entry of the innermost bracket begins.
    pub(super) entry: Option<usize>,
    /// A quotation mark.
    pub(super) quote: Option<usize>,
    /// A quotation mark whose text holds what looks like a key: its partner was meant to open another text.
    pub(super) stretched: Option<usize>,
}

impl Layout {
    /// What is open where the byte `until` stands.
    pub(super) fn until(text: &str, until: usize) -> Self {
        let mut layout = Self::default();
        // Whether a value may begin here, so that brackets and quotation marks are more than text.
        let mut fresh = true;
        let mut at = 0;
        while let Some(character) = text.get(at..until).and_then(|rest| rest.chars().next()) {
            let next = at + character.len_utf8();
            at = match character {
                '#' if at == 0 || text[..at].ends_with([' ', '\n']) => line_end(text, at),
                '"' | '\'' if fresh => match quote_end(text, at, character) {
                    Some(end) if end <= until => {
                        if holds_key(&text[at + 1..end]) {
                            layout.stretched = Some(at);
                        }
                        end
                    }
                    end => {
                        layout.quote = end.is_none().then_some(at);
                        return layout;
                    }
                },
                '|' | '>' if fresh && layout.brackets.is_empty() => block_end(text, at),
                _ => next,
            };
            fresh = layout.step(character, next, &text[next..], fresh);
        }
        layout
    }

    /// Takes note of a character; whether a value may begin after it.
    fn step(&mut self, character: char, next: usize, rest: &str, fresh: bool) -> bool {
        let in_flow = !self.brackets.is_empty();
        match character {
            '{' | '[' if fresh || in_flow => {
                self.brackets.push(next - 1);
                self.entry = None;
                true
            }
            '}' | ']' if in_flow => {
                self.brackets.pop();
                false
            }
            ',' if in_flow => {
                self.entry = Some(next);
                true
            }
            '\n' | '#' | '|' | '>' => true,
            ' ' | '\t' => fresh,
            ':' | '-' => rest.starts_with([' ', '\n']) && (character == ':' || fresh),
            _ => false,
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

/// Where a text in quotes ends, after its mark.
fn quote_end(text: &str, start: usize, mark: char) -> Option<usize> {
    let mut characters = text[start + 1..].char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        if character == '\\' && mark == '"' {
            characters.next();
        } else if character == mark {
            // Within single quotes, two of them are one.
            if mark == '\'' && characters.next_if(|(_, next)| *next == mark).is_some() {
                continue;
            }
            return Some(start + 1 + place + 1);
        }
    }
    None
}

/// Whether a text in quotes goes on to what was meant to be the next value.
fn holds_key(text: &str) -> bool {
    let is_key = |piece: &str| KeyLine::of(piece, 0).is_some_and(|key| key.colon == Colon::Sound);
    text.split('\n').skip(1).any(is_key)
        || text.split(',').skip(1).any(|piece| is_key(piece) && piece.ends_with([' ', '"', '\'']))
}

/// Where a block that begins with `|` or `>` ends: at the first line that is not indented more than its key.
fn block_end(text: &str, at: usize) -> usize {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (_, line) = line_at(text, at);
    let least = indentation(line);
    let mut end = line_end(text, at);
    for line in text[end..].split('\n').skip(1) {
        if !line.trim().is_empty() && indentation(line) <= least {
            break;
        }
        end += line.len() + 1;
    }
    end.min(text.len())
}
