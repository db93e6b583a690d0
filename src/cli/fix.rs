//! Mending what is safe to mend: `wenda check --fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use super::console::Console;
use super::failure::Failure;
use super::output::{BOLD, Line, print};
use super::site_file;
use crate::content::REDIRECTS;
use crate::diagnostic::{Code, FileId, Place};
use crate::pipeline::Report;
use crate::source::SourceFile;

/// What was mended, and where.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) problems: usize,
    /// The files as they are then, by their paths from the folder of the site.
    pub(super) texts: BTreeMap<String, String>,
}

/// Mends a site, and shows each line as it was and as it is.
pub(super) struct Mender<'c> {
    pub(super) site: &'c Path,
    /// Whether files are written; else it is only kept in mind what they would hold.
    pub(super) writes: bool,
    pub(super) console: &'c Console,
    pub(super) mended: Mended,
}

/// A file with all that is mended in it.
struct MendedFile {
    text: String,
    problems: usize,
    /// The lines that differ, with the number of the first, from 1: as they were, and as they are.
    hunks: Vec<(usize, String, String)>,
}

impl Mender<'_> {
    /// Mends what a report has a remedy for, but for words that stand as they are. Returns how many problems that were.
    pub(super) fn mend(&mut self, found: (&Report, &[String])) -> Result<usize, Failure> {
        let mut problems = 0;
        for (file, changed) in mended_files(found) {
            if let Some(why) = self.write(file, &changed.text)? {
                self.console.say(format_args!("`{}` is left as it is: {why}", file.path));
                continue;
            }
            for (line, was, is) in &changed.hunks {
                show(&file.path, *line, was, is)?;
            }
            problems += changed.problems;
        }
        self.mended.problems += problems;
        Ok(problems)
    }

    /// Writes a file of the site, with its mark of byte order and its line ends. Tells why, if it cannot be written as it was.
    fn write(&mut self, file: &SourceFile, text: &str) -> Result<Option<&'static str>, Failure> {
        // What would be written is not on the disk, and could be written before.
        if !self.mended.texts.contains_key(&file.path) || self.writes {
            let written = match written(file, text, self.site)? {
                Ok(written) => written,
                Err(why) => return Ok(Some(why)),
            };
            if self.writes {
                site_file::write(self.site, &file.path, &written)?;
            }
        }
        self.mended.texts.insert(file.path.clone(), text.to_owned());
        Ok(None)
    }

    /// Adds entries to the file of redirects, and shows them. One that is written otherwise than as a list, an entry a line, is left.
    /// Returns how many.
    pub(super) fn add_redirects(&mut self, (report, entries): (&Report, &[String])) -> Result<usize, Failure> {
        let file = report.sources.get(REDIRECTS);
        // A file that only would be there is not found.
        if entries.is_empty() || file.is_none() && self.mended.texts.contains_key(REDIRECTS) {
            return Ok(0);
        }
        let old = file.map_or("", |file| file.text());
        let old = if old.is_empty() || old.ends_with('\n') { old.to_owned() } else { format!("{old}\n") };
        // A list that is empty, and one that is set in.
        let old = if old.lines().any(|line| line.trim() == "[]") { old.replacen("[]", "", 1) } else { old };
        let indent = old.lines().find_map(|line| line.strip_suffix(line.trim_start()).filter(|_| line.contains("- ")));
        let indent = indent.unwrap_or_default();
        let added: String = entries.iter().map(|entry| format!("{indent}{entry}\n")).collect();
        let text = format!("{old}{added}");
        let is_added =
            count_of(&text).is_some_and(|count| Some(count) == count_of(&old).map(|old| old + entries.len()));
        let is_written = is_added
            && match file {
                Some(file) => self.write(file, &text)?.is_none(),
                None => {
                    if self.writes {
                        site_file::write(self.site, REDIRECTS, &text)?;
                    }
                    self.mended.texts.insert(REDIRECTS.to_owned(), text);
                    true
                }
            };
        if !is_written {
            self.console.say(format_args!("`{REDIRECTS}` is left as it is: add to its list\n{}", added.trim_end()));
            return Ok(0);
        }
        show(REDIRECTS, old.lines().count() + 1, "", &added)?;
        self.mended.problems += entries.len();
        Ok(entries.len())
    }
}

/// How many problems can be mended at once.
pub(super) fn mendable(found: (&Report, &[String])) -> usize {
    mended_files(found).map(|(_, changed)| changed.problems).sum()
}

/// The files in which something can be mended, as they would be. A line with a slip that only its author can mend is left: marks
/// that are set otherwise would hide the slip.
fn mended_files<'r>(
    (report, verbatim): (&'r Report, &'r [String]),
) -> impl Iterator<Item = (&'r SourceFile, MendedFile)> {
    let mut fixes: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
    for fix in report.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        fixes.entry(fix.file()).or_default().push(fix);
    }
    let slips = near_misses(report);
    fixes.into_iter().filter_map(move |(file, fixes)| {
        let file = report.sources.file(file);
        let edits = fixes.iter().filter_map(|fix| fix.edit(file.text()));
        let slips = slips.get(&file.id);
        let is_beside = |range: &Range<usize>| {
            let lines = line_start(file.text(), range.start)..=range.end;
            slips.is_some_and(|starts| starts.range(lines).next().is_some())
        };
        let edits = edits.filter(|(range, _)| !is_beside(range) && !is_named(file, range));
        let edits = edits.filter(|(range, _)| !is_within(file.text(), range, verbatim));
        let changed = mended_file(file, edits.collect())?;
        Some((&**file, changed))
    })
}

