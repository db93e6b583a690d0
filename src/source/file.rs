//! One file of a site, and how it is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::built_in::BuiltInStatic;
use super::list::FileFault;
use super::packed::PackedText;
use super::stamp::Stamp;
use crate::diagnostic::{FileId, Span};

/// A text file may hold this many bytes: 1 MiB.
pub const MAX_TEXT_BYTES: u64 = 1 << 20;
/// An image or another asset may hold this many bytes: 32 MiB.
pub const MAX_ASSET_BYTES: u64 = 32 << 20;

/// What a source file holds.
#[derive(Clone, Debug)]
pub enum FileBody {
    /// Text; what was not UTF-8 is replaced by U+FFFD, a control character by its picture (and both are reported).
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
    /// What is known by its hash, and is read from there where it is needed: the text of an article, which nobody
    /// [holds](SourceFile::open), and what did not have to be read to know that it is as it was.
    OnDisk(Arc<Path>),
}

impl FileBody {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::OnDisk(_) => &[],
        }
    }
}

/// One file of a site or of the built-in theme.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name among all sources.
    pub id: FileId,
    /// Its path from the site folder, with `/` on every system: `content/site.yaml`.
    pub path: String,
    /// Whether it comes with Wenda.
    pub built_in: bool,
    /// Whether it was refused; such a file is kept only to be shown in its diagnostic.
    pub(crate) refused: bool,
    /// What it holds.
    pub body: FileBody,
    /// The hash of what it holds (BLAKE3): the same for the same bytes only.
    pub(crate) hash: [u8; 32],
    /// Whether its text holds pictures in place of control characters.
    pub(crate) has_pictures: bool,
    /// Where its lines begin, once somebody has asked for a position.
    lines: OnceLock<Vec<usize>>,
    /// What a file holds that is on disk, once somebody has asked for it.
    held: OnceLock<FileBody>,
    /// What it shares with its copies.
    shared: Arc<SharedState>,
}

/// What becomes known of a file after it was read.
#[derive(Debug, Default)]
struct SharedState {
    /// The text of an article, packed, if it is kept.
    kept: OnceLock<PackedText>,
    /// Whether it held something else when it was read again.
    changed: AtomicBool,
}

impl SourceFile {
    pub(super) fn new(id: FileId, path: String, body: FileBody) -> Self {
        let hash = *blake3::hash(body.bytes()).as_bytes();
        Self::with_hash(id, path, body, hash)
    }

    /// A file whose hash is known.
    pub(super) fn with_hash(id: FileId, path: String, body: FileBody, hash: [u8; 32]) -> Self {
        Self {
            id,
            path,
            built_in: false,
            refused: false,
            body,
            hash,
            has_pictures: false,
            lines: OnceLock::new(),
            held: OnceLock::new(),
            shared: Arc::default(),
        }
    }

    /// The text, empty for a file that is none. What is on disk is read, and held from then on: see [`Self::open`].
    pub fn text(&self) -> &str {
        if let FileBody::Text(text) = self.held() { text } else { "" }
    }

    /// The bytes of the file, as far as [`Self::text`] has them. What is on disk is read, and held from then on.
    pub fn bytes(&self) -> &[u8] {
        self.held().bytes()
    }

    fn held(&self) -> &FileBody {
        match &self.body {
            FileBody::OnDisk(location) => self.held.get_or_init(|| self.read_again(location)),
            body => body,
        }
    }

    /// Reads what is on disk.
    pub(super) fn hold(&self) {
        self.held();
    }

    /// The file with its text, to be dropped after use: so the texts of all articles take no memory at once.
    pub fn open(self: &Arc<Self>) -> Arc<Self> {
        match &self.body {
            FileBody::OnDisk(location) if self.held.get().is_none() => {
                let body = self.read_again(location);
                Arc::new(Self::with_hash(self.id, self.path.clone(), body, self.hash))
            }
            _ => Arc::clone(self),
        }
    }

    /// The same file, which nobody has asked for anything: what it will hold goes when it is dropped.
    pub(super) fn unheld(&self) -> Self {
        let mut file = Self::with_hash(self.id, self.path.clone(), self.body.clone(), self.hash);
        (file.built_in, file.refused, file.has_pictures) = (self.built_in, self.refused, self.has_pictures);
        file.shared = Arc::clone(&self.shared);
        file
    }

    /// Keeps the text of an article that is on disk.
    pub(super) fn keep(&self) {
        if let FileBody::OnDisk(location) = &self.body
            && is_of_article(&self.path)
            && self.shared.kept.get().is_none()
            && let FileBody::Text(text) = self.read_again(location)
        {
            self.shared.kept.get_or_init(|| PackedText::of(&text));
        }
    }

    /// What a file holds that is on disk, as it is kept or as it is there. One that was changed in the meantime holds nothing, and
    /// is reported with all that is wrong.
    fn read_again(&self, location: &Path) -> FileBody {
        if let Some(text) = self.shared.kept.get() {
            return FileBody::Text(text.unpacked());
        }
        match read_body(&self.path, location) {
            Ok((body, _)) if *blake3::hash(body.bytes()).as_bytes() == self.hash => body,
            _ => {
                self.shared.changed.store(true, Ordering::Relaxed);
                FileBody::Text(String::new())
            }
        }
    }

