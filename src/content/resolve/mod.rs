//! Makes sure that every reference points somewhere, and fills in what is quoted.

mod attachments;
mod lists;
mod names;
mod spelling;
mod tables;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;

use self::attachments::measure;
use self::lists::{check_checklist, check_decision, check_guide, check_once};
use self::names::Names;
use self::spelling::decode_unless;
use self::tables::{Room, check_tables, fill_quotes};
use super::article::first_line;
use super::catalogue::check_section;
use super::claims;
use super::rule::{unknown_row, unknown_table};
use super::{Article, Content};
use crate::analysis::is_visible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::markdown::{Document, Inline, Link, plain_text};
use crate::name::{ArticleId, Locale, Localized, Target};
use crate::source::Sources;

const CATEGORIES: &str = "content/faq/categories.yaml";

/// After so many links of a text that lead nowhere, the others are not checked: each is compared with all that is known.
const MOST_FAULTS: usize = 100;

/// Resolves all references of `content`; `attachments` are the files beside the articles.
pub(super) fn resolve(
    content: &mut Content<'_>,
    attachments: &[FileId],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    content.attachments = measure(attachments, sources);
    claims::check(content, diagnostics);
    check_tables(content, diagnostics);

    // What is quoted comes first: titles are made of it, and links of titles.
    let tables = &content.tables;
    let mut articles = std::mem::take(&mut content.articles);
    report_each(&mut articles, diagnostics, |article, diagnostics| fill_quotes(article, tables, diagnostics));
    let titles: HashMap<ArticleId, Page> =
        articles.iter().map(|article| (article.id.clone(), Page::of(article))).collect();
    let index = Index { content, articles: &titles, sources, used: Mutex::default(), names: OnceLock::new() };
    report_each(&mut articles, diagnostics, |article, diagnostics| index.check_article(article, diagnostics));
    index.check_site(diagnostics);
    content.guides.iter().for_each(|guide| check_guide(guide, &index, diagnostics));
    content.checklists.iter().for_each(|checklist| check_checklist(checklist, &index, diagnostics));
    content.decisions.iter().for_each(|decision| check_decision(decision, &index, diagnostics));
    index.report_unused_attachments(diagnostics);
    drop(titles);

    content.articles = articles;
}

/// Runs `work` on all articles, on all cores, and collects what it reports.
fn report_each<'s>(
    articles: &mut [Article<'s>],
    diagnostics: &mut Diagnostics,
    work: impl Fn(&mut Article<'s>, &mut Diagnostics) + Sync,
) {
    let found: Vec<Diagnostics> = articles
        .par_iter_mut()
        .map(|article| {
            let mut found = Diagnostics::default();
            work(article, &mut found);
            found
        })
        .collect();
    found.into_iter().for_each(|found| diagnostics.append(found));
}

/// What links need to know of an article.
struct Page {
    title: Localized<Option<String>>,
    anchors: Localized<Option<BTreeSet<String>>>,
}

impl Page {
    fn of(article: &Article<'_>) -> Self {
        Self {
            title: Localized::from_fn(|locale| article.text(locale).map(|(_, text)| text.title())),
            anchors: Localized::from_fn(|locale| {
                let (_, text) = article.text(locale)?;
                Some(text.answer.headings().map(|heading| heading.anchor.clone()).collect())
            }),
        }
    }
}

/// Everything that can be referred to.
struct Index<'a> {
    content: &'a Content<'a>,
    articles: &'a HashMap<ArticleId, Page>,
    sources: &'a Sources,
    /// The attachments that articles show or link to.
    used: Mutex<BTreeSet<FileId>>,
    names: OnceLock<Names<'a>>,
}

