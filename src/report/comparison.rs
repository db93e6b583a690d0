//! How a site changed, as people read it: in a terminal, and in a merge request.

use std::fmt::Write as _;

use crate::comparison::{
    CellChange, DecisionChange, NotCompared, OutcomeChange, SectionTextChange, SiteComparison, TableChange,
};
use crate::diagnostic::counted;

/// So many addresses are named; more are counted.
const MAX_ADDRESSES: usize = 20;

/// What parts of the text are written with.
struct Marks {
    /// Before the name of what changed.
    heading: &'static str,
    /// Before a name, and after it.
    name: &'static str,
    /// Before what belongs to what was named.
    item: &'static str,
    /// Around what is gone, and what came.
    removed: (&'static str, &'static str),
    added: (&'static str, &'static str),
}

const TEXT: Marks = Marks { heading: "", name: "", item: "  ", removed: ("  - ", ""), added: ("  + ", "") };
const MARKDOWN: Marks =
    Marks { heading: "### ", name: "`", item: "- ", removed: ("  - ~~", "~~"), added: ("  - **", "**") };

/// As text.
pub fn comparison_human(comparison: &SiteComparison) -> String {
    written(comparison, &TEXT)
}

/// As Markdown, for a merge request.
pub fn comparison_markdown(comparison: &SiteComparison) -> String {
    written(comparison, &MARKDOWN)
}

fn written(comparison: &SiteComparison, marks: &Marks) -> String {
    if comparison.is_empty() {
        return "no article, snippet, rule, decision or address changed\n".to_owned();
    }
    let mut out = String::new();
    decisions(comparison, marks, &mut out);
    let heading = |kind: &str, name: &str| format!("{}{}{kind}{name}{}", marks.heading, marks.name, marks.name);
    for (ids, what) in [(&comparison.articles.added, "new"), (&comparison.articles.removed, "removed")] {
        for id in ids {
            let _infallible = writeln!(out, "{}: {what}{}", heading("article:", id), end(marks));
        }
    }
    for change in &comparison.articles.changed {
        let _infallible = writeln!(out, "{} ({}){}", heading("article:", &change.article), change.lang, end(marks));
        sections(&change.sections, marks, &mut out);
    }
    for (paths, what) in [(&comparison.snippets.added, "new"), (&comparison.snippets.removed, "removed")] {
        for path in paths {
            let _infallible = writeln!(out, "{}: {what}{}", heading("", path), end(marks));
        }
    }
    for change in &comparison.snippets.changed {
        let quoted = match &change.quoted_by[..] {
            [] => String::new(),
            articles => format!(": quoted by {}", articles.join(", ")),
        };
        let heading = heading("", &change.snippet);
        let _infallible = writeln!(out, "{heading} ({}){quoted}{}", change.lang, end(marks));
        sections(&change.sections, marks, &mut out);
    }
    for change in &comparison.tables {
        table(change, &heading("rule:", &change.table), marks, &mut out);
    }
    addresses(comparison, marks, &mut out);
    out
}

/// A heading of Markdown stands alone.
fn end(marks: &Marks) -> &'static str {
    if marks.heading.is_empty() { "" } else { "\n" }
}

fn sections(changed: &[SectionTextChange], marks: &Marks, out: &mut String) {
    for section in changed {
        let _infallible = writeln!(out, "{}{}{}{}", marks.item, marks.name, section.section, marks.name);
        sentences(&section.removed, marks.removed, marks, out);
        sentences(&section.added, marks.added, marks, out);
    }
    out.push('\n');
}

fn sentences(sentences: &[String], (before, after): (&str, &str), marks: &Marks, out: &mut String) {
    for sentence in sentences {
        let shown = if marks.heading.is_empty() { sentence.clone() } else { escaped(sentence) };
        let _infallible = writeln!(out, "{}{before}{shown}{after}", if marks.heading.is_empty() { "  " } else { "" });
    }
}

/// A text that a reader of Markdown sees as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_{}[]<>#|~!".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn table(change: &TableChange, heading: &str, marks: &Marks, out: &mut String) {
    let state = match (change.is_new, change.is_gone) {
        (true, _) => ": new",
        (_, true) => ": removed",
        _ => "",
    };
    let _infallible = writeln!(out, "{heading}{state}{}", end(marks));
    for (rows, what) in [(&change.added, "new"), (&change.removed, "removed")] {
        for row in rows {
            let _infallible = writeln!(out, "{}{}{row}{}: {what}", marks.item, marks.name, marks.name);
        }
    }
    for cell in &change.cells {
        self::cell(cell, marks, out);
    }
    out.push('\n');
}

