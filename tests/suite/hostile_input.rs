//! Files that nobody means well with: every one ends in a diagnostic, soon.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wenda::content;
use wenda::pipeline::{Report, Session};
use wenda::report::Grouping;
use wenda::source::SourceFiles;

use crate::support::Site;

/// Loads a site and returns how long it took; whatever is in it, this returns.
fn load(site: &Site) -> Duration {
    let start = Instant::now();
    let report = rendered(site);
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.message.is_empty());
    }
    // Showing a diagnostic must not fail on any place either.
    let _shown = wenda::report::human(&report.diagnostics, &report.sources, Grouping::Grouped, true);
    let _shown = wenda::report::json(&report.diagnostics, &report.sources);
    let base = wenda::report::Base::new(site.path(), site.path());
    let _shown = wenda::report::github(&report.diagnostics, &report.sources, &base);
    let _shown = wenda::report::sarif(&report.diagnostics, &report.sources, &base);
    start.elapsed()
}

/// What a build of the pages finds.
fn rendered(site: &Site) -> Report {
    let loaded = Session::new(site.path()).load().unwrap();
    let mut planned = loaded.plan(None);
    planned.pages().for_each(drop);
    planned.report()
}

fn has_errors(site: &Site) -> bool {
    rendered(site).has_errors()
}

#[test]
fn markdown_without_end_ends() {
    let mebibyte = 1 << 20;
    let cases = [
        "> ".repeat(mebibyte / 4),
        "- ".repeat(mebibyte / 4),
        "[".repeat(mebibyte / 2),
        "![".repeat(mebibyte / 4),
        "*a ".repeat(mebibyte / 4),
        "**_".repeat(mebibyte / 6),
        "`".repeat(mebibyte / 2),
        "{{".repeat(mebibyte / 4),
        "{{a.b.c}}".repeat(mebibyte / 10),
        "|a".repeat(mebibyte / 4) + "\n" + &"|-".repeat(mebibyte / 4),
        // Rows that leave out over 250,000 cells.
        format!("{}\n{}\n{}", "|a".repeat(2_000), "|-".repeat(2_000), "|b\n".repeat(300)),
        "[^a]".repeat(mebibyte / 6),
        (0..60).map(|depth| "  ".repeat(depth) + "- x\n").collect(),
        "1. + ".repeat(mebibyte / 8),
        "## 标题\n\n".repeat(20_000),
        (0..20_000).map(|number| format!("[甲](#nowhere-{number})\n")).collect::<String>()
            + &"\n## 标题\n".repeat(20_000),
        "甲\n".to_owned() + &"![](x.png)\n".repeat(mebibyte / 12),
        (0..30_000).map(|number| format!("[^{number}]\n")).collect(),
        "[^a]: x\n\n".repeat(mebibyte / 10),
        "**甲。".repeat(mebibyte / 10),
        "![甲**。".repeat(mebibyte / 12),
        "\\".repeat(mebibyte / 2) + "**甲。**乙",
        "](甲".repeat(mebibyte / 6),
        "｀甲＊＊".repeat(mebibyte / 14),
        "{a.b.c}}".repeat(mebibyte / 10),
        (0..100_000).map(|number| format!("{} ", 1_000_000 + number)).collect(),
    ];
    for case in cases {
        let site = Site::small();
        site.write("content/faq/basics/price.zh.md", format!("# 问？\n\n{case}\n"));
        let took = load(&site);
        assert!(took < Duration::from_secs(60), "{:.40}… took {took:?}", case);
    }
}

#[test]
fn yaml_without_end_ends_in_a_diagnostic() {
    let cases = [
        "[".repeat(500_000),
        "{a: ".repeat(200_000),
        "- ".repeat(400_000),
        (0..20_000).map(|number| format!("k{number}: &a{number} x\n")).collect::<String>(),
        "a: &a [*a, *a]\n".to_owned(),
        "? ".repeat(300_000),
        format!("a: \"{}", "x".repeat(900_000)),
        format!("a: \"x{}\n  y\"\n", " ".repeat(900_000)),
        "a: 1e999999\n".to_owned(),
        "!!binary x\n".to_owned(),
    ];
    for case in cases {
        let site = Site::small();
        site.write("content/glossary.yaml", &case);
        let took = load(&site);
        assert!(took < Duration::from_secs(60), "{:.40}… took {took:?}", case);
        assert!(has_errors(&site), "{case:.40}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_end_in_a_diagnostic(bytes in proptest::collection::vec(any::<u8>(), 0..600), file in 0..6_usize) {
        let site = Site::small();
        site.write(FILES[file], &bytes);
        load(&site);
        prop_assert!(str::from_utf8(&bytes).is_ok() || has_errors(&site));
    }

    /// Sound files with a piece cut out, doubled or swapped: closer to what happens to people.
    #[test]
    fn damaged_files_end_in_a_diagnostic(file in 0..6_usize, from in 0.0..1.0_f64, length in 0..40_usize, put in DAMAGE) {
        let site = Site::small();
        let path = site.path().join(FILES[file]);
        let text = std::fs::read_to_string(&path).unwrap();
        let start = text.floor_char_boundary((text.len() as f64 * from) as usize);
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        std::fs::write(&path, format!("{}{put}{}", &text[..start], &text[end..])).unwrap();
        load(&site);
        let (sources, diagnostics) = SourceFiles::read(site.path()).unwrap();
        // A second load of the same sources finds the same.
        let [first, second] = [(); 2].map(|()| {
            let mut diagnostics = diagnostics.clone();
            (content::load(&sources, &mut diagnostics).is_some(), diagnostics.into_sorted())
        });
        prop_assert_eq!(first, second);
    }
}

const FILES: [&str; 6] = [
    "content/site.yaml",
    "content/faq/basics/price.yaml",
    "content/faq/basics/price.zh.md",
    "content/rules/plans.yaml",
    "content/sources/manual.yaml",
    "content/glossary.yaml",
];
const DAMAGE: &str = "(备|[:\\[\\]{}#&*!|>'\"%@`,?\\-\\n ]|\\{\\{|\\}\\}|<b>|é|\u{FEFF}|\t){0,6}";
