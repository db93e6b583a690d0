//! What a text may hold, told without folding it or cutting it into words: most passages need no closer look.

use crate::analysis::{folded_alone, is_han};

/// So many bits.
const SIZE: usize = 1 << 15;

/// Which characters stand in a text as it is folded, and which of them side by side: a Bloom filter. What is not there may seem to be;
/// nothing that is there is missing.
pub(super) struct TextSignature([u64; SIZE / 64]);

/// Stands before a character by itself.
const ALONE: char = '\0';

impl TextSignature {
    /// The signature of a text, which some traditional words are simplified in. `None` if characters of it become others than they
    /// would alone.
    pub(super) fn of(text: &str, traditional: &[(String, String)]) -> Option<Self> {
        let mut signature = Self([0; SIZE / 64]);
        let mut before = ALONE;
        for character in text.chars() {
            let character = folded_alone(character).or(match character {
                '\u{3000}' => Some(' '),
                '\u{2026}' => Some('.'),
                _ => None,
            })?;
            for pair in [(ALONE, character), (before, character)] {
                let (word, bit) = place(pair);
                signature.0[word] |= bit;
            }
            before = character;
        }
        let becomes_other = traditional.iter().any(|(word, _)| signature.may_hold(word));
        (!becomes_other).then_some(signature)
    }

    /// Whether a term may stand in the text, or of letters one that begins so: a stem has another ending than its word, and words that
    /// are written apart may be one.
    pub(super) fn may_hold(&self, term: &str) -> bool {
        let holds = |pair| {
            let (word, bit) = place(pair);
            self.0[word] & bit != 0
        };
        if !term.chars().all(is_han) {
            return term.chars().next().is_some_and(|first| holds((ALONE, first)));
        }
        term.chars().all(|one| holds((ALONE, one))) && term.chars().zip(term.chars().skip(1)).all(holds)
    }
}

/// The word and the bit of two characters.
fn place((one, next): (char, char)) -> (usize, u64) {
    let mixed = u32::from(one).wrapping_mul(0x9E37_79B1) ^ u32::from(next).wrapping_mul(0x85EB_CA6B);
    let place = mixed as usize % SIZE;
    (place / 64, 1 << (place % 64))
}
