//! Containers of other tools: `:::`, `!!!`, `???`, `===`, `///`, `> [!…]`. They become alerts, details and tabs, or what they hold.

use super::block_title::{
    title_in_braces, usual_title, without_attributes, without_marks, without_notes, without_options,
};
use super::code::are_named_code;
use super::edit::single_blank_lines;
use super::page::PageContext;
use crate::markdown::fence::lead;

/// A block with a kind, a title and what it holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Container {
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) indent: String,
    /// Its first line.
    pub(super) first: String,
    /// What it holds, without its own indentation.
    pub(super) lines: Vec<String>,
    /// How many lines it takes.
    pub(super) taken: usize,
}

/// What a kind of container becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerForm {
    /// An alert: `NOTE`.
    Alert(&'static str),
    /// What somebody else said.
    Quotation,
    /// What is shown when it is asked for.
    Details,
    /// One of some texts of which one is open.
    Tab,
    /// Blocks of code of which one is open.
    CodeGroup,
    /// What it holds, after its title.
    Open,
}

/// What a kind becomes; `None` for one that is not known.
pub(super) fn form_of(kind: &str) -> Option<ContainerForm> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "tldr" | "seealso" | "example" | "todo" | "secondary"
        | "primary" | "plain" | "admonition" | "callout" | "alert" | "notice" | "hint" | "message" | "pageinfo"
        | "question" | "help" | "faq" => ContainerForm::Alert("NOTE"),
        "tip" | "success" | "check" | "done" | "good" => ContainerForm::Alert("TIP"),
        "important" => ContainerForm::Alert("IMPORTANT"),
        "warning" | "warn" | "attention" => ContainerForm::Alert("WARNING"),
        "danger" | "error" | "bug" | "failure" | "fail" | "missing" | "caution" => ContainerForm::Alert("CAUTION"),
        "quote" | "cite" => ContainerForm::Quotation,
        "details" | "collapse" | "spoiler" | "expand" | "accordion" | "detail" => ContainerForm::Details,
        "tab" | "code-group-item" => ContainerForm::Tab,
        "code-group" | "codegroup" | "code-tabs" | "tabs" | "tabset" | "raw" | "v-pre" | "steps" | "cards" | "card"
        | "center" | "left" | "right" | "block" | "details-group" | "div" | "html" | "caption" | "figure-caption"
        | "table-caption" | "define" => ContainerForm::Open,
        _ => return None,
    })
}

impl Container {
    /// The container that begins with the first of some lines.
    pub(super) fn at(lines: &[String]) -> Option<Self> {
        let line = lines[0].as_str();
        let trimmed = line.trim();
        let indent = line[..line.len() - line.trim_start().len()].to_owned();
        let found = match trimmed.as_bytes() {
            [b':', b':', b':', ..] => Self::fenced(lines, ':', trimmed),
            [b'/', b'/', b'/', ..] => Self::fenced(lines, '/', trimmed),
            [b'!', b'!', b'!', b' ', ..] | [b'?', b'?', b'?', ..] => Self::indented(lines, trimmed, indent.len()),
            [b'=', b'=', b'=', ..] if trimmed.contains('"') => Self::indented(lines, trimmed, indent.len()),
            [b'>', ..] => Self::callout(lines),
            _ => None,
        }?;
        Some(Self { indent, first: trimmed.to_owned(), ..found })
    }

