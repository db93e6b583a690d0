//! Names of components, and of the images that they show.

use super::upper_case::MARK;

/// The attributes of a tab that name it.
pub(super) const LABELS_OF_TABS: [&str; 6] = ["label", "title", "header", "name", "text", "_0"];

/// The name of a component as its author knows it.
pub(super) fn shown(name: &str) -> &str {
    name.strip_prefix("hugo-").or_else(|| name.strip_prefix(MARK)).unwrap_or(name)
}

/// Whether a path is one of an image.
pub(super) fn is_image(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
}

/// The name of a component in lower case, without marks and what stands before it.
pub(super) fn plain_name(name: &str) -> String {
    let name = shown(name);
    let name = name.rsplit(['.', ':', '/']).next().unwrap_or(name);
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Whether the component of a name is one of some tabs.
pub(super) fn is_tab(name: &str) -> bool {
    matches!(name, "tab" | "tabitem" | "codegroupitem" | "codetab" | "tabcontent")
}

/// Whether the component of a name is one of some tabs, or holds them.
pub(super) fn is_of_tabs(name: &str) -> bool {
    is_tab(name) || matches!(name, "tabs" | "tabpane" | "tabgroup" | "tabset" | "codegroup" | "codetabs")
}
