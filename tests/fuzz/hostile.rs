//! A site whose every text would be an element, an attribute, a script or a style, if it got out of where it belongs.

use serde_json::Value;

use crate::support::Files;

/// What would get out. A script that runs calls `wenda()`, an attribute that is one begins with `onwenda`, an element is a
/// `wenda-mark`, and an address leads to `wenda.example`.
pub(crate) const MARKERS: &[&str] = &[
    "<wenda-mark>",
    "</title><wenda-mark>",
    "\"><wenda-mark>",
    "'><wenda-mark>",
    "\" onwenda=x \"",
    "' onwenda=x '",
    "--><wenda-mark>",
    "]]><wenda-mark/>",
    "</script><wenda-mark>",
    "</script><script>wenda()</script>",
    "</style><wenda-mark>",
    "</textarea><wenda-mark>",
    "</template><wenda-mark>",
    "</pre></code><wenda-mark>",
    "\\\"onwenda",
    "\\u003cwenda-mark>",
    "&lt;wenda-mark&gt;",
    "&#60;wenda-mark&#62;",
    "&quot; onwenda=x &quot;",
    "${wenda()}",
    "`${wenda()}`",
    "*/wenda()/*",
    "\");wenda();(\"",
    "');wenda();('",
    "javascript:wenda()",
    "data:text/html,<script>wenda()</script>",
    "vbscript:wenda",
    "//wenda.example/",
    "\\\\wenda.example\\",
    "https://wenda.example/",
    "<img src=x onerror=wenda()>",
    "<svg onload=wenda()>",
    "<a href=javascript:wenda()>",
    "<style>*{background:url(//wenda.example/)}</style>",
    "<link rel=stylesheet href=//wenda.example/>",
    "<base href=//wenda.example/>",
    "<!--",
    "<![CDATA[",
    "<?xml ?>",
    "%3Cwenda-mark%3E",
    "<mark>wenda</mark>",
    "__proto__",
    "constructor",
];

/// Gives one marker after the other.
pub(crate) struct Hostile {
    next: usize,
}

impl Hostile {
    /// The files of a site, hostile; `first` is the marker to begin with, so that each text gets each of them some time.
    pub(crate) fn site(files: &Files, templates: &Files, first: usize) -> Files {
        let mut hostile = Self { next: first };
        let mut site = Files::new();
        for (path, bytes) in files {
            let text = str::from_utf8(bytes).unwrap_or_default();
            let bytes = match path.rsplit('.').next() {
                Some("yaml") => hostile.yaml(text).into_bytes(),
                // It is quoted within a text: one paragraph.
                Some("md") if path.starts_with("content/snippets/") => {
                    format!("{} {}\n", text.trim(), escaped(&hostile.marker())).into_bytes()
                }
                Some("md") => hostile.markdown(text).into_bytes(),
                Some("txt") => format!("{}\n{text}", hostile.word()).into_bytes(),
                _ => bytes.clone(),
            };
            site.insert(path.clone(), bytes);
        }
        for (path, bytes) in templates.iter().filter(|(path, _)| path.starts_with("templates/strings.")) {
            let words = hostile.words(str::from_utf8(bytes).unwrap_or_default());
            site.insert(path.clone(), words.into_bytes());
        }
        site
    }

    /// A marker that no other text is.
    fn marker(&mut self) -> String {
        self.next += 1;
        format!("{}{}", MARKERS[self.next % MARKERS.len()], self.next)
    }

    /// The same without what separates words.
    fn word(&mut self) -> String {
        self.marker().replace([' ', '#'], "")
    }

    /// A file with other texts in both languages. JSON is YAML.
    fn yaml(&mut self, text: &str) -> String {
        let mut value: Value = serde_yaml::from_str(text).expect("files of a sound site are YAML");
        self.fill(&mut value, false);
        let written = serde_json::to_string_pretty(&value).expect("a value can be written");
        written.replace("\": true", "\": yes").replace("\": false", "\": no")
    }

    /// A file with other words of a language.
    fn words(&mut self, text: &str) -> String {
        let mut words: Value = serde_yaml::from_str(text).expect("the theme is YAML");
        let entries = words.as_object_mut().expect("words have keys");
        // It is no text, and anything but a tag is refused.
        entries.remove("language_tag");
        entries.values_mut().for_each(|word| self.fill(word, true));
        words.to_string()
    }

    fn fill(&mut self, value: &mut Value, is_text: bool) {
        match value {
            Value::String(text) if is_text => {
                // What is filled into a text later stays in it.
                let kept: String = [
                    "{count}",
                    "{shown}",
                    "{number}",
                    "{unit}",
                    "{row}",
                    "{column}",
                    "{{price}}",
                    "{{plans.small.price}}",
                ]
                .into_iter()
                .filter(|kept| text.contains(kept))
                .collect();
                *text = self.marker() + &kept;
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item, is_text)),
            Value::Object(entries) => {
                for (key, item) in entries {
                    // Lists only: `from` and `to` of redirects and navigation are addresses.
                    let is_synonym = matches!(key.as_str(), "from" | "to") && item.is_array();
                    let in_text = is_synonym || matches!(key.as_str(), "zh" | "en" | "one" | "other" | "same");
                    self.fill(item, is_text || in_text);
                }
            }
            _ => {}
        }
    }

    /// An article with another question, and with more of everything that Markdown has.
    fn markdown(&mut self, text: &str) -> String {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        let mut m = || escaped(&self.marker());
        let mut written = format!("# {}\n\n{}\n{rest}\n", m(), m());
        written += &format!("## {}\n\n- **{}** *{}* ~~{}~~\n- [ ] {}\n\n> {}\n\n", m(), m(), m(), m(), m(), m());
        written += &format!(
            "> [!NOTE]\n> {}\n\n| {} | {} |\n|---|:-:|\n| {} | {} |\n\n",
            m(),
            cell(&m()),
            cell(&m()),
            cell(&m()),
            cell(&m())
        );
        written += &format!(
            "[{}](page:home \"{}\") [{}](https://example.com/?q={})[^{}]\n\n",
            m(),
            m(),
            m(),
            "%22%3E'&lt;",
            "n"
        );
        written += &format!("[^n]: {}\n\n", m());
        written += &format!(
            "``{}``\n\n````{}\n{}\n````\n",
            self.marker().replace('`', "'"),
            self.word().replace('`', "'"),
            self.marker()
        );
        written
    }
}

/// As text in Markdown.
fn escaped(marker: &str) -> String {
    marker.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// As text in a table of Markdown, where an escaped line is one all the same.
fn cell(text: &str) -> String {
    text.replace("\\|", "/")
}
