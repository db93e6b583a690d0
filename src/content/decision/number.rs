//! Facts that are numbers: rows compare them, and what they are compared with cuts them into ranges.

use std::collections::BTreeSet;
use std::fmt;

use super::super::decimal::{Decimal, InvalidDecimal};
use super::super::keyed::keyed;
use super::super::language::Languages;
use super::super::rule::Unit;
use super::super::value::DECIMAL_HINT;
use super::super::yaml::{Expected, FromYaml as _, Node, Value, wrong_type};
use super::value::FactValue;
use crate::decision::ValueSet;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::Localized;

/// Where one range of a number ends and the next begins. Bounds are ordered as the ranges are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The number that a row compares with.
    pub number: Decimal,
    /// Whether the number itself belongs to the range before; otherwise the next range begins with it.
    pub above: bool,
}

impl Bound {
    /// Whether a number lies in a range after the bound.
    fn is_met_by(&self, number: &Decimal) -> bool {
        if self.above { *number > self.number } else { *number >= self.number }
    }

    /// What holds for the numbers before the bound: `< 3` or `<= 3`.
    pub(crate) fn before(&self) -> String {
        format!("{} {}", if self.above { "<=" } else { "<" }, self.number)
    }
}

impl fmt::Display for Bound {
    /// What holds for the numbers after the bound: `>= 3` or `> 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", if self.above { ">" } else { ">=" }, self.number)
    }
}

/// A fact that is a number, zero or more.
#[derive(Clone, Debug)]
pub struct NumberFact {
    /// What it counts, with its words for one and for more.
    pub unit: Option<Unit>,
    /// Whether it counts things, so that there is nothing between one number and the next.
    pub whole: bool,
    /// Where a range ends and the next begins, in rising order.
    pub bounds: Vec<Bound>,
    /// The languages that its ranges are told in.
    languages: Languages,
}

keyed! {
    /// What the file of a decision says of a number.
    pub(super) struct NumberKeys {
        /// What it counts, with its words for one and for more.
        unit: Option<Unit> = None,
        /// Whether it counts things, so that there is nothing between one number and the next.
        whole: bool = false,
    }
}

/// Reads a number, which is cut into ranges wherever a condition compares it with another.
pub(super) fn number_fact<'n>(
    node: &Node,
    conditions: impl Iterator<Item = &'n Node>,
    languages: &Languages,
    diagnostics: &mut Diagnostics,
) -> Option<NumberFact> {
    let NumberKeys { unit, whole } = NumberKeys::read(node, diagnostics)?;
    let bounds = bounds(conditions, whole, diagnostics);
    Some(NumberFact { unit, whole, bounds, languages: languages.clone() })
}

/// The bounds that conditions compare a number with, in rising order. Nothing is cut at zero, where the numbers begin.
fn bounds<'n>(conditions: impl Iterator<Item = &'n Node>, whole: bool, diagnostics: &mut Diagnostics) -> Vec<Bound> {
    let start = Bound { number: Decimal::zero(), above: false };
    let compared = conditions.flat_map(|node| comparisons(node, whole, diagnostics));
    let bounds: BTreeSet<Bound> = compared.map(|test| test.bound).filter(|bound| *bound > start).collect();
    bounds.into_iter().collect()
}

/// A bound, and on which side of it a number is to be.
struct UnaryTest {
    after: bool,
    bound: Bound,
}

