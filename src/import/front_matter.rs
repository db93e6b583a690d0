//! What stands above the text of a file: YAML between lines `---`, TOML between lines `+++`, or an object of JSON.

use super::setting::Setting;

/// A file, taken apart.
#[derive(Debug, Default)]
pub(super) struct ForeignFrontMatter<'t> {
    /// What stands above the text, if it can be read.
    pub(super) settings: Setting,
    /// The text.
    pub(super) body: &'t str,
    /// What stands above the text and cannot be read.
    pub(super) malformed: Option<&'t str>,
}

impl<'t> ForeignFrontMatter<'t> {
    /// Takes a file apart.
    pub(super) fn of(text: &'t str) -> Self {
        // Blank lines may stand before it.
        let whole = text;
        let text = text.trim_start_matches(['\n', '\r', ' ', '\t']);
        let text = if text.starts_with(['-', '+', '{']) { text } else { whole };
        let first = text.lines().next().unwrap_or_default().trim_end();
        let read = match first {
            "---" => between(text, &["---", "..."]).map(|(above, body)| (Setting::of_yaml(above), above, body)),
            "+++" => between(text, &["+++"]).map(|(above, body)| (Setting::of_toml(above), above, body)),
            first if first.starts_with('{') => object(text).map(|(above, body)| (Setting::of_json(above), above, body)),
            _ => None,
        };
        match read {
            Some((Some(settings @ (Setting::Map(_) | Setting::Nothing)), _, body)) => {
                Self { settings, body, malformed: None }
            }
            // A rule, a text and a rule are a text.
            Some((Some(Setting::Text(_)), _, _)) | None => {
                Self { settings: Setting::Nothing, body: whole, malformed: None }
            }
            Some((_, above, body)) => Self { settings: lenient(above), body, malformed: Some(above) },
        }
    }

    /// Takes a file of MkDocs apart: there, lines `key: value` up to a blank one need no marks around them.
    pub(super) fn of_mkdocs(text: &'t str) -> Self {
        let found = Self::of(text);
        if found.settings != Setting::Nothing || found.body.len() < text.len() {
            return found;
        }
        match bare(text) {
            (Setting::Nothing, _) => found,
            (settings, body) => Self { settings, body: body.trim_start_matches(['\n', '\r']), malformed: None },
        }
    }
}

/// Lines `key: value` that a text begins with, and what follows them. What is indented goes on with the value before it.
fn bare(text: &str) -> (Setting, &str) {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let goes_on = line.starts_with("    ") || line.starts_with('\t');
        let pair = line.split_once(':').map(|(key, value)| (key.trim_start(), value.trim()));
        let is_of_key = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
        let pair = pair.filter(|(key, _)| !goes_on && !key.is_empty() && key.chars().all(is_of_key));
        match (pair, found.last_mut()) {
            _ if is_blank => {}
            (Some((key, value)), _) => found.push((key.to_ascii_lowercase(), value.to_owned())),
            (None, Some((_, value))) if goes_on => *value = format!("{value} {}", line.trim()).trim().to_owned(),
            _ => break,
        }
        at += line.len();
        if is_blank {
            break;
        }
    }
    if found.is_empty() {
        return (Setting::Nothing, text);
    }
    (Setting::Map(found.into_iter().map(|(key, value)| (key, Setting::Text(value))).collect()), &text[at..])
}

fn between<'t>(text: &'t str, ends: &[&str]) -> Option<(&'t str, &'t str)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// An object of JSON that a text begins with, alone on its lines; or what was meant as one, between braces on lines of their own.
fn object(text: &str) -> Option<(&str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
    let is_object = matches!(values.next(), Some(Ok(object)) if !object.is_empty());
    let end = Some(values.byte_offset()).filter(|end| is_object && ends_line(&text[*end..]));
    let meant = || text.find("\n}\n").map(|at| at + 2).filter(|_| text.starts_with("{\n"));
    let end = end.or_else(meant)?;
    Some((&text[..end], &text[end..]))
}

fn ends_line(rest: &str) -> bool {
    rest.lines().next().is_none_or(|line| line.trim().is_empty())
}

/// `key: value` by lines, where the whole is malformed: titles with a colon are common.
fn lenient(above: &str) -> Setting {
    let pairs = above.lines().filter_map(|line| line.split_once([':', '=']));
    let pairs = pairs.filter(|(key, _)| !key.starts_with([' ', '-', '#']));
    let texts = pairs.map(|(key, value)| {
        let value = value.trim();
        // In JSON a comma follows, and keys stand in quotation marks, too.
        let value = value.strip_suffix(',').filter(|text| text.ends_with('"')).unwrap_or(value);
        let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
        (bare(key), Setting::Text(bare(value)))
    });
    Setting::Map(texts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_in_all_forms() {
        for text in [
            "---\ntitle: A\n---\nB\n",
            "+++\ntitle = \"A\"\ndate = 2024-01-01\n+++\nB\n",
            "{\n\"title\": \"A\"\n}\nB\n",
            "{\"title\": \"A\", \"nested\": {\"a\": 1}}\nB\n",
            "{ \"weight\": 2,\n  \"title\": \"A\" }\n\nB\n",
            "{\n\"title\": \"A\",\n}\nB\n",
            "\n\n---\ntitle: A\n---\nB\n",
            "---\ntitle: A\nbad: [\n---\nB\n",
        ] {
            let found = ForeignFrontMatter::of(text);
            assert_eq!(found.settings.text_of("title").as_deref(), Some("A"), "{text}");
            assert_eq!(found.body.trim(), "B", "{text}");
        }
        for (text, title, body) in [
            ("title: A: b\n    c\nauthor: D\n\n\n# B\n", Some("A: b c"), "# B\n"),
            ("title: A\n# B\n", Some("A"), "# B\n"),
            ("\ntitle: A\n", None, "\ntitle: A\n"),
            ("A title: B\n", None, "A title: B\n"),
            ("    title: A\n", None, "    title: A\n"),
            ("---\ntitle: A\n---\nkey: B\n", Some("A"), "key: B\n"),
        ] {
            let found = ForeignFrontMatter::of_mkdocs(text);
            assert_eq!(found.settings.text_of("title").as_deref(), title, "{text}");
            assert_eq!(found.body, body, "{text}");
        }
        let rule = "\n---\nJust a text\n---\n";
        assert_eq!(ForeignFrontMatter::of(rule).body, rule);
        for text in ["{}\nB\n", "{/* a */}\nB\n", "{\"a\"}\n", "{\"a\": 1} is an object\n"] {
            assert_eq!(ForeignFrontMatter::of(text).body, text);
        }
        assert_eq!(ForeignFrontMatter::of("---\nopen: yes\n").body, "---\nopen: yes\n");
    }
}