    /// Whether it held something else when it was read again.
    pub(crate) fn was_changed(&self) -> bool {
        self.shared.changed.load(Ordering::Relaxed)
    }

    /// Whether it is a file of the built-in theme, byte for byte, wherever it was read.
    pub fn is_of_theme(&self) -> bool {
        let known = self.below("static/").and_then(BuiltInStatic::get);
        self.built_in || known.is_some_and(|known| *known.data == *self.bytes())
    }

    /// Whether it is the theme's, or the site's in its place.
    pub(crate) fn is_named_by_theme(&self) -> bool {
        self.built_in || self.below("static/").is_some_and(|name| BuiltInStatic::iter().any(|known| known == name))
    }

    /// Line and column (both from 1, columns in characters) of a byte offset; past the end: the last position.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let text = self.text();
        let byte = text.floor_char_boundary(byte);
        let lines = self.line_starts();
        let line = lines.partition_point(|start| *start <= byte);
        (line, text[lines[line - 1]..byte].chars().count() + 1)
    }

    /// The text of a line (from 1), without its end.
    pub fn line(&self, line: usize) -> &str {
        let lines = self.line_starts();
        let start = lines.get(line - 1).copied().unwrap_or(self.text().len());
        self.text()[start..].lines().next().unwrap_or_default()
    }

    /// Where each line begins: many places of a file may be asked for.
    fn line_starts(&self) -> &[usize] {
        let starts = || std::iter::once(0).chain(self.text().match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.lines.get_or_init(starts)
    }

    /// Whether nobody has asked for what it holds.
    #[cfg(test)]
    pub(super) fn is_unheld(&self) -> bool {
        self.held.get().is_none()
    }

    /// A text file that nobody has written.
    pub(crate) fn in_memory(path: &str, text: &str) -> Self {
        Self::new(FileId(0), path.to_owned(), FileBody::Text(text.to_owned()))
    }

    /// A span of the file.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// The path below a folder, which ends in `/`, if the file stands there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.path.strip_prefix(folder)
    }
}

/// What the names of the files end in that hold the texts of articles.
pub const ARTICLE_FORMATS: [&str; 1] = ["md"];

fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_known = ARTICLE_FORMATS.contains(&ending) || matches!(ending, "txt" | "yaml" | "yml" | "lock");
    path.starts_with("templates/") || (path.starts_with("content/") && is_known)
}

/// Whether a file holds the text of an article. There may be more of these than memory has room for.
pub(super) fn is_of_article(path: &str) -> bool {
    let name = path.strip_prefix("content/faq/").or_else(|| path.strip_prefix("content/pages/"));
    name.and_then(|name| name.rsplit_once('.')).is_some_and(|(_, ending)| ARTICLE_FORMATS.contains(&ending))
}

/// Reads a file, and tells what it was known by before the first byte was read.
pub(super) fn read_body(path: &str, location: &Path) -> Result<(FileBody, Option<Stamp>), FileFault> {
    // Nobody writes a lock by hand, and it grows with the site.
    let is_short = is_text(path) && !path.ends_with(".lock");
    let limit = if is_short { MAX_TEXT_BYTES } else { MAX_ASSET_BYTES };
    let unreadable = |error: io::Error| FileFault::Unreadable(error.to_string());
    let file = File::open(location).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    let bytes = metadata.len();
    if bytes > limit {
        return Err(FileFault::TooLarge { bytes, limit });
    }
    // The file may grow while it is read: the limit holds all the same.
    let mut body = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
    file.take(limit).read_to_end(&mut body).map_err(unreadable)?;
    Ok((as_body(path, body)?, Stamp::of(&metadata)))
}

pub(super) fn as_body(path: &str, bytes: Vec<u8>) -> Result<FileBody, FileFault> {
    if !is_text(path) {
        return Ok(FileBody::Bytes(bytes));
    }
    if is_utf16(&bytes) {
        return Err(FileFault::Utf16);
    }
    match String::from_utf8(bytes) {
        // Most files are taken as they are, without a copy.
        Ok(text) if !text.starts_with('\u{FEFF}') && !text.contains('\r') => Ok(FileBody::Text(text)),
        // Both ends of a line that are not `\n`: of Windows, and of old Macintoshes.
        Ok(text) => {
            let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
            Ok(FileBody::Text(text))
        }
        Err(error) => Err(FileFault::NotUtf8 {
            valid_up_to: error.utf8_error().valid_up_to(),
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

/// Whether a text is in UTF-16: by the mark of byte order that it begins with, or by the zeros beside Latin letters.
fn is_utf16(bytes: &[u8]) -> bool {
    let near = &bytes[..bytes.len().min(1 << 10)];
    let zeros = |first: usize| near.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let is_between = |zeros: usize, others: usize| zeros > 2 + near.len() / 8 && zeros > 8 * others;
    let has_mark = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    has_mark || is_between(zeros(0), zeros(1)) || is_between(zeros(1), zeros(0))
}
