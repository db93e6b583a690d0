//! The theme's own files as readers fetch them: nothing in them that only their authors need, and the engine compressed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::address::Address;
use crate::content::Site;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::search::compress;
use crate::source::SourceFile;

/// The engine of search, and what is fetched of it: compressed here, because many hosts compress no engines.
const ENGINE: (&str, &str) = ("static/engine.wasm", "engine.bin");

/// Asks the engine of a site that has one beyond the index in files.
const GATEWAY: &str = "static/search-gateway.js";

/// The look of what readers are asked below an answer, and what sends what they say.
const FEEDBACK: (&str, &str) = ("static/feedback.css", "static/feedback.js");

/// The engine of the theme, compressed as small as it goes by `build.rs`.
const COMPRESSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.bin"));

/// Where a file of the folder `static/` goes.
pub(crate) fn path(file: &SourceFile) -> String {
    let path = if file.path == ENGINE.0 { ENGINE.1 } else { file.below("static/").unwrap_or(&file.path) };
    path.to_owned()
}

/// Whether a site has use for a file: some of the theme's serve only what a site may ask for.
pub(crate) fn is_wanted(file: &SourceFile, site: &Site) -> bool {
    let feedback = site.feedback.as_ref();
    match file.path.as_str() {
        _ if !file.is_of_theme() => true,
        GATEWAY => site.search.is_some(),
        path if path == FEEDBACK.0 => feedback.is_some(),
        path if path == FEEDBACK.1 => feedback.is_some_and(|feedback| feedback.helpful.is_some()),
        _ => true,
    }
}

/// What is written of a file.
pub(crate) fn bytes(file: &SourceFile) -> Cow<'_, [u8]> {
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

/// A style sheet of the theme without its comments and indentation. No text in it goes over several lines, or holds `/*`.
fn compact_style(sheet: &str) -> String {
    let mut compact = String::with_capacity(sheet.len());
    let mut pieces = sheet.split("/*");
    let code = pieces.next().into_iter().chain(pieces.map(|piece| piece.split_once("*/").map_or("", |(_, code)| code)));
    for line in code.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty()) {
        compact.push_str(line);
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
fn by_key<'a>(copies: &'a [(String, &SourceFile)]) -> BTreeMap<String, (&'a str, &'a SourceFile)> {
    let mut named: BTreeMap<String, (&str, &SourceFile)> = BTreeMap::new();
    for (path, file) in copies {
        let Some(key) = key(path) else {
            continue;
        };
        let taken = named.get(&key).is_some_and(|(_, first)| first.is_of_theme() || !file.is_of_theme());
        if !taken {
            named.insert(key, (path, file));
        }
    }
    named
}

/// The addresses of the files that templates name, each with a fingerprint of what it holds.
pub(crate) fn fingerprints(copies: &[(String, &SourceFile)]) -> BTreeMap<String, String> {
    let named = by_key(copies).into_iter();
    named.map(|(key, (path, file))| (key, Address::of_fingerprinted(path, &bytes(file)))).collect()
}

/// Reports files that templates cannot tell apart.
pub(super) fn check_keys(copies: &[(String, &SourceFile)], diagnostics: &mut Diagnostics) {
    let named = by_key(copies);
    for (path, file) in copies {
        if let Some(key) = key(path)
            && let Some((first, of)) = named.get(&key)
            && *first != path
        {
            let message = format!("`{path}` is called `assets.{key}` in templates, which is `{first}`");
            diagnostics.push(
                Diagnostic::new(Code::DuplicateAsset, file.id, message)
                    .related(of.id, "this file has the name")
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
        assert_eq!(compact_style(sheet), "@layer a {b,c d {content: \": \";e: f\ng;}}");
    }

    #[test]
    fn the_engine_is_compressed() {
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(COMPRESSED), &mut plain).unwrap();
        assert_eq!(plain, include_bytes!("../../static/engine.wasm"));
        assert!(COMPRESSED.len() < compress(&plain).len());
    }
}
