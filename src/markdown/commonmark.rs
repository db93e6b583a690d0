//! Documents as CommonMark again: with the titles, the cells and the addresses that stand for what their authors referred to, so
//! that the text stands alone.

use super::fence::FenceInfo;
use super::plain::{joins, title};
use super::resolve::Resolve;
use super::tree::{
    Alignment, Block, CodeBlock, Definition, Details, ImageSource, Inline, Item, Link, SyntaxTree, Table,
};

/// The document as CommonMark, with tables, footnotes, strikethrough, task lists and alerts.
pub fn commonmark(document: &SyntaxTree<'_>, site: &dyn Resolve) -> String {
    let writer = CommonMarkWriter { site, in_table: false };
    let mut out = writer.blocks(&document.blocks);
    for (index, footnote) in document.footnotes.iter().enumerate() {
        separate(&mut out, "\n\n");
        push_item(&mut out, &format!("[^{}]: ", index + 1), "    ", &writer.blocks(&footnote.blocks));
    }
    out
}

/// A text that is no markup, whatever it holds.
pub(crate) fn as_commonmark(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

/// A table of plain texts, the heads of its columns first.
fn table_of(cells: impl IntoIterator<Item = Vec<String>>, alignments: &[Alignment]) -> String {
    let mut lines = Vec::new();
    for row in cells {
        lines.push(format!("| {} |", row.join(" | ")));
        if lines.len() == 1 {
            let mark = |column| match alignments.get(column) {
                Some(Alignment::Left) => ":---",
                Some(Alignment::Center) => ":---:",
                Some(Alignment::Right) => "---:",
                Some(Alignment::Natural) | None => "---",
            };
            let marks: Vec<&str> = (0..row.len()).map(mark).collect();
            lines.push(format!("| {} |", marks.join(" | ")));
        }
    }
    lines.join("\n")
}

struct CommonMarkWriter<'a> {
    site: &'a dyn Resolve,
    /// Where a bar ends a cell, even within code.
    in_table: bool,
}

