//! The index in a browser: shards, fetched as queries need them.
//!
//! An index is many small files, each kind of which [`mod@file`] writes and reads. The [`IndexHeader`] tells which there are; a
//! [`TermBlock`](file::TermBlock) holds all that is known of the terms between two others; beside these lie postings that are long,
//! positions, words by their first letter, lengths of documents, readings of characters, and the
//! [fragments](crate::search::query::Fragment) that are shown. [`Shards`] answers queries from those that are there, and tells which
//! it lacks; what fetches files calls it again when they have come.
//!
//! Whoever reads believes nothing: a file that is not what it should be is as good as one that is not there.

pub mod file;
pub mod wire;

mod lexicon;
mod loaded;
mod postings;
mod shards;

pub use file::{File, IndexHeader, checksum};
pub use shards::{NotLoaded, Shards};
