//! The tools whose projects are read, one file each.

mod docusaurus;
mod hugo;
mod mdbook;
mod mkdocs;
mod plain;
mod vitepress;

use super::files::{ProjectFiles, folder_of, join, name_of};
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

/// Tells which files are pages for the tool and none here.
fn report_other_pages(files: &ProjectFiles, project: &mut Project) {
    let mut endings = vec!["adoc", "asciidoc", "rst", "org", "ipynb"];
    if project.tool != Tool::Markdown {
        endings.extend(["html", "htm"]);
    }
    let mut roots: Vec<String> = project.pages.iter().map(|page| page.root.clone()).collect();
    roots.sort_unstable();
    roots.dedup();
    let is_public = |path: &str| project.public.iter().any(|public| is_below(path, public));
    let below = roots.iter().flat_map(|root| files.below(root)).filter(|path| !is_public(path));
    let mut others: Vec<&str> = below.filter(|path| has_one_of(path, &endings)).collect();
    let programs = join(&project.home, "src/pages").unwrap_or_default();
    if project.tool == Tool::Docusaurus {
        others.extend(files.below(&programs).filter(|path| has_one_of(path, &["js", "jsx", "ts", "tsx"])));
    }
    others.sort_unstable();
    others.dedup();
    for path in others.into_iter().map(str::to_owned).collect::<Vec<_>>() {
        project.lost(&path, "it is a page, but not of Markdown, and was left out");
    }
}

fn has_one_of(path: &str, endings: &[&str]) -> bool {
    name_of(path).rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
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
        report_other_pages(files, &mut project);
        project.arrange(files);
        project
    }
}
