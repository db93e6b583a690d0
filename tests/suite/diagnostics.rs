//! What authors see. Each file in `diagnostics/` changes the small site (`=== path` begins a file, `=== - path` removes
//! one); the snapshot beside it holds exactly what `wenda check` prints.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wenda::diagnostic::Code;
use wenda::pipeline::Session;

use crate::support::{ROOT, Site, stderr, stdout};

fn change(site: &Site, fixture: &str) {
    for part in fixture.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        match path.strip_prefix("- ") {
            Some(path) => site.remove(path),
            None => site.write(path, text),
        };
    }
}

/// Checks a site, which has problems, and returns what is printed.
fn check(site: &Site, code: i32) -> String {
    let output = site.wenda(&["check"]);
    let printed = stdout(&output);
    assert_eq!(output.status.code(), Some(code), "{printed}");
    printed.replace(&site.path().display().to_string(), "<site>")
}

#[test]
fn each_problem_is_shown_with_its_place_and_remedy() {
    insta::glob!("diagnostics/*.txt", |path| {
        let site = Site::small();
        change(&site, &fs::read_to_string(path).unwrap());
        let code = if path.file_stem().unwrap().to_string_lossy().starts_with("warn-") { 0 } else { 1 };
        insta::assert_snapshot!(check(&site, code));
    });
}

#[test]
fn text_that_is_not_utf8_is_shown() {
    let site = Site::small();
    // The question in GBK, as an old editor saves it.
    site.write("content/faq/basics/price.zh.md", b"# \xd2\xaa\xb6\xe0\xc9\xd9\xc7\xae\n\n\xbe\xc5\xd4\xaa\n");
    insta::assert_snapshot!(check(&site, 1));
}

#[test]
fn files_that_are_too_large_are_refused() {
    let site = Site::small();
    site.write("content/faq/basics/price.zh.md", "# 要多少钱\n\n".to_owned() + &"很长。".repeat(150_000));
    insta::assert_snapshot!(check(&site, 1));
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_site_are_refused() {
    let site = Site::small();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("secret.md"), "# secret").unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret.md"), site.path().join("content/faq/basics/secret.zh.md"))
        .unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join("content/rules/secret")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join(".wenda")).unwrap();
    let printed = check(&site, 1).replace(&elsewhere.path().display().to_string(), "<elsewhere>");
    insta::assert_snapshot!(printed);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let site = Site::small();
    std::os::unix::fs::symlink("nowhere.md", site.path().join("content/faq/basics/lost.zh.md")).unwrap();
    insta::assert_snapshot!(check(&site, 1));
}

#[test]
fn every_kind_of_problem_has_a_test() {
    let folder = Path::new(ROOT).join("tests/suite/snapshots");
    let mut shown: BTreeSet<Code> = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What nobody has accepted yet has another extension.
        if path.extension().is_none_or(|extension| extension != "snap") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        shown.extend(Code::ALL.iter().copied().filter(|code| text.contains(&format!("[{code}]"))));
    }
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "no snapshot shows {missing:?}");
}

