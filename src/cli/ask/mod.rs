//! `wenda ask`

mod terminal;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use self::terminal::Terminal;
use super::Failure;
use super::output::{BOLD, Line, print, print_age, print_json, print_not_covered, say, say_not_kept, say_report};
use crate::advice::{Advisor, AnswerError, Consultation, Reply, UNKNOWN};
use crate::content::{Decimal, Decision, DecisionFact, FactKind, OUT_OF_SCOPE};
use crate::name::Locale;
use crate::pipeline;
use crate::search::query::NotCovered;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The decision, and what is known: `filing product=ecs region=hong_kong`; `FACT=unknown` says "I don't know"
    #[arg(value_name = "DECISION | FACT=VALUE")]
    words: Vec<String>,
    /// Take the usual value of what is not given
    #[arg(long)]
    usual: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The language of the answer: zh or en [default: the environment's]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Locale>,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let run = pipeline::read(&arguments.site)?;
    let Some(advisor) = run.advisor.as_ref().filter(|_| !run.has_errors()) else {
        say_report(&run);
        return Err(Failure::Content);
    };
    let locale = arguments.lang.unwrap_or_else(super::environment_locale);
    let interactive = !arguments.json && io::stdin().is_terminal() && io::stdout().is_terminal();
    let (name, given) = match arguments.words.split_first() {
        Some((name, given)) if !name.contains('=') => (Some(name.as_str()), given),
        _ => (None, arguments.words.as_slice()),
    };
    let mut terminal = Terminal::new(io::stdin().lock(), anstream::stdout());
    let name = match (name, advisor.decisions()) {
        (Some(name), _) => name,
        (None, [only]) => only.id.as_str(),
        (None, []) => return Err(Failure::Usage("the site has no decisions".to_owned())),
        (None, several) if interactive => match terminal.choose_decision(several, locale)? {
            Some(decision) => decision.id.as_str(),
            None => return Ok(()),
        },
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|decision| decision.id.as_str()).collect();
            return Err(Failure::Usage(format!("name the decision: one of {}", names.join(", "))));
        }
    };
    if !advisor.decisions().iter().any(|decision| decision.id.as_str() == name)
        && run.sources.get(OUT_OF_SCOPE).is_some()
        && let Some(topic) = not_covered(arguments, locale)?
    {
        return if arguments.json {
            print_json(&serde_json::json!({ "not_covered": topic }).to_string())
        } else {
            print_not_covered(&topic)
        };
    }
    let mut consultation = begin(advisor, name, given)?;
    if arguments.usual {
        consultation.assume_usual();
    }
    if interactive && !terminal.interview(&mut consultation, locale)? {
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
        show(&consultation, &reply, locale)
    }
}

