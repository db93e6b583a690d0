//! Sites to try things on, and the program to try them with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use wenda::name::Locale;

/// The folder of the package.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// An image of one pixel.
pub(crate) const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Files of a folder by their paths: what they hold.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A site in a folder of its own.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A small and sound site: two articles, a rule table, a source, a term.
    pub(crate) fn small() -> Self {
        let site = Self::empty();
        copy(&Path::new(ROOT).join("tests/suite/site"), site.path());
        site
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The output folder.
    pub(crate) fn public(&self) -> PathBuf {
        self.path().join("public")
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Puts a file in the place of one of the site at once, as most editors do: nobody sees half of it.
    pub(crate) fn save(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        const WHOLE: &str = "saved";
        self.write(WHOLE, text);
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::rename(self.path().join(WHOLE), path).unwrap();
        self
    }

    /// Changes the text of a file, which must hold what is to be changed.
    pub(crate) fn edit(&self, path: &str, change: impl FnOnce(String) -> String) -> &Self {
        let text = fs::read_to_string(self.path().join(path)).unwrap();
        let changed = change(text.clone());
        assert!(changed != text, "nothing in {path} was changed");
        self.save(path, changed)
    }

    /// Removes a file of the site.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path().join(path)).unwrap();
        self
    }

    /// Calls the article `trial` of the small site `trying`, also where others link to it.
    pub(crate) fn rename_trial(&self) {
        let folder = self.path().join("content/faq/basics");
        for ending in ["yaml", "zh.md", "en.md"] {
            fs::rename(folder.join(format!("trial.{ending}")), folder.join(format!("trying.{ending}"))).unwrap();
        }
        for file in ["price.yaml", "price.zh.md", "price.en.md"].map(|name| folder.join(name)) {
            let text = fs::read_to_string(&file).unwrap();
            let text = text.replace("article:trial", "article:trying").replace("[trial]", "[trying]");
            fs::write(file, text).unwrap();
        }
    }

    /// Reads a page or another file of the output.
    pub(crate) fn read(&self, path: &str) -> String {
        let file = self.public().join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// The path in the output of a file that is named by what it holds.
    pub(crate) fn hashed(&self, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let paths = files(&self.public()).into_keys();
        let mut named = paths.filter(|path| {
            let hash = path.strip_prefix(&format!("{stem}.")).and_then(|rest| rest.strip_suffix(&format!(".{ending}")));
            hash.is_some_and(|hash| hash.len() == 10 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()))
        });
        let path = named.next().unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(named.next(), None, "{name} stands there once");
        path
    }

    /// Runs the program in the folder of the site.
    pub(crate) fn wenda(&self, arguments: &[&str]) -> Output {
        let output = wenda().current_dir(self.path()).args(arguments).output().unwrap();
        assert_ne!(output.status.code(), Some(101), "{arguments:?} panicked: {}", stderr(&output));
        output
    }

    /// Builds the site, which has to succeed.
    pub(crate) fn build(&self) -> &Self {
        let output = self.wenda(&["build"]);
        assert!(output.status.success(), "{}", stderr(&output));
        self
    }
}

/// The program.
pub(crate) fn wenda() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wenda"))
}

/// Whether what a test needs beyond Rust is there. `tests/run.sh` installs it, and says by `WENDA_TESTS_COMPLETE` that nothing
/// is left out.
pub(crate) fn is_there(name: &str, found: bool) -> bool {
    let is_needed = std::env::var_os("WENDA_TESTS_COMPLETE").is_some();
    assert!(found || !is_needed, "{name} is missing: `sh tests/run.sh` installs it");
    found
}

/// Whether the system calls of a program can be seen.
pub(crate) fn has_strace() -> bool {
    Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files below a folder.
pub(crate) fn files(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Writes files into a folder.
pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The site that the reference of the content shows: its code blocks that are files (` ```yaml content/site.yaml `), and the
/// image that they name.
pub(crate) fn reference() -> Files {
    let reference = fs::read_to_string(Path::new(ROOT).join("docs/content.md")).unwrap();
    let mut files = Files::from([("content/faq/billing/pay.gif".to_owned(), PIXEL.to_vec())]);
    let mut lines = reference.lines();
    while let Some(line) = lines.next() {
        // Longer fences hold examples of Markdown with fences of their own.
        let fence = line.len() - line.trim_start_matches('`').len();
        let Some((_, path)) = line[fence..].split_once(' ').filter(|_| fence >= 3) else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "`".repeat(fence)).collect();
        files.insert(path.to_owned(), (body.join("\n") + "\n").into_bytes());
    }
    files
}

/// Chinese.
pub(crate) fn zh() -> Locale {
    "zh".parse().unwrap()
}

/// English.
pub(crate) fn en() -> Locale {
    "en".parse().unwrap()
}
