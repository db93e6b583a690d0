//! The rules of a table as one function, put together in halves, so that neither all pairs of rules nor the whole table for
//! each rule is looked at; and the rules that are hit together with others.

use std::ops::Range;

use super::compiled::CompiledDecision;
use super::diagram::{Builder, NodeId, TerminalCase, TooLarge, overlapping};

/// The result of some rules by the facts, with the halves that it is made of.
pub(super) struct Union {
    /// The result of the first rule that is hit, [`CompiledDecision::NO_RULE`] where none is.
    pub(super) node: NodeId,
    rules: Range<usize>,
    /// Whether two of the rules are hit together somewhere.
    overlaps: bool,
    halves: Option<Box<[Union; 2]>>,
}

/// Rules that are hit together with rules before them.
#[derive(Default)]
pub(super) struct Overlaps {
    /// Pairs of such rules, the first ones of the table.
    pub(super) pairs: Vec<[usize; 2]>,
    /// The rules after those that are hit together with one before them, too.
    pub(super) more: Vec<usize>,
}

/// So many pairs of rules are told one by one.
const MAX_PAIRS: usize = 20;

impl Union {
    /// Puts together rules, each given by its result where it is hit and [`CompiledDecision::NO_RULE`] elsewhere.
    pub(super) fn of(builder: &mut Builder, by_rule: &[NodeId]) -> Result<Self, TooLarge> {
        Self::of_rules(builder, by_rule, 0..by_rule.len())
    }

    fn of_rules(builder: &mut Builder, by_rule: &[NodeId], rules: Range<usize>) -> Result<Self, TooLarge> {
        if rules.len() < 2 {
            let node = match by_rule.get(rules.start) {
                Some(rule) => *rule,
                None => builder.terminal(CompiledDecision::NO_RULE)?,
            };
            return Ok(Self { node, rules, overlaps: false, halves: None });
        }
        let middle = rules.start + rules.len() / 2;
        let first = Self::of_rules(builder, by_rule, rules.start..middle)?;
        let second = Self::of_rules(builder, by_rule, middle..rules.end)?;
        let overlaps = first.overlaps || second.overlaps || overlap(builder, first.node, second.node)?;
        // Where rules overlap, which is reported, the first one counts.
        let node = builder.apply(first.node, second.node, |a, b| match (a, b) {
            (Some(CompiledDecision::NO_RULE), _) => Some(TerminalCase::Second),
            (Some(_), _) | (_, Some(CompiledDecision::NO_RULE)) => Some(TerminalCase::First),
            (None, _) => None,
        })?;
        Ok(Self { node, rules, overlaps, halves: Some(Box::new([first, second])) })
    }

    /// The rules that are hit together with rules before them, in the order of the rules.
    pub(super) fn overlaps(&self, builder: &mut Builder, by_rule: &[NodeId]) -> Result<Overlaps, TooLarge> {
        let mut found = Overlaps::default();
        if !self.overlaps {
            return Ok(found);
        }
        for (rule, node) in by_rule.iter().enumerate() {
            let most = MAX_PAIRS - found.pairs.len();
            let mut earlier = Earlier { rule, node: *node, most: most.max(1), found: Vec::new() };
            earlier.search(self, builder)?;
            if most > 0 {
                found.pairs.extend(earlier.found.into_iter().map(|earlier| [earlier, rule]));
            } else if !earlier.found.is_empty() {
                found.more.push(rule);
            }
        }
        Ok(found)
    }
}

/// The first rules before a rule that are hit together with it.
struct Earlier {
    rule: usize,
    node: NodeId,
    most: usize,
    found: Vec<usize>,
}

impl Earlier {
    fn search(&mut self, union: &Union, builder: &mut Builder) -> Result<(), TooLarge> {
        let is_before = union.rules.start < self.rule && self.found.len() < self.most;
        if !is_before || !overlap(builder, union.node, self.node)? {
            return Ok(());
        }
        match &union.halves {
            None => self.found.push(union.rules.start),
            Some(halves) => {
                for half in halves.iter() {
                    self.search(half, builder)?;
                }
            }
        }
        Ok(())
    }
}

/// Whether rules are hit together somewhere.
fn overlap(builder: &mut Builder, a: NodeId, b: NodeId) -> Result<bool, TooLarge> {
    overlapping(builder, CompiledDecision::NO_RULE).finds(a, b)
}
