//! The first days of an author, in two terminals: one shows the site while it is written, in the other commands are given.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use crate::pseudo_terminal::{Color, Row, Terminal};
use crate::support::{Site, stderr};

/// Somebody who writes a site.
struct Author {
    site: Site,
    served: Terminal,
    address: String,
}

impl Author {
    /// Starts a site from nothing, commits it, and serves it.
    fn begin() -> Self {
        let site = Site::empty();
        let (code, told) = Terminal::run(site.path(), &["init", ".", "--lang", "zh,en"]).end();
        let told = told.text();
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("next:\n  wenda serve"), "{told}");
        git(&site, &["init", "--quiet"]);
        git(&site, &["add", "."]);
        git(&site, &["commit", "--quiet", "--message", "begin"]);
        let mut served = Terminal::run(site.path(), &["serve", "--port", "0"]);
        let told = served.until("listening on");
        assert!(told[0].text.starts_with("read the site in ") && told.len() == 2, "nothing is wrong: {told:?}");
        let address = told[1].text.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { site, served, address }
    }

    /// Gives a command in the other terminal: its exit code, and what is shown.
    fn wenda(&self, arguments: &[&str]) -> (Option<i32>, Terminal) {
        Terminal::run(self.site.path(), arguments).end()
    }

    /// What the development server tells until the line that tells of a saved file.
    fn told_of(&mut self, path: &str) -> Vec<Row> {
        self.served.until(&format!("{path}: "))
    }

    /// A page as a browser gets it; the status first.
    fn page(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

fn git(site: &Site, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

/// A line of a save without how long it took.
fn without_time(row: &Row) -> String {
    let (what, rest) = row.text.split_once(": ").unwrap();
    let (time, told) = rest.split_once(" ms").unwrap();
    assert!(time.parse::<u32>().is_ok(), "{row:?}");
    format!("{what}{told}")
}

/// The colours in which a terminal shows errors and warnings.
const RED: Color = Color::Idx(9);
const YELLOW: Color = Color::Idx(3);

const TRACK: &str = "content/faq/orders/track-parcel.en.md";
const LATE_ZH: &str = "content/faq/orders/late.zh.md";
const LATE_EN: &str = "content/faq/orders/late.en.md";

#[test]
fn a_slip_is_shown_where_it_is_and_the_last_good_page_stays() {
    let mut author = Author::begin();
    assert!(author.page("/en/faq/track-parcel/").contains("Where is my parcel?"));
    author.site.edit(TRACK, |text| text.replace("Where is my parcel?", "Where is it?").replace(":return-", ":retrun-"));
    let told = author.told_of(TRACK);
    let error = told.iter().find(|row| row.text.starts_with("error[unknown-article]")).unwrap();
    assert_eq!(error.color, RED, "{told:?}");
    let shown: Vec<&str> = told.iter().map(|row| row.text.trim()).collect();
    assert!(shown.contains(&&*format!("--> {TRACK}:5:156")), "{shown:?}");
    assert!(shown.contains(&"= help: did you mean `return-book`?"), "{shown:?}");
    let line = format!("{TRACK}, 1 problem new, 1 problem in all; the last good site stays up");
    assert_eq!(without_time(told.last().unwrap()), line);
    assert!(author.page("/en/faq/track-parcel/").contains("Where is my parcel?"));

    author.site.edit(TRACK, |text| text.replace(":retrun-", ":return-"));
    let told = author.told_of(TRACK);
    assert_eq!(told.iter().map(without_time).collect::<Vec<_>>(), [format!("{TRACK}, 1 problem mended")]);
    assert!(author.page("/en/faq/track-parcel/").contains("Where is it?"));
    author.served.interrupt();
    let (code, screen) = author.served.end();
    assert!(code.is_none_or(|code| code == 130), "{code:?} {}", screen.text());
}

/// From nothing to a merge request: a new article in both languages, a translation that goes stale, a page that is called
/// otherwise.
#[test]
fn an_article_is_written_translated_and_renamed() {
    let mut author = Author::begin();
    for arguments in [&["accept"][..], &["accept", "--addresses"]] {
        assert_eq!(author.wenda(arguments).0, Some(0));
    }
    author.told_of("content/translations.lock");
    author.told_of("content/addresses.lock");
    write_in_both_languages(&mut author);
    let_a_translation_go_stale(&mut author);
    rename_with_a_redirect(&mut author);
    git(&author.site, &["add", "."]);
    let (code, screen) = author.wenda(&["diff", "HEAD", "--exit-code"]);
    assert_eq!(code, Some(1));
    assert!(screen.text().contains("article:parcel-is-late: new"), "{}", screen.text());
    assert_eq!(author.wenda(&["check", "--strict"]).1.text(), "no problems found");
}

fn write_in_both_languages(author: &mut Author) {
    let (code, screen) = author.wenda(&["new", "article", "late", "--category", "orders"]);
    assert_eq!(
        (code, screen.text().as_str()),
        (
            Some(0),
            "content/faq/orders/late.en.md\ncontent/faq/orders/late.yaml\n\
        content/faq/orders/late.zh.md"
        )
    );
    let told = author.served.until(" problem in all");
    assert!(told.iter().any(|row| row.text.contains("translation of `late` was never accepted")), "{told:?}");
    let (code, screen) = author.wenda(&["check"]);
    assert!(
        code == Some(0) && screen.text().contains(&format!("still to be written: `{LATE_ZH}`")),
        "{}",
        screen.text()
    );
    author.site.write(
        LATE_ZH,
        "# 包裹迟到了怎么办？\n\n先[看它在哪里](article:track-parcel)。\n\n## 赔偿 {#refund}\n\n迟到 3 天，退运费。\n",
    );
    author.told_of(LATE_ZH);
    author.site.write(LATE_EN, "# Is my parcel late?\n\n[See where it is](article:track-parcel).\n\n## Refund {#refund}\n\nAfter 3 days we refund the postage.\n");
    let told = author.told_of(LATE_EN);
    assert_eq!(without_time(told.last().unwrap()), format!("{LATE_EN}, 3 problems mended, 1 problem in all"));
    assert!(author.page("/en/faq/late/").contains("Is my parcel late?"));
    for arguments in [&["accept", "late"][..], &["accept", "--addresses"]] {
        assert_eq!(author.wenda(arguments).0, Some(0));
    }
    author.told_of("content/addresses.lock");
}

fn let_a_translation_go_stale(author: &mut Author) {
    author.site.edit(LATE_ZH, |text| text.replace("3 天", "5 天"));
    let told = author.told_of(LATE_ZH);
    let warning = told.iter().find(|row| row.text.starts_with("warning[stale-translation]")).unwrap();
    assert_eq!(warning.color, YELLOW, "{told:?}");
    // That it says another number follows from this.
    assert_eq!(without_time(told.last().unwrap()), format!("{LATE_ZH}, 1 problem new, 1 problem in all"));
    assert!(author.page("/en/faq/late/").contains("has changed since"));
    let (_, screen) = author.wenda(&["status"]);
    assert!(
        screen.text().starts_with(&format!("stale       {LATE_EN}\n            changed #refund  {LATE_ZH}:5")),
        "{}",
        screen.text()
    );
    author.site.edit(LATE_EN, |text| text.replace("3 days", "5 days"));
    author.told_of(LATE_EN);
    assert_eq!(author.wenda(&["accept", "late"]).1.text(), format!("{LATE_EN}\n1 translation accepted"));
    let told = author.told_of("content/translations.lock");
    assert_eq!(without_time(told.last().unwrap()), "content/translations.lock, 1 problem mended");
    assert!(!author.page("/en/faq/late/").contains("has changed since"));
}

fn rename_with_a_redirect(author: &mut Author) {
    let folder = author.site.path().join("content/faq/orders");
    for ending in ["zh.md", "en.md", "yaml"] {
        fs::rename(folder.join(format!("late.{ending}")), folder.join(format!("parcel-is-late.{ending}"))).unwrap();
    }
    let told = author.served.until("; the last good site stays up");
    assert!(told.iter().any(|row| row.text.starts_with("error[lost-address]") && row.color == RED), "{told:?}");
    let redirect = "- {from: faq/late/, to: 'article:parcel-is-late'}";
    let (code, screen) = author.wenda(&["check", "--fix"]);
    assert_eq!(code, Some(0), "{}", screen.text());
    assert!(
        screen.text().starts_with(&format!("content/redirects.yaml:1\n+ {redirect}\n1 problem mended in 1 file")),
        "{}",
        screen.text()
    );
    author.told_of("content/redirects.yaml");
    assert!(author.page("/zh/faq/late/").contains("faq/parcel-is-late/"));
    let (_, screen) = author.wenda(&["status"]);
    assert!(screen.text().contains("renamed     late is parcel-is-late now"), "{}", screen.text());
    assert_eq!(author.wenda(&["accept"]).1.text(), "0 translations accepted, 1 kept under another id");
    assert!(author.wenda(&["status"]).1.text().starts_with("7 translations: 7 up to date"));
}
