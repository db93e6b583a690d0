//! Snippets: texts that several others quote, `content/snippets/<id>.<locale>.md`, or `<id>.md` in the first language of the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Conventions;
use super::article::{ArticleText, derived_tree, first_line, language_of, unknown_locale};
use super::outline::{Outline, WrittenTree};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::markdown::{self, Dialect, FilledTree, SyntaxTree, Unfilled, UnfilledReason};
use crate::name::{ByLocale, Locale, Locales, SnippetId};
use crate::source::{ARTICLE_FORMATS, SourceFile, SourceFiles};

/// The folder of the snippets, and of the files beside them.
pub(super) const FOLDER: &str = "content/snippets/";

/// Snippets may stand in each other this deep.
const MAX_DEPTH: usize = 8;

/// A text that others quote, in one language or more.
#[derive(Clone, Debug)]
pub struct ContentSnippet {
    /// Its id: the stem of its files.
    pub id: SnippetId,
    /// The text in each language in which there is one; it has no question.
    pub texts: ByLocale<ArticleText>,
    /// The texts, with the snippets in them that they quote.
    trees: ByLocale<SyntaxTree<'static>>,
}

impl ContentSnippet {
    /// What quotes and lists name it by: `snippets/<id>`.
    pub fn path(&self) -> String {
        format!("snippets/{}", self.id)
    }
}

/// All snippets, by id.
#[derive(Clone, Debug, Default)]
pub struct Snippets(BTreeMap<SnippetId, ContentSnippet>);

impl Snippets {
    /// A snippet, by id.
    pub fn get(&self, id: &SnippetId) -> Option<&ContentSnippet> {
        self.0.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &ContentSnippet> {
        self.0.values()
    }

    /// A text in a language with the snippets that it quotes.
    pub(super) fn fill(&self, tree: &SyntaxTree<'_>, locale: Locale) -> FilledTree {
        tree.filled(&|id| self.0.get(id)?.trees.get(locale))
    }

    /// Why nothing stands for a quote.
    pub(super) fn why_unfilled(&self, unfilled: &Unfilled, locale: Locale) -> Diagnostic {
        unfilled_quote(unfilled, locale, self.0.keys())
    }
}

/// The files of the folder.
#[derive(Default)]
struct SnippetFiles<'s> {
    texts: BTreeMap<SnippetId, ByLocale<&'s Arc<SourceFile>>>,
    /// Images and other files beside them.
    attachments: Vec<FileId>,
}

/// Reads all snippets, and finds the files beside them.
pub(super) fn load(
    sources: &SourceFiles,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> (Snippets, Vec<FileId>) {
    let (locales, derivation) = (conventions.locales(), conventions.derivation());
    let SnippetFiles { texts, attachments } = find(sources, locales, diagnostics);
    let mut snippets: BTreeMap<SnippetId, ContentSnippet> = BTreeMap::new();
    for locale in locales.iter() {
        let mut written = BTreeMap::new();
        let from = derivation.source(locale);
        let file_of = |files: &ByLocale<&Arc<SourceFile>>| {
            let derived = from.and_then(|from| files.get(from)).map(|file| (Arc::clone(file), true));
            files.get(locale).map(|file| (Arc::clone(file), false)).or(derived)
        };
        let files: Vec<_> = texts.iter().filter_map(|(id, files)| Some((id, file_of(files)?))).collect();
        for (id, (file, is_derived)) in &files {
            let tree = if *is_derived {
                Some(derived_tree(file, conventions.dialect(locale), derivation)).filter(|tree| !tree.blocks.is_empty())
            } else {
                read(file, conventions.dialect(locale), diagnostics)
            };
            written.extend(tree.map(|tree| (*id, tree)));
        }
        let filled = BTreeMap::new();
        let mut filler = SnippetFiller { written: &written, known: &texts, locale, filled, open: Vec::new() };
        for (id, (file, is_derived)) in &files {
            // What is wrong with a text is not told again of what is made of it.
            let mut untold = Diagnostics::default();
            filler.fill(id, if *is_derived { &mut untold } else { &mut *diagnostics });
            let (Some(tree), Some((filled, _))) = (written.get(id), filler.filled.get(*id)) else {
                continue;
            };
            let is_translated = texts.get(*id).is_some_and(|files| files.values().nth(1).is_some());
            let written = WrittenTree { question: &[], begins: first_line(file), answer: tree, is_translated };
            let outline = Outline::of(&written, &[], filled);
            let derivation = is_derived.then(|| derivation.clone());
            let snippet = snippets.entry((*id).clone()).or_insert_with(|| ContentSnippet {
                id: (*id).clone(),
                texts: ByLocale::default(),
                trees: ByLocale::default(),
            });
            snippet.texts.insert(locale, ArticleText { source: Arc::clone(file), locale, outline, derivation });
            snippet.trees.insert(locale, filled.clone());
        }
    }
    (Snippets(snippets), attachments)
}

fn find<'s>(sources: &'s SourceFiles, locales: &Locales, diagnostics: &mut Diagnostics) -> SnippetFiles<'s> {
    let mut found = SnippetFiles::default();
    for file in sources.below(FOLDER) {
        let name = file.below(FOLDER).unwrap_or_default();
        let text =
            name.rsplit_once('.').filter(|(stem, ending)| ARTICLE_FORMATS.contains(ending) && !stem.contains('/'));
        let Some((stem, _)) = text else {
            found.attachments.push(file.id);
            continue;
        };
        let Some((id, locale)) = language_of(stem, locales) else {
            diagnostics.push(unknown_locale(file, locales));
            continue;
        };
        let id = match id.parse::<SnippetId>() {
            Ok(id) => id,
            Err(invalid) => {
                diagnostics.push(
                    Diagnostic::new(Code::InvalidId, file.id, format!("`{id}` is not an id"))
                        .hint(format!("rename it: {invalid}")),
                );
                continue;
            }
        };
        let texts = found.texts.entry(id).or_default();
        if let Some(first) = texts.get(locale) {
            let message = format!("`{}` and `{}` are the same snippet in the same language", first.path, file.path);
            diagnostics.push(Diagnostic::new(Code::DuplicateId, file.id, message).hint("remove one of the two"));
        }
        texts.insert(locale, file);
    }
    found
}

