//! From lists of rows to tables of rules: what [`crate::decision`] compiles, and beside it what only the site knows of rows.

use super::super::keyed::keyed;
use super::super::value::Located;
use super::super::yaml::{Deferred, Node, read_mapping};
use super::condition::Inputs;
use super::fact::{DecisionFact, check_name};
use super::outcome::{Choices, Outcome};
use super::row::{DecisionRow, DerivedFact, Impossible};
use crate::decision::{Conditions, DecisionTable, Rule, Tables, ValueSet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{DecisionFactId, SectionId, ValueId};

keyed! {
    /// What holds rows in the file of a decision.
    pub(in crate::content) struct DecisionTableKeys<'n> {
        /// Facts that follow from those before them, for the rows.
        derive: Option<Deferred<'n, Vec<DerivedKeys<'n>>>> = None,
        /// The rows that give the outcome.
        pub(super) rows: Deferred<'n, Vec<RowKeys<'n>>>,
        /// Combinations of facts that cannot be.
        impossible: Option<Deferred<'n, Vec<Impossible>>> = None,
    }

    /// A row, which names besides the facts that it is about, with their values.
    pub(super) struct RowKeys<'n> {
        /// What follows: an outcome, or a value of the derived fact.
        then: Deferred<'n, String>,
        /// The sections of the source catalogue that it rests on.
        sources: Vec<Located<SectionId>> = Vec::new(),
    }

    /// A fact that is derived from others.
    pub(super) struct DerivedKeys<'n> {
        /// What rows call it, unique among facts and derived facts.
        id: Located<DecisionFactId>,
        /// What it may be.
        values: Vec<Located<ValueId>>,
        /// The rows that give its value.
        rows: Deferred<'n, Vec<RowKeys<'n>>>,
    }
}

/// The tables of a decision. Rows and impossible combinations stand in the order of the rules that they give.
pub(super) struct TablesWithRows {
    pub(super) tables: Tables,
    pub(super) derived: Vec<DerivedFact>,
    pub(super) rows: Vec<DecisionRow>,
    pub(super) impossible: Vec<Impossible>,
}

impl<'n> DecisionTableKeys<'n> {
    /// All rows and impossible combinations.
    pub(super) fn all(&self) -> impl Iterator<Item = &'n Node> + use<'n> {
        let derived = self.derive.into_iter().flat_map(|derive| derive.node.items());
        let derived = derived.flat_map(|node| node.get("rows"));
        derived.chain([self.rows.node]).chain(self.impossible.map(|nodes| nodes.node)).flat_map(Node::items)
    }

    /// Reads the tables. `None` if a derived fact cannot be read, as rows after it may name it.
    pub(super) fn read(
        &self,
        facts: &[DecisionFact],
        outcomes: &[Outcome],
        diagnostics: &mut Diagnostics,
    ) -> Option<TablesWithRows> {
        let mut inputs = Inputs { facts, derived: Vec::new() };
        let mut derived_tables = Vec::new();
        for node in self.derive.and_then(|derive| derive.node.list(diagnostics)).unwrap_or_default() {
            let (fact, table) = derived(node, &inputs, diagnostics)?;
            inputs.derived.push(fact);
            derived_tables.push(table);
        }
        let (rules, rows) = rows(self.rows.node, &inputs, &Choices::outcomes(outcomes), diagnostics);
        let impossible = self.impossible.and_then(|nodes| nodes.node.list(diagnostics)).unwrap_or_default().iter();
        let (combinations, impossible) =
            impossible.filter_map(|node| self::impossible(node, facts, diagnostics)).unzip();
        let tables = Tables {
            facts: facts.iter().map(|fact| fact.values.len()).collect(),
            derived: derived_tables,
            outcome: DecisionTable { results: outcomes.len(), rules },
            impossible: combinations,
        };
        Some(TablesWithRows { tables, derived: inputs.derived, rows, impossible })
    }
}

fn derived(node: &Node, inputs: &Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<(DerivedFact, DecisionTable)> {
    let DerivedKeys { id, values, rows: row_nodes } = read_mapping(node, DerivedKeys::take, diagnostics)?;
    check_name(&id, diagnostics);
    let names = values.iter().map(|value| value.value.as_str()).collect();
    let choices = Choices { kind: "derived value", names, unknown: Code::UnknownValue };
    let (rules, rows) = rows(row_nodes.node, inputs, &choices, diagnostics);
    if values.len() > ValueSet::MAX {
        let message = format!("a derived fact has at most {} values, this one has {}", ValueSet::MAX, values.len());
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, id.span, message).hint("put values together that rows treat alike"),
        );
        return None;
    }
    if inputs.place(id.value.as_str()).is_some() {
        diagnostics.push(
            Diagnostic::new(Code::DuplicateId, id.span, format!("two facts have the id `{}`", id.value))
                .hint("give one of them another id"),
        );
    }
    let table = DecisionTable { results: values.len(), rules };
    Some((DerivedFact { id, values, rows, span: row_nodes.node.span }, table))
}

fn rows(
    node: &Node,
    inputs: &Inputs<'_>,
    results: &Choices<'_>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Rule>, Vec<DecisionRow>) {
    let rows = node.list(diagnostics).unwrap_or_default().iter().filter_map(|node| {
        let mut fields = node.fields(diagnostics)?;
        let keys = RowKeys::take(&mut fields, diagnostics);
        let span = fields.span();
        let when = inputs.conditions(fields.rest(), diagnostics);
        let RowKeys { then, sources } = keys?;
        let then = results.place(then.node, diagnostics)?;
        let rule = Rule { when: when?, then: u32::try_from(then).ok()? };
        Some((rule, DecisionRow { sources, span }))
    });
    rows.unzip()
}

fn impossible(node: &Node, facts: &[DecisionFact], diagnostics: &mut Diagnostics) -> Option<(Conditions, Impossible)> {
    let mut fields = node.fields(diagnostics)?;
    let given = Some((fields.span(),));
    let impossible = Impossible::take(&mut fields, given, diagnostics);
    let when = Inputs { facts, derived: Vec::new() }.conditions(fields.rest(), diagnostics);
    Some((when?, impossible?))
}
