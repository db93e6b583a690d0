//! Facts that are numbers: rows compare them, and what they are compared with cuts them into ranges.

use super::super::locale::{Locale, Localized};
use super::super::rule::unit;
use super::super::value::{Number, yes_no};
use super::super::yaml::{Key, Node, Value, wrong_type};
use super::{DecisionFact, FactKind, FactValue, NumberFact};
use crate::decision::ValueSet;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub(super) fn number_fact(node: &Node, diagnostics: &mut Diagnostics) -> Option<NumberFact> {
    let mut fields = node.fields(diagnostics)?;
    let unit = fields.optional("unit").and_then(|node| unit(node, diagnostics));
    let whole = fields.optional("whole").and_then(|node| yes_no(node, diagnostics));
    fields.finish(diagnostics);
    Some(NumberFact { unit, whole: whole.unwrap_or(false), bounds: Vec::new() })
}

/// Cuts numbers into ranges wherever a row asks whether a number is at least, or less than, something.
pub(super) fn cut_ranges<'n>(
    facts: &mut [DecisionFact],
    rows: impl Iterator<Item = &'n Node>,
    diagnostics: &mut Diagnostics,
) {
    let conditions: Vec<&(Key, Node)> = rows
        .flat_map(|row| match &row.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        })
        .collect();
    for fact in facts {
        let FactKind::Number(number) = &mut fact.kind else {
            continue;
        };
        let named = conditions.iter().filter(|(key, _)| key.name == fact.id.value.as_str());
        for (_, node) in named {
            for (_, bound) in comparisons(node, number.whole, diagnostics) {
                if bound.value > 0.0 && number.bounds.iter().all(|known| known.text != bound.text) {
                    number.bounds.push(bound);
                }
            }
        }
        number.bounds.sort_by(|a, b| a.value.total_cmp(&b.value));
        fact.values = number.ranges();
        if fact.values.len() > ValueSet::MAX {
            let message = format!("the rows cut this number into more than {} ranges", ValueSet::MAX);
            diagnostics.push(Diagnostic::error(Code::InvalidValue, fact.id.span, message));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Comparison {
    AtLeast,
    LessThan,
}

/// `>= 3`, `< 6` or `>= 3 < 6`.
fn comparisons(node: &Node, whole: bool, diagnostics: &mut Diagnostics) -> Vec<(Comparison, Number)> {
    let Value::Text(text) = &node.value else {
        diagnostics
            .push(wrong_type(node, "a comparison as text").hint("write `\">= 3\"`, `\"< 6\"` or `\">= 3 < 6\"`"));
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let comparison = match word {
            ">=" => Comparison::AtLeast,
            "<" => Comparison::LessThan,
            _ => break,
        };
        let value = words.next().filter(|word| !whole || word.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(value) = value.and_then(|word| Some((word, word.parse::<f64>().ok()?))) else {
            break;
        };
        found.push((comparison, Number { text: value.0.to_owned(), value: value.1 }));
    }
    if found.len() * 2 != text.split_whitespace().count() || found.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::InvalidValue, node.span, format!("`{text}` is not a comparison"))
                .hint("write `\">= 3\"`, `\"< 6\"` or `\">= 3 < 6\"`, with spaces"),
        );
        return Vec::new();
    }
    found
}

impl NumberFact {
    fn ranges(&self) -> Vec<FactValue> {
        (0..=self.bounds.len()).filter_map(|place| self.range(place, place)).collect()
    }

    /// All ranges from one to another as one value.
    pub(super) fn range(&self, first: usize, last: usize) -> Option<FactValue> {
        let zero = Number { text: "0".to_owned(), value: 0.0 };
        let start = first.checked_sub(1).map_or(&zero, |bound| &self.bounds[bound]);
        let end = self.bounds.get(last);
        let unit =
            |number: &Number, locale| self.unit.as_ref().map_or_else(String::new, |unit| unit.after(number, locale));
        let last = end.map(|end| Number { text: (end.value - 1.0).to_string(), value: end.value - 1.0 });
        let (id, zh, en) = match (end, last) {
            (None, _) => (
                format!("from-{}", start.text),
                format!("{}{}及以上", start.text, unit(start, Locale::Zh)),
                format!("{}{} or more", start.text, unit(start, Locale::En)),
            ),
            (Some(_), Some(last)) if self.whole && (last.value - start.value).abs() < f64::EPSILON => (
                start.text.clone(),
                format!("{}{}", start.text, unit(start, Locale::Zh)),
                format!("{}{}", start.text, unit(start, Locale::En)),
            ),
            (Some(_), Some(last)) if self.whole => (
                format!("{}-to-{}", start.text, last.text),
                format!("{}–{}{}", start.text, last.text, unit(&last, Locale::Zh)),
                format!("{}–{}{}", start.text, last.text, unit(&last, Locale::En)),
            ),
            (Some(end), _) if start.value == 0.0 => (
                format!("under-{}", end.text),
                format!("不满 {}{}", end.text, unit(end, Locale::Zh)),
                format!("under {}{}", end.text, unit(end, Locale::En)),
            ),
            (Some(end), _) => (
                format!("{}-to-under-{}", start.text, end.text),
                format!("{} 至不满 {}{}", start.text, end.text, unit(end, Locale::Zh)),
                format!("{} to under {}{}", start.text, end.text, unit(end, Locale::En)),
            ),
        };
        Some(FactValue { id: id.parse().ok()?, label: Localized { zh, en } })
    }

    /// The ranges that comparisons allow.
    pub(super) fn values_in(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<ValueSet> {
        let mut found = Diagnostics::default();
        let comparisons = comparisons(node, self.whole, &mut found);
        diagnostics.append(found);
        let place = |bound: &Number| self.bounds.iter().take_while(|known| known.value <= bound.value).count();
        let holds = |value: usize| {
            comparisons.iter().all(|(comparison, bound)| match comparison {
                Comparison::AtLeast => value >= place(bound),
                Comparison::LessThan => value < place(bound),
            })
        };
        (!comparisons.is_empty()).then(|| (0..=self.bounds.len()).filter(|value| holds(*value)).collect())
    }
}
