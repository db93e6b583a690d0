//! Where the files of a site stand in the repository that holds it.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::source::SourceFile;

/// Where the files of a site stand for whoever reads a report of it beside other projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The root of the repository, as an absolute path.
    root: PathBuf,
    /// The folder of the site below it; empty if they are the same.
    site: PathBuf,
}

impl Base {
    /// A base of absolute paths; a site that stands outside of the root is its own.
    pub fn new(root: &Path, site: &Path) -> Self {
        match site.strip_prefix(root) {
            Ok(below) => Self { root: root.to_owned(), site: below.to_owned() },
            Err(_) => Self { root: site.to_owned(), site: PathBuf::new() },
        }
    }

    /// The root as a `file:` address, which ends in `/`.
    pub(super) fn address(&self) -> String {
        let parts = encoded(&self.root);
        format!("file:///{}{}", parts.join("/"), if parts.is_empty() { "" } else { "/" })
    }

    /// The address of a file of the site, relative to the root.
    pub(super) fn relative(&self, file: &SourceFile) -> String {
        encoded(&self.site.join(&file.path)).join("/")
    }

    /// The path of a file of the site from the root, with `/` on every system.
    pub(super) fn path(&self, file: &SourceFile) -> String {
        let path = self.site.join(&file.path);
        let names: Vec<_> = names(&path).map(|name| name.to_string_lossy()).collect();
        names.join("/")
    }
}

/// The parts of a path as they stand in an address.
fn encoded(path: &Path) -> Vec<String> {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    names(path).map(|name| percent_encode(name.as_encoded_bytes(), KEPT).to_string()).collect()
}

/// The names that a path is made of.
fn names(path: &Path) -> impl Iterator<Item = &OsStr> {
    path.components().filter_map(|part| match part {
        Component::Prefix(prefix) => Some(prefix.as_os_str()),
        Component::Normal(name) => Some(name),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root_of_the_repository() {
        let address = |root: &str, site: &str, path: &str| {
            let base = Base::new(Path::new(root), Path::new(site));
            let file = SourceFile::in_memory(path, "");
            let decoded =
                percent_encoding::percent_decode_str(&base.relative(&file)).decode_utf8().unwrap().into_owned();
            assert_eq!(base.path(&file), decoded);
            (base.address(), base.relative(&file))
        };
        let told = |root: &str, relative: &str| (root.to_owned(), relative.to_owned());
        assert_eq!(address("/a b", "/a b/docs", "content/x.md"), told("file:///a%20b/", "docs/content/x.md"));
        assert_eq!(address("/a", "/a", "content/100%:备.md"), told("file:///a/", "content/100%25%3A%E5%A4%87.md"));
        assert_eq!(address("/a", "/b", "content/x.md"), told("file:///b/", "content/x.md"));
        assert_eq!(address("/", "/b", "content/x.md"), told("file:///", "b/content/x.md"));
    }
}
