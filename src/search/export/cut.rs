//! Cuts sorted items into groups where the items say so, not where they happen to stand: what changes in one group moves the ends
//! of few others.
//!
//! A group ends within a window, at the item that wants it most. What two versions of a list have in common is mostly cut at the
//! same items, whatever came before: after a change the windows soon hold the same best item again.

/// Cuts items into groups of at most `target` by `size`, and at least half of that, but for the last. A group begins at the item
/// with the least `priority` of those that it may begin at.
pub(super) fn cut<T, P: Ord>(
    items: Vec<T>,
    target: usize,
    size: impl Fn(&T) -> usize,
    priority: impl Fn(&T, &T) -> P,
) -> Vec<Vec<T>> {
    let mut starts = Vec::new();
    let mut next = 0;
    while next < items.len() {
        starts.push(next);
        next += length(&items[next..], target, &size, &priority);
    }
    // From the last group on, so that no item is moved twice.
    let mut items = items;
    let mut groups: Vec<Vec<T>> = starts.into_iter().rev().map(|start| items.split_off(start)).collect();
    groups.reverse();
    groups
}

/// How many items the first group has.
fn length<T, P: Ord>(
    items: &[T],
    target: usize,
    size: &impl Fn(&T) -> usize,
    priority: &impl Fn(&T, &T) -> P,
) -> usize {
    let mut bytes = 0;
    let mut least = 1;
    for (place, item) in items.iter().enumerate() {
        bytes += size(item);
        if 2 * bytes <= target {
            least = place + 1;
        }
        if bytes > target {
            let places = least..=place.max(1).min(items.len() - 1);
            return places.min_by_key(|place| priority(&items[place - 1], &items[*place])).unwrap_or(items.len());
        }
    }
    items.len()
}

/// The next larger of numbers a fifth apart, so that what a size is computed of may change a little and it stays.
pub(super) fn quantized(size: f64) -> usize {
    ((size.max(1.0).log2() * 4.0).ceil() / 4.0).exp2().ceil() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::shard::wire::fnv1a;

    fn groups(items: &[u32], target: usize) -> Vec<Vec<u32>> {
        cut(items.to_vec(), target, |item| (item % 7) as usize + 1, |_, item| fnv1a(None, &item.to_be_bytes()))
    }

    proptest! {
        #[test]
        fn groups_hold_all_items_in_their_order(items: Vec<u32>, target in 1..100_usize) {
            let groups = groups(&items, target);
            prop_assert!(groups.iter().all(|group| !group.is_empty()));
            for group in &groups {
                let bytes: u32 = group.iter().map(|item| item % 7 + 1).sum();
                prop_assert!(bytes as usize <= target || group.len() == 1, "{bytes} in {target}");
            }
            prop_assert_eq!(groups.concat(), items);
        }
    }

    #[test]
    fn a_change_moves_few_ends() {
        let items: Vec<u32> = (0..20_000).map(|item| item * 31).collect();
        let before = groups(&items, 100);
        for place in [0, 7_000, 19_000] {
            let mut changed = items.clone();
            changed.insert(place, 3);
            let after = groups(&changed, 100);
            let known: std::collections::HashSet<&Vec<u32>> = before.iter().collect();
            let new = after.iter().filter(|group| !known.contains(group)).count();
            assert!(before.len() > 1_000 && new <= 12, "{new} of {} groups are new", after.len());
        }
    }

    #[test]
    fn sizes_are_a_fifth_apart() {
        let sizes: std::collections::BTreeSet<usize> = (1_000..16_000).map(|size| quantized(f64::from(size))).collect();
        assert_eq!(sizes.len(), 17, "{sizes:?}");
        assert!((1_000..16_000).all(|size| quantized(f64::from(size)) >= size as usize));
    }
}
