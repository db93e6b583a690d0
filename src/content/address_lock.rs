//! `content/addresses.lock`: the addresses that readers may have kept, none of which is to be lost. A line is an address, in a
//! defined order.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::source::SourceFile;

/// The file that remembers them.
pub(super) const ADDRESSES: &str = "content/addresses.lock";

const HEAD: &str = "\
# The addresses of the site, which readers may have kept: one that is gone and not redirected is an error.
# Written by `wenda accept --addresses`. Commit it; to merge two versions, keep the lines of both.
";

/// The addresses that a site keeps.
#[derive(Clone, Debug, Default)]
pub struct AddressLock {
    /// Where they stand; `None` if the site keeps none.
    pub file: Option<FileId>,
    /// In the order of the file, each with where it stands: `en/faq/price/`.
    pub addresses: Vec<(String, Span)>,
}

impl AddressLock {
    /// Where it stands, from the folder of the site.
    pub const PATH: &'static str = ADDRESSES;

    /// The file that keeps some addresses.
    pub fn text<'a>(addresses: impl IntoIterator<Item = &'a str>) -> String {
        let mut addresses: Vec<&str> = addresses.into_iter().filter(|address| !address.is_empty()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let lines = addresses.into_iter().flat_map(|address| [address, "\n"]);
        std::iter::once(HEAD).chain(lines).collect()
    }
}

/// Reads the file.
pub(super) fn load(file: &SourceFile, diagnostics: &mut Diagnostics) -> AddressLock {
    let mut lock = AddressLock { file: Some(file.id), addresses: Vec::new() };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let (at, text) = (start, line.trim_end());
        start += line.len();
        let span = file.span(at..at + text.len());
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| text.starts_with(mark)) {
            diagnostics.push(
                Diagnostic::new(Code::BadLock, span, "two versions were merged here, and nobody has put them together")
                    .hint("keep the lines of both, and remove the marks between them"),
            );
        } else if !text.is_empty() && !text.starts_with('#') {
            lock.addresses.push((text.to_owned(), span));
        }
    }
    lock
}
