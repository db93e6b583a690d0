//! JSON Schemas for editors: what Wenda reads is valid, and a slip is not.

use std::path::Path;

use serde_json::Value;
use wenda::content::{schema_of, schemas};

use crate::support::{ROOT, Site, files, reference, stderr, stdout};

/// What of a document a schema does not allow, as far as the schemas of Wenda go.
fn invalid(schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(forms) = schema["anyOf"].as_array()
        && forms.iter().all(|form| !invalid(form, value, place).is_empty())
    {
        found.push(format!("{place}: none of the forms"));
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        found.push(format!("{place}: {value} is not listed"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.is_empty() && !types.contains(&own) {
        found.push(format!("{place}: {own}, not {types:?}"));
    }
    if let Value::Array(items) = value {
        let each = items.iter().enumerate();
        found.extend(each.flat_map(|(at, item)| invalid(&schema["items"], item, &format!("{place}[{at}]"))));
    }
    if let Value::Object(entries) = value {
        for required in schema["required"].as_array().into_iter().flatten() {
            if !entries.contains_key(required.as_str().unwrap()) {
                found.push(format!("{place}: {required} is missing"));
            }
        }
        for (key, value) in entries {
            let place = format!("{place}.{key}");
            match (&schema["properties"][key], &schema["additionalProperties"]) {
                (Value::Null, Value::Bool(false)) => found.push(format!("{place}: unknown")),
                (Value::Null, others @ Value::Object(_)) => found.extend(invalid(others, value, &place)),
                (Value::Null, _) => {}
                (property, _) => found.extend(invalid(property, value, &place)),
            }
        }
    }
    found
}

fn assert_valid(path: &str, text: &str) -> usize {
    let Some(name) = schema_of(path) else {
        return 0;
    };
    let all = schemas();
    let (_, schema) = all.iter().find(|(known, _)| *known == name).unwrap();
    let value: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(invalid(schema, &value, path), [""; 0]);
    1
}

#[test]
fn what_is_read_is_valid() {
    let shipped =
        files(&Path::new(ROOT).join("content")).into_iter().map(|(path, text)| (format!("content/{path}"), text));
    let mut seen = 0;
    for (path, text) in shipped.chain(reference()).filter(|(path, _)| path.ends_with(".yaml")) {
        seen += assert_valid(&path, &String::from_utf8(text).unwrap());
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn what_init_and_new_write_names_its_schema() {
    let site = Site::empty();
    assert!(site.wenda(&["init", "shop", "--lang", "zh,en"]).status.success());
    assert!(site.wenda(&["new", "rule", "sizes", "--site", "shop"]).status.success());
    let mut seen = 0;
    for (path, text) in files(&site.path().join("shop")).into_iter().filter(|(path, _)| path.starts_with("content/")) {
        let Some(name) = schema_of(&path) else {
            continue;
        };
        let text = String::from_utf8(text).unwrap();
        let line = text.lines().next().unwrap();
        let schema = line.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path}: {line}"));
        let file = site.path().join("shop").join(&path).parent().unwrap().join(schema);
        let schema: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        assert!(file.ends_with(format!("schemas/{name}.json")));
        assert!(schema["title"].as_str().unwrap().starts_with("content/"));
        seen += assert_valid(&path, &text);
    }
    assert!(seen > 10, "{seen}");
    let told = stdout(&site.wenda(&["eval", "--site", "shop"]));
    assert!(told.contains("MRR"), "{told}");
}

#[test]
fn a_slip_is_not_valid_and_keys_are_described() {
    let site = Site::empty();
    let printed = stdout(&site.wenda(&["schema", "guide"]));
    let schema: Value = serde_json::from_str(&printed).unwrap();
    let steps = &schema["properties"]["steps"];
    assert!(steps["description"].as_str().unwrap().len() > 10, "{steps}");
    let guide = |text: &str| invalid(&schema, &serde_yaml::from_str::<Value>(text).unwrap(), "guide");
    assert_eq!(guide("title: One\nsteps: [a]\n"), [""; 0]);
    assert_eq!(guide("title: One\nstep: [a]\n"), ["guide: \"steps\" is missing", "guide.step: unknown"]);
    assert_eq!(guide("title: One\nsteps: a\n").len(), 1);
    let unknown = site.wenda(&["schema", "guid"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(crate::support::stderr(&unknown).contains("did you mean `guide`?"));
}

#[test]
fn files_of_others_are_left_alone() {
    let site = Site::small();
    site.write("schemas/site.json", "{\"mine\": true}").write("schemas/article.json", "no JSON");
    let output = site.wenda(&["schema"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("site.json` is no schema of Wenda: it is left as it is"), "{}", stderr(&output));
    let read = |name: &str| String::from_utf8(files(site.path())[name].clone()).unwrap();
    assert_eq!(
        (read("schemas/site.json"), read("schemas/article.json")),
        ("{\"mine\": true}".into(), "no JSON".into())
    );
    // Those of another version of it are written anew.
    let rule = read("schemas/rule.json");
    site.edit("schemas/rule.json", |text| text.replace("properties", "before"));
    assert!(!stderr(&site.wenda(&["schema"])).contains("rule.json"));
    assert_eq!(read("schemas/rule.json"), rule);
}
