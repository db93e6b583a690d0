//! What an import has to tell of a file.

use std::collections::BTreeMap;

use crate::markdown::fence::CodeLines;

/// So many bytes of a file are searched for the lines of its remarks, in all.
const MAX_SEARCHED: usize = 1 << 28;

/// No more of an excerpt is looked for, in bytes.
const MAX_EXCERPT: usize = 1 << 10;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// The file could not be read.
    Unread,
    /// It did not come along.
    Lost,
    /// It came along, and a person should look whether it reads as it was meant.
    Look,
    /// It has another form and says the same.
    Converted,
}

/// Something that is told of a file of the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The path of the file from the folder of the project.
    pub path: String,
    /// What became of it.
    pub kind: RemarkKind,
    /// In one sentence without a full stop.
    pub message: String,
    /// The lines that it concerns, counted from 1; none if it is the file as a whole.
    pub lines: Vec<usize>,
}

impl Remark {
    /// A remark on a file as a whole.
    pub(super) fn of_file(kind: RemarkKind, path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), kind, message: message.into(), lines: Vec::new() }
    }
}

/// The remarks on one file while it is converted: the same is told once, with all its lines.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    path: String,
    source: String,
    /// The source with spaces in place of its code.
    prose: String,
    found: BTreeMap<(RemarkKind, String), FoundLines>,
    /// How many bytes were searched.
    searched: usize,
}

/// The lines that a remark concerns, and where the last of them ends in the file.
#[derive(Debug, Default)]
struct FoundLines {
    lines: Vec<usize>,
    end: usize,
}

impl Remarks {
    /// None yet on a file that holds a text.
    pub(super) fn on(path: &str, source: &str) -> Self {
        Self { path: path.to_owned(), source: source.to_owned(), prose: without_code(source), ..Self::default() }
    }

    /// Whether a text stands in the file, outside of code, as far as there is time to look.
    pub(super) fn stands(&mut self, excerpt: &str) -> bool {
        if self.searched > MAX_SEARCHED {
            return false;
        }
        let place = self.prose.find(excerpt);
        self.searched += place.unwrap_or(self.prose.len());
        place.is_some()
    }

    /// Tells what became of an excerpt, which is looked for in the file to tell the line. Of the same excerpts the next is taken.
    pub(super) fn add(&mut self, kind: RemarkKind, message: impl Into<String>, excerpt: &str) {
        let found = self.found.entry((kind, message.into())).or_default();
        let excerpt = excerpt.trim();
        let excerpt = excerpt[..excerpt.floor_char_boundary(MAX_EXCERPT)].lines().next().unwrap_or_default().trim();
        if excerpt.is_empty() {
            return;
        }
        // A component whose name is marked is told of by that, and a shortcode by its tag.
        let unmarked = excerpt.trim_start_matches('<').strip_prefix("mdx-").map(|name| format!("<{name}"));
        let excerpt = unmarked.as_deref().unwrap_or(excerpt);
        let shortcode = excerpt.trim_start_matches('<').strip_prefix("hugo-");
        // What stands in brackets or quotation marks, then what is no part of a word, then any.
        let forms = ["(", "(<", "\"", "'", "=", "<", ""].map(|before| (before, true)).into_iter().chain([("", false)]);
        let forms = forms.take(if shortcode.is_some() { 1 } else { usize::MAX });
        let mut searched = self.searched;
        // What also stands in code is meant where it does not.
        let texts = [&self.prose, &self.source].into_iter().map(|text| &text[found.end..]);
        let mut places = texts.flat_map(|rest| forms.clone().map(move |form| (rest, form)));
        let place = places.find_map(|(rest, (before, is_whole))| {
            if searched > MAX_SEARCHED {
                return None;
            }
            let place = shortcode
                .map_or_else(|| place_of(&format!("{before}{excerpt}"), rest, is_whole), |tag| shortcode_in(rest, tag));
            searched += place.unwrap_or(rest.len());
            place
        });
        let rest = &self.source[found.end..];
        self.searched = searched;
        if let Some(place) = place {
            let before = rest[..place].matches('\n').count();
            let last = found.lines.last().copied().unwrap_or(0);
            found.lines.push(last + before + 1);
            found.end += place + rest[place..].find('\n').map_or(rest.len() - place, |end| end + 1);
        }
    }

