//! Articles: `content/faq/<category>/<id>.yaml` with what all languages share, and `<id>.<locale>.md` beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::outline::Outline;
use super::value::{Date, Located, date, id, ids, localized, localized_lists, number};
use super::yaml::{self, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::markdown::{self, Block, Document, can_be_read};
use crate::name::{ArticleId, ByLocale, CategoryId, FactId, Locale, Locales, Localized, RowId, SectionId, TableId};
use crate::source::{SourceFile, Sources};

/// The folder of the articles.
const FOLDER: &str = "content/faq/";

/// One question with its answer, in one language or more.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its id: the stem of its files.
    pub id: ArticleId,
    /// The file with what all languages share.
    pub file: FileId,
    /// The category, named by the folder.
    pub category: CategoryId,
    /// Where it stands among the articles of its category; those without a place come last, by id.
    pub order: Option<f64>,
    /// The sections of the source catalogue that it states.
    pub sources: Vec<Located<SectionId>>,
    /// The facts that its text states, in every language it is written in.
    pub facts: Vec<Located<FactId>>,
    /// The day on which an editor checked it against them.
    pub verified: Date,
    /// What in it may have changed since, and what to do about that: shown above the text.
    pub volatile: Option<Localized<String>>,
    /// The rows of rule tables that it is about.
    pub about: Vec<(TableId, Located<RowId>)>,
    /// Articles that a reader may want next.
    pub related: Vec<Located<ArticleId>>,
    /// Other ways to ask the question.
    pub aliases: ByLocale<Vec<String>>,
    /// The text in each language in which there is one, in the order of the languages; at least one is there.
    pub texts: ByLocale<ArticleText>,
}

/// An article in one language.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// The Markdown file.
    pub source: Arc<SourceFile>,
    /// The language that it is in.
    pub locale: Locale,
    /// What is known of it without reading it again.
    pub outline: Outline,
}

impl ArticleText {
    /// The answer: what follows the question. It is read again, so that nobody has to hold it.
    pub fn answer(&self) -> Document<'_> {
        let mut answer = markdown::parse(&self.source, self.locale, &mut Diagnostics::default());
        // A text without a question is none.
        answer.blocks.drain(..1.min(answer.blocks.len()));
        answer
    }
}

impl Article {
    /// The text that readers of a language are shown: in theirs, or else in the [nearest](ByLocale::nearest).
    pub fn text(&self, locale: Locale) -> Option<&ArticleText> {
        self.texts.nearest(locale).map(|(_, text)| text)
    }

    /// The anchors of headings that readers of one language see and readers of the other do not.
    pub(crate) fn anchors_missing_in(&self, locale: Locale, seen_in: Locale) -> Vec<&str> {
        let there = self.text(locale).map(|text| &text.outline.anchors);
        let seen = self.text(seen_in).into_iter().flat_map(|text| &text.outline.headings);
        let seen = seen.map(|heading| heading.anchor.as_str());
        seen.filter(|anchor| there.is_none_or(|there| !there.contains(*anchor))).collect()
    }
}

/// What the folder of articles holds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The articles, by id.
    pub(crate) articles: Vec<Article>,
    /// Images and other files beside them.
    pub(crate) attachments: Vec<FileId>,
}

/// The files of one article.
#[derive(Default)]
struct Files<'s> {
    shared: Option<&'s Arc<SourceFile>>,
    texts: ByLocale<&'s Arc<SourceFile>>,
}

