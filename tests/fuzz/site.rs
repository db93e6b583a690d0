//! Whole sites with damaged files: diagnostics, or files that any machine can read.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;
use wenda::pipeline::{Report, Session};
use wenda::report::{self, Grouping};
use wenda::site::OutputFile;

use crate::campaign::campaign;
use crate::hostile::{Hostile, MARKERS};
use crate::html::{Vocabulary, check_characters};
use crate::mutation::{MARKDOWN, Mutation, TEMPLATE, TROUBLE, YAML, mutate, mutations};
use crate::seeds::{REFERENCE, SHIPPED, SMALL, TEMPLATES};
use crate::support::{Files, write};

/// A change of a site.
#[derive(Clone, Debug)]
enum Change {
    /// A file of it, damaged.
    File(&'static str, Vec<Mutation>),
    /// A template of the theme, damaged, in its `templates/`.
    Template(&'static str, Vec<Mutation>),
    /// A file under a name that somebody thought of, with what another file holds.
    Name(&'static str, String, &'static str),
    /// A file that is gone.
    Gone(&'static str),
}

fn tokens(path: &str) -> &'static [&'static str] {
    match path.rsplit('.').next() {
        Some("md") => MARKDOWN,
        Some("html") => TEMPLATE,
        _ => YAML,
    }
}

fn changes(site: &'static Files) -> impl Strategy<Value = Vec<Change>> {
    let texts: Vec<&str> = site.keys().map(String::as_str).filter(|path| !path.ends_with(".gif")).collect();
    let templates: Vec<&str> = TEMPLATES.keys().map(String::as_str).collect();
    let damaged = |paths: Vec<&'static str>| {
        select(paths).prop_flat_map(|path| mutations(tokens(path)).prop_map(move |changes| (path, changes)))
    };
    let name = prop_oneof![
        3 => select(NAMES).prop_map(str::to_owned),
        1 => (select(TROUBLE), select(EXTENSIONS)).prop_map(|(stem, extension)| format!("x{stem}{extension}")),
        1 => (select(MARKERS), select(EXTENSIONS)).prop_map(|(stem, extension)| format!("{stem}{extension}")),
    ];
    let one = prop_oneof![
        12 => damaged(texts.clone()).prop_map(|(path, changes)| Change::File(path, changes)),
        1 => damaged(templates).prop_map(|(path, changes)| Change::Template(path, changes)),
        2 => (select(FOLDERS), name, select(texts.clone())).prop_map(|(folder, name, like)| Change::Name(folder, name, like)),
        1 => select(texts).prop_map(Change::Gone),
    ];
    vec(one, 1..4)
}

const FOLDERS: &[&str] = &[
    "content/",
    "content/faq/",
    "content/faq/basics/",
    "content/faq/billing/",
    "content/rules/",
    "content/decisions/",
    "content/sources/",
    "content/guides/",
    "content/checklists/",
    "static/",
    "static/en/",
    "static/zh/faq/",
    "static/search/",
];
const EXTENSIONS: &[&str] = &[".yaml", ".md", ".en.md", ".zh.md", ".gif", ".html", ".svg", ".txt", ".yml", ""];
const NAMES: &[&str] = &[
    "con.yaml",
    "aux.en.md",
    "a..yaml",
    "A.yaml",
    "a.yaml",
    "price.EN.md",
    "a#b.gif",
    "a?b.gif",
    "a%41b.gif",
    "a%2f.gif",
    "a b.gif",
    "a\nb.gif",
    "a\u{301}.gif",
    "á.gif",
    "備案.gif",
    "x.svg",
    "x.html",
    "x.xml",
    "index.html",
    "sitemap.xml",
    "404.html",
    "sw.js",
    "search.bin",
    "-x.yaml",
    "constructor.yaml",
    "__proto__.yaml",
    "unknown.yaml",
    "\\.yaml",
    "a\"b.gif",
    "a'b.gif",
    "a&b.gif",
    "a<b>.gif",
    "a:b.gif",
    ".hidden",
    "x~",
    "price",
];

/// A site in its folder, written anew for every input.
struct Scratch(TempDir);

impl Scratch {
    fn new(files: &Files) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), files);
        Self(folder)
    }

    /// The files of the site, and what was found wrong.
    fn build(&self) -> (BTreeMap<String, Vec<u8>>, Vec<String>, Report) {
        let mut written: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut twice = Vec::new();
        let loaded = Session::new(self.0.path()).load().expect("a site can be read");
        let mut planned = loaded.plan(None);
        for OutputFile { path, bytes } in planned.pages().flatten() {
            if written.insert(path.clone(), bytes.to_vec()).is_some() {
                twice.push(path);
            }
        }
        (written, twice, planned.report())
    }
}