/// What is told of words that name no decision, if they ask about something that the help center does not cover.
fn not_covered(arguments: &Arguments, locale: Locale) -> Result<Option<NotCovered>, Failure> {
    let wait = || say("another wenda is writing the search index; waiting for it");
    let search = pipeline::search(&arguments.site, &wait)?;
    if let Some(error) = &search.not_kept {
        say_not_kept(error);
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

/// The words around an answer.
struct Words {
    steps: &'static str,
    met: &'static str,
    assumed: &'static str,
    because: &'static str,
    sources: &'static str,
    rows: &'static str,
    changes: &'static str,
    undetermined: &'static str,
    possible: &'static str,
    settled_by: &'static str,
    unknown: &'static str,
    prompt: &'static str,
    not_understood: &'static str,
    more: &'static str,
    choose: &'static str,
    colon: &'static str,
    comma: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Zh => &Words {
            steps: "接下来",
            met: "（已办妥）",
            assumed: "（没有给出，按通常情况）",
            because: "根据",
            sources: "依据",
            rows: "规则",
            changes: "换一个回答，结果就不同",
            undetermined: "还不能确定",
            possible: "可能的结果",
            settled_by: "弄清这些就能确定",
            unknown: "不知道",
            prompt: "（输入序号；? 不知道，b 返回上一题，q 退出）",
            not_understood: "没有这个选项",
            more: "还要再问",
            choose: "要问什么",
            colon: "：",
            comma: "、",
        },
        Locale::En => &Words {
            steps: "What to do",
            met: " (already met)",
            assumed: " (not given: the usual case)",
            because: "Because",
            sources: "Sources",
            rows: "Rules",
            changes: "Another answer would change this",
            undetermined: "Not settled yet",
            possible: "Possible outcomes",
            settled_by: "Would be settled by",
            unknown: "I don't know",
            prompt: "(a number; ? for “I don't know”, b to go back, q to quit)",
            not_understood: "there is no such choice",
            more: "more questions follow",
            choose: "What do you want to know",
            colon: ": ",
            comma: ", ",
        },
    }
}

/// What a fact's value is called; a number is followed by its unit.
fn label(fact: &DecisionFact, text: &str, locale: Locale) -> String {
    if text == UNKNOWN {
        return words(locale).unknown.to_owned();
    }
    if let Some(value) = fact.values.iter().find(|value| value.id.as_str() == text) {
        return value.label.get(locale).clone();
    }
    let (FactKind::Number(number), Ok(given)) = (&fact.kind, text.parse::<Decimal>()) else {
        return text.to_owned();
    };
    let unit = number.unit.as_ref().map_or_else(String::new, |unit| unit.after(&given, locale));
    format!("{text}{unit}")
}

fn show(consultation: &Consultation<'_>, reply: &Reply<'_>, locale: Locale) -> Result<(), Failure> {
    let decision = consultation.decision();
    let words = words(locale);
    let say = |line: std::fmt::Arguments<'_>| print(&Line::new().text(line));
    let title = |text: &str| print(&Line::new().styled(BOLD, text));
    let heading = |text: &str| print(&Line::new().text("\n").styled(BOLD, text));
    let name = |id: &str| decision.fact(id).map_or_else(String::new, |(_, fact)| fact.label.get(locale).clone());
    let pair = |id: &str, value: &str| {
        let shown = decision.fact(id).map_or_else(String::new, |(_, fact)| label(fact, value, locale));
        format!("{}{}{shown}", name(id), words.colon)
    };
    if let Some(question) = &reply.question {
        title(question.text)?;
        for (value, label) in question.values.iter().zip(&question.labels) {
            say(format_args!("  {}={value}  {label}", question.fact))?;
        }
        return Ok(());
    }
    match &reply.outcome {
        Some(outcome) => {
            print_age(outcome.as_of, consultation.confirm_with(locale), locale)?;
            if let Some(action) = outcome.action {
                title(action)?;
            }
            title(outcome.title)?;
            let (verdicts, properties) = (&outcome.verdicts.0, &outcome.properties.0);
            for line in verdict_lines(decision, verdicts, properties, &outcome.met, locale) {
                say(format_args!("  {line}"))?;
            }
            say(format_args!("\n{}", outcome.explanation))?;
            if !outcome.steps.is_empty() {
                heading(words.steps)?;
            }
            for (number, step) in outcome.steps.iter().enumerate() {
                say(format_args!("  {}. {}", number + 1, step.text))?;
                if let Some(see) = &step.see {
                    say(format_args!("     {} ({})", see.title, see.url))?;
                }
            }
        }
        None => {
            title(words.undetermined)?;
            for line in verdict_lines(decision, &reply.verdicts.0, &[], &[], locale) {
                say(format_args!("  {line}"))?;
            }
            heading(words.possible)?;
            for id in &reply.possible {
                let outcome = decision.outcomes.iter().find(|outcome| outcome.id.value.as_str() == *id);
                say(format_args!("  {}", outcome.map_or(*id, |outcome| outcome.title.get(locale).as_str())))?;
            }
            let names: Vec<String> = reply.settled_by.iter().map(|id| name(id)).collect();
            heading(words.settled_by)?;
            say(format_args!("  {}", names.join(words.comma)))?;
        }
    }
    if !reply.because.is_empty() {
        heading(words.because)?;
        let suffices = |(id, _): &&(&str, String)| reply.because.contains(id);
        for (id, value) in reply.answers.0.iter().filter(suffices) {
            say(format_args!("  {}", pair(id, value)))?;
        }
        for (id, value) in reply.assumed.0.iter().filter(suffices) {
            say(format_args!("  {}{}", pair(id, value), words.assumed))?;
        }
    }
    if !reply.changes.is_empty() {
        heading(words.changes)?;
        for change in &reply.changes {
            let outcome = decision.outcomes.iter().find(|outcome| Some(outcome.id.value.as_str()) == change.outcome);
            let outcome = outcome.map_or(words.more, |outcome| outcome.title.get(locale).as_str());
            let fact = decision.fact(change.fact).map(|(_, fact)| fact);
            let labels = fact.map(|fact| {
                let places = change.values.iter().filter_map(|value| fact.value(value));
                fact.labels(places.collect(), locale)
            });
            let values = labels.unwrap_or_default().join(words.comma);
            say(format_args!("  {}{}{values} → {outcome}", name(change.fact), words.colon))?;
        }
    }
    if let Some(outcome) = &reply.outcome {
        heading(words.sources)?;
        for citation in &outcome.citations {
            say(format_args!("  {} ({})", citation.title, citation.url))?;
        }
        heading(words.rows)?;
        for row in &reply.rows {
            say(format_args!("  {row}"))?;
        }
    }
    Ok(())
}

fn verdict_lines(
    decision: &Decision,
    verdicts: &[(&str, String)],
    properties: &[(&str, String)],
    met: &[&str],
    locale: Locale,
) -> Vec<String> {
    let known = decision.verdicts.iter().chain(&decision.properties);
    let said = |id: &str| verdicts.iter().chain(properties).find(|(name, _)| *name == id).map(|(_, value)| value);
    let lines = known.filter_map(|verdict| {
        let value = said(verdict.id.value.as_str())?;
        let shown = verdict.values.iter().find(|known| known.id.as_str() == value)?.label.get(locale);
        let met = if met.contains(&verdict.id.value.as_str()) { words(locale).met } else { "" };
        Some(format!("{}{}{shown}{met}", verdict.label.get(locale), words(locale).colon))
    });
    lines.collect()
}
