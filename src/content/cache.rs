//! What was made of files that are as they were: made once, and taken from then on.
//!
//! What is kept is a function of a few files and of what the site lays down for all of them, and is kept with these. It is
//! taken if they are [the same files](crate::source::KnownFiles) and the same conventions, and else made anew: nobody has to
//! know what depends on what. What one reading of the site does not take is gone after it.

use std::sync::Arc;

use super::article::ReadArticle;
use super::attachment::ReadAttachment;
use super::conventions::{Conventions, SITE};
use super::language::{self, Languages};
use super::memo::{Made, Memo, are_the_same};
use super::site;
use super::snippet::Snippets;
use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, SourceFiles};

/// What was made of the files of a site when it was read before.
#[derive(Debug, Default)]
pub struct ContentCache {
    conventions: Option<Conventions>,
    /// The languages, and what was told of them.
    languages: Option<Made<(Languages, Diagnostics)>>,
    /// The files of the snippets.
    snippets: Vec<Arc<SourceFile>>,
    /// Whether drafts are read as the rest is.
    pub(crate) shows_drafts: bool,
    pub(super) articles: Memo<ReadArticle>,
    pub(super) attachments: Memo<ReadAttachment>,
}

impl ContentCache {
    /// Drops what was made under other conventions.
    pub(super) fn prepare(&mut self, conventions: &Conventions) {
        if self.conventions.as_ref() != Some(conventions) {
            let shows_drafts = self.shows_drafts;
            *self = Self { conventions: Some(conventions.clone()), shows_drafts, ..Self::default() };
        }
    }

    /// The languages of a site. `None` if it does not tell them; the diagnostics then say why.
    pub(super) fn languages(&mut self, sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Option<Languages> {
        let files = sources.get(SITE).into_iter().chain(sources.below(language::STRINGS)).cloned();
        let files: Vec<Arc<SourceFile>> = files.collect();
        if let Some((known, (languages, told))) = &self.languages
            && are_the_same(known, files.iter())
        {
            diagnostics.append(told.clone());
            return Some(languages.clone());
        }
        let mut told = Diagnostics::default();
        let locales = site::locales(sources.get(SITE)?, &mut told);
        let languages = locales.map(|locales| Languages::load(&locales, sources, &mut told));
        self.languages = languages.clone().map(|languages| (files, (languages, told.clone())));
        diagnostics.append(told);
        languages
    }

    /// Whether the snippets are as they were the last time, and keeps them for the next.
    pub(super) fn knows_snippets(&mut self, snippets: &Snippets) -> bool {
        let files = snippets.iter().flat_map(|snippet| snippet.texts.values().map(|text| Arc::clone(&text.source)));
        let before = std::mem::replace(&mut self.snippets, files.collect());
        are_the_same(&before, self.snippets.iter())
    }
}
