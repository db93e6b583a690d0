//! `wenda ask`

mod show;
mod terminal;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use self::show::show;
use self::terminal::Terminal;
use super::console::Console;
use super::failure::Failure;
use super::locale::{environment_locale, known_locale};
use super::output::{print_json, print_not_covered};
use super::site_folder;
use crate::advice::{Advisor, AnswerError, Consultation};
use crate::content::OUT_OF_SCOPE;
use crate::name::Locale;
use crate::search::query::NotCovered;

#[derive(Debug, clap::Args)]
pub(super) struct AskArguments {
    /// The decision, and what is known: `filing product=ecs region=hong_kong`; `FACT=unknown` says "I don't know"
    #[arg(value_name = "DECISION | FACT=VALUE")]
    words: Vec<String>,
    /// Take the usual value of what is not given
    #[arg(long)]
    usual: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The language of the answer, as `zh` [default: the environment's]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Locale>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

pub(super) fn run(arguments: &AskArguments, console: &Console) -> Result<(), Failure> {
    let line = console.show_progress(!arguments.json);
    let loaded = console.session(&arguments.site).load()?;
    let run = loaded.report();
    drop(line);
    let Some(advisor) = loaded.advisor().filter(|_| !run.has_errors()) else {
        console.say_report(&run);
        return Err(Failure::Content);
    };
    let languages = advisor.languages();
    let language = languages.get(match arguments.lang {
        Some(asked) => known_locale(asked, languages.locales().as_slice())?,
        None => environment_locale(languages.locales()),
    });
    let locale = language.locale;
    let interactive = !arguments.json && io::stdin().is_terminal() && io::stdout().is_terminal();
    let (name, given) = match arguments.words.split_first() {
        Some((name, given)) if !name.contains('=') => (Some(name.as_str()), given),
        _ => (None, arguments.words.as_slice()),
    };
    let mut terminal = Terminal::new(io::stdin().lock(), anstream::stdout(), language);
    let name = match (name, advisor.decisions()) {
        (Some(name), _) => name,
        (None, [only]) => only.id.as_str(),
        (None, []) => return Err(Failure::Usage("the site has no decisions".to_owned())),
        (None, several) if interactive => match terminal.choose_decision(several)? {
            Some(decision) => decision.id.as_str(),
            None => return Ok(()),
        },
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|decision| decision.id.as_str()).collect();
            return Err(Failure::Usage(format!("name the decision: one of {}", names.join(", "))));
        }
    };
    if advisor.decision(name).is_none()
        && run.sources.get(OUT_OF_SCOPE).is_some()
        && let Some(topic) = not_covered(arguments, locale, console)?
    {
        return if arguments.json {
            print_json(&serde_json::json!({ "not_covered": topic }).to_string())
        } else {
            print_not_covered(&topic)
        };
    }
    let mut consultation = begin(&advisor, name, given)?;
    if arguments.usual {
        consultation.assume_usual();
    }
    if interactive && !terminal.interview(&mut consultation)? {
        return Ok(());
    }
    let reply = consultation.reply(locale);
    if let Some(reason) = &reply.impossible {
        return Err(Failure::Usage(reason.clone()));
    }
    if arguments.json {
        let text = serde_json::to_string_pretty(&reply).map_err(|error| Failure::Machine(error.to_string()))?;
        print_json(&text)
    } else {
        show(&consultation, &reply, language)
    }
}

/// What is told of words that name no decision, if they ask about something that the help center does not cover.
fn not_covered(arguments: &AskArguments, locale: Locale, console: &Console) -> Result<Option<NotCovered>, Failure> {
    let line = console.show_progress(!arguments.json);
    let search = console.session(&arguments.site).search(&|| console.say_wait())?;
    drop(line);
    if let Some(error) = &search.not_kept {
        console.say_not_kept(error);
    }
    Ok(search.finder.and_then(|finder| finder.not_covered(&arguments.words.join(" "), locale)))
}

fn begin<'a>(advisor: &'a Advisor, name: &str, given: &[String]) -> Result<Consultation<'a>, Failure> {
    let usage = |error: AnswerError| Failure::Usage(error.to_string());
    let mut consultation = advisor.consult(name).map_err(usage)?;
    for word in given {
        let (fact, value) =
            word.split_once('=').ok_or_else(|| Failure::Usage(format!("`{word}` is not FACT=VALUE")))?;
        consultation.answer(fact, value).map_err(usage)?;
    }
    Ok(consultation)
}
