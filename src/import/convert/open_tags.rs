//! Tags in running text that are open, by their names.

use std::collections::HashMap;
use std::ops::Range;

use super::tag::MarkupTag;

/// What closes a tag is looked for in so many bytes behind it.
const NEAR: usize = 2 << 10;

/// Tags that nothing closed yet, in their order. Whatever others are open, the last of a name is found at once.
#[derive(Default)]
pub(super) struct OpenTags {
    open: Vec<Option<(MarkupTag, Range<usize>)>>,
    /// The places of those of each name.
    of_name: HashMap<String, Vec<usize>>,
}

impl OpenTags {
    pub(super) fn push(&mut self, tag: MarkupTag, range: Range<usize>) {
        self.of_name.entry(tag.name.clone()).or_default().push(self.open.len());
        self.open.push(Some((tag, range)));
    }

    /// Whether one of a name is open.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.of_name.get(name).is_some_and(|places| !places.is_empty())
    }

    /// Whether something opened a tag, or closes it on its line, which goes on with `after`.
    pub(super) fn has_pair(&self, tag: &MarkupTag, after: &str) -> bool {
        if tag.is_closing {
            return self.holds(&tag.name);
        }
        // Lines may be as long as files.
        let near = &after[..after.floor_char_boundary(NEAR)];
        near.lines().next().is_some_and(|line| line.contains(&format!("</{}>", tag.name)))
    }

    /// Takes the last of a name.
    pub(super) fn close(&mut self, name: &str) -> Option<(MarkupTag, Range<usize>)> {
        let place = self.of_name.get_mut(name)?.pop()?;
        self.open.get_mut(place)?.take()
    }

    /// Takes all that are open.
    pub(super) fn take_all(&mut self) -> impl Iterator<Item = (MarkupTag, Range<usize>)> {
        self.of_name.clear();
        std::mem::take(&mut self.open).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_looked_for_nearby_on_the_line() {
        let (tag, mut open) = (MarkupTag::at("<x>").unwrap(), OpenTags::default());
        for (after, has_pair) in [
            ("a</x> b".to_owned(), true),
            ("a\n</x>".to_owned(), false),
            ("</xy>".to_owned(), false),
            (String::new(), false),
            (format!("{}</x>", "问".repeat(600)), true),
            (format!("{}</x>", "问".repeat(700)), false),
        ] {
            assert_eq!(open.has_pair(&tag, &after), has_pair, "{after}");
        }
        let end = MarkupTag::at("</x>").unwrap();
        assert!(!open.has_pair(&end, "</x>"));
        open.push(tag, 0..3);
        assert!(open.has_pair(&end, ""));
    }
}