    pub(super) fn lost(&mut self, message: impl Into<String>, excerpt: &str) {
        self.add(RemarkKind::Lost, message, excerpt);
    }

    pub(super) fn look(&mut self, message: impl Into<String>, excerpt: &str) {
        self.add(RemarkKind::Look, message, excerpt);
    }

    pub(super) fn converted(&mut self, message: impl Into<String>, excerpt: &str) {
        self.add(RemarkKind::Converted, message, excerpt);
    }

    pub(super) fn into_list(self) -> Vec<Remark> {
        let Self { path, found, .. } = self;
        let remarks = found.into_iter().map(|((kind, message), found)| {
            let FoundLines { lines, .. } = found;
            Remark { path: path.clone(), kind, message, lines }
        });
        remarks.collect()
    }
}

/// A text with spaces in place of the bytes of its code. The lines that begin blocks of code stay.
fn without_code(source: &str) -> String {
    let mut prose = String::with_capacity(source.len());
    let mut code = CodeLines::default();
    let mut was_code = false;
    for line in source.split_inclusive('\n') {
        let is_code = code.holds(line.trim_end_matches('\n'));
        if is_code && was_code {
            push_blank(line, &mut prose);
        } else if is_code {
            prose.push_str(line);
        } else {
            let is_paired = line.matches('`').count() % 2 == 0;
            for (place, piece) in line.split('`').enumerate() {
                prose.push_str(if place > 0 { "`" } else { "" });
                if place % 2 == 1 && is_paired { push_blank(piece, &mut prose) } else { prose.push_str(piece) }
            }
        }
        was_code = is_code;
    }
    prose
}

/// As many bytes as a text has, which are spaces but for ends of lines.
fn push_blank(text: &str, written: &mut String) {
    written.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// Where an excerpt stands in a text; `is_whole` if it is not to begin or end within a word.
fn place_of(excerpt: &str, text: &str, is_whole: bool) -> Option<usize> {
    let is_of_word = |next: char| next.is_ascii_alphanumeric();
    let cuts = |at: usize| {
        let end = at + excerpt.len();
        excerpt.starts_with(is_of_word) && text[..at].ends_with(is_of_word)
            || excerpt.ends_with(is_of_word) && text[end..].starts_with(is_of_word)
    };
    text.match_indices(excerpt).map(|(at, _)| at).find(|at| !is_whole || !cuts(*at))
}

/// Where the next shortcode of Hugo stands that a tag was made of.
fn shortcode_in(text: &str, tag: &str) -> Option<usize> {
    // Names of tags have no other marks than `-`.
    let letters = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let name = letters(tag.split([' ', '>', '/']).next().unwrap_or_default());
    let is_named = |at: &usize| {
        let written = text[at + 2..].strip_prefix(['<', '%']).map(str::trim_start);
        let written = written.and_then(|rest| rest.split([' ', '>', '%', '\n']).next());
        written.is_some_and(|written| !written.starts_with('/') && letters(written) == name)
    };
    text.match_indices("{{").map(|(at, _)| at).find(is_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_no_part_of_a_word() {
        let lines = |source: &str, excerpt: &str| {
            let mut remarks = Remarks::on("a.md", source);
            remarks.lost("image", excerpt);
            remarks.into_list().remove(0).lines
        };
        assert_eq!(lines("text\n(xylophone)\n<img src=x>\n", "x"), [3]);
        assert_eq!(lines("tags: [a]\n", "tag"), [1]);
        assert_eq!(lines("`<s>` 中\n```\n<s>\n```\n`中` <s>\n", "<s>"), [5]);
        assert_eq!(lines("```\n<s>\n```\n", "<s>"), [2]);
    }

    #[test]
    fn the_same_remark_has_the_lines_of_all_its_places() {
        let mut remarks = Remarks::on("a.md", "x tip\n:::tip\n{{< /a_b >}}\n{{< a_b c >}}\n:::tip\n{{% a_b %}}\n");
        for _ in 0..3 {
            remarks.look("kind", ":::tip");
            remarks.lost("shortcode", "<hugo-a-b");
        }
        let lines: Vec<Vec<usize>> = remarks.into_list().into_iter().map(|remark| remark.lines).collect();
        assert_eq!(lines, [[4, 6], [2, 5]]);
    }
}
