//! `wenda export`

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::console::Console;
use super::failure::Failure;
use super::out_folder;
use super::output::{Line, print};
use crate::export::{ExportError, ExportKind, ExportManifest, ExportSummary, export, version_of};
use crate::folder::{open, replace};
use crate::search::Documents;
use crate::site::open_folder;

#[derive(Debug, clap::Args)]
pub(super) struct ExportArguments {
    /// What the engine reads: JSON lines, an index template and `_bulk` of OpenSearch, or SQL for MySQL, MariaDB and their like
    #[arg(long, value_name = "ENGINE", value_parser = engine())]
    to: ExportKind,
    /// The folder to write to; files of an earlier export there are replaced
    #[arg(long, value_name = "DIR", default_value = "export")]
    out: PathBuf,
    /// Write only what differs from the export whose `manifest.jsonl` this is
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

fn engine() -> impl TypedValueParser<Value = ExportKind> {
    PossibleValuesParser::new(ExportKind::ALL.map(ExportKind::name))
        .map(|name| ExportKind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(ExportKind::Jsonl))
}

/// What an export held, for the next one.
const MANIFEST: &str = "manifest.jsonl";

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::Machine(error.to_string())
    }
}

pub(super) fn run(arguments: &ExportArguments, console: &Console) -> Result<(), Failure> {
    out_folder::check_name(&arguments.out)?;
    let past = arguments.since.as_deref().map(read_manifest).transpose()?;
    let line = console.show_progress(true);
    let loaded = console.sound_site(&arguments.site)?;
    let corpus = loaded.corpus().ok_or_else(|| console.unsound(&loaded))?;
    let version = version_of(&corpus, loaded.fingerprint(), past.as_ref());
    let folder = ExportFolder { path: &arguments.out, opened: open_folder(&arguments.out, &arguments.site)? };
    folder.check()?;
    let mut summary = ExportSummary::default();
    let mut manifest = ExportManifest::default();
    let kind = arguments.to;
    let written = folder.write(kind.main_file(), |output| {
        (manifest, summary) = export(&corpus, &version, past.as_ref(), kind.target(output).as_mut())?;
        Ok(())
    });
    if !corpus.documents.are_whole() {
        return Err(console.unsound(&loaded));
    }
    written?;
    for (name, text) in kind.other_files(&version) {
        folder.write(name, |output| Ok(output.write_all(text.as_bytes())?))?;
    }
    // Last: who finds it finds all that it tells of.
    folder.write(MANIFEST, |output| Ok(manifest.write(output)?))?;
    drop(line);
    let ExportSummary { documents, written, removed, terms } = summary;
    print(&Line::new().text(format_args!(
        "version {}: {written} of {documents} documents written, {removed} removed, {terms} terms, to {}",
        version.name,
        folder.path.display()
    )))
}

fn read_manifest(path: &Path) -> Result<ExportManifest, Failure> {
    let unread = |message: String| Failure::Usage(format!("cannot read `{}`: {message}", path.display()));
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    ExportManifest::read(BufReader::new(file)).map_err(|damaged| unread(damaged.to_string()))
}

/// The folder that an export is written to.
struct ExportFolder<'a> {
    /// As it was named, for messages.
    path: &'a Path,
    opened: Dir,
}

impl ExportFolder<'_> {
    /// Makes sure that a manifest in it is one of an export. A link is replaced, whatever it leads to.
    fn check(&self) -> Result<(), Failure> {
        let manifest = open(&self.opened, MANIFEST, OpenOptions::new().read(true));
        if manifest.is_ok_and(|file| !ExportManifest::is_one(BufReader::new(file))) {
            return Err(Failure::Usage(format!(
                "`{}` is not of an export: name another folder with --out",
                self.path.join(MANIFEST).display()
            )));
        }
        Ok(())
    }

    /// Writes a file of it, whole or not at all.
    fn write(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>) -> Result<(), Failure> {
        replace(&self.opened, name, write)
            .map_err(|error| Failure::Machine(format!("cannot write `{}`: {error}", self.path.join(name).display())))
    }
}
