//! The ids of headings, each unique in its document.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

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
            self.taken.insert(anchor.to_owned(), 2);
        }
        free
    }

    /// Takes an id made of a text: of equal ones the second gets `-2` at its end.
    pub(super) fn take_numbered(&mut self, slug: String) -> String {
        let mut anchor = slug.clone();
        while !self.take(&anchor) {
            let next = self.taken.entry(slug.clone()).or_insert(2);
            anchor = format!("{slug}-{next}");
            *next += 1;
        }
        anchor
    }
}

/// A readable id: letters and digits of any script in lower case, with the marks that combine with them; everything else a
/// hyphen.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.nfc().flat_map(char::to_lowercase) {
        let combines = is_combining_mark(character) && !slug.is_empty() && !slug.ends_with('-');
        if character.is_alphanumeric() || combines && !is_of_emoji(character) {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
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
        assert_eq!(slug("ECS 与 NAT 网关（2 种）"), "ecs-与-nat-网关-2-种");
        assert_eq!(slug("What you need: a server!"), "what-you-need-a-server");
        assert_eq!(slug("？！"), "section");
        assert_eq!(slug("हिन्दी में"), "हिन्दी-में");
        assert_eq!(slug("1\u{FE0F}\u{20E3} 注意 ⚠\u{FE0F}"), "1-注意");
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
        assert_eq!(taken, ["a", "a-2", "a-4", "a-5"]);
        assert_eq!(anchors.take_numbered("a-3".to_owned()), "a-3-2");
        assert!(!anchors.take("a-4"));
    }
}
