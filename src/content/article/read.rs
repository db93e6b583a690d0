//! From files to [`Article`]s.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::super::composition::difference;
use super::super::conventions::{Conventions, Requirement};
use super::super::memo::{ArticleMemo, Made, Memo};
use super::super::snippet::Snippets;
use super::super::yaml::{self, MappingReader, Node, read_mapping};
use super::file_name::names_of_texts;
use super::files::{ArticleFiles, find};
use super::front_matter::FrontMatter;
use super::model::{Article, ArticleText};
use super::question::{WrittenText, first_line, outline};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{ArticleId, ByLocale, CategoryId, Id, Locale, Target};
use crate::progress::RunningStage;
use crate::source::{ARTICLE_FORMATS, SourceFile, SourceFiles};

/// What the folder of articles holds.
#[derive(Debug, Default)]
pub(crate) struct ArticleFolder {
    /// The articles, by id.
    pub(crate) articles: Vec<Arc<Article>>,
    /// Those that are left out, as nobody is to read them yet, by id.
    pub(crate) drafts: Vec<Arc<Article>>,
    /// Images and other files beside them.
    pub(crate) attachments: Vec<FileId>,
}

/// An article as it was read of its files, whatever the others hold.
#[derive(Clone, Debug)]
pub(in crate::content) struct ReadArticle {
    /// `None` if nothing can be made of them.
    article: Option<Arc<Article>>,
    /// Whether it is a draft of which not all can be read.
    is_broken_draft: bool,
    diagnostics: Diagnostics,
}

/// A text of an article while it is read.
struct OpenedText {
    file: Arc<SourceFile>,
    matter: Option<FrontMatter>,
}

/// All of them, in the order of the languages, whatever that of the files is.
type Opened = ByLocale<OpenedText>;

/// Reads articles.
pub(in crate::content) struct ArticleReader<'s> {
    pub(in crate::content) sources: &'s SourceFiles,
    pub(in crate::content) conventions: &'s Conventions,
    /// Those that texts may quote.
    pub(in crate::content) snippets: &'s Snippets,
    /// Whether these are as they were when texts were read before.
    pub(in crate::content) are_snippets_known: bool,
    /// Whether articles are read, too, that nobody is to read yet.
    pub(in crate::content) shows_drafts: bool,
    /// Counts them.
    pub(in crate::content) stage: &'s RunningStage,
}

impl ArticleReader<'_> {
    /// Reads all articles, but for those whose files are as they were. Those in no folder of a category are in
    /// [`GENERAL`](super::model::GENERAL), unless the site requires that folders be listed.
    pub(in crate::content) fn read(
        &self,
        known: &mut Memo<ReadArticle>,
        diagnostics: &mut Diagnostics,
    ) -> ArticleFolder {
        let (attachments, groups) = find(self.sources, self.conventions, diagnostics);
        let mut found = ArticleFolder { attachments, ..ArticleFolder::default() };
        let groups = groups.into_iter().map(|files| {
            let may_stand = |read: &ReadArticle| self.are_snippets_known || !read.may_quote_snippets();
            let known = known.take(files.iter()).filter(|known| may_stand(&known.1));
            (files, known)
        });
        let groups: Vec<_> = groups.collect();
        self.stage.set_total(groups.len());
        let made = groups.into_par_iter().map(|(files, known)| {
            let made = known.unwrap_or_else(|| Box::new((files.all(), ReadArticle::of(&files, self))));
            self.stage.advance(1);
            made
        });
        let made: Vec<_> = made.collect();
        let linked = linked_files(&made, self.snippets);
        for (of, read) in made.iter().map(|made| &**made) {
            match &read.article {
                // A file of YAML without a text to which a text links is one for readers, such as an example.
                None if matches!(&of[..], [file] if linked.contains(&file.id)) => {
                    found.attachments.extend(of.iter().map(|file| file.id));
                }
                // What is wrong with it is told once it is none, but for what keeps it from being read.
                Some(draft) if draft.draft && !self.shows_drafts => {
                    if read.is_broken_draft {
                        diagnostics.append(read.softened());
                    }
                    found.drafts.push(Arc::clone(draft));
                }
                article => {
                    diagnostics.append(read.softened());
                    found.articles.extend(article.clone());
                }
            }
        }
        known.keep(made);
        found.attachments.sort_unstable();
        // A draft takes the place of no article.
        found.articles.sort_by(|a, b| a.id.cmp(&b.id).then(a.draft.cmp(&b.draft)));
        found.drafts.sort_by(|a, b| a.id.cmp(&b.id));
        report_duplicates(&found.articles, self.sources, diagnostics);
        found.articles.dedup_by(|a, b| a.id == b.id);
        found
    }
}

