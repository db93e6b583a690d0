//! The source catalogue, `content/sources/<source>.yaml`: what the help center may say, and where that is from.

use std::collections::HashSet;

use super::value::{Date, Located, date, id, ids, localized, web_address};
use super::yaml::{self, Node};
use super::{Content, folder};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::name::{FactId, Locales, Localized, SectionId, SourceId};
use crate::source::{SourceFile, Sources};

/// The folder of the catalogue.
const FOLDER: &str = "content/sources/";

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id: the stem of its file.
    pub id: SourceId,
    /// Its file.
    pub file: FileId,
    /// Its title.
    pub title: Localized<String>,
    /// The day it is from.
    pub date: Date,
    /// Its sections.
    pub sections: Vec<Section>,
    /// An editor's notes on the source as a whole.
    pub notes: Vec<Note>,
}

/// A section of a source.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id, which begins with the source's.
    pub id: SectionId,
    /// Its title.
    pub title: Localized<String>,
    /// What it states.
    pub facts: Vec<Fact>,
    /// An editor's notes: contradictions, gaps, dead links.
    pub notes: Vec<Note>,
}

/// One thing that a section states.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its id.
    pub id: Located<FactId>,
    /// What it states.
    pub statement: Localized<String>,
    /// The address it names.
    pub url: Option<String>,
    /// Words that whoever states it has to write as they stand: what readers look for on a screen, or copy by hand.
    pub verbatim: Vec<String>,
    /// The facts of older sources that no longer hold because of it.
    pub supersedes: Vec<Located<FactId>>,
}

/// An editor's note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: Located<FactId>,
    /// What it says.
    pub text: Localized<String>,
    /// Other sections that it bears on.
    pub also: Vec<Located<SectionId>>,
}

/// Sections, each once, in the order in which they are first named.
pub fn each_once<'s>(sections: impl IntoIterator<Item = &'s SectionId>) -> Vec<&'s SectionId> {
    let mut seen = HashSet::new();
    sections.into_iter().filter(|section| seen.insert(*section)).collect()
}

/// Reads the whole catalogue, in the order of the files.
pub(crate) fn load(sources: &Sources, locales: &Locales, diagnostics: &mut Diagnostics) -> Vec<Source> {
    folder(FOLDER, "source", sources, diagnostics, |id, file, diagnostics| source(id, file, locales, diagnostics))
}

fn source(source_id: SourceId, file: &SourceFile, locales: &Locales, diagnostics: &mut Diagnostics) -> Option<Source> {
    let root = yaml::parse(file, locales, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let date = fields.required("date", diagnostics).and_then(|node| date(node, diagnostics));
    let notes = fields.optional("notes").map(|node| notes(node, diagnostics)).unwrap_or_default();
    let sections_node = fields.required("sections", diagnostics);
    fields.finish(diagnostics);
    let mut sections: Vec<Section> = Vec::new();
    let mut names: HashSet<SectionId> = HashSet::new();
    for node in sections_node.and_then(|node| node.list(diagnostics)).unwrap_or_default() {
        let Some((section, span)) = section(&source_id, node, diagnostics) else {
            continue;
        };
        if !names.insert(section.id.clone()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    span,
                    format!("two sections have the id `{}`", section.id.section()),
                )
                .hint("give one of them another id"),
            );
            continue;
        }
        sections.push(section);
    }
    Some(Source { id: source_id, file: file.id, title: title?, date: date?.value, sections, notes })
}

fn section(
    source: &SourceId,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<(Section, crate::diagnostic::Span)> {
    let mut fields = node.fields(diagnostics)?;
    let name = fields.required("id", diagnostics).and_then(|node| id::<SourceId>(node, diagnostics));
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let facts = fields.optional("facts").map(|node| facts(node, diagnostics)).unwrap_or_default();
    let notes = fields.optional("notes").map(|node| notes(node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    let name = name?;
    let section_id = format!("{source}/{}", name.value).parse().ok()?;
    Some((Section { id: section_id, title: title?, facts, notes }, name.span))
}

fn facts(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Fact> {
    let nodes = node.list(diagnostics).unwrap_or_default();
    nodes
        .iter()
        .filter_map(|node| {
            let mut fields = node.fields(diagnostics)?;
            let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
            let statement = statement(node, &mut fields, diagnostics);
            let url = fields.optional("url").and_then(|node| web_address(node, diagnostics));
            let verbatim = fields.optional("verbatim").map(|node| texts(node, diagnostics)).unwrap_or_default();
            let supersedes = fields.optional("supersedes").map(|node| ids(node, diagnostics)).unwrap_or_default();
            fields.finish(diagnostics);
            Some(Fact { id: id?, statement: statement?, url, verbatim, supersedes })
        })
        .collect()
}

fn texts(node: &Node, diagnostics: &mut Diagnostics) -> Vec<String> {
    let nodes = node.list(diagnostics).unwrap_or_default();
    nodes.iter().filter_map(|node| Some(node.text(diagnostics)?.to_owned())).collect()
}

fn notes(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Note> {
    let nodes = node.list(diagnostics).unwrap_or_default();
    nodes
        .iter()
        .filter_map(|node| {
            let mut fields = node.fields(diagnostics)?;
            let id = fields.required("id", diagnostics).and_then(|node| id(node, diagnostics));
            let text = statement(node, &mut fields, diagnostics);
            let also = fields.optional("also").map(|node| ids(node, diagnostics)).unwrap_or_default();
            fields.finish(diagnostics);
            Some(Note { id: id?, text: text?, also })
        })
        .collect()
}

/// What is stated, in the languages of the site: keys beside others; in a site of one language also `text`.
fn statement(node: &Node, fields: &mut yaml::Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Localized<String>> {
    let plain = node.locales.only().and_then(|_| fields.entry("text"));
    Localized::try_from_fn(&node.locales, |locale| {
        let node = match plain {
            Some(node) => node,
            None => fields.required_entry(locale.code(), diagnostics)?,
        };
        Some(node.text(diagnostics)?.to_owned())
    })
}

/// Reports a section that the catalogue does not have.
pub(super) fn check_section(content: &Content, id: &SectionId, span: Span, diagnostics: &mut Diagnostics) {
    if content.section(id).is_none() {
        diagnostics.push(unknown_section(content, id, span));
    }
}

pub(super) fn unknown_section(content: &Content, id: &SectionId, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownSource, span, format!("the source catalogue has no section `{id}`"))
        .suggest_of(id.as_str(), content.section_ids())
        .expected_in(format!("content/sources/{}.yaml", id.source()))
}
