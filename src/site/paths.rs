//! The names of all files of a site: whether every system can hold them, and all of them at once.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::is_invisible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};

/// A name may have this many bytes. File systems hold 255, and servers and other tools add to names (`.gz`).
const MAX_NAME_BYTES: usize = 240;
/// A path may have this many bytes from the root of the site.
const MAX_PATH_BYTES: usize = 2_000;
/// Names that are devices on Windows, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Characters that Windows takes in no name.
const NOT_ON_WINDOWS: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// The paths that are taken, as file systems compare them that know neither case nor composition.
#[derive(Debug, Default)]
pub(super) struct Paths {
    taken: HashMap<String, Taken>,
    /// The files and folders whose names were reported.
    reported: HashSet<String>,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug)]
struct Taken {
    place: Place,
    is_folder: bool,
}

impl Paths {
    /// Takes a path for a file that is made of what stands at `place`. Reports why it cannot; `false` then.
    pub(super) fn take(&mut self, path: &str, place: Place, diagnostics: &mut Diagnostics) -> bool {
        let folded = fold(path);
        let known = self.nearest(&folded);
        // The names of what stands there already were looked at.
        let known_names = known.filter(|_| path.is_ascii()).map_or(0, |(folder, _)| folder.split('/').count());
        if let Some((named, problem)) = name_problem(path, known_names, place) {
            let is_error = problem.severity == Severity::Error;
            // A folder is named once, not for all that stands in it.
            if self.reported.insert(named.to_owned()) {
                diagnostics.push(problem);
            }
            if is_error {
                return false;
            }
        }
        if let Some(first) = self.taken.get(&folded) {
            diagnostics.push(collision(path, place, *first));
            return false;
        }
        if let Some((_, Taken { place: file, is_folder: false })) = known {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateUrl, place, format!("`/{path}` would stand in a folder that is a file"))
                    .related(file, "the file is made of this")
                    .hint("give one of them another id or name"),
            );
            return false;
        }
        let known_length = known.map_or(0, |(folder, _)| folder.len());
        for (slash, _) in folded.match_indices('/').filter(|(slash, _)| *slash > known_length) {
            self.taken.insert(folded[..slash].to_owned(), Taken { place, is_folder: true });
        }
        self.taken.insert(folded, Taken { place, is_folder: false });
        true
    }

    /// What a path stands in, as far as that is taken; all above it is taken by folders, too.
    fn nearest<'p>(&self, folded: &'p str) -> Option<(&'p str, Taken)> {
        let mut folders = folded.rmatch_indices('/').map(|(slash, _)| &folded[..slash]);
        folders.find_map(|folder| Some((folder, *self.taken.get(folder)?)))
    }
}

fn collision(path: &str, place: Place, first: Taken) -> Diagnostic {
    let message = if first.is_folder {
        format!("`/{path}` would be a file, and is a folder already")
    } else {
        format!("two pages have the address `/{path}`")
    };
    let shows = if first.is_folder { "the folder is made for this" } else { "the other is made of this" };
    Diagnostic::new(Code::DuplicateUrl, place, message)
        .related(first.place, shows)
        .hint("give one of them another id or name")
}

/// A path as file systems compare it that know neither case nor composition.
fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let lower: String = path.nfd().flat_map(char::to_lowercase).collect();
    lower.nfc().collect()
}

/// What is wrong with a name in a path, after so many that are known, and the path as far as that name.
fn name_problem(path: &str, known: usize, place: Place) -> Option<(&str, Diagnostic)> {
    let error = |message: String, hint: &str| Diagnostic::new(Code::FileName, place, message).hint(hint);
    if path.len() > MAX_PATH_BYTES {
        let message = format!("a path of {} bytes is too long: at most {MAX_PATH_BYTES} are published", path.len());
        return Some((path, error(message, "give it a shorter name, or fewer folders")));
    }
    let mut end = 0;
    path.split('/').enumerate().find_map(|(count, name)| {
        let named = &path[..end + name.len()];
        end = named.len() + 1;
        if count < known || is_plain(name) {
            return None;
        }
        let shown = name.escape_debug();
        let problem = if name.len() > MAX_NAME_BYTES {
            let message = format!("a name of {} bytes is too long: at most {MAX_NAME_BYTES} are published", name.len());
            error(message, "give it a shorter name")
        } else if name.contains(is_unseen) {
            error(format!("`{shown}` holds a character that nobody sees"), "rename it, without that character")
        } else if is_reserved(name) {
            let hint = "rename it, so that the site can be copied to every system";
            error(format!("Windows takes no file or folder of the name `{shown}`"), hint)
        } else {
            let character = name.chars().find(|character| NOT_ON_WINDOWS.contains(character))?;
            let message = format!("Windows takes no file with `{character}` in its name");
            Diagnostic::new(Code::WindowsName, place, message).hint("rename it if the site is copied to Windows")
        };
        Some((named, problem))
    })
}

