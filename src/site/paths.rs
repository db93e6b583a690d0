//! The names of all files of a site: whether every system can hold them, and all of them at once.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::is_invisible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};

/// A name may have this many bytes. File systems hold 255, and servers and other tools add to names (`.gz`).
const MAX_NAME_BYTES: usize = 240;
/// A path may have this many bytes from the root of the site.
const MAX_PATH_BYTES: usize = 2_000;
/// Names that are devices on Windows, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// The most bytes that one of them has.
const LONGEST_DEVICE: usize = 7;
/// Characters that Windows takes in no name.
const NOT_ON_WINDOWS: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// The paths that are taken, as file systems compare them that know neither case nor composition.
#[derive(Debug, Default)]
pub(super) struct Paths {
    taken: HashMap<String, Taken>,
    /// The path that was taken last, as file systems compare it.
    last: String,
    /// The files and folders whose names were reported.
    reported: HashSet<String>,
}

/// Names the paths that a state of the site took, if nothing was wrong with any: the next state mostly takes the same ones.
#[derive(Clone, Debug, Default)]
pub(super) struct SoundPaths(Arc<Mutex<Option<[u8; 32]>>>);

impl SoundPaths {
    /// Has paths taken, which tells whether all are sound, unless they are those that were so last. `paths` is all that it depends on.
    pub(super) fn take(&self, paths: &[u8], take: impl FnOnce() -> bool) {
        let name = *blake3::hash(paths).as_bytes();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != Some(name) {
            *known = take().then_some(name);
        }
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug)]
struct Taken {
    place: Place,
    is_folder: bool,
}

impl Paths {
    /// No paths yet, with room for so many pages, each in a folder of its own.
    pub(super) fn with_room(pages: usize) -> Self {
        Self { taken: HashMap::with_capacity(2 * pages), ..Self::default() }
    }

    /// Takes a path for a file that is made of what stands at `place`. Reports why it cannot; `false` then.
    pub(super) fn take(&mut self, path: &str, place: Place, diagnostics: &mut Diagnostics) -> bool {
        if let Some((named, problem)) = name_problem(path, place) {
            let is_error = problem.severity == Severity::Error;
            // A folder is named once, not for all that stands in it.
            if self.reported.insert(named.to_owned()) {
                diagnostics.push(problem);
            }
            if is_error {
                return false;
            }
        }
        let folded = fold(path);
        if let Some(first) = self.taken.get(&folded) {
            diagnostics.push(collision(path, place, *first));
            return false;
        }
        // The folders that the last path stood in, too, are known to be folders.
        let shared = shared_folders(&folded, &self.last);
        let slashes = folded.match_indices('/').map(|(slash, _)| slash).filter(|slash| *slash >= shared);
        let folders: Vec<&str> = slashes.map(|slash| &folded[..slash]).collect();
        if let Some(file) = folders.iter().filter_map(|folder| self.taken.get(*folder)).find(|taken| !taken.is_folder) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateUrl, place, format!("`/{path}` would stand in a folder that is a file"))
                    .related(file.place, "the file is made of this")
                    .hint("give one of them another id or name"),
            );
            return false;
        }
        for folder in folders {
            if !self.taken.contains_key(folder) {
                self.taken.insert(folder.to_owned(), Taken { place, is_folder: true });
            }
        }
        self.last.clone_from(&folded);
        self.taken.insert(folded, Taken { place, is_folder: false });
        true
    }

    /// Takes a path for a folder, before anything else, whose files are not known yet.
    pub(super) fn take_folder(&mut self, path: &str, place: Place) {
        self.taken.insert(fold(path.trim_end_matches('/')), Taken { place, is_folder: true });
    }
}

fn collision(path: &str, place: Place, first: Taken) -> Diagnostic {
    let is_page = path.ends_with(".html");
    let message = match first.is_folder {
        true => format!("`/{path}` would be a file, and is a folder already"),
        false if is_page => format!("two pages have the address `/{path}`"),
        false => format!("two files would stand at `/{path}`"),
    };
    let hint = if is_page || first.is_folder {
        "give one of them another id or name"
    } else {
        "give the file of the site another name; those of the theme and of search have theirs by what they hold"
    };
    let shows = if first.is_folder { "the folder is made for this" } else { "the other is made of this" };
    Diagnostic::new(Code::DuplicateUrl, place, message).related(first.place, shows).hint(hint)
}

/// As far as two paths stand in the same folders: the bytes up to the slash after the last of these.
fn shared_folders(path: &str, other: &str) -> usize {
    let same = path.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    path.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

/// A path as file systems compare it that know neither case nor composition.
fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let lower: String = path.nfd().flat_map(char::to_lowercase).collect();
    lower.nfc().collect()
}

/// What is wrong with a name in a path, and the path as far as that name.
fn name_problem(path: &str, place: Place) -> Option<(&str, Diagnostic)> {
    let error = |message: String, hint: &str| Diagnostic::new(Code::FileName, place, message).hint(hint);
    if path.len() > MAX_PATH_BYTES {
        let message = format!("a path of {} bytes is too long: at most {MAX_PATH_BYTES} are published", path.len());
        return Some((path, error(message, "give it a shorter name, or fewer folders")));
    }
    let mut end = 0;
    path.split('/').find_map(|name| {
        let named = &path[..end + name.len()];
        end = named.len() + 1;
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

fn is_unseen(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

/// Whether some system takes no file or folder of a name, whatever ending it has.
pub(crate) fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    name.ends_with(['.', ' ']) || stem.len() <= LONGEST_DEVICE && is_device(&stem.to_lowercase())
}

fn is_device(stem: &str) -> bool {
    let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
    let is_numbered = numbered.is_some_and(|number| {
        matches!(number.chars().collect::<Vec<_>>()[..], ['0'..='9' | '\u{B9}' | '\u{B2}' | '\u{B3}'])
    });
    DEVICES.contains(&stem) || is_numbered
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
    fn paths_are_looked_at_unless_they_were_sound_last() {
        let (known, mut looked) = (SoundPaths::default(), Vec::new());
        for (paths, are_sound) in [("a", true), ("a", true), ("b", false), ("b", false), ("a", true), ("a", true)] {
            known.take(paths.as_bytes(), || {
                looked.push(paths);
                are_sound
            });
        }
        assert_eq!(looked, ["a", "b", "b", "a"]);
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
