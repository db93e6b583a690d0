//! Wenda from outside: the program, what it prints, and the sites that it writes.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod age;
mod any_query;
mod article_files;
mod asking;
mod command_line;
mod decision_cards;
mod decision_files;
mod decision_limits;
mod decisions;
mod diagnostics;
mod documentation;
mod edits;
mod explaining;
mod fetching;
mod hostile_input;
mod incremental;
mod index_files;
mod indexing;
mod kept_files;
mod killed_builds;
mod languages;
mod limits;
mod oldest_browsers;
mod out_of_scope;
mod output;
mod outside;
mod pages;
mod progress;
mod queries;
mod rebuilding;
mod reloading;
mod searching;
mod serving;
mod shards;
mod shipped_content;
mod shipped_decisions;
mod smallest;
mod support;
mod terminal;
mod yaml;