/// Those of the files of which no article was made, and that hold no text, to which texts link.
fn linked_files(made: &[Box<Made<ReadArticle>>], snippets: &Snippets) -> HashSet<FileId> {
    let read = || made.iter().map(|made| &**made);
    let is_text = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ARTICLE_FORMATS.contains(&ending));
    let without_text = read().filter(|(_, read)| read.article.is_none()).filter_map(|(of, _)| match &of[..] {
        [file] if !is_text(&file.path) => Some((file.path.nfc().collect(), file.id)),
        _ => None,
    });
    let without_text: HashMap<String, FileId> = without_text.collect();
    if without_text.is_empty() {
        return HashSet::new();
    }
    let in_articles = read().filter_map(|(_, read)| read.article.as_ref()).flat_map(|article| article.texts.values());
    let in_snippets = snippets.iter().flat_map(|snippet| snippet.texts.values());
    let links = in_articles.chain(in_snippets).flat_map(|text| &text.outline.links);
    let paths = links.filter_map(|link| if let Target::File(path) = &link.target { Some(path.as_str()) } else { None });
    let meant = |path: &str| {
        // As it is written, or as it may be encoded.
        let decoded = || percent_encoding::percent_decode_str(path).decode_utf8_lossy().nfc().collect::<String>();
        without_text.get(path).or_else(|| without_text.get(&decoded())).copied()
    };
    paths.filter_map(meant).collect()
}

/// Articles with the same id stand one after the other.
fn report_duplicates(articles: &[Arc<Article>], sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    let mut told = Diagnostics::default();
    for pair in articles.windows(2) {
        if let [first, second] = pair
            && first.id == second.id
        {
            let duplicate =
                Diagnostic::new(Code::DuplicateId, second.file, format!("two articles have the id `{}`", second.id))
                    .related(first.file, "the first stands here");
            let difference = difference(&sources.file(first.file).path, &sources.file(second.file).path);
            told.push(duplicate.hint(difference.unwrap_or_else(|| {
                "rename one of them: ids are unique in the whole site, so that an article can move to another category".to_owned()
            })));
        }
    }
    let drafts: HashSet<FileId> = articles.iter().filter(|article| article.draft).map(|draft| draft.file).collect();
    told.soften(|problem| drafts.contains(&problem.place.file()));
    diagnostics.append(told);
}

fn article(files: &ArticleFiles<'_>, reader: &ArticleReader<'_>, diagnostics: &mut Diagnostics) -> Option<Article> {
    let conventions = &match files.category {
        Some(_) => reader.conventions.clone(),
        // What a site asks of its answers, a page about itself has not.
        None => reader.conventions.requiring_nothing(),
    };
    let opened = files.open(conventions.locales());
    // What was changed since it was read is reported for all files at once.
    if files.texts.values().any(|file| file.was_changed()) {
        return None;
    }
    let some_file = files.shared.or_else(|| opened.first().map(|(_, file)| file))?.clone();
    let opened = with_front_matter(opened, conventions, diagnostics)?;
    let category = match files.category {
        Some(folder) => folder_id::<CategoryId>(folder, &some_file, diagnostics),
        None => Some(CategoryId::none()),
    };
    let id = folder_id::<ArticleId>(&files.id(), &some_file, diagnostics);
    let texts = read_texts(files, &opened, reader, diagnostics);
    report_missing(files, &opened, conventions, diagnostics);
    let (file, root) = shared(files, &opened, conventions, diagnostics)?;
    let given = id.zip(category).filter(|_| !texts.is_empty());
    let given = given.map(|(id, category)| (id, file, category, texts, ArticleMemo::of(&files.all())));
    let take =
        |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| Article::take(fields, given, diagnostics);
    let mut article = read_mapping(&root, take, diagnostics)?;
    for (locale, text) in opened.iter() {
        article.add_words(locale, text.matter.as_ref(), conventions.derivation());
    }
    if files.is_of_folder() && article.order.is_none() {
        // What a folder itself says stands before what is in it.
        article.order = Some(f64::NEG_INFINITY);
    }
    Some(article)
}

