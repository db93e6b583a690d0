//! What comes of asking for an address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What came of asking, by address.
pub(super) type HostAnswers<'a> = BTreeMap<&'a str, HostAnswer>;

/// What comes of asking for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum HostAnswer {
    /// Something is there.
    There,
    /// It is elsewhere now, for good.
    Moved(String),
    /// The host does not tell programs, with the status that it answers.
    Refused(u16),
    /// Nothing is there, and why.
    Missing(String),
    /// Nobody answers there, and why.
    Silent(String),
    /// It was not asked for: its host did not answer for others.
    Unasked,
}

impl HostAnswer {
    /// Whether it holds for a while. What is missing may be mended at any time.
    pub(super) fn lasts(&self) -> bool {
        matches!(self, Self::There | Self::Moved(_))
    }
}
