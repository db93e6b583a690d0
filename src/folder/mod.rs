//! Folders that were opened without following a link, and what stands in them: no name leads out of such a folder.

pub(crate) mod cache;
mod entry;
pub(crate) mod sealed;

pub(crate) use entry::{
    absent, create, explained, identity, look, open, open_new, read, remove, replace, unnamed, write,
};
