//! Places to link to, `<a id="here"></a>`, which stand at headings: an id of the heading is the same.

use super::tag::MarkupTag;
use crate::markdown::fence::CodeLines;
use crate::markdown::heading_slug;

/// Lines in which headings have the ids of the empty elements in them or directly before them, which are left out.
/// A heading to whose own address the page has a link keeps that: it can have but one.
pub(super) fn with_ids(lines: Vec<String>) -> Vec<String> {
    if !lines.iter().any(|line| line.contains("<a ") || line.contains("<span ")) {
        return lines;
    }
    let whole = lines.join("\n");
    let is_linked = |id: &str| [')', '"', '>', ' '].iter().any(|end| whole.contains(&format!("#{id}{end}")));
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
            if let Some(heading) = with_id(&rest, &id, is_linked) {
                written.push(heading);
                continue;
            }
        } else if let Some((id, _)) = without_place(line).filter(|(_, rest)| rest.trim().is_empty()) {
            before = Some((written.len(), id));
        } else if let Some((at, id)) = place.filter(|_| is_heading(line))
            && let Some(heading) = with_id(line, &id, is_linked)
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

/// A heading with an id, unless it has one.
fn with_id(line: &str, id: &str, is_linked: impl Fn(&str) -> bool) -> Option<String> {
    let line = line.trim_end().trim_end_matches('#').trim_end();
    let own = heading_slug(line.trim_start_matches('#').trim());
    let fits = !line.ends_with('}') && (own == id || !is_linked(&own));
    fits.then(|| format!("{line} {{#{id}}}"))
}

/// The id of the first empty element of a line, and the line without it.
fn without_place(line: &str) -> Option<(String, String)> {
    let mut places = line.match_indices('<').map(|(at, _)| at);
    places.find_map(|at| {
        let tag = MarkupTag::at(&line[at..])?;
        let id = tag.attribute(&["id", "name"]).filter(|_| matches!(tag.name.as_str(), "a" | "span"))?;
        let rest = &line[at + tag.length..];
        let rest = if tag.is_self_closing { Some(rest) } else { rest.strip_prefix(&format!("</{}>", tag.name)) }?;
        let is_place = tag.attribute(&["href"]).is_none() && !id.is_empty() && !id.contains(char::is_whitespace);
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
            ("<a id=\"x\"></a>\ntext\n## B", "<a id=\"x\"></a>\ntext\n## B"),
            ("```\n## B <a id=\"x\"></a>\n```", "```\n## B <a id=\"x\"></a>\n```"),
            ("## B <a href=\"#x\" id=\"x\"></a>", "## B <a href=\"#x\" id=\"x\"></a>"),
        ] {
            let lines = text.lines().map(str::to_owned).collect();
            assert_eq!(with_ids(lines).join("\n"), written, "{text}");
        }
    }
}