/// The text of a file. `None` if it has none, which is reported.
fn read<'s>(file: &'s SourceFile, dialect: Dialect, diagnostics: &mut Diagnostics) -> Option<SyntaxTree<'s>> {
    if markdown::front_matter(file.text()) > 0 {
        let place = file.span(0..3);
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, place, "a snippet has no front matter")
                .hint("remove it: what is known of a text stands in the articles that quote it"),
        );
    }
    let mut found = Diagnostics::default();
    let tree = markdown::parse(file, dialect, &mut found);
    let is_told = found.has_errors();
    diagnostics.append(found);
    if tree.blocks.is_empty() {
        if !is_told {
            diagnostics.push(
                Diagnostic::new(Code::EmptyArticle, file.id, format!("`{}` is empty", file.path))
                    .hint("write the text that is quoted, or remove the file and its quotes"),
            );
        }
        return None;
    }
    for heading in tree.headings().filter(|heading| heading.level == 1) {
        diagnostics.push(
            Diagnostic::new(
                Code::MissingQuestion,
                heading.span,
                "a snippet is a part of an article, which has its question",
            )
            .hint("write `##` for a heading"),
        );
    }
    Some(tree)
}

/// Fills in the snippets of a language, those first that others quote.
struct SnippetFiller<'s> {
    written: &'s BTreeMap<&'s SnippetId, SyntaxTree<'s>>,
    /// In all languages.
    known: &'s BTreeMap<SnippetId, ByLocale<&'s Arc<SourceFile>>>,
    locale: Locale,
    /// Each with how deep snippets stand in it.
    filled: BTreeMap<SnippetId, (SyntaxTree<'static>, usize)>,
    /// Those that are being filled in, the outermost first.
    open: Vec<SnippetId>,
}

impl SnippetFiller<'_> {
    fn fill(&mut self, id: &SnippetId, diagnostics: &mut Diagnostics) {
        let Some(tree) = self.written.get(id).filter(|_| !self.filled.contains_key(id)) else {
            return;
        };
        self.open.push(id.clone());
        let mut told: Vec<Span> = Vec::new();
        let mut depth = 0;
        for quote in tree.snippet_quotes() {
            let problem = if let Some(begin) = self.open.iter().position(|open| *open == quote.snippet) {
                let circle: Vec<String> = self.open[begin..].iter().map(|id| format!("`{id}`")).collect();
                Some((format!("{} quotes itself", circle.join(" by way of ")), "remove one of these quotes"))
            } else {
                let is_deep = self.open.len() > MAX_DEPTH;
                if !is_deep {
                    self.fill(&quote.snippet, diagnostics);
                }
                let within = self.filled.get(&quote.snippet).map_or(0, |(_, depth)| depth + 1);
                let is_deep = is_deep || within > MAX_DEPTH;
                depth = depth.max(if is_deep { 0 } else { within });
                is_deep.then(|| {
                    (format!("snippets stand in each other more than {MAX_DEPTH} deep"), "write the text here instead")
                })
            };
            if let Some((message, hint)) = problem {
                told.push(quote.span);
                diagnostics.push(Diagnostic::new(Code::BadQuote, quote.span, message).hint(hint));
            }
        }
        let filled = tree.filled(&|quoted| self.filled.get(quoted).map(|(tree, _)| tree));
        for unfilled in filled.unfilled.iter().filter(|unfilled| !told.contains(&unfilled.quote.span)) {
            diagnostics.push(unfilled_quote(unfilled, self.locale, self.known.keys()));
        }
        self.filled.insert(id.clone(), (filled.tree, depth));
        self.open.pop();
    }
}

/// Why nothing stands for a quote in a text; `known` are the ids of all snippets.
fn unfilled_quote<'i>(
    unfilled: &Unfilled,
    locale: Locale,
    known: impl Iterator<Item = &'i SnippetId> + Clone,
) -> Diagnostic {
    let Unfilled { quote, reason } = unfilled;
    let id = &quote.snippet;
    match reason {
        UnfilledReason::NotThere if known.clone().any(|known| known == id) => {
            let file = format!("{FOLDER}{id}.{locale}.md");
            Diagnostic::new(Code::UnknownSnippet, quote.span, format!("the snippet `{id}` has no text in `{locale}`"))
                .hint(format!("write it, in `{file}`"))
                .expected_in(file)
        }
        UnfilledReason::NotThere => {
            Diagnostic::new(Code::UnknownSnippet, quote.span, format!("there is no snippet `{id}`"))
                .suggest(id.as_str(), known.map(SnippetId::as_str))
                .or_hint(format!("begin it by `wenda new snippet {id}`, or write the text here in place of the quote"))
                .expected_in(format!("{FOLDER}{id}."))
        }
        UnfilledReason::SeveralBlocks => {
            let message = format!("the snippet `{id}` is more than a paragraph, and is quoted within a text");
            Diagnostic::new(Code::BadQuote, quote.span, message)
                .hint("put the quote into a paragraph of its own, or make the snippet one paragraph")
        }
        UnfilledReason::TooLong => {
            let message = "what the text quotes of snippets up to here has more than 1 MiB";
            Diagnostic::new(Code::BadQuote, quote.span, message).hint("quote less, or split the article")
        }
    }
}
