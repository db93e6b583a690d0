//! The contract with scripts: options, exit codes, where things are printed.

use crate::support::{Site, stderr, stdout, wenda};

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