/// `>= 3`, `> 3`, `< 6`, `<= 6`, or two of them: `>= 3 < 6`.
fn comparisons(node: &Node, whole: bool, diagnostics: &mut Diagnostics) -> Vec<UnaryTest> {
    let Value::Text(text) = &node.value else {
        diagnostics.push(wrong_type(node, Expected::Comparison).hint(HINT));
        return Vec::new();
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let read = |pair: &[&str]| {
        let [operator, number] = pair else {
            return Err(None);
        };
        let (after, above) = match *operator {
            ">=" => (true, false),
            ">" => (true, true),
            "<" => (false, false),
            "<=" => (false, true),
            _ => return Err(None),
        };
        let number: Decimal = number.parse().map_err(|InvalidDecimal { meant }| {
            Some(meant.map_or_else(|| DECIMAL_HINT.to_owned(), |meant| format!("write `{meant}`")))
        })?;
        if whole && !number.is_whole() {
            return Err(Some("the number is whole, so compare it with a whole number".to_owned()));
        }
        // Between one whole number and the next there is nothing.
        let next = if above && whole && !number.is_negative() { Some(number.next_whole()) } else { None };
        let bound = next.map_or(Bound { number, above }, |number| Bound { number, above: false });
        Ok(UnaryTest { after, bound })
    };
    let found: Result<Vec<UnaryTest>, Option<String>> = match words.len() {
        0 => Err(None),
        _ => words.chunks(2).map(read).collect(),
    };
    found.unwrap_or_else(|hint| {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, node.span, format!("`{text}` is not a comparison"))
                .hint(hint.unwrap_or_else(|| HINT.to_owned())),
        );
        Vec::new()
    })
}

const HINT: &str = "write `\">= 3\"`, `\"> 3\"`, `\"< 6\"`, `\"<= 6\"` or two of them, `\">= 3 < 6\"`, with spaces";

impl NumberFact {
    /// The place of the range that holds a number; `None` if the number cannot be.
    pub(super) fn range_of(&self, number: &Decimal) -> Option<usize> {
        let can_be = !number.is_negative() && (number.is_whole() || !self.whole);
        can_be.then(|| self.bounds.iter().take_while(|bound| bound.is_met_by(number)).count())
    }

    /// The place of the range that begins with a bound, or that the bound lies in.
    pub(crate) fn range_after(&self, bound: &Bound) -> usize {
        self.bounds.iter().take_while(|known| *known <= bound).count()
    }

    /// What holds for the numbers from one range to another: `>= 3 < 6`.
    pub(super) fn comparison(&self, first: usize, last: usize) -> String {
        let after = first.checked_sub(1).map(|bound| self.bounds[bound].to_string());
        let before = self.bounds.get(last).map(Bound::before);
        let both: Vec<String> = after.into_iter().chain(before).collect();
        if both.is_empty() { ">= 0".to_owned() } else { both.join(" ") }
    }

    /// All ranges as values, in rising order.
    pub(super) fn ranges(&self) -> Vec<FactValue> {
        (0..=self.bounds.len()).filter_map(|place| self.range(place, place)).collect()
    }

    /// All ranges from one to another as one value.
    pub(super) fn range(&self, first: usize, last: usize) -> Option<FactValue> {
        let zero = Bound { number: Decimal::zero(), above: false };
        let start = first.checked_sub(1).map_or(&zero, |bound| &self.bounds[bound]);
        let (id, label) = match self.bounds.get(last) {
            None if start.above => self.told("range_over", ("over-{}".to_owned(), None, &start.number)),
            None => self.told("range_from", ("from-{}".to_owned(), None, &start.number)),
            Some(end) if self.whole => self.between("range_whole", &start.number, &end.number.previous_whole()),
            Some(end) => self.part(start, end, first == 0),
        };
        Some(FactValue { id: id.parse().ok()?, label })
    }

    /// A range of a number that is not whole, up to a bound.
    fn part(&self, start: &Bound, end: &Bound, is_first: bool) -> (String, Localized<String>) {
        let (from, to) = (&start.number, &end.number);
        match (start.above, end.above) {
            (false, false) if is_first => self.told("range_under", ("under-{}".to_owned(), None, to)),
            (false, true) if is_first && *to > Decimal::zero() => {
                self.told("range_up_to", ("up-to-{}".to_owned(), None, to))
            }
            (false, true) => self.between("range_from_to", from, to),
            (false, false) => self.told("range_from_under", (format!("{from}-to-under-{{}}"), Some(from), to)),
            (true, false) => self.told("range_over_under", (format!("over-{from}-to-under-{{}}"), Some(from), to)),
            (true, true) => self.told("range_over_to", (format!("over-{from}-to-{{}}"), Some(from), to)),
        }
    }

