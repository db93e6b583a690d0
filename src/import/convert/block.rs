//! Blocks that CommonMark does not know, line by line: containers, callouts, tabs, components, inclusions, attributes of code.
//!
//! What they hold is Markdown, so that they are rewritten first, from the outside to the inside, and the result is CommonMark.

use super::code::{shown_directive, without_mdx_fences};
use super::code_span::code_length;
use super::container::{Container, form_of};
use super::emoji::with_escaped_names;
use super::expression::{imported, with_texts};
use super::include::Inclusion;
use super::indented::with_fences;
use super::name::is_image;
use super::page::PageContext;
use super::tabs::WrittenLines;
use super::tag::MarkupTag;
use crate::import::kind::Tool;
use crate::markdown::fence::{Fence, FenceInfo};

/// Blocks may stand in blocks this deep; what is deeper stays as it is.
pub(super) const MAX_NESTING: usize = 24;
/// What blocks begin with that CommonMark does not know.
const MARKS_OF_BLOCKS: [&str; 4] = [":::", "!!! ", "???", "=== \""];
/// A statement of MDX takes no more lines.
const MAX_STATEMENT: usize = 2_000;

impl PageContext<'_> {
    /// Lines with blocks of other tools rewritten.
    pub(super) fn rewrite(&mut self, lines: &[String], depth: usize) -> Vec<String> {
        let lines = self.with_code_in_fences(lines);
        let mut blocks = WrittenLines::default();
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at].as_str();
            if let Some(fence) = Fence::open(line) {
                at = self.code(&fence, &lines, at, &mut blocks.lines);
                continue;
            }
            if depth >= MAX_NESTING && MARKS_OF_BLOCKS.iter().any(|mark| line.trim_start().starts_with(mark)) {
                self.remarks.lost("blocks in blocks that are nested too deep are shown as text", line);
                let (indent, marks) = line.split_at(line.len() - line.trim_start().len());
                blocks.lines.push(format!("{indent}\\{marks}"));
                at += 1;
                continue;
            }
            let block = if depth < MAX_NESTING { self.block(&lines[at..], depth) } else { None };
            match block {
                Some((taken, block)) => {
                    blocks.push_block(block);
                    at += taken.max(1);
                }
                None => {
                    blocks.lines.push(self.line(line));
                    at += 1;
                }
            }
        }
        blocks.grouped()
    }

    /// The block that begins with the first of some lines: how many it takes, and what is written instead.
    fn block(&mut self, lines: &[String], depth: usize) -> Option<(usize, Vec<String>)> {
        let line = lines[0].as_str();
        let trimmed = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(inclusion) = Inclusion::of(line) {
            return Some((1, self.include(&inclusion, indent, trimmed, depth)));
        }
        if matches!(trimmed.to_lowercase().as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]" | "{:toc}" | "${toc}") {
            self.remarks.converted("the table of contents was left out: pages show their own", trimmed);
            return Some((1, Vec::new()));
        }
        if is_attribute_list(trimmed) {
            self.remarks.lost("attributes in braces are left out", trimmed);
            return Some((1, Vec::new()));
        }
        if let Some(written) = self.reference(lines, indent) {
            return Some(written);
        }
        if let Some(block) = Container::at(lines) {
            return Some((block.taken, self.container(&block, depth)));
        }
        if self.is_mdx()
            && indent.is_empty()
            && let Some(taken) = statement(lines)
        {
            return Some((taken, self.statement(&lines[..taken])));
        }
        if let Some(taken) = comment(lines).or_else(|| preformatted(lines)) {
            return Some((taken, lines[..taken].to_vec()));
        }
        if trimmed == "--8<--" {
            return self.snippets(lines, indent, depth);
        }
        if trimmed.starts_with("{/*") {
            let end = lines.iter().position(|line| line.contains("*/}"))?;
            self.remarks.lost("comments are left out", trimmed);
            return lines[end].trim_end().ends_with("*/}").then_some((end + 1, Vec::new()));
        }
        if trimmed.starts_with('{') && self.is_mdx() {
            return self.expression(lines, indent);
        }
        if trimmed.starts_with('<') {
            return self.markup(lines, depth);
        }
        None
    }

    /// Lines with all their code in fences, and nothing else: code by indentation, which MDX has not, and MDX, which is no code there.
    pub(super) fn with_code_in_fences(&self, lines: &[String]) -> Vec<String> {
        if self.is_mdx() { without_mdx_fences(lines) } else { with_fences(lines) }
    }

    pub(super) fn is_mdx(&self) -> bool {
        self.project.tool == Tool::Docusaurus || self.page.path.ends_with(".mdx")
    }

    fn include(&mut self, inclusion: &Inclusion, indent: &str, line: &str, depth: usize) -> Vec<String> {
        let (path, lines) = match self.included_lines(inclusion) {
            Ok(found) => found,
            Err(why) => {
                self.remarks.lost(format!("{why}: the line is kept as code"), line);
                return vec![format!("{indent}`{}`", line.replace('`', "'"))];
            }
        };
        self.remarks.converted(format!("`{path}` was included"), line);
        let lines = if inclusion.is_code {
            let language = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_owned();
            let info = FenceInfo { language, ..inclusion.info.clone() };
            let inner = std::iter::once(format!("````{}", info.written())).chain(lines);
            inner.chain(["````".to_owned()]).collect()
        } else {
            self.including.push(path);
            let lines = with_escaped_names(self.common_lines(lines));
            let written = self.rewrite(&lines, depth + 1);
            self.including.pop();
            written
        };
        lines.into_iter().map(|line| format!("{indent}{line}")).collect()
    }

    /// A place where a program writes what it makes of the code of the project: `::: package.module`, and options below it.
    fn reference(&mut self, lines: &[String], indent: &str) -> Option<(usize, Vec<String>)> {
        let name = lines[0].trim().strip_prefix("::: ").filter(|_| self.project.tool == Tool::Mkdocs)?;
        let fits = |next: char| next.is_alphanumeric() || matches!(next, '.' | '_' | '-' | ':' | '/');
        if !name.chars().all(fits) || form_of(name).is_some() {
            return None;
        }
        let is_option = |line: &&String| line.len() - line.trim_start().len() > indent.len() && !line.trim().is_empty();
        let taken = 1 + lines[1..].iter().take_while(is_option).count();
        for line in &lines[..taken] {
            self.remarks.lost(format!("what a program writes of `{name}` is left out"), line);
        }
        Some((taken, vec![String::new()]))
    }

    /// The files that lines between two marks name, in a project of MkDocs.
    fn snippets(&mut self, lines: &[String], indent: &str, depth: usize) -> Option<(usize, Vec<String>)> {
        let end = 1 + lines[1..].iter().position(|line| line.trim() == "--8<--")?;
        let named = lines[1..end].iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let mut written = Vec::new();
        for path in named {
            let line = format!("--8<-- \"{path}\"");
            match Inclusion::of(&line) {
                Some(inclusion) => written.extend(self.include(&inclusion, indent, &line, depth)),
                None => written.push(format!("{indent}{path}")),
            }
        }
        Some((end + 1, written))
    }

    /// A line of running text: tags that hold programs become tags of HTML.
    fn line(&mut self, line: &str) -> String {
        let heading = Some(line).filter(|_| self.project.tool == Tool::Mkdocs).and_then(heading_apart);
        let line = heading.as_deref().unwrap_or(line);
        if self.is_mdx() && line.contains('{') {
            let line = self.without_expressions(&with_texts(line));
            return self.line_of_tags(&line);
        }
        self.line_of_tags(line)
    }

    fn line_of_tags(&mut self, line: &str) -> String {
        if self.project.tool == Tool::Mdbook {
            return shown_directive(line);
        }
        if let Some((open, close)) = &self.project.attribute_marks
            && line.starts_with('#')
            && let Some((heading, attributes)) =
                line.trim_end().strip_suffix(close.as_str()).and_then(|line| line.rsplit_once(open.as_str()))
        {
            return format!("{heading}{{{attributes}}}");
        }
        if self.project.tool == Tool::Mkdocs && line.trim_start().starts_with('|') {
            return with_bars_in_code(line);
        }
        // Folders of Markdown may hold JSX, too.
        if !line.contains('<') || !self.project.tool.has_components() && !line.contains("={") {
            return line.to_owned();
        }
        let mut written = String::new();
        let mut rest = line;
        while let Some(next) = rest.find(['<', '`']) {
            written.push_str(&rest[..next]);
            rest = &rest[next..];
            if rest.starts_with('`') {
                let end = code_length(rest);
                written.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            match MarkupTag::at(rest) {
                Some(tag)
                    if rest[..tag.length].contains('{')
                        || tag.attributes.iter().any(|(name, _)| name.starts_with(['@', '#', '['])) =>
                {
                    written.push_str(&tag.as_html());
                    rest = &rest[tag.length..];
                }
                _ => {
                    written.push('<');
                    rest = &rest[1..];
                }
            }
        }
        written.push_str(rest);
        written
    }

    /// Imports and exports of MDX. Of what is imported, texts are kept in mind: they are shown by a tag of that name.
    fn statement(&mut self, lines: &[String]) -> Vec<String> {
        let whole = lines.join(" ");
        match imported(&whole) {
            Some((name, path)) if crate::import::files::without_ending(&path).is_some() => {
                self.partials.insert(name.to_owned(), path);
                return Vec::new();
            }
            // They stand where they are named.
            Some((_, path)) if is_image(&path) => return Vec::new(),
            _ => {}
        }
        self.remarks.lost("imports and exports of MDX are left out", &lines[0]);
        Vec::new()
    }
}

