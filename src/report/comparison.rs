//! How a site changed, as people read it: in a terminal, and in a merge request.

use std::fmt::{Display, Write as _};

use crate::comparison::{
    CellChange, DecisionChange, EntryChange, NotCompared, OutcomeChange, SectionTextChange, SiteComparison,
    TableChange, TextsComparison,
};
use crate::diagnostic::{counted, visible};
use crate::name::ArticleId;

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
    /// Whether lines are in colour.
    is_styled: bool,
}

const TEXT: Marks =
    Marks { heading: "", name: "", item: "  ", removed: ("  - ", ""), added: ("  + ", ""), is_styled: true };
const MARKDOWN: Marks = Marks {
    heading: "### ",
    name: "`",
    item: "- ",
    removed: ("  - ~~", "~~"),
    added: ("  - **", "**"),
    is_styled: false,
};

/// What a line is, which has its colour from that.
#[derive(Clone, Copy)]
enum Tone {
    Plain,
    Heading,
    Removed,
    Added,
}

impl Tone {
    /// What a terminal takes for its colour.
    fn style(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Heading => "\u{1b}[1m",
            Self::Removed => "\u{1b}[31m",
            Self::Added => "\u{1b}[32m",
        }
    }
}

/// The text so far.
struct Sheet {
    marks: &'static Marks,
    out: String,
}

impl Sheet {
    /// Adds a line. Whatever it holds, all its characters are in sight.
    fn line(&mut self, tone: Tone, text: impl Display) {
        let (text, style) = (text.to_string(), if self.marks.is_styled { tone.style() } else { "" });
        let end = if style.is_empty() { "" } else { "\u{1b}[0m" };
        let _infallible = writeln!(self.out, "{style}{}{end}", visible(&text));
    }

    fn empty_line(&mut self) {
        self.out.push('\n');
    }

    /// A heading. One of Markdown stands alone.
    fn heading(&mut self, name: &str, told: impl Display) {
        let Marks { heading, name: mark, .. } = self.marks;
        self.line(Tone::Heading, format_args!("{heading}{mark}{name}{mark}{told}"));
        if !heading.is_empty() {
            self.empty_line();
        }
    }
}

/// As text, in colour.
pub fn comparison_human(comparison: &SiteComparison) -> String {
    written(comparison, &TEXT)
}

/// As Markdown, for a merge request.
pub fn comparison_markdown(comparison: &SiteComparison) -> String {
    written(comparison, &MARKDOWN)
}

fn written(comparison: &SiteComparison, marks: &'static Marks) -> String {
    if comparison.is_empty() {
        return "no text, rule, decision or address changed\n".to_owned();
    }
    let mut sheet = Sheet { marks, out: String::new() };
    decisions(comparison, &mut sheet);
    titles(comparison, &mut sheet);
    came_and_went(&comparison.articles, article_link, &mut sheet);
    for change in &comparison.articles.changed {
        sheet.heading(&article_link(&change.article), format_args!(" ({})", change.lang));
        sections(&change.sections, &mut sheet);
    }
    came_and_went(&comparison.snippets, str::to_owned, &mut sheet);
    for change in &comparison.snippets.changed {
        let quoted = match &change.quoted_by[..] {
            [] => String::new(),
            articles => format!(": quoted by {}", articles.join(", ")),
        };
        sheet.heading(&change.snippet, format_args!(" ({}){quoted}", change.lang));
        sections(&change.sections, &mut sheet);
    }
    for change in &comparison.tables {
        table(change, &mut sheet);
    }
    for change in &comparison.entries {
        entry(change, &mut sheet);
    }
    addresses(comparison, &mut sheet);
    sheet.out
}

