//! The decisions of the help center: how large they are, and how long it takes to prove and to ask them.
//!
//! ```sh
//! cargo bench --bench decisions
//! ```
//!
//! Nodes are those that [`CompiledDecision::MAX_NODES`] limits. Times are the fastest of many runs; `prove` is from tables to a diagram,
//! `ask` the mean over all states that plain links lead to.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use wenda::content::Decision;
use wenda::decision::{Answers, CompiledDecision, compile};

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
            compiled.diagram().0.nodes(),
            decision.walk.states().len(),
            prove(compiled).as_secs_f64() * 1e6,
            ask(decision).as_secs_f64() * 1e9,
        );
    }
}

/// The fastest of many runs, without the time that it takes to prepare each, or to drop what it makes.
fn fastest<I, O>(prepare: impl Fn() -> I, work: impl Fn(I) -> O) -> Duration {
    let time = |_| {
        let input = black_box(prepare());
        let start = Instant::now();
        let output = black_box(work(input));
        let elapsed = start.elapsed();
        drop(output);
        elapsed
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

fn prove(compiled: &CompiledDecision) -> Duration {
    fastest(|| compiled.tables().clone(), compile)
}

fn ask(decision: &Decision) -> Duration {
    let states = decision.walk.states().iter();
    let states: Vec<Answers> = states.map(|state| Answers::along(decision.facts.len(), &state.path)).collect();
    let ask = |states: &Vec<Answers>| {
        states.iter().for_each(|answers| drop(black_box(decision.compiled.evaluate(black_box(answers)))));
    };
    let all = fastest(|| &states, ask);
    all / u32::try_from(states.len()).unwrap_or(u32::MAX)
}