/// Whether a name is one that every system takes, by its letters alone: most are.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let (stem, ending) = name.split_once('.').unwrap_or((name, "x"));
    // The devices of Windows that consist of such letters have three or four.
    let [stem, ending] = [stem, ending].map(str::as_bytes);
    stem.len() > 4
        && !ending.is_empty()
        && stem.len() + ending.len() < MAX_NAME_BYTES
        && stem.iter().chain(ending).all(|byte| is_plain(*byte))
}

fn is_unseen(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
    let is_numbered = numbered.is_some_and(|number| {
        matches!(number.chars().collect::<Vec<_>>()[..], ['0'..='9' | '\u{B9}' | '\u{B2}' | '\u{B3}'])
    });
    DEVICES.contains(&stem.as_str()) || is_numbered || name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    /// What is said of the last of some paths.
    fn taken(paths: &[&str]) -> Option<(Code, Severity)> {
        let mut all = Paths::default();
        let mut diagnostics = Diagnostics::default();
        for path in paths {
            assert!(diagnostics.clone().into_sorted().is_empty(), "{paths:?}");
            all.take(path, FileId(0).into(), &mut diagnostics);
        }
        diagnostics.into_sorted().first().map(|diagnostic| (diagnostic.code, diagnostic.severity))
    }

    #[test]
    fn names_that_every_system_takes_are_taken() {
        let longest = "长".repeat(80);
        for path in ["a", "zh/faq/表#1 (2).pdf", ".well-known/x", "console.txt", "com10", "a.con", &longest, "100%.pdf"]
        {
            assert_eq!(taken(&[path]), None, "{path}");
        }
    }

    #[test]
    fn names_that_some_system_does_not_take_are_refused() {
        let too_long = "x".repeat(255);
        let too_deep = "x/".repeat(1001);
        for path in [
            "a\nb",
            "a/\u{1b}[31m/b",
            "\u{7f}",
            "\u{85}",
            "x\u{202E}gpj.exe",
            "con",
            "CON.txt",
            "zh/faq/aux/index.html",
            "nul.tar.gz",
            "com1",
            "LPT9.x",
            "com\u{B9}",
            "con .txt",
            "a.",
            "a /b",
            &too_long,
            &too_deep,
        ] {
            assert_eq!(taken(&[path]), Some((Code::FileName, Severity::Error)), "{path:?}");
        }
        for path in ["表?2.pdf", "a:b", "a\\b"] {
            assert_eq!(taken(&[path]), Some((Code::WindowsName, Severity::Warning)), "{path:?}");
        }
    }

    #[test]
    fn no_two_files_stand_at_one_place_on_any_system() {
        let twice = Some((Code::DuplicateUrl, Severity::Error));
        for pair in [
            ["a", "a"],
            ["Read.me", "read.ME"],
            ["caf\u{e9}", "cafe\u{301}"],
            ["\u{C9}.x", "e\u{301}.x"],
            ["zh", "zh/index.html"],
            ["zh/index.html", "zh"],
            ["ZH/a", "zh"],
            ["a/b/c/d", "a/b"],
            ["a/b", "A/B/c"],
        ] {
            assert_eq!(taken(&pair), twice, "{pair:?}");
        }
        for pair in [["a/b", "a/c"], ["a/index.html", "a/b/index.html"], ["a", "ab/c"], ["A/b", "a/c"]] {
            assert_eq!(taken(&pair), None, "{pair:?}");
        }
    }
}
