//! Exports loaded into MariaDB one after the other: a version is whole, or nobody reads it.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::gateway_process::exported;
use crate::mariadb::{Cluster, has_mariadb};
use crate::support::Site;

/// An export, and the folder that goes with it.
struct Export {
    folder: TempDir,
    script: PathBuf,
}

fn export(site: &Site, since: Option<&Export>) -> Export {
    let manifest = since.map(|past| past.folder.path().join("manifest.jsonl").display().to_string());
    let arguments: Vec<&str> = manifest.iter().flat_map(|manifest| ["--since", manifest]).collect();
    let (folder, script) = exported(site.path(), &arguments);
    Export { folder, script }
}

/// A site of one article, and what it says.
fn zoo(text: &str) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n").write("content/faq/basics/zebra.md", article("zebra", text));
    site
}

fn article(name: &str, text: &str) -> String {
    format!("# What is a {name}?\n\nIt is {text}.\n")
}

impl Export {
    /// The script up to the first statement that begins so, as a connection that breaks leaves it.
    fn cut_before(&self, statement: &str) -> PathBuf {
        let script = fs::read_to_string(&self.script).unwrap();
        let end = script.find(&format!("\n{statement}")).unwrap_or_else(|| panic!("no {statement} in {script}"));
        let cut = self.script.with_extension("cut");
        fs::write(&cut, &script[..=end]).unwrap();
        cut
    }

    fn version(&self) -> String {
        let script = fs::read_to_string(&self.script).unwrap();
        script.lines().next().unwrap().rsplit("version ").next().unwrap().trim_end_matches('.').to_owned()
    }
}

/// What documents of a version say.
fn texts(engine: &Cluster, export: &Export) -> Vec<String> {
    let rows =
        engine.ask(0, &format!("SELECT content FROM wenda.wenda_documents_{} ORDER BY content", export.version()));
    rows.lines().map(|row| row.rsplit("It is ").next().unwrap().to_owned()).collect()
}

fn refused(engine: &Cluster, script: &Path) -> String {
    engine.try_load(script).expect_err("the script ends with an error")
}

fn tables(engine: &Cluster) -> String {
    engine.ask(0, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'wenda'")
}

/// A script copied what was half there, and had readers read that.
#[test]
fn a_version_is_made_of_one_that_is_whole() {
    if !has_mariadb() {
        return;
    }
    let engine = Cluster::alone();
    let site = zoo("striped");
    let first = export(&site, None);
    let unchanged = export(&site, Some(&first));
    site.write("content/faq/basics/quagga.md", article("quagga", "gone"));
    let next = export(&site, Some(&first));
    let told = format!("version {} is not here, load a whole export", first.version());
    engine.load(&first.cut_before("REPLACE INTO wenda_terms_"));
    for (script, case) in
        [(&next, "the one before is half there"), (&unchanged, "nothing changed since one that is half there")]
    {
        let error = refused(&engine, &script.script);
        assert!(error.contains(&told), "{case}: {error}");
        assert_eq!(engine.ask(0, "SELECT COUNT(*) FROM wenda.wenda_current"), "0", "{case}");
    }
    engine.load(&first.script);
    engine.load(&unchanged.script);
    assert_eq!(texts(&engine, &first), ["striped."], "a version that is there is not made again");
    engine.load(&next.script);
    assert_eq!(texts(&engine, &next), ["gone.", "striped."]);
}

/// Tables of a script that failed stayed for ever, and what stood in them was taken for a part of the next one.
#[test]
fn what_a_load_left_that_failed_is_no_part_of_the_next() {
    if !has_mariadb() {
        return;
    }
    let engine = Cluster::alone();
    let site = zoo("grey");
    let grey = export(&site, None);
    engine.load(&grey.script);
    site.write("content/faq/basics/zebra.md", article("zebra", "striped"));
    let striped = export(&site, None);
    let striped_since_grey = export(&site, Some(&grey));
    site.write("content/faq/basics/quagga.md", article("quagga", "gone"));
    let both = export(&site, Some(&striped));
    let both_since_grey = export(&site, Some(&grey));
    engine.load(&both_since_grey.cut_before("REPLACE INTO wenda_documents_"));
    assert_eq!(texts(&engine, &both), ["grey."], "the script failed when the rows of the one before were copied");
    engine.load(&striped_since_grey.script);
    assert_eq!(tables(&engine), "7", "two versions of three tables each, and the row that points");
    engine.load(&both.script);
    assert_eq!(texts(&engine, &both), ["gone.", "striped."]);
    engine.load(&both.script);
    assert_eq!((texts(&engine, &both).len(), tables(&engine)), (2, "7".to_owned()), "once more changes nothing");
}

/// Who still read the version before saw rows of the next among its own.
#[test]
fn a_version_that_comes_back_is_whole_all_the_time() {
    if !has_mariadb() {
        return;
    }
    let engine = Cluster::alone();
    let site = zoo("striped");
    let before = export(&site, None);
    site.write("content/faq/basics/quagga.md", article("quagga", "gone"));
    let after = export(&site, Some(&before));
    site.remove("content/faq/basics/quagga.md");
    let back = export(&site, Some(&after));
    assert_eq!(back.version(), before.version());
    engine.load(&before.script);
    engine.load(&after.script);
    engine.load(&back.cut_before("DELETE FROM wenda_documents_"));
    assert_eq!(texts(&engine, &before), ["striped."], "what was copied");
    engine.load(&back.script);
    assert_eq!(texts(&engine, &before), ["striped."]);
    let current = engine.ask(0, "SELECT CONCAT(version, ' ', previous) FROM wenda.wenda_current");
    assert_eq!(current, format!("{} {}", before.version(), after.version()));
}
