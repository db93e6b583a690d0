//! The words of a page of another tool, as far as they are known without that tool: what stands in comments, programs, tags,
//! addresses and directives is no text.

use std::collections::HashSet;

use super::page::{PageNames, SourcePage};
use super::running::RunningText;
use super::words::WordKind;
use crate::import::convert::{Inclusion, marked_by_key, statement};
use crate::import::front_matter::ForeignFrontMatter;
use crate::markdown::fence::{Fence, FenceInfo};

/// What the words of a page depend on beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SourceSyntax {
    /// Whether programs stand among its lines.
    pub(super) is_mdx: bool,
    /// Whether lines of Rust that begin with `# ` are hidden.
    pub(super) hides_lines: bool,
    /// Whether `$…$` is a formula.
    pub(super) has_math: bool,
    /// Whether definitions of other files hold for it.
    pub(super) has_definitions: bool,
    /// Whether it may begin with lines `key: value`, and names of links may stand apart from their texts.
    pub(super) is_of_mkdocs: bool,
    /// Whether signs stand for symbols, and code may begin with its language.
    pub(super) has_symbols: bool,
    pub(super) has_code_languages: bool,
}

impl SourcePage {
    /// Reads a file.
    pub(super) fn of(text: &str, syntax: SourceSyntax) -> Self {
        let read = if syntax.is_of_mkdocs { ForeignFrontMatter::of_mkdocs } else { ForeignFrontMatter::of };
        let body = read(text).body;
        let lines: Vec<String> = body.lines().map(str::to_owned).collect();
        let mut starts = Vec::with_capacity(lines.len() + 1);
        let mut start = text.len() - body.len();
        for line in &lines {
            starts.push(start);
            start += line.len() + 1;
        }
        starts.push(text.len());
        let last = |mark: &str| lines.iter().rposition(|line| line.contains(mark)).unwrap_or(0);
        let last_closing = CLOSINGS.map(|(_, mark)| last(mark));
        let page = Self::default();
        let labels = lines.iter().filter_map(|line| definition(line)).map(str::to_lowercase).collect();
        let names = PageNames {
            closed: closed_names(body),
            labels,
            has_math: syntax.has_math,
            has_definitions: syntax.has_definitions,
            has_names_apart: syntax.is_of_mkdocs,
            has_symbols: syntax.has_symbols,
            has_code_languages: syntax.has_code_languages,
        };
        let mut reader = SourceReader { text, lines: &lines, starts, syntax, last_closing, names, page };
        reader.read();
        reader.page.words.part();
        reader.page
    }
}

/// What lines begin with that are passed over up to a line with the other.
const CLOSINGS: [(&str, &str); 6] = [
    ("<!--", "-->"),
    ("{/*", "*/}"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<SCRIPT", "</SCRIPT"),
    ("--8<--", "--8<--"),
];

/// Reads a page line by line.
struct SourceReader<'t> {
    text: &'t str,
    lines: &'t [String],
    /// Where the lines begin, and where the last ends.
    starts: Vec<usize>,
    syntax: SourceSyntax,
    /// The last lines that hold the marks of [`CLOSINGS`]: what is not closed is not looked for again and again.
    last_closing: [usize; CLOSINGS.len()],
    names: PageNames<'t>,
    page: SourcePage,
}

