//! Citations of sections of the source catalogue.

use super::catalogue::FOLDER;
use super::help_center::Content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::SectionId;

/// Reports a section that the catalogue does not have.
pub(super) fn check_section(content: &Content, id: &SectionId, span: Span, diagnostics: &mut Diagnostics) {
    if content.section(id).is_none() {
        diagnostics.push(unknown_section(content, id, span));
    }
}

pub(super) fn unknown_section(content: &Content, id: &SectionId, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownSource, span, format!("the source catalogue has no section `{id}`"))
        .suggest_of(id.as_str(), content.section_ids())
        .expected_in(format!("{FOLDER}{}.yaml", id.source()))
}
