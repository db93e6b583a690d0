//! What was meant as Markdown and is shown as it is, because of a slip: mostly a mark in full width, as a Chinese input method
//! types it.
//!
//! A slip is told only where prose would hardly say the same: `（article:price）` after a bracket, not every `]（`.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::inline_context::InlineContext;
use super::quote::cell_path;
use super::run::TextRun;
use crate::name::SCHEMES;

/// A slip in a run of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearMiss {
    /// Where it stands in the run.
    pub(super) part: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to write instead.
    pub(super) hint: String,
}

impl NearMiss {
    /// A slip, with the Markdown to write instead.
    fn new(part: Range<usize>, message: impl Into<String>, instead: &str) -> Self {
        let instead =
            if instead.contains('`') { format!("write `` {instead} ``") } else { format!("write `{instead}`") };
        Self { part, message: message.into(), hint: instead }
    }
}

/// So many bytes are searched for what belongs to a mark: more than any label or address has.
const REACH: usize = 256;

/// The slips of a run. `begins_line` tells whether a line of the source begins with it, `begins_block` whether a block does.
pub(super) fn near_misses(
    run: &TextRun<'_>,
    setting: InlineContext,
    begins_line: bool,
    begins_block: bool,
) -> Vec<NearMiss> {
    let mut found = Vec::new();
    // Most runs hold none of the marks, and there is much to look for.
    if run.text.contains(is_mark) {
        links(run, &mut found);
        pairs(run, &mut found);
        quotes(run, &mut found);
    }
    if begins_line && setting.has_lines() && run.is_typed(0) {
        found.extend(line(&run.text, begins_block));
        if begins_block && setting == InlineContext::Paragraph {
            found.extend(alert(&run.text));
        }
    }
    found
}

/// Whether a slip within a line may have the character: each has one of these.
fn is_mark(character: char) -> bool {
    matches!(character, ']' | '］' | '】' | '〕' | '」' | '』' | '＊' | '｀' | '^' | '＾' | '｛' | '}')
}

/// Text in brackets, and after it an address in brackets, that are no link.
fn links(run: &TextRun<'_>, found: &mut Vec<NearMiss>) {
    let text: &str = &run.text;
    let mut from = 0;
    while let Some(close) = text[from..].find([']', '］', '】', '〕', '」', '』']).map(|at| from + at) {
        let bracket = text[close..].chars().next().map_or(1, char::len_utf8);
        from = close + bracket;
        let after = text[from..].trim_start_matches([' ', '\u{3000}']);
        let open = text.len() - after.len();
        if from == open && after.starts_with('[') {
            found.extend(reference(run, close));
            continue;
        }
        let Some(address) = after.strip_prefix(['(', '（']) else {
            continue;
        };
        let reach = &address[..address.floor_char_boundary(REACH)];
        let Some(length) = reach.find([')', '）']) else {
            continue;
        };
        let end = text.len() - address.len() + length + reach[length..].chars().next().map_or(1, char::len_utf8);
        let address = reach[..length].trim();
        let exact = text[close..].starts_with("](");
        if address.is_empty() || !run.is_typed(close) || !(exact || is_address(address)) {
            continue;
        }
        let (begin, label) = label(text, close);
        let (has_label, typed) = (begin < close, begin == close || run.is_typed(begin));
        if !typed || exact && !has_label && !is_address(address) {
            continue;
        }
        let plain = address.trim_start_matches('<').trim_end_matches('>');
        let target = if plain.contains(' ') { without_stray_spaces(plain) } else { plain.replace('：', ":") };
        let is_image = text[..begin].ends_with(['!', '！']);
        let mark = if is_image { "!" } else { "" };
        let message = match (exact, from < open) {
            (true, _) if address.contains(' ') => "an address with a space is no link",
            (true, _) => "the address in these brackets is none",
            (_, true) => "a space between the brackets keeps this from being a link",
            _ => "brackets in full width make no link",
        };
        found.push(NearMiss::new(begin..end, message, &format!("{mark}[{label}]({target})")));
        from = end.max(from);
        if from > open + REACH {
            from = open;
        }
    }
}

