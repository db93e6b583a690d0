//! `wenda check`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::console::Console;
use super::failure::Failure;
use super::fix::{self, Mended, Mender};
use super::output::{Line, print, print_json, print_report};
use super::revision::Revision;
use super::site_folder;
use super::starter;
use crate::comparison::renamed_articles;
use crate::content::{Content, StatedFact, claimed_outcomes, stated_facts};
use crate::diagnostic::{Code, Diagnostic, counted, visible};
use crate::name::ArticleId;
use crate::pipeline::{Loaded, Report};
use crate::report::{self, Base, Grouping};

#[derive(Debug, clap::Args)]
pub(super) struct CheckArguments {
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    format: ReportFormat,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show every problem, those too that are like others in many files; else these are counted
    #[arg(long)]
    all: bool,
    /// Mend what is safe to mend, add redirects, and show each line as it was and as it is
    #[arg(long, conflicts_with_all = ["facts", "claims"])]
    fix: bool,
    /// Show what `--fix` would mend, and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Ask other hosts, too, whether there is something at the addresses that the site links to; what answers is asked again after a
    /// week
    #[arg(long, conflicts_with_all = ["facts", "claims"])]
    links: bool,
    /// List every fact of the source catalogue with the articles and rule rows that state it, instead of problems
    #[arg(long)]
    facts: bool,
    /// List every outcome of the decisions with the articles that claim it, instead of problems
    #[arg(long, conflicts_with = "facts")]
    claims: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportFormat {
    /// Text with excerpts, for people
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Workflow commands, which GitHub Actions shows beside the lines of a pull request
    Github,
}

impl CheckArguments {
    fn is_for_people(&self) -> bool {
        matches!(self.format, ReportFormat::Human)
    }
}

pub(super) fn run(arguments: &CheckArguments, console: &Console) -> Result<(), Failure> {
    if arguments.facts {
        return facts(arguments, console);
    }
    if arguments.claims {
        return claims(arguments, console);
    }
    let mut found = look(arguments, console, &BTreeMap::new())?;
    if arguments.fix {
        found = mended(found, arguments, console)?;
    }
    let mendable = if arguments.fix { 0 } else { fix::mendable((&found.report, &found.verbatim)) };
    let run = found.report;
    show(&run, arguments, console)?;
    if mendable > 0 && arguments.is_for_people() && !console.is_quiet() {
        print(&Line::new().text(format_args!("`wenda check --fix` mends {mendable} of them")))?;
    }
    let failed = if arguments.strict { !run.diagnostics.is_empty() } else { run.has_errors() };
    if failed { Err(Failure::Content) } else { Ok(()) }
}

/// So often what was mended is looked at again: a space may belong beside a mark that was put in its place.
const MAX_ROUNDS: usize = 4;

/// What is found of a site.
struct CheckedSite {
    report: Report,
    /// The redirects that are missing.
    redirects: Vec<String>,
    /// Words that stand as they are.
    verbatim: Vec<String>,
}

/// Mends what is safe to mend, and looks at the rest; or tells what would be, and leaves all as it was found.
fn mended(found: CheckedSite, arguments: &CheckArguments, console: &Console) -> Result<CheckedSite, Failure> {
    if !arguments.is_for_people() {
        return Err(Failure::Usage("`--fix` shows what it mends as text: leave `--format` out".to_owned()));
    }
    let writes = !arguments.dry_run;
    let mut mender = Mender { site: &arguments.site, writes, console, mended: Mended::default() };
    let mut after: Option<CheckedSite> = None;
    for round in 1..=MAX_ROUNDS {
        let CheckedSite { report, redirects, verbatim } = after.as_ref().unwrap_or(&found);
        let problems = mender.mend((report, verbatim))? + mender.add_redirects((report, redirects))?;
        if problems == 0 || !writes && round == MAX_ROUNDS {
            break;
        }
        let unwritten = if writes { &BTreeMap::new() } else { &mender.mended.texts };
        after = Some(look(arguments, console, unwritten)?);
    }
    let all = mender.mended;
    let found = after.filter(|_| writes).unwrap_or(found);
    if all.problems == 0 {
        let nothing =
            if found.report.diagnostics.is_empty() { "nothing to mend" } else { "nothing that is safe to mend" };
        return print(&Line::new().text(nothing)).map(|()| found);
    }
    let done = if writes { "mended" } else { "can be mended" };
    print(&Line::new().text(format_args!(
        "{} {done} in {}",
        counted(all.problems, "problem", "problems"),
        counted(all.texts.len(), "file", "files")
    )))?;
    Ok(found)
}

/// Looks at the site. Some of its files may hold other texts than on the disk, by their paths.
fn look(
    arguments: &CheckArguments,
    console: &Console,
    unwritten: &BTreeMap<String, String>,
) -> Result<CheckedSite, Failure> {
    let _line = console.show_progress(arguments.is_for_people());
    let session = console.session(&arguments.site);
    unwritten.iter().for_each(|(path, text)| session.set_unsaved(path, Some(text)));
    let loaded = session.load()?;
    let mut planned = loaded.plan(None);
    // Pages are rendered too, for what only a template can find, and thrown away.
    planned.pages().for_each(drop);
    if arguments.links {
        planned.check_links();
    }
    if arguments.is_for_people() {
        for path in loaded.content().map(|content| starter::unwritten(content, loaded.sources())).unwrap_or_default() {
            console.say(format_args!("still to be written: `{path}` says what `wenda new` wrote into it"));
        }
        for draft in loaded.content().into_iter().flat_map(|content| &content.drafts) {
            console.say(format_args!("left out, as it is a draft: `{}`", draft.id));
        }
    }
    let report = planned.report();
    // An address may be gone only because something else is broken.
    let is_otherwise_sound = report.errors().iter().all(|error| error.code == Code::LostAddress);
    let redirects = match loaded.content().filter(|_| is_otherwise_sound && report.has_errors() && arguments.fix) {
        Some(content) => planned.missing_redirects(&renamed_since(content, &arguments.site, console)?),
        None => Vec::new(),
    };
    let sources = loaded.content().into_iter().flat_map(|content| &content.catalogue);
    let facts = sources.flat_map(|source| &source.sections).flat_map(|section| &section.facts);
    let verbatim = facts.flat_map(|fact| &fact.verbatim).cloned().collect();
    Ok(CheckedSite { report, redirects, verbatim })
}

/// The articles that git shows to be called otherwise now than when the addresses of the site were kept.
fn renamed_since(content: &Content, site: &Path, console: &Console) -> Result<Vec<(String, ArticleId)>, Failure> {
    let Some(revision) = Revision::of_kept_addresses(site)? else {
        return Ok(Vec::new());
    };
    let old = console.session(revision.folder()).load()?;
    Ok(old.content().map(|old| renamed_articles(old, content)).unwrap_or_default())
}

fn show(run: &Report, arguments: &CheckArguments, console: &Console) -> Result<(), Failure> {
    let repeated = if arguments.all { Grouping::Ungrouped } else { Grouping::Grouped };
    let human = |problems: &[Diagnostic]| print_report(&report::human(problems, &run.sources, repeated, true));
    match arguments.format {
        // Warnings that are errors are told.
        ReportFormat::Human if console.is_quiet() && !arguments.strict => human(&run.errors()),
        ReportFormat::Human if console.is_quiet() => human(&run.diagnostics),
        ReportFormat::Human => {
            human(&run.diagnostics)?;
            print(&Line::new().text(report::summary(&run.diagnostics)))
        }
        ReportFormat::Json => print_json(&report::json(&run.diagnostics, &run.sources)),
        ReportFormat::Sarif => print_json(&report::sarif(&run.diagnostics, &run.sources, &base(&arguments.site)?)),
        ReportFormat::Github => {
            print_report(&report::github(&run.diagnostics, &run.sources, &base(&arguments.site)?))?;
            print(&Line::new().text(report::summary(&run.diagnostics)))
        }
    }
}

/// The nearest folder above the site, or the site itself, that is a repository; else the current folder.
fn base(site: &Path) -> Result<Base, Failure> {
    let absolute = |path: &Path| path.canonicalize().map_err(|error| Failure::Machine(error.to_string()));
    let site = absolute(site)?;
    let repository = site.ancestors().find(|folder| folder.join(".git").exists());
    Ok(match repository {
        Some(root) => Base::new(root, &site),
        None => Base::new(&absolute(Path::new("."))?, &site),
    })
}

/// Lists who states what. A fact that nobody states, or a superseded one that something rests on, fails a strict check only.
fn facts(arguments: &CheckArguments, console: &Console) -> Result<(), Failure> {
    let loaded = sound(arguments, console)?;
    let facts = loaded.content().map(stated_facts).unwrap_or_default();
    list(arguments, &report::facts_human(&facts, loaded.sources()), &report::facts_json(&facts, loaded.sources()))?;
    if arguments.strict && !facts.iter().all(StatedFact::is_settled) { Err(Failure::Content) } else { Ok(()) }
}

/// Lists who claims what. An outcome that nobody claims fails a strict check only.
fn claims(arguments: &CheckArguments, console: &Console) -> Result<(), Failure> {
    let loaded = sound(arguments, console)?;
    let outcomes = loaded.content().map(claimed_outcomes).unwrap_or_default();
    list(arguments, &report::claims_human(&outcomes), &report::claims_json(&outcomes))?;
    let is_open = outcomes.iter().any(|outcome| outcome.claimed_by.is_empty());
    if arguments.strict && is_open { Err(Failure::Content) } else { Ok(()) }
}

/// The site, in which nothing is wrong that would keep it from being built.
fn sound(arguments: &CheckArguments, console: &Console) -> Result<Loaded, Failure> {
    let line = console.show_progress(arguments.is_for_people());
    let loaded = console.session(&arguments.site).load()?;
    let run = loaded.report();
    drop(line);
    if run.has_errors() {
        show(&run, arguments, console)?;
        return Err(Failure::Content);
    }
    Ok(loaded)
}

/// Prints a list that is no list of problems.
fn list(arguments: &CheckArguments, human: &str, json: &str) -> Result<(), Failure> {
    match arguments.format {
        ReportFormat::Human => print_report(&visible(human)),
        ReportFormat::Json => print_json(json),
        ReportFormat::Sarif | ReportFormat::Github => {
            Err(Failure::Usage("this format holds problems and nothing else: use `--format json`".to_owned()))
        }
    }
}
