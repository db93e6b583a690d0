//! A site that is built again, from what is kept of the build before: the output is what a first build makes of it, whatever was
//! done to the site, to its output and to what is kept, and nothing is made if nothing was done.

#![allow(clippy::print_stdout, reason = "a long test tells what it did")]

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::edits::Edits;
use crate::support::{Files, Site, files, stderr, write};

const PRICE: &str = "content/faq/basics/price.en.md";
const PAGE: &str = "public/en/faq/price/index.html";
const RECORD: &str = ".wenda/build";

/// Sequences of edits; each begins with the site of the reference.
const SEQUENCES: u64 = 4;
const EDITS: usize = 6;

#[test]
fn a_cached_build_is_a_clean_one() {
    (0..SEQUENCES).for_each(edit_and_compare);
}

#[test]
#[ignore = "takes minutes"]
fn after_any_edits_a_cached_build_is_a_clean_one() {
    let begun = AtomicU64::new(0);
    let edit_and_compare_more = || {
        loop {
            let sequence = begun.fetch_add(1, Ordering::Relaxed) + 1;
            if sequence > 500 {
                break;
            }
            edit_and_compare(SEQUENCES + sequence);
            if sequence.is_multiple_of(50) {
                println!("{sequence} sequences of {EDITS} edits");
            }
        }
    };
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..at_once).for_each(|_| drop(scope.spawn(edit_and_compare_more))));
}

fn edit_and_compare(seed: u64) {
    let mut edits = Edits::new(seed);
    let mut done = vec![format!("sequence {seed}")];
    let mut built = compare(&edits, None, &done);
    for _ in 0..EDITS {
        let harmed = edits.below(4) == 0;
        done.push(if harmed { meddle(&mut edits) } else { edits.edit() });
        // A build that fails leaves what somebody did to the output.
        built = if harmed { Some(files(&edits.site.public())).filter(|files| !files.is_empty()) } else { built };
        built = compare(&edits, built, &done);
    }
}

/// Builds the site twice, and once more without what is kept of it. What the output holds then.
fn compare(edits: &Edits, before: Option<Files>, done: &[String]) -> Option<Files> {
    let clean = Site::empty();
    write(clean.path(), &edits.files());
    let first = told(&clean.wenda(&["build"]));
    let expected = if first.0 == Some(0) { Some(files(&clean.public())) } else { before };
    for time in ["once", "twice"] {
        assert_eq!(told(&edits.site.wenda(&["build"])), first, "{done:#?}\nbuilt {time}");
        let made = Some(files_if_there(&edits.site.public())).filter(|files| !files.is_empty());
        assert!(made == expected, "{done:#?}\nbuilt {time}: {:?}", differing(made, expected.clone()));
    }
    expected
}

fn files_if_there(folder: &Path) -> Files {
    if folder.exists() { files(folder) } else { Files::new() }
}

fn differing(one: Option<Files>, other: Option<Files>) -> Vec<String> {
    let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
    one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// The exit code, and what was told of the site: not what of the folder before is gone, which a first build has none of.
fn told(output: &Output) -> (Option<i32>, String) {
    let all = stderr(output);
    let mut lists_what_is_gone = false;
    let of_site = all.lines().filter(|line| {
        let is_listed = line.starts_with("- {from: ") || line.ends_with(" more)");
        lists_what_is_gone = line.contains(" gone that readers may have kept; ") || lists_what_is_gone && is_listed;
        !lists_what_is_gone && !line.starts_with("wrote ")
    });
    (output.status.code(), of_site.map(|line| format!("{line}\n")).collect())
}

/// Does something to what a build made, and says what.
fn meddle(edits: &mut Edits) -> String {
    let there = files(edits.site.path())
        .into_keys()
        .filter(|path| (path.starts_with("public/") && path != "public/.wenda-site") || path.starts_with(".wenda/"));
    let there: Vec<String> = there.collect();
    if there.is_empty() {
        return "nothing is there to be harmed".to_owned();
    }
    // Most files are of search: all kinds of them are to be met.
    let kept: Vec<String> = there.iter().filter(|path| !path.contains("search/")).cloned().collect();
    let path = if edits.below(2) == 0 && !kept.is_empty() { edits.pick(&kept) } else { edits.pick(&there) };
    let place = edits.site.path().join(&path);
    let mut bytes = fs::read(&place).unwrap();
    let at = edits.below(bytes.len());
    match edits.below(3) {
        0 => {
            fs::remove_file(&place).unwrap();
            return format!("{path} is removed");
        }
        1 => bytes.truncate(at),
        _ => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1),
    }
    fs::write(&place, bytes).unwrap();
    format!("{path} is harmed at {at}")
}

