//! What other tools make something of, and is shown as it is here.

use std::ops::Range;

use super::inline_context::InlineContext;
use super::near_miss::NearMiss;
use super::run::TextRun;

/// What a construct is, for a message, and what to write instead.
type Advice = (&'static str, &'static str);

/// The constructs of other tools in a run: whether a line of the source begins with it, and whether there are formulas.
pub(super) fn foreign(
    run: &TextRun<'_>,
    setting: InlineContext,
    (begins_line, has_formulas): (bool, bool),
) -> Vec<NearMiss> {
    let mut found = Vec::new();
    let mut add = |(part, (message, instead)): (Range<usize>, Advice)| {
        if run.is_typed(part.start) {
            found.push(NearMiss { part, message: message.to_owned(), hint: instead.to_owned() });
        }
    };
    if begins_line && setting.has_lines() {
        line(&run.text).into_iter().for_each(&mut add);
    }
    for (open, close, advice) in PAIRS {
        within(&run.text, open, close).map(|part| (part, advice)).into_iter().for_each(&mut add);
    }
    if run.text.contains('$') {
        let found = formula(&run.text).filter(|(part, _)| !(has_formulas && run.text[part.clone()].starts_with("$$")));
        found.map(|(part, advice)| (part, if has_formulas { BROKEN } else { advice })).into_iter().for_each(&mut add);
    }
    emoji(&run.text).into_iter().for_each(&mut add);
    footnote(&run.text).into_iter().for_each(&mut add);
    found
}

/// What stands between two marks.
const PAIRS: [(&str, &str, Advice); 3] = [
    (
        "[[",
        "]]",
        ("a link in double brackets is shown as it is", "link to an article by its id: `[text](article:the-id)`"),
    ),
    ("{%", "%}", ("a tag of a template is shown as it is", "write what it stands for, or put it into `code`")),
    ("{{<", ">}}", ("a shortcode is not known", "write what it stands for, or put it into `code`")),
];

const ALERT: &str = "write `> [!NOTE]` (or `TIP`, `IMPORTANT`, `WARNING`, `CAUTION`) on a line, and `> …` below it";
const DIRECTIVES: [(&str, Advice); 6] = [
    ("!!! ", ("a note of this kind is shown as it is", ALERT)),
    ("??? ", ("a note of this kind is shown as it is", ALERT)),
    ("???+ ", ("a note of this kind is shown as it is", ALERT)),
    (
        "=== \"",
        (
            "tabs of this kind are shown as they are",
            "write `::: tab Name` before each and `:::` after it, `:::: tabs` and `::::` around all",
        ),
    ),
    (
        "--8<--",
        (
            "files are not included in others",
            "write what it holds; a number or a table can be quoted: `{{table.row.column}}`",
        ),
    ),
    ("[TOC]", ("a page lists its headings by itself", "remove the line")),
];

/// What a line begins with.
fn line(line: &str) -> Option<(Range<usize>, Advice)> {
    let (mark, advice) = DIRECTIVES.into_iter().find(|(mark, _)| line.starts_with(mark))?;
    Some((0..mark.trim_end_matches([' ', '"']).len(), advice))
}

/// So many bytes are searched for the mark that ends a construct.
const REACH: usize = 256;

fn reach(text: &str) -> &str {
    &text[..text.floor_char_boundary(REACH)]
}

/// The first part of a text from one mark to another.
fn within(text: &str, open: &str, close: &str) -> Option<Range<usize>> {
    let start = text.find(open)?;
    let inner = reach(&text[start + open.len()..]);
    let length = inner.find(close).filter(|length| !inner[..*length].trim().is_empty())?;
    Some(start..start + open.len() + length + close.len())
}

/// `$a^2$`, `$$…$$`; not `$5 and $10`.
fn formula(text: &str) -> Option<(Range<usize>, Advice)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('$').map(|at| from + at) {
        let marks = if text[open..].starts_with("$$") { "$$" } else { "$" };
        let inner = reach(&text[open + marks.len()..]);
        from = open + marks.len();
        let Some(length) = inner.find(marks) else {
            continue;
        };
        let (written, after) = (&inner[..length], inner[length + marks.len()..].chars().next());
        let ends = |character: char| character.is_whitespace();
        let is_formula = written.contains(['\\', '^', '_', '{', '='])
            && !written.starts_with(ends)
            && !written.ends_with(ends)
            && !after.is_some_and(|after| after.is_ascii_alphanumeric());
        if is_formula {
            let advice = (
                "a formula is shown as it is",
                "write `math: yes` in `content/site.yaml` to have formulas, or write its characters, as in `a²`",
            );
            return Some((open..from + length + marks.len(), advice));
        }
    }
    None
}

/// What looks like a formula where there are some, and is none.
const BROKEN: Advice = (
    "these dollars are no marks of a formula and shown as they are",
    "a formula has as many `{` as `}`, and no space within its dollars",
);

/// ` ^[a footnote]`; not ` ^[a-z]`.
fn footnote(text: &str) -> Option<(Range<usize>, Advice)> {
    let start = text.find(" ^[")? + 1;
    let inner = reach(&text[start + 2..]);
    let length = inner.find(']').filter(|length| inner[..*length].contains([' ', '，', '。']))?;
    let advice =
        ("a footnote behind a space is shown as it is", "write `^[…]` directly behind the word that it is about");
    Some((start..start + length + 3, advice))
}

/// `:smile:`; not `10:30:15`, `a:b:c`.
fn emoji(text: &str) -> Option<(Range<usize>, Advice)> {
    let mut from = 0;
    while let Some(open) = text[from..].find(':').map(|at| from + at) {
        from = open + 1;
        let name = text[from..].bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let after = &text[from + name..];
        let stands_alone =
            |character: Option<char>| !character.is_some_and(|next| next.is_ascii_alphanumeric() || next == ':');
        let ended = after.strip_prefix(':').is_some_and(|after| stands_alone(after.chars().next()));
        if name > 1 && ended && stands_alone(text[..open].chars().next_back()) {
            return Some((
                open..from + name + 1,
                ("an emoji is named here, and not shown", "write the character itself"),
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let run = TextRun::new(text.into(), 0..text.len(), text);
        let found = foreign(&run, InlineContext::Paragraph, (true, false));
        found.into_iter().map(|miss| text[miss.part].to_owned()).collect()
    }

    #[test]
    fn what_other_tools_know_is_told() {
        for (text, part) in [
            ("!!! note \"注意\"", "!!!"),
            ("???+ tip", "???+"),
            ("=== \"Linux\"", "==="),
            ("--8<-- \"inc.md\"", "--8<--"),
            ("[TOC]", "[TOC]"),
            ("公式 $a^2$ 。", "$a^2$"),
            ("$$x = 1$$", "$$x = 1$$"),
            ("好 :smile: 的", ":smile:"),
            ("[[hello]]", "[[hello]]"),
            ("word ^[a note].", "^[a note]"),
            ("{% tabs %}", "{% tabs %}"),
        ] {
            assert_eq!(told(text), [part], "{text}");
        }
    }

    #[test]
    fn prose_is_left_alone() {
        for text in [
            "It costs $5 and $10, or $HOME and $PATH.",
            "At 10:30:15, a:b:c, std::vec::Vec, note: see: this",
            "[a][b] [x] {a} 100% [[]] == ==",
            "什么？！！！ !!!",
            "https://example.com",
            "C:\\x $a",
            "matches ^[a-z]+ and word^[a note]",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
