//! A decision after its tables were proved: what is asked of everything that comes after.

use super::diagram::{Diagrams, Function};

/// Tables as one function of the facts.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The functions.
    pub diagrams: Diagrams,
    /// The outcome, by the facts; [`Compiled::IMPOSSIBLE`] where they cannot be so, [`Compiled::NOTHING`] in a gap.
    pub outcome: Function,
    /// The same function wherever the facts can be so. It asks nothing only to find out that they cannot.
    pub asking: Function,
}

impl Compiled {
    /// The number of combinations that cannot be.
    pub const IMPOSSIBLE: u32 = u32::MAX;
    /// The number of combinations for which no row holds.
    pub const NOTHING: u32 = u32::MAX - 1;
    /// The functions have at most so many nodes together: every answer looks at them, and readers download them.
    pub const MAX_NODES: usize = 10_000;
    /// A decision has at most so many facts.
    pub const MAX_FACTS: usize = 256;
}
