//! `wenda schema`

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use super::console::Console;
use super::failure::Failure;
use super::output::{Line, print, print_json};
use super::site_file;
use super::site_folder;
use super::starter::Files;
use crate::content::{SCHEMA_DRAFT, schema_of, schemas};
use crate::diagnostic::{meant, visible_on_a_line};
use crate::source::check_site;

/// The folder of the schemas in a site.
const FOLDER: &str = "schemas/";

#[derive(Debug, clap::Args)]
pub(super) struct SchemaArguments {
    /// The kind of file: `site`, `article`, `rule`, `decision`, …; without one, all are written into `schemas/` of the site
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

pub(super) fn run(arguments: &SchemaArguments, console: &Console) -> Result<(), Failure> {
    let Some(kind) = &arguments.kind else {
        return write_all(&arguments.site, console);
    };
    let schemas = schemas();
    if let Some((_, schema)) = schemas.iter().find(|(name, _)| name == kind) {
        return print_json(&format!("{schema:#}"));
    }
    let hint = meant(kind, schemas.iter().map(|(name, _)| *name));
    Err(Failure::Usage(format!("there is no schema `{}`{hint}", visible_on_a_line(kind))))
}

/// Writes all schemas into a site. A file of another maker is left as it is.
fn write_all(site: &Path, console: &Console) -> Result<(), Failure> {
    check_site(site)?;
    for (path, text) in files() {
        let shown = site_folder::within(site, &path);
        if is_of_others(&shown) {
            console.say(format_args!("`{}` is no schema of Wenda: it is left as it is", shown.display()));
            continue;
        }
        site_file::write(site, &path, &text)?;
        print(&Line::new().text(shown.display()))?;
    }
    Ok(())
}

/// Whether something stands under a path that Wenda did not make, in any version.
fn is_of_others(path: &Path) -> bool {
    let found = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return false,
        Ok(found) if found.is_file() => fs::read_to_string(path).unwrap_or_default(),
        _ => return true,
    };
    let schema: Value = serde_json::from_str(&found).unwrap_or_default();
    schema["$schema"] != SCHEMA_DRAFT || !schema["title"].as_str().is_some_and(|title| title.starts_with("content/"))
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
