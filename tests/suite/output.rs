//! The folder that a build writes: whole or not at all, the same each time, and nothing of anybody else's touched.

use std::collections::BTreeSet;
use std::fs;

use wenda::diagnostic::Code;
use wenda::export::{ExportError, ExportKind, export, version_of};
use wenda::pipeline::Session;

use crate::support::{Site, files, stderr, stdout};

#[test]
fn two_builds_write_the_same_bytes() {
    let first = Site::small();
    let second = Site::empty();
    // The same files, put there in another order.
    let mut sources: Vec<_> = files(first.path()).into_iter().collect();
    sources.reverse();
    for (path, bytes) in sources {
        second.write(&path, bytes);
    }
    assert!(files(&first.build().public()) == files(&second.build().public()));
    // And once more over what is there.
    let before = files(&first.public());
    assert!(files(&first.build().public()) == before);
}

#[test]
fn a_build_replaces_the_site_before_and_leaves_nothing_beside_it() {
    let site = Site::small();
    site.build();
    assert!(site.public().join("zh/faq/trial/index.html").exists());
    for file in ["yaml", "zh.md", "en.md"] {
        site.remove(&format!("content/faq/basics/trial.{file}"));
    }
    site.write("content/faq/basics/price.yaml", "sources: [manual/price]\nverified: 2020-02-29\n");
    site.write("content/faq/basics/price.zh.md", "# 多少钱？\n\n九元。\n");
    site.write("content/faq/basics/price.en.md", "# How much?\n\nNine yuan.\n");
    site.build();
    assert!(!site.public().join("zh/faq/trial").exists());
    assert!(site.read("en/faq/price/index.html").contains("Nine yuan."));
    let beside: BTreeSet<_> =
        fs::read_dir(site.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    // The search index is kept for the next time.
    assert_eq!(beside, BTreeSet::from([".wenda", "content", "public"].map(str::to_owned)));
}

#[test]
fn a_build_with_errors_leaves_the_site_before() {
    let site = Site::small();
    let before = files(&site.build().public());
    site.write("content/faq/basics/price.en.md", "# What does it cost?\n\n<b>Nine</b>\n");
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("nothing was written"), "{}", stderr(&output));
    assert!(files(&site.public()) == before);

    // A template that fails on a page fails after other pages were written.
    site.write("content/faq/basics/price.en.md", "# What does it cost?\n\nNine.\n");
    site.write("templates/row.html", "{{ body.nothing.more }}");
    assert_eq!(site.wenda(&["build"]).status.code(), Some(1));
    assert!(files(&site.public()) == before);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let site = Site::small();
    site.write("public/thesis.txt", "years of work");
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("was not made by Wenda"), "{}", stderr(&output));
    assert_eq!(files(&site.public()).len(), 1);

    let output = site.wenda(&["build", "--out", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(site.path().join("content/site.yaml").exists());
}

#[test]
fn a_file_of_somebody_else_in_the_output_is_not_lost() {
    let site = Site::small();
    site.build().write("public/CNAME", "help.example.com\n");
    let before = files(&site.public());
    let output = site.wenda(&["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("move it to `static/`"), "{}", stderr(&output));
    assert!(files(&site.public()) == before);

    fs::create_dir(site.path().join("static")).unwrap();
    fs::rename(site.public().join("CNAME"), site.path().join("static/CNAME")).unwrap();
    assert_eq!(site.build().read("CNAME"), "help.example.com\n");
}

#[test]
fn an_empty_folder_can_be_built_into() {
    let site = Site::small();
    fs::create_dir(site.public()).unwrap();
    site.build();
    assert!(site.public().join("index.html").exists());
}

/// Nobody holds the texts of articles: they are read again where they are shown and indexed.
#[test]
fn a_text_that_changes_while_the_site_is_read_is_reported() {
    let site = Site::small();
    let price = "content/faq/basics/price.en.md";
    let written = fs::read(site.path().join(price)).unwrap();
    let loaded = Session::new(site.path()).load().unwrap();
    assert!(!loaded.report().has_errors());
    site.write(price, "# What does it cost?\n\nA quokka.\n");
    assert!(loaded.index(&|| ()).unwrap().is_none(), "an index would lack the text");
    let corpus = loaded.corpus().unwrap();
    let mut output = Vec::new();
    let mut target = ExportKind::Jsonl.target(&mut output);
    let exported = export(&corpus, &version_of(&corpus, "now", None), None, target.as_mut());
    assert!(matches!(exported, Err(ExportError::Changed)), "an export would lack it, too");
    let mut planned = loaded.plan(None);
    assert!(planned.pages().flatten().count() > 0);
    let told: Vec<_> = planned.report().diagnostics.into_iter().map(|told| (told.code, told.message)).collect();
    assert_eq!(told, [(Code::Unreadable, format!("`{price}` was changed while it was read"))]);
    // What was made of the changed text is not taken for an index of the one before.
    site.write(price, &written);
    let found = stdout(&site.wenda(&["search", "cost", "--lang", "en"]));
    assert!(found.contains("What does it cost?"), "{found}");
}

/// The index that is kept still knows the words of a text that is gone; what is published does not.
#[test]
fn a_build_after_an_edit_writes_what_a_first_one_does() {
    let site = Site::small();
    let price = "content/faq/basics/price.zh.md";
    let written = fs::read(site.path().join(price)).unwrap();
    site.edit(price, |text| text + "\n沈阳的蝴蝶不要钱。\n").build();
    site.write(price, &written).build();
    assert!(files(&site.public()) == files(&Site::small().build().public()));
}

#[test]
fn an_address_that_is_gone_is_told_with_the_redirect_to_paste() {
    let site = Site::small();
    let first = site.wenda(&["build"]);
    assert!(!stderr(&first).contains("gone"), "{}", stderr(&first));
    site.rename_trial();
    let renamed = site.wenda(&["build"]);
    let told = stderr(&renamed);
    assert!(renamed.status.success() && told.contains("1 address is gone"), "{told}");
    let redirect = told.lines().find(|line| line.starts_with("- {")).unwrap();
    assert_eq!(redirect, "- {from: faq/trial/, to: 'article:trying'}");
    // What is pasted leads readers on.
    site.write("content/redirects.yaml", redirect);
    site.build();
    assert!(site.read("en/faq/trial/index.html").contains("../../../en/faq/trying/"));
}

/// The id of a section is the path of its folder.
#[test]
fn the_address_of_a_section_that_is_gone_is_told() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: 帮助\n");
    site.write("content/faq/guide/start.md", "# 怎么开始？\n\n见[安装](article:linux)。\n");
    site.write("content/faq/guide/setup/linux.md", "# 怎么安装？\n\n见[开始](article:start)。\n").build();
    let folder = site.path().join("content/faq/guide");
    fs::rename(folder.join("setup"), folder.join("install")).unwrap();
    let told = stderr(&site.wenda(&["build"]));
    assert!(told.contains("1 address is gone"), "{told}");
    let redirect = told.lines().find(|line| line.starts_with("- {")).unwrap();
    assert_eq!(redirect, "- {from: category/guide/setup/, to: 'category:guide/install'}");
    site.write("content/redirects.yaml", redirect).build();
    assert!(site.read("zh/category/guide/setup/index.html").contains("zh/category/guide/install/"));
}

/// However different its id is: what was accepted of it tells which it is.
#[test]
fn a_build_knows_what_is_called_otherwise() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: {zh: 帮助, en: Help}\nlocales: [zh, en]\n");
    let write = |path: &str, zh: &str, en: &str| {
        site.write(&format!("content/{path}.zh.md"), zh).write(&format!("content/{path}.en.md"), en);
    };
    write("faq/refund", "# 能退吗？\n\n七天内能。\n", "# Can I return it?\n\nWithin seven days.\n");
    write("pages/about", "# 关于我们\n\n三个人。\n", "# About us\n\nThree people.\n");
    assert!(site.wenda(&["accept"]).status.success());
    site.build();
    for (old, new) in [("faq/refund", "faq/money-back"), ("pages/about", "pages/who-we-are")] {
        for language in ["zh", "en"] {
            let [old, new] = [old, new].map(|path| site.path().join(format!("content/{path}.{language}.md")));
            fs::rename(old, new).unwrap();
        }
    }
    // Neither is the only one that is new.
    write("faq/hours", "# 几点开门？\n\n八点。\n", "# When do you open?\n\nAt eight.\n");
    write("pages/legal", "# 声明\n\n没有。\n", "# Legal notice\n\nNone.\n");
    let told = stderr(&site.wenda(&["build"]));
    let redirects: Vec<&str> = told.lines().filter(|line| line.starts_with("- {")).collect();
    assert_eq!(
        redirects,
        ["- {from: faq/refund/, to: 'article:money-back'}", "- {from: pages/about/, to: 'page:who-we-are'}"],
        "{told}"
    );
}
