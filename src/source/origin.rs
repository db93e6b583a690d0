//! Where a file of a site comes from, and what is told of one that cannot be used.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::characters;
use super::file::{FileBody, SourceFile, as_body, is_of_article, read_body};
use super::list::{DiscoveredFile, FileFault, MAX_NAMES};
use super::stamp::Stamp;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};

/// Where a file comes from.
pub(super) enum Origin {
    Disk(Arc<Path>),
    BuiltIn(Cow<'static, [u8]>),
    Refused(FileFault),
}

impl Origin {
    pub(super) fn of(listed: DiscoveredFile) -> (String, Self) {
        (listed.path, listed.fault.map_or_else(|| Self::Disk(listed.location.into()), Self::Refused))
    }

    /// Reads a file, and tells what it was known by before.
    pub(super) fn read(self, id: FileId, path: String, diagnostics: &mut Diagnostics) -> (SourceFile, Option<Stamp>) {
        let built_in = matches!(self, Self::BuiltIn(_));
        let (body, location) = match self {
            Self::Disk(location) => (read_body(&path, &location), Some(location)),
            Self::BuiltIn(bytes) => (as_body(&path, bytes.into_owned()).map(|body| (body, None)), None),
            Self::Refused(fault) => (Err(fault), None),
        };
        let refused = body.is_err();
        let (body, stamp) = body.unwrap_or_else(|fault| {
            let (diagnostic, body) = fault.report(id, &path);
            diagnostics.push(diagnostic);
            (body, None)
        });
        let pictured = match &body {
            FileBody::Text(text) if !built_in => characters::examine(id, text, diagnostics),
            _ => None,
        };
        let has_pictures = pictured.is_some();
        characters::examine_name(id, &path, diagnostics);
        let whole = !refused && !has_pictures;
        let mut file = SourceFile::new(id, path, pictured.map_or(body, FileBody::Text));
        if let Some(location) = location
            && whole
            && is_of_article(&file.path)
        {
            file.body = FileBody::OnDisk(location);
        }
        (file.built_in, file.refused, file.has_pictures) = (built_in, refused, has_pictures);
        (file, stamp)
    }
}

pub(super) fn file_id(place: usize) -> FileId {
    FileId(u32::try_from(place).unwrap_or(u32::MAX))
}

impl FileFault {
    fn report(self, id: FileId, path: &str) -> (Diagnostic, FileBody) {
        let diagnostic = match &self {
            Self::Missing => Diagnostic::new(Code::MissingFile, id, format!("the site has no `{path}`"))
                .hint("`wenda help content` shows what belongs in it"),

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

            Self::Utf16 => {
                Diagnostic::new(Code::NotUtf8, id, format!("`{path}` is in UTF-16, and texts are read in UTF-8"))
                    .hint("save it as UTF-8: editors ask for the encoding where they save")
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
