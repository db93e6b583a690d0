//! Where a line of Chinese may break without tearing a word apart.

use super::fold::Folded;
use super::segment::Segmenter;
use super::{Script, is_han, script_of};

/// Characters that stand at the end of what they belong to: no line begins with them.
const PARTICLES: &str = "的地得了着过吗呢吧啊么们後后前里上下中号";

impl Segmenter {
    /// The pieces of a text between which a line may break, where it is Chinese; joined they are the text. A single character
    /// stays with its neighbour.
    ///
    /// A text of another script is one piece: its lines break as its letters say.
    pub fn phrases<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if script_of(text) != Script::Han {
            return vec![text];
        }
        let folded = Folded::new(text);
        let mut phrases = Vec::new();
        let (mut begin, mut end) = (0, 0);
        for token in self.tokens_without_stems(&folded) {
            // Of the words that begin together the longest comes first; those within it are no place to break.
            if token.bytes.start < end {
                continue;
            }
            end = token.bytes.end;
            let word = folded.source(token.bytes);
            if word.start > begin && may_break(&text[begin..word.start], &text[word.clone()]) {
                phrases.push(&text[begin..word.start]);
                begin = word.start;
            }
        }
        phrases.push(&text[begin..]);
        phrases
    }
}

/// Whether a line may end before a word. Marks and spaces between words say so themselves.
fn may_break(before: &str, word: &str) -> bool {
    let is_single = |text: &str| text.chars().count() == 1;
    let (Some(last), Some(first)) = (before.chars().next_back(), word.chars().next()) else {
        return false;
    };
    last.is_alphanumeric()
        && (is_han(last) || is_han(first))
        && !is_single(before)
        && !(is_single(word) && PARTICLES.contains(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Dictionary;

    #[test]
    fn lines_break_between_words() {
        let segmenter = Segmenter::new(&Dictionary::with_words(["备案服务号"]));
        for (text, phrases) in [
            ("服务器与备案服务号", "服务器|与|备案服务号"),
            ("服务器在香港，要不要备案？", "服务器|在|香港，要不要|备案？"),
            ("http 和 https 的备案要求", "http 和 https 的备案|要求"),
            ("Plain words, and 2", "Plain words, and 2"),
            ("サーバーの備案", "サーバーの備案"),
            ("", ""),
        ] {
            assert_eq!(segmenter.phrases(text).join("|"), phrases);
            assert_eq!(segmenter.phrases(text).concat(), text);
        }
    }
}
