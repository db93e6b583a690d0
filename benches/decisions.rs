//! The decisions of the help center: how large they are, and how long it takes to prove and to ask them.
//!
//! ```sh
//! cargo bench --bench decisions
//! ```
//!
//! Times are the fastest of many runs; `ask` is the mean over all states that plain links lead to.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use wenda::content::Decision;
use wenda::decision::{Answers, compile};

const RUNS: usize = 50;

fn main() {
    let session = wenda::pipeline::Session::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let advisor =
        session.load().expect("the help center can be read").advisor().expect("the help center has no errors");
    println!(
        "{:<16} {:>13} {:>9} {:>6} {:>7} {:>9} {:>7}",
        "decision", "combinations", "outcomes", "nodes", "states", "prove µs", "ask ns"
    );
    for decision in advisor.decisions() {
        let compiled = &decision.compiled;
        println!(
            "{:<16} {:>13} {:>9} {:>6} {:>7} {:>9.0} {:>7.0}",
            decision.id.as_str(),
            compiled.combinations(),
            decision.outcomes.len(),
            compiled.export().nodes.len(),
            decision.walk.states().len(),
            fastest(|| drop(black_box(compile(compiled.tables().clone())))).as_secs_f64() * 1e6,
            ask(decision).as_secs_f64() * 1e9,
        );
    }
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

fn ask(decision: &Decision) -> Duration {
    let states = decision.walk.states().iter();
    let states: Vec<Answers> = states.map(|state| Answers::along(decision.facts.len(), &state.path)).collect();
    let all = fastest(|| states.iter().for_each(|answers| drop(black_box(decision.compiled.state(answers)))));
    all / u32::try_from(states.len()).unwrap_or(u32::MAX)
}
