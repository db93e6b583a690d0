//! Which site a command is about.

use std::env;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

/// Reads the folder of a site. The current folder means itself, or the nearest above that is a site.
pub(super) fn parser() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().map(|site| above(&site).unwrap_or(site))
}

/// The nearest folder above that is a site, if the current folder is meant, and is none itself.
pub(super) fn above(site: &Path) -> Option<PathBuf> {
    if site != Path::new(".") || site.join("content").exists() {
        return None;
    }
    let is_site = |folder: &Path| folder.join("content/site.yaml").is_file();
    let above = env::current_dir().ok()?.ancestors().skip(1).position(is_site)?;
    Some(PathBuf::from("..").join("../".repeat(above)))
}

/// A file of a site, from the current folder.
pub(super) fn within(site: &Path, path: &str) -> PathBuf {
    if site == Path::new(".") { path.into() } else { site.join(path) }
}