/// Reads all articles.
pub(crate) fn load(sources: &Sources, locales: &Locales, diagnostics: &mut Diagnostics) -> Found {
    let mut found = Found::default();
    let mut groups: BTreeMap<(&str, &str), Files<'_>> = BTreeMap::new();
    for file in sources.below(FOLDER) {
        let path = file.below(FOLDER).unwrap_or_default();
        match path.split('/').collect::<Vec<_>>()[..] {
            ["categories.yaml"] => {}
            [category, name] => match name.rsplit_once('.') {
                Some((stem, "yaml" | "yml")) => groups.entry((category, stem)).or_default().shared = Some(file),
                Some((stem, "md")) => match language_of(stem, locales) {
                    Some((id, locale)) if locales.contains(locale) => {
                        groups.entry((category, id)).or_default().texts.insert(locale, file);
                    }
                    _ => diagnostics.push(unknown_locale(file, locales)),
                },
                _ => found.attachments.push(file.id),
            },
            [_] => diagnostics.push(
                Diagnostic::new(Code::MisplacedFile, file.id, format!("`{}` stands in no category", file.path))
                    .hint("move it into the folder of its category"),
            ),
            _ => found.attachments.push(file.id),
        }
    }
    let read: Vec<(Option<Article>, Diagnostics)> = groups
        .into_par_iter()
        .map(|(name, files)| {
            let mut diagnostics = Diagnostics::default();
            let article = article(name, &files, locales, &mut diagnostics);
            (article, diagnostics)
        })
        .collect();
    for (article, problems) in read {
        diagnostics.append(problems);
        found.articles.extend(article);
    }
    found.articles.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in found.articles.windows(2) {
        if let [first, second] = pair
            && first.id == second.id
        {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, second.file, format!("two articles have the id `{}`", second.id))
                    .related(first.file, "the first stands here")
                    .hint("rename one of them: ids are unique in the whole site, so that an article can move to another category"),
            );
        }
    }
    found.articles.dedup_by(|a, b| a.id == b.id);
    found
}

/// The id and the language of a text, by the stem of its file; in a site of one language the code of that may be left out.
fn language_of<'n>(stem: &'n str, locales: &Locales) -> Option<(&'n str, Locale)> {
    let named = stem.rsplit_once('.').and_then(|(id, code)| Some((id, code.parse().ok()?)));
    named.or_else(|| Some((stem, locales.only()?)))
}

fn unknown_locale(file: &SourceFile, locales: &Locales) -> Diagnostic {
    let code = file.path.trim_end_matches(".md").rsplit('.').next().unwrap_or_default();
    let message = format!("`{}` names no language of the site", file.path);
    Diagnostic::new(Code::UnknownLocale, file.id, message)
        .suggest(code, locales.codes())
        .hint(format!("articles are named {}", names_of_texts("<id>", locales, " and ")))
}

/// The names of the files of an article, one for each language.
fn names_of_texts(stem: &str, locales: &Locales, joined_by: &str) -> String {
    let names: Vec<String> = locales.iter().map(|locale| format!("`{stem}.{locale}.md`")).collect();
    names.join(joined_by)
}