impl SourceReader<'_> {
    fn read(&mut self) {
        let lines = self.lines;
        let (mut at, mut begun) = (0, None);
        // A block that is shown as the Markdown that it holds.
        let mut shown: Option<Fence<'_>> = None;
        while at < lines.len() {
            let line = lines[at].as_str();
            let fence = Fence::open(line);
            let ends_shown = shown.as_ref().is_some_and(|fence| fence.is_closed_by(line));
            if ends_shown {
                shown = None;
            } else if let Some(fence) = fence {
                self.running_text(&mut begun, at);
                if self.syntax.is_mdx && fence.info_string() == "mdx-code-block" {
                    shown = Some(fence);
                } else {
                    at = self.code(&fence, at);
                    continue;
                }
            } else if let Some(taken) = self.passed_over(at) {
                self.running_text(&mut begun, at);
                at += taken;
                continue;
            } else {
                begun.get_or_insert(at);
                at += 1;
                continue;
            }
            self.running_text(&mut begun, at);
            at += 1;
        }
        self.running_text(&mut begun, at);
    }

    /// Reads the lines of running text before a place.
    fn running_text(&mut self, begun: &mut Option<usize>, end: usize) {
        if let Some(begun) = begun.take() {
            let range = self.starts[begun]..self.starts[end].min(self.text.len());
            RunningText::new(self.text, range, &self.names, &mut self.page).read();
        }
        self.page.words.part();
    }

    /// How many lines are no text that begin at a place.
    fn passed_over(&self, at: usize) -> Option<usize> {
        let line = self.lines[at].as_str();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        for ((begin, mark), last) in CLOSINGS.iter().zip(self.last_closing) {
            // What names a file on its line includes that, and takes no more lines.
            let is_begun = inner.strip_prefix(begin).is_some_and(|rest| match *begin {
                "--8<--" => rest.trim().is_empty(),
                _ => !rest.contains(mark),
            });
            if is_begun && last > at {
                return self.lines[at + 1..].iter().position(|line| line.contains(mark)).map(|length| length + 2);
            }
        }
        if self.syntax.is_mdx
            && let Some(taken) = statement(&self.lines[at..])
        {
            return Some(taken);
        }
        if self.is_option(at) {
            return Some(1);
        }
        let is_table_of_contents =
            matches!(inner.trim().to_lowercase().as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]" | "{:toc}" | "${toc}");
        let is_definition = definition(line).is_some() || inner.starts_with("*[") && inner.contains("]:");
        if is_definition && inner.trim_end().ends_with("]:") {
            return Some(2.min(self.lines.len() - at));
        }
        (is_table_of_contents || is_definition || Inclusion::of(line).is_some()).then_some(1)
    }

    /// Whether a line is an option of a block of MkDocs: it is indented below the line that begins the block, or other options.
    fn is_option(&self, at: usize) -> bool {
        const MAX_OPTIONS: usize = 16;
        let is_option = |line: &String| line.starts_with("    ") && line.contains(':');
        let above = self.lines[..=at].iter().rev().take(MAX_OPTIONS);
        self.syntax.is_of_mkdocs
            && is_option(&self.lines[at])
            && above.skip_while(|line| is_option(line)).take(1).any(|line| line.starts_with("/// "))
    }

    /// Reads a block of code, which begins at a place. Returns the place after it.
    fn code(&mut self, fence: &Fence<'_>, at: usize) -> usize {
        let (rest, _) = marked_by_key(fence.info_string());
        let info = FenceInfo::of(&rest);
        if let Some(title) = &info.title {
            self.page.words.push_apart(title, (self.starts[at], self.starts[at]));
        }
        let mut next = at + 1;
        while next < self.lines.len() && !fence.is_left_by(&self.lines[next]) {
            let line = self.lines[next].as_str();
            let start = self.starts[next];
            next += 1;
            if fence.is_closed_by(line) {
                break;
            }
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let is_hidden =
                self.syntax.hides_lines && info.language == "rust" && (inner == "#" || inner.starts_with("# "));
            let is_included = !inner.starts_with("<<<") && Inclusion::of(line).is_some();
            let is_mark = inner.contains("highlight-next-line")
                || inner.contains("highlight-start")
                || inner.contains("highlight-end");
            if !is_hidden && !is_included && !is_mark {
                self.code_line(line, start);
            }
            self.page.words.part();
        }
        next
    }

    /// Reads a line of code without the marks that tools act on: `// [!code ++]`.
    fn code_line(&mut self, line: &str, start: usize) {
        let mut at = 0;
        while let Some(mark) = line[at..].find("[!code ").map(|mark| at + mark) {
            self.page.words.push_text(&line[at..mark], start + at, WordKind::Code);
            at = line[mark..].find(']').map_or(line.len(), |end| mark + end + 1);
        }
        self.page.words.push_text(&line[at..], start + at, WordKind::Code);
    }
}

/// The label of a definition of what links by name lead to.
fn definition(line: &str) -> Option<&str> {
    let inner = line.trim_start_matches([' ', '\t', '>']).strip_prefix('[')?;
    let (label, _) = inner.split_once("]:")?;
    (!label.starts_with('^') && !label.contains(']')).then_some(label)
}

/// The names of tags that a text closes.
fn closed_names(text: &str) -> HashSet<&str> {
    let closing = text.split("</").skip(1);
    closing
        .map(|rest| rest.split(|next: char| next.is_whitespace() || next == '>').next().unwrap_or_default())
        .collect()
}