fn cell(cell: &CellChange, marks: &Marks, out: &mut String) {
    let CellChange { row, column, told, quoted_by } = cell;
    for (place, texts) in told.iter().enumerate() {
        let lang = if told.len() > 1 { format!(" ({})", texts.lang) } else { String::new() };
        let shown = |text: &Option<String>| match text {
            None => "nothing".to_owned(),
            Some(text) if marks.heading.is_empty() => text.clone(),
            Some(text) => escaped(text),
        };
        let (from, to) = (shown(&texts.from), shown(&texts.to));
        let quoted = if quoted_by.is_empty() || place > 0 {
            String::new()
        } else {
            format!("; quoted by {}", quoted_by.join(", "))
        };
        let (item, name) = (marks.item, marks.name);
        let _infallible = writeln!(out, "{item}{name}{row}.{column}{name}{lang}: {from} -> {to}{quoted}");
    }
}

fn addresses(comparison: &SiteComparison, marks: &Marks, out: &mut String) {
    let changed = &comparison.addresses;
    for (addresses, what) in [(&changed.lost, "lost"), (&changed.gained, "gained")] {
        if addresses.is_empty() {
            continue;
        }
        let count = counted(addresses.len(), "address", "addresses");
        let _infallible = writeln!(out, "{}{count} {what}{}", marks.heading, end(marks));
        for address in addresses.iter().take(MAX_ADDRESSES) {
            let _infallible = writeln!(out, "{}{}/{address}{}", marks.item, marks.name, marks.name);
        }
        if addresses.len() > MAX_ADDRESSES {
            let _infallible = writeln!(out, "{}and {} more", marks.item, addresses.len() - MAX_ADDRESSES);
        }
        out.push('\n');
    }
    if !changed.redirects.is_empty() {
        let fence = if marks.heading.is_empty() { "" } else { "\n```yaml" };
        let close = if marks.heading.is_empty() { "" } else { "```\n" };
        let _infallible = writeln!(out, "to lead their readers on, add to `content/redirects.yaml`:{fence}");
        for redirect in changed.redirects.iter().take(MAX_ADDRESSES) {
            let _infallible = writeln!(out, "{redirect}");
        }
        out.push_str(close);
    }
}

fn decisions(comparison: &SiteComparison, marks: &Marks, out: &mut String) {
    let decisions = &comparison.decisions;
    let name = |id: &str| format!("{}{}{id}{}", marks.heading, marks.name, marks.name);
    for id in &decisions.added {
        let _infallible = writeln!(out, "{}: a new decision{}", name(id), end(marks));
    }
    for id in &decisions.removed {
        let _infallible = writeln!(out, "{}: removed{}", name(id), end(marks));
    }
    for change in &decisions.changed {
        let DecisionChange { combinations, of, .. } = change;
        let _infallible =
            writeln!(out, "{}: {combinations} of {of} combinations changed{}", name(&change.decision), end(marks));
        decision(change, marks, out);
    }
    for NotCompared { decision, reason } in &decisions.not_compared {
        let _infallible = writeln!(out, "{}: not compared, because {reason}{}", name(decision), end(marks));
    }
}

fn decision(change: &DecisionChange, marks: &Marks, out: &mut String) {
    // Markdown that is set as it is needs no marks of its own.
    let fence = if marks.heading.is_empty() { "" } else { "```text\n" };
    out.push_str(fence);
    for name in &change.added {
        let _infallible = writeln!(out, "  + {name}");
    }
    for name in &change.removed {
        let _infallible = writeln!(out, "  - {name}");
    }
    for outcome in &change.changes {
        let OutcomeChange { combinations, from, to, example, old_rows, new_rows } = outcome;
        let noun = if *combinations == 1 { "combination" } else { "combinations" };
        let example = example.iter().map(|(fact, values)| format!("{fact}: {}", values.join(" or ")));
        let example = example.collect::<Vec<_>>().join("; ");
        let _infallible = writeln!(
            out,
            "\n  {combinations} {noun}\n    from  {from}\n    to    {to}\n    where {example}\n    rows  {} -> {}",
            old_rows.join(" "),
            new_rows.join(" ")
        );
    }
    out.push_str(if fence.is_empty() { "\n" } else { "```\n\n" });
}