/// Where the lines of each file begin that hold what was meant as something else than it is.
fn near_misses(report: &Report) -> BTreeMap<FileId, BTreeSet<usize>> {
    let mut starts: BTreeMap<FileId, BTreeSet<_>> = BTreeMap::new();
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::NearMiss) {
        if let Place::Text(span) = diagnostic.place {
            let text = report.sources.file(span.file).text();
            let slip = text.floor_char_boundary(span.range().start)..text.ceil_char_boundary(span.range().end);
            let inner = text[slip.clone()].match_indices('\n').map(|(at, _)| slip.start + at + 1);
            let lines = std::iter::once(line_start(text, slip.start)).chain(inner);
            starts.entry(span.file).or_default().extend(lines);
        }
    }
    starts
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn mended_file(file: &SourceFile, mut edits: Vec<(Range<usize>, &str)>) -> Option<MendedFile> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    let mut end = 0;
    // What overlaps is found again.
    edits.retain(|(range, _)| {
        let is_free = range.start >= end;
        end = if is_free { range.end } else { end };
        is_free
    });
    let old = file.text();
    let hunks = whole_lines(old, &edits).into_iter().map(|lines| {
        let number = old[..lines.start].matches('\n').count() + 1;
        (number, old[lines.clone()].to_owned(), applied(old, lines, &edits))
    });
    let hunks = hunks.collect();
    let mended = MendedFile { text: applied(old, 0..old.len(), &edits), problems: edits.len(), hunks };
    (mended.problems > 0).then_some(mended)
}

/// The lines that edits change, those that touch each other together.
fn whole_lines(text: &str, edits: &[(Range<usize>, &str)]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (range, _) in edits {
        let begin = line_start(text, range.start);
        let takes_line_end = !range.is_empty() && text[..range.end].ends_with('\n');
        let end = if takes_line_end { Some(0) } else { text[range.end..].find('\n').map(|at| at + 1) };
        let end = end.map_or(text.len(), |at| range.end + at);
        match found.last_mut() {
            Some(last) if begin < last.end => last.end = last.end.max(end),
            _ => found.push(begin..end),
        }
    }
    found
}

/// A part of a text with the edits in it.
fn applied(text: &str, part: Range<usize>, edits: &[(Range<usize>, &str)]) -> String {
    let mut changed = String::with_capacity(part.len());
    let mut at = part.start;
    for (range, replacement) in edits.iter().filter(|(range, _)| range.start >= part.start && range.end <= part.end) {
        changed.push_str(&text[at..range.start]);
        changed.push_str(replacement);
        at = range.end;
    }
    changed.push_str(&text[at..part.end]);
    changed
}

/// Shows lines as they were and as they are.
fn show(path: &str, line: usize, was: &str, is: &str) -> Result<(), Failure> {
    let marked = |mark: char, lines: &str| lines.lines().map(|line| format!("\n{mark} {line}")).collect::<String>();
    print(&Line::new().styled(BOLD, path).text(format_args!(":{line}{}{}", marked('-', was), marked('+', is))))
}

/// How many entries a list in YAML has; none if there is nothing but comments.
fn count_of(text: &str) -> Option<usize> {
    let has_content = text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    if !has_content {
        return Some(0);
    }
    serde_yaml::from_str::<Vec<serde_json::Value>>(text).ok().map(|entries| entries.len())
}

/// Whether an edit would change some of these words.
fn is_within(text: &str, edit: &Range<usize>, words: &[String]) -> bool {
    words.iter().any(|words| {
        let near = text.floor_char_boundary(edit.start.saturating_sub(words.len()));
        let far = text.ceil_char_boundary(edit.end + words.len());
        let mut found = text[near..far].match_indices(words.as_str());
        found.any(|(at, _)| near + at < edit.end && near + at + words.len() > edit.start)
    })
}

/// Whether an edit of Markdown would change what other texts name: an address that is made of a heading, or a label by which
/// links find their definition.
fn is_named(file: &SourceFile, edit: &Range<usize>) -> bool {
    if !file.path.ends_with(".md") {
        return false;
    }
    let text = file.text();
    let begin = line_start(text, edit.start);
    let end = text[edit.end..].find('\n').map_or(text.len(), |at| edit.end + at);
    let line = text[begin..end].trim_start_matches([' ', '>']);
    let is_heading = line.starts_with("##") && !line.contains("{#");
    let opens = text[begin..edit.start].rfind('[').filter(|at| !text[begin + at..edit.start].contains(']'));
    let closes = text[edit.end..end].find(']').map(|at| &text[edit.end + at + 1..end]);
    is_heading || (opens.is_some() && closes.is_some_and(|after| !after.starts_with('(')))
}

/// A text as it is written to a file of the site, with its mark of byte order and its line ends; or why it cannot be written as it
/// was.
fn written(file: &SourceFile, text: &str, site: &Path) -> Result<Result<String, &'static str>, Failure> {
    let path = site.join(&file.path);
    let failed = |error: std::io::Error| Failure::Machine(format!("cannot read `{}`: {error}", path.display()));
    if path.symlink_metadata().map_err(failed)?.is_symlink() {
        return Ok(Err("it is a link"));
    }
    let Ok(raw) = String::from_utf8(std::fs::read(&path).map_err(failed)?) else {
        return Ok(Err("it is no text in UTF-8"));
    };
    let mark = if raw.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let has_returns = raw.contains("\r\n");
    let of_lines = |text: &str| if has_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
    // What would not come back as it was.
    if raw != format!("{mark}{}", of_lines(file.text())) {
        let are_line_ends = raw.replace("\r\n", "\n").replace('\r', "\n") == format!("{mark}{}", file.text());
        return Ok(Err(if are_line_ends {
            "its line ends are of several kinds: save it with one kind of them"
        } else {
            "control characters are in it: remove them"
        }));
    }
    Ok(Ok(format!("{mark}{}", of_lines(text))))
}
