//! The search index on disk: brought up to the content, never half written, mended by itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wenda::pipeline::Session;
use wenda::search::export;
use wenda::search::index::Snapshot;

use crate::support::{Site, stderr, stdout, wenda};

/// What a query finds: titles and scores, as the program prints them.
fn found(site: &Site, query: &str) -> Vec<(String, String)> {
    let output = site.wenda(&["search", query, "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let reply: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let hits = reply["hits"].as_array().unwrap();
    hits.iter().map(|hit| (hit["title"].to_string(), hit["score"].to_string())).collect()
}

fn index(site: &Site) -> std::path::PathBuf {
    site.path().join(".wenda/search")
}

/// The files of the index that hold documents, with when they were written.
fn segments(site: &Site) -> BTreeMap<String, std::time::SystemTime> {
    let entries = fs::read_dir(index(site)).unwrap().map(Result::unwrap);
    let stores = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "store"));
    stores
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().modified().unwrap()))
        .collect()
}

#[test]
fn a_changed_article_alone_is_written_again() {
    let site = Site::small();
    assert!(found(&site, "cost")[0].0.contains("What does it cost?"));
    let before = segments(&site);
    assert_eq!(before.len(), 1);
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    assert!(found(&site, "quokka")[0].0.contains("What does it cost?"));
    let after = segments(&site);
    assert!(after.len() == 2 && before.iter().all(|(name, time)| after.get(name) == Some(time)), "{after:?}");

    // What was written step by step finds the same as what is written anew.
    let queries = ["quokka", "price", "cost", "what does it cost", "多少钱"];
    let by_steps = queries.map(|query| found(&site, query));
    fs::remove_dir_all(index(&site)).unwrap();
    assert_eq!(by_steps, queries.map(|query| found(&site, query)));

    // Words that nobody writes any more are gone.
    site.edit("content/faq/basics/price.en.md", |text| text.replace("quokka", "wombat"));
    assert!(found(&site, "quokka").iter().all(|(title, _)| !title.contains("cost")));
    assert!(!found(&site, "wombat").is_empty());
}

/// Once nine segments were one, so that every eighth edit of a large site wrote all of its index again.
#[test]
fn what_is_large_and_stands_is_not_written_again() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    let article = |number: usize| format!("content/faq/basics/zebra{number}.md");
    for number in 0..60 {
        site.write(&article(number), format!("# Is zebra {number} striped?\n\nIt is.\n"));
    }
    assert!(!found(&site, "zebra").is_empty());
    let first = segments(&site);
    assert_eq!(first.len(), 1);
    let stands = |after: &BTreeMap<_, _>| first.iter().all(|(name, time)| after.get(name) == Some(time));
    let edit = |number: usize| {
        site.edit(&article(number), |text| format!("{text}\nIt is no quagga{number}.\n"));
        assert_eq!(found(&site, &format!("quagga{number}")).len(), 1);
        segments(&site)
    };
    for number in 0..20 {
        let after = edit(number);
        assert!(stands(&after) && after.len() <= 8, "{after:?}");
    }
    // Most of what it held is gone.
    (20..59).for_each(|number| drop(edit(number)));
    let last = edit(59);
    assert!(!stands(&last) && last.len() <= 8, "{last:?}");
}

/// What browsers search by.
fn searched(index: &Snapshot) -> Vec<Vec<u8>> {
    let exported = export(index).unwrap();
    let packs = exported.packs.iter().chain(&exported.whole).map(|pack| pack.bytes.read().unwrap().to_vec());
    std::iter::once(exported.head.clone()).chain(packs).collect()
}

#[test]
fn an_index_that_stays_open_misses_no_change() {
    let site = Site::small();
    for (locale, text) in [
        ("zh", "# 看哪里？\n\n见[](article:price)。{{snippets/note}}\n"),
        ("en", "# Where?\n\nSee [](article:price).\n"),
    ] {
        site.write(&format!("content/faq/basics/where.{locale}.md"), text);
    }
    site.write("content/faq/basics/where.yaml", "sources: [manual/price]\nverified: 2020-02-29\n");
    site.write("content/snippets/note.zh.md", "先看套餐。\n").write("content/snippets/note.en.md", "See the plans.\n");
    let edits = [
        ("content/faq/basics/price.en.md", "pay first", "pay later"),
        // What another article is called, which the first links to.
        ("content/faq/basics/price.en.md", "# What does it cost?", "# What do I pay?"),
        ("content/faq/basics/price.yaml", "[how much]", "[how much, what price]"),
        ("content/faq/categories.yaml", "en: Basics", "en: Beginnings"),
        ("content/rules/plans.yaml", "price: 9\n", "price: 8\n"),
        ("content/rules/plans.yaml", "en: Small", "en: Little"),
        ("content/snippets/note.zh.md", "套餐", "价格"),
        ("content/site.yaml", "as_of: 2020", "as_of: 2021"),
    ];
    let served = Session::new(site.path()).while_it_is_written();
    for (path, before, after) in [("content/faq/basics/price.en.md", "then pay", "pay first")].into_iter().chain(edits)
    {
        site.edit(path, |text| text.replace(before, after));
        let loaded = served.load().unwrap();
        let followed = loaded.index(&|| ()).unwrap().expect("nothing is wrong with the site").snapshot;
        let anew = Session::new(site.path()).load().unwrap();
        let anew = Snapshot::in_memory(&anew.corpus().unwrap()).unwrap();
        assert!(searched(&followed) == searched(&anew), "{path}: {after}");
    }
}