/// A draft with its texts, and nothing of what its YAML says, of which not all can be read: so it is known as a draft, with what
/// it refers to. `None` if no text can be read.
fn unread_draft(files: &ArticleFiles<'_>, reader: &ArticleReader<'_>) -> Option<Article> {
    // What is wrong was told when it was read as all are.
    let untold = &mut Diagnostics::default();
    let opened = files.open(reader.conventions.locales()).into_iter();
    let opened: Opened = opened.map(|(locale, file)| (locale, OpenedText { file, matter: None })).collect();
    let file = &opened.values().next()?.file;
    let texts = Some(read_texts(files, &opened, reader, untold)).filter(|texts| !texts.is_empty())?;
    let category = files.category.map_or_else(|| Some(CategoryId::none()), |folder| folder.parse().ok())?;
    let given = (files.id().parse().ok()?, file.id, category, texts, ArticleMemo::of(&files.all()));
    let (value, conventions) = (yaml::Value::Map(Vec::new()), Conventions::of(reader.conventions.locales()));
    let nothing = Node { value, span: first_line(file), conventions };
    let article = read_mapping(&nothing, |fields, untold| Article::take(fields, Some(given), untold), untold)?;
    Some(Article { draft: true, ..article })
}

/// The texts, those too that are made of one in another language.
fn read_texts(
    files: &ArticleFiles<'_>,
    opened: &Opened,
    reader: &ArticleReader<'_>,
    diagnostics: &mut Diagnostics,
) -> ByLocale<ArticleText> {
    let is_translated = opened.values().nth(1).is_some();
    let derivation = reader.conventions.derivation();
    let read = reader.conventions.locales().iter().filter_map(|locale| {
        let from = if opened.get(locale).is_some() { locale } else { derivation.source(locale)? };
        let text = opened.get(from)?;
        let title = text.matter.as_ref().and_then(|matter| matter.keys.title.as_ref());
        let derivation = Some(derivation).filter(|_| from != locale);
        let snippets = reader.snippets;
        let written = WrittenText {
            file: &text.file,
            dialect: reader.conventions.dialect(locale),
            title,
            is_translated,
            snippets,
            derivation,
        };
        // What is wrong with a text is not told again of what is made of it.
        let mut untold = Diagnostics::default();
        let outline = outline(&written, if from == locale { &mut *diagnostics } else { &mut untold })?;
        let source = Arc::clone(files.texts.get(from)?);
        Some((locale, ArticleText { source, locale, outline, derivation: derivation.cloned() }))
    });
    read.collect()
}

