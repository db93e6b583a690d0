//! An article: a question with its answer.

use serde::Serialize;

use super::context::Context;
use super::head::{Head, PageParts};
use super::kind::{Page, Pages};
use super::part::{CitationView, LinkView, ShownAnswer, WrittenAnswer, shorten};
use crate::content::{Article, ArticleText, Category, Content, Date, Guide, TextReferents};
use crate::diagnostic::{Diagnostic, Place};
use crate::markdown::{as_commonmark, plain_text};
use crate::name::Locale;
use crate::site::address::Address;
use crate::site::structured_data::{self, QuestionAndAnswer};

/// So many articles of its category stand beside an article: those around it.
const MAX_BESIDE: usize = 24;

/// An article, in the language of its readers or for want of a translation in another.
#[derive(Debug)]
struct ArticlePage<'c> {
    article: &'c Article,
}

#[derive(Debug, Serialize)]
struct ArticleView {
    /// The answer as HTML.
    html: String,
    /// Whether nobody but who writes it sees it.
    is_draft: bool,
    /// Whether blocks of code are in it.
    has_code: bool,
    /// Whether headings are in it.
    has_headings: bool,
    /// Whether a table is in it that needs the room beside the text.
    has_wide_table: bool,
    /// Whether a long rule table is in it.
    has_long_table: bool,
    /// The language that the answer is in.
    lang: String,
    /// That it is shown in another language for want of a translation; `None` if it is not.
    fallback: Option<String>,
    /// That the original says something else by now, or that nobody wrote the text in this language.
    original: Option<OriginalView>,
    headings: Vec<HeadingView>,
    about: Vec<LinkView>,
    related: Vec<LinkView>,
    /// The decisions that ask for what it is about, with that answered.
    decisions: Vec<LinkView>,
    /// The guides that lead through it.
    steps: Vec<GuideStepView>,
    category: Option<CategoryPlaceView>,
    /// Who wrote it and when, in words.
    written: Option<String>,
    citations: Vec<CitationView>,
}

/// What is told of a text whose original was changed since it was translated, or that is made of another by tables.
#[derive(Debug, Serialize)]
struct OriginalView {
    text: String,
    /// The original.
    path: String,
    lang: String,
    /// What the link to it is called.
    link: String,
}

#[derive(Debug, Serialize)]
struct HeadingView {
    level: u8,
    anchor: String,
    title: String,
}

/// A guide that leads through the article.
#[derive(Debug, Serialize)]
struct GuideStepView {
    #[serde(flatten)]
    guide: LinkView,
    /// Which step the article is, from 1.
    number: usize,
    /// How many steps there are.
    count: usize,
    previous: Option<LinkView>,
    next: Option<LinkView>,
}

/// The category that the article stands in, and what stands around it there.
#[derive(Debug, Serialize)]
struct CategoryPlaceView {
    #[serde(flatten)]
    category: LinkView,
    /// What the category stands in, the outermost first.
    above: Vec<LinkView>,
    /// The article among those around it, in their order.
    articles: Vec<LinkView>,
    sections: Vec<LinkView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
}

pub(super) fn pages(content: &Content) -> Pages<'_> {
    content.articles.iter().map(|article| ArticlePage { article }.shared()).collect()
}

