//! What an import tells: `import-report.md`, file by file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Import;
use super::remark::{Remark, RemarkKind};

/// So many lines are named of one remark.
const MAX_LINES: usize = 12;

impl RemarkKind {
    /// What stands before what is told.
    pub fn heading(self) -> &'static str {
        match self {
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
        "# Import of {}\n\n{} files of Markdown became {} articles in {} categories; languages: {}.\n\n",
        import.tool.name(),
        import.texts,
        import.articles,
        import.categories,
        import.languages.join(", ")
    );
    report.push_str(
        "What is listed under Lost did not come along; Look at is what a person should read; Converted says the same in another form.\n\n",
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
    report.push_str("\n## File by file\n");
    for (path, became) in &import.became {
        by_file.entry(path).or_default();
        let _kept = became;
    }
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
