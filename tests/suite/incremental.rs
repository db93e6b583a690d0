//! What a build leaves as it is, and what it tells of the rest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use wenda::site::{OutputFile, Staging, WriteError};

use crate::support::{Files, Site, files, stderr, stdout};

const PRICE: &str = "content/faq/basics/price.en.md";
const PAGE: &str = "en/faq/price/index.html";

/// What `--changes` tells, and nothing else.
#[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
}

impl Changes {
    fn told(site: &Site) -> Self {
        let output = site.wenda(&["build", "--changes", "-"]);
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    }

    /// By what stood there before and after, without the hidden list.
    fn between(before: &Files, after: &Files) -> Self {
        let other = |files: &Files, others: &Files| -> Vec<String> {
            files.keys().filter(|path| *path != ".wenda-site" && !others.contains_key(*path)).cloned().collect()
        };
        let changed = after.iter().filter(|(path, bytes)| before.get(*path).is_some_and(|before| before != *bytes));
        let changed = changed.map(|(path, _)| path.clone()).filter(|path| path != ".wenda-site").collect();
        Self { added: other(after, before), changed, removed: other(before, after) }
    }
}

/// The inodes and times of all that stands in a folder, folders too.
#[cfg(unix)]
fn identities(folder: &Path) -> BTreeMap<PathBuf, (u64, std::time::SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries
        .map(|entry| {
            let metadata = entry.metadata().unwrap();
            (entry.path().to_owned(), (metadata.ino(), metadata.modified().unwrap()))
        })
        .collect()
}

/// Sets the time of a file to that of long ago.
fn age(path: &Path) {
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
}

/// A built site whose files are all old.
fn old_site() -> Site {
    let site = Site::small();
    site.build();
    files(&site.public()).keys().for_each(|path| age(&site.public().join(path)));
    site
}

#[cfg(unix)]
#[test]
fn what_stays_keeps_its_inode_and_time() {
    let site = old_site();
    let (before, stood) = (files(&site.public()), identities(&site.public()));
    site.edit(PRICE, |text| text + "\nOr ten.\n").build();
    let (after, stands) = (files(&site.public()), identities(&site.public()));
    let (mut kept, mut made) = (0, 0);
    for (path, bytes) in &after {
        let file = site.public().join(path);
        if before.get(path) == Some(bytes) {
            assert_eq!(stands[&file], stood[&file], "{path}");
            kept += 1;
        } else {
            assert_ne!(Some(&stands[&file]), stood.get(&file), "{path}");
            made += 1;
        }
    }
    // Among them the fingerprint of search, which all pages name.
    assert!(kept > 20 && made > 0, "{kept} files were kept, {made} made");
    // And the site is what a first build makes of it.
    fs::remove_dir_all(site.public()).unwrap();
    assert!(files(&site.build().public()) == after);
}

#[cfg(unix)]
#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let site = old_site();
    let stood = identities(&site.public());
    let output = site.wenda(&["build"]);
    assert_eq!(identities(&site.public()), stood);
    let said = stderr(&output);
    let last = said.lines().last().unwrap();
    assert!(last.starts_with("wrote 0 files to `public` in ") && last.ends_with(" kept"), "{said}");
}

#[test]
fn other_names_of_a_file_keep_what_they_name() {
    let site = old_site();
    let pages = [PAGE, "zh/faq/price/index.html"];
    let other = |page: &str| site.path().join(page.replace('/', "-"));
    for page in pages {
        fs::hard_link(site.public().join(page), other(page)).unwrap();
    }
    let before = pages.map(|page| site.read(page));
    site.edit(PRICE, |text| text + "\nOr ten.\n").build();
    for (page, before) in pages.into_iter().zip(&before) {
        assert_eq!(fs::read_to_string(other(page)).unwrap(), *before, "{page}");
    }
    assert!(site.read(PAGE).contains("Or ten."));
    fs::remove_dir_all(site.public()).unwrap();
    assert_eq!(fs::read_to_string(other(PAGE)).unwrap(), before[0]);
}