    /// `:::kind title` up to `:::`.
    fn fenced(lines: &[String], mark: char, first: &str) -> Option<Self> {
        let head = first.trim_start_matches(mark);
        let length = first.len() - head.len();
        let head = head.trim();
        if head.is_empty() || mark == '/' && !head.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let end = head.find(|next: char| next.is_whitespace() || "[{|#\"".contains(next)).unwrap_or(head.len());
        let (kind, title) = head.split_at(end);
        let title = title.trim().trim_start_matches('|').trim();
        let title = match title.strip_prefix('[').and_then(|title| title.rsplit_once(']')) {
            Some((title, rest)) if !rest.starts_with('(') && !title.contains("](") => title,
            _ if title.starts_with('{') => title_in_braces(title),
            _ => without_attributes(title),
        };
        let mut open = vec![length];
        let mut fence = None;
        let mut end = lines.len();
        for (at, line) in lines.iter().enumerate().skip(1) {
            if in_code(line, &mut fence) {
                continue;
            }
            let line = line.trim();
            let marks = line.len() - line.trim_start_matches(mark).len();
            if marks < 3 {
                continue;
            }
            if marks < line.len() {
                open.push(marks);
            } else if open.last().is_some_and(|length| marks >= *length) || open.len() > 1 {
                open.pop();
            }
            if open.is_empty() {
                end = at;
                break;
            }
        }
        let inner = &lines[1.min(end)..end];
        let (given, inner) = if mark == '/' { without_options(inner) } else { (None, inner) };
        let title = title.trim().trim_matches('"').to_owned();
        let title = match &given {
            _ if mark != '/' || !title.is_empty() => title,
            Some(given) if kind == "details" => usual_title(given, None),
            given => title_of_kind(given.as_deref().unwrap_or(kind)),
        };
        let kind = given.filter(|_| kind == "admonition").unwrap_or_else(|| kind.to_owned());
        Some(Self { kind, title, lines: dedented(inner), taken: (end + 1).min(lines.len()), ..Self::default() })
    }

    /// `!!! kind "title"`, and below it what is indented.
    fn indented(lines: &[String], first: &str, indent: usize) -> Option<Self> {
        let mark = first.chars().next()?;
        let head = first.trim_start_matches([mark, '+', '!']).trim();
        let (kind, title) = match head.split_once('"') {
            Some((kind, title)) => (kind, Some(title.rsplit_once('"').map_or(title, |(title, _)| title))),
            None => (head, None),
        };
        let kind = kind.split_whitespace().next().unwrap_or(if mark == '=' { "tab" } else { "note" });
        if mark != '=' && !kind.chars().all(|next| next.is_alphanumeric() || matches!(next, '-' | '_')) {
            return None;
        }
        let is_inside = |line: &String| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
        let mut taken = 1 + lines[1..].iter().take_while(|line| is_inside(line)).count();
        while taken > 1 && lines[taken - 1].trim().is_empty() {
            taken -= 1;
        }
        let form = form_of(kind);
        let is_quiet = form.is_none_or(|form| matches!(form, ContainerForm::Alert("NOTE") | ContainerForm::Quotation));
        let (kind, usual) = match mark {
            '=' => ("tab", String::new()),
            '?' if is_quiet => ("details", usual_title(kind, Some("details"))),
            _ => (kind, title_of_kind(kind)),
        };
        let (kind, title) = (kind.to_owned(), title.map_or(usual, str::to_owned));
        Some(Self { kind, title, lines: dedented(&lines[1..taken]), taken, ..Self::default() })
    }

    /// `> [!kind] title`, and the rest of the quote.
    fn callout(lines: &[String]) -> Option<Self> {
        let inner = |line: &str| {
            let line = line.trim_start().strip_prefix('>')?;
            Some(line.strip_prefix(' ').unwrap_or(line).to_owned())
        };
        let first = inner(&lines[0])?;
        let (kind, title) = first.trim().strip_prefix("[!")?.split_once(']')?;
        if !kind.starts_with(|first: char| first.is_alphanumeric()) || kind.contains(['[', '(']) {
            return None;
        }
        let mut taken = 1;
        let mut quoted = Vec::new();
        for line in &lines[1..] {
            let continues = || quoted.last().is_some_and(|last: &String| continues_text(last, line));
            match inner(line) {
                Some(inner) => quoted.push(inner),
                None if continues() => quoted.push(line.trim_start().to_owned()),
                None => break,
            }
            taken += 1;
        }
        let lines = quoted;
        let title = title.trim_start_matches(['+', '-']).trim().to_owned();
        Some(Self { kind: kind.split('|').next()?.trim().to_owned(), title, lines, taken, ..Self::default() })
    }
}

/// What MkDocs calls a block that has no title of its own.
fn title_of_kind(kind: &str) -> String {
    match form_of(kind) {
        Some(ContainerForm::Alert(shown)) => usual_title(kind, Some(shown)),
        Some(_) => String::new(),
        None => usual_title(kind, None),
    }
}

