//! The files of the search index are a cache that nobody trusts: whatever was done to them, a query is answered as before,
//! and nothing outside of their folder is touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wenda::pipeline::Session;
use wenda::search::index::{CacheKey, Store};
use wenda::source::SourceFiles;

use crate::support::{Site, copy, files, stderr, stdout};

fn index(site: &Site) -> PathBuf {
    site.path().join(".wenda/search")
}

/// The files of the index, by their names.
fn names(site: &Site) -> Vec<String> {
    files(&index(site)).into_keys().collect()
}

/// What a query finds, in this process.
fn found(site: &Site, query: &str) -> Vec<String> {
    let search = Session::new(site.path()).search(&|| ()).unwrap();
    let hits = search.finder.unwrap().find(query, None, 10).hits;
    hits.into_iter().map(|hit| format!("{} {} {}", hit.title, hit.score, hit.snippet.to_html())).collect()
}

/// A site whose index is kept.
fn indexed() -> Site {
    let site = Site::small();
    assert!(!found(&site, "cost").is_empty());
    site
}

/// Replaces the list of an index: its text is changed, and the hash of it is right again, as somebody does it who knows how.
fn forge(site: &Site, change: impl FnOnce(String) -> String) {
    let path = index(site).join("meta.json");
    let text = fs::read_to_string(&path).unwrap();
    let list = text.split_once("\"list\":").unwrap().1.strip_suffix('}').unwrap();
    let list = change(list.to_owned());
    let hash = blake3::hash(list.as_bytes()).to_hex();
    fs::write(&path, format!("{{\"hash\":\"{hash}\",\"list\":{list}}}")).unwrap();
}

