//! The list of files that is kept with the search index: by it a search knows without reading them that the texts did not
//! change. It is a cache that nobody trusts, as the index is.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::support::{Site, files, has_strace, is_there, stderr, stdout};

const PRICE: &str = "content/faq/basics/price.en.md";

/// The small site, with its index and a list of all its files: they were written so long ago that a change of them shows.
fn listed() -> Site {
    let site = Site::small();
    std::thread::sleep(Duration::from_millis(2_100));
    assert!(found(&site, "cost").contains("What does it cost?"));
    assert!(fs::read(list(&site)).unwrap().windows(PRICE.len()).any(|text| text == PRICE.as_bytes()));
    site
}

fn list(site: &Site) -> PathBuf {
    site.path().join(".wenda/files")
}

fn found(site: &Site, query: &str) -> String {
    let output = site.wenda(&["search", query, "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    // All but how long it took.
    stdout(&output).lines().filter(|line| !line.contains("took_us")).collect()
}

#[test]
fn a_file_that_did_not_change_is_not_read() {
    let site = listed();
    if !is_there("strace", has_strace()) {
        println!("strace is missing: what a search reads was not looked at");
        return;
    }
    let opened = || {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=openat,open", env!("CARGO_BIN_EXE_wenda"), "search", "cost", "--json"]);
        let output = command.current_dir(site.path()).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let calls = stderr(&output);
        let texts = calls.lines().filter(|call| call.contains(".md\"") || call.contains("content/rules/"));
        texts.filter(|call| !call.contains("O_DIRECTORY")).count()
    };
    assert_eq!(opened(), 0, "nothing changed");
    site.edit(PRICE, |text| text + "\nA quokka costs nothing.\n");
    assert!(opened() > 0);
}

#[test]
fn no_change_is_missed() {
    let site = listed();
    // As many bytes, and the time of the writing before.
    let place = site.path().join(PRICE);
    let written = fs::metadata(&place).unwrap().modified().unwrap();
    let text = fs::read_to_string(&place).unwrap();
    let changed = text.replacen("What does it cost?", "What is a quokka? ", 1);
    assert!(changed.len() == text.len() && changed != text);
    fs::write(&place, changed).unwrap();
    fs::File::options().append(true).open(&place).unwrap().set_modified(written).unwrap();
    assert!(found(&site, "quokka").contains("What is a quokka?"));
    // Another file in its place, of the same bytes but for one.
    fs::write(site.path().join("other.md"), &text).unwrap();
    fs::rename(site.path().join("other.md"), &place).unwrap();
    assert!(!found(&site, "quokka").contains("What is a quokka?"));
    site.remove(PRICE);
    assert!(!found(&site, "cost").contains("What does it cost?"));
}

/// The list as somebody writes it who knows how: it says of every file that it holds something else.
#[test]
fn a_list_that_is_not_true_makes_no_site_wrong() {
    let site = listed();
    let expected = found(&site, "cost");
    let sealed = fs::read(list(&site)).unwrap();
    let mut forged = sealed[32..].to_vec();
    let path = forged.windows(PRICE.len()).position(|text| text == PRICE.as_bytes()).unwrap();
    // The hash stands after the path and what the file system tells.
    forged[path + PRICE.len() + 40] ^= 1;
    let forged = [blake3::hash(&forged).as_bytes().as_slice(), &forged].concat();
    for command in [["check"].as_slice(), &["build"], &["search", "cost", "--json"]] {
        fs::write(list(&site), &forged).unwrap();
        let output = site.wenda(command);
        assert!(output.status.success(), "{command:?}: {}", stderr(&output));
    }
    assert_eq!(found(&site, "cost"), expected);
    assert!(fs::read(list(&site)).unwrap() == sealed, "the list was mended");
    assert!(files(&site.public()) == files(&Site::small().build().public()));
}

#[test]
fn what_is_no_list_is_not_used() {
    let site = listed();
    let expected = found(&site, "cost");
    let whole = fs::read(list(&site)).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let victim = elsewhere.path().join("victim");
    for damage in 0..6 {
        fs::write(&victim, "kept").unwrap();
        match damage {
            0 => fs::write(list(&site), "").unwrap(),
            1 => fs::write(list(&site), &whole[..whole.len() / 2]).unwrap(),
            2 => fs::write(list(&site), [whole.as_slice(), b"\0"].concat()).unwrap(),
            // A link to what a list is, or to what is none.
            3 | 4 => {
                fs::write(&victim, if damage == 3 { whole.as_slice() } else { b"kept" }).unwrap();
                fs::remove_file(list(&site)).unwrap();
                symlink(&victim, list(&site)).unwrap();
            }
            _ => {
                fs::remove_file(list(&site)).unwrap();
                fs::create_dir_all(list(&site).join("within")).unwrap();
            }
        }
        let before = fs::read(&victim).unwrap();
        assert_eq!(found(&site, "cost"), expected, "{damage}");
        assert!(fs::read(list(&site)).unwrap() == whole, "{damage}: the list was written anew");
        assert!(fs::symlink_metadata(list(&site)).unwrap().is_file(), "{damage}");
        assert!(fs::read(&victim).unwrap() == before, "{damage}: nothing is written through a link");
    }
}

#[test]
fn a_check_keeps_nothing() {
    let site = Site::small();
    assert!(site.wenda(&["check"]).status.success());
    assert!(!site.path().join(".wenda").exists());
}

/// What a search takes from the list, a build proves by reading it: nothing of the site before stays that is not to.
#[test]
fn a_build_reads_what_a_list_says_did_not_change() {
    let site = listed();
    let hash_in = |list: &[u8]| {
        let path = list.windows(PRICE.len()).position(|text| text == PRICE.as_bytes()).unwrap();
        path + PRICE.len() + 40..path + PRICE.len() + 72
    };
    site.build();
    let before = fs::read(list(&site)).unwrap();
    site.edit(PRICE, |text| text + "\nOr ten.\n");
    std::thread::sleep(Duration::from_millis(2_100));
    found(&site, "cost");
    let mut forged = fs::read(list(&site)).unwrap();
    let (old, new) = (hash_in(&before), hash_in(&forged));
    assert!(before[old.clone()] != forged[new.clone()]);
    forged[new].copy_from_slice(&before[old]);
    let seal = *blake3::hash(&forged[32..]).as_bytes();
    forged[..32].copy_from_slice(&seal);
    fs::write(list(&site), &forged).unwrap();
    assert!(site.build().read("en/faq/price/index.html").contains("Or ten."));
}
