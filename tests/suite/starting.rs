//! From nothing to a site, by the program alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Files, Site, files, has_strace, is_there, stderr, stdout, wenda};

/// Starts a site in a new folder, in some languages.
fn started(languages: &str) -> Site {
    let site = Site::empty();
    let output = site.wenda(&["init", "help", "--lang", languages]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for entry in fs::read_dir(site.path().join("help")).unwrap() {
        let entry = entry.unwrap();
        fs::rename(entry.path(), site.path().join(entry.file_name())).unwrap();
    }
    fs::remove_dir(site.path().join("help")).unwrap();
    site
}

fn assert_sound(site: &Site) {
    let output = site.wenda(&["check", "--strict"]);
    assert_eq!(stdout(&output), "no problems found\n", "{}", stderr(&output));
}

/// Languages, a query with the article that it finds, and the outcome's words in the first language.
const STARTS: [(&str, &str, &str, &str); 7] = [
    ("en", "postage", "What does delivery cost?", "Press \"Return\" in your order"),
    ("zh", "邮费", "运费是多少？", "在订单里点“退货”"),
    ("zh-Hant", "退書", "書可以退嗎？", "在訂單裡點「退貨」"),
    ("zh,en", "退书", "书可以退吗？", "在订单里点“退货”"),
    ("en,zh-Hant,zh", "tracking", "Where is my parcel?", "Press \"Return\" in your order"),
    ("de", "parcel", "Where is my parcel?", "Press \"Return\" in your order"),
    ("ja,zh-TW", "退書", "書可以退嗎？", "Press \"Return\" in your order"),
];

#[test]
fn a_started_site_checks_builds_searches_and_decides() {
    for (languages, query, found, action) in STARTS {
        let site = started(languages);
        assert_sound(&site);
        site.build();
        let first = languages.split(',').next().unwrap();
        for language in languages.split(',') {
            let page = site.read(&format!("{language}/faq/return-book/index.html"));
            assert!(page.contains("/ask/return/"), "{languages}: {page}");
        }
        let hits = stdout(&site.wenda(&["search", query]));
        assert!(hits.contains(found), "{languages}: {hits}");
        let answer = site.wenda(&["ask", "return", "kind=paper", "--usual", "--lang", first]);
        assert!(stdout(&answer).contains(action), "{languages}: {}{}", stdout(&answer), stderr(&answer));
    }
}

/// What a beginner is told to do next can be done.
#[test]
fn the_commands_that_are_proposed_succeed() {
    let site = Site::empty();
    let told = stderr(&site.wenda(&["init", "help", "--lang", "zh,en"]));
    let commands: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("  wenda new ")).collect();
    assert_eq!(commands.len(), 2, "{told}");
    for command in commands {
        let arguments = command.split("    ").next().unwrap().replace("ID", "gift-wrap");
        let arguments: Vec<&str> = std::iter::once("new").chain(arguments.split(' ')).collect();
        let output = site.wenda(&arguments);
        assert_eq!(output.status.code(), Some(0), "{command}: {}", stderr(&output));
        assert!(!stderr(&output).contains("new category"), "{}", stderr(&output));
    }
    assert!(site.path().join("help/content/faq/orders/gift-wrap.zh.md").exists());
    assert_eq!(stdout(&site.wenda(&["check", "--strict", "--site", "help"])), "no problems found\n");
}

/// Each language has a text of its own, and nobody sees those of others.
#[test]
fn a_started_site_is_in_the_languages_that_were_asked_for() {
    let site = started("en");
    let all = files(&site.path().join("content"));
    assert!(all.contains_key("faq/returns/return-book.md"), "{:?}", all.keys());
    for (path, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.chars().any(wenda::analysis::is_han), "{path}: {text}");
        let is_named =
            |line: &str| ["en: ", "zh: "].iter().any(|code| line.trim_start_matches([' ', '#']).starts_with(code));
        assert!(!path.contains(".en.") && !text.lines().any(is_named), "{path}: {text}");
    }
    let both = files(&started("zh-Hant,en").path().join("content"));
    let settings = String::from_utf8_lossy(&both["site.yaml"]);
    assert!(settings.contains("\n# 整個網站") && settings.contains("locales: [zh-Hant, en]\n"), "{settings}");
    assert!(both.contains_key("faq/returns/return-book.zh-Hant.md") && !settings.contains("zh: "), "{settings}");
}

