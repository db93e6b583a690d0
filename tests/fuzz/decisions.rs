//! Decision tables, generated: what Wenda proves of them is what enumerating every combination finds, and large ones end.

use std::cell::Cell;
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use wenda::advice::Status;
use wenda::diagnostic::Code;
use wenda::pipeline::{Loaded, Session};

use crate::campaign::campaign;
use crate::seeds::SMALL;
use crate::support::{en, write};

/// What is chosen, one number after the other; nothing but the first choice where no more numbers are.
struct Tape<'t>(&'t [u16]);

impl Tape<'_> {
    /// Less than `of`.
    fn next(&mut self, of: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first) % of.max(1)
    }
}

/// A fact, or what a step derives: its values are counted from 0, those of a number are ranges.
#[derive(Debug)]
enum Variable {
    Listed(usize),
    /// Where ranges end, in thousandths.
    Number {
        whole: bool,
        bounds: Vec<u64>,
    },
}

/// The values that a condition allows.
type Allowed = Vec<bool>;

#[derive(Clone, Debug)]
struct Row {
    when: Vec<Allowed>,
    then: usize,
}

/// Tables that are chained: each derives a variable, the last one gives the outcome.
#[derive(Debug)]
struct Model {
    /// The facts, then what is derived.
    variables: Vec<Variable>,
    facts: usize,
    tables: Vec<Vec<Row>>,
    impossible: Vec<Vec<Allowed>>,
}

const RESULTS: usize = 3;

impl Variable {
    fn size(&self) -> usize {
        match self {
            Self::Listed(size) => *size,
            Self::Number { bounds, .. } => bounds.len() + 1,
        }
    }

    fn new(tape: &mut Tape<'_>) -> Self {
        if tape.next(3) > 0 {
            return Self::Listed(2 + tape.next(3));
        }
        let whole = tape.next(2) == 0;
        let unit = if whole { 1_000 } else { 1 };
        let mut bounds: Vec<u64> = (0..1 + tape.next(3)).map(|_| unit * (1 + tape.next(3_000) as u64)).collect();
        bounds.sort_unstable();
        bounds.dedup();
        Self::Number { whole, bounds }
    }

    /// Two parts of what is allowed, neither of them empty.
    fn split(&self, allowed: &Allowed, tape: &mut Tape<'_>) -> Option<[Allowed; 2]> {
        let values: Vec<usize> = (0..allowed.len()).filter(|value| allowed[*value]).collect();
        if values.len() < 2 {
            return None;
        }
        let at = values[1 + tape.next(values.len() - 1)];
        let is_first = |value: usize| match self {
            Self::Listed(_) => value != at,
            Self::Number { .. } => value < at,
        };
        Some(
            [true, false]
                .map(|first| (0..allowed.len()).map(|value| allowed[value] && is_first(value) == first).collect()),
        )
    }

    fn all(&self) -> Allowed {
        vec![true; self.size()]
    }

    /// As a row says it.
    fn condition(&self, allowed: &Allowed) -> Option<String> {
        if allowed.iter().all(|allowed| *allowed) {
            return None;
        }
        let values: Vec<usize> = (0..allowed.len()).filter(|value| allowed[*value]).collect();
        match self {
            Self::Listed(_) => {
                Some(format!("[{}]", values.iter().map(|value| format!("v{value}")).collect::<Vec<_>>().join(", ")))
            }
            Self::Number { bounds, .. } => {
                let (first, last) = (*values.first()?, *values.last()?);
                let from = first.checked_sub(1).map(|bound| format!(">= {}", decimal(bounds[bound])));
                let to = bounds.get(last).map(|bound| format!("< {}", decimal(*bound)));
                Some(format!("\"{}\"", from.into_iter().chain(to).collect::<Vec<_>>().join(" ")))
            }
        }
    }

