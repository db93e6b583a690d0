//! The only reader of a site's files: `content/`, `templates/`, `static/`, and the built-in theme below them.

pub(crate) mod characters;
mod list;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rust_embed::RustEmbed;

use self::list::{FileFault, MAX_NAMES, list};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};

/// A text file may hold this many bytes: 1 MiB.
pub const MAX_TEXT_BYTES: u64 = 1 << 20;
/// An image or another asset may hold this many bytes: 32 MiB.
pub const MAX_ASSET_BYTES: u64 = 32 << 20;

/// The files that every site has.
const REQUIRED: [&str; 1] = ["content/site.yaml"];

#[derive(RustEmbed)]
#[folder = "templates/"]
struct BuiltInTemplates;

#[derive(RustEmbed)]
#[folder = "static/"]
struct BuiltInStatic;

/// The site folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such folder, or it is no Wenda site.
    #[error("`{}` holds no `content` folder: name the site with --site, or start one with its `content/site.yaml`", .0.display())]
    NoSite(PathBuf),
    /// The machine failed.
    #[error("cannot read `{}`: {error}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}

/// What a source file holds.
#[derive(Clone, Debug)]
pub enum FileBody {
    /// Text; what was not UTF-8 is replaced by U+FFFD, a control character by its picture (and both are reported).
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

impl FileBody {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
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
}

impl SourceFile {
    /// The text, empty for a file that is none.
    pub fn text(&self) -> &str {
        match &self.body {
            FileBody::Text(text) => text,
            FileBody::Bytes(_) => "",
        }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        self.body.bytes()
    }

