//! What the front matter of a home page says: VitePress and VuePress show its name, what it is about, its links and its features,
//! and the text of the file below them.

use super::title::as_title;
use crate::import::remark::Remarks;
use crate::import::setting::Setting;

/// A home page, as far as its front matter says what it shows.
#[derive(Debug, Default)]
pub(super) struct HomeText {
    /// What it is called.
    pub(super) name: Option<String>,
    /// What stands above its text, as Markdown.
    pub(super) above: String,
    /// What stands below its text.
    pub(super) below: String,
}

/// The keys that say what a home page shows.
const KEYS: [&str; 11] = [
    "home",
    "hero",
    "heroText",
    "heroImage",
    "heroAlt",
    "heroHeight",
    "tagline",
    "actions",
    "actionText",
    "actionLink",
    "features",
];

impl HomeText {
    /// Whether front matter is that of a home page.
    fn is_of(front: &Setting) -> bool {
        let layout = front.text_of("layout").is_some_and(|layout| layout.eq_ignore_ascii_case("home"));
        layout || front.get("home").is_some_and(Setting::is_true) || matches!(front.get("hero"), Some(Setting::Map(_)))
    }

    /// Whether a key of front matter is read, as it says what the home page shows.
    pub(super) fn reads(key: &str, front: &Setting) -> bool {
        Self::is_of(front)
            && (key.eq_ignore_ascii_case("footer") || KEYS.iter().any(|own| own.eq_ignore_ascii_case(key)))
    }

    /// What front matter says that a home page shows; nothing of any other page.
    pub(super) fn of(front: &Setting, remarks: &mut Remarks) -> Self {
        if !Self::is_of(front) {
            return Self::default();
        }
        let nothing = Setting::Nothing;
        let hero = front.get("hero").unwrap_or(&nothing);
        let name = hero.text_of("name").or_else(|| front.text_of("heroText")).or_else(|| hero.text_of("text"));
        let mut paragraphs = Vec::new();
        // A title of the page goes before what it is called on it.
        paragraphs.extend(front.get("title").and(name.as_ref()).map(|name| format!("**{}**", as_title(name))));
        let text = hero.text_of("text").filter(|text| Some(text) != name.as_ref());
        let tagline = hero.text_of("tagline").or_else(|| front.text_of("tagline"));
        paragraphs.extend(text.into_iter().chain(tagline).map(|text| joined(&text)));
        paragraphs.extend(links(hero, front));
        for feature in front.get("features").map(Setting::list).unwrap_or_default() {
            paragraphs.extend(of_feature(feature, remarks));
        }
        let image = hero.get("image").map(|_| "image:").or_else(|| front.get("heroImage").map(|_| "heroImage:"));
        if let Some(key) = image {
            remarks.lost("the image at the top of the home page is left out", key);
        }
        let below = front.text_of("footer").map(|footer| joined(&footer)).unwrap_or_default();
        let above: String = paragraphs.iter().flat_map(|paragraph| [paragraph, "\n\n"]).collect();
        if !above.is_empty() {
            remarks.converted("what the front matter says of the home page became its text", "");
        }
        Self { name, above, below }
    }
}

/// A feature: a heading, what it says, and where it leads.
fn of_feature(feature: &Setting, remarks: &mut Remarks) -> Vec<String> {
    if let Some(icon) = feature.get("icon").filter(|icon| **icon != Setting::Nothing) {
        remarks.lost("icons of features are left out", &icon.text().unwrap_or_else(|| "icon".to_owned()));
    }
    let title = feature.text_of("title");
    let link = feature.text_of("link").map(|link| {
        let text = feature.text_of("linkText").or_else(|| title.clone()).unwrap_or_else(|| link.clone());
        format!("[{}](<{link}>)", as_title(&text))
    });
    let details = feature.text_of("details").map(|details| joined(&details));
    let heading = title.map(|title| format!("## {}", as_title(&title)));
    heading.into_iter().chain(details).chain(link).collect()
}

/// A list of the links at the top of a home page.
fn links(hero: &Setting, front: &Setting) -> Option<String> {
    let actions = hero.get("actions").or_else(|| front.get("actions")).map(Setting::list).unwrap_or_default();
    let each = actions.iter().filter_map(|action| Some((action.text_of("text")?, action.text_of("link"))));
    let only = front.text_of("actionText").map(|text| (text, front.text_of("actionLink")));
    let lines = each.chain(only).map(|(text, link)| match link {
        Some(link) => format!("- [{}](<{link}>)", as_title(&text)),
        None => format!("- {}", as_title(&text)),
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A text that may hold HTML, on one line.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