/// Whether a line without a mark of a quote goes on with the text of the line before it.
fn continues_text(before: &str, line: &str) -> bool {
    let is_text = |line: &str| {
        let line = line.trim_start();
        let marks = ["#", "- ", "* ", "+ ", "```", "~~~", ":::", "|", "<", "---", "***", "!!!", "???", "===", ">"];
        let number = line.trim_start_matches(|next: char| next.is_ascii_digit());
        let is_numbered = number.len() < line.len() && number.starts_with(['.', ')']);
        !line.is_empty() && !is_numbered && !marks.iter().any(|mark| line.starts_with(mark))
    };
    is_text(line) && is_text(before.trim_start_matches(['-', '*', '+', ' ']))
}

/// Whether a line is part of a block of code, which `fence` tells of from line to line.
fn in_code(line: &str, fence: &mut Option<(char, usize)>) -> bool {
    let trimmed = line.trim();
    let mark = trimmed.chars().next().unwrap_or(' ');
    let length = trimmed.chars().take_while(|next| *next == mark).count();
    match fence {
        Some((open, least)) => {
            if mark == *open && length >= *least && length == trimmed.chars().count() {
                *fence = None;
            }
            true
        }
        None if matches!(mark, '`' | '~') && length >= 3 && !(mark == '`' && trimmed[length..].contains('`')) => {
            *fence = Some((mark, length));
            true
        }
        None => false,
    }
}

/// Lines without the indentation that all have.
pub(super) fn dedented(lines: &[String]) -> Vec<String> {
    let spaces = |line: &String| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(spaces).min().unwrap_or(0);
    lines.iter().map(|line| line.get(least..).unwrap_or_default().to_owned()).collect()
}

impl PageContext<'_> {
    /// A container as what Wenda has for it.
    pub(super) fn container(&mut self, block: &Container, depth: usize) -> Vec<String> {
        let Container { kind, title, indent, first, .. } = block;
        let mut form = form_of(kind);
        if form.is_none() {
            self.remarks.look(format!("the kind of block `{kind}` is not known, and became a note"), first);
            form = Some(ContainerForm::Alert("NOTE"));
        } else {
            self.remarks.converted(format!("blocks of the kind `{kind}` were rewritten"), first);
        }
        let holds_tabs = matches!(kind.as_str(), "tabs" | "code-tabs");
        // What tabs share over a page is no title, and neither is the element that a block becomes, or the place of a caption.
        let title = if holds_tabs || kind == "html" || kind.ends_with("caption") { "" } else { title };
        let tabs = if holds_tabs { self.labelled_tabs(&block.lines, depth + 1) } else { None };
        // Tabs stand in a container of their own.
        let below = depth + if form == Some(ContainerForm::Tab) { 2 } else { 1 };
        let is_group = matches!(kind.as_str(), "code-group" | "codegroup") || holds_tabs && tabs.is_none();
        let mut inner = tabs.unwrap_or_else(|| self.rewrite(&block.lines, below));
        if is_group && are_named_code(&inner) {
            form = Some(ContainerForm::CodeGroup);
        }
        let form = form.unwrap_or(ContainerForm::Open);
        if matches!(form, ContainerForm::Alert(_)) && first.starts_with(['!', '?']) && first.ends_with("\"\"") {
            self.remarks.look("a block without a title has that of its kind", first);
        }
        let (plain, marks) = without_notes(title);
        let moves = !marks.is_empty() && matches!(form, ContainerForm::Tab | ContainerForm::Details);
        if moves {
            let message = "the mark of a footnote in the title of a tab or of details stands below what that holds";
            self.remarks.look(message, first);
            inner.extend([String::new(), marks]);
        }
        let written = framed(form, if moves { &plain } else { title }, inner);
        written.into_iter().map(|line| if line.is_empty() { line } else { format!("{indent}{line}") }).collect()
    }
}

/// The colons of a container around some lines: more than those of what they hold.
pub(super) fn colons_around(inner: &[String]) -> String {
    let colons = |line: &String| {
        let rest = &line[lead(line).len()..];
        rest.len() - rest.trim_start_matches(':').len()
    };
    let most = inner.iter().map(colons).max().filter(|most| *most >= 3);
    ":".repeat(most.map_or(3, |most| most + 1))
}

