//! `wenda import`

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::console::{Console, say_error};
use super::failure::Failure;
use super::out_folder;
use super::output::{BOLD, Line, print};
use super::shell::as_argument;
use crate::diagnostic::counted;
use crate::import::{Import, ImportError, RemarkKind, Tool, import};

#[derive(Debug, clap::Args)]
pub(super) struct ImportArguments {
    /// The project: the folder with the other tool's settings, or one of Markdown files
    #[arg(value_name = "DIR")]
    project: PathBuf,
    /// Which tool the project is of
    #[arg(long, value_parser = project_kind(), value_name = "KIND", default_value = "auto")]
    from: ProjectKind,
    /// The new site: a folder outside of DIR that is not there, or is empty [default: the name of DIR with `-site` at its end]
    #[arg(long, value_name = "SITE")]
    out: Option<PathBuf>,
}

/// Which tool a project is of; `None` if its files of settings tell.
#[derive(Clone, Copy, Debug)]
struct ProjectKind(Option<Tool>);

fn project_kind() -> impl TypedValueParser<Value = ProjectKind> {
    let tools = Tool::ALL.map(|tool| PossibleValue::new(tool.code()).help(tool.settings()));
    let kinds = [PossibleValue::new("auto").help("Told by the files of settings")].into_iter().chain(tools);
    PossibleValuesParser::new(kinds).map(|code| ProjectKind(Tool::ALL.into_iter().find(|tool| tool.code() == code)))
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Write(..) => Self::Machine(error.to_string()),
            _ => Self::Usage(error.to_string()),
        }
    }
}

pub(super) fn run(arguments: &ImportArguments, console: &Console) -> Result<(), Failure> {
    if arguments.project.canonicalize().is_ok_and(|project| project.parent().is_none()) {
        let project = arguments.project.display();
        return Err(Failure::Usage(format!("`{project}` is the whole machine: name the folder of the project")));
    }
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside(arguments)?,
    };
    out_folder::check_name(&out)?;
    if out_folder::lies_in(&out, &arguments.project) {
        return Err(Failure::Usage(format!(
            "`{}` lies in the project, where the next import would take it for a part of that: name a folder outside of it by `--out`",
            out.display()
        )));
    }
    let done = import(&arguments.project, arguments.from.0, &out)?;
    for remark in done.remarks_of(RemarkKind::Unread) {
        say_error(&format!("{}: {}", remark.path, remark.message));
    }
    if !console.is_quiet() {
        tell(&done, &out)?;
    }
    let is_whole = done.remarks_of(RemarkKind::Unread).next().is_none() && done.errors == 0;
    if is_whole { Ok(()) } else { Err(Failure::Content) }
}

/// The folder beside the current one's files that is named after the project.
fn beside(arguments: &ImportArguments) -> Result<PathBuf, Failure> {
    let project = arguments.project.canonicalize();
    let project =
        project.map_err(|error| Failure::Usage(format!("cannot read `{}`: {error}", arguments.project.display())))?;
    let name = project.file_name().map_or_else(|| "wenda".into(), |name| name.to_string_lossy());
    Ok(PathBuf::from(format!("{name}-site")))
}

fn tell(done: &Import, out: &std::path::Path) -> Result<(), Failure> {
    let Import { tool, texts, articles, categories, languages, .. } = done;
    let summary = format!(
        "{} of {} became {} in {} ({})",
        counted(*texts, "file", "files"),
        tool.name(),
        counted(*articles, "article", "articles"),
        counted(*categories, "category", "categories"),
        languages.join(", ")
    );
    print(&Line::new().styled(BOLD, summary))?;
    for kind in [RemarkKind::Unread, RemarkKind::Lost, RemarkKind::Look] {
        let paths: Vec<&str> = done.remarks_of(kind).map(|remark| remark.path.as_str()).collect();
        let files: BTreeSet<&str> = paths.iter().copied().collect();
        if kind != RemarkKind::Unread || !paths.is_empty() {
            let (count, files) = (counted(paths.len(), "remark", "remarks"), counted(files.len(), "file", "files"));
            print(&Line::new().text(format_args!("{}: {count} on {files}", kind.heading().to_lowercase())))?;
        }
    }
    if done.errors > 0 {
        print(&Line::new().text(format_args!("errors in the new site: {}; `wenda check` shows them", done.errors)))?;
    }
    let report = out.join("import-report.md");
    print(&Line::new().text(format_args!("the report: {}", report.display())))?;
    print(&Line::new().text(format_args!("look at it: wenda serve --site {}", as_argument(out))))
}
