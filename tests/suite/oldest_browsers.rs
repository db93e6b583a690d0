//! The theme's scripts and styles use nothing that the oldest browsers lack (Chrome 99, Safari 15.4, Firefox 100) without a way
//! round it. The browser tests run them; this names what slips in most easily.

use std::fs;
use std::path::Path;

use crate::support::ROOT;

/// What is newer, and what does the same.
const NEWER: [(&str, &str); 13] = [
    (".with(", "Object.assign([...array], { [place]: value })"),
    (".toSorted(", "[...array].sort()"),
    (".toReversed(", "[...array].reverse()"),
    (".toSpliced(", "splice() on a copy"),
    (".findLast", "find() in a copy that is reversed"),
    ("groupBy(", "a Map"),
    ("fromAsync(", "a loop"),
    ("withResolvers(", "new Promise()"),
    (".aria", "setAttribute()"),
    ("(?<=", "a look at what stands before the match"),
    ("(?<!", "a look at what stands before the match"),
    ("{ type: \"module\" }", "a worker without imports"),
    ("requestIdleCallback", "setTimeout()"),
];

#[test]
fn scripts_use_nothing_that_is_newer() {
    let scripts = fs::read_dir(Path::new(ROOT).join("static")).unwrap().map(|entry| entry.unwrap().path());
    let scripts: Vec<_> = scripts.filter(|path| path.extension().is_some_and(|ending| ending == "js")).collect();
    assert!(scripts.len() >= 6, "{scripts:?}");
    for path in scripts.into_iter().chain([Path::new(ROOT).join("src/site/offline.js")]) {
        let script = fs::read_to_string(&path).unwrap();
        for (newer, instead) in NEWER {
            assert!(!script.contains(newer), "{}: `{newer}`: write {instead}", path.display());
        }
    }
}

#[test]
fn styles_have_a_way_round_what_is_newer() {
    let styles = fs::read_dir(Path::new(ROOT).join("static")).unwrap().map(|entry| entry.unwrap().path());
    let styles = styles.filter(|path| path.extension().is_some_and(|ending| ending == "css"));
    let styles: Vec<String> = styles.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(styles.len() >= 5, "{}", styles.len());
    let lines: Vec<&str> = styles.iter().flat_map(|style| style.lines()).map(str::trim).collect();
    for (place, line) in lines.iter().enumerate() {
        if line.contains("dvh") {
            assert_eq!(
                lines[place - 1],
                line.replace("dvh", "vh"),
                "browsers that do not know `dvh` need `vh` before it"
            );
        }
        // A selector that is not understood takes with it what stands beside it.
        let is_selector = line.ends_with('{') && !line.starts_with('@');
        if is_selector && line.contains(":has(") {
            assert!(!lines[place - 1].ends_with(','), "`{line}` needs a rule of its own");
        }
        for newer in ["@container", "@scope", "@starting-style", "color-mix(", "light-dark(", "& ", "subgrid"] {
            assert!(!line.starts_with(newer) && !line.contains(&format!(" {newer}")), "`{newer}` is newer");
        }
    }
}
