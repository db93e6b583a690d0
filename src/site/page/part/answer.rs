//! The answer of an article, as HTML and as Markdown.

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

/// The answer of an article, for the page at an address. A fallback shows readers of one language a text in another.
pub(crate) struct ShownAnswer<'t> {
    text: &'t ArticleText,
    address: &'t Address,
    context: Context<'t>,
}

impl<'t> ShownAnswer<'t> {
    pub(crate) fn of(text: &'t ArticleText, address: &'t Address, context: Context<'t>) -> Self {
        Self { text, address, context }
    }

    /// It as HTML, and as Markdown if `with_twin`. Fails if a template of something that it quotes does.
    pub(crate) fn written(&self, with_twin: bool) -> Result<WrittenAnswer, Box<Diagnostic>> {
        let noted = Noted::default();
        let open = self.text.open();
        let document = open.answer(self.context.content);
        let html = markdown::html(&document, &self.resolver(self.address.to_root(), &noted));
        // Who reads Markdown alone does not know where it stood.
        let root = self.context.base_url.map_or_else(|| self.address.to_root(), str::to_owned);
        let twin = with_twin.then(|| markdown::commonmark(&document, &self.resolver(root, &noted)));
        match noted.failure.take() {
            Some(diagnostic) => Err(diagnostic),
            None => Ok(WrittenAnswer { html, twin, has_long_table: noted.has_long_table.get() }),
        }
    }

    fn resolver<'r>(&'r self, root: String, noted: &'r Noted) -> Resolver<'r> {
        let Self { text, address, context } = *self;
        let referents = TextReferents::of(text, context.content);
        Resolver { root, address, readers: context, written: context.in_locale(text.locale), referents, noted }
    }
}

/// An answer as readers get it.
#[derive(Debug, Default)]
pub(crate) struct WrittenAnswer {
    pub(crate) html: String,
    /// It as Markdown, if that was asked for.
    pub(crate) twin: Option<String>,
    /// Whether a rule table that it quotes can be filtered and sorted.
    pub(crate) has_long_table: bool,
}

/// What turns up while an answer is written.
#[derive(Default)]
struct Noted {
    failure: Cell<Option<Box<Diagnostic>>>,
    has_long_table: Cell<bool>,
}

/// What a document needs to know of its page.
struct Resolver<'r> {
    /// What leads to the root of the site.
    root: String,
    address: &'r Address,
    /// In the language of the page.
    readers: Context<'r>,
    /// In the language of the text.
    written: Context<'r>,
    referents: TextReferents<'r>,
    noted: &'r Noted,
}

/// A rule table as a template sees it, where it is quoted.
#[derive(Debug, Serialize)]
struct QuotedTableView {
    root: String,
    table: TableView,
}

impl Resolver<'_> {
    fn table_view(&self, quote: &TableQuote) -> Option<TableView> {
        let table = self.written.content.tables.get(&quote.table)?;
        let rows: Vec<_> = table.rows.iter().collect();
        Some(TableView::of(table, &rows, &quote.columns, self.written))
    }
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
            target => format!("{}{}", self.root, self.readers.path_to(target)?),
        };
        Some(ResolvedLink { href, external: false })
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        let path = self.referents.image(path);
        let (width, height) = self.readers.content.attachments.get(&*path)?.size?;
        let src = format!("{}{}", self.root, Address::of_file(&Address::attachment(&path)));
        Some(ResolvedImage { src, width, height })
    }

    fn table(&self, quote: &TableQuote) -> String {
        let Some(table) = self.table_view(quote) else {
            return String::new();
        };
        if table.is_long() {
            self.noted.has_long_table.set(true);
        }
        let view = QuotedTableView { root: self.root.clone(), table };
        let rendered = self.written.theme.render("rule-table.html", self.written.locale, &view, self.address.as_str());
        rendered.unwrap_or_else(|diagnostic| {
            self.noted.failure.set(Some(diagnostic));
            String::new()
        })
    }

    fn table_cells(&self, quote: &TableQuote) -> Vec<Vec<String>> {
        self.table_view(quote).map(|table| table.texts()).unwrap_or_default()
    }

    fn alert(&self, kind: AlertKind) -> String {
        self.written.message(kind.name())
    }

    fn details(&self) -> String {
        self.written.message("details")
    }

    fn task(&self) -> String {
        self.written.message("task")
    }

    fn footnote_back(&self) -> String {
        self.written.message("footnote_back")
    }
}