#[test]
fn problems_are_printed_as_json_and_sarif() {
    let site = Site::small();
    site.write("content/faq/basics/price.en.md", "# What does it cost?\n\n[Nine](article:trail) yuan.\n");
    let json: serde_json::Value = serde_json::from_slice(&site.wenda(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["errors"], 1);
    let problem = &json["diagnostics"][0];
    assert_eq!(problem["code"], "unknown-article");
    assert_eq!(problem["file"], "content/faq/basics/price.en.md");
    assert_eq!((&problem["line"], &problem["column"]), (&3.into(), &1.into()));
    assert_eq!(problem["text"], "[Nine](article:trail) yuan.");
    assert_eq!(problem["hints"][0], "did you mean `trial`?");

    let sarif: serde_json::Value = serde_json::from_slice(&site.wenda(&["check", "--format", "sarif"]).stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unknown-article");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    assert_eq!(rules[0]["id"], "unreadable");
    assert_eq!(rules[0]["shortDescription"]["text"], "A file of the site could not be read.");
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "error");
}

#[test]
fn problems_are_printed_as_workflow_commands_of_github() {
    let site = Site::empty();
    crate::support::copy(Site::small().path(), &site.path().join("docs/100%, help"));
    site.write(".git/HEAD", "ref: refs/heads/main\n");
    let inside = |path: &str| format!("docs/100%, help/content/{path}");
    let check = || {
        let mut command = crate::support::wenda();
        let site = site.path().join("docs/100%, help");
        let output = command.args(["check", "--format", "github", "--site"]).arg(site).output().unwrap();
        assert_eq!(crate::support::stderr(&output), "");
        (stdout(&output), output.status.code())
    };
    assert_eq!(check(), ("no problems found\n".to_owned(), Some(0)));

    site.write(&inside("faq/basics/price.en.md"), "# What does it cost?\n\n::error::[50%](article:trail)<u>!\n");
    site.write(&inside("faq/basics/price.yaml"), "sources:\n- manual/prices\nverified: 2020-02-30\nkey:\n- a\n");
    site.write(&inside("faq/basics/spare.gif"), crate::support::PIXEL);
    site.write(&inside("dictionary.txt"), "套餐\n套餐\n");
    insta::assert_snapshot!(check().0);
    assert_eq!(check().1, Some(1));
}

#[test]
fn sarif_names_files_from_the_root_of_the_repository() {
    let site = Site::empty();
    crate::support::copy(Site::small().path(), &site.path().join("docs/help site"));
    site.write(
        "docs/help site/content/faq/basics/price.en.md",
        "# What does it cost?\n\n[Nine](article:trail) yuan.\n",
    );
    let place = |folder: &str, arguments: &[&str]| {
        let mut command = crate::support::wenda();
        command.current_dir(site.path().join(folder)).args(["check", "--format", "sarif"]).args(arguments);
        let document: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let run = &document["runs"][0];
        let artifact = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        let root = &run["originalUriBaseIds"][artifact["uriBaseId"].as_str().unwrap()]["uri"];
        (root.as_str().unwrap().to_owned(), artifact["uri"].as_str().unwrap().to_owned())
    };
    let root = |folder: &Path| format!("file://{}/", folder.canonicalize().unwrap().display()).replace(' ', "%20");
    let file = "content/faq/basics/price.en.md";
    // Without a repository, from where the program runs.
    assert_eq!(
        place("docs", &["--site", "help site"]),
        (root(&site.path().join("docs")), format!("help%20site/{file}"))
    );
    assert_eq!(place("docs/help site", &[]), (root(&site.path().join("docs/help site")), file.to_owned()));
    site.write(".git/HEAD", "ref: refs/heads/main\n");
    let in_repository = (root(site.path()), format!("docs/help%20site/{file}"));
    for (folder, arguments) in [
        ("docs/help site", &[][..]),
        (".", &["--site", "docs/help site"]),
        ("docs/help site/content", &["--site", ".."]),
    ] {
        assert_eq!(place(folder, arguments), in_repository, "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder_is_told_and_not_waited_for() {
    let site = Site::small();
    for pipe in ["content/faq/basics/pipe.gif", "static/pipe.txt"] {
        let path = site.path().join(pipe);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    }
    let printed = check(&site, 1);
    assert_eq!(printed.matches("it is neither a file nor a folder").count(), 2, "{printed}");
}

/// A site with three warnings: in Markdown, in YAML, and of an article as a whole.
fn site_with_warnings() -> Site {
    let site = Site::small();
    let alone = "content/faq/basics/alone";
    site.write(&format!("{alone}.yaml"), "sources: [manual/price]\nverified: 2020-02-29\n");
    site.write(&format!("{alone}.en.md"), "# Is anybody there?\n\nNobody is,\nor is there?\n\n- One\n- Two\n");
    site.write(&format!("{alone}.zh.md"), "# 有人吗？\n\n没有人,\n是吗？\n\n- 一\n- 二,三\n");
    site.edit("content/glossary.yaml", |text| text.replace("一起卖的几项服务。", "\"一起卖的,几项服务。\""));
    site
}

#[test]
fn a_comment_allows_one_problem_and_never_reaches_a_page() {
    let site = site_with_warnings();
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.ends_with("\n4 warnings\n`wenda check --fix` mends 3 of them\n"), "{told}");
    let plain = pages(&site);

    site.write(
        "content/faq/basics/alone.zh.md",
        "<!-- wenda-allow: half-width-punctuation 这里没有 -->\n# 有人吗？ <!-- wenda-allow: near-miss 也没有 -->\n\n\
         没有人, <!-- wenda-allow: half-width-punctuation 原文如此 -->\n是吗？\n\n\
         - 一\n- 二,三 <!-- wenda-allow: half-width-punctuation 原文如此 -->\n",
    );
    site.edit("content/faq/basics/alone.yaml", |text| text + "# wenda-allow: orphan-article found by search alone\n");
    site.edit("content/glossary.yaml", |text| {
        text.replace("  definition:", "  # wenda-allow: half-width-punctuation 原文如此\n\n  definition:")
    });
    assert_eq!(pages(&site), plain);
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.ends_with("\n2 warnings\n`wenda check --fix` mends 2 of them\n"), "{told}");
    assert_eq!(told.matches("warning[unused-allow]").count(), 2, "{told}");
    // Who has not looked for everything does not know what a comment is for.
    let loaded = wenda::pipeline::Session::new(site.path()).load().unwrap().report();
    assert!(loaded.diagnostics.iter().all(|found| found.code != Code::UnusedAllow), "{:?}", loaded.diagnostics);
}

/// The pages that a site is built to.
fn pages(site: &Site) -> Vec<(String, Vec<u8>)> {
    let files = crate::support::files(&site.build().public()).into_iter();
    files.filter(|(path, _)| path.ends_with(".html")).collect()
}

#[test]
fn what_looks_like_a_comment_within_a_text_is_text() {
    let site = Site::small();
    let comment = "wenda-allow: near-miss shown";
    site.edit("content/glossary.yaml", |text| {
        text.replace("en: Services sold together.", &format!("en: \"Services # {comment}\""))
            .replace("  definition:", "  definition: # wenda-allow: nothing\n   ")
    });
    site.edit("content/sources/manual.yaml", |text| {
        text.replace(
            "    en: There is a trial of fourteen days.",
            &format!("    en: |\n      Code:\n      # {comment}\n"),
        )
    });
    site.edit("content/faq/basics/price.en.md", |text| {
        text + &format!("\n```html\n<!-- {comment} -->\n```\n\nIn `<!-- {comment} -->` as well.\n")
    });
    site.edit("content/faq/basics/price.zh.md", |text| text + "\n```html\n代码\n```\n\n如上。\n");
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("warning[bad-allow]: `nothing` is not a kind of problem"), "{told}");
    assert!(told.ends_with("\n1 warning\n"), "{told}");
}

