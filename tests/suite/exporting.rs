//! `wenda export`: what engines beyond one machine get.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{ROOT, Site, files, stderr, stdout, wenda};

/// Exports a site to a folder in it, and tells what was said.
fn export(site: &Site, arguments: &[&str]) -> String {
    let output = site.wenda(&[&["export"], arguments].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn lines(site: &Site, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(site.path().join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Some texts in a JSON document.
fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn records<'r>(lines: &'r [Value], record: &str) -> Vec<&'r Value> {
    lines.iter().filter(|line| line["record"] == record).collect()
}

#[test]
fn documents_have_texts_and_tokens() {
    let site = Site::small();
    let told = export(&site, &["--to", "jsonl", "--out", "one"]);
    export(&site, &["--to", "jsonl", "--out", "two"]);
    assert_eq!(files(&site.path().join("one")), files(&site.path().join("two")), "the same site gives the same bytes");
    let lines = lines(&site, "one/wenda.jsonl");
    let documents = records(&lines, "document");
    assert!(told.contains(&format!("{0} of {0} documents written", documents.len())), "{told}");
    let price = documents.iter().find(|record| record["id"] == "price" && record["language"] == "zh").unwrap();
    assert_eq!(price["kind"], "article");
    assert!(price["url"].as_str().unwrap().starts_with("zh/faq/price"), "{price}");
    assert!(texts(&price["facets"]).contains(&"lang:zh"), "{price}");
    assert!(!price["text"].as_str().unwrap().is_empty() && price["lengths"]["body"].as_u64().unwrap() > 0);
    let title = price["title"].as_str().unwrap();
    let pair: String = title.chars().take(2).collect();
    assert!(texts(&price["tokens"]["bigrams"]).contains(&&*pair), "{pair} of {title}");
    for field in ["words", "titles", "syllables", "initials", "exact"] {
        assert!(!texts(&price["tokens"][field]).is_empty(), "{field}");
    }
    let term = lines.iter().find(|line| line["field"] == "bigrams" && line["term"] == *pair).unwrap();
    assert!(term["documents"]["zh"].as_u64().unwrap() > 0 && term["idf"]["zh"].as_f64().unwrap() > 0.0, "{term}");
    assert_eq!(records(&lines, "settings").len(), 1);
}

/// What a document or a term is known by.
fn key(line: &Value) -> String {
    let of = |name: &str| line[name].as_str().unwrap_or_default();
    format!("{}{}/{}", of("key"), of("field"), of("term"))
}

#[test]
fn an_export_since_another_brings_it_up_to_the_content() {
    let site = Site::small();
    export(&site, &["--to", "jsonl", "--out", "first"]);
    site.edit("content/faq/basics/price.en.md", |text| text + "\nThe xylophone is free of charge.\n");
    site.remove("content/faq/basics/trial.zh.md");
    let told = export(&site, &["--to", "jsonl", "--out", "next", "--since", "first/manifest.jsonl"]);
    assert!(told.contains(": 1 of ") && told.contains(" 1 removed"), "{told}");
    export(&site, &["--to", "jsonl", "--out", "whole"]);
    let [first, next, whole] = ["first", "next", "whole"].map(|folder| lines(&site, &format!("{folder}/wenda.jsonl")));
    assert_eq!(next[0]["since"], first[0]["version"]);
    let kept = |lines: &[Value]| -> BTreeSet<String> {
        let are_kept = lines.iter().filter(|line| ["document", "term"].iter().any(|kind| line["record"] == *kind));
        are_kept.map(ToString::to_string).collect()
    };
    let changed: BTreeSet<String> = next.iter().map(key).collect();
    let mut brought: BTreeSet<String> =
        kept(&first).into_iter().filter(|line| !changed.contains(&key(&serde_json::from_str(line).unwrap()))).collect();
    brought.extend(kept(&next));
    // What a term counts depends on how many documents there are; how many hold it is what is kept.
    let without_idf = |lines: BTreeSet<String>| -> BTreeSet<String> {
        let parsed = lines.into_iter().map(|line| serde_json::from_str::<Value>(&line).unwrap());
        parsed
            .map(|mut line| {
                line.as_object_mut().unwrap().remove("idf");
                line.to_string()
            })
            .collect()
    };
    assert_eq!(without_idf(brought), without_idf(kept(&whole)));
    assert!(records(&next, "term").iter().any(|line| line["term"] == "xylophone"));
    assert_eq!(
        files(&site.path().join("next"))["manifest.jsonl"].len(),
        files(&site.path().join("whole"))["manifest.jsonl"].len()
    );
}

#[test]
fn only_a_manifest_is_continued() {
    let site = Site::small();
    site.write("notes.txt", "{}\n");
    for (file, told) in [
        ("notes.txt", "line 1: this is no manifest of `wenda export`: name its `manifest.jsonl`"),
        ("nowhere", "cannot read `nowhere`"),
    ] {
        let output = site.wenda(&["export", "--to", "jsonl", "--since", file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert!(!site.path().join("export").exists(), "nothing was written");
    }
    site.write("content/faq/basics/price.en.md", "no question\n");
    assert_eq!(site.wenda(&["export", "--to", "mysql"]).status.code(), Some(1), "content with errors is not exported");
}

/// The fields that a mapping of OpenSearch knows, with their types, by their paths.
fn mapped(properties: &Value, above: &str, known: &mut Vec<(String, Value)>) {
    for (name, field) in properties.as_object().unwrap() {
        let path = format!("{above}{name}");
        match field.get("properties") {
            Some(below) => mapped(below, &format!("{path}."), known),
            None => known.push((path, field.clone())),
        }
    }
}

/// The format is that of the documentation: index templates, `_bulk`, `_aliases`.
#[test]
fn opensearch_reads_what_is_written_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = wenda().current_dir(ROOT).args(["export", "--to", "opensearch", "--out", out]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |name: &str| fs::read_to_string(Path::new(out).join(name)).unwrap();
    let template: Value = serde_json::from_str(&read("template.json")).unwrap();
    let patterns = texts(&template["index_patterns"]);
    let mut known = Vec::new();
    mapped(&template["template"]["mappings"]["properties"], "", &mut known);
    for (path, field) in &known {
        let kind = field["type"].as_str().unwrap();
        assert!(["keyword", "text", "date", "binary", "object"].contains(&kind), "{path}: {field}");
    }
    assert_eq!(template["template"]["mappings"]["dynamic"], "strict");
    let analyzer = &template["template"]["settings"]["analysis"]["analyzer"]["wenda_tokens"];
    assert_eq!((&analyzer["type"], &analyzer["tokenizer"]), (&"custom".into(), &"whitespace".into()));
    let bulk = read("bulk.ndjson");
    assert!(bulk.ends_with('\n'), "the last line ends, too");
    let mut lines = bulk.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut indices = BTreeSet::new();
    let mut ids = BTreeSet::new();
    while let Some(action) = lines.next() {
        let action = action["index"].as_object().unwrap_or_else(|| panic!("{action}")).clone();
        let [index, id] = ["_index", "_id"].map(|name| action[name].as_str().unwrap().to_owned());
        assert!(patterns.iter().any(|pattern| index.starts_with(pattern.trim_end_matches('*'))), "{index}");
        assert!(index.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        assert!(id.len() <= 512 && ids.insert((index.clone(), id.clone())), "{id}");
        indices.insert(index);
        let source = lines.next().unwrap();
        for (name, value) in source.as_object().unwrap() {
            let of = |path: &str| &known.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path}")).1;
            if name != "tokens" {
                assert!(of(name)["type"] == "object" || value.is_null() || !value.is_object(), "{name}: {value}");
                continue;
            }
            for (token_field, tokens) in value.as_object().unwrap() {
                let is_text = of(&format!("tokens.{token_field}"))["type"] == "text";
                assert_eq!(tokens.is_string(), is_text, "{token_field}");
            }
            let exact = texts(&value["exact"]);
            assert!(exact.iter().all(|token| !token.contains(char::is_whitespace)), "{exact:?}");
        }
    }
    assert_eq!(indices.len(), 3, "{indices:?}");
    let aliases: Value = serde_json::from_str(&read("aliases.json")).unwrap();
    let actions = aliases["actions"].as_array().unwrap();
    let added: BTreeSet<String> =
        actions.iter().filter_map(|action| Some(action.get("add")?["index"].as_str()?.to_owned())).collect();
    assert_eq!(added, indices, "the aliases lead to what was written");
}

#[test]
fn a_script_of_sql_is_statements_in_their_order() {
    let site = Site::small();
    export(&site, &["--to", "mysql"]);
    let script = fs::read_to_string(site.path().join("export/wenda.sql")).unwrap();
    let version = script.lines().next().unwrap().rsplit("version ").next().unwrap().trim_end_matches('.').to_owned();
    assert!(version.len() == 16 && version.bytes().all(|byte| byte.is_ascii_hexdigit()), "{version}");
    let places = [
        "CREATE TABLE",
        "REPLACE INTO wenda_documents_",
        "ADD FULLTEXT KEY",
        "REPLACE INTO wenda_settings_",
        "INSERT INTO wenda_current",
    ]
    .map(|statement| script.find(statement).unwrap_or_else(|| panic!("no {statement}")));
    assert!(places.is_sorted(), "the row points at a version when all of it is there: {places:?}");
    site.edit("content/faq/basics/price.en.md", |text| text + "\nIt's free.\n");
    export(&site, &["--to", "mysql", "--out", "next", "--since", "export/manifest.jsonl"]);
    let next = fs::read_to_string(site.path().join("next/wenda.sql")).unwrap();
    let copy = format!("SELECT * FROM wenda_documents_{version}");
    assert!(next.contains(&copy) && next.contains("It''s free."), "{next}");
    assert!(next.find(&copy) < next.find("REPLACE INTO wenda_documents_"));
}

/// It had none in the search, and values of a list stood side by side in descriptions.
#[test]
fn a_list_of_numbers_has_its_unit_wherever_it_is_told() {
    let site = Site::small();
    site.edit("content/rules/plans.yaml", |table| {
        let column = "- id: terms\n  type: list\n  of: number\n  optional: yes\n  unit: {zh: 天, en: days}\n  \
                      label: {zh: 期限, en: Terms}\nrows:";
        table.replace("rows:", column).replace("  price: 9\n", "  price: 9\n  terms: [7, 30]\n")
    });
    site.build();
    export(&site, &["--to", "jsonl"]);
    let exported = fs::read_to_string(site.path().join("export/wenda.jsonl")).unwrap();
    for text in [site.read("en/rules/plans/small/index.html"), site.read("api/rules.json"), exported] {
        assert!(text.contains("7 days, 30 days"), "{text:.3000}");
    }
}

#[test]
fn an_export_is_in_nobodys_way() {
    let site = Site::small();
    for (folder, why) in [
        ("content", "`content`, which the site is made of"),
        ("content/faq/new", "`content`, which the site is made of"),
        ("mine", "is not of an export"),
    ] {
        site.write("mine/manifest.jsonl", "mine\n");
        let output = site.wenda(&["export", "--to", "jsonl", "--out", folder]);
        assert_eq!(output.status.code(), Some(2), "{folder}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(site.path().join("mine/manifest.jsonl")).unwrap(), "mine\n");
    assert!(!site.path().join("content/manifest.jsonl").exists());
    export(&site, &["--to", "jsonl", "--out", "out"]);
    export(&site, &["--to", "jsonl", "--out", "out"]);
}
