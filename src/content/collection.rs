//! Folders of files that are read alike.

use std::str::FromStr;

use super::Conventions;
use super::yaml::{self, MappingReader, read_mapping};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::source::SourceFiles;

/// A folder that holds one YAML file for each thing of a kind, named by its id.
pub(super) struct Collection {
    pub(super) path: &'static str,
    /// What a file of it is called in messages.
    pub(super) kind: &'static str,
}

impl Collection {
    /// Reads all files, in the order of the ids.
    pub(super) fn read<I: FromStr, T>(
        &self,
        sources: &SourceFiles,
        conventions: &Conventions,
        diagnostics: &mut Diagnostics,
        take: impl Fn(&mut MappingReader<'_>, Option<(I, FileId)>, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        let kind = self.kind;
        let mut all = Vec::new();
        for file in sources.below(self.path) {
            let name = file.below(self.path).unwrap_or_default();
            let Some(id) = name.strip_suffix(".yaml").and_then(|stem| stem.parse().ok()) else {
                diagnostics.push(
                    Diagnostic::new(Code::MisplacedFile, file.id, format!("`{}` is not a {kind}", file.path))
                        .hint(format!("a {kind} is named `<id>.yaml`; move anything else out of this folder")),
                );
                continue;
            };
            let root = yaml::parse(file, conventions, diagnostics);
            let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
                take(fields, Some((id, file.id)), diagnostics)
            };
            all.extend(root.and_then(|root| read_mapping(&root, take, diagnostics)));
        }
        all
    }
}
