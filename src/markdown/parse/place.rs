//! Places in the source.

use std::ops::Range;

/// Whether a backslash takes its meaning from what stands at a byte.
pub(super) fn is_escaped(at: usize, source: &[u8]) -> bool {
    source[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The first line of a range.
pub(super) fn first_line(range: Range<usize>, text: &str) -> Range<usize> {
    let line = text.get(range.clone()).and_then(|text| text.lines().next()).map_or(0, str::len);
    range.start..range.start + line
}
