//! What readers have to load before they see an answer, compressed as hosts do.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::support::{ROOT, Site, copy};

/// A built site, and how many bytes its files have.
struct Weights {
    site: Site,
    known: RefCell<BTreeMap<PathBuf, usize>>,
}

impl Weights {
    fn of(&self, files: &BTreeSet<PathBuf>) -> usize {
        files.iter().map(|file| *self.known.borrow_mut().entry(file.clone()).or_insert_with(|| compressed(file))).sum()
    }

    fn file(&self, path: &str) -> PathBuf {
        self.site.public().join(path)
    }

    /// The files that a page names by an attribute: those that the browser loads with it, or all that its scripts may load, too.
    fn named(&self, page: &Path, attributes: &[&str], is_named: impl Fn(&str) -> bool) -> BTreeSet<PathBuf> {
        let text = fs::read_to_string(page).unwrap();
        let values = text.split(' ').filter_map(|piece| {
            let (name, rest) = piece.split_once("=\"")?;
            let is_asked = attributes.iter().any(|attribute| name.starts_with(attribute));
            is_asked.then(|| rest.split('"').next()).flatten()
        });
        let files = values.filter(|value| is_named(value)).map(|value| normal(&page.parent().unwrap().join(value)));
        files.filter(|file| file.is_file()).collect()
    }
}

fn compressed(file: &Path) -> usize {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(&fs::read(file).unwrap()).unwrap();
    writer.finish().unwrap().len()
}

fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut whole, component| {
        match component {
            Component::ParentDir => drop(whole.pop()),
            other => whole.push(other),
        }
        whole
    })
}

/// By the files that were written, of every article; `a_first_visit_is_small_and_a_second_brings_the_guide` has a browser ask.
#[test]
fn the_first_visit_of_any_article_is_small() {
    const PAGE: usize = 19_500;
    const WITH_WORKER: usize = 30_000;
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    site.build();
    let weights = Weights { site, known: RefCell::default() };
    let mut seen = 0;
    for language in ["zh", "en"] {
        let home = weights.file(&format!("{language}/index.html"));
        let offline = weights.file("offline.html");
        let first = [home, offline, weights.file("sw.js")];
        for entry in fs::read_dir(weights.file(&format!("{language}/faq"))).unwrap() {
            let page = entry.unwrap().path().join("index.html");
            if !page.is_file() {
                continue;
            }
            seen += 1;
            let is_loaded = |value: &str| [".css", ".js", ".svg"].iter().any(|ending| value.ends_with(ending));
            let mut files = weights.named(&page, &["src", "href"], is_loaded);
            assert!(files.len() >= 7, "{}: {files:?}", page.display());
            files.insert(page.clone());
            let size = weights.of(&files);
            assert!(size <= PAGE, "{}: {size} bytes: {files:?}", page.display());
            for page in
                first.iter().filter(|file| file.extension().is_some_and(|ending| ending == "html")).chain([&page])
            {
                files.extend(weights.named(page, &["src", "href", "data-"], |value| {
                    [".css", ".js", ".svg", ".json"].iter().any(|ending| value.ends_with(ending))
                }));
            }
            files.extend(first.clone());
            let size = weights.of(&files);
            assert!(size <= WITH_WORKER, "{}: with the worker {size} bytes: {files:?}", page.display());
        }
    }
    assert!(seen > 300, "{seen} articles");
}

/// The guide comes with the second page that is read: what many of its outcomes say stands in it once.
#[test]
fn the_guide_is_small_beside_an_article() {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    site.build();
    let weights = Weights { site, known: RefCell::default() };
    let named = |page: &Path| {
        weights.named(page, &["src", "href", "data-"], |value| {
            [".css", ".js", ".json"].iter().any(|ending| value.ends_with(ending))
        })
    };
    for language in ["zh", "en"] {
        let guide = weights.file(&format!("{language}/ask/filing/index.html"));
        let known = named(&weights.file(&format!("{language}/faq/cdn/index.html")));
        let own: BTreeSet<PathBuf> = named(&guide).difference(&known).cloned().chain([guide.clone()]).collect();
        assert!(own.len() >= 5, "{own:?}");
        let (page, size) = (weights.of(&[guide].into()), weights.of(&own));
        assert!(page <= 15_500 && size <= 23_500, "{language}: {page} and {size} bytes: {own:?}");
    }
}
