//! Places to link to, `<a id="here"></a>`, which stand at headings: an id of the heading is the same.

use std::collections::HashSet;

use super::code_span::code_length;
use super::tag::MarkupTag;
use crate::markdown::fence::CodeLines;
use crate::markdown::heading_slug;

/// Lines in which headings have the ids of the empty elements in them or directly before them, which are left out.
/// A heading to whose own address the page has a link keeps that: it can have but one.
pub(super) fn with_ids(lines: Vec<String>) -> Vec<String> {
    if !lines.iter().any(|line| line.contains("<a ") || line.contains("<span ")) {
        return lines;
    }
    let linked = linked_ids(&lines);
    let mut code = CodeLines::default();
    let held: Vec<bool> = lines.iter().map(|line| code.holds(line)).collect();
    let mut written: Vec<String> = Vec::with_capacity(lines.len());
    // Where the last place stands that stands alone, and its id.
    let mut before: Option<(usize, String)> = None;
    for (line, held) in lines.iter().zip(held) {
        let place = before.take();
        if held || line.trim().is_empty() {
            before = place.filter(|_| !held);
        } else if let Some((id, rest)) = without_place(line).filter(|_| is_heading(line)) {
            if let Some(heading) = with_id(&rest, &id, &linked) {
                written.push(heading);
                continue;
            }
        } else if let Some((id, _)) = without_place(line).filter(|(_, rest)| rest.trim().is_empty()) {
            before = Some((written.len(), id));
        } else if let Some((at, id)) = place.filter(|_| is_heading(line))
            && let Some(heading) = with_id(line, &id, &linked)
        {
            written[at].clear();
            written.push(heading);
            continue;
        }
        written.push(line.clone());
    }
    written
}

fn is_heading(line: &str) -> bool {
    let marks = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&marks) && line[marks..].starts_with(' ')
}

/// The ids that a page has links to: what stands between a `#` and the end of an address.
fn linked_ids(lines: &[String]) -> HashSet<&str> {
    let ends = |next: char| matches!(next, ')' | '"' | '>') || next.is_whitespace();
    let pieces = lines.iter().flat_map(|line| line.split(ends));
    pieces.filter_map(|piece| Some(piece.rsplit_once('#')?.1)).collect()
}

/// A heading with an id, unless it has one or says nothing.
fn with_id(line: &str, id: &str, linked: &HashSet<&str>) -> Option<String> {
    let line = line.trim_end();
    // The marks that end a heading stand behind a space: `C#` ends in none.
    let line =
        Some(line.trim_end_matches('#')).filter(|before| before.ends_with([' ', '\t'])).unwrap_or(line).trim_end();
    let words = line.trim_start_matches('#').trim();
    let own = heading_slug(words);
    let fits = !words.is_empty() && !line.ends_with('}') && (own == id || !linked.contains(own.as_str()));
    fits.then(|| format!("{line} {{#{id}}}"))
}

/// Whether a character ends `{#id}`, or begins another.
fn fits_no_id(character: char) -> bool {
    character.is_whitespace() || matches!(character, '{' | '}')
}

/// Where tags may begin in a line: neither in code nor behind a backslash.
fn tags_outside_code(line: &str) -> Vec<usize> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = line[from..].find(['<', '`', '\\']).map(|next| from + next) {
        let rest = &line[at..];
        from = at + 1;
        if rest.starts_with('<') {
            found.push(at);
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            from += usize::from(escaped.starts_with(|next: char| next.is_ascii_punctuation()));
        } else {
            from = at + code_length(rest);
        }
    }
    found
}

/// The id of the first empty element of a line, and the line without it.
fn without_place(line: &str) -> Option<(String, String)> {
    tags_outside_code(line).into_iter().find_map(|at| {
        let tag = MarkupTag::at(&line[at..])?;
        let id = tag.attribute(&["id", "name"]).filter(|_| matches!(tag.name.as_str(), "a" | "span"))?;
        let rest = &line[at + tag.length..];
        let rest = if tag.is_self_closing { Some(rest) } else { rest.strip_prefix(&format!("</{}>", tag.name)) }?;
        let is_place = tag.attribute(&["href"]).is_none() && !id.is_empty() && !id.contains(fits_no_id);
        is_place.then(|| (id.to_owned(), format!("{}{}", line[..at].trim_end_matches(' '), joined(&line[..at], rest))))
    })
}

/// What stands behind a place, apart from what stands before it if it did so.
fn joined(before: &str, after: &str) -> String {
    let apart = before.ends_with(' ') && !after.trim().is_empty();
    if apart { format!(" {}", after.trim_start()) } else { after.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_the_ids_of_places() {
        for (text, written) in [
            ("<a name=\"old\"></a>\n\n## B", "\n\n## B {#old}"),
            ("## B <a id=\"x\"></a>", "## B {#x}"),
            ("## <a id=\"x\"></a> B ##", "## B {#x}"),
            ("[b](#b)\n## B <a id=\"x\"></a>", "[b](#b)\n## B <a id=\"x\"></a>"),
            ("[b]: #b\n\n## B <a id=\"x\"></a>", "[b]: #b\n\n## B <a id=\"x\"></a>"),
            ("[b](#bc)\n## B <a id=\"x\"></a>", "[b](#bc)\n## B {#x}"),
            ("## C# <a id=\"csharp\"></a>", "## C# {#csharp}"),
            ("<a name=\"fs\"></a>\n## F#", "\n## F# {#fs}"),
            ("<a name=\"fs\"></a>\n## F# ##", "\n## F# {#fs}"),
            ("## <a id=\"x\"></a>", "## <a id=\"x\"></a>"),
            ("## Use of `<a id=\"x\"></a>` ", "## Use of `<a id=\"x\"></a>` "),
            ("## `` ` `` <a id=\"x\"></a> `", "## `` ` `` ` {#x}"),
            ("## B \\<a id=\"x\"></a>", "## B \\<a id=\"x\"></a>"),
            ("## B <a id=\"x}y\"></a>", "## B <a id=\"x}y\"></a>"),
            ("## B <a id=\"{x\"></a>", "## B <a id=\"{x\"></a>"),
            ("<a id=\"x\"></a>\ntext\n## B", "<a id=\"x\"></a>\ntext\n## B"),
            ("```\n## B <a id=\"x\"></a>\n```", "```\n## B <a id=\"x\"></a>\n```"),
            ("## B <a href=\"#x\" id=\"x\"></a>", "## B <a href=\"#x\" id=\"x\"></a>"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_ids(lines).join("\n"), written, "{text}");
        }
    }
}