impl Index<'_> {
    fn check_article(&self, article: &mut Article<'_>, diagnostics: &mut Diagnostics) {
        let start: Place = first_line(self.sources.file(article.file)).into();
        if self.content.category(&article.category).is_none() {
            let message = format!("`categories.yaml` lists no category `{}`", article.category);
            let known = self.content.categories.iter().map(|category| category.id.value.as_str());
            diagnostics.push(
                Diagnostic::error(Code::UnknownCategory, article.file, message)
                    .suggest(article.category.as_str(), known)
                    .expected_in(CATEGORIES),
            );
        }
        if article.sources.is_empty() {
            diagnostics.push(
                Diagnostic::error(Code::MissingKey, start, "the article cites no source")
                    .hint("name the sections that it states under `sources:`"),
            );
        }
        for section in &article.sources {
            check_section(self.content, &section.value, section.span, diagnostics);
        }
        for related in &article.related {
            if related.value == article.id {
                diagnostics.push(
                    Diagnostic::error(Code::InvalidValue, related.span, "an article is not related to itself")
                        .hint("remove it"),
                );
            } else {
                self.check_article_exists(&related.value, related.span, diagnostics);
            }
        }
        for (table, row) in &article.about {
            match self.content.tables.get(table) {
                None => diagnostics.push(unknown_table(&self.content.tables, table, row.span)),
                Some(table) if table.row(&row.value).is_none() => {
                    diagnostics.push(unknown_row(table, &row.value, row.span))
                }
                Some(_) => {}
            }
        }
        for locale in Locale::ALL {
            let Some(text) = article.texts.get_mut(locale) else {
                continue;
            };
            let own: BTreeSet<String> = text.answer.headings().map(|heading| heading.anchor.clone()).collect();
            self.check_document(&mut text.answer, locale, &own, diagnostics);
        }
    }

    fn check_document(
        &self,
        document: &mut Document<'_>,
        locale: Locale,
        own: &BTreeSet<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut faults = 0;
        let mut room = Room::default();
        document.visit_inlines(&mut |inline| match inline {
            Inline::Link(link) => {
                self.decode(&mut link.target, locale, own);
                if faults >= MOST_FAULTS {
                    if let Target::File(path) = &link.target {
                        self.attachment(path);
                    }
                    return;
                }
                match self.check_target(&link.target, link.span, locale, own) {
                    Ok(title) => fill_title(link, title, &mut room, diagnostics),
                    Err(diagnostic) => {
                        faults += 1;
                        let last = faults == MOST_FAULTS;
                        let rest = format!("after {MOST_FAULTS} such links the others of this text were not checked");
                        diagnostics.push(if last { (*diagnostic).hint(rest) } else { *diagnostic });
                    }
                }
            }
            Inline::Image(image) => {
                decode_unless(&mut image.path, |path| self.content.attachments.contains_key(path));
                self.check_image(image, diagnostics);
            }
            _ => {}
        });
    }

    /// The title of a target, or why there is no such target.
    fn check_target(
        &self,
        target: &Target,
        span: Span,
        locale: Locale,
        own: &BTreeSet<String>,
    ) -> Result<Option<Cow<'_, str>>, Box<Diagnostic>> {
        let content = self.content;
        match target {
            Target::Article(id, anchor) => {
                let page = self.articles.get(id).ok_or_else(|| self.unknown_article(id, span))?;
                let anchors = page.anchors.get(locale).as_ref();
                if let (Some(anchor), Some(anchors)) = (anchor, anchors)
                    && !anchors.contains(anchor)
                {
                    return Err(unknown_anchor(anchor, anchors, &format!("the article `{id}`"), span).into());
                }
                Ok(page.title.get(locale).as_deref().map(Cow::Borrowed))
            }
            Target::Category(id) => {
                content.category(id).map(|category| Some(category.title.get(locale).into())).ok_or_else(|| {
                    let known = content.categories.iter().map(|category| category.id.value.as_str());
                    Diagnostic::error(Code::UnknownCategory, span, format!("there is no category `{id}`"))
                        .suggest(id.as_str(), known)
                        .expected_in(CATEGORIES)
                        .into()
                })
            }
            Target::Table(id) => {
                let table = content.tables.get(id).ok_or_else(|| unknown_table(&content.tables, id, span))?;
                Ok(Some(table.title.get(locale).into()))
            }
            Target::Row(id, row) => {
                let table = content.tables.get(id).ok_or_else(|| unknown_table(&content.tables, id, span))?;
                let row = table.row(row).ok_or_else(|| unknown_row(table, row, span))?;
                Ok(Some(content.tables.row_name(table, row, locale).into()))
            }
            Target::Guide(id) => content.guide(id).map(|guide| Some(guide.title.get(locale).into())).ok_or_else(|| {
                Diagnostic::error(Code::UnknownGuide, span, format!("there is no guide `{id}`"))
                    .suggest(id.as_str(), content.guides.iter().map(|guide| guide.id.as_str()))
                    .expected_in(format!("content/guides/{id}.yaml"))
                    .into()
            }),
            Target::Decision(id) => {
                content.decision(id).map(|decision| Some(decision.title.get(locale).into())).ok_or_else(|| {
                    Diagnostic::error(Code::UnknownDecision, span, format!("there is no decision `{id}`"))
                        .suggest(id.as_str(), content.decisions.iter().map(|decision| decision.id.as_str()))
                        .expected_in(format!("content/decisions/{id}.yaml"))
                        .into()
                })
            }
            Target::Checklist(id) => {
                content.checklist(id).map(|checklist| Some(checklist.title.get(locale).into())).ok_or_else(|| {
                    Diagnostic::error(Code::UnknownChecklist, span, format!("there is no checklist `{id}`"))
                        .suggest(id.as_str(), content.checklists.iter().map(|checklist| checklist.id.as_str()))
                        .expected_in(format!("content/checklists/{id}.yaml"))
                        .into()
                })
            }
            Target::Term(id) => content.term(id).map(|term| Some(term.term.get(locale).into())).ok_or_else(|| {
                let known = content.glossary.iter().map(|term| term.id.value.as_str());
                Diagnostic::error(Code::UnknownTerm, span, format!("the glossary has no term `{id}`"))
                    .suggest(id.as_str(), known)
                    .expected_in("content/glossary.yaml")
                    .into()
            }),
            Target::Source(id) => {
                content.section(id).map(|(_, section)| Some(section.title.get(locale).into())).ok_or_else(|| {
                    let mut found = Diagnostics::default();
                    check_section(content, id, span, &mut found);
                    found.into_sorted().remove(0).into()
                })
            }
            Target::Anchor(anchor) if own.contains(anchor) => Ok(None),
            Target::Anchor(anchor) => Err(unknown_anchor(anchor, own, "this article", span).into()),
            Target::File(path) => match self.attachment(path) {
                Some(_) => Ok(None),
                None => Err(self.unknown_file(path, span).into()),
            },
            Target::Page(_) | Target::External(_) => Ok(None),
        }
    }

    /// Links, popular questions and redirects of the site as a whole.
    fn check_site(&self, diagnostics: &mut Diagnostics) {
        check_once(&self.content.site.popular, "popular", self, diagnostics);
        let nothing = BTreeSet::new();
        let navigation = self.content.site.navigation.iter().map(|link| (&link.to.value, link.to.span));
        let redirects = self.content.redirects.iter().map(|redirect| (&redirect.to.value, redirect.to.span));
        for (target, span) in navigation.chain(redirects) {
            for locale in Locale::ALL {
                if let Err(diagnostic) = self.check_target(target, span, locale, &nothing) {
                    diagnostics.push(*diagnostic);
                }
            }
        }
    }

    fn check_article_exists(&self, id: &ArticleId, span: Span, diagnostics: &mut Diagnostics) {
        if !self.articles.contains_key(id) {
            diagnostics.push(self.unknown_article(id, span));
        }
    }

    fn unknown_article(&self, id: &ArticleId, span: Span) -> Diagnostic {
        let unknown = Diagnostic::error(Code::UnknownArticle, span, format!("there is no article `{id}`"));
        let names = self.names.get_or_init(|| Names::of(self.articles.keys(), self.sources));
        let unknown = unknown.suggest_of(id.as_str(), &names.articles);
        // An article of which there are files was lost to what is wrong in them.
        match names.files.get(format!("{id}.yaml").as_str()).filter(|path| path.starts_with("content/faq/")) {
            Some(path) => unknown.expected_in(path.trim_end_matches("yaml")),
            None => unknown,
        }
    }
}

fn unknown_anchor(anchor: &str, anchors: &BTreeSet<String>, wherein: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::UnknownAnchor, span, format!("{wherein} has no heading `#{anchor}`"))
        .suggest(anchor, anchors.iter().map(String::as_str))
}

/// A link without text gets the title of its target.
fn fill_title(link: &mut Link<'_>, title: Option<Cow<'_, str>>, room: &mut Room, diagnostics: &mut Diagnostics) {
    if is_visible(&plain_text(&link.content)) {
        return;
    }
    match title {
        Some(title) if room.take(title.len(), link.span, diagnostics) => {
            link.content = vec![Inline::Text(title.into_owned().into())]
        }
        Some(_) => {}
        None => diagnostics.push(
            Diagnostic::error(Code::InvalidValue, link.span, "the link has no text")
                .hint("say in the brackets where it leads"),
        ),
    }
}