    /// From a number to another that belong to the range.
    fn between(&self, key: &str, from: &Decimal, to: &Decimal) -> (String, Localized<String>) {
        if from == to {
            return self.told("range_one", ("{}".to_owned(), None, from));
        }
        self.told(key, (format!("{from}-to-{{}}"), Some(from), to))
    }

    /// The id of a range, and what it is called: the word of the theme in which `{from}` stands for one number and `{number}` for
    /// another, with its unit. In the id `{}` stands for that.
    fn told(&self, key: &str, (id, from, number): (String, Option<&Decimal>, &Decimal)) -> (String, Localized<String>) {
        let label = Localized::from_fn(self.languages.locales(), |locale| {
            let language = self.languages.get(locale);
            let quantity = language.quantity(number, self.unit.as_ref().map(|unit| unit.forms(locale)));
            let from = from.map(Decimal::as_str).unwrap_or_default();
            language.format_message(key, &[("from", from), ("number", &quantity)])
        });
        (id.replace("{}", number.as_str()), label)
    }

    /// The ranges that comparisons allow.
    pub(super) fn values_in(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        let comparisons = comparisons(node, self.whole, diagnostics);
        let start = Bound { number: Decimal::zero(), above: false };
        let holds = |value: usize| {
            comparisons.iter().all(|UnaryTest { after, bound }| {
                let place = self.range_after(bound);
                // Where no row cuts, a part of a range is meant, for which holds what holds for the whole.
                let is_part = *bound > start && !self.bounds.contains(bound);
                if *after { value >= place } else { value < place || is_part && value == place }
            })
        };
        (!comparisons.is_empty()).then(|| (0..=self.bounds.len()).filter(|value| holds(*value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPERATORS: [&str; 4] = ["<", "<=", ">", ">="];

    fn holds(number: &Decimal, (operator, bound): (usize, u32)) -> bool {
        let bound: Decimal = tenths(bound);
        match OPERATORS[operator] {
            "<" => *number < bound,
            "<=" => *number <= bound,
            ">" => *number > bound,
            _ => *number >= bound,
        }
    }

    fn tenths(number: u32) -> Decimal {
        format!("{}.{}", number / 10, number % 10).parse().unwrap_or_else(|_| Decimal::zero())
    }

    proptest! {
        #[test]
        fn ranges_are_what_comparisons_cut(rows in prop::collection::vec(prop::collection::vec((0..4_usize, 0..40_u32), 1..3), 1..5)) {
            let text = |row: &Vec<(usize, u32)>| {
                let compared = row.iter().map(|(operator, bound)| format!("{} {}", OPERATORS[*operator], tenths(*bound)));
                compared.collect::<Vec<_>>().join(" ")
            };
            let nodes: Vec<Node> = rows
                .iter()
                .map(|row| Node::in_memory(Value::Text(text(row))))
                .collect();
            let mut diagnostics = Diagnostics::default();
            let bounds = bounds(nodes.iter(), false, &mut diagnostics);
            let number = NumberFact { unit: None, whole: false, bounds, languages: Languages::in_memory() };
            prop_assert_eq!(number.ranges().len(), number.bounds.len() + 1);
            for (row, node) in rows.iter().zip(&nodes) {
                let values = number.values_in(node, &mut diagnostics).unwrap_or(ValueSet::EMPTY);
                // Between two tenths, too.
                for probe in 0..820 {
                    let probe: Decimal = format!("{}.{:02}", probe / 200, probe % 200 / 2).parse().unwrap_or_else(|_| Decimal::zero());
                    let place = number.range_of(&probe).unwrap_or(usize::MAX);
                    let all = row.iter().all(|compared| holds(&probe, *compared));
                    prop_assert_eq!(values.contains(place), all, "{} for {}", text(row), probe);
                }
            }
            prop_assert!(!diagnostics.has_errors());
        }
    }
}
