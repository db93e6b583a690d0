//! The words of running text of another tool: what stands in tags, addresses and directives is passed over.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::nearby::{MAX_DISTANCE, end_of_address, keys, label_apart, label_of, near, within_line};
use super::page::{PageNames, SourcePage};
use super::words::WordKind;
use crate::import::convert::{MarkupTag, code_language, symbol};
use crate::markdown::fence::lead;

/// A reference to a character is no longer, in bytes.
const MAX_ENTITY: usize = 32;
/// Attributes that hold what readers see.
const VISIBLE: &str = " title label caption description subtitle summary header heading text alt tooltip content message question answer ";
/// Attributes that hold where a tag leads.
const LEADING: &str = " href src to link url image ";
/// Elements that part no words.
const WITHIN_WORDS: &str = " a b strong em i code span kbd sub sup mark del ins s u small q cite var samp tt font strike big dfn label \
    time nobr wbr bdi bdo ruby rt rb acronym ";
/// Elements that hold what tools show as code, or do not.
const OF_CODE: &str = " code pre samp tt kbd codeblock ";
/// Containers whose titles are none.
const UNTITLED: &str = " tabs code-tabs code-group codegroup raw v-pre html ";

fn is_among(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

/// Reads running text character by character.
pub(super) struct RunningText<'t, 'p> {
    text: &'t str,
    at: usize,
    end: usize,
    /// Where the line ends whose end was looked for last.
    line_end: usize,
    /// Closing tags that were not found: they are not behind any later place either.
    unclosed: BTreeSet<String>,
    names: &'p PageNames<'t>,
    page: &'p mut SourcePage,
    /// How many elements of code are open.
    code: usize,
    in_formula: bool,
    /// Whether the line is the first of a container.
    is_container: bool,
    /// Whether the line may be code by indentation, and whether it begins with a tag: then some tools read no Markdown in it.
    is_indented: bool,
    is_html: bool,
}

impl<'t, 'p> RunningText<'t, 'p> {
    pub(super) fn new(text: &'t str, range: Range<usize>, names: &'p PageNames<'t>, page: &'p mut SourcePage) -> Self {
        Self {
            text,
            at: range.start,
            end: range.end,
            line_end: range.start,
            unclosed: BTreeSet::new(),
            names,
            page,
            code: 0,
            in_formula: false,
            is_container: false,
            is_indented: false,
            is_html: false,
        }
    }

    pub(super) fn read(mut self) {
        let mut begins_line = true;
        while self.at < self.end {
            if begins_line {
                let line = self.line();
                let inner = line.trim_start_matches([' ', '\t', '>']);
                self.is_indented = line.starts_with("    ") || line.starts_with('\t');
                self.is_html = inner.starts_with('<');
                self.is_container = inner.starts_with(":::");
                self.at += self.beginning_of_line(line);
                begins_line = false;
                continue;
            }
            let rest = self.rest();
            let Some(first) = rest.chars().next() else {
                break;
            };
            let taken = match first {
                // In a formula they are signs.
                '<' | ']' | '[' | '{' | ':' | '&' | '+' if self.in_formula => None,
                '`' => Some(self.span_of_code(rest)),
                '\\' => self.escaped(rest),
                '<' => self.markup(rest),
                ']' => self.target(rest),
                '[' => rest.strip_prefix("[^").and_then(|label| Some(3 + within_line(label, ']')?)),
                '{' => self.braces(rest),
                ':' => self.emoji(rest),
                '&' => self.entity(rest),
                '+' => keys(rest),
                '$' if self.names.has_math => self.formula(rest),
                '$' if rest.starts_with("$$") => self.mark_of_formula(rest),
                _ if self.names.has_symbols => symbol(&self.text[..self.at], rest).map(|(length, _)| length),
                _ => None,
            };
            // Behind a break, what begins a line may be a mark of a list.
            begins_line = taken.is_some() && rest.starts_with("<br");
            if taken.is_none() {
                self.page.words.push(first, self.at, self.kind());
                begins_line = first == '\n';
            }
            self.at += taken.unwrap_or(first.len_utf8());
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// The line from here on.
    fn line(&mut self) -> &'t str {
        if self.at >= self.line_end {
            self.line_end = self.rest().find('\n').map_or(self.end, |length| self.at + length);
        }
        &self.text[self.at..self.line_end]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn kind(&self) -> WordKind {
        if self.code > 0 || self.in_formula || self.is_indented { WordKind::Either } else { WordKind::Text }
    }

    /// What a line begins with that is no text: marks of quotes and lists, kinds of containers, labels.
    fn beginning_of_line(&self, line: &str) -> usize {
        let mut begin = lead(line).len();
        let digits = line[begin..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && line[begin + digits..].starts_with(['.', ')']) && line[begin + digits + 1..].starts_with('\t')
        {
            begin += digits + 2;
        }
        if ["[ ] ", "[x] ", "[X] "].iter().any(|mark| line[begin..].starts_with(mark)) {
            begin += 4;
        }
        if line[begin..].starts_with(": ") {
            begin = line.len() - line[begin + 1..].trim_start().len();
        }
        let head = &line[begin..];
        let marks = |mark: char| head.len() - head.trim_start_matches(mark).len();
        let is_of_name = |next: char| next.is_alphanumeric() || matches!(next, '-' | '_');
        let passed = if marks(':') >= 3 {
            let kind = head[marks(':')..].trim_start();
            let name = &kind[..kind.find(|next| !is_of_name(next)).unwrap_or(kind.len())];
            if is_among(UNTITLED, name) { head.len() } else { head.len() - kind.len() + name.len() }
        } else if head.starts_with("@tab") {
            head.find(' ').unwrap_or(head.len())
        } else if head.starts_with("!!!") || head.starts_with("???") {
            head.find('"').unwrap_or(head.len())
        } else if marks('/') >= 3 {
            let kind = head.trim_start_matches('/').trim_start();
            let is_titled =
                !["html", "caption", "figure-caption", "table-caption"].iter().any(|name| kind.starts_with(name));
            head.find('|').filter(|_| is_titled).unwrap_or(head.len())
        } else if head.starts_with("[!") && !head.starts_with("[![") && line.contains('>') {
            near(head, MAX_DISTANCE).find(']').map_or(0, |end| end + 1)
        } else if head.starts_with("[^") {
            near(head, MAX_DISTANCE).find("]:").map_or(0, |end| end + 2)
        } else {
            0
        };
        begin + passed
    }

    /// A span of code, or backticks that begin none.
    fn span_of_code(&mut self, rest: &str) -> usize {
        let length = rest.len() - rest.trim_start_matches('`').len();
        let near = near(&rest[length..], MAX_DISTANCE);
        // No span goes on in another item or row.
        let begins_block = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '>']);
            line.is_empty() || line.starts_with(['|', '#']) || !lead(line).trim().is_empty()
        };
        let mut ends = near.match_indices('\n').map(|(at, _)| at);
        let end = ends.find(|end| begins_block(near[end + 1..].lines().next().unwrap_or_default()));
        let paragraph = end.map_or(near, |end| &near[..end]);
        let mut at = 0;
        while let Some(open) = paragraph[at..].find('`').map(|open| at + open) {
            let marks = paragraph[open..].len() - paragraph[open..].trim_start_matches('`').len();
            if marks == length {
                let language = code_language(&paragraph[..open]).filter(|_| self.names.has_code_languages).unwrap_or(0);
                let place = self.at + length + language;
                let kind = if self.is_html { WordKind::Either } else { WordKind::Code };
                self.page.words.push_text(&paragraph[language..open], place, kind);
                return open + 2 * length;
            }
            at = open + marks;
        }
        length
    }

    /// A formula in running text; the marks of others are passed.
    fn formula(&mut self, rest: &str) -> Option<usize> {
        if rest.starts_with("$$") {
            return self.mark_of_formula(rest);
        }
        let end = within_line(&rest[1..], '$').filter(|end| *end > 0 && !self.in_formula)?;
        self.page.words.push_text(&rest[1..=end], self.at + 1, WordKind::Either);
        Some(end + 2)
    }

    /// Two signs that begin a formula, if two follow, or end one.
    fn mark_of_formula(&mut self, rest: &str) -> Option<usize> {
        self.in_formula = !self.in_formula && rest[2..].contains("$$");
        Some(2)
    }

    fn escaped(&mut self, rest: &str) -> Option<usize> {
        let next = rest[1..].chars().next().filter(char::is_ascii_punctuation)?;
        self.page.words.push(next, self.at + 1, self.kind());
        Some(2)
    }

    /// A comment, a tag or a declaration.
    fn markup(&mut self, rest: &str) -> Option<usize> {
        if rest.starts_with("<!--") {
            return Some(rest.find("-->").map_or(rest.len(), |end| end + 3));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return within_line(rest, '>').map(|end| end + 1);
        }
        let tag = MarkupTag::at(rest)?;
        let name = tag.name.to_ascii_lowercase();
        if !is_among(WITHIN_WORDS, &name) {
            self.page.words.part();
        }
        if matches!(name.as_str(), "script" | "style") && !tag.is_closing {
            return Some(tag.length + self.length_of_program(&rest[tag.length..], format!("</{}", tag.name)));
        }
        if is_among(OF_CODE, &name) && !tag.is_self_closing {
            self.code = if tag.is_closing { self.code.saturating_sub(1) } else { self.code + 1 };
        }
        let is_placeholder = tag.attributes.is_empty()
            && !tag.is_closing
            && !tag.is_self_closing
            && !tag.is_of_html()
            && !self.names.closed.contains(tag.name.as_str());
        if is_placeholder {
            self.page.words.push_apart(&tag.name, (self.at, self.at + tag.length));
        }
        for (name, value) in &tag.attributes {
            self.attribute(&name.to_ascii_lowercase(), value, tag.length);
        }
        Some(tag.length)
    }

    /// How long a program or a style is that ends with a closing tag; nothing, if none follows.
    fn length_of_program(&mut self, rest: &str, closing: String) -> usize {
        if self.unclosed.contains(&closing) {
            return 0;
        }
        rest.find(&closing).unwrap_or_else(|| {
            self.unclosed.insert(closing);
            0
        })
    }

    fn attribute(&mut self, name: &str, value: &str, length: usize) {
        if value.starts_with('{') {
            return;
        }
        if is_among(VISIBLE, name) {
            self.page.words.push_apart(value, (self.at, self.at + length));
        } else if is_among(LEADING, name) {
            self.address(value);
        }
    }

    fn address(&mut self, address: &str) {
        // What a shortcode makes of an address is told by itself.
        if (address.starts_with("https://") || address.starts_with("http://")) && !address.contains("{{") {
            self.page.addresses.push((address.to_owned(), self.at));
        }
    }

    /// Where a link leads whose text ends here.
    fn target(&mut self, rest: &str) -> Option<usize> {
        if let Some(label) = rest.strip_prefix("][") {
            let (end, name) = label_of(label)?;
            let is_defined = end == 0 || self.names.has_definitions || self.names.labels.contains(&name);
            return is_defined.then_some(3 + end);
        }
        if let Some(label) = label_apart(rest).filter(|_| self.names.has_names_apart) {
            let (end, name) = label_of(label)?;
            let is_defined = self.names.has_definitions || self.names.labels.contains(&name);
            return is_defined.then_some(rest.len() - label.len() + end + 1);
        }
        let inner = rest.strip_prefix("](")?;
        let inner = inner.strip_prefix('\n').unwrap_or(inner).trim_start_matches(' ');
        let (address, after) = match inner.strip_prefix('<') {
            Some(inner) => {
                let end = within_line(inner, '>')?;
                (&inner[..end], &inner[end + 1..])
            }
            None => inner.split_at(end_of_address(inner)?),
        };
        let title = after.trim_start();
        let end = match title.chars().next()? {
            ')' => rest.len() - title.len() + 1,
            quote @ ('"' | '\'') => {
                let end = within_line(&title[1..], quote)?;
                let behind = title[end + 2..].trim_start();
                if !behind.starts_with(')') {
                    return None;
                }
                self.page.words.push_apart(&title[1..=end], (self.at, self.at + 1));
                rest.len() - behind.len() + 1
            }
            _ => return None,
        };
        self.address(address);
        Some(end)
    }

    /// A shortcode, a directive, a comment of MDX, or attributes.
    fn braces(&mut self, rest: &str) -> Option<usize> {
        let near = near(rest, MAX_DISTANCE);
        if !near.contains('}') && !near.starts_with("{title=") {
            return None;
        }
        let length = |mark: &str| near.find(mark).map(|end| end + mark.len());
        if rest.starts_with("{{<") || rest.starts_with("{{%") {
            let length = length(if rest.starts_with("{{<") { ">}}" } else { "%}}" })?;
            self.page.words.part();
            self.count_code(near[3..length].trim_end_matches(['>', '%', '}']).trim());
            let mut before = "";
            for (place, piece) in near[..length].split('"').enumerate() {
                let name = before.strip_suffix('=').and_then(|before| before.rsplit(char::is_whitespace).next());
                if place % 2 == 1
                    && (name.is_some_and(|name| is_among(VISIBLE, name)) || name.is_none() && piece.contains(' '))
                {
                    self.page.words.push_apart(piece, (self.at, self.at + length));
                }
                before = piece;
            }
            return Some(length);
        }
        if rest.starts_with("{{#") {
            return length("}}");
        }
        if rest.starts_with("{/*") {
            return length("*/}");
        }
        if rest.starts_with("{{") {
            let length = length("}}")?;
            self.page.words.push_apart(&near[..length], (self.at, self.at + length));
            return Some(length);
        }
        if rest.starts_with("{title=") {
            return Some("{title=".len());
        }
        let inner = &near[1..within_line(near, '}')?];
        let is_list = inner.starts_with(['#', '.', ':']) || inner.trim_start().starts_with(['#', '.']);
        let follows = self.before().is_some_and(|before| matches!(before, ')' | '`' | '*' | ']' | '>' | '$'));
        let is_known = inner.starts_with("frontMatter.");
        (is_list || self.is_container || follows && inner.contains('=') || is_known).then_some(inner.len() + 2)
    }

    /// Begins or ends what a shortcode holds that may be code.
    fn count_code(&mut self, shortcode: &str) {
        let name = shortcode.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        if matches!(name, "tab" | "highlight") && !shortcode.ends_with('/') {
            self.code = if shortcode.starts_with('/') { self.code.saturating_sub(1) } else { self.code + 1 };
        }
    }

    /// `:tada:`.
    fn emoji(&mut self, rest: &str) -> Option<usize> {
        // What is no mark of emphasis may stand behind a backslash.
        let is_of_name = |next: char| next.is_ascii_lowercase() || next.is_ascii_digit() || "_+-\\".contains(next);
        let name = &rest[1..1 + rest[1..].find(|next| !is_of_name(next))?];
        let after = rest[1 + name.len()..].strip_prefix(':')?;
        let is_of_word = |next: char| next.is_ascii_alphanumeric() || matches!(next, '/' | ':');
        let is_apart = !self.before().is_some_and(is_of_word) && !after.starts_with(is_of_word);
        (is_apart && !name.is_empty()).then_some(name.len() + 2)
    }

    /// `&eacute;`.
    fn entity(&mut self, rest: &str) -> Option<usize> {
        let end = near(rest, MAX_ENTITY).find(';')?;
        let name = &rest[1..end];
        if name.is_empty() || !name.chars().all(|next| next.is_ascii_alphanumeric() || next == '#') {
            return None;
        }
        if let Some(Event::Text(meant)) = Parser::new(&rest[..=end]).nth(1) {
            meant.chars().for_each(|next| self.page.words.push(next, self.at, self.kind()));
        }
        Some(end + 1)
    }
}