    /// Answers that are values of the fact, each with its value.
    fn answers(&self) -> Vec<(String, usize)> {
        match self {
            Self::Listed(size) => (0..*size).map(|value| (format!("v{value}"), value)).collect(),
            Self::Number { whole, bounds } => {
                let step = if *whole { 1_000 } else { 1 };
                let near = bounds.iter().flat_map(|bound| [bound - step, *bound, bound + step]);
                let value = |number: u64| bounds.iter().filter(|bound| **bound <= number).count();
                [0].into_iter().chain(near).map(|number| (decimal(number), value(number))).collect()
            }
        }
    }
}

/// Thousandths as a number.
fn decimal(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Model {
    fn new(tape: &mut Tape<'_>) -> Self {
        let facts = 1 + tape.next(4);
        let mut variables: Vec<Variable> = (0..facts).map(|_| Variable::new(tape)).collect();
        let mut tables = Vec::new();
        for step in 0..=tape.next(3) {
            if step > 0 {
                variables.push(Variable::Listed(RESULTS));
            }
            tables.push(rows(&variables, tape));
        }
        let impossible = (0..tape.next(3)).filter_map(|_| cube(&variables[..facts], tape)).collect();
        Self { variables, facts, tables, impossible }
    }

    /// What holds of each table for the values of the facts, up to the first of which nothing holds.
    fn holds(&self, facts: &[usize]) -> Vec<Vec<usize>> {
        let mut values = facts.to_vec();
        let mut all = Vec::new();
        for table in &self.tables {
            let held: Vec<&Row> = table.iter().filter(|row| fits(&row.when, &values)).collect();
            all.push(held.iter().map(|row| row.then).collect());
            match held.first() {
                Some(row) => values.push(row.then),
                None => break,
            }
        }
        all
    }

    fn is_possible(&self, facts: &[usize]) -> bool {
        !self.impossible.iter().any(|when| fits(when, facts))
    }

    fn yaml(&self) -> String {
        let mut yaml = "title: {zh: 甲？, en: A}\nsummary: {zh: 甲。, en: A.}\nfacts:\n".to_owned();
        for (place, fact) in self.variables[..self.facts].iter().enumerate() {
            write!(yaml, "- id: f{place}\n  label: {{zh: 甲, en: A}}\n  question: {{zh: 甲？, en: A?}}\n").unwrap();
            match fact {
                Variable::Listed(size) => {
                    yaml.push_str("  values:\n");
                    (0..*size)
                        .for_each(|value| writeln!(yaml, "    v{value}: {{zh: 甲{value}, en: A{value}}}").unwrap());
                }
                Variable::Number { whole, .. } => {
                    writeln!(yaml, "  number: {{whole: {}}}", if *whole { "yes" } else { "no" }).unwrap()
                }
            }
        }
        yaml.push_str("verdicts:\n- id: is\n  label: {zh: 甲, en: A}\n  values: {a: {zh: 甲, en: A}}\n");
        let steps = self.tables.len() - 1;
        for (place, table) in self.tables.iter().enumerate() {
            match place {
                _ if place == steps => yaml.push_str("rows:\n"),
                0 => yaml.push_str("derive:\n- id: d0\n  values: [v0, v1, v2]\n  rows:\n"),
                _ => write!(yaml, "- id: d{place}\n  values: [v0, v1, v2]\n  rows:\n").unwrap(),
            }
            let (indent, then) = if place == steps { ("", "o") } else { ("  ", "v") };
            table.iter().for_each(|row| {
                writeln!(yaml, "{indent}- {{{}then: {then}{}}}", self.when(&row.when), row.then).unwrap()
            });
        }
        if !self.impossible.is_empty() {
            yaml.push_str("impossible:\n");
        }
        self.impossible
            .iter()
            .for_each(|when| writeln!(yaml, "- {{{}reason: {{zh: 甲, en: A}}}}", self.when(when)).unwrap());
        yaml.push_str("outcomes:\n");
        for outcome in 0..RESULTS {
            write!(yaml, "- id: o{outcome}\n  is: a\n  title: {{zh: 甲, en: A}}\n  explanation: {{zh: 甲。, en: A.}}\n  sources: [manual/price]\n").unwrap();
        }
        yaml
    }

    fn when(&self, when: &[Allowed]) -> String {
        let name =
            |place: usize| if place < self.facts { format!("f{place}") } else { format!("d{}", place - self.facts) };
        let conditions = when.iter().enumerate().filter_map(|(place, allowed)| {
            Some(format!("{}: {}, ", name(place), self.variables[place].condition(allowed)?))
        });
        conditions.collect()
    }
}

fn fits(when: &[Allowed], values: &[usize]) -> bool {
    when.iter().zip(values).all(|(allowed, value)| allowed[*value])
}

/// Rows of which one holds, whatever the variables are; then, perhaps, one less or one more.
fn rows(variables: &[Variable], tape: &mut Tape<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    divide(variables, (variables.iter().map(Variable::all).collect(), 5), tape, &mut rows);
    let at = tape.next(rows.len());
    match tape.next(6) {
        4 if rows.len() > 1 => drop(rows.remove(at)),
        5 => rows.push(Row { then: tape.next(RESULTS), ..rows[at].clone() }),
        _ => {}
    }
    rows
}

fn divide(variables: &[Variable], (when, depth): (Vec<Allowed>, usize), tape: &mut Tape<'_>, rows: &mut Vec<Row>) {
    let variable = tape.next(variables.len());
    let parts = if depth > 0 && tape.next(4) > 0 { variables[variable].split(&when[variable], tape) } else { None };
    let Some(parts) = parts else {
        rows.push(Row { when, then: tape.next(RESULTS) });
        return;
    };
    for part in parts {
        let mut when = when.clone();
        when[variable] = part;
        divide(variables, (when, depth - 1), tape, rows);
    }
}

/// A part of what facts may be, that is not all of it.
fn cube(facts: &[Variable], tape: &mut Tape<'_>) -> Option<Vec<Allowed>> {
    let mut when: Vec<Allowed> = facts.iter().map(Variable::all).collect();
    let fact = tape.next(facts.len());
    let [part, _] = facts[fact].split(&when[fact], tape)?;
    when[fact] = part;
    Some(when)
}

fn combinations<T: Clone>(of: &[Vec<T>]) -> Vec<Vec<T>> {
    of.iter().fold(vec![Vec::new()], |all, values| {
        all.into_iter()
            .flat_map(|begun| values.iter().map(move |value| [begun.clone(), vec![value.clone()]].concat()))
            .collect()
    })
}

fn read(yaml: &str) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let mut files = SMALL.clone();
    files.insert("content/decisions/d.yaml".to_owned(), yaml.as_bytes().to_vec());
    write(folder.path(), &files);
    Session::new(folder.path()).load().expect("a site can be read")
}

