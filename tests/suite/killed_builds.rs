//! Builds that are killed, and builds that run at once: the output folder is one site or the other, whole, and nothing is
//! left beside it after one more build.
//!
//! Builds are killed at random moments, and at chosen system calls, for which Debian's package `strace` is needed. The short
//! tests run with all others; `just kill` runs the long ones.

#![allow(clippy::print_stdout, reason = "a long test tells what it did")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Files, Site, copy, files, has_strace, is_there, stderr, wenda};

/// What a build writes with, and the calls after which it is another state.
const CALLS: [&str; 15] = [
    "mkdirat",
    "mkdir",
    "openat2",
    "flock",
    "write",
    "ftruncate",
    "linkat",
    "fchmod",
    "fchown",
    "syncfs",
    "renameat2",
    "renameat",
    "fsync",
    "unlinkat",
    "getdents64",
];
const ADDRESSES: [&str; 2] = ["https://one.example/", "https://two.example/"];

/// A small site, what it looks like at two addresses, and a folder elsewhere that hostile links and lists point to.
struct Kills {
    site: Site,
    /// How long a build takes.
    length: Duration,
    whole: Vec<Files>,
    elsewhere: tempfile::TempDir,
    round: usize,
}

impl Kills {
    fn new() -> Self {
        let site = Site::small();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("secret.txt"), "years of work").unwrap();
        let mut kills = Self { site, length: Duration::ZERO, whole: Vec::new(), elsewhere, round: 0 };
        for address in ADDRESSES {
            kills.finish(address);
            kills.whole.push(files(&kills.site.public()));
        }
        assert!(kills.whole[0] != kills.whole[1]);
        let start = Instant::now();
        kills.finish(ADDRESSES[0]);
        kills.length = start.elapsed();
        #[cfg(unix)]
        kills.plant();
        kills
    }

    /// Puts what looks like a leftover beside the output folder, with a link in it that leads elsewhere.
    #[cfg(unix)]
    fn plant(&self) {
        for name in [".public.wenda-1-0", ".wenda-build-1.1-1.1", ".wenda-build-new-1-0"] {
            let folder = self.site.path().join(name);
            let list = "Written by Wenda. The files listed here are replaced by its next build.\nv/secret.txt\n";
            for place in [folder.clone(), folder.join("site")] {
                fs::create_dir_all(&place).unwrap();
                fs::write(place.join(".wenda-site"), list).unwrap();
                std::os::unix::fs::symlink(self.elsewhere.path(), place.join("v")).unwrap();
            }
            fs::write(folder.join("lock"), "").unwrap();
        }
    }

    /// The command of a build, run below others if there are any.
    fn command(&self, below: &[String], address: &str) -> Command {
        let wenda = wenda();
        let mut command = match below.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(wenda.get_program());
                command
            }
            None => wenda,
        };
        command.current_dir(self.site.path()).args(["build", "--base-url", address]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn finish(&self, address: &str) {
        let output = self.command(&[], address).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }

    /// Kills a build after a part of its usual time, which may be more than the whole. Whether it was killed.
    fn kill_after(&mut self, part: f64) -> bool {
        let mut child = self.next(&[]);
        std::thread::sleep(self.length.mul_f64(part));
        child.kill().unwrap();
        let killed = was_killed(child);
        self.check(&format!("{part} of its time"), false);
        killed
    }

    /// Kills a build when it makes a system call for the nth time. Whether it was killed.
    fn kill_at(&mut self, options: &[&str], call: &str, nth: usize) -> bool {
        let mut below: Vec<String> = ["strace", "-f", "-qq", "-o", "/dev/null"].map(str::to_owned).into();
        below.extend(options.iter().map(|option| (*option).to_owned()));
        below.extend(["-e".to_owned(), format!("inject={call}:signal=KILL:when={nth}")]);
        let killed = was_killed(self.next(&below));
        self.check(&format!("{call} {nth} {options:?}"), !options.is_empty());
        killed
    }

    fn next(&mut self, below: &[String]) -> Child {
        self.round += 1;
        // Some builds find no output folder.
        if self.round.is_multiple_of(8) {
            fs::remove_dir_all(self.site.public()).unwrap();
        }
        self.command(below, ADDRESSES[self.round % 2]).stderr(Stdio::null()).spawn().unwrap()
    }

    /// After a kill: the site is whole, and one more build leaves nothing.
    fn check(&mut self, killed: &str, in_steps: bool) {
        let public = self.site.public();
        let now = if public.exists() { files(&public) } else { Files::new() };
        let was_absent = self.round.is_multiple_of(8);
        assert!(
            self.whole.contains(&now) || ((was_absent || in_steps) && now.is_empty()),
            "killed at {killed}: the site is neither of the two, but {} files",
            now.len()
        );
        // The next one that is killed changes what stands then.
        self.finish(ADDRESSES[self.round % 2]);
        assert!(self.whole.contains(&files(&self.site.public())));
        let left = beside(self.site.path());
        assert!(left.is_empty(), "killed at {killed}: {left:?}");
        assert_eq!(fs::read_to_string(self.elsewhere.path().join("secret.txt")).unwrap(), "years of work");
    }

    /// The system calls of a build that changes the site, one a line: all of them, or some.
    fn trace(&self, calls: &[&str]) -> String {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut below: Vec<String> =
            ["strace", "-f", "-qq", "-o", &log.path().display().to_string()].map(str::to_owned).into();
        if !calls.is_empty() {
            below.extend(["-e".to_owned(), format!("trace={}", calls.join(","))]);
        }
        self.finish(ADDRESSES[1]);
        assert!(self.command(&below, ADDRESSES[0]).status().unwrap().success());
        fs::read_to_string(log.path()).unwrap()
    }

    /// How often a build makes each of the calls.
    fn calls(&self) -> Vec<(&'static str, usize)> {
        let log = self.trace(&[]);
        let count = |call: &str| log.lines().filter(|line| line.contains(&format!(" {call}("))).count();
        CALLS.into_iter().map(|call| (call, count(call))).filter(|(_, count)| *count > 0).collect()
    }
}

