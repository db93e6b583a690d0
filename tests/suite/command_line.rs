//! The contract with scripts: options, exit codes, where things are printed.

use crate::support::{Files, Site, files, stderr, stdout, wenda};

#[test]
fn exit_codes_tell_what_went_wrong() {
    let site = Site::small();
    assert_eq!(site.wenda(&["check"]).status.code(), Some(0));
    assert_eq!(site.wenda(&["build"]).status.code(), Some(0));

    site.write("content/faq/basics/price.yaml", "verified: never\n");
    assert_eq!(site.wenda(&["check"]).status.code(), Some(1));
    assert_eq!(site.wenda(&["build"]).status.code(), Some(1));

    assert_eq!(site.wenda(&["biuld"]).status.code(), Some(2));
    assert_eq!(site.wenda(&["build", "--site", "nowhere"]).status.code(), Some(2));
    assert_eq!(site.wenda(&["build", "--base-url", "example"]).status.code(), Some(2));
    assert_eq!(site.wenda(&["check", "--format", "xml"]).status.code(), Some(2));
}

/// A site is copied to hosts of all systems, in archives and by sync clients.
#[test]
fn a_folder_is_written_that_every_system_takes() {
    let site = Site::small();
    for name in ["con", "NUL", "lpt1.site", "public ", " public", "public.", "pub\u{1b}lic", "pub\u{202e}lic"] {
        for command in [&["build"][..], &["export", "--to", "jsonl"], &["import", "content"], &["init"]] {
            let option = if command == ["init"] { &[name][..] } else { &["--out", name] };
            let output = site.wenda(&[command, option].concat());
            assert_eq!(output.status.code(), Some(2), "{name:?}: {}", stderr(&output));
            let told = stderr(&output);
            assert!(told.contains("no folder of the name") || told.contains("nobody sees"), "{told}");
            assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}'), "{told:?}");
        }
    }
    for (name, remedy) in [
        (" public", "begin it with no space"),
        ("public.", "end it with no space or dot"),
        ("con", "it means a device there"),
    ] {
        let told = stderr(&site.wenda(&["build", "--out", name]));
        assert!(told.contains(&format!("of the name `{name}`: {remedy}")), "{told}");
    }
    assert_eq!(site.wenda(&["build", "--out", "公开 文件/console"]).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_machine_that_fails_is_told_from_wrong_content() {
    let site = Site::small();
    site.write("file", "");
    let output = site.wenda(&["build", "--out", "file/public"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
}

#[test]
fn a_folder_without_a_site_is_told_what_is_missing() {
    let output = Site::empty().wenda(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds no `content` folder"), "{}", stderr(&output));
    // Commands that write nothing where there is no site, or that wait for changes of it.
    let site = Site::empty();
    for arguments in [&["serve", "--port", "0"][..], &["serve", "--port", "0", "--site", "nowhere"], &["schema"]] {
        let output = site.wenda(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("holds no `content` folder"), "{}", stderr(&output));
    }
    assert_eq!(files(site.path()), Files::new());
}

#[test]
fn help_names_every_command_and_exit_code() {
    let output = wenda().arg("--help").output().unwrap();
    assert!(output.status.success());
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn a_sound_site_is_said_to_be_sound() {
    let output = Site::small().wenda(&["check"]);
    assert_eq!(stdout(&output), "no problems found\n");
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_strict_check_counts_warnings() {
    let site = Site::small();
    assert_eq!(site.wenda(&["check", "--strict"]).status.code(), Some(0));
    site.remove("content/faq/basics/price.en.md");
    assert_eq!(site.wenda(&["check"]).status.code(), Some(0));
    assert_eq!(site.wenda(&["check", "--strict"]).status.code(), Some(1));
}

#[test]
fn the_facts_are_listed_with_who_states_them() {
    let site = Site::small();
    site.edit("content/faq/basics/price.yaml", |article| format!("facts: [M-1]\n{article}"));
    site.edit("content/rules/plans.yaml", |table| table + "  facts: [M-1]\n");

    let output = site.wenda(&["check", "--facts"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        stdout(&output),
        "manual/price\n  M-1  article:price rule:plans/large\nmanual/trial\n  M-2  nobody\n1 of 2 facts are stated\n"
    );
    assert_eq!(site.wenda(&["check", "--facts", "--strict"]).status.code(), Some(1));
    for format in ["sarif", "github"] {
        assert_eq!(site.wenda(&["check", "--facts", "--format", format]).status.code(), Some(2));
    }

    let json = site.wenda(&["check", "--facts", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["facts"], &json["stated"]), (&2.into(), &1.into()));
    assert_eq!(json["statements"][0]["stated_by"][1], "rule:plans/large");

    site.write("content/faq/basics/price.yaml", "sources: [manual/prices]\nverified: 2020-02-29\n");
    assert_eq!(site.wenda(&["check", "--facts"]).status.code(), Some(1));
}

#[test]
fn help_on_what_is_not_there_names_what_is() {
    let site = Site::empty();
    let told = |topic: &str| {
        let output = site.wenda(&["help", topic]);
        assert_eq!(output.status.code(), Some(2));
        stderr(&output)
    };
    for known in ["accept", "status", "content", "scale", "import"] {
        assert!(told("nosuch").contains(known), "{}", told("nosuch"));
    }
    assert!(told("contents").contains("did you mean `content`?"), "{}", told("contents"));
    let import = stdout(&site.wenda(&["help", "import"]));
    for part in ["--from <KIND>", "Docusaurus", "import-report.md"] {
        assert!(import.contains(part), "{import}");
    }
}
