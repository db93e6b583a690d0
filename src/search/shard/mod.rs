//! The index in a browser: shards, fetched as queries need them.
//!
//! An index is many small files. Their [`Head`] tells which there are; a [`Block`] holds all that is known of the terms between
//! two others; beside these lie postings that are long, positions, words by their first letter, lengths of documents, readings
//! of characters, and the [fragments](crate::search::query::Fragment) that are shown. [`Shards`] answers queries from those that are
//! there, and tells which it lacks; what fetches files calls it again when they have come.
//!
//! The formats are written by the export of the index and believed by nobody: a file that is not what it should be is as good
//! as one that is not there.

mod block;
mod head;
mod shard;
mod shards;

pub use block::{Block, Entry, Held, Spread, sound_key, write_postings};
pub use head::{File, Head, LENGTHS, TOGETHER, exact_key, seal, write_keys};
pub use shards::{READINGS, Shards};
