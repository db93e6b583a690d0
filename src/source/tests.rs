//! What is read, and what is known without it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::{ChangeScope, FileBody, KnownFiles, SourceFile, SourceFiles};
use crate::progress::{RunningStage, Stage};

const ARTICLE: &str = "content/faq/a.md";
const TABLE: &str = "content/rules/a.yaml";

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    for (path, text) in [("content/site.yaml", "title: A"), (ARTICLE, "# A\n\nB.\n"), (TABLE, "title: A")] {
        write(site.path(), path, text);
    }
    site
}

fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn reading() -> RunningStage {
    RunningStage::unobserved(Stage::Reading)
}

/// Reads a site as long after its last change as a file needs to settle.
fn read_later(site: &Path, known: &mut KnownFiles) -> (SourceFiles, Vec<String>) {
    let moment = SystemTime::now() + Duration::from_secs(3);
    let (sources, diagnostics) = SourceFiles::read_at(site, known, (&ChangeScope::Any, &reading()), moment).unwrap();
    (sources, diagnostics.into_sorted().into_iter().map(|told| told.message).collect())
}

fn file<'s>(sources: &'s SourceFiles, path: &str) -> &'s Arc<SourceFile> {
    sources.get(path).unwrap()
}

/// Whether a file was not read.
fn is_unread(sources: &SourceFiles, path: &str) -> bool {
    matches!(file(sources, path).body, FileBody::OnDisk(_))
}

#[cfg(unix)]
#[test]
fn a_file_in_the_list_is_not_read_until_it_is_asked_for() {
    let site = site();
    write(site.path(), "content/rules/b.yaml", "title: \u{7}");
    let mut known = KnownFiles::default();
    let (read, told) = read_later(site.path(), &mut known);
    assert!(!is_unread(&read, TABLE));
    assert_eq!(told.len(), 1);
    known.keep(site.path());
    let (again, told_again) = read_later(site.path(), &mut KnownFiles::of_site(site.path()));
    assert!(is_unread(&again, TABLE) && is_unread(&again, "content/site.yaml"));
    assert_eq!(file(&again, TABLE).text(), "title: A");
    assert_eq!(again.fingerprint(""), read.fingerprint(""));
    assert!(!is_unread(&again, "content/rules/b.yaml"), "what is wrong with a file is told each time");
    assert_eq!(told_again, told);
    // A list that somebody brought along.
    let other = self::site();
    fs::create_dir(other.path().join(".wenda")).unwrap();
    fs::copy(site.path().join(".wenda/files"), other.path().join(".wenda/files")).unwrap();
    assert!(!is_unread(&read_later(other.path(), &mut KnownFiles::of_site(other.path())).0, TABLE));
    // A damaged list.
    let mut list = fs::read(site.path().join(".wenda/files")).unwrap();
    let middle = list.len() / 2;
    list[middle] ^= 1;
    fs::write(site.path().join(".wenda/files"), list).unwrap();
    assert!(!is_unread(&read_later(site.path(), &mut KnownFiles::of_site(site.path())).0, TABLE));
}

/// Two writings of the same length within a step of the clock are not told apart by what the file system tells.
#[test]
fn what_was_just_written_is_read_again() {
    let site = site();
    let mut known = KnownFiles::default();
    for number in 0..200 {
        let text = format!("title: {number:03}");
        write(site.path(), TABLE, &text);
        let (sources, _) = SourceFiles::read_again(site.path(), &mut known, &ChangeScope::Any, &reading()).unwrap();
        assert_eq!(file(&sources, TABLE).text(), text);
    }
    // Nor does it come into the list.
    known.keep(site.path());
    assert!(!is_unread(&read_later(site.path(), &mut KnownFiles::of_site(site.path())).0, TABLE));
}