/// `[text][label]`, where the label is not defined; `close` is where the text ends. Numbers are places in lists.
fn reference(run: &TextRun<'_>, close: usize) -> Option<NearMiss> {
    let text: &str = &run.text;
    if !text[close..].starts_with("][") {
        return None;
    }
    let (begin, words) = label(text, close);
    let open = close + "][".len();
    let name = &text[open..text.floor_char_boundary(open + REACH)];
    let name = &name[..name.find(['[', ']']).filter(|length| name[*length..].starts_with(']'))?];
    let is_name = |name: &str| {
        let mut characters = name.chars();
        // Not `[a-z]`.
        !(name.len() == 3 && name.contains('-'))
            && characters.next().is_some_and(char::is_alphabetic)
            && characters.all(|character| character.is_alphanumeric() || " .-_".contains(character))
    };
    let typed = text[begin..].starts_with('[') && run.is_typed(begin) && run.is_typed(close);
    (typed && is_name(words) && is_name(name)).then(|| {
        let message = format!("there is no definition of `[{name}]`");
        NearMiss::new(begin..open + name.len() + 1, message, &format!("[{words}](…)"))
    })
}

/// Where the bracket stands that ends at `close`, and what it holds.
fn label(text: &str, close: usize) -> (usize, &str) {
    let reach = text.ceil_char_boundary(close.saturating_sub(REACH));
    match text[reach..close].rfind(['[', '［', '【', '〔', '「', '『']) {
        Some(at) => {
            let bracket = text[reach + at..].chars().next().map_or(1, char::len_utf8);
            (reach + at, &text[reach + at + bracket..close])
        }
        None => (close, "…"),
    }
}

