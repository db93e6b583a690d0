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
            "{" => object(text).map(|(above, body)| (Setting::of_json(above), above, body)),
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

fn object(text: &str) -> Option<(&str, &str)> {
    let end = text.find("\n}\n").map(|at| at + 2)?;
    Some((&text[..end], &text[end..]))
}

/// `key: value` by lines, where the whole is malformed: titles with a colon are common.
fn lenient(above: &str) -> Setting {
    let pairs = above.lines().filter_map(|line| line.split_once([':', '=']));
    let pairs = pairs.filter(|(key, _)| !key.starts_with([' ', '-', '#']));
    let texts = pairs.map(|(key, value)| {
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().to_owned(), Setting::Text(value.to_owned()))
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
            "\n\n---\ntitle: A\n---\nB\n",
            "---\ntitle: A\nbad: [\n---\nB\n",
        ] {
            let found = ForeignFrontMatter::of(text);
            assert_eq!(found.settings.text_of("title").as_deref(), Some("A"), "{text}");
            assert_eq!(found.body.trim(), "B", "{text}");
        }
        let rule = "\n---\nJust a text\n---\n";
        assert_eq!(ForeignFrontMatter::of(rule).body, rule);
        assert_eq!(ForeignFrontMatter::of("---\nopen: yes\n").body, "---\nopen: yes\n");
    }
}
