//! What reaches a terminal: every character of content, names and arguments in sight, and nothing after whoever listened has
//! gone.

use std::fs::File;
use std::process::{Output, Stdio};

use crate::asking::DELIVERY;
use crate::support::{Site, stderr, stdout, wenda};

/// ESC, BEL, a C1 control and a directional override: they recolour a terminal, rename its window, and turn what follows around.
const HOSTILE: &str = "\u{1b}[31m\u{7}\u{9b}\u{202e}";

/// Whether a terminal would be steered by a text, in which nothing but lines is expected.
fn steers(text: &str) -> bool {
    text.chars().any(|character| {
        (character.is_control() && character != '\n') || ('\u{202A}'..='\u{202E}').contains(&character)
    })
}

fn assert_in_sight(output: &Output) {
    for text in [stdout(output), stderr(output)] {
        assert!(!steers(&text), "{text:?}");
    }
}

#[test]
fn arguments_are_shown_with_all_their_characters() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    for arguments in [
        vec!["search", HOSTILE],
        vec!["search", "cost", "--lang", HOSTILE],
        vec!["search", "cost", "--json", HOSTILE],
        vec!["ask", HOSTILE],
        vec!["ask", &format!("delivery{HOSTILE}")],
        vec!["ask", "delivery", &format!("way={HOSTILE}")],
        vec!["check", "--site", HOSTILE],
        vec!["check", "--format", HOSTILE],
        vec!["build", "--base-url", HOSTILE],
        vec!["build", "--out", "content\u{1b}[31m"],
        vec!["diff", HOSTILE],
        vec![HOSTILE],
        vec![&format!("--{HOSTILE}")],
    ] {
        assert_in_sight(&site.wenda(&arguments));
    }
    let output = site.wenda(&["search", &format!("zzz{HOSTILE}")]);
    assert!(stdout(&output).contains("zzz␛[31m␇\\u{9b}\\u{202e}"), "{}", stdout(&output));
}

#[test]
fn content_is_shown_with_all_its_characters() {
    let site = Site::small();
    let hostile = format!("# What does {HOSTILE} it cost?\n\nNine {HOSTILE} yuan, [no](article:{HOSTILE}).\n");
    site.write("content/faq/basics/price.en.md", hostile);
    site.edit("content/glossary.yaml", |text| text.replace("plan}", "\"pl\\x1b[31m\\u202ean\"}"));
    for arguments in [
        vec!["check"],
        vec!["check", "--facts"],
        vec!["check", "--format", "json"],
        vec!["check", "--format", "sarif"],
        vec!["build"],
        vec!["search", "cost"],
        vec!["search", "cost", "--json"],
        vec!["search", "cost", "--explain"],
        vec!["ask"],
        vec!["diff", "."],
    ] {
        assert_in_sight(&site.wenda(&arguments));
    }
    let printed = stdout(&site.wenda(&["check"]));
    assert!(printed.contains("error[control-character]") && printed.contains("What does ␛[31m␇"), "{printed}");
    let document: serde_json::Value =
        serde_json::from_slice(&site.wenda(&["check", "--format", "json"]).stdout).unwrap();
    let texts = document["diagnostics"].as_array().unwrap().iter().filter_map(|found| found["text"].as_str());
    assert!(texts.into_iter().any(|text| text.contains('\u{202e}')), "the document means what the file holds");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_shown_with_all_their_characters() {
    for name in ["pri\u{1b}[31mce.en.md", "pri\u{202e}ce.en.md", "pri\u{9b}ce.en.md", "pri\nce.en.md"] {
        let site = Site::small();
        site.write(&format!("content/faq/basics/{name}"), "# What?\n\nThis.\n");
        let output = site.wenda(&["check"]);
        assert_in_sight(&output);
        assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    }
    let site = Site::small();
    site.write("static/a\u{1b}[31m.txt", "");
    let output = site.wenda(&["check"]);
    assert!(stdout(&output).contains("error[control-character]"), "{}", stdout(&output));
}

#[test]
fn no_control_character_reaches_a_page() {
    for hidden in ["\u{1}", "\0", "\u{8b}", "&#1;", "&#x9b;", "&#27;"] {
        let site = Site::small();
        site.write("content/faq/basics/price.en.md", format!("# What does it cost?\n\nNine{hidden} yuan.\n"));
        let output = site.wenda(&["build"]);
        assert_eq!(output.status.code(), Some(1), "{hidden:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("control-character"), "{hidden:?}: {}", stderr(&output));
    }
    // CommonMark reads NUL as U+FFFD.
    let site = Site::small();
    site.write("content/faq/basics/price.en.md", "# What does it cost?\n\nNine&#0; yuan.\n");
    assert!(!site.build().read("en/faq/price/index.html").contains('\0'));
}

/// Every command that prints, with what it prints.
const PRINTING: [&[&str]; 14] = [
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--facts"],
    &["check", "--facts", "--format", "json"],
    &["search", "cost"],
    &["search", "cost", "--json"],
    &["search", "cost", "--explain"],
    &["ask", "delivery", "way=post", "weight=1"],
    &["ask", "delivery", "way=post", "--json"],
    &["diff", "."],
    &["diff", ".", "--format", "json"],
    &["--help"],
    &["--version"],
];

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_or_closed_ends_the_command() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    for arguments in PRINTING {
        let command = |output: Stdio| {
            let mut command = wenda();
            command.current_dir(site.path()).args(arguments).stdin(Stdio::null()).stdout(output);
            command
        };
        let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
        let output = command(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("cannot write the output"), "{arguments:?}: {}", stderr(&output));
        // Nor is there anywhere to tell it.
        assert_eq!(command(full()).stderr(full()).status().unwrap().code(), Some(3), "{arguments:?}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(writer.into()).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert_eq!(stderr(&output), "", "{arguments:?}: whoever closed the pipe has seen enough");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn messages_that_nobody_can_read_change_nothing() {
    let site = Site::small();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let run =
        |arguments: &[&str]| wenda().current_dir(site.path()).args(arguments).stderr(full()).status().unwrap().code();
    assert_eq!(run(&["build"]), Some(0));
    assert_eq!(run(&["biuld"]), Some(2));
    site.write("content/faq/basics/price.yaml", "verified: never\n");
    assert_eq!(run(&["build"]), Some(1));
}

#[cfg(unix)]
#[test]
fn arguments_of_any_bytes_and_length_are_arguments() {
    use std::os::unix::ffi::OsStringExt;

    let site = Site::small();
    let long = "长".repeat(30_000);
    let bytes = std::ffi::OsString::from_vec(b"\xff\xfe\x1b[31m".to_vec());
    for command in ["search", "ask", "check", "build", "diff", "serve"] {
        for arguments in [vec![], vec!["--site"], vec!["--lang"], vec!["--out"], vec!["--format"]] {
            let output = wenda().current_dir(site.path()).arg(command).args(&arguments).arg(&bytes).arg("x").output();
            let output = output.unwrap();
            assert_eq!(output.status.code(), Some(2), "{command} {arguments:?}: {}", stderr(&output));
            assert_in_sight(&output);
        }
        let code = site.wenda(&[command, &format!("--{long}")]).status.code();
        assert_eq!(code, Some(2), "{command}");
    }
    let code = site.wenda(&["check", "--site", &long]).status.code();
    assert_eq!(code, Some(2));
}