/// Lines in the form of a container, set apart from what stands around it.
pub(super) fn framed(form: ContainerForm, title: &str, inner: Vec<String>) -> Vec<String> {
    let title = without_marks(title);
    let from = inner.iter().position(|line| !line.trim().is_empty()).unwrap_or(inner.len());
    let to = inner.iter().rposition(|line| !line.trim().is_empty()).map_or(from, |last| last + 1);
    let inner = &inner[from..to];
    if inner.is_empty() && title.is_empty() {
        return vec![String::new()];
    }
    let mut lines = vec![String::new()];
    match form {
        ContainerForm::Alert(kind) => {
            lines.push(format!("> [!{kind}] {title}").trim_end().to_owned());
            let inner = inner.join("\n");
            lines.extend(single_blank_lines(&inner).iter().map(|line| format!("> {line}").trim_end().to_owned()));
        }
        ContainerForm::Details | ContainerForm::Tab | ContainerForm::CodeGroup => {
            let (kind, title) = match form {
                ContainerForm::CodeGroup => ("code-group", ""),
                ContainerForm::Tab => ("tab", title),
                _ => ("details", title),
            };
            let colons = colons_around(inner);
            lines.push(format!("{colons} {kind} {title}").trim_end().to_owned());
            // Blocks of HTML end at blank lines.
            lines.push(String::new());
            lines.extend(inner.iter().cloned());
            lines.extend([String::new(), colons]);
        }
        ContainerForm::Quotation => {
            let title = if title.is_empty() { Vec::new() } else { vec![format!("**{title}**"), String::new()] };
            let inner = title.iter().chain(inner).map(String::as_str).collect::<Vec<_>>().join("\n");
            lines.extend(single_blank_lines(&inner).iter().map(|line| format!("> {line}").trim_end().to_owned()));
        }
        ContainerForm::Open => {
            if !title.is_empty() {
                let is_strong = title.contains("**");
                lines.extend([if is_strong { title.to_owned() } else { format!("**{title}**") }, String::new()]);
            }
            lines.extend(inner.iter().cloned());
        }
    }
    lines.push(String::new());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Container> {
        Container::at(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn containers_of_all_tools_are_known() {
        for (text, kind, title, lines, taken) in [
            (":::tip[A b]\nx\n:::\ny", "tip", "A b", vec!["x"], 3),
            ("::: details A {open}\n:::: x\n::::\n:::\n", "details", "A", vec![":::: x", "::::"], 4),
            ("!!! note \"T\"\n    a\n\n    b\nc", "note", "T", vec!["a", "", "b"], 4),
            ("???+ info\n    a", "details", "Info", vec!["a"], 2),
            ("!!! example inline end\n    a", "example", "Example", vec!["a"], 2),
            ("!!! tip \"\"\n    a", "tip", "", vec!["a"], 2),
            ("/// details\n    type: tip\na\n///", "details", "Tip", vec!["a"], 4),
            ("/// admonition\n    type: bug\n\na\n///", "bug", "Bug", vec!["", "a"], 5),
            ("=== \"One\"\n    a", "tab", "One", vec!["a"], 2),
            ("> [!abstract]- T\n> a\nb", "abstract", "T", vec!["a", "b"], 3),
            ("/// note | T\na\n///", "note", "T", vec!["a"], 3),
            (":::note\n```\n:::\n```\n:::", "note", "", vec!["```", ":::", "```"], 5),
            (":::note [a](b) c\n:::", "note", "[a](b) c", vec![], 2),
            (":::tip{title=\"T t\"}\nx\n:::", "tip", "T t", vec!["x"], 3),
            ("> [!tip]\n> a\nb\n- c", "tip", "", vec!["a", "b"], 3),
            ("> [!tip]\n> a\n\nb", "tip", "", vec!["a"], 2),
        ] {
            let found = read(text).unwrap();
            assert_eq!((found.kind.as_str(), found.title.as_str(), found.taken), (kind, title, taken), "{text}");
            assert_eq!(found.lines, lines, "{text}");
        }
        for none in ["===", "text", ":::", "> a", "!!!", "//// ", "> [![badge](a.png)](b)"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
