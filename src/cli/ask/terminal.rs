//! The questions of a decision, asked in a terminal.

use std::io::{self, BufRead, Write};

use crate::advice::Consultation;
use crate::cli::Failure;
use crate::cli::output::{BOLD, Line};
use crate::content::{Decision, FactKind, Language, UNKNOWN};
use crate::decision::Evaluation;

/// Where questions are asked and answered, line by line.
pub(super) struct Terminal<'l, I, O> {
    input: I,
    output: O,
    language: &'l Language,
}

/// What was typed.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    Choice(usize),
    Text(String),
    Unknown,
    Back,
    Quit,
}

impl<'l, I: BufRead, O: Write> Terminal<'l, I, O> {
    pub(super) fn new(input: I, output: O, language: &'l Language) -> Self {
        Self { input, output, language }
    }

    /// Asks which decision is meant. `None` if the reader quits.
    pub(super) fn choose_decision<'d>(&mut self, decisions: &'d [Decision]) -> Result<Option<&'d Decision>, Failure> {
        let titles: Vec<&str> =
            decisions.iter().map(|decision| decision.title.get(self.language.locale).as_str()).collect();
        loop {
            match self.ask(self.language.message("terminal_choose"), None, &titles)? {
                Typed::Choice(place) if place < decisions.len() => return Ok(Some(&decisions[place])),
                Typed::Quit => return Ok(None),
                _ => self.say(self.language.message("terminal_not_understood"))?,
            }
        }
    }

    /// Asks until the outcome is settled. `false` if the reader quits.
    pub(super) fn interview(&mut self, consultation: &mut Consultation<'_>) -> Result<bool, Failure> {
        let locale = self.language.locale;
        let mut asked = Vec::new();
        let decision = consultation.decision();
        while let Evaluation::Question { fact: place, .. } = consultation.state() {
            let fact = &decision.facts[place];
            let labels: Vec<&str> = match fact.kind {
                FactKind::Number(_) => Vec::new(),
                _ => fact.values.iter().map(|value| value.label.get(locale).as_str()).collect(),
            };
            let help = fact.help.as_ref().map(|help| help.get(locale).as_str());
            let answer = match self.ask(fact.question.get(locale), help, &labels)? {
                Typed::Quit => return Ok(false),
                Typed::Back => {
                    if let Some(last) = asked.pop() {
                        consultation.forget(last);
                    }
                    continue;
                }
                Typed::Unknown => UNKNOWN.to_owned(),
                Typed::Choice(value) if value < labels.len() => fact.values[value].id.to_string(),
                // A number counts as itself where there is no list to choose from.
                Typed::Choice(value) => (value + 1).to_string(),
                Typed::Text(text) => text,
            };
            match consultation.answer(fact.id.value.as_str(), &answer) {
                Ok(()) => asked.push(place),
                Err(error) => self.say(&error.to_string())?,
            }
        }
        Ok(true)
    }

    fn ask(&mut self, question: &str, help: Option<&str>, choices: &[&str]) -> Result<Typed, Failure> {
        self.print(&Line::new().text("\n").styled(BOLD, question))?;
        if let Some(help) = help {
            self.say(help)?;
        }
        for (number, choice) in choices.iter().enumerate() {
            self.say(&format!("  {:>2}  {choice}", number + 1))?;
        }
        self.say(self.language.message("terminal_prompt"))?;
        write!(self.output, "> ").and_then(|()| self.output.flush()).map_err(Failure::Output)?;
        let mut line = String::new();
        if self.input.read_line(&mut line).map_err(machine)? == 0 {
            return Ok(Typed::Quit);
        }
        Ok(match line.trim() {
            "?" | "？" => Typed::Unknown,
            "b" => Typed::Back,
            "q" => Typed::Quit,
            text => match text.parse::<usize>() {
                Ok(number) if number > 0 => Typed::Choice(number - 1),
                _ => Typed::Text(text.to_owned()),
            },
        })
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.print(&Line::new().text(text))
    }

    fn print(&mut self, line: &Line) -> Result<(), Failure> {
        writeln!(self.output, "{line}").map_err(Failure::Output)
    }
}

fn machine(error: io::Error) -> Failure {
    Failure::Machine(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::pipeline::Session;

    /// What is asked and said when a reader types these lines.
    fn typed(lines: &str, code: &str) -> (bool, String, Option<String>) {
        let advisor = Session::new(Path::new(env!("CARGO_MANIFEST_DIR"))).load().unwrap().advisor().unwrap();
        let mut consultation = advisor.consult("server").unwrap();
        let locale = code.parse().unwrap();
        let mut terminal = Terminal::new(lines.as_bytes(), Vec::new(), advisor.languages().get(locale));
        let done = terminal.interview(&mut consultation).unwrap();
        let outcome = consultation.reply(locale).outcome.map(|outcome| outcome.id.to_owned());
        (done, String::from_utf8(terminal.output).unwrap(), outcome)
    }

    #[test]
    fn questions_are_answered_by_number_and_name() {
        let (done, said, outcome) = typed("1\nmainland\n1\n36\n1\n0\n", "en");
        assert!(done, "{said}");
        assert_eq!(outcome.as_deref(), Some("eligible_5"));
        assert!(
            said.contains("Which product is the filing to be verified with?") && said.contains("   1  Elastic Compute")
        );
        let (_, said, _) = typed("7\n", "zh");
        assert!(said.contains("它的节点在哪里？"), "{said}");
    }

    #[test]
    fn a_reader_may_go_back_not_know_mistype_and_quit() {
        // Hong Kong, back, the mainland; a billing that is none, then none known; and so the rest does not settle it.
        let (done, said, outcome) = typed("1\n2x\nb\n6\n2\n", "en");
        assert!(done && said.contains("`region` cannot be `2x`"), "{said}");
        assert_eq!(outcome.as_deref(), Some("outside"));
        let (done, _, outcome) = typed("12\n1\n", "en");
        assert_eq!((done, outcome.as_deref()), (true, Some("not_verifiable")));
        let (done, _, outcome) = typed("1\n?\n1\n3\n1\n0\n", "en");
        assert_eq!((done, outcome), (true, None));
        assert!(!typed("1\nq\nmainland\n1\n36\n1\n0\n", "en").0, "what follows `q` is not read");
        assert!(!typed("1\n", "en").0, "the end of the input ends the questions");
    }
}
