//! `wenda eval`

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::locale::known_locale;
use super::output::{print_json, print_report};
use super::site_folder;
use crate::content::JudgedQuery;
use crate::diagnostic::{counted, visible};
use crate::name::Locale;
use crate::progress::Stage;
use crate::report::{MissesShown, evaluation_human, evaluation_json};
use crate::search::{Figures, Finder, PastRun, evaluate};

#[derive(Debug, clap::Args)]
pub(super) struct EvalArguments {
    /// Fail with exit code 1 if the mean of one through the place of the first right article (MRR@10) is less: from 0 to 1
    #[arg(long, value_name = "MEAN", value_parser = mean)]
    min: Option<f64>,
    /// Only the queries that are written in a language, as `zh`
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Locale>,
    /// List at most so many queries that are missed [default: 20, or all of them in JSON]
    #[arg(long)]
    limit: Option<u16>,
    /// List missed queries that are held out, too: whoever looks at them must not tune search by them
    #[arg(long)]
    held_out: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

fn mean(text: &str) -> Result<f64, String> {
    let mean = text.parse().map_err(|_| "this is not a number".to_owned())?;
    if (0.0..=1.0).contains(&mean) { Ok(mean) } else { Err("a mean is from 0 to 1".to_owned()) }
}

pub(super) fn run(arguments: &EvalArguments, console: &Console) -> Result<(), Failure> {
    let line = console.show_progress(!arguments.json);
    let loaded = console.sound_site(&arguments.site)?;
    let index = loaded.index(&|| console.say_wait())?.ok_or_else(|| console.unsound(&loaded))?;
    let finder = Finder::new(index.snapshot);
    let lang = arguments.lang.map(|asked| known_locale(asked, finder.snapshot().locales())).transpose()?;
    let queries = loaded.content().map(|content| content.evals.as_slice()).unwrap_or_default();
    let judged: Vec<&JudgedQuery> = queries.iter().filter(|judged| lang.is_none() || judged.language == lang).collect();
    if let (true, Some(locale)) = (judged.is_empty() && !queries.is_empty(), lang) {
        let count = counted(queries.len(), "query", "queries");
        return Err(Failure::Usage(format!("none of {count} in content/evals.yaml has `language: {locale}`")));
    }
    if judged.is_empty() {
        let message =
            "there is nothing to evaluate: write queries and the articles that answer them to content/evals.yaml";
        return Err(Failure::Usage(message.to_owned()));
    }
    let stage = console.progress().begin(Stage::Queries);
    let results = evaluate(judged.into_iter(), &finder, &stage);
    drop((stage, line));
    if let Some(error) = &index.not_kept {
        console.say_not_kept(error);
    }
    let past = PastRun::read(&arguments.site);
    let most = |usual| arguments.limit.map_or(usual, usize::from);
    let shown = |usual| MissesShown { most: most(usual), held_out: arguments.held_out };
    if arguments.json {
        print_json(&evaluation_json(&results, &past, shown(usize::MAX)))?;
    } else {
        print_report(&visible(&evaluation_human(&results, &past, shown(20))))?;
    }
    past.keep(&results, queries, &arguments.site);
    let Figures { queries, mrr_at_10: reached, .. } = Figures::of(&results);
    if arguments.min.is_some() && queries == 0 {
        return Err(Failure::Usage(
            "nothing answers any of these queries, so that there is no mean for --min".to_owned(),
        ));
    }
    match arguments.min.filter(|min| reached < *min) {
        Some(min) => {
            console.say(format_args!("MRR@10 is {reached:.4}, less than {min}"));
            Err(Failure::Content)
        }
        None => Ok(()),
    }
}
