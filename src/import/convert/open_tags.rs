//! Tags in running text that are open, by their names.

use std::collections::HashMap;
use std::ops::Range;

use super::tag::MarkupTag;

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
