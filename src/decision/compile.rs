//! From tables to one diagram of the facts, and what is wrong with the tables.

use std::collections::HashMap;

use super::compiled::CompiledDecision;
use super::diagram::{Builder, Diagram, NodeId, TerminalCase, TooLarge, ValueSet, differing};
use super::table::{Conditions, DecisionTable, Problem, TableRef, Tables};
use super::union::Union;

/// Compiles tables, and finds what is wrong with them.
///
/// # Errors
/// If the diagram, or what it is made of, grows past a limit; some tables do in every way of making one.
///
/// # Panics
/// If a rule names an input or a result that there is not, or a fact has no values or more than [`ValueSet::MAX`].
pub fn compile(tables: Tables) -> Result<(CompiledDecision, Vec<Problem>), TooLarge> {
    let mut compiler = Compiler::new(&tables)?;
    compiler.leave_out(&tables.impossible)?;
    compiler.check_values();
    for (place, table) in tables.derived.iter().enumerate() {
        let derived = compiler.table(TableRef::Derived(place), table)?;
        compiler.derived.push(derived);
    }
    let outcome = compiler.table(TableRef::Outcome, &tables.outcome)?;
    let outcome = compiler.where_possible(outcome)?;
    compiler.check_facts(outcome)?;
    let asking = compiler.builder.restrict(outcome, CompiledDecision::IMPOSSIBLE)?;
    let (diagram, [outcome, asking]) = compiler.builder.finish([outcome, asking], CompiledDecision::MAX_NODES)?;
    let problems = compiler.problems;
    Ok((CompiledDecision { tables, diagram, outcome, asking }, problems))
}

struct Compiler {
    /// How many inputs are facts.
    facts: usize,
    builder: Builder,
    /// What each deriving table so far gives, by the facts; [`CompiledDecision::NO_RULE`] where no rule is hit.
    derived: Vec<NodeId>,
    /// The facts for which a table derives one of some values, by the place of the table.
    deriving: HashMap<(usize, ValueSet), NodeId>,
    /// The combinations of facts that can be.
    possible: NodeId,
    /// Those of them for which every table so far has a value; in the gap of a table nothing holds any more.
    defined: NodeId,
    problems: Vec<Problem>,
}

impl Compiler {
    fn new(tables: &Tables) -> Result<Self, TooLarge> {
        let mut builder = Builder::new(tables.facts.clone());
        let everything = builder.terminal(1)?;
        Ok(Self {
            facts: tables.facts.len(),
            builder,
            derived: Vec::new(),
            deriving: HashMap::new(),
            possible: everything,
            defined: everything,
            problems: Vec::new(),
        })
    }

    /// Leaves out what cannot be, and reports combinations that those before them hold already.
    fn leave_out(&mut self, impossible: &[Conditions]) -> Result<(), TooLarge> {
        for (index, conditions) in impossible.iter().enumerate() {
            let set = self.conditions(conditions)?;
            let left = self.builder.difference(self.possible, set)?;
            if left == self.possible {
                self.problems.push(Problem::RedundantImpossible { index });
            }
            self.possible = left;
        }
        self.defined = self.possible;
        Ok(())
    }

    /// Reports the values that no possible combination has.
    fn check_values(&mut self) {
        let diagram = self.builder.diagram();
        for (fact, possible) in possible_values(diagram, self.possible).into_iter().enumerate() {
            let impossible = (0..diagram.sizes()[fact]).filter(|value| !possible.contains(*value));
            self.problems.extend(impossible.map(|value| Problem::ImpossibleValue { fact, value }));
        }
    }

    /// A function where facts can be so, and [`CompiledDecision::IMPOSSIBLE`] elsewhere.
    fn where_possible(&mut self, function: NodeId) -> Result<NodeId, TooLarge> {
        self.builder.apply(function, self.possible, |_, possible| match possible {
            Some(1) => Some(TerminalCase::First),
            Some(_) => Some(TerminalCase::Terminal(CompiledDecision::IMPOSSIBLE)),
            None => None,
        })
    }

    /// Reports the facts that make no difference: a fact does if some possible combination has another outcome when only
    /// this fact is changed to another possible value.
    fn check_facts(&mut self, outcome: NodeId) -> Result<(), TooLarge> {
        let nodes = self.builder.diagram().nodes_of(outcome);
        let mut matters = vec![false; self.facts];
        let mut differing = differing(&mut self.builder, CompiledDecision::IMPOSSIBLE);
        for node in nodes {
            let Some((fact, children)) = differing.diagram().branch(node).filter(|(fact, _)| !matters[*fact]) else {
                continue;
            };
            let mut children = children.to_vec();
            children.sort_unstable();
            children.dedup();
            // Where a combination comes to this node, another value of the fact changes nothing before it.
            for (index, child) in children.iter().enumerate() {
                for other in &children[..index] {
                    matters[fact] = matters[fact] || differing.finds(*child, *other)?;
                }
            }
        }
        let idle = (0..self.facts).filter(|fact| !matters[*fact]);
        self.problems.extend(idle.map(|fact| Problem::IrrelevantFact { fact }));
        Ok(())
    }

