//! The index in a browser: shards, fetched as queries need them.
//!
//! An index is many small pieces, each kind of which [`mod@piece`] writes and reads. They lie in packs, which are files, named by
//! what they hold: what did not change keeps its name. The [`IndexHeader`] tells which pieces there are, and where; a
//! [`TermBlock`](piece::TermBlock) holds all that is known of the terms between two others; beside these lie postings that are long,
//! positions, words by their first letter, lengths of documents, readings of characters, and the
//! [fragments](crate::search::query::Fragment) that are shown. [`Shards`] answers queries from those that are there, and tells which
//! it lacks; what fetches them calls it again when they have come.
//!
//! Whoever reads believes nothing: a piece that is not what it should be is as good as one that is not there.

pub mod piece;
pub mod wire;

mod lexicon;
mod loaded;
mod postings;
mod shards;

pub use piece::{IndexHeader, IndexPiece, Location, checksum};
pub use shards::{NotLoaded, Shards};
