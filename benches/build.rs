//! Time and memory of whole builds of generated help centers.
//!
//! ```sh
//! cargo bench --bench build                  # 1,000, 10,000 and 50,000 articles
//! cargo bench --bench build -- 300 3000      # other sizes
//! cargo bench --bench build -- --write DIR N # only writes a help center: N long articles in Chinese
//! cargo bench --bench build -- --write DIR N --chinese # the same, and the site has no other language
//! cargo bench --bench build -- --write DIR N --short   # articles of 1 to 4 KB instead of 8 to 12
//! ```
//!
//! Each size is generated from a fixed seed (both languages, 1 to 12 KB of text an article, links, quotes, rule tables).
//! The program itself then does `check`, which reads everything and renders every page but writes nothing, and `build` into
//! a new folder; each as a process of its own, three times. The fastest times and the highest peak memory are printed.
//! What `build` takes longer is the work of the file system: name one in memory by `TMPDIR` to leave a disk out of it.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

mod generated;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generated::Shape;

const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let folder = arguments.get(at + 1).expect("a folder follows `--write`");
        let articles =
            arguments.get(at + 2).and_then(|number| number.parse().ok()).expect("a number follows the folder");
        let says = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
        let site_locales: &[&str] = if says("--chinese") { &["zh"] } else { &["zh", "en"] };
        let bytes = if says("--short") { 1_000..4_000 } else { 8_000..12_000 };
        let shape = Shape { articles, bytes, locales: &["zh"], site_locales };
        generated::write(Path::new(folder), &shape);
        return;
    }
    let given: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![1_000, 10_000, 50_000] } else { given };
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "articles", "pages", "check s", "µs/page", "build s", "µs/page", "peak MiB"
    );
    for articles in sizes {
        let folder = tempfile::tempdir().expect("a folder to generate into");
        let public = folder.path().join("public");
        let shape = Shape { articles, bytes: 1_000..12_000, locales: &["zh", "en"], site_locales: &["zh", "en"] };
        generated::write(folder.path(), &shape);
        let mut peak = 0;
        let mut fastest = |command: &str| {
            let mut best = Duration::MAX;
            for _ in 0..RUNS {
                if public.exists() {
                    fs::remove_dir_all(&public).expect("the site before can be removed");
                }
                let (elapsed, memory) = run(command, folder.path());
                best = best.min(elapsed);
                peak = peak.max(memory);
            }
            best.as_secs_f64()
        };
        let (check, build) = (fastest("check"), fastest("build"));
        let pages = count_pages(&public);
        let each = |seconds: f64| seconds * 1e6 / pages as f64;
        println!(
            "{articles:>9} {pages:>9} {check:>9.2} {:>9.1} {build:>9.2} {:>9.1} {peak:>9}",
            each(check),
            each(build)
        );
    }
}

/// Runs a command on the site and returns how long it took and the peak of its resident memory in MiB.
fn run(command: &str, site: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .arg(command)
        .current_dir(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        // `VmHWM` is the highest resident size so far; it is gone with the process, so it is read until then.
        if let Ok(status) = fs::read_to_string(&status_file) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            peak = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(peak);
        }
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            assert!(status.success(), "`{command}` failed");
            return (start.elapsed(), peak / 1024);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn count_pages(public: &Path) -> usize {
    let entries = walkdir::WalkDir::new(public).into_iter().flatten();
    entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "html")).count()
}