fn article(
    (category, stem): (&str, &str),
    files: &Files<'_>,
    locales: &Locales,
    diagnostics: &mut Diagnostics,
) -> Option<Article> {
    let beside = format!("{FOLDER}{category}/{stem}");
    let some_file = files.shared.or_else(|| files.texts.values().next().copied())?;
    let category = folder_id::<CategoryId>(category, some_file, diagnostics);
    let id = folder_id::<ArticleId>(stem, some_file, diagnostics);
    // In the order of the languages, whatever that of the files is.
    let written = locales.iter().filter_map(|locale| Some((locale, *files.texts.get(locale)?)));
    let written: ByLocale<&Arc<SourceFile>> = written.collect();
    let read = written.iter().filter_map(|(locale, file)| Some((locale, text(file, locale, diagnostics)?)));
    let texts: ByLocale<ArticleText> = read.collect();
    if written.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Code::EmptyArticle,
                some_file.id,
                format!("the article `{stem}` has no text in any language"),
            )
            .hint(format!("write {} beside it", names_of_texts(stem, locales, " or "))),
        );
    }
    let Some(shared) = files.shared else {
        diagnostics.push(
            Diagnostic::new(Code::MissingFile, some_file.id, format!("the article `{stem}` has no `{stem}.yaml`"))
                .hint("write beside it what all languages share: at least `sources:` and `verified:`")
                .expected_in(format!("{beside}.yaml")),
        );
        return None;
    };
    let lacking = locales.iter().filter(|locale| written.get(*locale).is_none());
    for (locale, shown) in lacking.filter_map(|locale| Some((locale, written.nearest(locale)?.0))) {
        let message = format!("the article `{stem}` has no text in `{locale}`; readers are shown the one in `{shown}`");
        diagnostics.push(
            Diagnostic::new(Code::MissingTranslation, shared.id, message)
                .hint(format!("write `{stem}.{locale}.md`"))
                .expected_in(format!("{beside}.{locale}.md")),
        );
    }
    let root = yaml::parse(shared, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let order = fields.optional("order").and_then(|node| number(node, diagnostics));
    let sources = fields.required("sources", diagnostics).map(|node| ids(node, diagnostics));
    let facts = fields.optional("facts").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let verified = fields.required("verified", diagnostics).and_then(|node| date(node, diagnostics));
    let volatile = fields.optional("volatile").and_then(|node| localized(node, diagnostics));
    let about = fields.optional("about").map(|node| about(node, diagnostics)).unwrap_or_default();
    let related = fields.optional("related").map(|node| ids(node, diagnostics)).unwrap_or_default();
    let aliases = fields.optional("aliases").map(|node| localized_lists(node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    if texts.is_empty() {
        return None;
    }
    Some(Article {
        id: id?,
        file: shared.id,
        category: category?,
        order: order.map(|order| order.to_f64()),
        sources: sources?,
        facts,
        verified: verified?.value,
        volatile,
        about,
        related,
        aliases,
        texts,
    })
}

/// An id that is the name of a folder or the stem of a file.
fn folder_id<T: std::str::FromStr>(name: &str, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<T> {
    let parsed = name.parse().ok();
    if parsed.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::InvalidId, file.id, format!("`{name}` is not an id")).hint(
                "rename it: ids are lower-case letters, digits, `-`, `_` and `.`, and begin with a letter or digit",
            ),
        );
    }
    parsed
}

fn about(node: &Node, diagnostics: &mut Diagnostics) -> Vec<(TableId, Located<RowId>)> {
    let mut about = Vec::new();
    let Some(mut fields) = node.fields(diagnostics) else {
        return about;
    };
    for (key, node) in fields.rest() {
        let name = node.of_key(key);
        let Some(table) = id::<TableId>(&name, diagnostics) else {
            continue;
        };
        about.extend(ids(node, diagnostics).into_iter().map(|row| (table.value.clone(), row)));
    }
    about
}

/// Reads the text in one language: the question, and after it the answer.
fn text(file: &Arc<SourceFile>, locale: Locale, diagnostics: &mut Diagnostics) -> Option<ArticleText> {
    let mut answer = markdown::parse(file, locale, diagnostics);
    if answer.blocks.is_empty() {
        if file.text().trim().is_empty() {
            diagnostics.push(
                Diagnostic::new(Code::EmptyArticle, file.id, format!("`{}` is empty", file.path))
                    .hint("begin with the question as a first-level heading: `# …`"),
            );
        }
        return None;
    }
    let first = file.span(0..file.line(1).len());
    let question = match answer.blocks.remove(0) {
        Block::Heading(heading) if heading.level == 1 => Some(*heading),
        _ => None,
    };
    let Some(question) = question.filter(|heading| can_be_read(&heading.content)) else {
        diagnostics.push(
            Diagnostic::new(Code::MissingQuestion, first, "the article does not begin with its question")
                .hint("make the question the first line: `# …`"),
        );
        return None;
    };
    for heading in answer.headings().filter(|heading| heading.level == 1) {
        diagnostics.push(
            Diagnostic::new(Code::MissingQuestion, heading.span, "an article answers one question")
                .hint("write `##` for a part of the answer, or move the question into an article of its own"),
        );
    }
    if answer.blocks.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::EmptyArticle, question.span, "the question has no answer")
                .hint("answer it in the first sentence of the first paragraph"),
        );
        return None;
    }
    Some(ArticleText { source: Arc::clone(file), locale, outline: Outline::of(&question, &answer) })
}

/// The span of a file's first line, to point at what a whole file lacks.
pub(crate) fn first_line(file: &SourceFile) -> Span {
    file.span(0..file.line(1).len())
}