impl CommonMarkWriter<'_> {
    fn blocks(&self, blocks: &[Block<'_>]) -> String {
        let mut out = String::new();
        let is_tight = blocks.iter().any(|block| matches!(block, Block::Plain(_)));
        let mut second = false;
        for (index, block) in blocks.iter().enumerate() {
            separate(&mut out, if is_tight { "\n" } else { "\n\n" });
            // Two lists one after the other are told apart by their marks.
            second = !second && index > 0 && are_lists_alike(&blocks[index - 1], block);
            out.push_str(&self.block(block, second));
        }
        out
    }

    fn block(&self, block: &Block<'_>, is_second: bool) -> String {
        match block {
            Block::Heading(heading) => {
                let marks = "#".repeat(heading.level.into());
                let anchor = if heading.named { format!(" {{#{}}}", heading.anchor) } else { String::new() };
                format!("{marks} {}{anchor}", self.line(&heading.content))
            }
            Block::Paragraph(content) | Block::Plain(content) => self.inlines(content),
            Block::Code(code) => {
                let fence = "`".repeat((longest_run(&code.text) + 1).max(3));
                format!("{fence}{}\n{}\n{fence}", info_of(code), code.text.trim_end_matches('\n'))
            }
            Block::Quote(blocks) => quoted(&self.blocks(blocks)),
            Block::Alert(alert) => {
                let mark = format!("[!{}] {}", alert.kind.name().to_uppercase(), self.line(&alert.title));
                quoted(&format!("{}\n{}", mark.trim_end(), self.blocks(&alert.blocks)))
            }
            Block::Details(details) => self.details(details),
            Block::Tabs(tabs) => tabs.iter().map(|tab| self.details(tab)).collect::<Vec<_>>().join("\n\n"),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::List { start, items } => self.list(*start, items, is_second),
            Block::Table(table) => self.table(table),
            Block::Break => "***".to_owned(),
            Block::RuleTable(quote) => {
                let cells = self.site.table_cells(quote).into_iter();
                table_of(cells.map(|row| row.iter().map(|cell| as_commonmark(cell)).collect()), &[])
            }
        }
    }

    fn details(&self, details: &Details<'_>) -> String {
        let title = match self.line(&details.title) {
            title if title.is_empty() => self.site.details(),
            title => title,
        };
        format!("<details>\n<summary>{title}</summary>\n\n{}\n\n</details>", self.blocks(&details.blocks))
    }

    /// Terms, and below them what they mean, as many tools read it.
    fn definitions(&self, definitions: &[Definition<'_>]) -> String {
        let mut out = String::new();
        for definition in definitions {
            separate(&mut out, "\n\n");
            let terms: Vec<String> = definition.terms.iter().map(|term| self.line(term)).collect();
            out.push_str(&terms.join("\n"));
            for meaning in &definition.meanings {
                out.push('\n');
                push_item(&mut out, ": ", "  ", &self.blocks(meaning));
            }
        }
        out
    }

    fn list(&self, start: Option<u64>, items: &[Item<'_>], is_second: bool) -> String {
        let is_loose = items.iter().flat_map(|item| &item.blocks).any(|block| matches!(block, Block::Paragraph(_)));
        let mut out = String::new();
        for (place, item) in (0..).zip(items) {
            separate(&mut out, if is_loose { "\n\n" } else { "\n" });
            let mark = match (start, is_second) {
                (Some(start), false) => format!("{}. ", start.saturating_add(place)),
                (Some(start), true) => format!("{}) ", start.saturating_add(place)),
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
            };
            let indent = " ".repeat(mark.len());
            let task = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            push_item(&mut out, &format!("{mark}{task}"), &indent, &self.blocks(&item.blocks));
        }
        out
    }

    fn table(&self, table: &Table<'_>) -> String {
        let rows = std::iter::once(&table.head).chain(&table.rows);
        let within = Self { in_table: true, ..*self };
        let cells = rows.map(|row| row.iter().map(|cell| within.line(cell)).collect());
        table_of(cells, &table.alignments)
    }

    /// Inlines where a line cannot end.
    fn line(&self, inlines: &[Inline<'_>]) -> String {
        self.inlines(inlines).replace("\\\n", " ").replace('\n', " ")
    }

    fn inlines(&self, inlines: &[Inline<'_>]) -> String {
        let mut out = String::new();
        self.push_inlines(&mut out, inlines);
        out
    }

    fn push_inlines(&self, out: &mut String, inlines: &[Inline<'_>]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => push_text(out, text),
                Inline::Code(code) if self.in_table => push_code(out, &code.replace('|', "\\|")),
                Inline::Code(code) => push_code(out, code),
                Inline::Emphasis(content) => self.push_marked(out, "*", content),
                Inline::Strong(content) => self.push_marked(out, "**", content),
                Inline::Strikethrough(content) => self.push_marked(out, "~~", content),
                Inline::Element(element, content) => {
                    out.push_str(&format!("<{}>", element.name()));
                    self.push_inlines(out, content);
                    out.push_str(&format!("</{}>", element.name()));
                }
                Inline::Link(link) => self.push_link(out, link),
                Inline::Image(image) => {
                    let source = match &image.source {
                        ImageSource::File(path) => self.site.image(path).map(|image| image.src).unwrap_or_default(),
                        ImageSource::Web(address) => address.clone(),
                    };
                    out.push_str(&format!("![{}]({source})", as_commonmark(&image.alternative)));
                }
                Inline::SoftBreak if joins(out.chars().next_back(), &inlines[index + 1..], self.site) => {}
                Inline::SoftBreak => out.push('\n'),
                Inline::HardBreak => out.push_str("\\\n"),
                Inline::Footnote(footnote) => out.push_str(&format!("[^{}]", footnote + 1)),
                Inline::Formula(formula) => {
                    let marks = if formula.is_block { "$$" } else { "$" };
                    out.push_str(&format!("{marks}{}{marks}", formula.tex));
                }
                // One that is not there was told of.
                Inline::Snippet(_) => {}
                Inline::Quote(quote) => push_text(out, &self.site.cell(quote).unwrap_or_default()),
            }
        }
    }

    fn push_marked(&self, out: &mut String, mark: &str, content: &[Inline<'_>]) {
        out.push_str(mark);
        self.push_inlines(out, content);
        out.push_str(mark);
    }

    fn push_link(&self, out: &mut String, link: &Link<'_>) {
        let resolved = self.site.link(&link.target);
        out.push_str(if resolved.is_some() { "[" } else { "" });
        match title(link, self.site) {
            Some(title) => push_text(out, &title),
            None => self.push_inlines(out, &link.content),
        }
        if let Some(resolved) = resolved {
            let is_plain = !resolved.href.contains(['(', ')', ' ']);
            out.push_str(&if is_plain { format!("]({})", resolved.href) } else { format!("](<{}>)", resolved.href) });
        }
    }
}

/// What stands after a fence.
fn info_of(code: &CodeBlock) -> String {
    let CodeBlock { language, title, marked, .. } = code;
    let (language, title, marked) = (language.clone().unwrap_or_default(), title.clone(), marked.clone());
    FenceInfo { language, title, marked, more: None }.written()
}

fn quoted(content: &str) -> String {
    let mut out = String::new();
    push_item(&mut out, "> ", "> ", content);
    out
}

fn are_lists_alike(first: &Block<'_>, second: &Block<'_>) -> bool {
    matches!((first, second), (Block::List { start: a, .. }, Block::List { start: b, .. }) if a.is_some() == b.is_some())
}

fn separate(out: &mut String, separator: &str) {
    if !out.is_empty() {
        out.push_str(separator);
    }
}

/// What stands after a mark, its other lines behind `indent`.
fn push_item(out: &mut String, mark: &str, indent: &str, content: &str) {
    out.push_str(mark);
    for (index, line) in content.split('\n').enumerate() {
        if index > 0 {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(indent);
        }
        out.push_str(line);
    }
    out.truncate(out.trim_end_matches(' ').len());
}

fn push_code(out: &mut String, code: &str) {
    let fence = "`".repeat(longest_run(code) + 1);
    let pad = if code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']) { " " } else { "" };
    out.push_str(&format!("{fence}{pad}{code}{pad}{fence}"));
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

/// Writes a text with a backslash before what would be markup.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let before = out.chars().next_back().filter(|before| *before != '\n');
        let after = rest.peek().copied();
        let is_within_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '{' => true,
            '_' => !is_within_word,
            '&' => after.is_some_and(|after| after.is_ascii_alphabetic() || after == '#'),
            '!' => after.is_none(),
            '#' => before.is_none_or(|before| before == ' '),
            '>' | '-' | '+' | '=' => before.is_none(),
            // What begins a line is a container or a meaning, and what parts an address makes a link of it.
            ':' => before.is_none() || after == Some('/'),
            '.' | ')' => line_of(out).bytes().all(|byte| byte.is_ascii_digit()) && before.is_some(),
            _ => false,
        };
        out.extend(is_markup.then_some('\\'));
        out.push(character);
    }
}

/// The line that is written last; no more of it than a number that a list may begin with, and what is before that.
fn line_of(out: &str) -> &str {
    let start = out.len().saturating_sub(12);
    let tail = (start..=out.len()).find_map(|start| out.get(start..)).unwrap_or_default();
    tail.rsplit('\n').next().unwrap_or_default()
}