    /// The facts for which conditions hold.
    fn conditions(&mut self, conditions: &[(usize, ValueSet)]) -> Result<NodeId, TooLarge> {
        let (of_facts, of_derived): (Vec<_>, Vec<_>) =
            conditions.iter().copied().partition(|(input, _)| *input < self.facts);
        let mut holds = self.builder.cube(&of_facts)?;
        for (input, values) in of_derived {
            let deriving = self.deriving(input - self.facts, values)?;
            holds = self.builder.and(holds, deriving)?;
        }
        Ok(holds)
    }

    fn deriving(&mut self, table: usize, values: ValueSet) -> Result<NodeId, TooLarge> {
        if let Some(known) = self.deriving.get(&(table, values)) {
            return Ok(*known);
        }
        let is_among = |value| u32::from(value != CompiledDecision::NO_RULE && values.contains(value as usize));
        let deriving = self.builder.map(self.derived[table], is_among)?;
        self.deriving.insert((table, values), deriving);
        Ok(deriving)
    }

    /// The result of a table, by the facts.
    fn table(&mut self, place: TableRef, table: &DecisionTable) -> Result<NodeId, TooLarge> {
        let by_rule = self.rules(place, table)?;
        let union = Union::of(&mut self.builder, &by_rule)?;
        self.check_overlaps(place, &union, &by_rule)?;
        let gap = self.builder.map(union.node, |result| u32::from(result == CompiledDecision::NO_RULE))?;
        let gap = self.builder.and(gap, self.defined)?;
        let diagram = self.builder.diagram();
        if let Some(witness) = diagram.witness(gap, 1) {
            let combinations = diagram.count(gap, 1);
            self.problems.push(Problem::Gap { table: place, witness, combinations });
        }
        self.defined = self.builder.difference(self.defined, gap)?;
        // Results are told after rules, overlaps and gaps, which are why they are not reached.
        let mut reached = vec![false; table.results];
        for (rule, node) in table.rules.iter().zip(&by_rule) {
            let is_hit = self.builder.diagram().terminal(*node) != Some(CompiledDecision::NO_RULE);
            reached[rule.then as usize] |= is_hit;
        }
        let unreachable = reached.iter().enumerate().filter(|(_, reached)| !**reached);
        self.problems.extend(unreachable.map(|(result, _)| Problem::UnreachableResult { table: place, result }));
        Ok(union.node)
    }

    /// The result of each rule where it is hit, and [`CompiledDecision::NO_RULE`] elsewhere. Reports those that never are.
    fn rules(&mut self, place: TableRef, table: &DecisionTable) -> Result<Vec<NodeId>, TooLarge> {
        let mut by_rule = Vec::new();
        for (index, rule) in table.rules.iter().enumerate() {
            let hit = self.conditions(&rule.when)?;
            let hit = self.builder.and(hit, self.defined)?;
            let result = self.builder.map(hit, |hit| if hit == 1 { rule.then } else { CompiledDecision::NO_RULE })?;
            if self.builder.diagram().terminal(result) == Some(CompiledDecision::NO_RULE) {
                self.problems.push(Problem::UnreachableRule { table: place, rule: index });
            }
            by_rule.push(result);
        }
        Ok(by_rule)
    }

    fn check_overlaps(&mut self, table: TableRef, union: &Union, by_rule: &[NodeId]) -> Result<(), TooLarge> {
        let overlaps = union.overlaps(&mut self.builder, by_rule)?;
        for rules in overlaps.pairs {
            let [first, second] = rules.map(|rule| by_rule[rule]);
            let both = self.builder.apply(first, second, |a, b| match (a, b) {
                (Some(CompiledDecision::NO_RULE), _) | (_, Some(CompiledDecision::NO_RULE)) => {
                    Some(TerminalCase::Terminal(0))
                }
                (Some(_), Some(_)) => Some(TerminalCase::Terminal(1)),
                _ => None,
            })?;
            let diagram = self.builder.diagram();
            if let Some(witness) = diagram.witness(both, 1) {
                let combinations = diagram.count(both, 1);
                self.problems.push(Problem::Overlap { table, rules, witness, combinations });
            }
        }
        if let Some(rule) = overlaps.more.first() {
            self.problems.push(Problem::MoreOverlaps { table, rule: *rule, rules: overlaps.more.len() });
        }
        Ok(())
    }
}

/// The values of each fact that something possible has.
fn possible_values(diagram: &Diagram, possible: NodeId) -> Vec<ValueSet> {
    let sizes = diagram.sizes();
    let mut values = vec![ValueSet::EMPTY; sizes.len()];
    // Where a path passes over a fact, each of its values is possible: by the fact where such paths begin, how far they go.
    let mut passed = vec![0; sizes.len() + 1];
    let mut pass = |from: usize, to: usize| passed[from] = to.max(passed[from]);
    if diagram.terminal(possible) != Some(0) {
        pass(0, diagram.level(possible));
    }
    for node in diagram.nodes_of(possible) {
        let Some((fact, children)) = diagram.branch(node) else {
            continue;
        };
        for (value, child) in children.iter().enumerate() {
            if diagram.terminal(*child) != Some(0) {
                values[fact] = values[fact].with(value);
                pass(fact + 1, diagram.level(*child));
            }
        }
    }
    let mut end = 0;
    for (fact, size) in sizes.iter().enumerate() {
        end = passed[fact].max(end);
        if fact < end {
            values[fact] = ValueSet::all(*size);
        }
    }
    values
}