/// The value of a key in the list of an index.
fn value(site: &Site, key: &str) -> String {
    let text = fs::read_to_string(index(site).join("meta.json")).unwrap();
    let rest = text.split_once(&format!("\"{key}\":\"")).unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

/// Something that may happen to a file, by its name.
type Damage = (&'static str, fn(&Path));

fn damages() -> Vec<Damage> {
    fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }
    vec![
        ("emptied", |path| fs::write(path, "").unwrap()),
        ("cut in half", |path| change(path, |bytes| bytes.truncate(bytes.len() / 2))),
        ("gone on with", |path| change(path, |bytes| bytes.push(0))),
        ("a bit at the beginning", |path| change(path, |bytes| bytes[0] ^= 1)),
        ("a bit in the middle", |path| {
            change(path, |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0x10;
            })
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
        ("a folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
            fs::write(path.join("within"), "").unwrap();
        }),
    ]
}

/// Whether the index of a site is used as it is kept.
fn is_used(site: &Site) -> bool {
    let (sources, _) = SourceFiles::read(site.path()).unwrap();
    Store::of_site(site.path()).open(&CacheKey::of(&sources)).is_some()
}

/// Puts the files of an index back.
fn restore(site: &Site, before: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in before {
        let path = index(site).join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(is_used(site), "what is as it was is used");
}

#[test]
fn an_index_with_a_damaged_file_is_made_anew() {
    let site = indexed();
    let expected = found(&site, "cost");
    let before = files(&index(&site));
    assert!(before.len() >= 8, "{:?}", before.keys());
    for name in before.keys() {
        for (damage, act) in damages() {
            act(&index(&site).join(name));
            assert!(!is_used(&site), "{name}: {damage}");
            restore(&site, &before);
        }
    }
    for (number, (damage, act)) in damages().into_iter().enumerate() {
        let names = names(&site);
        let name = &names[number % names.len()];
        act(&index(&site).join(name));
        assert_eq!(found(&site, "cost"), expected, "{name}: {damage}");
        assert!(is_used(&site), "{name}: {damage}: the index was mended");
    }
}

#[test]
fn files_that_change_places_are_no_index() {
    let site = indexed();
    let expected = found(&site, "cost");
    let before = files(&index(&site));
    for (one, bytes) in &before {
        for (other, others) in before.iter().filter(|(other, _)| one < *other) {
            fs::write(index(&site).join(one), others).unwrap();
            fs::write(index(&site).join(other), bytes).unwrap();
            assert!(!is_used(&site), "{one} and {other}");
            restore(&site, &before);
        }
    }
    // All terms in the place of all postings, as one command has it.
    let [terms, postings] = [".term", ".idx"].map(|ending| {
        let name = before.keys().find(|name| name.ends_with(ending)).unwrap();
        index(&site).join(name)
    });
    fs::copy(terms, postings).unwrap();
    assert_eq!(found(&site, "cost"), expected);
    // A file of another version, in the place of today's.
    let before = files(&index(&site));
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    assert!(!found(&site, "quokka").is_empty());
    let after = files(&index(&site));
    for (name, bytes) in before.iter().filter(|(name, bytes)| after.get(*name).is_some_and(|now| now != *bytes)) {
        fs::write(index(&site).join(name), bytes).unwrap();
        assert!(!is_used(&site), "{name}");
        restore(&site, &after);
    }
}

#[test]
fn an_index_of_another_program_is_not_used() {
    let site = indexed();
    let before = names(&site);
    forge(&site, |list| list);
    found(&site, "cost");
    assert_eq!(names(&site), before, "a list that is written again as it was is believed");
    let whole = files(&index(&site));
    forge(&site, |list| list.replace("\"format\":", "\"format\":9"));
    assert!(!is_used(&site), "an index of another format");
    restore(&site, &whole);
    let analyzer = value(&site, "analyzer");
    forge(&site, |list| list.replace(&analyzer, "0.0.9 0123456789abcdef"));
    let expected = found(&Site::small(), "cost");
    assert_eq!(found(&site, "cost"), expected);
    let after = names(&site);
    let is_segment = |name: &&String| name.ends_with(".store");
    assert!(after.iter().filter(is_segment).all(|name| !before.contains(name)), "{before:?} {after:?}");
    assert_eq!(value(&site, "analyzer"), analyzer);
    // Also where the content changed, so that the index is only brought up.
    forge(&site, |list| list.replace(&analyzer, "0.0.9 0123456789abcdef"));
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    assert!(!found(&site, "quokka").is_empty());
    assert_eq!(names(&site).iter().filter(is_segment).count(), 1);
}

#[test]
fn an_index_that_comes_with_a_site_is_not_believed() {
    // An index of other content, made elsewhere for these sources.
    let [prepared, site] = [Site::small(), Site::small()];
    prepared.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka says that all is free.\n");
    assert!(!found(&prepared, "quokka").is_empty());
    found(&site, "cost");
    let content = value(&site, "content");
    let other = value(&prepared, "content");
    forge(&prepared, |list| list.replace(&other, &content));
    fs::remove_dir_all(site.path().join(".wenda")).unwrap();
    copy(&prepared.path().join(".wenda"), &site.path().join(".wenda"));
    site.build();
    for (path, bytes) in files(&site.public()) {
        let plain = match path.as_str() {
            "search.bin" => inflate(&bytes[8 + 4 * u32::from_be_bytes(*bytes[4..].first_chunk().unwrap()) as usize..]),
            path if path.ends_with(".bin") => inflate(&bytes),
            _ => bytes,
        };
        assert!(!plain.windows(6).any(|text| text == b"quokka"), "{path}");
    }
    assert!(found(&site, "quokka").iter().all(|hit| !hit.contains("quokka")));
}

/// All that is compressed in a file, one after the other.
fn inflate(mut bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while !bytes.is_empty() {
        let mut decoder = flate2::read::ZlibDecoder::new(bytes);
        std::io::Read::read_to_end(&mut decoder, &mut plain).unwrap();
        bytes = &bytes[decoder.total_in() as usize..];
    }
    plain
}

#[test]
fn a_list_of_files_to_remove_is_not_believed() {
    let site = indexed();
    site.write("victim.txt", "kept");
    fs::write(index(&site).join(".managed.json"), "[\"../../victim.txt\",\"meta.json\"]").unwrap();
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    assert!(!found(&site, "quokka").is_empty());
    assert_eq!(fs::read_to_string(site.path().join("victim.txt")).unwrap(), "kept");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let places: [(&str, bool); 6] = [
        (".wenda", true),
        (".wenda/search", true),
        (".wenda/search", false),
        (".wenda/lock", false),
        (".wenda/.gitignore", false),
        (".wenda", false),
    ];
    for (place, is_there) in places {
        let site = Site::small();
        let expected = found(&Site::small(), "cost");
        let elsewhere = tempfile::tempdir().unwrap();
        let target = elsewhere.path().join("target");
        if is_there {
            fs::create_dir_all(target.join("search/deep")).unwrap();
            fs::create_dir_all(target.join("search.new")).unwrap();
            fs::write(target.join("search/victim.txt"), "kept").unwrap();
            fs::write(target.join("meta.json"), "kept").unwrap();
        }
        let before = files(elsewhere.path());
        let path = site.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(&target, &path).unwrap();
        let searched = site.wenda(&["search", "cost"]);
        let built = site.wenda(&["build"]);
        for output in [&searched, &built] {
            assert!(output.status.success(), "{place}: {}", stderr(output));
            let told = format!("{place}` is a link, and the search index is kept in the site itself: remove the link");
            assert!(stderr(output).contains(&told), "{place}: {}", stderr(output));
            assert!(stderr(output).contains("the index is made anew each time"), "{place}: {}", stderr(output));
        }
        assert!(stdout(&searched).contains("What does it cost?"), "{place}");
        assert_eq!(found(&site, "cost"), expected);
        assert_eq!(files(elsewhere.path()), before, "{place}");
        assert_eq!(target.exists(), is_there, "{place}");
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink(), "{place} is for its owner to remove");
    }
}

#[cfg(unix)]
#[test]
fn links_within_the_index_are_replaced() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().unwrap();
    let site = indexed();
    let expected = found(&site, "cost");
    let before = files(&index(&site));
    for (name, bytes) in &before {
        let target = elsewhere.path().join(name);
        // The same bytes, so that whoever follows the link finds nothing wrong.
        fs::rename(index(&site).join(name), &target).unwrap();
        symlink(&target, index(&site).join(name)).unwrap();
        assert!(!is_used(&site), "{name}");
        assert_eq!(fs::read(&target).unwrap(), *bytes);
    }
    assert_eq!(found(&site, "cost"), expected);
    assert_eq!(files(elsewhere.path()), before);
    let entries = fs::read_dir(index(&site)).unwrap();
    assert!(entries.into_iter().all(|entry| entry.unwrap().file_type().unwrap().is_file()), "links became files");
    assert!(is_used(&site));
}

/// What waits for a writer for ever is no file.
#[cfg(unix)]
#[test]
fn pipes_are_no_files() {
    for name in [".wenda/search/meta.json", ".wenda/lock", ".wenda/.gitignore"] {
        let site = indexed();
        let path = site.path().join(name);
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
        assert!(!found(&site, "quokka").is_empty(), "{name}");
    }
}
