//! Files of real sites: of the help center, of the small site of the tests, and of the reference of the content.

use std::path::Path;
use std::sync::LazyLock;

use crate::support::{Files, ROOT, files, reference};

/// The small site of the tests.
pub(crate) static SMALL: LazyLock<Files> = LazyLock::new(|| files(&Path::new(ROOT).join("tests/suite/site")));

/// The site that the reference of the content shows, which has every kind of file.
pub(crate) static REFERENCE: LazyLock<Files> = LazyLock::new(reference);

/// The help center.
pub(crate) static SHIPPED: LazyLock<Files> = LazyLock::new(|| in_package("content"));

/// The templates of the theme.
pub(crate) static TEMPLATES: LazyLock<Files> = LazyLock::new(|| in_package("templates"));

/// All texts of a kind, of all sites.
pub(crate) fn texts(extension: &str) -> Vec<&'static str> {
    let all = [&*REFERENCE, &*SMALL, &*SHIPPED].into_iter().flatten();
    all.filter(|(path, _)| path.ends_with(extension)).filter_map(|(_, bytes)| str::from_utf8(bytes).ok()).collect()
}

/// The files of a folder of the package, with its name.
fn in_package(folder: &str) -> Files {
    let files = files(&Path::new(ROOT).join(folder));
    files.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect()
}
