//! From content to files: the plan of every address, the views that templates see, the pages, and the folder on disk.

pub(crate) mod address;
mod assets;
mod diagram;
mod feeds;
mod offline;
mod output;
mod paths;
mod plan;
mod relations;
mod render;
mod shards;
mod theme;
mod view;
mod write;

pub use address::Address;
pub use output::OutputFile;
pub use plan::{Page, PageKind, SitePlan};
pub use render::Rendering;
pub use shards::shards;
pub use theme::Theme;
pub use write::{Overlap, Published, Staging, WriteError};
