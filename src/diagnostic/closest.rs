//! "Did you mean": the name that is nearest to one that is not known.

/// The name in `known` that a reader would take `wanted` for, if one is close enough.
///
/// Similarity is Damerau-Levenshtein, normalized to 0..=1; a name counts as close from 0.6 on, or if one is half of the other or more,
/// and a part of it.
pub fn closest<'a>(wanted: &str, known: &[&'a str]) -> Option<&'a str> {
    const CLOSE_ENOUGH: f64 = 0.6;
    /// So many names are compared in full; of more, those that have the longest beginning and end in common.
    const MAX_COMPARED: usize = 64;
    let wanted_letters = Letters::of(wanted);
    let near = known.iter().filter(|name| wanted_letters.may_be_close(Letters::of(name), 1.0 - CLOSE_ENOUGH));
    let mut near: Vec<(usize, &str)> = near.map(|name| (between(wanted, name), *name)).collect();
    if near.len() > MAX_COMPARED {
        near.select_nth_unstable(MAX_COMPARED);
        near.truncate(MAX_COMPARED);
    }
    near.iter()
        .map(|(_, name)| {
            let (shorter, longer) = if wanted.len() < name.len() { (wanted, *name) } else { (*name, wanted) };
            let contained = shorter.len() >= 3 && 2 * shorter.len() >= longer.len() && longer.contains(shorter);
            let similarity = strsim::normalized_damerau_levenshtein(wanted, name);
            (if contained { similarity.max(CLOSE_ENOUGH) } else { similarity }, *name)
        })
        .filter(|(similarity, _)| *similarity >= CLOSE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Names that are looked through again and again: of many, those alone are compared that begin or end most like the one that
/// is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates {
    /// In the order in which they are told.
    names: Vec<Box<str>>,
    /// Their places, in the order of what they begin with; nothing where they are few.
    by_beginning: Vec<usize>,
    /// Their places, in the order of what they end with.
    by_end: Vec<usize>,
}

impl Candidates {
    /// Of so many names each is compared.
    const FEW: usize = 256;
    /// Of more, so many that stand before the one that is wanted in either order, and as many after it.
    const NEIGHBOURS: usize = 32;

    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<Box<str>> = names.into_iter().map(Into::into).collect();
        if names.len() <= Self::FEW {
            return Self { names, ..Self::default() };
        }
        let mut by_beginning: Vec<usize> = (0..names.len()).collect();
        let mut by_end = by_beginning.clone();
        by_beginning.sort_by(|a, b| names[*a].cmp(&names[*b]));
        by_end.sort_by(|a, b| names[*a].bytes().rev().cmp(names[*b].bytes().rev()));
        Self { names, by_beginning, by_end }
    }

    /// The names that are worth being compared with one.
    pub(crate) fn near(&self, wanted: &str) -> Vec<&str> {
        if self.names.len() <= Self::FEW {
            return self.names.iter().map(|name| &**name).collect();
        }
        let before = self.by_beginning.partition_point(|place| &*self.names[*place] < wanted);
        let ends_before = |place: &usize| self.names[*place].bytes().rev().lt(wanted.bytes().rev());
        let around = [(&self.by_beginning, before), (&self.by_end, self.by_end.partition_point(ends_before))];
        let places = around.into_iter().flat_map(|(order, at)| {
            &order[at.saturating_sub(Self::NEIGHBOURS)..order.len().min(at + Self::NEIGHBOURS)]
        });
        places.map(|place| &*self.names[*place]).collect()
    }
}

/// How many characters a name has, and which: what tells most names apart at a glance. A bit stands for the characters whose
/// numbers are equal in their last six bits.
#[derive(Clone, Copy)]
struct Letters {
    count: u32,
    set: u64,
}

impl Letters {
    fn of(name: &str) -> Self {
        name.chars().fold(Self { count: 0, set: 0 }, |letters, character| Self {
            count: letters.count + 1,
            set: letters.set | 1 << (u32::from(character) & 63),
        })
    }

    /// Whether one may be a part of the other, or become it by changing at most this share of the longer one.
    fn may_be_close(self, other: Self, share: f64) -> bool {
        let (only_here, only_there) = (self.set & !other.set, other.set & !self.set);
        if only_here == 0 || only_there == 0 {
            return true;
        }
        let changes = only_here.count_ones().max(only_there.count_ones()).max(self.count.abs_diff(other.count));
        f64::from(changes) <= share * f64::from(self.count.max(other.count)) + f64::EPSILON
    }
}

/// How many bytes of the longer name stand between what both begin with and what both end with.
fn between(a: &str, b: &str) -> usize {
    let beginning = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let (rest_of_a, rest_of_b) = (&a.as_bytes()[beginning..], &b.as_bytes()[beginning..]);
    let end = rest_of_a.iter().rev().zip(rest_of_b.iter().rev()).take_while(|(a, b)| a == b).count();
    rest_of_a.len().max(rest_of_b.len()) - end
}

#[cfg(test)]
mod tests {
    use super::{Candidates, closest};

    #[test]
    fn the_closest_name_is_suggested() {
        let known = ["hong-kong-server", "ip-only-site", "cdn"];
        assert_eq!(closest("hongkong-server", &known), Some("hong-kong-server"));
        assert_eq!(closest("ip-only", &known), Some("ip-only-site"));
        assert_eq!(closest("forum", &known), None);
        assert_eq!(closest("site", &known), None, "a small part of a name is another name");
        assert_eq!(closest("", &known), None);
        let many: Vec<String> = (0..5_000).map(|number| format!("fact-{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(closest("facts-4217", &many), Some("fact-4217"));
    }

    #[test]
    fn of_many_names_those_are_compared_that_begin_or_end_alike() {
        let many: Vec<String> = (0..5_000).map(|number| format!("fact-{number}-of-{}", number % 7)).collect();
        let many = Candidates::of(many.iter().map(String::as_str));
        for (wanted, meant) in [
            ("fact-4217-of-3", "fact-4217-of-3"),
            ("facts-4217-of-3", "fact-4217-of-3"),
            ("fact-4217-off-3", "fact-4217-of-3"),
            ("fact-4217", "fact-4217-of-3"),
            ("4217-of-3", "fact-4217-of-3"),
        ] {
            let near = many.near(wanted);
            assert_eq!(closest(wanted, &near), Some(meant), "{wanted}");
            assert!(near.len() <= 4 * Candidates::NEIGHBOURS);
        }
        assert_eq!(closest("forum", &many.near("forum")), None);
    }
}