#[test]
fn a_site_says_how_severe_a_kind_of_problem_is() {
    let site = site_with_warnings();
    let levels = |levels: &str| {
        let site_yaml = fs::read_to_string(Path::new(ROOT).join("tests/suite/site/content/site.yaml")).unwrap();
        site.write("content/site.yaml", site_yaml + "diagnostics:\n" + levels);
    };
    levels("  orphan-article: off\n  half-width-punctuation: off\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n");
    site.build();

    levels("  orphan-article: error\n  half-width-punctuation: off\n");
    fs::remove_dir_all(site.public()).unwrap();
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[orphan-article]"), "{}", stderr(&output));
    assert!(!site.public().exists());
    // A reason is as good against an error that is one by choice.
    site.edit("content/faq/basics/alone.yaml", |text| text + "# wenda-allow: orphan-article found by search alone\n");
    site.build();
    assert_eq!(stdout(&site.wenda(&["check"])), "no problems found\n");
}

#[test]
fn all_problems_are_shown_if_asked_for() {
    let site = Site::small();
    change(&site, &fs::read_to_string(Path::new(ROOT).join("tests/suite/diagnostics/warn-repeated.txt")).unwrap());
    let all = stdout(&site.wenda(&["check", "--all"]));
    assert_eq!(all.matches("warning[orphan-article]").count(), 5, "{all}");
    assert_eq!(all.matches("warning[half-width-punctuation]").count(), 5, "{all}");
    assert!(!all.contains("--all"), "{all}");
    let counted = check(&site, 0);
    assert_eq!(counted.matches("warning[").count(), 2, "{counted}");
    assert_eq!(counted.lines().last(), all.lines().last());
    let json: serde_json::Value = serde_json::from_slice(&site.wenda(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 10);
}

/// Stages after the content find nothing that is missing: what refers to it was told before.
#[test]
fn what_dangles_is_told_by_content_alone() {
    let mut dangling = 0;
    for entry in fs::read_dir(Path::new(ROOT).join("tests/suite/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        let site = Site::small();
        change(&site, &fs::read_to_string(&path).unwrap());
        let loaded = Session::new(site.path()).load().unwrap();
        let told = loaded.report().diagnostics;
        let mut planned = loaded.plan(None);
        planned.pages().for_each(drop);
        let all = planned.report().diagnostics;
        for unknown in all.iter().filter(|diagnostic| diagnostic.code.name().starts_with("unknown-")) {
            assert!(told.contains(unknown), "{}: {unknown:?}", path.display());
            dangling += 1;
        }
    }
    assert!(dangling > 50, "{dangling}");
}

#[test]
fn a_file_in_utf_16_is_one_problem() {
    let site = Site::small();
    let text = fs::read_to_string(site.path().join("content/site.yaml")).unwrap();
    let units = || text.encode_utf16();
    let with_mark: Vec<u8> = [0xFEFF].into_iter().chain(units()).flat_map(u16::to_le_bytes).collect();
    for bytes in [with_mark, units().flat_map(u16::to_le_bytes).collect(), units().flat_map(u16::to_be_bytes).collect()]
    {
        site.write("content/site.yaml", bytes);
        let printed = check(&site, 1);
        assert!(printed.starts_with("error[not-utf8]: `content/site.yaml` is in UTF-16"), "{printed}");
        assert!(printed.contains("= help: save it as UTF-8") && printed.ends_with("\n1 error\n"), "{printed}");
    }
}