#[test]
fn the_language_of_a_started_site_is_that_of_the_environment() {
    for (environment, written) in
        [("zh_CN.UTF-8", "zh"), ("zh_TW.UTF-8", "zh-Hant"), ("en_GB.UTF-8", "en"), ("C", "en")]
    {
        let site = Site::empty();
        let output = wenda().current_dir(site.path()).args(["init", "help"]).env("LC_ALL", environment).output();
        assert!(output.unwrap().status.success());
        let settings = fs::read_to_string(site.path().join("help/content/site.yaml")).unwrap();
        assert!(settings.contains(&format!("locales: [{written}]\n")), "{environment}: {settings}");
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let site = Site::empty();
    site.write("used/.keep", "").write("file", "mine");
    for folder in ["used", "file", "."] {
        let output = site.wenda(&["init", folder]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains("nothing was written"), "{}", stderr(&output));
    }
    assert_eq!(files(site.path()).len(), 2);
    assert!(site.wenda(&["init", "a/b/c", "--lang", "en"]).status.success());
    let again = site.wenda(&["init", "a/b/c", "--lang", "zh"]);
    assert_eq!(again.status.code(), Some(2));
    for wrong in ["english", "", "en,"] {
        let output = site.wenda(&["init", "new", "--lang", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", stderr(&output));
        assert!(!site.path().join("new").exists());
    }
}

/// What is written by `wenda new` passes a strict check as it is.
#[test]
fn a_new_file_of_each_kind_is_sound() {
    for languages in ["en", "zh,en", "zh-Hant,zh,en"] {
        let site = started(languages);
        for arguments in [
            &["article", "gift-wrap", "--category", "orders"][..],
            &["article", "who-we-are", "--category", "about"],
            &["rule", "prices"],
            &["decision", "discount"],
            &["guide", "return-it", "--category", "returns"],
            &["guide", "all"],
            &["page", "about"],
            &["page", "关于"],
            &["article", "礼品", "--category", "礼品"],
        ] {
            let output = site.wenda(&[&["new"], arguments].concat());
            let told = stderr(&output);
            // What readers are to call a category, only its author can tell.
            let is_of_new_category = told.starts_with("`about` is a new category") || told.starts_with("`礼品` is");
            assert!(output.status.success() && (told.is_empty() || is_of_new_category), "{arguments:?}: {told}");
            for path in stdout(&output).lines() {
                assert!(site.path().join(path).is_file(), "{path}");
            }
            assert_sound(&site);
        }
        site.build();
        let guide = fs::read_to_string(site.path().join("content/guides/return-it.yaml")).unwrap();
        assert!(guide.contains("steps: [return-book, refund-time]\n"), "{guide}");
    }
}

#[test]
fn a_site_that_asks_for_more_names_what_a_new_file_lacks() {
    let site = Site::small();
    let output = site.wenda(&["new", "article", "cancel"]);
    assert_eq!(output.status.code(), Some(0));
    let wanted = stderr(&output);
    assert!(wanted.contains("to be filled in:") && wanted.contains("missing-key"), "{wanted}");
    assert!(wanted.contains("content/faq/basics/cancel.yaml") && !wanted.contains("price"), "{wanted}");
}

#[test]
fn a_new_file_takes_the_place_of_none() {
    let site = started("zh,en");
    let before = files(site.path());
    for (arguments, told) in [
        (&["article", "return-book", "--category", "orders"][..], "there is an article `return-book` already"),
        (&["article", "gift-wrap"], "`orders`, `returns`"),
        (&["rule", "shipping"], "is there already"),
        (&["rule", "prices", "--category", "orders"], "`--category`"),
        (&["decision", "return"], "is there already"),
        (&["guide", "first-order"], "is there already"),
        (&["guide", "empty", "--category", "nothing"], "no article"),
        (&["article", "../out", "--category", "orders"], "ids are lower-case letters"),
        (&["article", "out", "--category", "../.."], "ids are lower-case letters"),
        (&["article", "pages/out", "--category", "orders"], "ids are "),
        (&["page", "pages/out"], "ids are "),
        (&["rule", "备案"], "ids are lower-case letters"),
        (&["decision", "备案"], "ids are lower-case letters"),
        (&["guide", "备案"], "ids are lower-case letters"),
        (&["snippet", "pages/out"], "ids are lower-case letters"),
        (&["leaf", "out"], "article"),
        (&["page", "contact"], "is there already"),
        // What no system or no link could tell from something else is not written either.
        (&["page", "search"], "a page that Wenda makes; nothing was written"),
        (&["rule", "con"], "Windows takes no file"),
        (&["decision", "nul"], "Windows takes no file"),
        (&["article", "aux", "--category", "orders"], "Windows takes no file"),
    ] {
        let output = site.wenda(&[&["new"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(files(site.path()), before);
    let elsewhere = site.wenda(&["new", "rule", "prices", "--site", "nowhere"]);
    assert_eq!(elsewhere.status.code(), Some(2));
    assert!(stderr(&elsewhere).contains("wenda init"), "{}", stderr(&elsewhere));
}

/// What is made of another language, a file of its own would take the place of.
#[test]
fn nothing_is_begun_in_a_language_that_is_derived() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: {zh: 帮助, en: Help}\nlocales: [zh, zh-TW, en]\nderived: [zh-TW]\n");
    for kind in ["article", "snippet", "rule"] {
        let output = site.wenda(&["new", kind, "later"]);
        assert!(output.status.success(), "{}", stderr(&output));
        for path in stdout(&output).lines() {
            assert!(!path.contains("zh-TW") && !fs::read_to_string(site.path().join(path)).unwrap().contains("zh-TW"));
        }
    }
    assert!(
        site.path().join("content/faq/later.zh.md").exists() && site.path().join("content/faq/later.en.md").exists()
    );
}

#[test]
fn the_first_article_needs_nothing_that_leads_to_it() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    assert!(site.wenda(&["new", "article", "hours"]).status.success());
    assert_eq!(files(&site.path().join("content/faq")).into_keys().collect::<Vec<_>>(), ["hours.md"]);
    assert_sound(&site);
    assert!(site.wenda(&["new", "article", "address"]).status.success());
    let output = site.wenda(&["check", "--strict"]);
    // Now something has to lead to the first one.
    assert!(stdout(&output).contains("`hours`") && stdout(&output).ends_with("1 warning\n"), "{}", stdout(&output));
}

#[test]
fn the_reference_is_within_the_program() {
    let read = |path: &str| fs::read_to_string(Path::new(crate::support::ROOT).join(path)).unwrap();
    let help = |topic: &[&str]| wenda().arg("help").args(topic).output().unwrap();
    assert_eq!(stdout(&help(&["content"])), read("docs/content.md"));
    assert_eq!(stdout(&help(&["keys"])), read("docs/keys.md"));
    assert_eq!(stdout(&help(&["build"])), stdout(&wenda().args(["build", "--help"]).output().unwrap()));
    assert!(stdout(&help(&[])).contains("Usage: wenda"));
    let unknown = help(&["contents"]);
    assert_eq!(unknown.status.code(), Some(2));
    let told = stderr(&unknown);
    assert!(
        told.contains("`contents`, did you mean `content`? There is help on the commands (")
            && told.contains(") and on content,"),
        "{told}"
    );
    let far = stderr(&help(&["x"]));
    assert!(far.contains("there is no help on `x`. There is help on the commands ("), "{far}");
}

#[test]
fn shells_and_the_manual_know_the_command_line() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(&wenda().args(["completions", shell]).output().unwrap());
        assert!(script.contains("init") && script.contains("strict"), "{shell}: {script}");
    }
    let manual = stdout(&wenda().arg("man").output().unwrap());
    assert!(
        manual.contains(".TH wenda 1") && manual.contains("WENDA INIT") && manual.contains("\\-\\-strict"),
        "{manual}"
    );
}

#[test]
fn colors_are_used_when_they_are_asked_for() {
    let site = Site::small();
    site.remove("content/faq/basics/price.en.md");
    let is_colored = |arguments: &[&str]| {
        let output = site.wenda(arguments);
        (stdout(&output) + &stderr(&output)).contains('\u{1b}')
    };
    assert!(is_colored(&["--color", "always", "check"]) && is_colored(&["check", "--color=always"]));
    assert!(is_colored(&["chekc", "--color", "always"]) && is_colored(&["--color=always", "--help"]));
    assert!(!is_colored(&["check"]) && !is_colored(&["check", "--color", "never"]));
    assert_eq!(site.wenda(&["check", "--color", "green"]).status.code(), Some(2));
}

#[test]
fn a_file_of_the_theme_is_copied_to_be_changed() {
    let site = started("en");
    let names = stdout(&site.wenda(&["eject"]));
    for name in ["templates/base.html", "templates/strings.zh.yaml", "static/site.css"] {
        assert!(names.lines().any(|line| line == name), "{names}");
        let output = site.wenda(&["eject", name.split_once('/').unwrap().1]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let copied = fs::read(site.path().join(name)).unwrap();
        assert_eq!(copied, fs::read(Path::new(crate::support::ROOT).join(name)).unwrap());
    }
    assert_sound(&site);
    site.edit("templates/base.html", |text| text.replace("<body", "<body data-mine"));
    let again = site.wenda(&["eject", "templates/base.html"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("is there already"), "{}", stderr(&again));
    site.build();
    assert!(site.read("en/index.html").contains("<body data-mine"));
    let unknown = site.wenda(&["eject", "artcle.html"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean `article.html`?"), "{}", stderr(&unknown));
    assert!(!names.contains(".wasm"));
}

#[test]
fn a_snippet_is_begun_and_a_site_is_found_from_below() {
    let site = started("zh,en");
    let below =
        |arguments: &[&str]| wenda().current_dir(site.path().join("content/faq")).args(arguments).output().unwrap();
    let output = below(&["new", "snippet", "tel"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(site.path().join("content/snippets/tel.en.md")).unwrap();
    assert!(text.contains("`{{snippets/tel}}`"), "{text}");
    let ignored = fs::read_to_string(site.path().join(".gitignore")).unwrap();
    assert_eq!(ignored, "/public/\n/.wenda/\n");
    assert!(site.wenda(&["new", "article", "gift", "--category", "orders"]).status.success());
    let told = stderr(&site.wenda(&["check", "--strict"]));
    for path in ["content/faq/orders/gift.en.md", "content/faq/orders/gift.zh.md", "content/snippets/tel.zh.md"] {
        assert!(told.contains(&format!("still to be written: `{path}`")), "{told}");
    }
    assert_eq!(told.matches("still to be written").count(), 4, "{told}");
    for kind in ["rule", "decision", "guide"] {
        assert!(site.wenda(&["new", kind, "fees"]).status.success());
        let path = format!("content/{kind}s/fees.yaml");
        let told = || stderr(&site.wenda(&["check", "--strict"]));
        assert!(told().contains(&format!("still to be written: `{path}:")), "{kind}: {}", told());
        site.edit(&path, |text| {
            let lines = text.lines().map(|line| match line.split_once(": ") {
                Some((key, value)) if value.starts_with("Write ") || value.starts_with("这里写") => {
                    format!("{key}: 费\n")
                }
                _ => format!("{line}\n"),
            });
            lines.collect()
        });
        assert!(!told().contains(&path), "{kind}: {}", told());
        site.remove(&path);
    }
    assert_sound(&site);
    assert_eq!(stdout(&below(&["check", "--strict"])), "no problems found\n");
    assert!(stdout(&below(&["eject", "article.html"])).contains("../../templates/article.html"));
    assert!(site.path().join("templates/article.html").exists());
    assert_eq!(below(&["schema"]).status.code(), Some(0));
    assert!(stdout(&below(&["diff", site.path().to_str().unwrap()])).contains("no text, rule, decision"));
    // These write where they are called.
    for arguments in [&["build"][..], &["export", "--to", "jsonl"]] {
        let output = below(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("`.` is a folder within a site: name that by `--site ../../`"),
            "{}",
            stderr(&output)
        );
    }
    let elsewhere = wenda().current_dir(std::env::temp_dir()).arg("check").output().unwrap();
    assert_eq!(elsewhere.status.code(), Some(2));
}

/// What was written without a language is in the first, and stands in for what is not written in the second yet.
#[test]
fn a_second_language_comes_step_by_step() {
    let site = started("zh");
    site.edit("content/site.yaml", |text| text.replace("locales: [zh]", "languages: [zh, en]"));
    assert!(stdout(&site.wenda(&["check"])).contains("help: did you mean `locales`?"));
    site.edit("content/site.yaml", |text| text.replace("languages: [zh, en]", "locales: [zh, en]"));
    let output = site.wenda(&["check"]);
    let told = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(!told.contains("error["), "{told}");
    let texts = "this is not written in `en`, whose readers see it in `zh`";
    assert_eq!(told.matches(texts).count(), 1, "told once, with a count: {told}");
    assert!(told.contains("help: write `{zh: …, en: …}`, a text for each language of the site"), "{told}");
    assert_eq!(told.matches("there is no text in `en`; readers are shown the one in `zh`").count(), 1, "{told}");
    site.build();
    assert!(
        site.read("en/index.html").contains("小书店帮助中心") && site.read("zh/index.html").contains("小书店帮助中心")
    );

    let all = || stdout(&site.wenda(&["check", "--all"])).matches(texts).count();
    let before = all();
    assert!(before > 40, "{before}");
    site.edit("content/site.yaml", |text| {
        text.replace("title: 小书店帮助中心", "title: {zh: 小书店帮助中心, en: Bookshop Help}")
    });
    assert_eq!(all(), before - 1);
    site.build();
    assert!(
        site.read("en/index.html").contains("Bookshop Help") && site.read("zh/index.html").contains("小书店帮助中心")
    );
    // A language that is left out is none that is misspelt.
    site.edit("content/site.yaml", |text| text.replace("en: Bookshop Help", "eng: Bookshop Help"));
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[unknown-locale]: `eng` is not a language of the site"), "{told}");
    assert_eq!(all(), before - 1);
}

/// Half of a site is nobody's, and in nobody's way.
#[cfg(target_os = "linux")]
#[test]
fn a_start_that_is_killed_can_be_tried_again() {
    if !is_there("strace", has_strace()) {
        return;
    }
    let whole = files(started("zh,en").path());
    for (folder, call, nth) in [
        ("help", "write", 1),
        ("help", "write", 9),
        ("help", "/^rename", 1),
        (".", "write", 9),
        (".", "/^link", 1),
        (".", "/^rename", 1),
        (".", "/^rename", 2),
    ] {
        let site = Site::empty();
        let mut killed = Command::new("strace");
        killed.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject={call}:signal=KILL:when={nth}")]);
        killed.arg(wenda().get_program()).current_dir(site.path()).args(["init", folder, "--lang", "zh,en"]);
        assert!(!killed.output().unwrap().status.success(), "{folder} {call} {nth}");
        assert!(!site.path().join(folder).join("content").exists(), "{folder} {call} {nth}");
        let is_left = |path: &str| path.starts_with(".wenda-init-");
        assert!(files(site.path()).keys().any(|path| is_left(path)), "{folder} {call} {nth}");
        let again = site.wenda(&["init", folder, "--lang", "zh,en"]);
        assert!(again.status.success(), "{folder} {call} {nth}: {}", stderr(&again));
        let told = stderr(&again);
        assert!(told.contains(".wenda-init-") && told.contains("left over from an interrupted run"), "{told}");
        let mut found = files(&site.path().join(folder));
        assert_eq!(found.keys().any(|path| is_left(path)), folder == ".");
        found.retain(|path, _| !is_left(path));
        assert_eq!(found.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
        assert!(found == whole, "{folder} {call} {nth}");
    }
}

/// What others put there stays as it is, however much it looks like what is written.
#[test]
fn what_others_made_is_in_the_way_of_a_start() {
    for path in [".gitignore", "schemas/article.json", "content/site.yaml", "notes.md"] {
        let site = Site::empty();
        site.write(path, "mine");
        let output = site.wenda(&["init", ".", "--lang", "en"]);
        assert_eq!(output.status.code(), Some(2), "{path}: {}", stderr(&output));
        assert_eq!(files(site.path()), Files::from([(path.to_owned(), b"mine".to_vec())]));
    }
}
