//! What shells read.

use std::path::Path;

/// A path as shells read it in a command that is proposed.
pub(super) fn as_argument(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |character: char| character.is_alphanumeric() || "/._-+:@%,=".contains(character);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        return path.into_owned();
    }
    let path = if path.starts_with('-') { format!("./{path}") } else { path.into_owned() };
    format!("'{}'", path.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_command_can_be_pasted() {
        for (path, expected) in [
            ("my-site/docs", "my-site/docs"),
            ("帮助", "帮助"),
            ("my site", "'my site'"),
            ("it's", r"'it'\''s'"),
            ("a;b", "'a;b'"),
            ("-x", "'./-x'"),
        ] {
            assert_eq!(as_argument(Path::new(path)), expected);
        }
    }
}
