//! What articles and the site as a whole refer to.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::names::KnownNames;
use super::tables::{check_quotes, check_room};
use crate::content::category::CATEGORIES;
use crate::content::citation::{check_section, unknown_section};
use crate::content::glossary::GLOSSARY;
use crate::content::memo::CheckedReferences;
use crate::content::rule::{unknown_row, unknown_table};
use crate::content::value::check_unique;
use crate::content::{Article, ArticleText, Content, Located, Outline, OutlineLink, TextReferents};
use crate::content::{checklist, decision, guide, snippet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::markdown::ImageSource;
use crate::name::{ArticleId, Locale, RowId, StandardPage, TableId, Target};
use crate::source::SourceFiles;

/// After so many links of a text that lead nowhere, the others are not checked: each is compared with all that is known.
const MAX_FAULTS: usize = 100;

/// Everything that can be referred to.
pub(super) struct ReferenceChecker<'a> {
    pub(super) content: &'a Content,
    pub(super) sources: &'a SourceFiles,
    /// The attachments that what was checked shows or links to.
    pub(super) used: RefCell<BTreeSet<FileId>>,
    pub(super) names: &'a OnceLock<KnownNames<'a>>,
}

impl<'a> ReferenceChecker<'a> {
    pub(super) fn of(content: &'a Content, sources: &'a SourceFiles, names: &'a OnceLock<KnownNames<'a>>) -> Self {
        Self { content, sources, used: RefCell::default(), names }
    }

    pub(super) fn checked(self, article: &Article) -> CheckedReferences {
        let mut diagnostics = Diagnostics::default();
        self.check_article(article, &mut diagnostics);
        CheckedReferences { diagnostics, used: self.used.into_inner() }
    }

