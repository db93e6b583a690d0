//! The documents of the project are true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    let (_, table) = reference.split_once("| code | level | what is wrong |\n|---|---|---|\n").unwrap();
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let expected = wenda::diagnostic::Code::ALL
        .iter()
        .map(|code| format!("| `{code}` | {} | {} |", code.severity(), code.explanation()));
    assert_eq!(rows, expected.collect::<Vec<_>>());
}

/// `WENDA_BLESS=1` writes what it holds the file to.
#[test]
fn the_reference_of_keys_is_what_is_read() {
    let expected = wenda::content::key_reference();
    if std::env::var_os("WENDA_BLESS").is_some() {
        fs::write(Path::new(ROOT).join("docs/keys.md"), &expected).unwrap();
    }
    assert_eq!(document("docs/keys.md"), expected, "run `WENDA_BLESS=1 cargo test --test suite reference_of_keys`");
}

#[test]
fn the_documents_name_files_that_are_there() {
    let folders = ["src/", "docs/", "tests/", "benches/", "static/"];
    let mut named = 0;
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tests/suite/README.md"] {
        let document = document(name);
        // What stands in angle brackets is for readers to fill in.
        let pieces = document.split('`').filter(|piece| !piece.contains('<'));
        for path in pieces.filter(|piece| folders.iter().any(|folder| piece.starts_with(folder))) {
            assert!(Path::new(ROOT).join(path).exists(), "{name} names `{path}`, which is not there");
            named += 1;
        }
    }
    assert!(named > 60, "only {named} paths are named");
}

/// The layers of `src`, from the top down. Whoever adds a folder or a file there says where it belongs.
const LAYERS: [&str; 19] = [
    "main.rs",
    "lib.rs",
    "cli",
    "dev",
    "report",
    "pipeline.rs",
    "comparison",
    "check",
    "advice",
    "site",
    "search",
    "content",
    "decision",
    "markdown",
    "analysis",
    "name",
    "source",
    "diagnostic",
    "folder.rs",
];

/// The layer that a path below `src` belongs to, counted from the top.
fn layer(name: &str) -> usize {
    let layer = LAYERS.iter().position(|layer| layer.trim_end_matches(".rs") == name.trim_end_matches(".rs"));
    layer.unwrap_or_else(|| panic!("`src/{name}` stands in no layer"))
}

#[test]
fn the_architecture_lists_the_layers_in_their_order() {
    let architecture = document("ARCHITECTURE.md");
    let rows = architecture.lines().filter_map(|line| line.strip_prefix("| `src/")?.split('`').next());
    let [_main, _lib, layers @ ..] = LAYERS;
    assert_eq!(rows.map(|name| name.trim_end_matches('/')).collect::<Vec<_>>(), layers);
}

#[test]
fn the_layers_know_only_what_is_below_them() {
    let source = Path::new(ROOT).join("src");
    for entry in walkdir::WalkDir::new(&source).min_depth(1) {
        let path = entry.unwrap().into_path();
        let first = path.strip_prefix(&source).unwrap().iter().next().unwrap().to_str().unwrap().to_owned();
        let own = layer(&first);
        if path.extension().is_none_or(|extension| extension != "rs") || first == "lib.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("use crate::{"), "{}: import each layer by a line of its own", path.display());
        let depth = path.strip_prefix(&source).unwrap().with_extension("").iter().filter(|part| *part != "mod").count();
        let outside = "super::".repeat(depth);
        let leaves = text.lines().any(|line| !line.starts_with(' ') && line.contains(&outside));
        assert!(!leaves, "{}: name other layers by `crate::`", path.display());
        for (at, _) in text.match_indices("crate::") {
            let named: String = text[at + "crate::".len()..]
                .chars()
                .take_while(|character| character.is_ascii_alphanumeric() || *character == '_')
                .collect();
            assert!(layer(&named) >= own, "{} is above what it mentions: `crate::{named}`", path.display());
        }
    }
}

/// The types that a file of source code declares, those of the ids among them. What is associated with a trait is named by the
/// trait.
fn declared_types(text: &str) -> Vec<&str> {
    fn word(text: &str) -> &str {
        text.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default()
    }
    let mut found = Vec::new();
    let mut is_of_ids = false;
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        is_of_ids = line == "ids! {" || is_of_ids && line != "}";
        if is_of_ids && let Some((name, _)) = code.trim().split_once(": ") {
            found.push(name);
        }
        let words: Vec<&str> = code.split_whitespace().collect();
        let declared = words.windows(2).filter(|pair| match pair[0] {
            "struct" | "enum" | "trait" | "union" => true,
            "type" => !line.starts_with(' '),
            _ => false,
        });
        found.extend(
            declared
                .map(|pair| word(pair[1]))
                .filter(|name| name.starts_with(|first| char::is_ascii_uppercase(&first))),
        );
    }
    found
}

#[test]
fn a_name_of_a_type_has_one_meaning() {
    let mut declared: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(Path::new(ROOT).join("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        for name in declared_types(&fs::read_to_string(&path).unwrap()) {
            let before = declared.insert(name.to_owned(), path.clone());
            let before = before.map(|before| before.display().to_string());
            assert_eq!(before, None, "`{name}` is declared there and in {}", path.display());
        }
    }
    for name in ["ArticleId", "Hit", "Postings", "Code"] {
        assert!(declared.contains_key(name), "`{name}` is declared somewhere");
    }
    assert!(declared.len() > 300, "only {} types are declared", declared.len());
}