fn titles(comparison: &SiteComparison, sheet: &mut Sheet) {
    let Marks { item, name, .. } = *sheet.marks;
    for of_one in comparison.titles.chunk_by(|a, b| a.of == b.of) {
        sheet.heading(&of_one[0].of, "");
        for change in of_one {
            for texts in &change.told {
                let [from, to] = [&texts.from, &texts.to].map(|text| shown(text.as_deref(), sheet.marks));
                let lang = &texts.lang;
                sheet.line(Tone::Plain, format_args!("{item}{name}{}{name} ({lang}): {from} -> {to}", change.key));
            }
        }
        sheet.empty_line();
    }
}

/// A text in a line.
fn shown(text: Option<&str>, marks: &Marks) -> String {
    match text {
        None => "nothing".to_owned(),
        Some(text) if marks.heading.is_empty() => text.to_owned(),
        Some(text) => escaped(text),
    }
}

/// An article, or a page that is no question, as links name it.
fn article_link(id: &str) -> String {
    match id.strip_prefix(ArticleId::PAGE) {
        Some(page) => format!("page:{page}"),
        None => format!("article:{id}"),
    }
}

/// Texts that are new, gone, or called otherwise; `named` is how each is shown.
fn came_and_went<C>(texts: &TextsComparison<C>, named: impl Fn(&str) -> String, sheet: &mut Sheet) {
    for (names, what) in [(&texts.added, "new"), (&texts.removed, "removed")] {
        for name in names {
            sheet.heading(&named(name), format_args!(": {what}"));
        }
    }
    for renamed in &texts.renamed {
        let mark = sheet.marks.name;
        let from = format!(": renamed, was {mark}{}{mark}", named(&renamed.from));
        sheet.heading(&named(&renamed.to), from);
    }
}

fn sections(changed: &[SectionTextChange], sheet: &mut Sheet) {
    let Marks { item, name, removed, added, .. } = *sheet.marks;
    for section in changed {
        sheet.line(Tone::Plain, format_args!("{item}{name}{}{name}", section.section));
        sentences(&section.removed, (Tone::Removed, removed), sheet);
        sentences(&section.added, (Tone::Added, added), sheet);
    }
    sheet.empty_line();
}

