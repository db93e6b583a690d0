//! A site as it was in a revision of its git repository, by running `git`.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::failure::Failure;
use crate::content::AddressLock;
use crate::diagnostic::visible_on_a_line;

/// What of a site is compared.
const FOLDERS: [&str; 2] = ["content", "templates"];

/// The files of a revision, in a folder of its own that goes when this is dropped.
pub(super) struct Revision {
    folder: PathBuf,
}

impl Revision {
    /// The site in a folder as it was in a revision. `None` if git knows none of the name, or is not there.
    ///
    /// # Errors
    /// If the site is not in that revision, or its files cannot be written.
    pub(super) fn checked_out(name: &str, site: &Path) -> Result<Option<Self>, Failure> {
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")];
        let Ok(Output { status, stdout, .. }) = git(site, &verify).output() else {
            return Ok(None);
        };
        if !status.success() {
            return Ok(None);
        }
        let commit = String::from_utf8_lossy(&stdout).trim().to_owned();
        let files = files(site, &commit)?;
        if !files.iter().any(|(path, _)| path == "content/site.yaml") {
            let name = visible_on_a_line(name);
            return Err(Failure::Usage(format!("there is no `content/site.yaml` of this site in `{name}`")));
        }
        let failed = |error: io::Error| Failure::Machine(format!("cannot write the files of the revision: {error}"));
        let revision = Self { folder: new_folder().map_err(failed)? };
        let contents = contents(site, &files)?;
        for ((path, _), content) in files.iter().zip(contents) {
            let path = revision.folder.join(path);
            path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
            fs::write(path, content).map_err(failed)?;
        }
        Ok(Some(revision))
    }

    /// The site in a folder as it was when the addresses that it keeps were committed last, or in the last commit if they never were.
    /// `None` if git knows no such site.
    pub(super) fn of_kept_addresses(site: &Path) -> Result<Option<Self>, Failure> {
        let last = ["log", "-1", "--format=%H", "--", AddressLock::PATH];
        let commit = git(site, &last).output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let commit = commit.ok().filter(|commit| !commit.is_empty()).unwrap_or_else(|| "HEAD".to_owned());
        match Self::checked_out(&commit, site) {
            // The site may be new in its repository.
            Err(Failure::Usage(_)) => Ok(None),
            found => found,
        }
    }

    /// The folder that holds `content/`.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Revision {
    fn drop(&mut self) {
        // What the system cannot remove, it removes when it is started again.
        let _left = fs::remove_dir_all(&self.folder);
    }
}

fn git(site: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(site).args(arguments).stderr(Stdio::null());
    command
}

/// The files of a site in a commit, by their paths from the site, each with its object.
fn files(site: &Path, commit: &str) -> Result<Vec<(String, String)>, Failure> {
    let [content, templates] = FOLDERS;
    let list = ["ls-tree", "-r", "-z", commit, "--", content, templates];
    let output = git(site, &list).output().map_err(|error| failed(&error))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let entries = text.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let mut about = about.split(' ');
        // A regular file: no link, no repository within.
        let is_file = about.next()?.starts_with("100") && about.next()? == "blob";
        let is_within = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        (is_file && is_within).then_some((path.to_owned(), about.next()?.to_owned()))
    });
    Ok(entries.collect())
}

/// What the objects of files hold, in their order.
fn contents(site: &Path, files: &[(String, String)]) -> Result<Vec<Vec<u8>>, Failure> {
    let mut command = git(site, &["cat-file", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| failed(&error))?;
    let asked: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
    let mut stdin = child.stdin.take();
    // Both ends of a pipe have to move.
    let asking = thread::spawn(move || stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(asked.as_bytes())));
    let output = child.wait_with_output().map_err(|error| failed(&error))?;
    // What git did not take, it does not answer.
    let _unasked = asking.join();
    let mut rest = output.stdout.as_slice();
    let read = files.iter().map(|_| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.rsplit(' ').next()?.parse::<usize>().ok()?;
        let content = rest.get(end + 1..end + 1 + size)?.to_vec();
        rest = rest.get(end + size + 2..)?;
        Some(content)
    });
    read.collect::<Option<_>>()
        .ok_or_else(|| Failure::Machine("git does not tell all files of the revision".to_owned()))
}

fn failed(error: &io::Error) -> Failure {
    Failure::Machine(format!("cannot run `git`: {error}"))
}

/// A new folder that nobody else reads.
fn new_folder() -> io::Result<PathBuf> {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let folder = std::env::temp_dir().join(format!("wenda-{}-{nanos:x}", std::process::id()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}
