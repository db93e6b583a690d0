//! Names that look the same and are not: letters with marks are written in one piece or in several.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What tells two paths apart that look the same; `None` if they look otherwise, or are the same.
pub(super) fn difference(one: &str, other: &str) -> Option<String> {
    let look_the_same = one != other && one.nfc().eq(other.nfc());
    look_the_same.then(|| {
        let (one, other) = (taken_apart(one), taken_apart(other));
        format!("these are two names, `{one}` and `{other}`, whose letters with marks are written in one piece or in several; rename one of them")
    })
}

/// The name of a file with its marks beside their letters.
fn taken_apart(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let shown =
        name.chars().map(|next| if is_combining_mark(next) { next.escape_unicode().to_string() } else { next.into() });
    shown.collect()
}
