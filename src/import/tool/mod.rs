//! The tools whose projects are read, one file each.

mod docusaurus;
mod hugo;
mod mdbook;
mod mkdocs;
mod plain;
mod vitepress;

use super::files::{ProjectFiles, folder_of, name_of};
use super::project::Project;
use super::setting::Setting;
use crate::import::kind::Tool;

/// Tells which files of settings cannot be read, so that what they say did not come along.
fn report_settings(files: &ProjectFiles, project: &mut Project) {
    const NAMES: [&str; 5] = ["book", "hugo", "config", "docusaurus", "sidebars"];
    let is_of_settings = |path: &&str| {
        let name = name_of(path);
        let is_near = folder_of(path).is_empty() || folder_of(path) == project.home || path.starts_with("config/");
        is_near && NAMES.iter().any(|known| name.split('.').next() == Some(*known))
    };
    for path in files.paths().filter(is_of_settings).map(str::to_owned).collect::<Vec<_>>() {
        let text = match files.text(&path) {
            Ok((text, _)) => text,
            Err(reason) => {
                project.lost(&path, format!("the settings were not read: {reason}"));
                continue;
            }
        };
        let is_read = match path.rsplit('.').next().unwrap_or_default() {
            "toml" => Setting::of_toml(&text).is_some(),
            "yml" | "yaml" => Setting::of_yaml(&text).is_some(),
            "json" => Setting::of_json(&text).is_some(),
            _ => true,
        };
        if !is_read {
            project.lost(&path, "the settings are malformed, and were not read: pages are in the order of their paths");
        }
    }
}

impl Tool {
    /// The tool that a project is of, by its files of settings.
    pub(super) fn of(files: &ProjectFiles) -> Self {
        let known = [
            (Self::Docusaurus, docusaurus::is_of(files)),
            (Self::Vitepress, vitepress::is_of(files)),
            (Self::Mdbook, mdbook::is_of(files)),
            (Self::Mkdocs, mkdocs::is_of(files)),
            (Self::Hugo, hugo::is_of(files)),
        ];
        known.into_iter().find(|(_, is_of)| *is_of).map_or(Self::Markdown, |(tool, _)| tool)
    }

    /// Reads a project, as far as its pages and their order.
    pub(super) fn read(self, files: &ProjectFiles) -> Project {
        let mut project = match self {
            Self::Markdown => plain::read(files),
            Self::Mdbook => mdbook::read(files),
            Self::Docusaurus => docusaurus::read(files),
            Self::Vitepress => vitepress::read(files),
            Self::Hugo => hugo::read(files),
            Self::Mkdocs => mkdocs::read(files),
        };
        report_settings(files, &mut project);
        project.arrange(files);
        project
    }
}
