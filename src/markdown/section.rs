//! The sections of a text, each named by what it says: wrapped or spaced anew, or with one mark of punctuation in place of
//! another, it says the same. Signs, decimal points and comparators are words.

use super::tree::{Block, Inline, SyntaxTree};
use crate::analysis::is_full_width;

/// What stands under one heading of a text, or before the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSection {
    /// Names what it says.
    pub fingerprint: u64,
    /// How many blocks of each kind it has.
    pub shape: SectionShape,
}

/// How many blocks of each kind a section has, those within others too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionShape {
    /// Paragraphs that stand in no list.
    pub paragraphs: usize,
    /// Items of lists.
    pub items: usize,
    /// Blocks of code.
    pub code: usize,
}

/// The sections of a text: the question with what follows it, then one for each heading of the answer.
pub(crate) fn sections(question: &[Inline<'_>], answer: &SyntaxTree<'_>) -> Vec<TextSection> {
    let mut sections = Vec::new();
    let mut section = SectionWriter {
        answer,
        text: String::new(),
        shape: SectionShape::default(),
        in_list: false,
        in_footnote: false,
    };
    section.running("#", question);
    for block in &answer.blocks {
        if let Block::Heading(_) = block {
            sections.push(section.take());
        }
        section.block(block);
    }
    sections.push(section.take());
    sections
}

/// What a section says, as far as it was written down.
struct SectionWriter<'d, 's> {
    answer: &'d SyntaxTree<'s>,
    text: String,
    shape: SectionShape,
    in_list: bool,
    in_footnote: bool,
}

/// What no text holds stands between what is said, so that nothing is said in two ways: a block begins, a name begins and ends,
/// and a run of marks.
const BLOCK: char = '\u{1}';
const NAME: char = '\u{2}';
const END: char = '\u{3}';
const MARK: char = '\u{4}';

impl SectionWriter<'_, '_> {
    fn take(&mut self) -> TextSection {
        let hash = blake3::hash(self.text.as_bytes());
        self.text.clear();
        let fingerprint = hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        TextSection { fingerprint, shape: std::mem::take(&mut self.shape) }
    }

    fn begin(&mut self, kind: &str) {
        self.text.push(BLOCK);
        self.text.push_str(kind);
        self.text.push(END);
    }

    /// A block of running text.
    fn running(&mut self, kind: &str, inlines: &[Inline<'_>]) {
        self.begin(kind);
        let mut written = String::new();
        self.write(inlines, &mut written);
        push_words(&written, &mut self.text);
    }

    fn blocks(&mut self, blocks: &[Block<'_>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    /// Blocks within a block, which may have a title.
    fn titled(&mut self, kind: &str, title: &[Inline<'_>], blocks: &[Block<'_>]) {
        self.begin(kind);
        if !title.is_empty() {
            self.running("title", title);
        }
        self.blocks(blocks);
        self.begin("end");
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Heading(heading) => {
                let named = if heading.named { heading.anchor.as_str() } else { "" };
                self.running(&format!("h{} {named}", heading.level), &heading.content);
            }
            // Blank lines between the items of a list say nothing.
            Block::Paragraph(content) | Block::Plain(content) => {
                self.shape.paragraphs += usize::from(!self.in_list);
                self.running("p", content);
            }
            Block::Code(code) => {
                self.shape.code += 1;
                self.begin(&format!("code {}", code.language.as_deref().unwrap_or_default()));
                code.title.iter().chain([&code.text]).flat_map(|text| text.lines()).for_each(|line| {
                    self.text.push_str(line.trim_end());
                    self.text.push('\n');
                });
            }
            Block::Quote(blocks) => self.titled("quote ", &[], blocks),
            Block::Alert(alert) => self.titled(&format!("quote {}", alert.kind.name()), &alert.title, &alert.blocks),
            Block::Details(details) => self.titled("details", &details.title, &details.blocks),
            Block::Tabs(tabs) => tabs.iter().for_each(|tab| self.titled("tab", &tab.title, &tab.blocks)),
            Block::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| self.running("dt", term));
                    definition.meanings.iter().for_each(|meaning| self.titled("dd", &[], meaning));
                }
            }
            Block::List { start, items } => {
                self.begin(&start.map_or_else(|| "list".to_owned(), |start| format!("list {start}")));
                let outer = std::mem::replace(&mut self.in_list, true);
                for item in items {
                    self.shape.items += 1;
                    self.begin(match item.checked {
                        None => "item",
                        Some(true) => "done",
                        Some(false) => "open",
                    });
                    self.blocks(&item.blocks);
                }
                self.in_list = outer;
                self.begin("end");
            }
            Block::Table(table) => {
                self.begin("table");
                table.head.iter().for_each(|cell| self.running("th", cell));
                for row in &table.rows {
                    self.begin("row");
                    row.iter().for_each(|cell| self.running("td", cell));
                }
            }
            // A line between says nothing.
            Block::Break => {}
            Block::RuleTable(quote) => {
                let columns: Vec<&str> = quote.columns.iter().map(|column| column.as_str()).collect();
                self.begin(&format!("rules {}: {}", quote.table, columns.join(", ")));
            }
        }
    }

    /// Running text, with names in place of what is no text. Emphasis says nothing; what is struck out does. A footnote is said
    /// where it is referred to, but for those within it.
    fn write(&self, inlines: &[Inline<'_>], out: &mut String) {
        let name = |out: &mut String, kind: &str, name: &str| {
            out.push(NAME);
            out.push_str(kind);
            out.push_str(name);
            out.push(END);
        };
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.push_str(text),
                Inline::Code(code) => name(out, "`", code),
                Inline::Emphasis(content) | Inline::Strong(content) => self.write(content, out),
                Inline::Strikethrough(content) => {
                    name(out, "~", "");
                    self.write(content, out);
                    name(out, "~", "end");
                }
                Inline::Element(element, content) => {
                    name(out, "<", element.name());
                    self.write(content, out);
                    name(out, ">", "");
                }
                Inline::Link(link) => {
                    name(out, "[", &link.target.to_string());
                    self.write(&link.content, out);
                    name(out, "]", "");
                }
                Inline::Image(image) => {
                    name(out, "!", image.source.as_str());
                    out.push_str(&image.alternative);
                    name(out, "!", "");
                }
                Inline::SoftBreak | Inline::HardBreak => out.push(' '),
                Inline::Quote(quote) => name(out, "{", &format!("{}.{}.{}", quote.table, quote.row, quote.column)),
                Inline::Formula(formula) => name(out, "$", &formula.tex),
                Inline::Snippet(quote) => name(out, "{", &format!("snippets/{}", quote.snippet)),
                Inline::Footnote(index) => {
                    name(out, "^", "");
                    if let Some(footnote) = self.answer.footnotes.get(*index).filter(|_| !self.in_footnote) {
                        let mut note = SectionWriter { text: String::new(), in_footnote: true, ..*self };
                        note.blocks(&footnote.blocks);
                        name(out, "^", &note.text.replace(END, "\n"));
                    }
                }
            }
        }
    }
}

