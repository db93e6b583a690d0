//! A site that is read again and again: whatever happens to its files in between, what is made of it is what a first reading
//! makes of it.

use std::collections::BTreeMap;

use wenda::pipeline::{Loaded, Session};
use wenda::report;
use wenda::source::ChangeScope;

use crate::edits::Edits;
use crate::support::Files;

/// Sequences of edits; each begins with the site of the reference.
const SEQUENCES: u64 = 40;
const EDITS: usize = 6;

#[test]
fn a_site_that_is_read_again_is_as_one_that_is_read_first() {
    (0..SEQUENCES).for_each(edit_and_compare);
}

#[test]
fn two_files_at_one_address_are_told_each_time() {
    const PAGE: &str = "en/faq/refund/index.html";
    let edits = Edits::new(0);
    let session = Session::new(edits.site.path());
    let is_told = || outcome(&session, &ChangeScope::Any).0.contains("duplicate-url");
    assert!(!is_told() && !is_told());
    edits.site.write(&format!("static/{PAGE}"), "another");
    assert!(is_told() && is_told());
    edits.site.remove(&format!("static/{PAGE}"));
    assert!(!is_told());
}

#[test]
#[ignore = "takes minutes"]
fn after_any_edits_a_site_is_as_one_that_is_read_first() {
    (SEQUENCES..SEQUENCES + 500).for_each(edit_and_compare);
}

fn edit_and_compare(seed: u64) {
    let mut edits = Edits::new(seed);
    let session = Session::new(edits.site.path());
    let read_first = |edits: &Edits| outcome(&Session::new(edits.site.path()), &ChangeScope::Any);
    let mut done = vec![format!("sequence {seed}")];
    assert_eq!(outcome(&session, &ChangeScope::Any), read_first(&edits), "{done:?}");
    for _ in 0..EDITS {
        let before = edits.files();
        done.push(edits.edit());
        // As one knows it who watches the folders, or as one who does not.
        let scope = if edits.below(2) == 0 { ChangeScope::Any } else { changed(&before, &edits.files()) };
        let (again, first) = (outcome(&session, &scope), read_first(&edits));
        assert!(again.0 == first.0, "{done:#?}\nread again: {}\nread first: {}", again.0, first.0);
        let differs = |path: &&String| again.1.get(*path) != first.1.get(*path);
        let differing: Vec<&String> = again.1.keys().chain(first.1.keys()).filter(differs).collect();
        assert!(differing.is_empty(), "{done:#?}\ndiffer: {differing:?}");
    }
}

/// The files that are not what they were.
fn changed(before: &Files, after: &Files) -> ChangeScope {
    let paths = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
    ChangeScope::Files(paths.cloned().collect())
}

/// What is told of a site, and its pages by their paths.
fn outcome(session: &Session, scope: &ChangeScope) -> (String, BTreeMap<String, Vec<u8>>) {
    match session.read_files(scope).and_then(|read| read.load()) {
        Ok(loaded) => outcome_of(&loaded),
        Err(error) => (error.to_string(), BTreeMap::new()),
    }
}

fn outcome_of(loaded: &Loaded) -> (String, BTreeMap<String, Vec<u8>>) {
    let told = loaded.report();
    let mut planned = loaded.plan(None);
    let pages = planned.pages().flatten().map(|file| (file.path, file.bytes.into_owned())).collect();
    let told = [told, planned.report()].map(|told| report::json(&told.diagnostics, &told.sources));
    (told.concat(), pages)
}
