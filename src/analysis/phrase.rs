//! Where a line of Chinese may break without tearing a word apart.

use super::fold::Folded;
use super::segment::Segmenter;
use super::{Script, is_han, script_of};

/// Characters that end what they belong to: no line begins with them.
const PARTICLES: &str = "的地得了着过吗呢吧啊么们后前里上下中";

impl Segmenter {
    /// The pieces of a text between which a line may break, where it is Chinese; joined they are the text. A word of a single
    /// character stays with what follows it, a particle with what it follows.
    ///
    /// A text of another script is one piece: its lines break as its letters say.
    pub fn phrases<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if script_of(text) != Script::Han {
            return vec![text];
        }
        let folded = Folded::new(text);
        let mut phrases = Vec::new();
        let (mut begin, mut end) = (0, 0);
        let mut before = "";
        for token in self.tokens_without_stems(&folded) {
            // Of the words that begin together the longest comes first; those within it are no place to break.
            if token.bytes.start < end {
                continue;
            }
            end = token.bytes.end;
            let word = folded.source(token.bytes);
            let is_last = !text[word.end..].starts_with(char::is_alphanumeric);
            if !before.is_empty()
                && word.start > begin
                && text[..word.start].ends_with(before)
                && may_break(before, &text[word.clone()], is_last)
            {
                phrases.push(&text[begin..word.start]);
                begin = word.start;
            }
            before = &text[word];
        }
        phrases.push(&text[begin..]);
        phrases
    }
}

/// Whether a line may end between two words that stand together. Marks and spaces between words say so themselves.
fn may_break(before: &str, word: &str, is_last: bool) -> bool {
    let single = |text: &str| {
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    let is_particle = |character: char| PARTICLES.contains(character);
    let is_chinese = before.ends_with(is_han) || word.starts_with(is_han);
    let stays_with_next = single(before).is_some_and(|character| !is_particle(character));
    let stays_with_last = single(word).is_some_and(|character| is_last || is_particle(character));
    is_chinese && !stays_with_next && !stays_with_last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Dictionary;

    #[test]
    fn lines_break_between_words() {
        let segmenter = Segmenter::new(&Dictionary::with_words(["备案服务号"]));
        for (text, phrases) in [
            ("服务器与备案服务号", "服务器|与备案服务号"),
            ("服务器在香港，要不要备案？", "服务器|在香港，要不要|备案？"),
            ("http 和 https 的备案要求", "http 和 https 的|备案|要求"),
            ("用 CDN 要不要接入？", "用 CDN 要不要|接入？"),
            ("Plain words, and 2", "Plain words, and 2"),
            ("サーバーの備案", "サーバーの備案"),
            ("", ""),
        ] {
            assert_eq!(segmenter.phrases(text).join("|"), phrases);
            assert_eq!(segmenter.phrases(text).concat(), text);
        }
    }
}
