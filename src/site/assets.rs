//! The theme's own files as readers fetch them: nothing in them that only their authors need, and the engine compressed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::address::Address;
use super::output::OutputFile;
use super::page::LONG_TABLE;
use crate::content::Content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::search::compress;
use crate::source::SourceFile;

/// The engine of search, and what is fetched of it: compressed here, because many hosts compress no engines.
const ENGINE: (&str, &str) = ("static/engine.wasm", "engine.bin");

/// Asks the engine of a site that has one beyond the index in files.
const GATEWAY: &str = "static/search-gateway.js";

/// The look of what readers are asked below an answer, and what sends what they say.
const FEEDBACK: (&str, &str) = ("static/feedback.css", "static/feedback.js");

/// What long tables are filtered and sorted with.
const TABLE: [&str; 2] = ["static/table.css", "static/table.js"];

/// The engine of the theme, compressed as small as it goes by `build.rs`.
const COMPRESSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.bin"));

/// Of what the theme links beside its own files, by their names: styles that a site has.
const LINKED: [&str; 2] = [Address::LOOK, "custom.css"];

/// A file as it is published. The name that it has below `static/` stands for it in templates; where it stands is up to this
/// mapping alone.
#[derive(Clone, Debug)]
pub(crate) struct PublishedFile<'c> {
    /// What it is called: `site.css`.
    pub(crate) name: String,
    /// Its path in the output: `site.0a1b2c3d4e.css`.
    pub(crate) path: String,
    pub(crate) file: &'c SourceFile,
}

impl<'c> PublishedFile<'c> {
    /// One of the folder `static/`. What the theme links is named by what it holds; all else keeps its name, by which others may
    /// know it.
    pub(crate) fn of_static(file: &'c SourceFile) -> Self {
        let name = if file.path == ENGINE.0 { ENGINE.1 } else { file.below("static/").unwrap_or(&file.path) };
        let is_linked = key(name).is_some() && (file.is_named_by_theme() || LINKED.contains(&name));
        let path = if is_linked { Address::hashed(name, &bytes(file)) } else { name.to_owned() };
        Self { name: name.to_owned(), path, file }
    }

    /// One that keeps its name.
    pub(crate) fn plain(path: String, file: &'c SourceFile) -> Self {
        Self { name: path.clone(), path, file }
    }

    /// Whether it is named by what it holds.
    pub(crate) fn is_hashed(&self) -> bool {
        self.path != self.name
    }

    /// It as it is written.
    pub(crate) fn written(&self) -> OutputFile<'c> {
        OutputFile { path: self.path.clone(), bytes: bytes(self.file) }
    }
}

/// Whether a site has use for a file: some of the theme's serve only what a site may ask for.
pub(crate) fn is_wanted(file: &SourceFile, content: &Content) -> bool {
    let site = &content.site;
    let feedback = site.feedback.as_ref();
    match file.path.as_str() {
        _ if !file.is_of_theme() => true,
        GATEWAY => site.search.is_some(),
        path if TABLE.contains(&path) => content.tables.iter().any(|table| table.rows.len() > LONG_TABLE),
        path if path == FEEDBACK.0 => feedback.is_some(),
        path if path == FEEDBACK.1 => feedback.is_some_and(|feedback| feedback.helpful.is_some()),
        _ => true,
    }
}

/// What is written of a file.
fn bytes(file: &SourceFile) -> Cow<'_, [u8]> {
    if file.path == ENGINE.0 {
        return if file.is_of_theme() { COMPRESSED.into() } else { compress(file.bytes()).into() };
    }
    let ending = file.path.rsplit('.').next().filter(|_| file.is_of_theme());
    let plain = match ending {
        Some("js") => without_comments(&String::from_utf8_lossy(file.bytes())),
        Some("css") => compact_style(&String::from_utf8_lossy(file.bytes())),
        _ => return file.bytes().into(),
    };
    plain.into_bytes().into()
}