/// A heading with a space behind its marks: for some tools it needs none.
fn heading_apart(line: &str) -> Option<String> {
    let text = line.trim_start_matches('#');
    let marks = line.len() - text.len();
    let is_heading = (1..=6).contains(&marks) && !text.trim().is_empty() && !text.starts_with([' ', '\t']);
    is_heading.then(|| format!("{} {}", &line[..marks], text.trim_start()))
}

/// A row of a table whose code holds bars: some tools take them for text, and others for the borders of cells.
fn with_bars_in_code(row: &str) -> String {
    let mut written = String::new();
    let marks = row.matches('`').count();
    for (place, piece) in row.split('`').enumerate() {
        if place > 0 {
            written.push('`');
        }
        let is_code = place % 2 == 1 && marks > place;
        written.push_str(&if is_code { piece.replace("\\|", "|").replace('|', "\\|") } else { piece.to_owned() });
    }
    written
}

/// How many lines a comment of HTML takes that begins with the first and does not end on it.
fn comment(lines: &[String]) -> Option<usize> {
    if lines[0].trim_start().strip_prefix("<!--")?.contains("-->") {
        return None;
    }
    lines.iter().position(|line| line.contains("-->")).map(|end| end + 1)
}

/// How many lines a block `<pre>` takes that begins with the first.
fn preformatted(lines: &[String]) -> Option<usize> {
    let first = lines[0].trim_start();
    let is_tag = first.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("<pre"))
        && first[4..].chars().next().is_none_or(|next| next == '>' || next.is_whitespace());
    let end = is_tag.then(|| lines.iter().position(|line| line.to_ascii_lowercase().contains("</pre>")))?;
    end.map(|end| end + 1)
}