#[test]
fn decisions() {
    let asked = Cell::new(0);
    campaign("decisions", 1_200, &vec(any::<u16>(), 10..160), |tape| {
        let model = Model::new(&mut Tape(&tape));
        let yaml = model.yaml();
        let fail = |wrong: String| Err(TestCaseError::fail(format!("{wrong}\n{yaml}")));
        let loaded = read(&yaml);
        let report = loaded.report();
        let has = |code| report.diagnostics.iter().any(|diagnostic| diagnostic.code == code);
        if let Some(wrong) = report
            .diagnostics
            .iter()
            .find(|diagnostic| matches!(diagnostic.code, Code::YamlSyntax | Code::InvalidValue))
        {
            return fail(format!("the model is written wrong: {}", wrong.message));
        }
        let sizes: Vec<Vec<usize>> =
            model.variables[..model.facts].iter().map(|fact| (0..fact.size()).collect()).collect();
        let held: Vec<_> = combinations(&sizes)
            .into_iter()
            .filter(|facts| model.is_possible(facts))
            .map(|facts| model.holds(&facts))
            .collect();
        let (gap, overlap) =
            (held.iter().any(|held| held.iter().any(Vec::is_empty)), held.iter().flatten().any(|rows| rows.len() > 1));
        if held.is_empty() {
            return Ok(());
        }
        if has(Code::Gap) != gap || has(Code::Overlap) != overlap {
            return fail(format!("gap {gap}, overlap {overlap}: {:?}", report.diagnostics));
        }
        if gap || overlap {
            return Ok(());
        }
        let advisor = loaded.advisor().expect("the site can be read");
        let answers: Vec<Vec<(String, usize)>> = model.variables[..model.facts].iter().map(Variable::answers).collect();
        for facts in combinations(&answers).into_iter().take(400) {
            let values: Vec<usize> = facts.iter().map(|(_, value)| *value).collect();
            // What makes no difference, or is never reached, is an error, too.
            let Ok(mut consultation) = advisor.consult("d") else {
                prop_assert!(report.has_errors(), "the decision is lost");
                return Ok(());
            };
            asked.set(asked.get() + 1);
            for (place, (answer, _)) in facts.iter().enumerate() {
                consultation
                    .answer(&format!("f{place}"), answer)
                    .map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
            }
            let reply = consultation.reply(en());
            let expected = model.is_possible(&values).then(|| format!("o{}", model.holds(&values).last().unwrap()[0]));
            let said = reply.outcome.as_ref().map(|outcome| outcome.id.to_owned());
            if said != expected || (expected.is_none() && reply.status != Status::Impossible) {
                return fail(format!("{facts:?}: {said:?}, not {expected:?}"));
            }
        }
        Ok(())
    });
    let is_one_case = std::env::var_os("WENDA_FUZZ_CASE").is_some();
    assert!(asked.get() > 0 || is_one_case, "no decision was whole enough to be asked");
}

