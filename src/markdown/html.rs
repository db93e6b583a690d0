//! Documents as HTML.

use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::formula::mathml;
use super::highlight::write_code;
use super::link_marks::within_marks;
use super::plain::{joins, title};
use super::resolve::Resolve;
use super::tree::{
    Alert, Alignment, Block, CodeBlock, Definition, Details, Formula, Image, ImageSource, Inline, Item, Link,
    SyntaxTree, Table,
};

/// The document as HTML. All text is escaped; the result is safe to insert into a page.
pub fn html(document: &SyntaxTree<'_>, site: &dyn Resolve) -> String {
    let footnotes_seen = vec![0; document.footnotes.len()];
    let mut writer = HtmlWriter { out: String::new(), last: None, site, footnotes_seen, tabs_seen: 0 };
    writer.blocks(&document.blocks);
    writer.footnotes(document);
    writer.out
}

struct HtmlWriter<'a> {
    out: String,
    /// The last character of text, whatever markup follows it.
    last: Option<char>,
    site: &'a dyn Resolve,
    /// How often each footnote was referred to.
    footnotes_seen: Vec<usize>,
    /// How many groups of tabs were written.
    tabs_seen: usize,
}

impl HtmlWriter<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Heading(heading) => {
                let level = heading.level;
                self.out.push_str(&format!("<div class=\"heading\"><h{level} id=\""));
                self.attribute(&heading.anchor);
                self.out.push_str("\">");
                self.inlines(&heading.content);
                // Beside the heading, whose name is its text alone; `static/copy.js` makes it a button.
                self.out.push_str(&format!("</h{level}><a class=\"anchor\" href=\"#"));
                self.attribute(&heading.anchor);
                self.out.push_str("\" aria-labelledby=\"");
                self.attribute(&heading.anchor);
                self.out.push_str("\">#</a></div>");
            }
            Block::Paragraph(content) => {
                self.out.push_str("<p>");
                self.inlines(content);
                self.out.push_str("</p>");
            }
            Block::Plain(content) => self.inlines(content),
            Block::Code(code) => self.code(code),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>");
            }
            Block::Alert(alert) => self.alert(alert),
            Block::Details(details) => self.details("<details>", details),
            Block::Tabs(tabs) => self.tabs(tabs),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => self.table(table),
            Block::Break => self.out.push_str("<hr>"),
            Block::RuleTable(quote) => self.out.push_str(&self.site.table(quote)),
        }
    }

    fn code(&mut self, code: &CodeBlock) {
        if let Some(title) = &code.title {
            self.out.push_str("<figure class=\"code\">\n<figcaption>");
            self.text(title);
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("<pre><code");
        if let Some(language) = &code.language {
            self.out.push_str(" class=\"language-");
            self.attribute(language);
            self.out.push('"');
        }
        self.out.push('>');
        write_code(code, &mut self.out);
        self.last = code.text.chars().next_back();
        self.out.push_str("</code></pre>");
        if code.title.is_some() {
            self.out.push_str("\n</figure>");
        }
    }

    fn alert(&mut self, alert: &Alert<'_>) {
        let name = alert.kind.name();
        self.out.push_str(&format!("<div class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">"));
        if alert.title.is_empty() {
            let title = self.site.alert(alert.kind);
            self.text(&title);
        } else {
            self.inlines(&alert.title);
        }
        self.out.push_str("</p>\n");
        self.blocks(&alert.blocks);
        self.out.push_str("</div>");
    }

    fn details(&mut self, open: &str, details: &Details<'_>) {
        self.out.push_str(open);
        self.out.push_str("<summary>");
        if details.title.is_empty() {
            let title = self.site.details();
            self.text(&title);
        } else {
            self.inlines(&details.title);
        }
        self.out.push_str("</summary>\n");
        self.blocks(&details.blocks);
        self.out.push_str("</details>");
    }

    /// Details of which one is open.
    fn tabs(&mut self, tabs: &[Details<'_>]) {
        self.tabs_seen += 1;
        let group = format!("name=\"tabs-{}\"", self.tabs_seen);
        self.out.push_str("<div class=\"tabs\">\n");
        for (place, tab) in tabs.iter().enumerate() {
            let open = if place == 0 { " open" } else { "" };
            self.details(&format!("<details {group}{open}>"), tab);
            self.out.push('\n');
        }
        self.out.push_str("</div>");
    }

    fn definitions(&mut self, definitions: &[Definition<'_>]) {
        self.out.push_str("<dl>\n");
        for definition in definitions {
            for term in &definition.terms {
                self.wrapped("dt", term);
                self.out.push('\n');
            }
            for meaning in &definition.meanings {
                self.out.push_str("<dd>");
                self.content(meaning);
                self.out.push_str("</dd>\n");
            }
        }
        self.out.push_str("</dl>");
    }

    /// What an item holds: text alone stands without line ends around it.
    fn content(&mut self, blocks: &[Block<'_>]) {
        if let [Block::Plain(content)] = blocks {
            self.inlines(content);
        } else {
            self.blocks(blocks);
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Item<'_>]) {
        let element = if start.is_some() { "ol" } else { "ul" };
        self.out.push_str(&format!("<{element}"));
        if let Some(start) = start.filter(|start| *start != 1) {
            let _infallible = write!(self.out, " start=\"{start}\"");
        }
        if items.iter().any(|item| item.checked.is_some()) {
            self.out.push_str(" class=\"tasks\"");
        }
        self.out.push_str(">\n");
        for item in items {
            self.out.push_str("<li>");
            let mut rest = item.blocks.as_slice();
            if let Some(checked) = item.checked {
                self.task(checked, &mut rest);
            }
            self.content(rest);
            self.out.push_str("</li>\n");
        }
        self.out.push_str(&format!("</{element}>"));
    }

    /// The box of a task, and the text that it begins with, if any: that is what the box is called.
    fn task(&mut self, checked: bool, rest: &mut &[Block<'_>]) {
        self.out.push_str("<label><input type=\"checkbox\" disabled");
        self.out.push_str(if checked { " checked" } else { "" });
        match *rest {
            [Block::Plain(text) | Block::Paragraph(text), after @ ..] if !text.is_empty() => {
                self.out.push_str("> ");
                self.inlines(text);
                *rest = after;
            }
            _ => {
                self.out.push_str(" aria-label=\"");
                let name = self.site.task();
                self.attribute(&name);
                self.out.push_str("\">");
            }
        }
        self.out.push_str("</label>");
    }

    fn table(&mut self, table: &Table<'_>) {
        self.out.push_str("<div class=\"table\" tabindex=\"0\"><table>\n<thead><tr>");
        for (column, cell) in table.head.iter().enumerate() {
            self.cell("th scope=\"col\"", "th", alignment(table, column), cell);
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                self.cell("td", "td", alignment(table, column), cell);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>");
    }

    fn cell(&mut self, open: &str, close: &str, alignment: Alignment, content: &[Inline<'_>]) {
        let class = match alignment {
            Alignment::Natural => "",
            Alignment::Left => " class=\"left\"",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        self.out.push_str(&format!("<{open}{class}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{close}>"));
    }

    fn inlines(&mut self, inlines: &[Inline<'_>]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => {
                    self.out.push_str("<code>");
                    self.text(code);
                    self.out.push_str("</code>");
                }
                Inline::Emphasis(content) => self.wrapped("em", content),
                Inline::Strong(content) => self.wrapped("strong", content),
                Inline::Strikethrough(content) => self.wrapped("del", content),
                Inline::Element(element, content) => self.wrapped(element.name(), content),
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => self.image(image),
                Inline::SoftBreak => {
                    if !joins(self.last, &inlines[index + 1..], self.site) {
                        self.out.push('\n');
                    }
                }
                Inline::HardBreak => self.out.push_str("<br>\n"),
                Inline::Footnote(footnote) => self.footnote_mark(*footnote),
                Inline::Quote(quote) => self.text(&self.site.cell(quote).unwrap_or_default()),
                Inline::Formula(formula) => self.formula(formula),
                // One that is not there was told of.
                Inline::Snippet(_) => {}
            }
        }
    }

    fn wrapped(&mut self, element: &str, content: &[Inline<'_>]) {
        self.out.push_str(&format!("<{element}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{element}>"));
    }

    fn link(&mut self, link: &Link<'_>) {
        let Some(resolved) = self.site.link(&link.target) else {
            self.link_text(link);
            return;
        };
        let before = self.out.len();
        self.link_text(link);
        let written = self.out.split_off(before);
        let (opening, text, closing) = within_marks(&written);
        self.out.push_str(opening);
        self.out.push_str("<a href=\"");
        self.attribute(&resolved.href);
        self.out.push_str(if resolved.external { "\" rel=\"external noopener\">" } else { "\">" });
        self.out.push_str(text);
        self.out.push_str("</a>");
        self.out.push_str(closing);
    }

    fn link_text(&mut self, link: &Link<'_>) {
        match title(link, self.site) {
            Some(title) => self.text(&title),
            None => self.inlines(&link.content),
        }
    }

    fn image(&mut self, image: &Image) {
        let resolved = match &image.source {
            ImageSource::Web(address) => return self.web_image(address, &image.alternative),
            ImageSource::File(path) => self.site.image(path),
        };
        let Some(resolved) = resolved else {
            self.text(&image.alternative);
            return;
        };
        self.out.push_str("<img src=\"");
        self.attribute(&resolved.src);
        self.out.push_str("\" alt=\"");
        self.attribute(&image.alternative);
        let (width, height) = (resolved.width, resolved.height);
        let _infallible =
            write!(self.out, "\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">");
    }

    fn formula(&mut self, formula: &Formula) {
        match mathml(&formula.tex, formula.is_block) {
            Ok(mathml) if formula.is_block => self.out.push_str(&mathml),
            Ok(mathml) => self.out.push_str(&format!("<span class=\"formula\">{mathml}</span>")),
            Err(_) => self.text(&formula.tex),
        }
        self.last = formula.tex.chars().next_back();
    }

    /// An image of another host, which is not told who reads what.
    fn web_image(&mut self, address: &str, alternative: &str) {
        self.out.push_str("<img src=\"");
        self.attribute(address);
        self.out.push_str("\" alt=\"");
        self.attribute(alternative);
        self.out.push_str("\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">");
    }

    fn footnote_mark(&mut self, footnote: usize) {
        let number = footnote + 1;
        self.footnotes_seen[footnote] += 1;
        let suffix = match self.footnotes_seen[footnote] {
            1 => String::new(),
            again => format!("-{again}"),
        };
        let _infallible = write!(
            self.out,
            "<sup class=\"footnote-mark\"><a id=\"_fnref-{number}{suffix}\" href=\"#_fn-{number}\">{number}</a></sup>"
        );
    }

    fn footnotes(&mut self, document: &SyntaxTree<'_>) {
        if document.footnotes.is_empty() {
            return;
        }
        let back = self.site.footnote_back();
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, footnote) in document.footnotes.iter().enumerate() {
            let number = index + 1;
            let _infallible = writeln!(self.out, "<li id=\"_fn-{number}\">");
            self.blocks(&footnote.blocks);
            // It stands at the end of the last line, if that is one of text.
            let end = if self.out.ends_with("</p>\n") { "</p>\n" } else { "" };
            self.out.truncate(self.out.len() - end.len());
            let space = if end.is_empty() { "" } else { " " };
            let link = format!("{space}<a href=\"#_fnref-{number}\" role=\"doc-backlink\" aria-label=\"");
            self.out.push_str(&link);
            self.attribute(&back);
            self.out.push_str(&format!("\">↩</a>{end}</li>\n"));
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn text(&mut self, text: &str) {
        self.last = text.chars().next_back();
        let _infallible = escape_html_body_text(&mut self.out, text);
    }

    fn attribute(&mut self, text: &str) {
        let _infallible = escape_html(&mut self.out, text);
    }
}

fn alignment(table: &Table<'_>, column: usize) -> Alignment {
    table.alignments.get(column).copied().unwrap_or(Alignment::Natural)
}
