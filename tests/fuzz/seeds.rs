//! Files of real sites: of the help center, of the small site of the tests, and of the reference of the content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The folder of the package.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The files of a site by their paths: what they hold.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// An image of one pixel.
const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// The small site of the tests.
pub(crate) static SMALL: LazyLock<Files> = LazyLock::new(|| below(&Path::new(ROOT).join("tests/suite/site")));

/// The site that the reference of the content shows, which has every kind of file.
pub(crate) static REFERENCE: LazyLock<Files> = LazyLock::new(|| {
    let reference = fs::read_to_string(Path::new(ROOT).join("docs/content.md")).unwrap();
    let mut files = Files::from([("content/faq/billing/pay.gif".to_owned(), PIXEL.to_vec())]);
    let mut lines = reference.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        let Some((_, path)) = line[fence..].split_once(' ').filter(|_| fence >= 3) else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "`".repeat(fence)).collect();
        files.insert(path.to_owned(), (body.join("\n") + "\n").into_bytes());
    }
    files
});

/// The help center.
pub(crate) static SHIPPED: LazyLock<Files> = LazyLock::new(|| {
    let content = below(&Path::new(ROOT).join("content"));
    content.into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes)).collect()
});

/// The templates of the theme.
pub(crate) static TEMPLATES: LazyLock<Files> = LazyLock::new(|| {
    let templates = below(&Path::new(ROOT).join("templates"));
    templates.into_iter().map(|(path, bytes)| (format!("templates/{path}"), bytes)).collect()
});

/// All texts of a kind, of all sites.
pub(crate) fn texts(extension: &str) -> Vec<&'static str> {
    let all = [&*REFERENCE, &*SMALL, &*SHIPPED].into_iter().flatten();
    all.filter(|(path, _)| path.ends_with(extension)).filter_map(|(_, bytes)| str::from_utf8(bytes).ok()).collect()
}

/// Writes files into a folder.
pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn below(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}