/// The files of a site after changes, and whether its pages are still Wenda's own.
fn changed(site: &Files, changes: &[Change]) -> (Files, bool) {
    let mut files = site.clone();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut is_own = true;
    for change in changes {
        match change {
            Change::File(path, changes) => {
                let before = files.get(*path).map_or(String::new(), |bytes| text(bytes));
                let after = mutate(&before, changes, 60_000);
                files.insert((*path).to_owned(), after.into_bytes());
            }
            Change::Template(path, changes) => {
                is_own = false;
                files.insert((*path).to_owned(), mutate(&text(&TEMPLATES[*path]), changes, 60_000).into_bytes());
            }
            Change::Name(folder, name, like) => {
                let name: String =
                    name.chars().filter(|character| !matches!(character, '/') && *character != '\0').collect();
                if !name.is_empty() && name.len() <= 255 && name != "." && name != ".." {
                    is_own &= !folder.starts_with("static/");
                    files.insert(format!("{folder}{name}"), site[*like].clone());
                }
            }
            Change::Gone(path) => drop(files.remove(*path)),
        }
    }
    // What is a file cannot be a folder.
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let folders: HashSet<String> =
        names.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned())).collect();
    files.retain(|path, _| !folders.contains(path));
    (files, is_own)
}

/// Files that a machine may read whatever is in the site.
fn check_file(path: &str, bytes: &[u8], vocabulary: &mut Vocabulary) -> Result<(), String> {
    let parts: Vec<&str> = path.split('/').collect();
    if parts.iter().any(|part| part.is_empty() || *part == "." || *part == ".." || part.len() > 255) {
        return Err("no path".to_owned());
    }
    check_characters(path)?;
    // Files beside articles are published as they are, whatever they hold.
    if path.starts_with("files/") {
        return Ok(());
    }
    let text = || str::from_utf8(bytes).map_err(|error| error.to_string());
    match path.rsplit('.').next() {
        Some("html") => vocabulary.check(text()?)?,
        Some("xml") => {
            check_characters(text()?)?;
            roxmltree::Document::parse(text()?).map_err(|error| format!("no XML: {error}"))?;
        }
        Some("json" | "webmanifest") => {
            serde_json::from_slice::<serde_json::Value>(bytes).map_err(|error| format!("no JSON: {error}"))?;
        }
        Some("txt") => check_characters(text()?)?,
        _ => {}
    }
    Ok(())
}

/// No problem is without words, and none shows a terminal what could change it.
fn check_report(report: &Report) -> Result<(), String> {
    for diagnostic in &report.diagnostics {
        if diagnostic.message.is_empty() {
            return Err(format!("{diagnostic:?} says nothing"));
        }
    }
    let base = report::Base::new("/".as_ref(), "/site".as_ref());
    let github = report::github(&report.diagnostics, &report.sources, &base);
    if let Some(line) = github.lines().find(|line| !line.starts_with("::error ") && !line.starts_with("::warning ")) {
        return Err(format!("{line:?} is no workflow command"));
    }
    let human = |repeated| report::human(&report.diagnostics, &report.sources, repeated, false);
    for text in [human(Grouping::Grouped), human(Grouping::Ungrouped), github] {
        if let Some(hidden) = text.chars().find(|character| is_hidden(*character)) {
            return Err(format!("a terminal gets {hidden:?}:\n{text}"));
        }
    }
    for machine in
        [report::json(&report.diagnostics, &report.sources), report::sarif(&report.diagnostics, &report.sources, &base)]
    {
        serde_json::from_str::<serde_json::Value>(&machine).map_err(|error| format!("{error}: {machine}"))?;
    }
    Ok(())
}

