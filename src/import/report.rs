//! What an import tells: `import-report.md`, file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::kind::Tool;
use super::remark::{Remark, RemarkKind};
use crate::diagnostic::counted;

/// So many lines are named of one remark.
const MAX_LINES: usize = 12;

/// What an import did.
#[derive(Debug)]
pub struct Import {
    /// The tool whose project it was.
    pub tool: Tool,
    /// How many files of Markdown were taken.
    pub texts: usize,
    /// How many articles they became.
    pub articles: usize,
    /// In how many categories.
    pub categories: usize,
    /// The codes of the languages, that of the originals first.
    pub languages: Vec<String>,
    /// The paths of the texts in the new site, by those of the files that they were.
    pub became: BTreeMap<String, String>,
    /// What is told, in the order of the files.
    pub remarks: Vec<Remark>,
    /// Problems that the new site has: none, but for a defect.
    pub errors: usize,
}

impl Import {
    /// The remarks of a kind.
    pub fn remarks_of(&self, kind: RemarkKind) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(move |remark| remark.kind == kind)
    }
}

impl RemarkKind {
    /// What stands before what is told.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Unread => "Not read",
            Self::Lost => "Lost",
            Self::Look => "Look at",
            Self::Converted => "Converted",
        }
    }
}

impl Remark {
    /// The lines that it concerns, in words; empty for the file as a whole.
    fn places(&self) -> String {
        let named: Vec<String> = self.lines.iter().take(MAX_LINES).map(usize::to_string).collect();
        let more = self.lines.len().saturating_sub(MAX_LINES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match self.lines.len() {
            0 => String::new(),
            1 => format!(" (line {})", named[0]),
            _ => format!(" (lines {}{more})", named.join(", ")),
        }
    }
}

/// The report as Markdown.
pub(super) fn written(import: &Import) -> String {
    let mut report = format!(
        "# Import of {}\n\n{} of Markdown became {} in {}; languages: {}.\n\n",
        import.tool.name(),
        counted(import.texts, "file", "files"),
        counted(import.articles, "article", "articles"),
        counted(import.categories, "category", "categories"),
        import.languages.join(", ")
    );
    report.push_str(
        "What is listed under Not read or Lost did not come along; Look at is what a person should read; Converted says the same in another form.\n\n",
    );
    report.push_str("## In short\n\n| what | how often | files |\n|---|--:|--:|\n");
    let mut counts: BTreeMap<(RemarkKind, &str), (usize, usize)> = BTreeMap::new();
    for remark in &import.remarks {
        let count = counts.entry((remark.kind, &remark.message)).or_default();
        count.0 += remark.lines.len().max(1);
        count.1 += 1;
    }
    for ((kind, message), (times, files)) in counts {
        let _infallible =
            writeln!(report, "| {}: {} | {times} | {files} |", kind.heading(), message.replace('|', "\\|"));
    }
    let mut by_file: BTreeMap<&str, Vec<&Remark>> = BTreeMap::new();
    for remark in &import.remarks {
        by_file.entry(&remark.path).or_default().push(remark);
    }
    let told: BTreeSet<&str> = by_file.keys().copied().collect();
    report.push_str("\n## File by file\n");
    by_file.extend(
        import.became.keys().filter(|path| !told.contains(path.as_str())).map(|path| (path.as_str(), Vec::new())),
    );
    for (path, remarks) in by_file {
        let _infallible = write!(report, "\n### {path}\n\n");
        if let Some(became) = import.became.get(path) {
            let _infallible = writeln!(report, "- became `{became}`");
        }
        for remark in remarks {
            let _infallible = writeln!(report, "- {}: {}{}", remark.kind.heading(), remark.message, remark.places());
        }
    }
    report
}
