//! `wenda schema`

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::output::{Line, print, print_json};
use super::site_file;
use super::starter::Files;
use crate::content::{schema_of, schemas};
use crate::diagnostic::{closest, visible_on_a_line};

/// The folder of the schemas in a site.
const FOLDER: &str = "schemas/";

#[derive(Debug, clap::Args)]
pub(super) struct SchemaArguments {
    /// The kind of file: `site`, `article`, `rule`, `decision`, …; without one, all are written into `schemas/` of the site
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<(), Failure> {
    let Some(kind) = &arguments.kind else {
        for (path, text) in files() {
            site_file::write(&arguments.site, &path, &text)?;
            print(&Line::new().text(arguments.site.join(path).display()))?;
        }
        return Ok(());
    };
    let schemas = schemas();
    if let Some((_, schema)) = schemas.iter().find(|(name, _)| name == kind) {
        return print_json(&format!("{schema:#}"));
    }
    let names: Vec<&str> = schemas.iter().map(|(name, _)| *name).collect();
    let hint = match closest(kind, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", names.join(", ")),
    };
    Err(Failure::Usage(format!("there is no schema `{}`; {hint}", visible_on_a_line(kind))))
}

/// The files of all schemas, by their paths in a site.
pub(super) fn files() -> Files {
    let named = schemas().into_iter().map(|(name, schema)| (format!("{FOLDER}{name}.json"), format!("{schema:#}\n")));
    named.collect()
}

/// Names its schema to editors at the top of each YAML file.
pub(super) fn link(files: &mut Files) {
    for (path, text) in files.iter_mut() {
        if let Some(name) = schema_of(path) {
            let up = "../".repeat(path.matches('/').count());
            text.insert_str(0, &format!("# yaml-language-server: $schema={up}{FOLDER}{name}.json\n"));
        }
    }
}

/// Whether a site holds the schemas.
pub(super) fn is_in(site: &Path) -> bool {
    site.join(FOLDER).is_dir()
}
