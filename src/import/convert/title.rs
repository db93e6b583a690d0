//! Texts as titles.

/// A text without marks, as the title of an article.
pub(super) fn as_title(text: &str) -> String {
    let mut title = String::new();
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(character, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '#' | '~' | '$') {
            title.push('\\');
        }
        title.push(character);
    }
    title
}