impl Page for ArticlePage<'_> {
    fn address(&self, locale: Locale) -> Address {
        Address::article(locale, &self.article.id)
    }

    fn template(&self) -> &'static str {
        "article.html"
    }

    fn written_in(&self, locale: Locale) -> Option<Locale> {
        Some(self.article.text(locale)?.locale)
    }

    fn origin(&self) -> Option<Place> {
        Some(self.article.file.into())
    }

    fn has_twin(&self, locale: Locale) -> bool {
        self.written_in(locale) == Some(locale)
    }

    fn last_change(&self, context: Context<'_>) -> Option<Date> {
        self.article.verified.max(self.day_of_change(context)).max(self.article.updated)
    }

    fn anchors_missing_in(&self, locale: Locale, seen_in: Locale) -> Vec<&str> {
        self.article.anchors_missing_in(locale, seen_in)
    }

    fn parts(&self, context: Context<'_>) -> Result<PageParts, Box<Diagnostic>> {
        let content = context.content;
        let text = self.article.text(context.locale);
        let title = text.map(|text| text.title(content)).unwrap_or_default();
        let summary = text.map(|text| text.summary(content)).unwrap_or_default();
        let locale = text.map_or(context.locale, |text| text.locale);
        let category = content.category(&self.article.category);
        let told = QuestionAndAnswer {
            question: &title,
            answer: &summary,
            lang: &context.language().tag(),
            modified: self.day_of_change(context).max(self.article.updated),
        };
        let told = (!self.article.is_page()).then(|| structured_data::question_page(&told));
        let head = Head::new(title, shorten(&summary, locale, context))
            .below(category.map(|category| breadcrumbs(category, context)).unwrap_or_default(), context)
            .dated(content.article_as_of(self.article, context.locale), context)
            .warning(self.article.volatile.as_ref(), context)
            .changed(context.relations.changes_of_article(&self.article.id), context);
        let head = match told {
            Some(told) => head.telling(told),
            None => head,
        };
        let address = self.address(context.locale);
        let written = text.map(|text| ShownAnswer::of(text, &address, context).written(self.has_twin(context.locale)));
        let WrittenAnswer { html, twin, has_long_table } = written.transpose()?.unwrap_or_default();
        let twin = twin.map(|answer| self.twin(&head, &answer, context));
        let about = self.article.about.iter().filter_map(|(table, row)| {
            let table = content.tables.get(table)?;
            Some(LinkView::to_row(table, table.row(&row.value)?, context))
        });
        let related = self.article.related.iter().filter_map(|id| content.article(&id.value));
        let guides = context.relations.guides_through(&self.article.id).iter();
        let parts = head.with_body(&ArticleView {
            is_draft: self.article.draft,
            has_code: html.contains("<pre>"),
            has_headings: html.contains("<div class=\"heading\">"),
            has_wide_table: has_wide_table(&html),
            has_long_table,
            html,
            lang: context.content.languages.get(locale).tag(),
            fallback: (locale != context.locale).then(|| {
                let original = context.content.languages.get(locale).name();
                context.language().format_message("fallback", &[("original", &original)])
            }),
            original: OriginalView::of(self.article, context),
            headings: text.map(|text| HeadingView::all(text, content)).unwrap_or_default(),
            about: about.collect(),
            related: related.filter_map(|article| LinkView::to_article(article, context)).collect(),
            decisions: content
                .decisions
                .iter()
                .filter_map(|decision| LinkView::to_decision_about(&self.article.about, decision, context))
                .collect(),
            steps: guides.map(|&(guide, position)| GuideStepView::of(guide, position, context)).collect(),
            category: category.map(|category| CategoryPlaceView::of(self.article, category, context)),
            citations: self.citations(context),
            written: self.written(context),
        });
        Ok(PageParts { twin, ..parts })
    }
}

/// Whether a table has more columns than there is room for beside the list of contents.
fn has_wide_table(html: &str) -> bool {
    const MOST_COLUMNS: usize = 4;
    let mut heads = html.split("<thead>").skip(1).filter_map(|table| table.split("</thead>").next());
    heads.any(|head| head.matches("<th scope=\"col\"").count() > MOST_COLUMNS)
}

