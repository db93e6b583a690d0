//! What is counted, in Prometheus's text format.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use super::histogram::Histogram;
use super::nodes::Nodes;

/// What is counted since the gateway began.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    /// How long searches took, from request to answer.
    pub(super) searches: Histogram,
    /// Searches by what became of them, in the order of [`OUTCOMES`].
    outcomes: [AtomicU64; OUTCOMES.len()],
    /// Searches whose answer was known.
    pub(super) cached: AtomicU64,
    /// How often a search was begun anew, on another node.
    pub(super) retries: AtomicU64,
    /// How often the engine was asked.
    pub(super) rounds: AtomicU64,
}

/// What becomes of a search, by the status of its answer.
const OUTCOMES: [(&str, std::ops::Range<u16>); 4] =
    [("answered", 200..300), ("known", 300..400), ("refused", 400..500), ("failed", 500..600)];

impl Metrics {
    /// Counts a search whose answer has a status.
    pub(super) fn count(&self, status: u16) {
        if let Some(place) = OUTCOMES.iter().position(|(_, statuses)| statuses.contains(&status)) {
            self.outcomes[place].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All of it as text. `version` is the one that is answered from, with how many documents it has.
    pub(super) fn write(&self, nodes: &Nodes, version: Option<(&str, u32)>) -> String {
        let mut text = String::new();
        let name = "wenda_gateway_searches_total";
        let _infallible = writeln!(text, "# HELP {name} Searches by what became of them.\n# TYPE {name} counter");
        for ((outcome, _), count) in OUTCOMES.iter().zip(&self.outcomes) {
            let _infallible = writeln!(text, "{name}{{outcome=\"{outcome}\"}} {}", count.load(Ordering::Relaxed));
        }
        for (name, help, count) in [
            ("cached", "Searches whose answer was known.", &self.cached),
            ("retries", "Searches that were begun anew, on another node.", &self.retries),
            ("engine_rounds", "How often the engine was asked.", &self.rounds),
        ] {
            let name = format!("wenda_gateway_{name}_total");
            let count = count.load(Ordering::Relaxed);
            let _infallible = writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {count}");
        }
        self.searches.write("wenda_gateway_search_seconds", "How long searches took.", &mut text);
        let name = "wenda_gateway_node_up";
        let _infallible = writeln!(text, "# HELP {name} Whether a node of the engine answers.\n# TYPE {name} gauge");
        for (node, is_up) in nodes.states() {
            let _infallible = writeln!(text, "{name}{{node=\"{node}\"}} {}", u8::from(is_up));
        }
        if let Some((version, documents)) = version {
            let name = "wenda_gateway_documents";
            let _infallible = writeln!(
                text,
                "# HELP {name} Documents of the version that is answered from.\n# TYPE {name} gauge\n{name}{{version=\"{version}\"}} {documents}"
            );
        }
        text
    }
}
