//! What a run tells beside its result: how far it has come on a terminal, what its stages took, and nothing but errors.

use std::process::{Output, Stdio};

use wenda::pipeline::Session;
use wenda::progress::{Progress, Stage};

use crate::support::{Site, stderr, stdout};

/// A site with a warning: an article lacks a language.
fn with_a_warning() -> Site {
    let site = Site::small();
    site.remove("content/faq/basics/price.en.md");
    site
}

/// The same, with an error, too.
fn with_an_error() -> Site {
    let site = with_a_warning();
    site.edit("content/faq/basics/price.zh.md", |text| text + "\n[没有](article:gone)\n");
    site
}

/// Exit code, result and what was told beside it.
fn told(output: &Output) -> (Option<i32>, String, String) {
    (output.status.code(), stdout(output), stderr(output))
}

fn silence(code: i32) -> (Option<i32>, String, String) {
    (Some(code), String::new(), String::new())
}

#[test]
fn a_run_tells_how_far_it_has_come() {
    let site = Site::small();
    let progress = Progress::default();
    let loaded = Session::new(site.path()).reporting_to(&progress).load().unwrap();
    assert_eq!(progress.running(), None, "all that was begun is done");
    let mut planned = loaded.plan(None);
    let mut pages = planned.pages();
    let batch = pages.next().unwrap();
    let first = batch.iter().filter(|file| file.path.ends_with(".html")).count();
    assert!(first < batch.len(), "files of Markdown beside pages are made with them, and not counted");
    let running = progress.running().unwrap();
    let counted = running.counted.unwrap();
    assert_eq!((running.stage, counted.done, counted.total), (Stage::Pages, first, first));
    pages.for_each(drop);
    let search = planned.searchable().unwrap().search_files(&|| ()).unwrap();
    assert!(!search.files.is_empty());
    assert_eq!(progress.running(), None);

    let ended: Vec<(Stage, usize)> = progress.ended().into_iter().map(|(stage, cost)| (stage, cost.done)).collect();
    let (files, documents) = (ended[0].1, ended[5].1);
    assert!(files > 20 && documents > 4, "{ended:?}");
    let expected = [
        (Stage::Reading, files),
        (Stage::Parsing, 2),
        (Stage::Planning, 0),
        (Stage::Checking, 0),
        (Stage::Pages, first),
        (Stage::SearchIndex, documents),
        (Stage::SearchFiles, 0),
    ];
    assert_eq!(ended, expected);
    // What is kept is not done again.
    let again = Progress::default();
    Session::new(site.path()).reporting_to(&again).search(&|| ()).unwrap();
    let ended: Vec<_> = again.ended().into_iter().map(|(stage, cost)| (stage, cost.done)).collect();
    assert_eq!(ended, [(Stage::Reading, files), (Stage::SearchIndex, 0)]);
}

