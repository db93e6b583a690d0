//! `content/translations.lock`: what the original of each translation said, section by section, when the translation was
//! accepted. A line is a section, in a defined order, so that two branches that accept different things can be merged.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::super::{Article, ArticleText};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{ArticleId, Locale, SnippetId};
use crate::source::SourceFile;

/// The file that remembers it.
pub(in crate::content) const TRANSLATIONS: &str = "content/translations.lock";

const HEAD: &str = "\
# What each translation was made from: article, language, section, what the original said there.
# Written by `wenda accept`. Commit it; to merge two versions, keep the lines of both, and accept again what is told twice.
";

/// What the original of a translation said when the translation was accepted: the fingerprint of each section, by the name that
/// the section had.
pub type AcceptedText = BTreeMap<Box<str>, u64>;

/// What a site remembers of its translations.
#[derive(Clone, Debug, Default)]
pub struct TranslationLock {
    /// Where it stands; `None` if the site remembers nothing.
    file: Option<FileId>,
    /// By article, then by the code of the language.
    pub(super) accepted: BTreeMap<Box<str>, BTreeMap<Box<str>, AcceptedText>>,
    /// The articles that it knows by the ids that they had.
    pub(super) renamed: BTreeMap<Box<str>, ArticleId>,
}

impl TranslationLock {
    /// Where it stands, from the folder of the site.
    pub const PATH: &'static str = TRANSLATIONS;

    /// The file; `None` if the site remembers nothing.
    pub fn file(&self) -> Option<FileId> {
        self.file
    }

    /// What the translation of an article, or of `snippets/<id>`, was made from, if it was accepted.
    pub fn get(&self, name: &str, locale: Locale) -> Option<&AcceptedText> {
        self.accepted.get(name)?.get(locale.code())
    }

    /// Remembers that a translation says what its original says now.
    pub fn accept(&mut self, name: &str, locale: Locale, original: &ArticleText) {
        self.accepted.entry(name.into()).or_default().insert(locale.code().into(), original.fingerprints());
    }

    /// Forgets the translations that are not kept, and tells how many these are.
    pub fn retain(&mut self, is_kept: impl Fn(&str, &str) -> bool) -> usize {
        let before = self.translations().count();
        for (article, by_locale) in &mut self.accepted {
            by_locale.retain(|locale, _| is_kept(article, locale));
        }
        before - self.translations().count()
    }

    /// The translations that it remembers, by article and language.
    pub fn translations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().map(|(article, locale, _)| (article, locale))
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str, &AcceptedText)> {
        let each = self.accepted.iter();
        each.flat_map(|(article, texts)| texts.iter().map(move |(locale, text)| (&**article, &**locale, text)))
    }

    /// The file as it is written.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (article, locale, sections) in self.texts() {
            for (name, fingerprint) in sections {
                let _infallible = writeln!(text, "{article} {locale} {name} {fingerprint:016x}");
            }
        }
        text
    }
}

impl ArticleText {
    /// What it says, as the lock has it.
    pub(super) fn fingerprints(&self) -> AcceptedText {
        self.named_sections().map(|(name, section)| (name.into(), section.fingerprint)).collect()
    }

    /// Its sections, each by the name that the lock has for it: `question`, then the anchors of the headings.
    pub(super) fn named_sections(&self) -> impl Iterator<Item = (String, &crate::markdown::TextSection)> {
        let anchors = self.outline.own_headings().map(|heading| format!("#{}", heading.anchor));
        std::iter::once("question".to_owned()).chain(anchors).zip(&self.outline.sections)
    }
}

/// Reads the file. `articles` are all that there are but `drafts`, both by id.
pub(in crate::content) fn load(
    file: &SourceFile,
    (articles, drafts): (&[Arc<Article>], &[Arc<Article>]),
    diagnostics: &mut Diagnostics,
) -> TranslationLock {
    let mut lock = TranslationLock { file: Some(file.id), ..TranslationLock::default() };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let (at, text) = (start, line.trim_end());
        start += line.len();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let span = file.span(at..at + text.len());
        let Some((article, locale, section, fingerprint)) = parsed(text) else {
            diagnostics.push(
                Diagnostic::new(Code::BadLock, span, "this is no line of a lock")
                    .hint("where two versions were merged, keep the lines of both and remove the marks between them")
                    .hint("or remove the file and run `wenda accept`, which takes all translations for up to date"),
            );
            continue;
        };
        let sections = lock.accepted.entry(article.into()).or_default().entry(locale.into()).or_default();
        if sections.insert(section.into(), fingerprint).is_some() {
            let message = format!("`{section}` of `{article}` in `{locale}` stands here twice");
            diagnostics.push(Diagnostic::new(Code::BadLock, span, message).hint(format!(
                "remove both lines, and run `wenda accept {article} --lang {locale}` once the translation is up to date"
            )));
        }
    }
    lock.follow_renames(articles, drafts);
    lock
}

fn parsed(line: &str) -> Option<(&str, &str, &str, u64)> {
    let mut parts = line.splitn(3, ' ');
    let (article, locale, rest) = (parts.next()?, parts.next()?, parts.next()?);
    // An anchor may be anything.
    let (section, fingerprint) = rest.rsplit_once(' ')?;
    let is_snippet = article.strip_prefix("snippets/").is_some_and(|id| id.parse::<SnippetId>().is_ok());
    let is_sound =
        (is_snippet || article.parse::<ArticleId>().is_ok()) && (section == "question" || section.starts_with('#'));
    let fingerprint = u64::from_str_radix(fingerprint, 16).ok().filter(|_| fingerprint.len() == 16)?;
    is_sound.then_some((article, locale, section, fingerprint))
}
