//! From content to files: the plan of every address, the pages, what templates see of them, and the folder on disk.

pub(crate) mod address;
mod assets;
mod diagram;
mod known;
mod layout;
mod lines;
mod look;
mod lost;
mod machine;
mod machine_file;
mod offline;
mod on_demand;
mod output;
mod page;
mod paths;
mod phrases;
mod plan;
mod policy;
mod relations;
mod render;
mod shards;
mod structured_data;
mod template_fault;
mod templates;
mod theme;
mod write;

pub use address::Address;
pub use known::KnownSite;
pub use lost::{LostPage, NewPages, has_id, lost_pages};
pub use on_demand::SiteFiles;
pub use output::OutputFile;
pub(crate) use paths::is_reserved;
pub use plan::SitePlan;
pub use render::Rendering;
pub use shards::{SearchFile, shards};
pub use templates::unused_templates;
pub use theme::Theme;
pub(crate) use write::open_folder;
pub use write::{
    BuildKey, BuildRecord, Changes, ChangesFile, FolderOverlap, Published, Staging, WriteError, WrittenFiles,
};
