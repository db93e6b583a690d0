//! Which site a command is about.

use std::env;
use std::path::{Path, PathBuf};

/// The site that is meant by the current folder: itself, or the nearest above that is one.
pub(super) fn found(mut site: PathBuf) -> PathBuf {
    let is_meant = |folder: &Path| folder.join("content/site.yaml").is_file();
    let here = env::current_dir().unwrap_or_default();
    if site != Path::new(".") || Path::new("content").exists() {
        return site;
    }
    if let Some(above) = here.ancestors().skip(1).position(is_meant) {
        site = PathBuf::from("..").join("../".repeat(above));
    }
    site
}
