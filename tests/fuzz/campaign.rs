//! Runs a target: many inputs, each made of a seed of its own.
//!
//! | variable | what it does |
//! |---|---|
//! | `WENDA_FUZZ_SECONDS` | every target runs for so long, with inputs of a new seed |
//! | `WENDA_FUZZ_CASES` | every target runs so many inputs |
//! | `WENDA_FUZZ_SEED` | the seed of all inputs, as a finding prints it |
//! | `WENDA_FUZZ_CASE` | only this input of each target, as a finding prints it |

use std::env;
use std::fmt::Debug;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestError, TestRng, TestRunner};

/// An input that takes so long hangs. Far more than any needs, on a busy machine too.
const HANG: Duration = Duration::from_secs(120);
/// A target that finds so much has found enough.
const MAX_FINDINGS: usize = 20;

/// How far a run goes.
struct Effort {
    seed: u64,
    first: u64,
    cases: u64,
    seconds: Option<u64>,
}

impl Effort {
    fn new(usual: u64) -> Self {
        let number = |name: &str| {
            let value = env::var(name).ok()?;
            Some(value.parse::<u64>().unwrap_or_else(|error| panic!("{name}={value}: {error}")))
        };
        let seconds = number("WENDA_FUZZ_SECONDS");
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        // The same inputs every time, unless the run is long: a change that fails is at fault itself.
        let seed = number("WENDA_FUZZ_SEED").unwrap_or_else(|| if seconds.is_some() { now() } else { 0 });
        let cases = number("WENDA_FUZZ_CASES").unwrap_or(if seconds.is_some() { u64::MAX } else { usual });
        match number("WENDA_FUZZ_CASE") {
            Some(first) => Self { seed, first, cases: 1, seconds: None },
            None => Self { seed, first: 0, cases, seconds },
        }
    }

    fn is_over(&self, done: u64, start: Instant) -> bool {
        done >= self.cases || self.seconds.is_some_and(|seconds| start.elapsed().as_secs() >= seconds)
    }
}

/// Runs a target on `usual` inputs, or as many as the environment asks for; a panic of what it tests is a finding, too.
pub(crate) fn campaign<S>(target: &str, usual: u64, inputs: &S, test: impl Fn(S::Value) -> TestCaseResult)
where
    S: Strategy,
    S::Value: Debug,
{
    let effort = Effort::new(usual);
    let config = Config { cases: 1, failure_persistence: None, max_shrink_iters: 256, ..Config::default() };
    let start = Instant::now();
    let watch = Watch::default();
    let mut findings: Vec<String> = Vec::new();
    let mut done = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| watch.over(target, effort.seed));
        while !effort.is_over(done, start) && findings.len() < MAX_FINDINGS {
            let case = effort.first + done;
            watch.begin(case);
            let mut runner = TestRunner::new_with_rng(config.clone(), source(effort.seed, target, case));
            let tree = inputs.new_tree(&mut runner).expect("inputs can always be made");
            if let Err(error) = runner.run_one(tree, &test) {
                let (reason, input) = match error {
                    TestError::Fail(reason, input) => (reason, format!("{input:#?}")),
                    TestError::Abort(reason) => (reason, String::new()),
                };
                let again = format!("WENDA_FUZZ_SEED={} WENDA_FUZZ_CASE={case}", effort.seed);
                let finding = format!("{again} cargo test --test fuzz {target}\n{reason}\n{input:.4000}");
                eprintln!("finding in {target}: {finding}");
                findings.push(finding);
            }
            done += 1;
        }
        watch.end();
    });
    let seconds = start.elapsed().as_secs();
    eprintln!("\nfuzz: {target}: {done} inputs, {} findings, {seconds} s, seed {}", findings.len(), effort.seed);
    assert!(findings.is_empty(), "{} findings in {target}; the first:\n{}", findings.len(), findings[0]);
}

/// Where all that is chosen for an input comes from.
fn source(seed: u64, target: &str, case: u64) -> TestRng {
    let named = blake3::hash(format!("{seed} {target} {case}").as_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, named.as_bytes())
}

/// Ends the process if an input hangs: nothing else can end it, and the input must be told.
#[derive(Default)]
struct Watch {
    case: AtomicU64,
    is_done: AtomicBool,
}

impl Watch {
    fn begin(&self, case: u64) {
        self.case.store(case, Ordering::Relaxed);
    }

    fn end(&self) {
        self.is_done.store(true, Ordering::Relaxed);
    }

    fn over(&self, target: &str, seed: u64) {
        let mut seen = (u64::MAX, Instant::now());
        while !self.is_done.load(Ordering::Relaxed) {
            let case = self.case.load(Ordering::Relaxed);
            if case != seen.0 {
                seen = (case, Instant::now());
            }
            if seen.1.elapsed() > HANG {
                eprintln!("finding in {target}: an input hangs: WENDA_FUZZ_SEED={seed} WENDA_FUZZ_CASE={case}");
                std::process::abort();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
