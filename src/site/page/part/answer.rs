//! The answer of an article as HTML.

use std::borrow::Cow;
use std::cell::Cell;

use serde::Serialize;

use super::rule_table::TableView;
use crate::content::{ArticleText, TextReferents};
use crate::diagnostic::Diagnostic;
use crate::markdown::{self, AlertKind, CellQuote, Referents, Resolve, ResolvedImage, ResolvedLink, TableQuote};
use crate::name::Target;
use crate::site::address::Address;
use crate::site::page::context::Context;

/// The answer as HTML, for the page at an address. A fallback shows readers of one language a text in another.
///
/// Fails if a template of something that it quotes does.
pub(crate) fn answer_html(
    text: &ArticleText,
    address: &Address,
    context: Context<'_>,
) -> Result<String, Box<Diagnostic>> {
    let failure = Cell::new(None);
    let referents = TextReferents::of(text, context.content);
    let written = context.in_locale(text.locale);
    let resolver = Resolver { address, readers: context, written, referents, failure: &failure };
    let html = markdown::html(&text.open().answer(), &resolver);
    match failure.take() {
        Some(diagnostic) => Err(diagnostic),
        None => Ok(html),
    }
}

/// What a document needs to know of its page.
struct Resolver<'r> {
    address: &'r Address,
    /// In the language of the page.
    readers: Context<'r>,
    /// In the language of the text.
    written: Context<'r>,
    referents: TextReferents<'r>,
    failure: &'r Cell<Option<Box<Diagnostic>>>,
}

/// A rule table as a template sees it, where it is quoted.
#[derive(Debug, Serialize)]
struct QuotedTableView {
    root: String,
    table: TableView,
}

impl Referents for Resolver<'_> {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        self.referents.cell(quote)
    }

    fn title(&self, target: &Target) -> Option<Cow<'_, str>> {
        self.referents.title(target)
    }
}

impl Resolve for Resolver<'_> {
    /// Links stay in the reader's language, whatever language the text is in.
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        let target = self.referents.target(target);
        let href = match &*target {
            Target::External(address) => {
                return Some(ResolvedLink { href: address.clone(), external: true });
            }
            Target::Anchor(anchor) => format!("#{anchor}"),
            target => format!("{}{}", self.address.to_root(), self.readers.path_to(target)?),
        };
        Some(ResolvedLink { href, external: false })
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        let path = self.referents.image(path);
        let (width, height) = self.readers.content.attachments.get(&*path)?.size?;
        let src = format!("{}{}", self.address.to_root(), Address::of_file(&Address::attachment(&path)));
        Some(ResolvedImage { src, width, height })
    }

    fn table(&self, quote: &TableQuote) -> String {
        let Some(table) = self.written.content.tables.get(&quote.table) else {
            return String::new();
        };
        let rows: Vec<_> = table.rows.iter().collect();
        let table = TableView::of(table, &rows, &quote.columns, self.written);
        let view = QuotedTableView { root: self.address.to_root(), table };
        let rendered = self.written.theme.render("rule-table.html", self.written.locale, &view, self.address.as_str());
        rendered.unwrap_or_else(|diagnostic| {
            self.failure.set(Some(diagnostic));
            String::new()
        })
    }

    fn alert(&self, kind: AlertKind) -> String {
        self.written.message(kind.name())
    }

    fn details(&self) -> String {
        self.written.message("details")
    }

    fn footnote_back(&self) -> String {
        self.written.message("footnote_back")
    }
}