#[test]
fn an_index_that_cannot_be_read_is_made_anew() {
    let site = Site::small();
    let expected = found(&site, "price");
    let meta = index(&site).join("meta.json");
    let damages: [(&str, &dyn Fn()); 4] = [
        ("no JSON", &|| fs::write(&meta, "{").unwrap()),
        ("a missing file", &|| remove_one(&index(&site), "term")),
        ("a damaged file", &|| {
            let file = one(&index(&site), "store");
            let mut bytes = fs::read(&file).unwrap();
            bytes[3] ^= 0xff;
            fs::write(&file, bytes).unwrap();
        }),
        ("no words", &|| remove_one(&index(&site), "json")),
    ];
    for (name, damage) in damages {
        damage();
        assert_eq!(found(&site, "price"), expected, "{name}");
        assert_eq!(found(&site, "price"), expected, "{name}: the index was mended");
    }
    // What a process that was killed while it made an index left behind is no index.
    fs::create_dir_all(site.path().join(".wenda/search.new/leftover")).unwrap();
    fs::remove_dir_all(index(&site)).unwrap();
    assert_eq!(found(&site, "price"), expected);
    assert!(!site.path().join(".wenda/search.new").exists());
}

/// A file of a folder with this extension, which is not the index's own list of files.
fn one(folder: &Path, extension: &str) -> std::path::PathBuf {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut named = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    named.find(|path| extension != "json" || path.to_string_lossy().contains("analysis-")).unwrap()
}

fn remove_one(folder: &Path, extension: &str) {
    fs::remove_file(one(folder, extension)).unwrap();
}

#[test]
fn many_processes_at_once_all_find_the_same() {
    let site = Site::small();
    let expected = found(&Site::small(), "cost");
    for round in 0..3 {
        if round == 1 {
            fs::remove_dir_all(index(&site)).unwrap();
        }
        if round == 2 {
            site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
        }
        let children: Vec<_> = (0..8)
            .map(|_| {
                let mut command = wenda();
                command.current_dir(site.path()).args(["search", "cost", "--json"]);
                std::thread::spawn(move || command.output().unwrap())
            })
            .collect();
        for child in children {
            let output = child.join().unwrap();
            assert!(output.status.success(), "{}", stderr(&output));
            let reply: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
            assert_eq!(reply["hits"][0]["title"].to_string(), expected[0].0);
        }
    }
}

#[test]
fn a_writer_that_is_busy_is_waited_for() {
    let site = Site::small();
    found(&site, "price");
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    let lock = fs::File::options().write(true).open(site.path().join(".wenda/lock")).unwrap();
    lock.lock().unwrap();
    let (sender, told) = std::sync::mpsc::channel();
    let folder = site.path().to_owned();
    let waiting = std::thread::spawn(move || {
        let search = Session::new(&folder).search(&|| sender.send(()).unwrap()).unwrap();
        search.finder.unwrap().find("quokka", None, 1).total
    });
    told.recv_timeout(std::time::Duration::from_secs(30)).expect("it says that it waits");
    lock.unlock().unwrap();
    assert_eq!(waiting.join().unwrap(), 1);
}

#[test]
fn a_site_that_cannot_be_written_or_has_errors_is_searched_all_the_same() {
    let site = Site::small();
    // A file in the place of the folder: nothing can be kept there.
    site.write(".wenda", "");
    let output = site.wenda(&["search", "cost"]);
    assert!(output.status.success() && stdout(&output).contains("What does it cost?"));
    assert!(stderr(&output).contains("the index is made anew each time"), "{}", stderr(&output));
    site.remove(".wenda");
    site.edit("content/faq/basics/price.en.md", |text| text + "\n[gone](article:gone)\n");
    let output = site.wenda(&["search", "cost"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("the content has errors"), "{}", stderr(&output));
    assert!(!index(&site).exists(), "what is wrong is not kept");
}
