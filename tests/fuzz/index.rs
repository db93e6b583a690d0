//! The index in `.wenda/`, damaged: what is found is what a fresh index finds.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wenda::pipeline::Session;

use crate::campaign::campaign;
use crate::mutation::{damage, damages};
use crate::seeds::SMALL;
use crate::support::{Files, write};

/// What a few queries find, as JSON.
fn found(site: &Path) -> String {
    let search = Session::new(site).search(&|| {}).expect("a site can be searched");
    let finder = search.finder.expect("a site can be searched");
    let queries = ["cost", "多少钱", "duo shao qian", "trial", "\"small plan\"", "prcie"];
    let replies = queries.map(|query| {
        let mut reply = serde_json::to_value(finder.find(query, None, 10)).unwrap();
        reply["took_us"] = 0.into();
        reply.to_string()
    });
    replies.join("\n")
}

fn files_in(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    files.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn index_files() {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), &SMALL);
    let folder = site.path().join(".wenda/search");
    let expected = found(site.path());
    let whole = files_in(&folder);
    let names: Vec<String> = whole.keys().cloned().collect();
    let count = names.len();
    let change = (0..count, damages(), prop::option::weighted(0.25, 0..=count));
    let inputs = prop::collection::vec(change, 1..3);
    campaign("index_files", 16, &inputs, |changes| {
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        write(&folder, &whole);
        for (file, damages, other) in changes {
            let path = folder.join(&names[file]);
            match other {
                // Another file in its place; none at all.
                Some(other) if other < count => fs::write(path, &whole[&names[other]]).unwrap(),
                Some(_) => drop(fs::remove_file(path)),
                None => fs::write(path, damage(&whole[&names[file]], &damages)).unwrap(),
            }
        }
        prop_assert_eq!(found(site.path()), expected.as_str());
        prop_assert_eq!(found(site.path()), expected.as_str(), "after it was mended");
        Ok(())
    });
}