impl ArticlePage<'_> {
    /// Who wrote it, and when it was changed last, if it says so.
    fn written(&self, context: Context<'_>) -> Option<String> {
        let Article { authors, updated, .. } = self.article;
        let language = context.language();
        let by = (!authors.is_empty()).then(|| authors.join(&context.message("list_separator")));
        let by = by.map(|names| language.format_message("written_by", &[("names", &names)]));
        let on = updated.map(|day| language.format_message("updated_on", &[("date", &language.date(day))]));
        let told: Vec<String> = by.into_iter().chain(on).collect();
        (!told.is_empty()).then(|| told.join(&context.message("semicolon")))
    }

    /// The day of the latest change that is told of it.
    fn day_of_change(&self, context: Context<'_>) -> Option<Date> {
        context.relations.changes_of_article(&self.article.id).first().map(|change| change.date)
    }

    fn citations(&self, context: Context<'_>) -> Vec<CitationView> {
        CitationView::all(self.article.sources.iter().map(|section| &section.value), context)
    }

    /// All that a reader of Markdown needs to know: the question, how old the answer is, the answer, what it rests on.
    fn twin(&self, head: &Head, answer: &str, context: Context<'_>) -> String {
        let mut text = format!("# {}\n", as_commonmark(head.title()));
        for notice in head.notices(context) {
            text.push_str(&format!("\n> {}\n", as_commonmark(&notice)));
        }
        text.push_str(&format!("\n{answer}\n"));
        let root = context.base_url.map_or_else(|| self.address(context.locale).to_root(), str::to_owned);
        let citations = self.citations(context);
        if !citations.is_empty() {
            text.push_str(&format!("\n## {}\n\n", as_commonmark(&context.message("sources"))));
        }
        for citation in citations {
            text.push_str(&format!("- {}\n", citation.as_commonmark(&root, context.language())));
        }
        text
    }
}

impl OriginalView {
    fn of(article: &Article, context: Context<'_>) -> Option<Self> {
        let derived = article.texts.get(context.locale).and_then(|text| text.derived_from());
        let (told, original) = match derived.and_then(|from| article.texts.get(from)) {
            Some(original) => ("derived", original),
            None => {
                let stale = context.content.stale_against(article, context.locale);
                ("stale", article.texts.get(stale?)?)
            }
        };
        Some(Self {
            text: context.message(told),
            path: Address::article(original.locale, &article.id).to_string(),
            lang: context.content.languages.get(original.locale).tag(),
            link: context.content.languages.get(original.locale).name().to_owned(),
        })
    }
}

impl HeadingView {
    fn all(text: &ArticleText, content: &Content) -> Vec<Self> {
        let referents = TextReferents::of(text, content);
        let headings = text.outline.headings.iter().map(|heading| Self {
            level: heading.level,
            anchor: heading.anchor.clone(),
            title: plain_text(&heading.content, &referents),
        });
        headings.collect()
    }
}

fn breadcrumbs(category: &Category, context: Context<'_>) -> Vec<LinkView> {
    let mut links = LinkView::above(category, context);
    links.push(LinkView::to_category(category, context));
    links
}

impl CategoryPlaceView {
    fn of(article: &Article, category: &Category, context: Context<'_>) -> Self {
        let of_category = context.relations.articles_in(&category.id.value);
        let place = of_category.iter().position(|other| other.id == article.id).unwrap_or_default();
        // Of many, as many before it as after it.
        let first = place.saturating_sub(MAX_BESIDE / 2).min(of_category.len().saturating_sub(MAX_BESIDE));
        let link = |other: &&Article| LinkView::to_article(other, context);
        Self {
            category: LinkView::to_category(category, context),
            above: LinkView::above(category, context),
            sections: LinkView::to_sections(category, context),
            articles: of_category.iter().skip(first).take(MAX_BESIDE).filter_map(link).collect(),
            previous: of_category[..place].iter().rev().find_map(link),
            next: of_category.iter().skip(place + 1).find_map(link),
        }
    }
}

impl GuideStepView {
    /// The step at a position of a guide, from 0.
    fn of(guide: &Guide, position: usize, context: Context<'_>) -> Self {
        let step = |position: Option<usize>| {
            let id = &guide.steps.get(position?)?.value;
            LinkView::to_article(context.content.article(id)?, context)
        };
        Self {
            guide: LinkView::to_guide(guide, context),
            number: position + 1,
            count: guide.steps.len(),
            previous: step(position.checked_sub(1)),
            next: step(Some(position + 1)),
        }
    }
}
