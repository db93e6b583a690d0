//! JSON Schemas of the YAML files, for editors: of the same tables of keys that read them.

use serde_json::{Map, Value, json};

use super::reference::{FILES, FileKind};
use super::synonyms::SYNONYMS;
use super::yaml::{Alternatives, Form, Required};

/// The version of JSON Schema that they are written in, as each says first.
pub const SCHEMA_DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The keys below which authors give names to keys of their own: columns, facts, verdicts.
const OPEN: [&str; 4] = ["rows", "cases", "impossible", "outcomes"];

/// The schema of each kind of YAML file, by its name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let schemas = FILES.into_iter().filter_map(|FileKind { schema: name, path, form }| {
        let mut schema = of_form(form, path == SYNONYMS);
        schema["$schema"] = SCHEMA_DRAFT.into();
        schema["title"] = path.into();
        Some((name?, schema))
    });
    schemas.collect()
}

/// The name of the schema of a file, by its path from the folder of the site.
pub fn schema_of(path: &str) -> Option<&'static str> {
    let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))?;
    let is_of = |kind: &FileKind| match kind.path.split_once('<') {
        Some((folder, _)) => stem.starts_with(folder),
        None => kind.path.strip_suffix(".yaml") == Some(stem),
    };
    FILES.into_iter().filter(|kind| kind.schema.is_some()).find(is_of)?.schema
}

fn of_form(form: Form, is_open: bool) -> Value {
    match form {
        Form::Plain(name) => of_plain(name),
        Form::List(item) => json!({ "type": ["array", "null"], "items": of_form(*item, is_open) }),
        Form::Keys(tables) => of_keys(tables, is_open),
        Form::Or(_, form) => json!({ "anyOf": [{ "type": ["string", "number", "boolean"] }, of_form(*form, is_open)] }),
    }
}

/// What authors write is more than a schema can tell apart: what is unknown here may be anything.
fn of_plain(name: &str) -> Value {
    let scalar = json!({ "type": ["string", "number", "boolean"] });
    match name {
        "text" | "an id" | "a link" | "a path" => scalar,
        "`yes` or `no`" => json!({ "enum": [true, false, "yes", "no"] }),
        "a number" => json!({ "type": ["number", "string"] }),
        "a date" => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        "text in each language" => json!({
            "anyOf": [scalar, { "type": "object", "propertyNames": language(), "additionalProperties": scalar }],
        }),
        "a list in each language" => json!({
            "anyOf": [
                { "type": "array", "items": scalar },
                { "type": "object", "propertyNames": language(), "additionalProperties": { "type": "array", "items": scalar } },
            ],
        }),
        _ => json!({}),
    }
}

fn language() -> Value {
    json!({ "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$" })
}

fn of_keys(tables: &[Alternatives], is_open: bool) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    let mut takes_languages = false;
    for (alternatives, key) in tables.iter().flat_map(Alternatives::each_key) {
        if key.name.starts_with('(') {
            takes_languages = true;
            continue;
        }
        let mut schema = of_form(key.form, OPEN.contains(&key.name));
        schema["description"] = key.help.trim().into();
        properties.insert(key.name.to_owned(), schema);
        if matches!(key.required, Required::Always) && alternatives == 1 {
            required.push(key.name.into());
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties, "required": required });
    if takes_languages {
        schema["patternProperties"] = json!({ "^([a-z]{2,3}(-[A-Za-z0-9]+)*|text)$": {} });
    }
    schema["additionalProperties"] = (is_open || takes_languages).into();
    schema
}