/// Whether a build was killed: one that ends with an error of its own is at fault.
fn was_killed(mut build: Child) -> bool {
    let status = build.wait().unwrap();
    assert!(cfg!(windows) || status.success() || status.code().is_none(), "a build failed by itself: {status}");
    !status.success()
}

/// What builds left beside the output folder, without what was put there by the test.
fn beside(site: &Path) -> Vec<String> {
    let names = fs::read_dir(site).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| {
            name.contains("wenda-") && !["-1.1-1.1", "-new-1-0", ".wenda-1-0"].iter().any(|end| name.ends_with(end))
        })
        .collect()
}

/// Kills builds: so many at random moments, and as many at chosen calls as `nth` gives of how often each is made.
fn kill(random: u32, nth: &dyn Fn(usize) -> Vec<usize>) -> usize {
    let mut kills = Kills::new();
    let mut killed = 0;
    for moment in 0..random {
        // Most of the time goes into reading and rendering; what is written at the end is met more often.
        let part = f64::from(moment) / f64::from(random);
        killed += usize::from(kills.kill_after(1.1 * part.sqrt()));
    }
    if !is_there("strace", has_strace()) {
        println!("strace is missing: no build was killed at a chosen call");
        return killed;
    }
    let mut at_calls = 0;
    for (call, count) in kills.calls() {
        for nth in nth(count) {
            at_calls += usize::from(kills.kill_at(&[], call, nth));
        }
    }
    // As on a file system that cannot exchange two folders.
    let in_steps = ["-e", "inject=renameat2:error=EINVAL"];
    let killed_in_steps = (1..=4).filter(|nth| kills.kill_at(&in_steps, "renameat", *nth)).count();
    assert!(killed_in_steps >= 2, "only {killed_in_steps} builds were killed while folders change places in steps");
    at_calls += killed_in_steps;
    println!("{killed} builds killed at random moments, {at_calls} at chosen calls");
    killed + at_calls
}

/// Runs builds at once, `groups` of them after each other. Every one has to succeed.
fn build_at_once(groups: &[usize]) {
    let kills = Kills::new();
    for (number, group) in groups.iter().enumerate() {
        if number % 3 == 2 {
            fs::remove_dir_all(kills.site.public()).unwrap();
        }
        let builds: Vec<_> =
            (0..*group).map(|build| kills.command(&[], ADDRESSES[build % 2]).spawn().unwrap()).collect();
        for build in builds {
            let output: Output = build.wait_with_output().unwrap();
            assert!(output.status.success(), "one of {group} at once: {}", stderr(&output));
        }
        assert!(kills.whole.contains(&files(&kills.site.public())));
        assert_eq!(beside(kills.site.path()), Vec::<String>::new());
    }
}

#[test]
fn a_killed_build_leaves_a_whole_site_and_the_next_removes_the_rest() {
    // The first call of a kind and the last: what a build begins and ends with.
    let killed = kill(12, &|count| if count > 1 { vec![1, count.div_ceil(2)] } else { vec![1] });
    assert!(killed >= 6, "only {killed} builds were killed before their end");
}

