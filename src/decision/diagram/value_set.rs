//! Sets of values.

/// A set of values of one variable, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ValueSet(u64);

impl ValueSet {
    /// A variable has at most so many values.
    pub const MAX: usize = 64;

    /// No value.
    pub const EMPTY: Self = Self(0);

    /// All of so many values.
    pub fn all(values: usize) -> Self {
        Self(if values >= Self::MAX { u64::MAX } else { (1 << values) - 1 })
    }

    /// One value, less than [`ValueSet::MAX`].
    pub fn one(value: usize) -> Self {
        Self::EMPTY.with(value)
    }

    /// Whether it holds a value; none from [`ValueSet::MAX`] on.
    pub fn contains(self, value: usize) -> bool {
        value < Self::MAX && self.0 >> value & 1 == 1
    }

    /// The set with another value in it, less than [`ValueSet::MAX`].
    #[must_use]
    pub fn with(self, value: usize) -> Self {
        debug_assert!(value < Self::MAX, "{value} is the value of no variable");
        Self(self.0 | 1 << value)
    }

    /// Whether all of its values are in another set.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether any of its values is in another set.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// How many values it holds.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it holds no value.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its values, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::MAX).filter(move |value| self.contains(*value))
    }

    /// Its runs of consecutive values, in order: the first and the last value of each.
    pub fn runs(self) -> impl Iterator<Item = (usize, usize)> {
        let firsts = self.iter().filter(move |value| *value == 0 || !self.contains(value - 1));
        firsts.map(move |first| (first, first + (self.0 >> first).trailing_ones() as usize - 1))
    }
}

impl FromIterator<usize> for ValueSet {
    fn from_iter<I: IntoIterator<Item = usize>>(values: I) -> Self {
        values.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_as_long_as_values_follow_each_other() {
        let runs = |values: &[usize]| values.iter().copied().collect::<ValueSet>().runs().collect::<Vec<_>>();
        assert_eq!(runs(&[]), []);
        assert_eq!(runs(&[0, 1, 3, 62, 63]), [(0, 1), (3, 3), (62, 63)]);
        assert_eq!(ValueSet::all(ValueSet::MAX).runs().collect::<Vec<_>>(), [(0, 63)]);
    }
}