/// What no terminal shows as it is: control characters, and what turns the direction of a line.
fn is_hidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What the pages of a sound site are made of, with what Markdown may add.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::of_markdown();
    let mut one_language = REFERENCE.clone();
    one_language.remove("content/faq/billing/price.en.md");
    one_language.remove("content/faq/billing/refund.zh.md");
    let mut with_code = SMALL.clone();
    for (_, text) in with_code.iter_mut().filter(|(path, _)| path.ends_with(".md")) {
        text.extend(b"\n\n```js\ncode\n```\n");
    }
    for files in [&SMALL, &*REFERENCE, &SHIPPED, &one_language, &with_code] {
        let scratch = Scratch::new(files);
        for (path, bytes) in scratch.build().0 {
            if path.ends_with(".html") {
                vocabulary.learn(str::from_utf8(&bytes).unwrap());
            }
        }
    }
    vocabulary
});

fn run(target: &str, usual: u64, site: &'static Files) {
    let vocabulary = RefCell::new(VOCABULARY.clone());
    let (sound, _, report) = Scratch::new(site).build();
    assert!(!report.has_errors());
    for (path, bytes) in &sound {
        check_file(path, bytes, &mut vocabulary.borrow_mut()).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
    }
    campaign(target, usual, &changes(site), |changes| {
        let (files, is_own) = changed(site, &changes);
        if !files.keys().any(|path| path.starts_with("content/")) {
            return Ok(());
        }
        let (written, twice, report) = Scratch::new(&files).build();
        check_report(&report).map_err(TestCaseError::fail)?;
        if report.has_errors() {
            return Ok(());
        }
        prop_assert_eq!(twice, Vec::<String>::new(), "written twice");
        for path in written.keys() {
            let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
            for folder in folders {
                prop_assert!(!written.contains_key(folder), "`{folder}` is a file and a folder");
            }
        }
        for (path, bytes) in written.iter().filter(|_| is_own) {
            check_file(path, bytes, &mut vocabulary.borrow_mut())
                .map_err(|wrong| TestCaseError::fail(format!("{path}: {wrong}")))?;
        }
        Ok(())
    });
}

#[test]
fn small_site() {
    run("small_site", 300, &SMALL);
}

#[test]
fn site_of_every_kind_of_file() {
    run("site_of_every_kind_of_file", 300, &REFERENCE);
}

/// Every text of a site is hostile, each time with another marker.
#[test]
fn hostile_site() {
    let vocabulary = RefCell::new(VOCABULARY.clone());
    let inputs = (0..MARKERS.len()).prop_map(|first| (first, Hostile::site(&REFERENCE, &TEMPLATES, first)));
    campaign("hostile_site", 20, &inputs, |(_, files)| {
        let (written, _, report) = Scratch::new(&files).build();
        check_report(&report).map_err(TestCaseError::fail)?;
        let shown = report::human(&report.diagnostics, &report.sources, Grouping::Grouped, false);
        prop_assert!(!report.has_errors(), "{shown}");
        let marked = |bytes: &[u8]| bytes.windows(5).filter(|window| *window == b"wenda").count();
        prop_assert!(written.values().map(|bytes| marked(bytes)).sum::<usize>() > 1_000, "the texts are shown");
        for (path, bytes) in &written {
            check_file(path, bytes, &mut vocabulary.borrow_mut())
                .map_err(|wrong| TestCaseError::fail(format!("{path}: {wrong}")))?;
        }
        Ok(())
    });
}