#[test]
fn what_somebody_changed_in_the_output_is_put_right() {
    let site = Site::small();
    let whole = files(&site.build().public());
    let page = site.public().join(PAGE);
    let harms: [(&str, &dyn Fn()); 6] = [
        ("bytes, with the length and the time as they were", &|| {
            let time = fs::metadata(&page).unwrap().modified().unwrap();
            fs::write(&page, site.read(PAGE).replace("cost", "c0st")).unwrap();
            File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
        }),
        ("length", &|| fs::write(&page, site.read(PAGE) + "<!-- -->").unwrap()),
        ("no bytes", &|| fs::write(&page, "").unwrap()),
        ("no file", &|| fs::remove_file(&page).unwrap()),
        ("the list", &|| {
            let list = site.read(".wenda-site");
            fs::write(site.public().join(".wenda-site"), list + "index.html\nno/file.txt\n").unwrap();
        }),
        ("a folder more", &|| fs::create_dir(site.public().join("empty")).unwrap()),
    ];
    for (harm, change) in harms {
        change();
        let before = files(&site.public());
        let changes = Changes::told(&site);
        let after = files(&site.public());
        assert!(after == whole, "{harm}");
        assert_eq!(changes, Changes::between(&before, &after), "{harm}");
        assert!(!site.public().join("empty").exists(), "{harm}");
    }
}

/// As if it was made anew: whoever builds with other rights gets a site with these.
#[cfg(unix)]
#[test]
fn files_and_folders_have_the_modes_of_new_ones() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::small();
    site.build();
    let mode = |path: &str| fs::metadata(site.public().join(path)).unwrap().permissions().mode();
    for path in [PAGE, "en/faq", ".wenda-site"] {
        let usual = mode(path);
        fs::set_permissions(site.public().join(path), PermissionsExt::from_mode(0o700)).unwrap();
        assert_eq!(Changes::told(&site), Changes::default(), "{path}");
        assert_eq!(mode(path), usual, "{path}");
    }
}

#[test]
fn a_build_tells_what_it_changed() {
    let site = Site::small();
    let first = Changes::told(&site);
    let whole = files(&site.public());
    assert_eq!(first, Changes::between(&Files::new(), &whole));
    assert!(first.added.is_sorted() && first.added.len() + 1 == whole.len());
    assert_eq!(Changes::told(&site), Changes::default());

    site.write(PRICE, "# How much?\n\nNine yuan.\n").write("content/faq/basics/price.zh.md", "# 多少钱？\n\n九元。\n");
    site.write("content/faq/basics/price.yaml", "sources: [manual/price]\nverified: 2020-02-29\n");
    site.write("static/more.txt", "more").write("static/a/b.txt", "b");
    for file in ["yaml", "zh.md", "en.md"] {
        site.remove(&format!("content/faq/basics/trial.{file}"));
    }
    let changes = Changes::told(&site);
    let now = files(&site.public());
    assert_eq!(changes, Changes::between(&whole, &now));
    assert!(changes.added.contains(&"a/b.txt".to_owned()), "{changes:?}");
    assert!(changes.changed.contains(&PAGE.to_owned()), "{changes:?}");
    assert!(changes.removed.contains(&"en/faq/trial/index.html".to_owned()), "{changes:?}");

    // In a file, which is replaced whole.
    site.remove("static/a/b.txt").write("changes.json", "before");
    let output = site.wenda(&["build", "--changes", "changes.json"]);
    let written: Changes = serde_json::from_slice(&fs::read(site.path().join("changes.json")).unwrap()).unwrap();
    assert_eq!(written, Changes { removed: vec!["a/b.txt".to_owned()], ..Changes::default() });
    assert_eq!(stdout(&output), "");
    let (said, kept) = (stderr(&output), now.len() - 2);
    assert!(said.starts_with("wrote 0 files to `public` in "), "{said}");
    assert!(said.ends_with(&format!(" s: 1 removed, {kept} kept\n")), "{said}");
    assert!(
        !fs::read_dir(site.path())
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with(".wenda-") })
    );

    // A build with errors changed nothing, and tells nothing.
    site.write(PRICE, "# What does it cost?\n\n<b>Nine</b>\n");
    assert_eq!(stdout(&site.wenda(&["build", "--changes", "-"])), "");
}