/// Tables larger than anybody writes: an answer or a diagnostic, and not the next day.
fn large(tape: &mut Tape<'_>) -> String {
    let facts = 1 + tape.next(90);
    let size = [2, 2, 3, 10, 64, 70][tape.next(6)];
    let mut yaml = "title: {zh: 甲？, en: A}\nsummary: {zh: 甲。, en: A.}\nfacts:\n".to_owned();
    for fact in 0..facts {
        write!(yaml, "- id: f{fact}\n  label: {{zh: 甲, en: A}}\n  question: {{zh: 甲？, en: A?}}\n  values:\n")
            .unwrap();
        (0..size).for_each(|value| writeln!(yaml, "    v{value}: {{zh: 甲{value}, en: A{value}}}").unwrap());
    }
    yaml.push_str("verdicts:\n- id: is\n  label: {zh: 甲, en: A}\n  values: {a: {zh: 甲, en: A}}\nrows:\n");
    let (kind, rows) = (tape.next(4), 1 + tape.next(200));
    for row in 0..rows {
        match kind {
            // A checklist: the first fact that is not as it should be decides.
            0 => {
                let fact = row % facts;
                let before: String = (0..fact).map(|before| format!("f{before}: v0, ")).collect();
                writeln!(yaml, "- {{{before}f{fact}: {{not: v0}}, then: o{}}}", row % RESULTS).unwrap();
            }
            // Pairs that depend on each other, far apart in the order of the facts.
            1 => {
                let fact = row % facts;
                writeln!(yaml, "- {{f{fact}: v0, f{}: v1, then: o{}}}", (fact + facts / 2) % facts, row % RESULTS)
                    .unwrap();
            }
            _ => {
                let mut named: Vec<usize> = (0..1 + tape.next(8)).map(|_| tape.next(facts)).collect();
                named.sort_unstable();
                named.dedup();
                let when: String = named.iter().map(|fact| format!("f{fact}: v{}, ", tape.next(size))).collect();
                writeln!(yaml, "- {{{when}then: o{}}}", row % RESULTS).unwrap();
            }
        }
    }
    yaml.push_str("outcomes:\n");
    for outcome in 0..RESULTS {
        write!(yaml, "- id: o{outcome}\n  is: a\n  title: {{zh: 甲, en: A}}\n  explanation: {{zh: 甲。, en: A.}}\n  sources: [manual/price]\n").unwrap();
    }
    yaml
}

#[test]
fn large_decisions() {
    campaign("large_decisions", 24, &vec(any::<u16>(), 10..400), |tape| {
        let report = read(&large(&mut Tape(&tape))).report();
        prop_assert!(report.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::YamlSyntax));
        Ok(())
    });
}
