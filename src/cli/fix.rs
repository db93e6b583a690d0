//! Mending what is safe to mend: `wenda check --fix`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::console::Console;
use super::failure::Failure;
use super::output::{BOLD, Line, print};
use super::site_file;
use crate::diagnostic::FileId;
use crate::pipeline::Report;
use crate::source::SourceFile;

/// What was mended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mended {
    pub(super) problems: usize,
    pub(super) files: usize,
}

/// A file with all that is mended in it.
struct MendedFile {
    text: String,
    problems: usize,
    /// The lines that differ, from 1, each as it was and as it is.
    lines: Vec<(usize, String, String)>,
}

/// Mends what a report has a remedy for, shows each line as it was and as it is, and writes the files if `writes`.
pub(super) fn mend(report: &Report, site: &Path, writes: bool, console: &Console) -> Result<Mended, Failure> {
    let mut fixes: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
    for fix in report.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        fixes.entry(fix.file()).or_default().push(fix);
    }
    let mut mended = Mended::default();
    for (file, fixes) in fixes {
        let file = report.sources.file(file);
        let edits = fixes.iter().filter_map(|fix| fix.edit(file.text())).collect();
        let Some(changed) = mended_file(file, edits) else {
            continue;
        };
        if writes && !write(file, &changed.text, site)? {
            console.say(format_args!("`{}` is a link, or no plain text: it is left as it is", file.path));
            continue;
        }
        for (line, was, is) in &changed.lines {
            print(&Line::new().styled(BOLD, &file.path).text(format_args!(":{line}\n- {was}\n+ {is}")))?;
        }
        mended.problems += changed.problems;
        mended.files += 1;
    }
    Ok(mended)
}

fn mended_file(file: &SourceFile, mut edits: Vec<(Range<usize>, &str)>) -> Option<MendedFile> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    let old = file.text();
    let mut mended = MendedFile { text: String::with_capacity(old.len()), problems: 0, lines: Vec::new() };
    let mut end = 0;
    for (range, replacement) in edits {
        // What overlaps is found again.
        if range.start < end {
            continue;
        }
        mended.text.push_str(&old[end..range.start]);
        mended.text.push_str(replacement);
        end = range.end;
        mended.problems += 1;
    }
    mended.text.push_str(&old[end..]);
    // No fix begins or ends a line.
    let pairs = old.lines().zip(mended.text.lines()).enumerate().filter(|(_, (was, is))| was != is);
    mended.lines = pairs.map(|(line, (was, is))| (line + 1, was.to_owned(), is.to_owned())).collect();
    (mended.problems > 0).then_some(mended)
}

/// Writes a file of the site, with its mark of byte order and its line ends. `false` if it cannot be written as it was.
fn write(file: &SourceFile, text: &str, site: &Path) -> Result<bool, Failure> {
    let path = site.join(&file.path);
    let failed = |error: std::io::Error| Failure::Machine(format!("cannot read `{}`: {error}", path.display()));
    if path.symlink_metadata().map_err(failed)?.is_symlink() {
        return Ok(false);
    }
    let Ok(raw) = String::from_utf8(std::fs::read(&path).map_err(failed)?) else {
        return Ok(false);
    };
    let mark = if raw.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let has_returns = raw.contains("\r\n");
    let of_lines = |text: &str| if has_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
    // Line ends of several kinds, or what is shown in place of control characters, would not come back as they were.
    if raw != format!("{mark}{}", of_lines(file.text())) {
        return Ok(false);
    }
    site_file::write(site, &file.path, &format!("{mark}{}", of_lines(text)))
}
