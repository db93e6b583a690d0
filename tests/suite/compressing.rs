//! `compress: yes` in `site.yaml`: texts beside themselves, compressed.

use std::fs;
use std::io::Read;
use std::time::SystemTime;

use crate::support::{Files, Site, files};

/// The small site, which compresses.
fn compressing() -> Site {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "compress: yes\n");
    site.build();
    site
}

fn unpacked(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    if path.ends_with(".br") {
        brotli::Decompressor::new(bytes, 4_096).read_to_end(&mut unpacked).unwrap();
    } else {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).unwrap();
    }
    unpacked
}

/// Those that are compressed say what those say that they stand beside; and how many there are.
fn checked(files: &Files) -> usize {
    let compressed = files.iter().filter(|(path, _)| path.ends_with(".br") || path.ends_with(".gz"));
    let checked = compressed.map(|(path, bytes)| {
        let plain = &files[&path[..path.len() - 3]];
        assert!(bytes.len() < plain.len() && unpacked(path, bytes) == *plain, "{path}");
    });
    checked.count()
}

#[test]
fn texts_stand_beside_themselves_compressed() {
    let site = compressing();
    let all = files(&site.public());
    assert!(checked(&all) > 40);
    let [style, script, engine] = ["site.css", "search.js", "engine.bin"].map(|name| site.hashed(name));
    for text in ["en/faq/price/index.html", &style, &script, "sw.js", "sitemap.xml", "api/articles.json"] {
        let is_long = all[text].len() >= 1_024;
        for ending in ["br", "gz"] {
            assert_eq!(all.contains_key(&format!("{text}.{ending}")), is_long, "{text}.{ending}");
        }
    }
    for other in ["icon.png", &engine, "search.bin", "_headers", "robots.txt"] {
        assert!(all.contains_key(other) && !all.contains_key(&format!("{other}.gz")), "{other}");
    }
    let again = compressing();
    assert_eq!(files(&again.public()), all, "the same site is the same bytes");
    // Without the key, nothing of it is left.
    site.edit("content/site.yaml", |text| text.replace("compress: yes\n", "")).build();
    let plain = files(&site.public());
    assert_eq!(checked(&plain), 0);
    assert!(plain.iter().all(|(path, bytes)| path == ".wenda-site" || all[path] == *bytes));
}

#[test]
fn what_did_not_change_is_not_compressed_again() {
    let site = compressing();
    let file = |path: &str| site.public().join(path);
    let time = |path: &str| -> SystemTime { fs::metadata(file(path)).unwrap().modified().unwrap() };
    let (price, glossary) = ("en/faq/price/index.html.br", "en/glossary/index.html.br");
    let before = [time(price), time(glossary)];
    site.edit("content/faq/basics/price.en.md", |text| text + "\nIt is paid in advance.\n").build();
    assert_ne!(time(price), before[0]);
    assert_eq!(time(glossary), before[1]);
    checked(&files(&site.public()));
    // What was damaged meanwhile is made anew.
    let whole = fs::read(file(glossary)).unwrap();
    for damaged in [&whole[..20], b"", b"something else"] {
        fs::write(file(glossary), damaged).unwrap();
        site.build();
        assert_eq!(fs::read(file(glossary)).unwrap(), whole);
    }
}

#[test]
fn what_a_site_brings_compressed_stays() {
    // Beside a page, files that are copied, one for machines.
    const BROUGHT: [&str; 4] = ["en/faq/price/index.html.gz", "data.txt.gz", "api/articles.json.br", "0.txt.br"];
    let bring = |site: &Site| {
        site.write("static/data.txt", "a line\n".repeat(500)).write("static/0.txt", "a line\n".repeat(500));
        for path in BROUGHT {
            site.write(&format!("static/{path}"), "brought");
        }
    };
    let site = compressing();
    bring(&site);
    site.build();
    assert!(BROUGHT.iter().all(|path| site.read(path) == "brought"));
    assert!(site.public().join("data.txt.br").exists() && site.public().join("0.txt.gz").exists());
    let first = files(&site.public());
    site.edit("content/faq/basics/price.en.md", |text| text + "\nIt is paid in advance.\n").build();
    let second = files(&site.public());
    let other = compressing();
    bring(&other);
    other.build();
    assert_eq!(first, files(&other.public()));
    assert_eq!(first.len(), second.len());
}