    /// Whether it is a file of the built-in theme, byte for byte, wherever it was read.
    pub fn is_of_theme(&self) -> bool {
        let known = self.below("static/").and_then(BuiltInStatic::get);
        self.built_in || known.is_some_and(|known| *known.data == *self.bytes())
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

    /// A text file that nobody has written.
    #[cfg(test)]
    pub(crate) fn in_memory(path: &str, text: &str) -> Self {
        let (path, body) = (path.to_owned(), FileBody::Text(text.to_owned()));
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        Self {
            id: FileId(0),
            path,
            built_in: false,
            refused: false,
            body,
            hash,
            has_pictures: false,
            lines: OnceLock::new(),
        }
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

/// All files of a site, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    /// The files of the built-in theme in whose place the site has its own; their ids follow those of `files`.
    replaced: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// Reads the site in `folder`.
    ///
    /// Files that cannot be used become diagnostics. Fails only if there is no site, or its folders cannot be listed.
    pub fn read(folder: &Path) -> Result<(Self, Diagnostics), SourceError> {
        if !folder.join("content").is_dir() {
            return Err(SourceError::NoSite(folder.to_owned()));
        }
        let found = list(folder)?;
        let has = |path: &str| found.binary_search_by(|listed| listed.path.as_str().cmp(path)).is_ok();
        let (replaced, built_in): (Vec<_>, Vec<_>) = built_in_files().partition(|(path, _)| has(path));
        // Where the whole folder was refused, all else follows from it.
        let missing: Vec<_> = REQUIRED.into_iter().filter(|path| !has(path) && !has("content")).collect();
        let read = found.into_par_iter().map(|listed| {
            let body = listed.fault.map_or_else(|| read_body(&listed.path, &listed.location), Err);
            (listed.path, false, body)
        });
        let mut all: Vec<(String, bool, Result<FileBody, FileFault>)> = read.collect();
        all.extend(built_in.into_iter().map(|(path, body)| (path, true, body)));
        all.extend(missing.into_iter().map(|path| (path.to_owned(), false, Err(FileFault::Missing))));
        all.sort_by(|a, b| a.0.cmp(&b.0));

        let mut sources = Self { files: Vec::with_capacity(all.len()), replaced: Vec::new() };
        let mut diagnostics = Diagnostics::default();
        for (index, (path, built_in, body)) in all.into_iter().enumerate() {
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            let refused = body.is_err();
            let body = body.unwrap_or_else(|fault| {
                let (diagnostic, body) = fault.report(id, &path);
                diagnostics.push(diagnostic);
                body
            });
            let pictured = match &body {
                FileBody::Text(text) if !built_in => characters::examine(id, text, &mut diagnostics),
                _ => None,
            };
            let has_pictures = pictured.is_some();
            let body = pictured.map_or(body, FileBody::Text);
            let hash = *blake3::hash(body.bytes()).as_bytes();
            characters::examine_name(id, &path, &mut diagnostics);
            sources.files.push(Arc::new(SourceFile {
                id,
                path,
                built_in,
                refused,
                body,
                hash,
                has_pictures,
                lines: OnceLock::new(),
            }));
        }
        sources.replaced = sources.replaced_files(replaced);
        Ok((sources, diagnostics))
    }

    fn replaced_files(&self, files: Vec<(String, Result<FileBody, FileFault>)>) -> Vec<Arc<SourceFile>> {
        let ids = (self.files.len()..).map(|id| FileId(u32::try_from(id).unwrap_or(u32::MAX)));
        // What comes with the program can be read.
        let readable = files.into_iter().filter_map(|(path, body)| Some((path, body.ok()?)));
        let files = readable.zip(ids).map(|((path, body), id)| {
            let hash = *blake3::hash(body.bytes()).as_bytes();
            let (lines, refused, has_pictures) = (OnceLock::new(), false, false);
            Arc::new(SourceFile { id, path, built_in: true, refused, body, hash, has_pictures, lines })
        });
        files.collect()
    }

    /// Names what the files below a folder hold: the same for the same names and bytes only.
    pub fn fingerprint(&self, folder: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for file in self.files.iter().filter(|file| file.path.starts_with(folder)) {
            hasher.update(&(file.path.len() as u64).to_le_bytes());
            hasher.update(file.path.as_bytes());
            hasher.update(&file.hash);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// A file by its id.
    ///
    /// # Panics
    /// If the id is from other sources.
    pub fn file(&self, id: FileId) -> &Arc<SourceFile> {
        let place = id.0 as usize;
        self.files.get(place).unwrap_or_else(|| &self.replaced[place - self.files.len()])
    }

    /// The file of the built-in theme in whose place the site has its own.
    pub fn replaced(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.replaced.iter().find(|file| file.path == path)
    }

    /// A file by its path, unless it was refused.
    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index]).filter(|file| !file.refused)
    }

    /// The files below a folder, which ends in `/`, in the order of their paths, without those that were refused.
    pub fn below<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s Arc<SourceFile>> {
        let start = self.files.partition_point(|file| file.path.as_str() < folder);
        self.files[start..].iter().take_while(move |file| file.path.starts_with(folder)).filter(|file| !file.refused)
    }
}

impl FileFault {
    fn report(self, id: FileId, path: &str) -> (Diagnostic, FileBody) {
        let diagnostic = match &self {
            Self::Missing => Diagnostic::new(Code::MissingFile, id, format!("the site has no `{path}`"))
                .hint("docs/content.md shows what belongs in it"),

            Self::Unreadable(reason) => {
                Diagnostic::new(Code::Unreadable, id, format!("`{path}` cannot be read: {reason}"))
                    .hint("check that the file exists and may be read")
            }

            Self::TooLarge { bytes, limit } => Diagnostic::new(
                Code::FileTooLarge,
                id,
                format!("`{path}` holds {bytes} bytes; at most {limit} are read"),
            )
            .hint("split it, or move it out of the site folder"),

            Self::NotUtf8 { valid_up_to, .. } => {
                let bad = Span::new(id, *valid_up_to..valid_up_to + '\u{FFFD}'.len_utf8());
                Diagnostic::new(Code::NotUtf8, bad, format!("`{path}` is not UTF-8 from byte {valid_up_to} on"))
                    .hint("save the file in the encoding UTF-8; old Chinese editors use GBK")
            }
            Self::NameNotUtf8 => Diagnostic::new(Code::FileName, id, format!("the name of `{path}` is not UTF-8"))
                .hint("rename it; archives from old Chinese systems hold names in GBK"),

            Self::TooManyNames => Diagnostic::new(
                Code::Unreadable,
                id,
                format!("symbolic links lead to the folder `{path}` more than {MAX_NAMES} times"),
            )
            .hint("keep the files in one folder, and link to that"),

            Self::IndexOutsideSite(target) => Diagnostic::new(
                Code::IndexOutsideSite,
                id,
                format!("the symbolic link `{path}` leads out of its folder, to `{}`", target.display()),
            )
            .hint("remove the link: the search index is kept in the site itself"),

            Self::OutsideSite(target) => Diagnostic::new(
                Code::OutsideSite,
                id,
                format!("the symbolic link `{path}` leads out of its folder, to `{}`", target.display()),
            )
            .hint("copy the file to where the link stands"),
        };
        let body =
            if let Self::NotUtf8 { text, .. } = self { FileBody::Text(text) } else { FileBody::Bytes(Vec::new()) };
        (diagnostic, body)
    }
}

fn is_text(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    path.starts_with("templates/")
        || (path.starts_with("content/") && matches!(extension, "md" | "txt" | "yaml" | "yml"))
}

fn read_body(path: &str, location: &Path) -> Result<FileBody, FileFault> {
    let limit = if is_text(path) { MAX_TEXT_BYTES } else { MAX_ASSET_BYTES };
    let unreadable = |error: io::Error| FileFault::Unreadable(error.to_string());
    let file = File::open(location).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    if bytes > limit {
        return Err(FileFault::TooLarge { bytes, limit });
    }
    // The file may grow while it is read: the limit holds all the same.
    let mut body = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
    file.take(limit).read_to_end(&mut body).map_err(unreadable)?;
    as_body(path, body)
}

fn as_body(path: &str, bytes: Vec<u8>) -> Result<FileBody, FileFault> {
    if !is_text(path) {
        return Ok(FileBody::Bytes(bytes));
    }
    match String::from_utf8(bytes) {
        // Most files are taken as they are, without a copy.
        Ok(text) if !text.starts_with('\u{FEFF}') && !text.contains('\r') => Ok(FileBody::Text(text)),
        Ok(text) => Ok(FileBody::Text(text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"))),
        Err(error) => Err(FileFault::NotUtf8 {
            valid_up_to: error.utf8_error().valid_up_to(),
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

/// The theme that comes with Wenda; a site's own files take the place of its files one by one.
fn built_in_files() -> impl Iterator<Item = (String, Result<FileBody, FileFault>)> {
    let templates = BuiltInTemplates::iter().map(|name| (format!("templates/{name}"), BuiltInTemplates::get(&name)));
    let assets = BuiltInStatic::iter().map(|name| (format!("static/{name}"), BuiltInStatic::get(&name)));
    templates.chain(assets).filter_map(|(path, file)| {
        let body = as_body(&path, file?.data.into_owned());
        Some((path, body))
    })
}