fn sentences(sentences: &[String], (tone, (before, after)): (Tone, (&str, &str)), sheet: &mut Sheet) {
    let is_text = sheet.marks.heading.is_empty();
    let indent = if is_text { "  " } else { "" };
    for sentence in sentences {
        let shown = if is_text { sentence.clone() } else { escaped(sentence) };
        sheet.line(tone, format_args!("{indent}{before}{shown}{after}"));
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

fn table(change: &TableChange, sheet: &mut Sheet) {
    let Marks { item, name, .. } = *sheet.marks;
    let state = match (change.is_new, change.is_gone) {
        (true, _) => ": new",
        (_, true) => ": removed",
        _ => "",
    };
    sheet.heading(&format!("rule:{}", change.table), state);
    for (rows, what, tone) in [(&change.added, "new", Tone::Added), (&change.removed, "removed", Tone::Removed)] {
        for row in rows {
            sheet.line(tone, format_args!("{item}{name}{row}{name}: {what}"));
        }
    }
    for cell in &change.cells {
        self::cell(cell, sheet);
    }
    sheet.empty_line();
}

fn cell(cell: &CellChange, sheet: &mut Sheet) {
    let Marks { item, name, .. } = *sheet.marks;
    let CellChange { row, column, told, quoted_by } = cell;
    for (place, texts) in told.iter().enumerate() {
        let lang = if told.len() > 1 { format!(" ({})", texts.lang) } else { String::new() };
        let [from, to] = [&texts.from, &texts.to].map(|text| shown(text.as_deref(), sheet.marks));
        let quoted = if quoted_by.is_empty() || place > 0 {
            String::new()
        } else {
            format!("; quoted by {}", quoted_by.join(", "))
        };
        sheet.line(Tone::Plain, format_args!("{item}{name}{row}.{column}{name}{lang}: {from} -> {to}{quoted}"));
    }
}

fn entry(change: &EntryChange, sheet: &mut Sheet) {
    let Marks { item, name, removed, added, .. } = *sheet.marks;
    let state = match (change.is_new, change.is_gone) {
        (true, _) => ": new",
        (_, true) => ": removed",
        _ => "",
    };
    sheet.heading(&change.of, state);
    for part in &change.parts {
        let lang = part.lang.as_ref().map(|lang| format!(" ({lang})")).unwrap_or_default();
        sheet.line(Tone::Plain, format_args!("{item}{name}{}{name}{lang}", part.key));
        sentences(&part.removed, (Tone::Removed, removed), sheet);
        sentences(&part.added, (Tone::Added, added), sheet);
    }
    sheet.empty_line();
}

fn addresses(comparison: &SiteComparison, sheet: &mut Sheet) {
    let Marks { item, name, heading, .. } = *sheet.marks;
    let changed = &comparison.addresses;
    for (addresses, what, tone) in [(&changed.lost, "lost", Tone::Removed), (&changed.gained, "gained", Tone::Added)] {
        if addresses.is_empty() {
            continue;
        }
        let count = counted(addresses.len(), "address", "addresses");
        sheet.line(Tone::Heading, format_args!("{heading}{count} {what}"));
        if !heading.is_empty() {
            sheet.empty_line();
        }
        for address in addresses.iter().take(MAX_ADDRESSES) {
            sheet.line(tone, format_args!("{item}{name}/{address}{name}"));
        }
        if addresses.len() > MAX_ADDRESSES {
            sheet.line(Tone::Plain, format_args!("{item}and {} more", addresses.len() - MAX_ADDRESSES));
        }
        sheet.empty_line();
    }
    if !changed.redirects.is_empty() {
        let (fence, close) = if heading.is_empty() { ("", "") } else { ("\n```yaml", "```\n") };
        sheet.line(Tone::Plain, format_args!("to lead their readers on, add to `content/redirects.yaml`:{fence}"));
        for redirect in changed.redirects.iter().take(MAX_ADDRESSES) {
            sheet.line(Tone::Plain, redirect);
        }
        sheet.out.push_str(close);
    }
}

fn decisions(comparison: &SiteComparison, sheet: &mut Sheet) {
    let decisions = &comparison.decisions;
    for id in &decisions.added {
        sheet.heading(id, ": a new decision");
    }
    for id in &decisions.removed {
        sheet.heading(id, ": removed");
    }
    for change in &decisions.changed {
        let DecisionChange { combinations, of, .. } = change;
        sheet.heading(&change.decision, format_args!(": {combinations} of {of} combinations changed"));
        decision(change, sheet);
    }
    for NotCompared { decision, reason } in &decisions.not_compared {
        sheet.heading(decision, format_args!(": not compared, because {reason}"));
    }
}

fn decision(change: &DecisionChange, sheet: &mut Sheet) {
    // Markdown that is set as it is needs no marks of its own.
    let (fence, close) = if sheet.marks.heading.is_empty() { ("", "\n") } else { ("```text\n", "```\n\n") };
    sheet.out.push_str(fence);
    for name in &change.added {
        sheet.line(Tone::Added, format_args!("  + {name}"));
    }
    for name in &change.removed {
        sheet.line(Tone::Removed, format_args!("  - {name}"));
    }
    for outcome in &change.changes {
        let OutcomeChange { combinations, from, to, example, old_rows, new_rows } = outcome;
        let noun = if *combinations == 1 { "combination" } else { "combinations" };
        let example = example.iter().map(|(fact, values)| format!("{fact}: {}", values.join(" or ")));
        let example = example.collect::<Vec<_>>().join("; ");
        sheet.line(Tone::Plain, format_args!("\n  {combinations} {noun}"));
        sheet.line(Tone::Removed, format_args!("    from  {from}"));
        sheet.line(Tone::Added, format_args!("    to    {to}"));
        sheet.line(Tone::Plain, format_args!("    where {example}"));
        sheet.line(Tone::Plain, format_args!("    rows  {} -> {}", old_rows.join(" "), new_rows.join(" ")));
    }
    sheet.out.push_str(close);
}