    fn check_article(&self, article: &Article, diagnostics: &mut Diagnostics) {
        if !article.is_page() && self.content.category(&article.category).is_none() {
            let message = format!("`categories.yaml` lists no category `{}`", article.category);
            let known = self.content.categories.iter().map(|category| category.id.value.as_str());
            diagnostics.push(
                Diagnostic::new(Code::UnknownCategory, article.file, message)
                    .suggest(article.category.as_str(), known)
                    .expected_in(CATEGORIES),
            );
        }
        for section in &article.sources {
            check_section(self.content, &section.value, section.span, diagnostics);
        }
        for related in &article.related {
            if related.value == article.id {
                diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, related.span, "an article is not related to itself")
                        .hint("remove it"),
                );
            } else {
                self.check_article_exists(&related.value, related.span, diagnostics);
            }
        }
        self.check_rows(&article.about, diagnostics);
        for text in article.texts.values().filter(|text| !text.is_derived()) {
            self.check_text(text, diagnostics);
        }
    }

    /// Rows that are named exist.
    pub(super) fn check_rows(&self, rows: &[(TableId, Located<RowId>)], diagnostics: &mut Diagnostics) {
        for (table, row) in rows {
            match self.content.tables.get(table) {
                None => diagnostics.push(unknown_table(&self.content.tables, table, row.span)),
                Some(table) if table.row(&row.value).is_none() => {
                    diagnostics.push(unknown_row(table, &row.value, row.span))
                }
                Some(_) => {}
            }
        }
    }

    /// What a text refers to is there, and does not make it too long.
    ///
    /// What stands in a snippet is looked at there.
    pub(super) fn check_text(&self, text: &ArticleText, diagnostics: &mut Diagnostics) {
        check_quotes(text, &self.content.tables, diagnostics);
        check_room(text, self.content, diagnostics);
        let referents = TextReferents::of(text, self.content);
        let mut faults = 0;
        for link in &text.outline.links {
            let target = referents.target(&link.target);
            if faults >= MAX_FAULTS || !text.outline.is_own(link.span) {
                if let Target::File(path) = &*target {
                    self.attachment(path);
                }
                continue;
            }
            match self.check_target(&target, link.span, text.locale, Some(&text.outline)) {
                Ok(()) if link.titled => self.check_title(link, text.locale, diagnostics),
                Ok(()) => {}
                Err(diagnostic) => {
                    faults += 1;
                    let diagnostic = self.with_anchor(*diagnostic, &target, (text, link.span));
                    let last = faults == MAX_FAULTS;
                    let rest = format!("after {MAX_FAULTS} such links the others of this text were not checked");
                    diagnostics.push(if last { diagnostic.hint(rest) } else { diagnostic });
                }
            }
        }
        for image in text.outline.images.iter().filter(|image| text.outline.is_own(image.span)) {
            match &image.source {
                ImageSource::File(path) => self.check_image(&referents.image(path), image.span, diagnostics),
                ImageSource::Web(address) => self.check_host(address, image.span, diagnostics),
            }
        }
    }

    /// The target of a link without text has a title.
    fn check_title(&self, link: &OutlineLink, locale: Locale, diagnostics: &mut Diagnostics) {
        if self.content.title(&link.target, locale).is_none() {
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, link.span, "the link has no text")
                    .hint("say in the brackets where it leads"),
            );
        }
    }

    /// Why there is no such target.
    fn check_target(
        &self,
        target: &Target,
        span: Span,
        locale: Locale,
        own: Option<&Outline>,
    ) -> Result<(), Box<Diagnostic>> {
        let content = self.content;
        let unknown = match target {
            Target::Article(id, anchor) => {
                let article = content.article(id).ok_or_else(|| self.unknown_article(id, span))?;
                let outline = article.text(locale).map(|text| &text.outline);
                match (anchor, outline) {
                    (Some(anchor), Some(outline)) if !outline.has_anchor(anchor) => {
                        unknown_anchor(anchor, Some(outline), &format!("the article `{id}`"), span)
                    }
                    _ => return Ok(()),
                }
            }
            Target::Row(id, row) => {
                let table = content.tables.get(id).ok_or_else(|| unknown_table(&content.tables, id, span))?;
                table.row(row).ok_or_else(|| unknown_row(table, row, span))?;
                return Ok(());
            }
            Target::Anchor(anchor) if !own.is_some_and(|own| own.has_anchor(anchor)) => {
                let is_snippet = self.sources.file(span.file).path.starts_with(snippet::FOLDER);
                unknown_anchor(anchor, own, if is_snippet { "this snippet" } else { "this article" }, span)
            }
            Target::File(path) if self.attachment(path).is_none() => self.unknown_file(path, span),
            Target::Page(page) if !content.has_page(*page) => empty_page(*page, span),
            // A section that is there, and has no page if nothing cites any.
            Target::Source(id) if content.section(id).is_some() && !content.has_page(StandardPage::Sources) => {
                empty_page(StandardPage::Sources, span)
            }
            Target::Page(_) | Target::External(_) | Target::Anchor(_) | Target::File(_) => return Ok(()),
            target if content.title(target, locale).is_some() => return Ok(()),
            target => unknown_target(target, content, span),
        };
        Err(unknown.into())
    }

    /// Links, popular questions and redirects of the site as a whole.
    pub(super) fn check_site(&self, diagnostics: &mut Diagnostics) {
        self.check_articles(&self.content.site.popular, "popular", diagnostics);
        let navigation = self.content.site.navigation.iter().chain(&self.content.site.footer);
        let navigation = navigation.map(|link| (&link.to.value, link.to.span));
        let redirects = self.content.redirects.iter().map(|redirect| (&redirect.to.value, redirect.to.span));
        for (target, span) in navigation.chain(redirects) {
            for locale in self.content.languages.locales().iter() {
                if let Err(diagnostic) = self.check_target(target, span, locale, None) {
                    diagnostics.push(*diagnostic);
                }
            }
        }
    }

    /// Articles that are listed exist, each once; `listed` is what an article in the list is.
    pub(super) fn check_articles(&self, articles: &[Located<ArticleId>], listed: &str, diagnostics: &mut Diagnostics) {
        articles.iter().for_each(|article| self.check_article_exists(&article.value, article.span, diagnostics));
        check_unique(articles, |article| format!("`{article}` is {listed} already"), diagnostics);
    }

    pub(super) fn check_article_exists(&self, id: &ArticleId, span: Span, diagnostics: &mut Diagnostics) {
        if self.content.article(id).is_none() {
            diagnostics.push(self.unknown_article(id, span));
        }
    }

    /// What there is, by name.
    pub(super) fn known_names(&self) -> &KnownNames<'a> {
        self.names.get_or_init(|| KnownNames::of(self.content.articles.iter().map(|article| &article.id), self.sources))
    }

    fn unknown_article(&self, id: &ArticleId, span: Span) -> Diagnostic {
        if self.content.draft(id).is_some() {
            return Diagnostic::new(Code::UnknownArticle, span, format!("`{id}` is a draft, which readers do not see"))
                .hint("remove the link until it is published, or `draft: true` from it");
        }
        let message = match id.page() {
            Some(page) => format!("there is no page `{page}`"),
            None => format!("there is no article `{id}`"),
        };
        let unknown = Diagnostic::new(Code::UnknownArticle, span, message);
        let names = self.known_names();
        let unknown = match id.page() {
            Some(page) => unknown.suggest_of(page, &names.pages),
            None => unknown.suggest_of(id.as_str(), &names.articles),
        };
        // An article of which there are files was lost to what is wrong in them.
        match names.files_of(id, self.content.languages.locales()) {
            Some(files) => unknown.expected_in(files),
            None => unknown,
        }
    }
}

