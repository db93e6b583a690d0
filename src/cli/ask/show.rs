//! What follows from answers, printed for people.

use std::fmt;

use crate::advice::{AdviceReply, Consultation, OutcomeReply, Pairs, QuestionReply};
use crate::cli::Failure;
use crate::cli::output::{BOLD, Line, print, print_age};
use crate::content::{Decimal, Decision, DecisionFact, FactKind, Language, UNKNOWN, Verdict};

/// Prints the next question, or the outcome and why.
pub(super) fn show(
    consultation: &Consultation<'_>,
    reply: &AdviceReply<'_>,
    language: &Language,
) -> Result<(), Failure> {
    let printer = AdvicePrinter { decision: consultation.decision(), reply, language };
    if let Some(question) = &reply.question {
        return printer.question(question);
    }
    match &reply.outcome {
        Some(outcome) => {
            if let Some(day) = outcome.as_of {
                print_age(day, consultation.confirm_with(language.locale), language)?;
            }
            printer.outcome(outcome)?;
        }
        None => printer.undetermined()?,
    }
    printer.because()?;
    printer.changes()?;
    reply.outcome.as_ref().map_or(Ok(()), |outcome| printer.sources(outcome))
}

struct AdvicePrinter<'r> {
    decision: &'r Decision,
    reply: &'r AdviceReply<'r>,
    language: &'r Language,
}

impl AdvicePrinter<'_> {
    fn question(&self, question: &QuestionReply<'_>) -> Result<(), Failure> {
        title(question.text)?;
        for (value, label) in question.values.iter().zip(&question.labels) {
            line(format_args!("  {}={value}  {label}", question.fact))?;
        }
        Ok(())
    }

    fn outcome(&self, outcome: &OutcomeReply<'_>) -> Result<(), Failure> {
        if let Some(action) = outcome.action {
            title(action)?;
        }
        title(outcome.title)?;
        self.verdicts(&self.decision.verdicts, &outcome.verdicts, &outcome.met)?;
        self.verdicts(&self.decision.properties, &outcome.properties, &[])?;
        line(format_args!("\n{}", outcome.explanation))?;
        if !outcome.steps.is_empty() {
            heading(self.language.message("terminal_steps"))?;
        }
        for (number, step) in outcome.steps.iter().enumerate() {
            line(format_args!("  {}. {}", number + 1, step.text))?;
            if let Some(see) = &step.see {
                line(format_args!("     {} ({})", see.title, see.url))?;
            }
        }
        Ok(())
    }

    fn undetermined(&self) -> Result<(), Failure> {
        title(self.language.message("ask_undetermined"))?;
        self.verdicts(&self.decision.verdicts, &self.reply.verdicts, &[])?;
        heading(self.language.message("ask_possible"))?;
        for id in &self.reply.possible {
            line(format_args!(
                "  {}",
                self.decision.outcome_named(id).map_or(*id, |outcome| outcome.title.get(self.language.locale))
            ))?;
        }
        let names: Vec<&str> = self.reply.settled_by.iter().map(|id| self.label(id)).collect();
        heading(self.language.message("terminal_settled"))?;
        line(format_args!("  {}", self.language.list(&names)))
    }

    /// What is said of some verdicts, those with what they say; `met` are those whose duty is fulfilled already.
    fn verdicts(&self, verdicts: &[Verdict], said: &Pairs<'_>, met: &[&str]) -> Result<(), Failure> {
        for verdict in verdicts {
            let id = verdict.id.value.as_str();
            let said = said.0.iter().find(|(name, _)| *name == id);
            let known = |(_, value): &(&str, String)| verdict.values.iter().find(|known| known.id.as_str() == value);
            if let Some(value) = said.and_then(known) {
                let (label, value) = (verdict.label.get(self.language.locale), value.label.get(self.language.locale));
                let met = if met.contains(&id) { self.language.message("terminal_met") } else { "" };
                line(format_args!("  {label}{}{value}{met}", self.language.message("colon")))?;
            }
        }
        Ok(())
    }

    /// The answers that suffice for the outcome.
    fn because(&self) -> Result<(), Failure> {
        if self.reply.because.is_empty() {
            return Ok(());
        }
        heading(self.language.message("terminal_because"))?;
        for (pairs, note) in
            [(&self.reply.answers, ""), (&self.reply.assumed, self.language.message("terminal_assumed"))]
        {
            for (id, value) in pairs.0.iter().filter(|(id, _)| self.reply.because.contains(id)) {
                let fact = self.decision.fact(id).map(|(_, fact)| fact);
                let value = fact.map_or_else(String::new, |fact| self.value(fact, value));
                line(format_args!("  {}{}{value}{note}", self.label(id), self.language.message("colon")))?;
            }
        }
        Ok(())
    }

    /// What other answers would lead to.
    fn changes(&self) -> Result<(), Failure> {
        if self.reply.changes.is_empty() {
            return Ok(());
        }
        heading(self.language.message("terminal_changes"))?;
        for change in &self.reply.changes {
            let outcome = change.outcome.and_then(|id| self.decision.outcome_named(id));
            let outcome = outcome.map_or(self.language.message("terminal_more_questions"), |outcome| {
                outcome.title.get(self.language.locale)
            });
            let labels = self.decision.fact(change.fact).map(|(_, fact)| {
                let values = change.values.iter().filter_map(|value| fact.value(value));
                fact.labels(values.collect(), self.language.locale)
            });
            let values = self.language.list(&labels.unwrap_or_default());
            line(format_args!("  {}{}{values} → {outcome}", self.label(change.fact), self.language.message("colon")))?;
        }
        Ok(())
    }

    fn sources(&self, outcome: &OutcomeReply<'_>) -> Result<(), Failure> {
        if !outcome.citations.is_empty() {
            heading(self.language.message("sources"))?;
        }
        for citation in &outcome.citations {
            line(format_args!("  {} ({})", citation.title, citation.url))?;
        }
        heading(self.language.message("terminal_rows"))?;
        for row in &self.reply.rows {
            line(format_args!("  {row}"))?;
        }
        Ok(())
    }

    /// What a fact is called.
    fn label(&self, fact: &str) -> &str {
        self.decision.fact(fact).map_or("", |(_, fact)| fact.label.get(self.language.locale))
    }

    /// What a fact's value is called; a number is followed by its unit.
    fn value(&self, fact: &DecisionFact, text: &str) -> String {
        if text == UNKNOWN {
            return self.language.message("ask_unknown").to_owned();
        }
        if let Some(value) = fact.values.iter().find(|value| value.id.as_str() == text) {
            return value.label.get(self.language.locale).clone();
        }
        let (FactKind::Number(number), Ok(given)) = (&fact.kind, text.parse::<Decimal>()) else {
            return text.to_owned();
        };
        self.language.quantity(&given, number.unit.as_ref().map(|unit| unit.forms(self.language.locale)))
    }
}

fn title(text: &str) -> Result<(), Failure> {
    print(&Line::new().styled(BOLD, text))
}

fn heading(text: &str) -> Result<(), Failure> {
    print(&Line::new().text("\n").styled(BOLD, text))
}

fn line(line: fmt::Arguments<'_>) -> Result<(), Failure> {
    print(&Line::new().text(line))
}
