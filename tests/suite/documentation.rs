//! The documents of the project are true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{ROOT, Site, files, reference, stderr, stdout, write};

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
        "evals.yaml",
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
    assert_eq!(
        document("docs/keys.md"),
        expected,
        "run `WENDA_BLESS=1 cargo test --profile suite --test suite reference_of_keys`"
    );
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
const LAYERS: [&str; 25] = [
    "main.rs",
    "lib.rs",
    "cli",
    "gateway",
    "dev",
    "lsp",
    "http",
    "import",
    "export",
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
    "folder",
    "progress.rs",
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

/// Folders in which files still name what the `mod.rs` above them declares.
const WITH_CIRCLES: [&str; 10] = [
    "analysis",
    "decision/diagram",
    "dev",
    "search/export",
    "search/index",
    "search/query",
    "search/shard/piece",
    "search/tests",
    "site/write",
    "source",
];

/// The items that a file of source code declares, without those that stand within others.
fn declared_items(code: &str) -> Vec<&str> {
    let is_mark = |character: char| !character.is_alphanumeric() && character != '_';
    let lines = code.lines().filter(|line| line.starts_with(char::is_alphabetic) && !line.starts_with("use "));
    let after = |line| {
        let kinds = ["fn ", "struct ", "enum ", "trait ", "type ", "const ", "static "];
        kinds
            .into_iter()
            .find_map(|kind| str::split_once(line, kind))
            .and_then(|(_, after)| after.split(is_mark).next())
    };
    lines.filter_map(after).collect()
}

/// What a `mod.rs` declares is for whoever is outside: it names the files beside it, so these would name each other in a circle.
#[test]
fn no_file_names_what_the_module_above_it_declares() {
    let code = code_of(&["src"]);
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let modules = code.iter().filter_map(|(path, code)| Some((path.strip_suffix("mod.rs")?, declared_items(code))));
    for (folder, declared) in
        modules.filter(|(folder, _)| !WITH_CIRCLES.iter().any(|circle| folder[4..].starts_with(circle)))
    {
        let below =
            code.iter().filter_map(|(path, code)| Some((path.strip_prefix(folder)?.trim_end_matches("/mod.rs"), code)));
        for (path, code) in below.filter(|(path, _)| *path != "mod.rs" && !path.contains("tests")) {
            let code = code.split("#[cfg(test)]\nmod tests").next().map(without_comments).unwrap_or_default();
            let above = [
                format!("use {}", "super::".repeat(path.split('/').count())),
                format!("use crate::{}", folder[4..].replace('/', "::")),
            ];
            for imported in above.iter().flat_map(|above| code.split(above.as_str()).skip(1)) {
                let imported = imported.split(';').next().unwrap_or_default();
                let known = imported.split(|next| !is_name(next)).find(|name| declared.contains(name));
                assert_eq!(known, None, "{folder}{path} names what `{folder}mod.rs` declares");
            }
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

/// The code below some folders of the package, by its path.
fn code_of(folders: &[&str]) -> BTreeMap<String, String> {
    let files = folders.iter().flat_map(|folder| {
        let below = files(&Path::new(ROOT).join(folder)).into_iter();
        below.map(move |(path, bytes)| (format!("{folder}/{path}"), bytes))
    });
    let code = files.filter(|(path, _)| path.ends_with(".rs"));
    code.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// Code without its comments.
fn without_comments(code: &str) -> String {
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Whether code holds a test of a name.
fn holds_test(code: &str, name: &str) -> bool {
    let before = code.find(&format!("fn {name}(")).and_then(|at| code[..at].rsplit("\n\n").next());
    before.is_some_and(|before| before.contains("#[test]"))
}

#[test]
fn every_invariant_names_the_tests_that_hold_it() {
    let code = code_of(&["src", "tests"]);
    let architecture = document("ARCHITECTURE.md");
    let (_, invariants) = architecture.split_once("\n## Invariants\n").unwrap();
    let invariants: Vec<&str> = invariants.split("\n## ").next().unwrap().split("\n- ").skip(1).collect();
    assert!(invariants.len() > 20, "{}", invariants.len());
    for invariant in invariants {
        let tests = invariant.trim_end().strip_suffix("`)").and_then(|told| told.rsplit_once("(`"));
        let (_, tests) = tests.unwrap_or_else(|| panic!("this does not end with (`file.rs::test`):\n- {invariant}"));
        for test in tests.split("`,") {
            let test = test.trim().trim_start_matches('`');
            let (file, name) =
                test.split_once("::").unwrap_or_else(|| panic!("`{test}` names no test:\n- {invariant}"));
            let is_it =
                |(path, code): &(&String, &String)| path.ends_with(&format!("/{file}")) && holds_test(code, name);
            let found: Vec<&String> = code.iter().filter(is_it).map(|(path, _)| path).collect();
            assert_eq!(found.len(), 1, "`{test}` is in {found:?}:\n- {invariant}");
        }
    }
}

/// Rows of its table are one line each, whatever they hold.
#[test]
fn the_architecture_fits_two_pages() {
    let architecture = document("ARCHITECTURE.md");
    let lines = architecture.lines().count();
    assert!(lines <= 95, "{lines} lines");
    for line in architecture.lines().filter(|line| !line.starts_with('|')) {
        let length = line.chars().count();
        assert!(length <= 130, "{length} characters: {line}");
    }
}

/// What reaches the disk and the network.
const IO: [&str; 7] = ["std::fs", "std::net", "tokio", "cap_std", "mysql::Conn", "rustix", "walkdir"];

#[test]
fn only_what_says_so_does_io() {
    let architecture = document("ARCHITECTURE.md");
    // The last cell of a row is `yes`, the folder in it that does, or empty.
    let rows = architecture.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix('|'));
    let allowed: Vec<&str> = rows
        .filter_map(|row| {
            let (place, io) = (row.split('`').next()?, row.rsplit('|').next()?.trim());
            if io == "yes" { Some(place) } else { Some(io.trim_matches('`')).filter(|place| !place.is_empty()) }
        })
        .collect();
    assert_eq!(allowed.len(), 10, "{allowed:?}");
    for (path, code) in code_of(&["src"]) {
        let code = without_comments(&code);
        if let Some(word) = IO.into_iter().find(|word| code.contains(word)) {
            assert!(allowed.iter().any(|place| path.starts_with(place)), "{path} mentions `{word}`");
        }
    }
}

/// What browsers run, and what two more places that know nothing of the rest are, each with the modules that it may mention.
const ALONE: [(&str, &[&str]); 7] = [
    ("analysis", &["analysis", "name"]),
    ("decision", &["decision"]),
    ("name", &["name"]),
    ("diagnostic", &["diagnostic"]),
    ("search/query", &["analysis", "decision", "search::query"]),
    ("search/shard", &["analysis", "search::query", "search::shard"]),
    ("search/browser", &["search::query", "search::shard"]),
];

#[test]
fn what_runs_in_browsers_knows_nothing_else() {
    for (place, may) in ALONE {
        for (path, code) in code_of(&[&format!("src/{place}")]) {
            let code = without_comments(&code).replace("pub(in crate::search)", "pub");
            assert!(!code.contains("tantivy"), "{path} mentions tantivy");
            for mentioned in code.split("crate::").skip(1) {
                let is_allowed = may.iter().any(|module| {
                    let rest = mentioned.strip_prefix(module);
                    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
                });
                assert!(is_allowed, "{path} mentions `crate::{}`", mentioned.lines().next().unwrap_or_default());
            }
        }
    }
}

#[test]
fn a_kind_of_page_is_known_in_its_folder_alone() {
    let (pages, rest): (Vec<_>, Vec<_>) =
        code_of(&["src"]).into_iter().partition(|(path, _)| path.starts_with("src/site/page/"));
    let name = |code: &str| code.split(|next: char| !next.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let kinds = pages.iter().flat_map(|(_, code)| code.split("impl Page for ").skip(1).map(name));
    let kinds: Vec<String> = kinds.collect();
    assert!(kinds.len() > 15, "{kinds:?}");
    for (path, code) in &rest {
        let known = kinds.iter().find(|kind| code.contains(kind.as_str()));
        assert!(known.is_none() && !code.contains("impl Page for"), "{path} knows a kind of page: {known:?}");
    }
    // The list, or the kind that it belongs to, names it.
    let all: String = pages.iter().map(|(_, code)| code.as_str()).collect();
    for (path, _) in pages.iter().filter(|(_, code)| code.contains("pub(super) fn pages")) {
        let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        let is_whole = |at: usize| !all[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let named = all.match_indices(&format!("{stem}::pages")).filter(|(at, _)| is_whole(*at)).count();
        assert_eq!(named, 1, "{path}");
    }
}

/// A text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once(close).map_or("", |(_, after)| after))
}

/// Words and punctuation come from views and strings, and nothing depends on a language by its name.
#[test]
fn templates_hold_no_words() {
    let templates = files(&Path::new(ROOT).join("templates"));
    for (path, bytes) in templates.into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let template = String::from_utf8(bytes).unwrap();
        for asked in template.split("if ").skip(1).map(|asked| asked.split('}').next().unwrap_or_default()) {
            let names = ["lang ==", "locale ==", "lang !=", "locale !="].iter().any(|name| asked.contains(name));
            assert!(!names, "{path} asks for a language: `{asked}`");
        }
        let markup = [("{%", "%}"), ("{{", "}}"), ("{#", "#}")];
        let text = markup.into_iter().fold(template, |text, (open, close)| without(&text, open, close));
        let text = without(&text, "<", ">");
        assert!(!text.contains(char::is_alphabetic), "{path} holds words: {}", text.trim());
    }
}