/// Whether what stands in brackets would be an address, had it been typed right.
fn is_address(text: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "md", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "doc", "docx", "xls", "xlsx", "ppt", "pptx",
        "zip", "csv", "txt", "htm", "html",
    ];
    let scheme = text.split([':', '：']).next().filter(|scheme| scheme.len() < text.len());
    let path = text.split(['#', '?']).next().unwrap_or(text);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let one_word = !text.contains(|character: char| character.is_whitespace() || "，。；、".contains(character));
    scheme.is_some_and(|scheme| SCHEMES.contains(&scheme))
        || one_word && (text.starts_with("./") || text.starts_with("../") || ENDINGS.contains(&ending.as_str()))
        || one_word && text.strip_prefix('#').is_some_and(|anchor| !anchor.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Marks in full width around a text: `＊＊粗体＊＊`, `｀代码｀`, and a footnote's `[＾1]`.
fn pairs(run: &TextRun<'_>, found: &mut Vec<NearMiss>) {
    let text: &str = &run.text;
    for (mark, written, what) in [("＊＊", "**", "asterisks"), ("｀", "`", "backticks")] {
        let mut from = 0;
        while let Some(open) = text[from..].find(mark).map(|at| from + at) {
            let begin = open + mark.len();
            let reach = &text[begin..text.floor_char_boundary(begin + REACH)];
            from = begin;
            let Some(length) = reach.find(mark) else {
                continue;
            };
            let inner = &reach[..length];
            let end = begin + length + mark.len();
            // Longer runs hide something: `138＊＊＊＊1234`.
            let one = &mark[..'＊'.len_utf8()];
            let longer = text[..open].ends_with(one) || text[end..].starts_with(one);
            if holds_words(inner) && !longer {
                let message = format!("{what} in full width are shown as they are");
                found.push(NearMiss::new(open..end, message, &format!("{written}{inner}{written}")));
                from = end;
            }
        }
    }
    for (mark, at) in ["[＾", "【^", "【＾", "［^", "［＾"].iter().filter_map(|mark| Some((*mark, text.find(mark)?)))
    {
        let label: String =
            text[at + mark.len()..].chars().take_while(|character| character.is_alphanumeric()).collect();
        if !label.is_empty() {
            let end = at + mark.len() + label.len();
            found.push(NearMiss::new(at..end, "a footnote in full width is shown as it is", &format!("[^{label}]")));
        }
    }
}

/// An address that holds spaces as it can be written: in brackets, or without them in the addresses of sites and in ids.
fn without_stray_spaces(address: &str) -> String {
    match address.split_once(':') {
        Some((scheme @ ("http" | "https"), rest)) => {
            let rest = rest.trim_start_matches([' ', '/']);
            let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            format!("{scheme}://{}{}", host.replace(' ', ""), path.replace(' ', "%20"))
        }
        Some((scheme @ ("mailto" | "tel"), rest)) => format!("{scheme}:{}", rest.replace(' ', "")),
        Some((scheme, _)) if SCHEMES.contains(&scheme) => address.replace(": ", ":").replace(' ', "-").to_lowercase(),
        _ => format!("<{address}>"),
    }
}

/// Whether marks around a text would have made something of it: it neither begins nor ends with a space or a pause.
fn holds_words(inner: &str) -> bool {
    let ends = |character: char| character.is_whitespace() || "＊｀，。；、".contains(character);
    !inner.is_empty() && !inner.starts_with(ends) && !inner.ends_with(|character: char| character.is_whitespace())
}

/// Braces that quote no cell, because one of them is missing or in full width.
fn quotes(run: &TextRun<'_>, found: &mut Vec<NearMiss>) {
    let text: &str = &run.text;
    if let Some(at) = text.find("｛｛") {
        let end = text[at..].find("｝｝").map_or(at + "｛｛".len(), |length| at + length + "｝｝".len());
        found.push(NearMiss::new(at..end, "braces in full width quote no cell", "{{table.row.column}}"));
    }
    let mut from = 0;
    while let Some(close) = text[from..].find("}}").map(|at| from + at) {
        from = close + 2;
        let reach = text.ceil_char_boundary(close.saturating_sub(REACH));
        let Some(open) = text[reach..close].rfind('{').map(|at| reach + at) else {
            continue;
        };
        let path = &text[open + 1..close];
        if !text[..open].ends_with('{') && cell_path::<String, String, String>(path).is_some() && is_path(path) {
            found.push(NearMiss::new(open..from, "one brace quotes no cell", &format!("{{{{{path}}}}}")));
        }
    }
}

fn is_path(path: &str) -> bool {
    path.split('.').all(|part| !part.is_empty()) && path.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a line begins with. An item of a list that is a paragraph of its own reads as it was meant: only later lines run
/// together with what stands before them.
fn line(line: &str, begins_block: bool) -> Option<NearMiss> {
    let first = line.chars().next()?;
    let miss = |length: usize, message: &str, instead: &str| Some(NearMiss::new(0..length, message, instead));
    match first {
        '#' | '＃' => heading(line),
        '：' | ':' => {
            let colons = line.len() - line.trim_start_matches(['：', ':']).len();
            let named = !line[colons..].trim().is_empty();
            (named && line[..colons].chars().count() >= 3)
                .then(|| NearMiss::new(0..colons, "a container has half-width colons", "::: tip"))
        }
        '＞' => miss(first.len_utf8(), "a quote begins with a half-width mark", "> …"),
        '｜' if line.trim_end().ends_with(['｜', '|']) => {
            miss(first.len_utf8(), "a table has half-width bars", "| … | … |")
        }
        '｀' if line.starts_with("｀｀｀") => {
            miss("｀｀｀".len(), "a block of code has half-width backticks", "```")
        }
        '·' if is_fence(line, '·') => miss("···".len(), "a block of code has backticks", "```"),
        '[' | '【' | '［' if list_box(line) => {
            miss(first.len_utf8(), "this is no box of a task", "- [ ] … or - [x] …")
        }
        '0'..='9' if !begins_block => number(line),
        _ => None,
    }
}

/// `##标题`, `＃标题`; not `#话题#`, `#12`.
fn heading(line: &str) -> Option<NearMiss> {
    let text = line.trim_start_matches(['#', '＃']);
    let marks = &line[..line.len() - text.len()];
    let level = marks.chars().count();
    let words = text.trim();
    let is_tag = level == 1 && (words.contains(['#', '＃']) || text.starts_with(|first: char| first.is_ascii()));
    if level > 6 || words.is_empty() || is_tag || words.starts_with(|first: char| first.is_ascii_digit() && level == 1)
    {
        return None;
    }
    let message = if marks.contains('＃') {
        "a heading has half-width marks"
    } else {
        "a heading needs a space after its marks"
    };
    Some(NearMiss::new(0..marks.len(), message, &format!("{} {words}", "#".repeat(level))))
}

/// The first line of a paragraph whose next line, too, is meant as an item of a list; `rest` is what the source holds behind it.
pub(super) fn first_item(run: &TextRun<'_>, setting: InlineContext, rest: &str) -> Option<NearMiss> {
    if setting != InlineContext::Paragraph || !run.is_typed(0) {
        return None;
    }
    let first = number(&run.text)?;
    let next = rest.split_once('\n')?.1.trim_start_matches([' ', '\t', '\u{3000}']);
    let behind = next.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let is_numbered = behind.len() < next.len() && behind.starts_with(". ");
    (is_numbered || number(next).is_some()).then_some(first)
}

/// `1、第一`, `1．第一`, `1.第一`; not `1、2 号`.
fn number(line: &str) -> Option<NearMiss> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = line[digits..].chars();
    let mark = rest.next()?;
    let next = rest.next()?;
    let item = match mark {
        '、' | '．' => !next.is_ascii_digit(),
        '.' => crate::analysis::is_han(next),
        _ => false,
    };
    ((1..=2).contains(&digits) && item).then(|| {
        let words: String = rest.as_str().chars().take(8).collect();
        let instead = format!("{}. {}{words}…", &line[..digits], next.to_string().trim());
        NearMiss::new(
            0..digits + mark.len_utf8(),
            "an item of a list begins with a number, a point and a space",
            &instead,
        )
    })
}

/// Three of a mark, and at most the name of a language.
fn is_fence(line: &str, mark: char) -> bool {
    let name = line.trim_start_matches(mark);
    line.chars().take_while(|character| *character == mark).count() == 3
        && name.trim().bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `[]`, `[ x ]`, `【x】`: what is no box, at the beginning of an item.
fn list_box(line: &str) -> bool {
    ["[] ", "[ x ] ", "[√]", "[✓]", "【】", "【 】", "【x】", "【√】", "［ ］", "［x］"]
        .iter()
        .any(|slip| line.starts_with(slip))
}

/// The kinds of alert.
const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// `[!…]` of no kind of alert, or not alone on its line.
fn alert(text: &str) -> Option<NearMiss> {
    let rest = text.strip_prefix(['[', '［', '【'])?;
    let name = rest.strip_prefix(['!', '！'])?;
    let length = name.find([']', '］', '】']).filter(|length| (1..=REACH).contains(length))?;
    let end = text.len() - name.len() + length + name[length..].chars().next().map_or(1, char::len_utf8);
    let (name, slip) = (&name[..length], &text[..end]);
    let named = ALERTS.into_iter().find(|known| name.eq_ignore_ascii_case(known));
    name.chars().all(|character| character.is_alphanumeric() || character == '-').then(|| match named {
        Some(known) => {
            let message = format!("`{slip}` makes no alert as it is written");
            let hint = format!("write `> [!{known}]` alone on the first line of a quote, `> …` below it");
            NearMiss { part: 0..end, message, hint }
        }
        None => NearMiss {
            part: 0..end,
            message: format!("`{slip}` is no alert that is known"),
            hint: format!("known here: {}", ALERTS.map(|known| format!("`[!{known}]`")).join(", ")),
        },
    })
}
