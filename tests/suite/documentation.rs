//! The documents of the project are true.

use std::fs;
use std::path::Path;

use crate::support::{ROOT, Site, reference, stderr, stdout, write};

fn document(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

#[test]
fn the_examples_of_the_content_reference_make_a_sound_site() {
    let files = reference();
    for kind in [
        "site.yaml",
        "categories.yaml",
        ".zh.md",
        ".en.md",
        "rules/",
        "sources/",
        "glossary.yaml",
        "synonyms.yaml",
        "out_of_scope.yaml",
        "dictionary.txt",
        "redirects.yaml",
        "decisions/",
    ] {
        assert!(files.keys().any(|path| path.contains(kind)), "the reference shows no `{kind}`: {:?}", files.keys());
    }
    let site = Site::empty();
    write(site.path(), &files);
    let output = site.wenda(&["check"]);
    assert_eq!(stdout(&output), "no problems found\n", "{}", stderr(&output));
    site.build();
}

#[test]
fn the_reference_explains_every_diagnostic() {
    let reference = document("docs/content.md");
    for code in wenda::diagnostic::Code::ALL {
        assert!(reference.contains(&format!("`{code}`")), "docs/content.md does not mention `{code}`");
    }
}

#[test]
fn the_documents_name_files_that_are_there() {
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        for path in document(name).split('`').filter(|piece| piece.starts_with("src/") || piece.starts_with("docs/")) {
            assert!(Path::new(ROOT).join(path).exists(), "{name} names `{path}`, which is not there");
        }
    }
}

/// The arrows of ARCHITECTURE.md: what a folder of `src` never mentions.
#[test]
fn the_layers_know_only_what_is_below_them() {
    let forbidden: [(&str, &[&str]); 10] = [
        ("src/advice", &["dev", "cli", "pipeline", "check", "report"]),
        ("src/comparison.rs", &["dev", "cli", "pipeline", "check", "report", "site"]),
        (
            "src/decision",
            &["content", "markdown", "site", "source", "diagnostic", "dev", "cli", "pipeline", "check", "text"],
        ),
        ("src/text", &["content", "markdown", "site", "source", "diagnostic", "dev", "cli", "pipeline", "check"]),
        ("src/diagnostic.rs", &["content", "markdown", "site", "source", "report", "dev", "cli", "pipeline", "check"]),
        ("src/source", &["content", "markdown", "site", "report", "dev", "cli", "pipeline", "check"]),
        ("src/markdown", &["site", "report", "dev", "cli", "pipeline", "check"]),
        ("src/content", &["site", "report", "dev", "cli", "pipeline", "check"]),
        ("src/site", &["report", "dev", "cli", "pipeline", "check"]),
        ("src/dev", &["cli"]),
    ];
    for (place, names) in forbidden {
        for entry in walkdir::WalkDir::new(Path::new(ROOT).join(place)) {
            let entry = entry.unwrap();
            if !entry.file_type().is_file() {
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            for name in names {
                assert!(
                    !text.contains(&format!("crate::{name}")),
                    "{} mentions `crate::{name}`",
                    entry.path().display()
                );
            }
        }
    }
}
