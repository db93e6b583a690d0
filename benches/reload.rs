//! What a site costs that is read again: all of it, after an edit, and when nothing changed.
//!
//! ```sh
//! cargo bench --bench reload               # 10,000 generated articles
//! cargo bench --bench reload -- 1200       # another number of articles
//! cargo bench --bench reload -- --site DIR # a site that is there, of which an article is edited
//! ```
//!
//! A session reads the site and lays out its pages, as `serve` does after each save. Then one article is edited again and again.
//! Printed are medians: the time of each stage, and that of all processors together. Last, the program itself searches the
//! site as a process of its own, of which the index and the list of files are kept.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

mod generated;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generated::Shape;
use wenda::pipeline::Session;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = arguments.iter().position(|argument| argument == "--site").map(|at| arguments.get(at + 1));
    let generated = tempfile::tempdir().expect("a folder to generate into");
    let site = match given {
        Some(folder) => PathBuf::from(folder.expect("a folder follows `--site`")),
        None => {
            let articles = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
            let shape = Shape { articles, bytes: 8_000..12_000, locales: &["zh"], site_locales: &["zh", "en"] };
            generated::write(generated.path(), &shape);
            generated.path().to_owned()
        }
    };
    let article = first_article(&site);
    let written = fs::read_to_string(&article).expect("the article can be read");
    println!("{:>12} {:>10} {:>10} {:>10} {:>10}", "", "load ms", "plan ms", "all ms", "CPU ms");
    let session = Session::new(&site);
    print("first", &[Stages::of(&session)]);
    print("unchanged", &(0..RUNS).map(|_| Stages::of(&session)).collect::<Vec<_>>());
    let edited = (0..RUNS).map(|run| {
        fs::write(&article, format!("{written}\nEdit {run}.\n")).expect("the article can be written");
        Stages::of(&session)
    });
    print("edited", &edited.collect::<Vec<_>>());
    let added = article.with_file_name("added-article.md");
    let appeared = (0..RUNS).map(|run| {
        if run % 2 == 0 {
            fs::write(&added, &written).expect("an article can be added");
        } else {
            fs::remove_file(&added).expect("the article can be removed");
        }
        Stages::of(&session)
    });
    print("added", &appeared.collect::<Vec<_>>());
    fs::remove_file(added).expect("the article can be removed");
    fs::write(&article, written).expect("the article can be written");
    searches(&site);
}

/// The text of an article of a site.
fn first_article(site: &Path) -> PathBuf {
    let files = walkdir::WalkDir::new(site.join("content/faq")).sort_by_file_name().into_iter().flatten();
    let mut texts = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "md"));
    texts.next().expect("the site has an article").into_path()
}

/// How long the stages took.
struct Stages {
    load: Duration,
    plan: Duration,
    processors: Duration,
}

impl Stages {
    fn of(session: &Session) -> Self {
        let (start, before) = (Instant::now(), processors());
        let loaded = session.load().expect("the site can be read");
        let load = start.elapsed();
        let planned = loaded.plan(None);
        let plan = start.elapsed() - load;
        let processors = processors() - before;
        assert!(!planned.report().has_errors(), "the site is sound");
        Self { load, plan, processors }
    }
}

fn print(what: &str, all: &[Stages]) {
    let median = |of: fn(&Stages) -> Duration| {
        let mut times: Vec<Duration> = all.iter().map(of).collect();
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e3
    };
    let all = [
        median(|stages| stages.load),
        median(|stages| stages.plan),
        median(|stages| stages.load + stages.plan),
        median(|stages| stages.processors),
    ];
    println!("{what:>12} {:>10.1} {:>10.1} {:>10.1} {:>10.1}", all[0], all[1], all[2], all[3]);
}

/// What all threads of this process have used of all processors (Linux; elsewhere nothing).
fn processors() -> Duration {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let used = threads.filter_map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(used.sum())
}

/// Searches the site by the program, after its index and the list of files were kept.
fn searches(site: &Path) {
    // What was just written is read again once.
    std::thread::sleep(Duration::from_secs(3));
    let search = || {
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wenda"));
        command.args(["search", "--json", "备案"]).current_dir(site).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().expect("the program starts").success(), "the search failed");
        start.elapsed()
    };
    println!("{:>12} {:>10.1} ms", "first search", search().as_secs_f64() * 1e3);
    let mut times: Vec<Duration> = (0..RUNS).map(|_| search()).collect();
    times.sort();
    println!("{:>12} {:>10.1} ms", "search", times[RUNS / 2].as_secs_f64() * 1e3);
}