/// `{: .class }` or `{ .class }` alone on its line.
fn is_attribute_list(line: &str) -> bool {
    let inner = line.strip_prefix('{').and_then(|line| line.strip_suffix('}'));
    inner.is_some_and(|inner| {
        let inner = inner.strip_prefix(':').unwrap_or(inner).trim_start();
        !inner.contains(['{', '}']) && (line.starts_with("{:") || inner.starts_with(['.', '#'])) && inner.len() > 1
    })
}

/// How many lines an import or an export takes that begins with the first.
pub(in crate::import) fn statement(lines: &[String]) -> Option<usize> {
    let first = &lines[0];
    // A sentence may begin so, too: `import "x" is …`, `import data from …`.
    let is_quoted = |text: &str| {
        let text = text.trim().trim_end_matches(';').trim_end();
        let inner = text.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\'']));
        inner.is_some_and(|inner| !inner.contains(['"', '\'']))
    };
    let is_import = first.strip_prefix("import ").is_some_and(|rest| {
        let is_list = rest.contains('{') && (!rest.contains('}') || rest.contains(" from "));
        is_list || is_quoted(rest.rsplit_once(" from ").map_or(rest, |(_, path)| path))
    });
    let is_export = ["export const ", "export default ", "export function ", "export let ", "export {"]
        .iter()
        .any(|begin| first.starts_with(begin));
    if !is_import && !is_export {
        return None;
    }
    let mut open = 0_i64;
    for (at, line) in lines.iter().take(MAX_STATEMENT).enumerate() {
        for character in line.chars() {
            match character {
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' => open -= 1,
                _ => {}
            }
        }
        let is_last = open <= 0 && (is_export || line.trim_end().ends_with([';', '"', '\'']));
        if is_last || line.trim().is_empty() && open <= 0 {
            return Some(at + 1);
        }
    }
    Some(1)
}
