//! Which site a command is about.

use std::env;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

/// Reads the folder of a site. The current folder means itself, or the nearest above that is a site.
pub(super) fn parser() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().map(found)
}

fn found(mut site: PathBuf) -> PathBuf {
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
