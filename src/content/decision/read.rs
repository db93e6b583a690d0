//! From a file to a [`Decision`].

use super::super::Conventions;
use super::super::collection::Collection;
use super::super::keyed::keyed;
use super::super::out_of_scope::phrases;
use super::super::rule::RuleTables;
use super::super::value::unique;
use super::super::yaml::{Deferred, FromYaml as _, MappingReader, Node};
use super::example::{ExampleKeys, case, matrix};
use super::fact::{DecisionFact, FactKeys, fact};
use super::model::Decision;
use super::outcome::{Outcome, Verdict, is_outcome_key, outcome};
use super::rule::{DecisionTableKeys, TablesWithRows};
use super::verify::{too_large, verify};
use crate::decision::{CompiledDecision, Walk, compile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{ByLocale, DecisionId, Localized};
use crate::source::SourceFiles;

/// The folder of the decisions.
pub(in crate::content) const FOLDER: &str = "content/decisions/";

/// Reads all decisions, in the order that their authors gave them, and proves them. Those with errors are left out.
pub(in crate::content) fn load(
    sources: &SourceFiles,
    tables: &RuleTables,
    conventions: &Conventions,
    diagnostics: &mut Diagnostics,
) -> Vec<Decision> {
    let folder = Collection { path: FOLDER, kind: "decision" };
    let mut decisions = folder.read(sources, conventions, diagnostics, |fields, given, diagnostics| {
        let mut found = Diagnostics::default();
        let decision = decision(fields, given, tables, &mut found);
        let whole = !found.has_errors();
        diagnostics.append(found);
        decision.filter(|_| whole)
    });
    let order = |decision: &Decision| decision.order.unwrap_or(f64::INFINITY);
    decisions.sort_by(|a, b| order(a).total_cmp(&order(b)));
    decisions
}

keyed! {
    /// What a decision is called, and where it stands.
    pub(in crate::content) struct TitleKeys {
        /// The question that it answers.
        title: Localized<String>,
        /// What it tells, in one or two sentences.
        summary: Option<Localized<String>> = None,
        /// Its place among the decisions of the site; those without one come last.
        order: Option<f64> = None,
        /// Phrases: sets of words, which spaces part. A search that says all words of one is about the decision, as one for its
        /// title is.
        asked: ByLocale<Vec<String>> as phrases = ByLocale::default(),
    } and
        FactListKeys<'static>,
        VerdictListKeys,
        DecisionTableKeys<'static>,
        OutcomeListKeys<'static>,
        ExampleKeys<'static>

    /// What it asks.
    pub(in crate::content) struct FactListKeys<'n> {
        /// What it asks for, in the order in which it asks.
        facts: Deferred<'n, Vec<FactKeys>>,
    }

    /// What its outcomes say, each of all of them.
    pub(in crate::content) struct VerdictListKeys {
        /// What its outcomes decide.
        verdicts: Vec<Verdict> as self::verdicts,
        /// What its outcomes tell besides.
        properties: Vec<Verdict> as self::verdicts = Vec::new(),
    }

    /// Where it leads.
    pub(in crate::content) struct OutcomeListKeys<'n> {
        /// What it can come to.
        outcomes: Deferred<'n, Vec<Outcome>>,
    }

}

