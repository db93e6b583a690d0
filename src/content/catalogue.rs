//! The source catalogue, `content/sources/<source>.yaml`: what the help center may say, and where that is from.

use std::collections::HashSet;

use super::Conventions;
use super::collection::Collection;
use super::keyed::keyed;
use super::value::{Date, Located, unique, web_address};
use super::yaml::{FromYaml as _, Node};
use crate::diagnostic::{Diagnostics, FileId};
use crate::name::{FactId, Localized, SectionId, SourceId};
use crate::source::SourceFiles;

/// The folder of the source catalogue.
pub(super) const FOLDER: &str = "content/sources/";

/// A document that the help center rests on.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id: the stem of its file.
    pub id: SourceId,
    /// Where problems with it as a whole are reported.
    pub file: FileId,
    /// As citations name it.
    pub title: Localized<String>,
    /// The day it is from.
    pub date: Date,
    /// In the order of the file.
    pub sections: Vec<Section>,
    /// An editor's notes on the source as a whole.
    pub notes: Vec<Note>,
}

/// What articles, rows and outcomes cite.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id, which begins with the source's.
    pub id: SectionId,
    /// As citations name it, after the source.
    pub title: Localized<String>,
    /// The facts in it that texts may claim.
    pub facts: Vec<Fact>,
    /// An editor's notes: contradictions, gaps, dead links.
    pub notes: Vec<Note>,
}

keyed! {
    /// One thing that a section states.
    pub struct Fact {
        /// Its id, unique in the whole catalogue.
        pub id: Located<FactId>,
        /// What it states.
        pub statement(..): Localized<String>,
        /// The address it names.
        pub url: Option<String> as web_address = None,
        /// Words that whoever states it has to write as they stand: what readers look for on a screen, or copy by hand.
        pub verbatim: Vec<String> = Vec::new(),
        /// The facts of older sources that no longer hold because of it.
        pub supersedes: Vec<Located<FactId>> = Vec::new(),
    }

    /// An editor's note.
    pub struct Note {
        /// Unique in the whole catalogue, among facts too.
        pub id: Located<FactId>,
        /// What it says.
        pub text(..): Localized<String>,
        /// Other sections that it bears on.
        pub also: Vec<Located<SectionId>> = Vec::new(),
    }

    /// What the file of a source says.
    pub(super) struct SourceKeys {
        /// As citations name it.
        title: Localized<String>,
        /// The day it is from.
        date: Date,
        /// In the order in which they are shown.
        sections: Vec<SectionKeys> as sections,
        /// An editor's notes on the source as a whole.
        notes: Vec<Note> = Vec::new(),
    }

    /// What the file of a source says of a section.
    pub(super) struct SectionKeys {
        /// Its id in the source; elsewhere it is named with that: `source/section`.
        id: Located<SourceId>,
        /// As citations name it, after the source.
        title: Localized<String>,
        /// The facts in it that texts may claim.
        facts: Vec<Fact> = Vec::new(),
        /// An editor's notes: contradictions, gaps, dead links.
        notes: Vec<Note> = Vec::new(),
    }
}

/// Sections, each once, in the order in which they are first named.
pub fn deduplicated<'s>(sections: impl IntoIterator<Item = &'s SectionId>) -> Vec<&'s SectionId> {
    let mut seen = HashSet::new();
    sections.into_iter().filter(|section| seen.insert(*section)).collect()
}

/// Reads the whole catalogue, in the order of the files.
pub(crate) fn load(sources: &SourceFiles, conventions: &Conventions, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let folder = Collection { path: FOLDER, kind: "source" };
    folder.read(sources, conventions, diagnostics, |fields, given, diagnostics| {
        let (id, file) = given?;
        let SourceKeys { title, date, sections, notes } = SourceKeys::take(fields, diagnostics)?;
        let sections = sections.into_iter().filter_map(|keys| Section::of(&id, keys)).collect();
        Some(Source { id, file, title, date, sections, notes })
    })
}

fn sections(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<SectionKeys>> {
    Some(unique(Vec::read(node, diagnostics)?, "sections", |section: &SectionKeys| &section.id, diagnostics))
}

impl Section {
    fn of(source: &SourceId, keys: SectionKeys) -> Option<Self> {
        let SectionKeys { id, title, facts, notes } = keys;
        Some(Self { id: format!("{source}/{}", id.value).parse().ok()?, title, facts, notes })
    }
}