#[test]
fn what_changed_is_told_in_no_file_of_the_site() {
    let site = Site::small();
    site.write("static/a.txt", "a").write("templates/note", "").build();
    fs::create_dir(site.path().join("folder")).unwrap();
    let before = files(site.path());
    for (file, says) in [
        ("public", "`public` belongs to `public`"),
        ("public/changes.json", "belongs to `public`"),
        ("public/../public/en/changes.json", "belongs to `public`"),
        ("PUBLIC/changes.json", "belongs to"),
        ("content/changes.json", "belongs to `content`"),
        ("content/faq/basics/price.en.md", "belongs to `content`"),
        ("static/a.txt", "belongs to `static`"),
        ("templates/changes.json", "belongs to `templates`"),
        (".wenda/changes.json", "belongs to `.wenda`"),
        ("folder", "is no file"),
        ("..", "is no file"),
    ] {
        let output = site.wenda(&["build", "--changes", file]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{file}: {}", stderr(&output));
        assert!(files(site.path()) == before, "{file}");
    }
    // Where a folder is going to be, too.
    let site = Site::small();
    for file in ["public", "public/changes.json", "static", "static/changes.json"] {
        let output = site.wenda(&["build", "--changes", file]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", stderr(&output));
    }
    // A folder that is not there is not made.
    let output = site.wenda(&["build", "--changes", "reports/changes.json"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_or_a_device_is_not_taken_for_a_file_to_tell_in() {
    let site = Site::small();
    let victim = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(victim.path(), site.path().join("changes.json")).unwrap();
    std::os::unix::fs::symlink(victim.path().parent().unwrap(), site.path().join("way")).unwrap();
    for (file, says) in
        [("changes.json", "is no file"), ("/dev/null", "is no file"), ("way/changes.json", "leads out of the site")]
    {
        let output = site.wenda(&["build", "--changes", file]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{file}: {}", stderr(&output));
    }
    assert_eq!(fs::read(victim.path()).unwrap(), b"");
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

/// As on a file system that knows no links.
#[cfg(target_os = "linux")]
#[test]
fn where_there_are_no_links_what_stays_is_copied_with_its_time() {
    use std::process::Command;
    let site = old_site();
    let before = files(&site.public());
    site.edit(PRICE, |text| text + "\nOr ten.\n");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=linkat:error=EPERM"]);
    let output = command.arg(crate::support::wenda().get_program()).arg("build").current_dir(site.path()).output();
    if !crate::support::is_there("strace", output.is_ok()) {
        println!("strace is missing: a file system without links was not tried");
        return;
    }
    let output = output.unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let after = files(&site.public());
    for (path, bytes) in &after {
        let modified = fs::metadata(site.public().join(path)).unwrap().modified().unwrap();
        let is_old = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() == 1_000_000_000;
        assert_eq!(is_old, before.get(path) == Some(bytes), "{path}");
    }
    fs::remove_dir_all(site.public()).unwrap();
    assert!(files(&site.build().public()) == after);
}

/// A site of three files, one of them in a folder.
fn three(texts: [&str; 3]) -> Vec<OutputFile<'_>> {
    let paths = ["a.html", "b/b.html", "c.html"];
    paths.into_iter().zip(texts).map(|(path, text)| file(path, text)).collect()
}

fn file<'t>(path: &str, text: &'t str) -> OutputFile<'t> {
    OutputFile { path: path.to_owned(), bytes: Cow::Borrowed(text.as_bytes()) }
}

/// A folder for sites, with one in it.
fn published() -> (Site, PathBuf) {
    let site = Site::empty();
    let out = site.public();
    let mut staging = Staging::new(&out, site.path()).unwrap();
    staging.write(three(["a", "b", "c"])).unwrap();
    assert_eq!(staging.publish().unwrap().changes.added, ["a.html", "b/b.html", "c.html"]);
    (site, out)
}

/// As whoever looks for files that are the same leaves it.
#[test]
fn files_of_the_output_may_be_one() {
    let site = Site::empty();
    let out = site.public();
    for text in ["c", "d", "d"] {
        let mut staging = Staging::new(&out, site.path()).unwrap();
        staging.write(three(["a", "a", text])).unwrap();
        staging.publish().unwrap();
        fs::remove_file(out.join("b/b.html")).unwrap();
        fs::hard_link(out.join("a.html"), out.join("b/b.html")).unwrap();
    }
    let whole = ["a.html", "b/b.html", "c.html"].map(|path| fs::read_to_string(out.join(path)).unwrap());
    assert_eq!(whole, ["a", "a", "d"]);
}

/// Nobody has their bytes any more, so the site is made again, and then it depends on no file.
#[test]
fn files_that_change_while_they_are_to_stay_are_not_published() {
    let harms: [fn(&Path); 4] = [
        |out| fs::write(out.join("b/b.html"), "x").unwrap(),
        |out| fs::remove_file(out.join("b/b.html")).unwrap(),
        |out| fs::remove_dir_all(out.join("b")).unwrap(),
        |out| fs::remove_dir_all(out).unwrap(),
    ];
    for harm in harms {
        // With and without a file that is written.
        for text in ["a", "A"] {
            let (site, out) = published();
            let mut staging = Staging::new(&out, site.path()).unwrap();
            staging.write(three([text, "b", "c"])).unwrap();
            harm(&out);
            assert!(matches!(staging.publish(), Err(WriteError::Changed(_))));
            assert_eq!(fs::read_dir(site.path()).unwrap().count(), usize::from(out.exists()));

            let mut staging = Staging::anew(&out, site.path()).unwrap();
            staging.write(three([text, "b", "c"])).unwrap();
            harm_if_there(&out);
            staging.publish().unwrap();
            let texts = ["a.html", "b/b.html", "c.html"].map(|path| fs::read_to_string(out.join(path)).unwrap());
            assert_eq!(texts, [text, "b", "c"]);
        }
    }
}

fn harm_if_there(out: &Path) {
    if out.join("c.html").exists() {
        fs::write(out.join("c.html"), "y").unwrap();
    }
}

/// What is told is what the output folder held when it was replaced, not when the build began.
#[test]
fn changes_are_those_of_the_site_that_was_replaced() {
    let (site, out) = published();
    let mut first = Staging::anew(&out, site.path()).unwrap();
    first.write(three(["a", "b", "C"])).unwrap();
    let mut second = Staging::new(&out, site.path()).unwrap();
    second.write(vec![file("a.html", "A"), file("d.html", "d")]).unwrap();
    let changes = second.publish().unwrap().changes;
    let lists =
        |changes: wenda::site::Changes| [changes.added, changes.changed, changes.removed].map(|list| list.join(" "));
    assert_eq!(lists(changes), ["d.html", "a.html", "b/b.html c.html"]);
    let changes = first.publish().unwrap().changes;
    assert_eq!(lists(changes), ["b/b.html c.html", "a.html", "d.html"]);
}

/// A list that came with a site that somebody cloned leads nobody to remove what is elsewhere.
#[test]
fn a_list_tells_of_no_file_outside() {
    let (site, out) = published();
    site.write("own.txt", "mine");
    let list = fs::read_to_string(out.join(".wenda-site")).unwrap();
    fs::write(out.join(".wenda-site"), list + "../own.txt\n./c.html\nb/../c.html\n/c.html\ngone.html\n.wenda-site\n")
        .unwrap();
    let mut staging = Staging::new(&out, site.path()).unwrap();
    staging.write(vec![file("a.html", "a")]).unwrap();
    assert_eq!(staging.publish().unwrap().changes.removed, ["b/b.html", "c.html"]);
}