#[test]
fn a_verbose_run_tells_what_each_stage_took() {
    let site = Site::small();
    let stages = |arguments: &[&str]| {
        let output = site.wenda(arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        let told = stderr(&output);
        let (_, table) = told.split_once("stage              time").unwrap_or_else(|| panic!("no table: {told}"));
        assert_eq!(table.contains("peak memory") && table.contains(" MiB"), cfg!(target_os = "linux"), "{table}");
        let rows = table.lines().skip(1).map(|row| row[..14].trim_end().to_owned());
        rows.collect::<Vec<_>>().join(", ")
    };
    let build = "reading, parsing, planning, checking, pages, search index, search files, publishing, total";
    assert_eq!(stages(&["build", "--verbose"]), build);
    assert_eq!(stages(&["--verbose", "check"]), "reading, parsing, planning, checking, pages, total");
    assert_eq!(stages(&["search", "cost", "--verbose"]), "reading, search index, total");
    let told = stderr(&with_an_error().wenda(&["build", "--verbose"]));
    assert!(told.contains("unknown-article") && told.contains("\ntotal "), "{told}");
    let told = stderr(&site.wenda(&["check"]));
    assert_eq!(told, "", "nobody asked for it");
}

#[test]
fn a_quiet_run_tells_errors_only() {
    for site in [Site::small(), with_a_warning()] {
        assert_eq!(told(&site.wenda(&["build", "--quiet"])), silence(0));
        assert!(site.public().join("index.html").exists());
        assert_eq!(told(&site.wenda(&["--quiet", "check"])), silence(0));
    }
    let site = with_an_error();
    for (arguments, is_result) in [(["build", "--quiet"], false), (["check", "--quiet"], true)] {
        let (code, result, beside) = told(&site.wenda(&arguments));
        let (errors, nothing) = if is_result { (result, beside) } else { (beside, result) };
        assert_eq!(code, Some(1));
        assert!(errors.starts_with("error[unknown-article]"), "{errors}");
        assert!(
            !errors.contains("warning") && !errors.contains("1 error") && !errors.contains("nothing was"),
            "{errors}"
        );
        assert_eq!(nothing, "");
    }
    // Why a command does nothing is an error.
    let (code, _, beside) = told(&Site::empty().wenda(&["build", "--quiet"]));
    assert_eq!(code, Some(2));
    assert!(beside.starts_with("error: "), "{beside}");
}

#[test]
fn a_quiet_run_prints_what_it_was_asked_for() {
    let site = with_a_warning();
    let strict = site.wenda(&["check", "--strict", "--quiet"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(stdout(&strict).contains("warning[") && !stdout(&strict).contains("1 warning"), "{}", stdout(&strict));
    for arguments in [["check", "--format", "json"], ["search", "trial", "--json"], ["search", "trial", "--lang=en"]] {
        let (loud, quiet) = (site.wenda(&arguments), site.wenda(&[&arguments[..], &["--quiet"]].concat()));
        assert!(!loud.stdout.is_empty());
        let without_time = |output: &Output| {
            let lines = stdout(output);
            lines.lines().filter(|line| !line.contains("took_us")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(without_time(&loud), without_time(&quiet));
        assert_eq!(stderr(&quiet), "");
    }
}

#[test]
fn nobody_is_quiet_and_verbose() {
    let site = Site::small();
    for arguments in
        [["--quiet", "--verbose", "check"], ["check", "--quiet", "--verbose"], ["--quiet", "check", "--verbose"]]
    {
        let output = site.wenda(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stdout(&output));
    }
}

/// Whatever takes long: here another process writes the index.
#[cfg(target_os = "linux")]
#[test]
fn people_see_how_far_a_run_has_come() {
    use std::fs::File;

    use crate::pseudo_terminal::Terminal;
    use crate::support::wenda;

    let site = Site::small();
    site.wenda(&["search", "cost"]);
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    let lock = File::options().write(true).open(site.path().join(".wenda/lock")).unwrap();
    lock.lock().unwrap();
    let search: &[&str] = &["search", "quokka"];
    let hidden =
        [("dumb", search), ("xterm", &["search", "quokka", "--json"]), ("xterm", &["search", "quokka", "--quiet"])];
    let hidden = hidden.map(|(kind, arguments)| Terminal::of_kind(kind, site.path(), arguments));
    let mut piped = wenda();
    piped.current_dir(site.path()).args(search).stdout(Stdio::piped()).stderr(Stdio::piped());
    let piped = piped.spawn().unwrap();
    let mut shown = Terminal::of_kind("xterm", site.path(), search);
    shown.until("another wenda is writing the search index");
    let row = shown.until("search index: ").pop().unwrap().text;
    assert!(row.ends_with(" s"), "{row}");
    lock.unlock().unwrap();
    let (code, shown) = shown.end();
    assert_eq!(code, Some(0));
    let text = shown.text();
    assert!(text.contains("What does it cost?") && !text.contains("search index: "), "it is left there: {text}");
    let output = piped.wait_with_output().unwrap();
    let piped = format!("{}{}", stdout(&output), stderr(&output));
    for told in hidden.map(|terminal| terminal.end().1.written().replace("\r\n", "\n")).into_iter().chain([piped]) {
        assert!(told.contains("quokka") && !told.contains('\r') && !told.contains("search index: "), "{told:?}");
    }
}
