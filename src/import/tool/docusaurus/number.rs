//! Numbers that order files by their names.

/// A name without the number that orders it: `01-intro`, `2. Setup`.
pub(super) fn without_number(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name[digits..].trim_start_matches([' ', '-', '_', '.']);
    if digits == 0
        || rest.is_empty()
        || rest.len() == name[digits..].len()
        || rest.starts_with(|first: char| first.is_ascii_digit())
    {
        name
    } else {
        rest
    }
}
