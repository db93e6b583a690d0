//! What other files say of that to which a text refers: looked up when the text is shown, never written into it.

use std::borrow::Cow;
use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization as _;

use super::{ArticleText, Content, RuleTables};
use crate::diagnostic::Span;
use crate::markdown::{self, CellQuote, Inline, Referents, inlines_within};
use crate::name::{Locale, Target};

/// So many bytes of other files may stand in one text: 16 MiB. More is an error; whoever shows the text all the same leaves them
/// out.
pub(super) const MAX_QUOTED: usize = 16 << 20;

/// The cells that a text quotes. Titles are made of these alone, so that none is made of itself.
pub(crate) struct QuotedCells<'c> {
    tables: &'c RuleTables,
    locale: Locale,
}

impl Referents for QuotedCells<'_> {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        self.tables.quoted(quote, self.locale).map(Cow::Owned)
    }

    fn title(&self, _target: &Target) -> Option<Cow<'_, str>> {
        None
    }
}

/// What the text of an article refers to.
pub struct TextReferents<'c> {
    content: &'c Content,
    text: &'c ArticleText,
    /// Whether what the text quotes may stand in it: looked up when the text first quotes something.
    fits: OnceCell<bool>,
}

impl<'c> TextReferents<'c> {
    /// What `text` refers to.
    pub fn of(text: &'c ArticleText, content: &'c Content) -> Self {
        Self { content, text, fits: OnceCell::new() }
    }

    /// The target that a link means. Names may be percent-encoded, as other tools ask for it: they are taken for what they
    /// stand for where there is nothing of the name as it is written.
    pub fn target<'t>(&self, target: &'t Target) -> Cow<'t, Target> {
        let decoded = match target {
            Target::File(path) => {
                decoded_unless(path, |path| self.content.attachments.contains_key(path)).map(Target::File)
            }
            Target::Anchor(anchor) => {
                decoded_unless(anchor, |anchor| self.text.outline.has_anchor(anchor)).map(Target::Anchor)
            }
            Target::Article(id, Some(anchor)) => {
                let text = self.content.article(id).and_then(|article| article.text(self.text.locale));
                let known = |anchor: &str| text.is_some_and(|text| text.outline.has_anchor(anchor));
                decoded_unless(anchor, known).map(|anchor| Target::Article(id.clone(), Some(anchor)))
            }
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(target), Cow::Owned)
    }

    /// The path of an image, from the content folder, that a path means.
    pub fn image<'p>(&self, path: &'p str) -> Cow<'p, str> {
        decoded_unless(path, |path| self.content.attachments.contains_key(path)).map_or(Cow::Borrowed(path), Cow::Owned)
    }

    fn fits(&self) -> bool {
        *self.fits.get_or_init(|| first_beyond_room(self.text, self.content).is_none())
    }
}

impl Referents for TextReferents<'_> {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        let text = self.fits().then(|| self.content.tables.quoted(quote, self.text.locale));
        text.flatten().map(Cow::Owned)
    }

    fn title(&self, target: &Target) -> Option<Cow<'_, str>> {
        self.fits().then(|| self.content.title(target, self.text.locale)).flatten()
    }
}

impl Content {
    /// What a target is called in a language; `None` for what has no title, or is not there.
    pub fn title(&self, target: &Target, locale: Locale) -> Option<Cow<'_, str>> {
        Some(match target {
            Target::Article(id, _) => self.article(id)?.text(locale)?.title(self).into(),
            Target::Category(id) => self.category(id)?.title.get(locale).into(),
            Target::Table(id) => self.tables.get(id)?.title.get(locale).into(),
            Target::Row(table, row) => {
                let table = self.tables.get(table)?;
                self.tables.row_name(table.row(row)?, locale).into()
            }
            Target::Guide(id) => self.guide(id)?.title.get(locale).into(),
            Target::Decision(id) => self.decision(id)?.title.get(locale).into(),
            Target::Checklist(id) => self.checklist(id)?.title.get(locale).into(),
            Target::Term(id) => self.term(id)?.term.get(locale).into(),
            Target::Source(id) => self.section(id)?.1.title.get(locale).into(),
            Target::Page(_) | Target::Anchor(_) | Target::File(_) | Target::External(_) => return None,
        })
    }
}

/// What a text quotes first beyond what may stand in it; `None` if all of it may.
pub(super) fn first_beyond_room(text: &ArticleText, content: &Content) -> Option<Span> {
    let cells = text.quoted_cells().into_iter();
    let cells = cells.filter_map(|quote| Some((content.tables.quoted(quote, text.locale)?.len(), quote.span)));
    let tables = text.outline.tables.iter().filter_map(|quote| {
        let table = content.tables.get(&quote.table)?;
        // A cell has some markup around it.
        Some((table.rows.len() * table.columns.len() * 64, quote.span))
    });
    let links = text.outline.links.iter().filter(|link| link.titled);
    let titles = links.filter_map(|link| Some((content.title(&link.target, text.locale)?.len(), link.span)));
    let mut taken = 0_usize;
    cells.chain(tables).chain(titles).find_map(|(bytes, span)| {
        taken = taken.saturating_add(bytes);
        (taken > MAX_QUOTED).then_some(span)
    })
}

impl ArticleText {
    /// The cells that question and answer quote.
    pub(super) fn quoted_cells(&self) -> Vec<&CellQuote> {
        let asked = inlines_within(&self.outline.question).into_iter();
        let asked = asked.filter_map(|inline| if let Inline::Quote(quote) = inline { Some(&**quote) } else { None });
        asked.chain(&self.outline.cells).collect()
    }

    /// The question, without marks.
    pub fn title(&self, content: &Content) -> String {
        let cells = QuotedCells { tables: &content.tables, locale: self.locale };
        markdown::plain_text(&self.outline.question, &cells)
    }

    /// The first paragraph of the answer, without marks, or what stands in its place.
    pub fn summary(&self, content: &Content) -> String {
        markdown::plain_text(&self.outline.summary, &TextReferents::of(self, content))
    }
}

/// What a percent-encoded name stands for, if only that is `known`.
fn decoded_unless(name: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    if !name.contains('%') || known(name) {
        return None;
    }
    let decoded: String = percent_encoding::percent_decode_str(name).decode_utf8().ok()?.nfc().collect();
    known(&decoded).then_some(decoded)
}
