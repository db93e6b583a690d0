//! `wenda export`

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::console::Console;
use super::failure::Failure;
use super::output::{Line, print};
use crate::export::{ExportError, ExportKind, ExportManifest, ExportSummary, export, version_of};

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
    let past = arguments.since.as_deref().map(read_manifest).transpose()?;
    let line = console.show_progress(true);
    let loaded = console.sound_site(&arguments.site)?;
    let corpus = loaded.corpus().ok_or(Failure::Content)?;
    let version = version_of(&corpus, loaded.fingerprint(), past.as_ref());
    let folder = &arguments.out;
    fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    let mut summary = ExportSummary::default();
    let mut manifest = ExportManifest::default();
    let kind = arguments.to;
    write_file(&folder.join(kind.main_file()), &mut |output| {
        (manifest, summary) = export(&corpus, &version, past.as_ref(), kind.target(output).as_mut())?;
        Ok(())
    })?;
    for (name, text) in kind.other_files(&version) {
        write_file(&folder.join(name), &mut |output| Ok(output.write_all(text.as_bytes())?))?;
    }
    // Last: who finds it finds all that it tells of.
    write_file(&folder.join(MANIFEST), &mut |output| Ok(manifest.write(output)?))?;
    drop(line);
    let ExportSummary { documents, written, removed, terms } = summary;
    print(&Line::new().text(format_args!(
        "version {}: {written} of {documents} documents written, {removed} removed, {terms} terms, to {}",
        version.name,
        folder.display()
    )))
}

fn read_manifest(path: &Path) -> Result<ExportManifest, Failure> {
    let unread = |message: String| Failure::Usage(format!("cannot read `{}`: {message}", path.display()));
    let file = File::open(path).map_err(|error| unread(error.to_string()))?;
    ExportManifest::read(BufReader::new(file)).map_err(|damaged| unread(damaged.to_string()))
}

fn unwritten(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Machine(format!("cannot write `{}`: {error}", path.display()))
}

/// Writes a file beside its place, and puts it there when it is whole.
fn write_file(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> Result<(), ExportError>) -> Result<(), Failure> {
    let begun = path.with_added_extension("part");
    let mut written = || -> Result<(), ExportError> {
        let mut output = BufWriter::new(File::create(&begun)?);
        write(&mut output)?;
        let file = output.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(fs::rename(&begun, path)?)
    };
    written().map_err(|error| unwritten(path, &error))
}