/// The stages that a build went through, when it said what each took.
fn stages(site: &Site, arguments: &[&str]) -> String {
    let output = site.wenda(&[&["build", "--verbose"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stderr(&output);
    let rows = said.lines().skip_while(|line| !line.starts_with("stage ")).skip(1);
    rows.map(|row| row[..14].trim_end().to_owned()).collect::<Vec<_>>().join(", ")
}

const ALL: &str = "reading, parsing, planning, checking, pages, search index, search files, publishing, total";
const NOTHING_MADE: &str = "reading, publishing, total";

#[test]
fn a_site_that_did_not_change_is_not_made_again() {
    let site = Site::small();
    assert_eq!(stages(&site, &[]), ALL);
    let made = files(&site.public());
    assert_eq!(stages(&site, &[]), NOTHING_MADE);
    assert!(files(&site.public()) == made);
    // The times of files tell nothing.
    for path in [PRICE, PAGE] {
        fs::File::options()
            .append(true)
            .open(site.path().join(path))
            .unwrap()
            .set_modified(std::time::UNIX_EPOCH)
            .unwrap();
    }
    assert_eq!(stages(&site, &[]), NOTHING_MADE);
    // Nor does the folder: it holds what is to be there.
    fs::rename(site.public(), site.path().join("elsewhere")).unwrap();
    assert_eq!(stages(&site, &["--out", "elsewhere"]), NOTHING_MADE);
    assert_eq!(stages(&site, &[]), ALL);
    assert!(files(&site.public()) == made);
}

/// Something that may be done to a site, by its name.
type Edit = (&'static str, fn(&Site));

#[test]
fn what_changed_makes_a_site_anew() {
    let edits: [Edit; 6] = [
        ("a text", |site| {
            site.edit(PRICE, |text| text + "\nOr ten.\n");
        }),
        ("a file more", |site| {
            site.write("static/more.txt", "more");
        }),
        ("a file less", |site| {
            site.remove(PRICE);
        }),
        ("a template", |site| {
            site.write("templates/404.html", "gone");
        }),
        ("a name", |site| {
            site.write("static/old.txt", "the same")
                .build()
                .remove("static/old.txt")
                .write("static/new.txt", "the same");
        }),
        ("a style", |site| {
            site.write("static/site.css", "a { color: red }");
        }),
    ];
    for (name, edit) in edits {
        let site = Site::small();
        edit(site.build());
        assert_eq!(stages(&site, &[]), ALL, "{name}");
        let first = Site::small();
        edit(&first);
        assert!(files(&site.public()) == files(&first.build().public()), "{name}");
        assert_eq!(stages(&site, &[]), NOTHING_MADE, "{name}");
    }
    let site = Site::small();
    site.build();
    let address = ["--base-url", "https://other.example/"];
    assert_eq!(stages(&site, &address), ALL);
    assert!(site.read("robots.txt").contains("https://other.example/"));
    assert_eq!(stages(&site, &address), NOTHING_MADE);
    assert_eq!(stages(&site, &[]), ALL);
    assert!(!site.read("robots.txt").contains("https://other.example/"));
}

#[test]
fn what_is_wrong_is_told_by_each_build() {
    let site = Site::small();
    // A warning of content, one of a file as it is read, and one of the site as a whole.
    site.remove("content/faq/basics/trial.zh.md").write("templates/stray.txt", "stray");
    site.edit(PRICE, |text| text + "\nInvi\u{202a}\u{202c}sible.\n");
    let first = told(&site.wenda(&["build"]));
    assert!(first.0 == Some(0) && first.1.matches("warning[").count() >= 3, "{}", first.1);
    assert_eq!(told(&site.wenda(&["build"])), first);
    assert_eq!(stages(&site, &[]), NOTHING_MADE);
    assert_eq!(told(&site.wenda(&["build", "--quiet"])), (Some(0), String::new()));
    // An error keeps the output as it is, and is told as often.
    let made = files(&site.public());
    site.write("templates/404.html", "{{ nothing.at.all }}");
    let failed = told(&site.wenda(&["build"]));
    assert!(failed.0 == Some(1) && failed.1.contains("error[template]"), "{}", failed.1);
    assert_eq!(told(&site.wenda(&["build"])), failed);
    assert!(files(&site.public()) == made);
    site.remove("templates/404.html");
    assert_eq!(told(&site.wenda(&["build"])), first);
    assert_eq!(stages(&site, &[]), NOTHING_MADE);
}

#[test]
fn an_output_that_is_not_what_was_written_is_made_again() {
    let site = Site::small();
    let made = files(&site.build().public());
    let page = site.path().join(PAGE);
    let harms: [(&str, &dyn Fn()); 5] = [
        ("other bytes, as many", &|| {
            fs::write(&page, fs::read_to_string(&page).unwrap().replace("cost", "c0st")).unwrap()
        }),
        ("fewer bytes", &|| fs::write(&page, "").unwrap()),
        ("a file less", &|| fs::remove_file(&page).unwrap()),
        ("a folder in its place", &|| {
            fs::remove_file(&page).unwrap();
            fs::create_dir(&page).unwrap();
        }),
        ("no output", &|| fs::remove_dir_all(site.public()).unwrap()),
    ];
    for (name, harm) in harms {
        harm();
        assert_eq!(stages(&site, &[]), ALL, "{name}");
        assert!(files(&site.public()) == made, "{name}");
        assert_eq!(stages(&site, &[]), NOTHING_MADE, "{name}");
    }
    // What nobody wrote keeps the output from being replaced, as ever.
    site.write("public/own.txt", "mine");
    let output = site.wenda(&["build"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("was not written by Wenda"));
}

/// The record with another text in it, as somebody writes it who knows how.
fn forge(site: &Site, change: impl FnOnce(&mut Vec<u8>)) {
    let mut record = fs::read(site.path().join(RECORD)).unwrap().split_off(32);
    change(&mut record);
    let sealed = [blake3::hash(&record).as_bytes().as_slice(), &record].concat();
    fs::write(site.path().join(RECORD), sealed).unwrap();
}

/// Where a text stands in a record.
fn find(record: &[u8], text: &str) -> usize {
    record.windows(text.len()).position(|found| found == text.as_bytes()).unwrap()
}

#[test]
fn no_other_record_is_used() {
    let site = Site::small();
    let made = files(&site.build().public());
    let whole = fs::read(site.path().join(RECORD)).unwrap();
    let write = |bytes: &[u8]| fs::write(site.path().join(RECORD), bytes).unwrap();
    let other = Site::small();
    let others = fs::read(other.build().path().join(RECORD)).unwrap();
    let harms: [(&str, &dyn Fn()); 8] = [
        ("none", &|| {
            site.remove(RECORD);
        }),
        ("an empty one", &|| write(b"")),
        ("a half", &|| write(&whole[..whole.len() / 2])),
        ("a bit", &|| {
            let mut bytes = whole.clone();
            bytes[whole.len() / 2] ^= 1;
            write(&bytes);
        }),
        ("that of the same site elsewhere", &|| write(&others)),
        // It stands first, after its length.
        ("that of another program", &|| forge(&site, |record| record[2] ^= 1)),
        ("one of other bytes", &|| {
            forge(&site, |record| {
                let hash = find(record, &PAGE["public/".len()..]) + PAGE.len() - "public/".len();
                record[hash] ^= 1;
            })
        }),
        ("one of a file that is not listed", &|| {
            forge(&site, |record| {
                let name = find(record, "robots.txt");
                record[name] = b'R';
            })
        }),
    ];
    for (name, harm) in harms {
        harm();
        assert_eq!(stages(&site, &[]), ALL, "{name}");
        assert!(files(&site.public()) == made, "{name}");
        assert!(fs::read(site.path().join(RECORD)).unwrap() == whole, "{name}: the record was written anew");
    }
    assert_eq!(stages(&site, &[]), NOTHING_MADE);
}
