//! Wordings that messages share.

use super::closest::closest;

/// So many names are listed at the end of a message.
const MAX_LISTED: usize = 24;

/// A number of things: `1 file`, `2 files`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What may have been meant by `wanted`, as the end of a message on a line: the name that is close to it, or the names that are
/// known, if these are few.
pub fn meant<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match closest(wanted, &known) {
        Some(best) => format!(", did you mean `{best}`?"),
        None if known.is_empty() || known.len() > MAX_LISTED => String::new(),
        None => format!("; known here: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_counted_in_the_singular() {
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(counted(0, "file", "files"), "0 files");
    }

    #[test]
    fn a_message_ends_with_what_may_have_been_meant() {
        assert_eq!(meant("fling", ["filing", "access"]), ", did you mean `filing`?");
        assert_eq!(meant("moon", ["filing", "access"]), "; known here: filing, access");
        assert_eq!(meant("moon", []), "");
        assert_eq!(meant("moon", ["filing"; MAX_LISTED + 1]), "");
    }
}