fn decision(
    fields: &mut MappingReader<'_>,
    given: Option<(DecisionId, FileId)>,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Option<Decision> {
    let (id, file) = given?;
    let title_keys = TitleKeys::take(fields, diagnostics);
    let fact_keys = FactListKeys::take(fields, diagnostics);
    let verdict_keys = VerdictListKeys::take(fields, diagnostics);
    let row_keys = DecisionTableKeys::take(fields, diagnostics);
    let outcome_keys = OutcomeListKeys::take(fields, diagnostics);
    let ExampleKeys { cases, matrix } = ExampleKeys::take(fields, diagnostics)?;
    // Whatever is there is read, though something else be missing: an author is told all of it at once.
    let facts = fact_keys.as_ref().map(|keys| facts(keys.facts.node, row_keys.as_ref(), tables, diagnostics));
    let outcomes = outcome_keys
        .zip(verdict_keys.as_ref())
        .map(|(keys, verdict_keys)| outcomes(keys.outcomes.node, verdict_keys, diagnostics));
    // What rows name is looked for among these, so a mistake in them would be reported over and over.
    if diagnostics.has_errors() {
        return None;
    }
    let (fact_keys, verdict_keys, row_keys) = (fact_keys?, verdict_keys?, row_keys?);
    let (facts, outcomes) = (facts?, outcomes?);
    let TablesWithRows { tables, derived, rows, impossible } = row_keys.read(&facts, &outcomes, diagnostics)?;
    let cases = cases.and_then(|cases| cases.node.list(diagnostics)).unwrap_or_default().iter();
    let cases = cases.filter_map(|node| case(node, &facts, &outcomes, diagnostics)).collect();
    let matrix = matrix.and_then(|matrix| self::matrix(matrix.node, &facts, diagnostics));
    if diagnostics.has_errors() {
        return None;
    }
    let compiled = compile(tables).map_err(|error| too_large(&error, &facts, fact_keys.facts.node.span));
    let (compiled, problems) = compiled.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()?;
    let TitleKeys { title, summary, order, asked } = title_keys?;
    let VerdictListKeys { verdicts, properties } = verdict_keys;
    let walk = Walk::of(&compiled);
    let decision = Decision {
        id,
        file,
        title,
        summary,
        order,
        asked,
        facts,
        verdicts,
        properties,
        derived,
        rows,
        impossible,
        outcomes,
        cases,
        matrix,
        compiled,
        walk,
    };
    verify(&decision, problems, row_keys.rows.node.span, diagnostics);
    Some(decision)
}

fn outcomes(node: &Node, verdict_keys: &VerdictListKeys, diagnostics: &mut Diagnostics) -> Vec<Outcome> {
    let VerdictListKeys { verdicts, properties } = verdict_keys;
    let outcomes = node.list(diagnostics).unwrap_or_default().iter();
    let outcomes = outcomes.filter_map(|node| outcome(node, verdicts, properties, diagnostics)).collect();
    unique(outcomes, "outcomes", |outcome: &Outcome| &outcome.id, diagnostics)
}

/// The facts, numbers among them cut into ranges by what rows compare them with.
fn facts(
    node: &Node,
    rules: Option<&DecisionTableKeys<'_>>,
    tables: &RuleTables,
    diagnostics: &mut Diagnostics,
) -> Vec<DecisionFact> {
    let rows: Vec<&Node> = rules.into_iter().flat_map(DecisionTableKeys::all).collect();
    let facts = node.list(diagnostics).unwrap_or_default().iter();
    let facts = facts.filter_map(|node| fact(node, &rows, tables, diagnostics)).collect();
    let facts = unique(facts, "facts", |fact: &DecisionFact| &fact.id, diagnostics);
    if facts.len() > CompiledDecision::MAX_FACTS {
        let message =
            format!("a decision asks for at most {} facts, this one for {}", CompiledDecision::MAX_FACTS, facts.len());
        diagnostics.push(
            Diagnostic::new(Code::DecisionTooLarge, node.span, message)
                .hint("make several decisions of it, each about a question of its own"),
        );
    }
    facts
}

fn verdicts(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Verdict>> {
    let verdicts = unique(Vec::read(node, diagnostics)?, "verdicts", |verdict: &Verdict| &verdict.id, diagnostics);
    for Verdict { id, .. } in verdicts.iter().filter(|verdict| is_outcome_key(verdict.id.value.as_str())) {
        let message = format!("`{}` is a key that every outcome has", id.value);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, id.span, message).hint("give it another id"));
    }
    Some(verdicts)
}