#[test]
fn a_file_that_is_as_it_was_is_the_same_file() {
    let site = site();
    let mut known = KnownFiles::default();
    let (first, _) = read_later(site.path(), &mut known);
    // Others come and go, and one is written again as it was.
    write(site.path(), "content/a.yaml", "b: c");
    write(site.path(), ARTICLE, "# A\n\nB.\n");
    write(site.path(), "content/site.yaml", "title: B");
    let (second, _) = read_later(site.path(), &mut known);
    for path in [ARTICLE, TABLE, "templates/base.html", "static/site.css"] {
        assert!(Arc::ptr_eq(file(&first, path), file(&second, path)), "{path}");
    }
    let [before, after] = [&first, &second].map(|sources| file(sources, "content/site.yaml"));
    assert_eq!((before.id, before.text(), after.text()), (after.id, "title: A", "title: B"));
    let paths: Vec<&str> = second.all().map(|file| file.path.as_str()).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    assert!(second.all().all(|known| second.file(known.id).path == known.path));
    // A file of the theme, in whose place the site has its own for a while.
    write(site.path(), "static/site.css", "a {}");
    let (third, _) = read_later(site.path(), &mut known);
    assert_eq!(file(&third, "static/site.css").text(), "");
    assert_eq!(file(&third, "static/site.css").bytes(), b"a {}");
    let replaced = third.replaced("static/site.css").unwrap();
    assert_eq!(third.file(replaced.id).bytes(), file(&first, "static/site.css").bytes());
    fs::remove_file(site.path().join("static/site.css")).unwrap();
    let (fourth, _) = read_later(site.path(), &mut known);
    assert_eq!(file(&fourth, "static/site.css").bytes(), file(&first, "static/site.css").bytes());
}

/// Whoever watches a folder knows what was changed there.
#[cfg(unix)]
#[test]
fn what_is_outside_of_the_scope_is_not_looked_at() {
    const OTHER: &str = "content/rules/b.yaml";
    let site = site();
    write(site.path(), OTHER, "title: A");
    let mut known = KnownFiles::default();
    read_later(site.path(), &mut known);
    [TABLE, OTHER].into_iter().for_each(|path| write(site.path(), path, "title: B"));
    let mut read = |scope: &ChangeScope, after: u64| {
        let moment = SystemTime::now() + Duration::from_secs(after);
        let (sources, _) = SourceFiles::read_at(site.path(), &mut known, (scope, &reading()), moment).unwrap();
        [TABLE, OTHER].map(|path| file(&sources, path).text()["title: ".len()..].to_owned())
    };
    let nothing = ChangeScope::default();
    assert_eq!(read(&nothing, 3), ["A", "A"]);
    let mut scope = ChangeScope::of_file("content/faq/b.md");
    scope.extend(ChangeScope::of_file(TABLE));
    assert_eq!(read(&scope, 0), ["B", "A"]);
    // What was just written is read again until its stamp tells it from what may follow.
    write(site.path(), TABLE, "title: C");
    assert_eq!(read(&nothing, 3), ["C", "A"]);
    scope.extend(ChangeScope::Any);
    assert_eq!(read(&scope, 3), ["C", "B"]);
}

/// As many an editor saves it.
#[cfg(unix)]
#[test]
fn a_file_in_the_place_of_another_needs_no_look_at_the_folder() {
    const BESIDE: &str = "content/rules/a.yaml.new";
    let site = site();
    let mut known = KnownFiles::default();
    read_later(site.path(), &mut known);
    let mut read = |scope: &ChangeScope| {
        let moment = SystemTime::now() + Duration::from_secs(3);
        let (sources, _) = SourceFiles::read_at(site.path(), &mut known, (scope, &reading()), moment).unwrap();
        let paths = sources.all().filter(|file| !file.built_in).map(|file| file.path.clone());
        (file(&sources, TABLE).text().to_owned(), paths.collect::<Vec<_>>())
    };
    write(site.path(), BESIDE, "title: B");
    fs::rename(site.path().join(BESIDE), site.path().join(TABLE)).unwrap();
    write(site.path(), "content/b.yaml", "b");
    let mut scope = ChangeScope::of_file(BESIDE);
    scope.extend(ChangeScope::of_file(TABLE));
    assert_eq!(read(&scope), ("title: B".to_owned(), vec![ARTICLE.into(), TABLE.into(), "content/site.yaml".into()]));
    // What comes, and what goes, is found by listing the folders.
    scope.extend(ChangeScope::of_file("content/b.yaml"));
    assert!(read(&scope).1.contains(&"content/b.yaml".to_owned()));
    fs::remove_file(site.path().join("content/b.yaml")).unwrap();
    assert!(!read(&ChangeScope::of_file("content/b.yaml")).1.contains(&"content/b.yaml".to_owned()));
    // So is a folder that is moved away, of which only the name is told.
    write(site.path(), "content/rules/more/b.yaml", "title: B");
    assert!(read(&ChangeScope::Any).1.contains(&"content/rules/more/b.yaml".to_owned()));
    fs::rename(site.path().join("content/rules/more"), site.path().join("more")).unwrap();
    let (_, left) = read(&ChangeScope::of_file("content/rules/more"));
    assert!(!left.contains(&"content/rules/more/b.yaml".to_owned()), "{left:?}");
    // So is a file that takes the place of one of the theme.
    write(site.path(), "static/site.css", "a {}");
    assert!(read(&ChangeScope::of_file("static/site.css")).1.contains(&"static/site.css".to_owned()));
}

