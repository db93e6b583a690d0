//! Names of components.

/// The name of a component in lower case, without marks and what stands before it.
pub(super) fn plain_name(name: &str) -> String {
    let name = name.strip_prefix("hugo-").unwrap_or(name);
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
