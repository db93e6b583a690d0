//! The files of the search index are a cache that nobody trusts: whatever was done to them, a query is answered as before,
//! and nothing outside of their folder is touched.

use std::fs;
use std::path::{Path, PathBuf};

use wenda::pipeline;

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
    let search = pipeline::search(site.path(), &|| ()).unwrap();
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

#[test]
fn an_index_with_a_damaged_file_is_made_anew() {
    let site = indexed();
    let expected = found(&site, "cost");
    for place in 0..names(&site).len() {
        for (damage, act) in damages() {
            let name = &names(&site)[place];
            act(&index(&site).join(name));
            assert_eq!(found(&site, "cost"), expected, "{name}: {damage}");
            let mended = files(&index(&site));
            assert_eq!(found(&site, "cost"), expected, "{name}: {damage}, and mended");
            assert_eq!(files(&index(&site)), mended, "{name}: {damage}: what was mended is used");
        }
    }
}

#[test]
fn files_that_change_places_are_no_index() {
    let site = indexed();
    let expected = found(&site, "cost");
    for place in 0..names(&site).len() {
        let before = names(&site);
        let [one, other] = [place, (place + 1) % before.len()].map(|place| index(&site).join(&before[place]));
        let aside = site.path().join("aside");
        fs::rename(&one, &aside).unwrap();
        fs::rename(&other, &one).unwrap();
        fs::rename(&aside, &other).unwrap();
        assert_eq!(found(&site, "cost"), expected, "{} and {}", one.display(), other.display());
    }
    // A file of another version, in the place of today's.
    let before = files(&index(&site));
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    let expected = found(&site, "quokka");
    for (name, bytes) in &before {
        fs::write(index(&site).join(name), bytes).unwrap();
        assert_eq!(found(&site, "quokka"), expected, "{name}");
    }
}

#[test]
fn an_index_of_another_program_is_not_used() {
    let site = indexed();
    let before = names(&site);
    forge(&site, |list| list);
    found(&site, "cost");
    assert_eq!(names(&site), before, "a list that is written again as it was is believed");
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
        let plain = if path.ends_with(".bin") { inflate(&bytes) } else { bytes };
        assert!(!plain.windows(6).any(|text| text == b"quokka"), "{path}");
    }
    assert!(found(&site, "quokka").iter().all(|hit| !hit.contains("quokka")));
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(bytes), &mut plain).unwrap();
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
    for place in 0..names(&site).len() {
        let name = names(&site)[place].clone();
        let target = elsewhere.path().join(&name);
        // The same bytes, so that whoever follows the link finds nothing wrong.
        fs::rename(index(&site).join(&name), &target).unwrap();
        symlink(&target, index(&site).join(&name)).unwrap();
        let bytes = fs::read(&target).unwrap();
        assert_eq!(found(&site, "cost"), expected, "{name}");
        assert_eq!(fs::read(&target).unwrap(), bytes, "{name}");
        assert!(names(&site).len() >= 8, "what was a link is a file again");
    }
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