/// What a machine that loses power finds on its disk: the files before the folder that shows them.
#[cfg(target_os = "linux")]
#[test]
fn a_site_is_on_the_disk_before_it_takes_its_place() {
    if !is_there("strace", has_strace()) {
        println!("strace is missing: the order of calls was not looked at");
        return;
    }
    let kills = Kills::new();
    let calls = kills.trace(&["syncfs", "renameat2", "fsync"]);
    let names = calls.lines().filter_map(|line| line.split_whitespace().nth(1)?.split_once('(')).map(|(name, _)| name);
    // The index is brought to the disk by itself, and before.
    let names: Vec<_> = names.skip_while(|name| *name != "syncfs").collect();
    assert_eq!(names, ["syncfs", "renameat2", "fsync", "fsync"], "{calls}");
}

#[test]
fn builds_at_once_all_succeed() {
    build_at_once(&[2, 4, 8, 8, 2]);
}

#[test]
#[ignore = "takes minutes"]
fn many_killed_builds_leave_whole_sites() {
    assert!(has_strace(), "install strace");
    // Spread over all the calls of a kind, which each thread counts for itself.
    let killed = kill(600, &|count| (1..=count.min(24)).collect());
    assert!(killed >= 500, "only {killed} builds were killed before their end");
}

#[test]
#[ignore = "takes minutes"]
fn many_builds_at_once_all_succeed() {
    let groups: Vec<usize> = [2, 4, 8].into_iter().cycle().take(108).collect();
    assert!(groups.iter().sum::<usize>() >= 500);
    build_at_once(&groups);
    println!("{} builds at once, none failed", groups.iter().sum::<usize>());
}

/// What a large site is killed in: not only before and after, but while its files are written and removed.
#[test]
fn a_large_build_that_is_killed_leaves_a_whole_site() {
    let site = Site::empty();
    copy(&Path::new(crate::support::ROOT).join("content"), &site.path().join("content"));
    let build = |address: &str| {
        let mut command = wenda();
        command.current_dir(site.path()).args(["build", "--base-url", address]).stderr(Stdio::null());
        command
    };
    assert!(build(ADDRESSES[0]).status().unwrap().success());
    let one = files(&site.public());
    let start = Instant::now();
    assert!(build(ADDRESSES[1]).status().unwrap().success());
    let length = start.elapsed();
    let two = files(&site.public());
    let mut killed = 0;
    for moment in 0..5_u32 {
        let mut child = build(ADDRESSES[moment as usize % 2]).spawn().unwrap();
        std::thread::sleep(length.mul_f64(0.4 + 0.15 * f64::from(moment)));
        child.kill().unwrap();
        killed += u32::from(was_killed(child));
        let now = files(&site.public());
        assert!(now == one || now == two, "killed at moment {moment}: the site is neither of the two");
    }
    assert!(killed > 1, "only {killed} builds were killed before their end");
    assert!(build(ADDRESSES[0]).status().unwrap().success());
    assert_eq!(beside(site.path()), Vec::<String>::new());
}

/// What is asked to end, not killed, removes what is half done: here a build that waits for the index, which another writes.
#[cfg(target_os = "linux")]
#[test]
fn a_build_that_is_asked_to_end_leaves_nothing() {
    use std::io::Read as _;

    let site = Site::small();
    site.build();
    let whole = files(&site.public());
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let lock = fs::File::options().write(true).open(site.path().join(".wenda/lock")).unwrap();
        lock.lock().unwrap();
        let mut build = wenda();
        let mut build = build.current_dir(site.path()).arg("build").stderr(Stdio::piped()).spawn().unwrap();
        let mut told = String::new();
        let mut output = build.stderr.take().unwrap();
        while !told.contains("waiting for it") {
            let mut byte = [0];
            assert_eq!(output.read(&mut byte).unwrap(), 1, "it ended: {told}");
            told.push(char::from(byte[0]));
        }
        assert!(!beside(site.path()).is_empty(), "it has begun");
        assert!(Command::new("kill").args(["-s", signal, &build.id().to_string()]).status().unwrap().success());
        output.read_to_string(&mut told).unwrap();
        assert_eq!(build.wait().unwrap().code(), Some(code), "{told}");
        assert!(told.ends_with("interrupted: nothing was written to `public`\n"), "{told}");
        assert_eq!(beside(site.path()), Vec::<String>::new());
        assert!(files(&site.public()) == whole);
        lock.unlock().unwrap();
    }
    site.build();
}