/// Adds the words of running text: spaces only where they part two words, and one mark for any that stand together.
fn push_words(written: &str, out: &mut String) {
    let start = out.len();
    let mut before = ' ';
    let mut is_spaced = false;
    let mut is_marked = false;
    let mut rest = written.chars().map(unified).peekable();
    let mut after_next = written.chars().map(unified).skip(2);
    while let Some(character) = rest.next() {
        let second = after_next.next();
        if character == NAME {
            push_pending(&mut is_marked, start, out);
            out.push(character);
            for named in rest.by_ref() {
                out.push(named);
                after_next.next();
                if named == END {
                    break;
                }
            }
            (before, is_spaced) = (END, false);
            continue;
        }
        let place = MarkPlace { before, next: rest.peek().copied(), second };
        if character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}' | '\u{ad}') {
            is_spaced = true;
        } else if is_mark(character, place) {
            (is_marked, is_spaced) = (true, false);
        } else {
            push_pending(&mut is_marked, start, out);
            let parts_words = |character: char| character.is_alphanumeric() && !is_full_width(character);
            if is_spaced && parts_words(character) && out.ends_with(parts_words) {
                out.push(' ');
            }
            out.push(character);
            is_spaced = false;
        }
        before = character;
    }
}

/// Adds the mark that stands between what was said and what follows. At the ends of a block a mark says nothing.
fn push_pending(is_marked: &mut bool, start: usize, out: &mut String) {
    if std::mem::take(is_marked) && out.len() > start {
        out.push(MARK);
    }
}

/// A character as it is written in half the width, and with one form for each sign.
fn unified(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '￥' => '¥',
        _ => character,
    }
}

/// Where a character stands.
#[derive(Clone, Copy)]
struct MarkPlace {
    before: char,
    next: Option<char>,
    second: Option<char>,
}

/// Whether a character is punctuation there, and no word.
fn is_mark(character: char, place: MarkPlace) -> bool {
    let is_number = |next: Option<char>| next.is_some_and(|next| next.is_ascii_digit());
    let begins_number = is_number(place.next) || (place.next == Some('.') && is_number(place.second));
    let within = place.before.is_ascii_alphanumeric();
    match character {
        // A decimal point, or one within a name: `example.com`.
        '.' if within => !place.next.is_some_and(|next| next.is_ascii_digit() || next.is_ascii_lowercase()),
        '.' => !is_number(place.next),
        // Signs of numbers, but for what stands between two.
        '-' | '–' | '~' => within || !begins_number,
        ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '[' | ']' | '{' | '}' => true,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' => true,
        '\u{2010}'..='\u{2012}' | '\u{2014}'..='\u{201f}' | '\u{2026}' | '\u{2027}' | '\u{2039}' | '\u{203a}' => true,
        '·' | '•' | '・' | '﹁' | '﹂' | '«' | '»' | '¡' | '¿' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::push_words;

    fn said(text: &str) -> String {
        let mut out = String::new();
        push_words(text, &mut out);
        out
    }

    #[test]
    fn spacing_and_other_marks_say_the_same() {
        for (one, other) in [
            ("备案 ICP，要 20 天。", "备案ICP,要20天."),
            ("“退税”：不行！", "「退税」——不行。"),
            ("First, file it.  Then wait", "First; file it. Then wait…"),
            ("１２３（含）", "123 (含)"),
            ("don't", "don’t"),
            ("5-10 天", "5～10天"),
            ("超过 5 %", "超过5%"),
        ] {
            assert_eq!(said(one), said(other), "{one} / {other}");
        }
    }

    #[test]
    fn signs_points_comparators_and_words_do_not() {
        for (one, other) in [
            ("-5 度", "5 度"),
            ("-5", "+5"),
            ("0.5", "0，5"),
            ("1.5", "15"),
            ("< 5", "<= 5"),
            ("≥ 5", "≤ 5"),
            ("a = b", "a ≠ b"),
            ("不可以", "可以"),
            ("可以退", "退"),
            ("foo bar", "foobar"),
            ("US", "us"),
            ("5%", "5‰"),
            ("10 11", "10、11"),
            ("see example.com", "see example, com"),
            (".5", "5"),
        ] {
            assert_ne!(said(one), said(other), "{one} / {other}");
        }
    }
}
