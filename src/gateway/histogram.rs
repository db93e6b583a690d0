//! How long something took, counted by how long.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the buckets, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// A histogram as Prometheus reads it.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    /// By bucket; the last has no bound.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
}

impl Histogram {
    pub(super) fn observe(&self, took: Duration) {
        let bucket = BOUNDS.partition_point(|bound| *bound < took.as_secs_f64());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Writes it under a name.
    pub(super) fn write(&self, name: &str, help: &str, text: &mut String) {
        let _infallible = writeln!(text, "# HELP {name} {help}\n# TYPE {name} histogram");
        let mut sum = 0;
        for (place, bucket) in self.buckets.iter().enumerate() {
            sum += bucket.load(Ordering::Relaxed);
            let bound = BOUNDS.get(place).map_or_else(|| "+Inf".to_owned(), f64::to_string);
            let _infallible = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {sum}");
        }
        let seconds = self.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        let _infallible = writeln!(text, "{name}_sum {seconds}\n{name}_count {sum}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative() {
        let histogram = Histogram::default();
        [1, 1, 30, 9_000].map(Duration::from_millis).into_iter().for_each(|took| histogram.observe(took));
        let mut text = String::new();
        histogram.write("took", "How long.", &mut text);
        for line in [
            "took_bucket{le=\"0.001\"} 2",
            "took_bucket{le=\"0.05\"} 3",
            "took_bucket{le=\"+Inf\"} 4",
            "took_sum 9.032",
            "took_count 4",
        ] {
            assert!(text.lines().any(|known| known == line), "{line} in {text}");
        }
    }
}