/// Reads the front matter of texts. `None` if nothing can be made of that of one, which is reported.
fn with_front_matter(
    opened: Vec<(Locale, Arc<SourceFile>)>,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> Option<Opened> {
    let read = opened.into_iter().map(|(locale, file)| {
        let matter = FrontMatter::read(&file, conventions, diagnostics).ok()?;
        Some((locale, OpenedText { file, matter }))
    });
    // Of each, before one stops it.
    let read: Vec<_> = read.collect();
    read.into_iter().collect()
}

/// The file with what the languages share, and that: a file of its own, or the front matter of a text. Without either, a text,
/// and nothing.
fn shared(
    files: &ArticleFiles<'_>,
    opened: &Opened,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, Node)> {
    let in_text = |text: &OpenedText| text.matter.as_ref().is_some_and(FrontMatter::is_shared);
    let mut holders = opened.values().filter(|text| in_text(text));
    let (file, root) = match (files.shared, holders.next()) {
        (Some(file), None) => (file, yaml::parse(file, conventions, diagnostics)?),
        (Some(file), Some(other)) => {
            diagnostics.push(shared_twice(files, file, other));
            (file, yaml::parse(file, conventions, diagnostics)?)
        }
        (None, Some(text)) => (&text.file, text.matter.as_ref()?.rest.clone()),
        (None, None) => {
            let OpenedText { file, .. } = opened.values().next()?;
            if let Some(missing) = shared_missing(files, file, conventions) {
                diagnostics.push(missing);
            }
            let nothing = yaml::Value::Map(Vec::new());
            let conventions = Conventions::of(conventions.locales());
            return Some((file.id, Node { value: nothing, span: first_line(file), conventions }));
        }
    };
    for other in holders {
        diagnostics.push(shared_twice(files, file, other));
    }
    Some((file.id, root))
}

/// A text holds what the languages share, and so does a file before it.
fn shared_twice(files: &ArticleFiles<'_>, first: &SourceFile, other: &OpenedText) -> Diagnostic {
    let start = |file: &SourceFile| file.span(0..file.text().lines().next().map_or(0, str::len));
    let place = other.matter.as_ref().and_then(FrontMatter::first_key).unwrap_or(start(&other.file));
    let message = format!("what the languages of `{}` share stands in two files", files.stem);
    Diagnostic::new(Code::DuplicateId, place, message)
        .related(start(first), "it is read from here")
        .hint(format!("move it to `{}`", first.path))
}

/// There is no file for what the site requires of an article.
fn shared_missing(files: &ArticleFiles<'_>, text: &SourceFile, conventions: &Conventions) -> Option<Diagnostic> {
    let required = [Requirement::Sources, Requirement::Facts, Requirement::Verified];
    let required: Vec<String> = required
        .into_iter()
        .filter(|requirement| conventions.requires(*requirement))
        .map(|requirement| format!("`{}:`", requirement.name()))
        .collect();
    let ArticleFiles { beside, stem, .. } = files;
    let message = format!("the article `{stem}` has no `{stem}.yaml`, and no front matter");
    let hint = format!("write there {}, as `require` in `content/site.yaml` asks", required.join(", "));
    let missing = Diagnostic::new(Code::MissingFile, text.id, message).hint(hint);
    (!required.is_empty()).then(|| missing.expected_in(format!("{beside}.yaml")))
}

impl ReadArticle {
    fn of(files: &ArticleFiles<'_>, reader: &ArticleReader<'_>) -> Self {
        let mut diagnostics = Diagnostics::default();
        let article = article(files, reader, &mut diagnostics);
        let is_broken_draft = article.is_none() && files.say_draft();
        let article = article.or_else(|| is_broken_draft.then(|| unread_draft(files, reader))?);
        Self { article: article.map(Arc::new), is_broken_draft, diagnostics }
    }

    /// What is wrong with it; of a draft nothing is an error, as it keeps nobody from the rest of the site.
    fn softened(&self) -> Diagnostics {
        let mut told = self.diagnostics.clone();
        let is_draft = self.is_broken_draft || self.article.as_ref().is_some_and(|article| article.draft);
        told.soften(|_| is_draft);
        told
    }

    fn may_quote_snippets(&self) -> bool {
        self.article.as_ref().is_none_or(|article| article.texts.values().any(|text| !text.outline.snippets.is_empty()))
    }
}

/// Reports that there is no text, or none in a language, whose readers are shown another.
fn report_missing(files: &ArticleFiles<'_>, texts: &Opened, conventions: &Conventions, diagnostics: &mut Diagnostics) {
    let locales = conventions.locales();
    let Some(some_file) = files.shared.or_else(|| texts.values().next().map(|text| &text.file)) else {
        return;
    };
    let ArticleFiles { beside, stem, .. } = files;
    if texts.is_empty() {
        let message = format!("the article `{stem}` has no text in any language");
        diagnostics.push(
            Diagnostic::new(Code::EmptyArticle, some_file.id, message)
                .hint(format!("write {} beside it", names_of_texts(stem, locales, " or "))),
        );
    }
    // Where that is missing which it is made of, that is told.
    let is_derived = |locale: Locale| conventions.derivation().source(locale).is_some();
    let lacking = locales.iter().filter(|locale| texts.get(*locale).is_none() && !is_derived(*locale));
    for (locale, shown) in lacking.filter_map(|locale| Some((locale, texts.nearest(locale)?.0))) {
        let message = format!("there is no text in `{locale}`; readers are shown the one in `{shown}`");
        diagnostics.push(
            Diagnostic::new(Code::MissingTranslation, some_file.id, message)
                .hint(format!("write it beside, in `<id>.{locale}.md`; `wenda status` lists what is missing"))
                .expected_in(format!("{beside}.{locale}.md")),
        );
    }
}

/// An id that is the name of a folder or the stem of a file.
fn folder_id<T: Id>(name: &str, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<T> {
    let parsed = name.parse::<T>().map_err(|invalid| {
        diagnostics.push(
            Diagnostic::new(Code::InvalidId, file.id, format!("`{name}` is not an id"))
                .hint(format!("rename it: {invalid}")),
        );
    });
    parsed.ok()
}
