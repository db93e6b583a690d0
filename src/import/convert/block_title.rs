//! What containers of other tools are called.

/// What a block of MkDocs is called that has no title of its own, by its kind; nothing if it is `shown` as what it is here, too.
pub(super) fn usual_title(kind: &str, shown: Option<&str>) -> String {
    let mut letters = kind.chars();
    let first = letters.next().filter(|_| !shown.is_some_and(|shown| shown.eq_ignore_ascii_case(kind)));
    first.map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// The lines of a block behind its options, which are indented below its first line, and the type that they name.
pub(super) fn without_options(lines: &[String]) -> (Option<String>, &[String]) {
    let is_option = |line: &&String| line.starts_with("    ") && line.contains(':');
    let count = lines.iter().take_while(is_option).count();
    let value = |line: &String| {
        line.trim().strip_prefix("type:").map(|value| value.trim().trim_matches(['"', '\'']).to_owned())
    };
    (lines[..count].iter().find_map(value), &lines[count..])
}

/// A title without the attributes in braces behind it.
pub(super) fn without_attributes(title: &str) -> &str {
    let mut places = title.match_indices(" {").map(|(at, _)| at);
    places.find(|at| !title[*at..].starts_with(" {{")).map_or(title, |at| &title[..at])
}

/// The title among attributes: `{title="…"}`.
pub(super) fn title_in_braces(attributes: &str) -> &str {
    let value = attributes.split_once("title=").map_or("", |(_, value)| value);
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(title, _)| title),
        _ => value.split([' ', '}']).next().unwrap_or_default(),
    }
}

/// A title without the marks that make all of it strong.
pub(super) fn without_marks(title: &str) -> &str {
    let title = title.trim();
    let inner = title.strip_prefix("**").and_then(|title| title.strip_suffix("**"));
    inner.filter(|inner| !inner.contains("**")).map_or(title, str::trim)
}

/// A title without the marks of footnotes in it, and those.
pub(super) fn without_notes(title: &str) -> (String, String) {
    let (mut plain, mut marks) = (String::new(), String::new());
    let mut rest = title;
    while let Some(at) = rest.find("[^") {
        let length = rest[at..].find(']').map_or(rest.len() - at, |end| end + 1);
        let (mark, after) = rest[at..].split_at(length);
        plain.push_str(&rest[..at]);
        let is_mark = mark.len() > 3 && mark.ends_with(']') && !mark.contains(' ') && !after.starts_with('(');
        if is_mark { &mut marks } else { &mut plain }.push_str(mark);
        rest = after;
    }
    (plain + rest, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_without_titles_are_called_by_their_kinds() {
        assert_eq!(
            (usual_title("example", Some("NOTE")), usual_title("note", Some("NOTE"))),
            ("Example".into(), "".into())
        );
        assert_eq!(without_notes("A[^b] c[^d][^e"), ("A c[^e".to_owned(), "[^b][^d]".to_owned()));
    }

    #[test]
    fn options_stand_below_the_first_line() {
        let lines: Vec<String> = ["    type: 'tip'", "    open: true", "a: b", "    c: d"].map(str::to_owned).to_vec();
        assert_eq!(without_options(&lines), (Some("tip".to_owned()), &lines[2..]));
        assert_eq!(without_options(&lines[2..]), (None, &lines[2..]));
    }
}
