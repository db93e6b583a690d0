//! The ids of headings, each unique in its document.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// The ids of a document's headings.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each id, with the number that the next heading of the same text gets.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// Takes an id, unless it is taken.
    pub(super) fn take(&mut self, anchor: &str) -> bool {
        let free = !self.taken.contains_key(anchor);
        if free {
            self.taken.insert(anchor.to_owned(), 1);
        }
        free
    }

    /// Takes an id made of a text: of equal ones the second gets `-1` at its end, as on GitHub.
    pub(super) fn take_numbered(&mut self, slug: String) -> String {
        let mut anchor = slug.clone();
        while !self.take(&anchor) {
            let next = self.taken.entry(slug.clone()).or_insert(1);
            anchor = format!("{slug}-{next}");
            *next += 1;
        }
        anchor
    }
}

/// The id of a heading by its text, as GitHub makes it, so that links from elsewhere hold: in lower case, hyphens for spaces, and
/// nothing of what is neither a letter, a digit, `-` nor `_`. It begins with no `_`: such ids are the theme's.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.trim().nfc().flat_map(char::to_lowercase) {
        if character == ' ' {
            slug.push('-');
        } else if character == '-' || is_of_word(character) && !(slug.is_empty() && character == '_') {
            slug.push(character);
        }
    }
    if slug.trim_matches('-').is_empty() { "section".to_owned() } else { slug }
}

/// Whether a character is part of a word: a letter, a mark that combines with one, a digit, or what connects them.
fn is_of_word(character: char) -> bool {
    match character.general_category_group() {
        GeneralCategoryGroup::Letter => true,
        // Not those that only choose how a symbol is drawn.
        GeneralCategoryGroup::Mark => !is_of_emoji(character),
        GeneralCategoryGroup::Number => character.general_category() == GeneralCategory::DecimalNumber,
        _ => character.general_category() == GeneralCategory::ConnectorPunctuation,
    }
}

/// Whether a combining mark makes a symbol of what it follows, or only chooses how it is drawn.
fn is_of_emoji(mark: char) -> bool {
    matches!(mark, '\u{FE00}'..='\u{FE0F}' | '\u{20DD}'..='\u{20E4}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_in_any_script() {
        assert_eq!(slug("什么时候要备案？"), "什么时候要备案");
        assert_eq!(slug("ECS 与 NAT 网关（2 种）"), "ecs-与-nat-网关2-种");
        assert_eq!(slug("What you need: a server!"), "what-you-need-a-server");
        assert_eq!(slug("？！"), "section");
        assert_eq!(slug("`site.yaml` — 说明_a"), "siteyaml--说明_a");
        assert_eq!(slug("_x - y"), "x---y");
        assert_eq!(slug("हिन्दी में"), "हिन्दी-में");
        assert_eq!(slug("1\u{FE0F}\u{20E3} 注意 ⚠\u{FE0F}"), "1-注意-");
    }

    #[test]
    fn anchors_do_not_depend_on_how_letters_are_composed() {
        assert_eq!(slug("Cafe\u{301}"), "café");
        assert_eq!(slug("か\u{3099}くせい"), "がくせい");
    }

    #[test]
    fn equal_anchors_are_numbered() {
        let mut anchors = Anchors::default();
        assert!(anchors.take("a-3"));
        let taken: Vec<String> = (0..4).map(|_| anchors.take_numbered("a".to_owned())).collect();
        assert_eq!(taken, ["a", "a-1", "a-2", "a-4"]);
        assert_eq!(anchors.take_numbered("a-3".to_owned()), "a-3-1");
        assert!(!anchors.take("a-4"));
    }
}
