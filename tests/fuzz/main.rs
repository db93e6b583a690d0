//! Inputs that nobody means well with, by the thousand.
//!
//! Each file is a target: what is done with an input, and what must hold whatever the input is. Inputs are files of real
//! sites, changed by [`mutation`]s, or are generated; [`campaign`] runs them, prints how a finding can be run again, and
//! knows the environment variables that make a run long. A finding becomes a test of its own in `tests/suite/`.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "inputs are counted, and findings told, where nobody collects them")]

mod campaign;
mod decisions;
#[path = "../suite/fetching.rs"]
mod fetching;
mod hostile;
mod html;
mod http;
mod import;
mod index;
mod markdown;
mod memory;
mod mutation;
mod queries;
mod seeds;
mod shards;
mod site;
#[path = "../suite/support.rs"]
#[expect(dead_code, reason = "the tests of the suite use more of it")]
mod support;