/// A style sheet of the theme without its comments, and without the white space that only its authors need. No text in it goes
/// over several lines, or holds `/*`.
fn compact_style(sheet: &str) -> String {
    let mut compact = String::with_capacity(sheet.len());
    let mut pieces = sheet.split("/*");
    let code = pieces.next().into_iter().chain(pieces.map(|piece| piece.split_once("*/").map_or("", |(_, code)| code)));
    let is_property = |text: &str| text.chars().all(|character| character.is_ascii_lowercase() || character == '-');
    for line in code.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty()) {
        if line == "}" && compact.ends_with(';') {
            compact.pop();
        }
        match line.split_once(": ").filter(|(property, _)| is_property(property)) {
            Some((property, value)) => compact.extend([property, ":", value]),
            None => match line.strip_suffix(" {") {
                Some(selector) => compact.extend([selector, "{"]),
                None => compact.push_str(line),
            },
        }
        if !line.ends_with(['{', '}', ';', ',']) {
            compact.push('\n');
        }
    }
    compact
}

/// What templates call a file, if it is one that they name: its path with `_` for what is no letter or digit,
/// `assets.site_css`.
fn key(path: &str) -> Option<String> {
    let is_named = [".css", ".js", ".bin"].iter().any(|ending| path.ends_with(ending));
    is_named.then(|| path.replace(|character: char| !character.is_ascii_alphanumeric(), "_"))
}

/// The files that templates name, by what they call them: of several, the one that the theme brings, or else the first.
fn by_key<'a>(copies: &'a [PublishedFile<'_>]) -> BTreeMap<String, &'a PublishedFile<'a>> {
    let mut named: BTreeMap<String, &PublishedFile<'_>> = BTreeMap::new();
    for copy in copies {
        let Some(key) = key(&copy.name) else {
            continue;
        };
        let taken = named.get(&key).is_some_and(|first| first.file.is_of_theme() || !copy.file.is_of_theme());
        if !taken {
            named.insert(key, copy);
        }
    }
    named
}

/// The addresses of the files that templates name, by what they call them.
pub(crate) fn addresses(copies: &[PublishedFile<'_>]) -> BTreeMap<String, String> {
    by_key(copies).into_iter().map(|(key, copy)| (key, Address::of_file(&copy.path).into_owned())).collect()
}

/// Reports files that templates cannot tell apart.
pub(super) fn check_keys(copies: &[PublishedFile<'_>], diagnostics: &mut Diagnostics) {
    let named = by_key(copies);
    for PublishedFile { name, file, .. } in copies {
        if let Some(key) = key(name)
            && let Some(first) = named.get(&key)
            && first.name != *name
        {
            let message = format!("`{name}` is called `assets.{key}` in templates, which is `{}`", first.name);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateAsset, file.id, message)
                    .related(first.file.id, "this file has the name")
                    .hint("rename one of them: in names of `assets`, `_` stands for all that is no letter or digit"),
            );
        }
    }
}

/// A script of the theme without its comments and indentation. The theme has comments only where lines begin, or after what
/// ends in a semicolon; no text of it goes over several lines.
pub(crate) fn without_comments(script: &str) -> String {
    let mut plain = String::with_capacity(script.len());
    let mut lines = script.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line.starts_with("/**") {
            let _ = line.ends_with("*/") || lines.any(|line| line.ends_with("*/"));
        } else if !line.is_empty() && !line.starts_with("//") {
            let code = line.split_once("; // ").map_or(line, |(code, _)| code);
            plain.push_str(code);
            plain.push_str(if code.len() < line.len() { ";\n" } else { "\n" });
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out() {
        let script = "// What it does.\n\nconst A = 5; // five\n/** A sum. */\nfunction sum() {\n  /** Of\n   * all. */\n  return \"https://a\"; \n}\n";
        assert_eq!(without_comments(script), "const A = 5;\nfunction sum() {\nreturn \"https://a\";\n}\n");
    }

    #[test]
    fn a_style_sheet_is_compact() {
        let sheet = "/* What it\n does. */\n@layer a {\n  b,\n  c d {\n    /* Why. */\n    content: \": \";\n    e: f\n      g;\n  }\n}\n";
        assert_eq!(compact_style(sheet), "@layer a{b,c d{content:\": \";e:f\ng}}");
    }

    #[test]
    fn the_engine_is_compressed() {
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(COMPRESSED), &mut plain).unwrap();
        assert_eq!(plain, include_bytes!("../../static/engine.wasm"));
        assert!(COMPRESSED.len() < compress(&plain).len());
    }
}