/// Where nothing came or went, folders are not listed; what came or went is seen all the same.
#[test]
fn files_that_come_and_go_are_seen() {
    let site = site();
    let mut known = KnownFiles::default();
    let there = |known: &mut KnownFiles| {
        let (sources, _) = read_later(site.path(), known);
        sources.all().filter(|file| !file.built_in).map(|file| file.path.clone()).collect::<Vec<_>>()
    };
    let first = there(&mut known);
    assert_eq!(first, ["content/faq/a.md", "content/rules/a.yaml", "content/site.yaml"]);
    assert_eq!(known.has_same_names(site.path()), cfg!(unix));
    assert!(!known.has_same_names(self::site().path()));
    for path in ["content/b.yaml", "content/rules/deep/b.yaml", "static/b.css", "content/faq/.hidden"] {
        // A folder tells the moment of its change, in steps of its clock.
        std::thread::sleep(Duration::from_millis(20));
        write(site.path(), path, "b");
        let seen = there(&mut known);
        assert_eq!(seen.iter().any(|seen| seen == path), !path.contains("hidden"), "{path}: {seen:?}");
        std::thread::sleep(Duration::from_millis(20));
        fs::remove_file(site.path().join(path)).unwrap();
        assert_eq!(there(&mut known), first, "{path}");
    }
    // What changed a moment ago may change again within the same moment.
    write(site.path(), "content/c.yaml", "c");
    SourceFiles::read_again(site.path(), &mut known, &ChangeScope::Any, &reading()).unwrap();
    assert!(!known.has_same_names(site.path()));
}

/// As Emacs leaves it beside a file that was not saved.
#[cfg(unix)]
#[test]
fn a_hidden_link_that_leads_nowhere_is_passed_over() {
    let site = site();
    for path in ["content/faq/.#a.md", "content/rules/a.yaml~", "static/.#b.css"] {
        fs::create_dir_all(site.path().join(path).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("somebody@somewhere.1", site.path().join(path)).unwrap();
    }
    let mut known = KnownFiles::default();
    let (sources, told) = read_later(site.path(), &mut known);
    assert_eq!(told, Vec::<String>::new());
    assert!(sources.all().all(|file| !file.refused) && known.has_same_names(site.path()));
    std::os::unix::fs::symlink("nowhere", site.path().join("content/faq/b.md")).unwrap();
    assert_eq!(read_later(site.path(), &mut known).1.len(), 1, "one that is not hidden is told");
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_looked_at_each_time() {
    let site = site();
    fs::create_dir(site.path().join("content/more")).unwrap();
    std::os::unix::fs::symlink("more", site.path().join("content/rules/more")).unwrap();
    let mut known = KnownFiles::default();
    read_later(site.path(), &mut known);
    assert!(!known.has_same_names(site.path()));
}

/// An excerpt needs the text of its file, which nobody else is to hold.
#[test]
fn a_copy_holds_texts_for_itself() {
    let site = site();
    let (sources, _) = read_later(site.path(), &mut KnownFiles::default());
    let article = file(&sources, ARTICLE);
    let copy = sources.with_unheld([article.id]);
    assert_eq!(copy.file(article.id).line(1), "# A");
    assert!(article.is_unheld() && !copy.file(article.id).is_unheld());
    // What one finds changed is changed for the other.
    let copy = sources.with_unheld([article.id]);
    write(site.path(), ARTICLE, "# Another\n");
    assert_eq!(copy.file(article.id).text(), "");
    assert!(sources.changed().next().is_some());
}