fn unknown_anchor(anchor: &str, outline: Option<&Outline>, wherein: &str, span: Span) -> Diagnostic {
    let mut known: Vec<&str> = outline.into_iter().flat_map(Outline::anchors).collect();
    known.sort_unstable();
    Diagnostic::new(Code::UnknownAnchor, span, format!("{wherein} has no heading `#{anchor}`"))
        .suggest(anchor, known)
        .or_hint(format!("give the heading that is meant the id, `## … {{#{anchor}}}`, or link to the whole"))
}

/// What is told of a link to a page that would list nothing.
fn empty_page(page: StandardPage, span: Span) -> Diagnostic {
    let message = format!("the site has no page `page:{}`, which would list nothing", page.name());
    let (hint, file) = match page {
        StandardPage::Rules => ("write a rule table, `content/rules/<id>.yaml`, or remove the link", "content/rules/"),
        StandardPage::Glossary => {
            ("write terms, in `content/glossary.yaml`, or remove the link", "content/glossary.yaml")
        }
        StandardPage::Changes => {
            ("write what changed, in `content/changes.yaml`, or remove the link", "content/changes.yaml")
        }
        _ => (
            "name what is stated, in `sources:` of an article or of a row of a rule table, or remove the link",
            "content/sources/",
        ),
    };
    Diagnostic::new(Code::UnknownLink, span, message).hint(hint).expected_in(file)
}

/// What is told of a target that is none of an article, a row or a file, and is not there.
fn unknown_target(target: &Target, content: &Content, span: Span) -> Diagnostic {
    let of = |code, what: &str, id: &str, known: Vec<&str>| {
        Diagnostic::new(code, span, format!("{what} `{id}`")).suggest(id, known)
    };
    match target {
        Target::Category(id) => {
            let known = content.categories.iter().map(|category| category.id.value.as_str()).collect();
            of(Code::UnknownCategory, "there is no category", id.as_str(), known).expected_in(CATEGORIES)
        }
        Target::Table(id) => unknown_table(&content.tables, id, span),
        Target::Guide(id) => {
            let known = content.guides.iter().map(|guide| guide.id.as_str()).collect();
            let unknown = of(Code::UnknownGuide, "there is no guide", id.as_str(), known);
            unknown.expected_in(format!("{}{id}.yaml", guide::FOLDER))
        }
        Target::Decision(id) => {
            let known = content.decisions.iter().map(|decision| decision.id.as_str()).collect();
            let unknown = of(Code::UnknownDecision, "there is no decision", id.as_str(), known);
            unknown.expected_in(format!("{}{id}.yaml", decision::FOLDER))
        }
        Target::Checklist(id) => {
            let known = content.checklists.iter().map(|checklist| checklist.id.as_str()).collect();
            let unknown = of(Code::UnknownChecklist, "there is no checklist", id.as_str(), known);
            unknown.expected_in(format!("{}{id}.yaml", checklist::FOLDER))
        }
        Target::Term(id) => {
            let known = content.glossary.iter().map(|term| term.id.value.as_str()).collect();
            let unknown = of(Code::UnknownTerm, "the glossary has no term", id.as_str(), known);
            unknown.expected_in(GLOSSARY)
        }
        Target::Source(id) => unknown_section(content, id, span),
        _ => Diagnostic::new(Code::UnknownLink, span, format!("there is no `{target}`")),
    }
}
