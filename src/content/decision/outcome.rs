//! What a decision can come to: outcomes, which say something of every verdict.

use super::super::catalogue::deduplicated;
use super::super::keyed::keyed;
use super::super::piece::{Piece, localized_pieces};
use super::super::rule::RuleTables;
use super::super::value::Located;
use super::super::yaml::{Deferred, FromYaml, MappingReader, Node, read_mapping};
use super::fact::DecisionFact;
use super::row::DecisionRow;
use super::value::{FactValue, value_list};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{ArticleId, Locale, Localized, OutcomeId, SectionId, VerdictId};

keyed! {
    /// Something that every outcome decides or tells, with what it may say.
    pub struct Verdict {
        /// The key of it in outcomes, and in replies as JSON.
        pub id: Located<VerdictId>,
        /// What pages call it: `Filing`.
        pub label: Localized<String>,
        /// What it may say.
        pub values: Vec<FactValue> as value_list,
    }

    /// What a decision can come to.
    pub struct Outcome {
        given {
            /// What it decides: for each verdict the place of its value.
            pub verdicts: Vec<usize>,
            /// What it tells besides: for each property the place of its value.
            pub properties: Vec<usize>,
            /// The places of the verdicts whose duty is fulfilled already: nothing is left to do about them.
            pub met: Vec<usize>,
        }
        /// What rows, cases and replies call it, unique in its decision.
        pub id: Located<OutcomeId>,
        /// What to do, in a few words.
        pub action: Option<Localized<String>> = None,
        /// The answer, in one sentence.
        pub title: Localized<String>,
        /// Why, and under what conditions.
        pub explanation: Localized<Vec<Piece>> as text,
        /// What is left to do, one after the other.
        pub steps: Vec<OutcomeStep> = Vec::new(),
        /// The articles that tell more.
        pub articles: Vec<Located<ArticleId>> = Vec::new(),
        /// The sections of the source catalogue that it rests on.
        pub sources: Vec<Located<SectionId>> [unless Sources] = Vec::new(),
    } and MetKeys<'static>

    /// A step that an outcome leaves to its reader.
    pub struct OutcomeStep or "text in each language" {
        /// The step in a sentence; it may quote cells of rule tables.
        pub text: Localized<Vec<Piece>> as text,
        /// The article that tells how.
        pub see: Option<Located<ArticleId>> = None,
    }

    /// What an outcome says of its verdicts.
    struct MetKeys<'n> {
        /// The verdicts whose duty is fulfilled already, such as a fee that was paid.
        met: Option<Deferred<'n, Vec<Located<VerdictId>>>> = None,
    }
}

impl Outcome {
    /// The sections of the source catalogue that it rests on where `rows` gave it: theirs, then its own, each once.
    pub fn sections<'a>(&'a self, rows: &[&'a DecisionRow]) -> Vec<&'a SectionId> {
        deduplicated(rows.iter().flat_map(|row| &row.sources).chain(&self.sources).map(|section| &section.value))
    }

    /// The explanation as text.
    pub fn explanation_text(&self, tables: &RuleTables, locale: Locale) -> String {
        text_of(self.explanation.get(locale), tables, locale)
    }
}

impl OutcomeStep {
    /// What to do, as text.
    pub fn text_in(&self, tables: &RuleTables, locale: Locale) -> String {
        text_of(self.text.get(locale), tables, locale)
    }
}

fn text_of(pieces: &[Piece], tables: &RuleTables, locale: Locale) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Cell(quote) => tables.quoted(quote, locale).unwrap_or_default(),
        Piece::Column(_) => String::new(),
    });
    texts.collect()
}

/// What replies call what they tell of an outcome beside its keys.
const REPLY_KEYS: [&str; 4] = ["verdicts", "citations", "url", "as_of"];

/// Whether every outcome has a key, so that no verdict or property is named so.
pub(super) fn is_outcome_key(name: &str) -> bool {
    Outcome::KEYS.iter().chain(MetKeys::KEYS).any(|key| key.name == name) || REPLY_KEYS.contains(&name)
}

/// An outcome, which says something of every verdict and property.
pub(super) fn outcome(
    node: &Node,
    verdicts: &[Verdict],
    properties: &[Verdict],
    diagnostics: &mut Diagnostics,
) -> Option<Outcome> {
    let take = |fields: &mut MappingReader<'_>, diagnostics: &mut Diagnostics| {
        let said = said(fields, verdicts, diagnostics).zip(said(fields, properties, diagnostics));
        let MetKeys { met } = MetKeys::take(fields, diagnostics)?;
        let met = met.map(|met| self::met(met.node, verdicts, diagnostics)).unwrap_or_default();
        let given = said.map(|(verdicts, properties)| (verdicts, properties, met));
        Outcome::take(fields, given, diagnostics)
    };
    read_mapping(node, take, diagnostics)
}

fn said(fields: &mut MappingReader<'_>, verdicts: &[Verdict], diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
    let said: Vec<Option<usize>> = verdicts.iter().map(|verdict| says(fields, verdict, diagnostics)).collect();
    said.into_iter().collect()
}

/// The places of the verdicts that are met.
fn met(node: &Node, verdicts: &[Verdict], diagnostics: &mut Diagnostics) -> Vec<usize> {
    let names = verdicts.iter().map(|verdict| verdict.id.value.as_str()).collect();
    let known = Choices { kind: "verdict", names, unknown: Code::UnknownValue };
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|node| known.place(node, diagnostics)).collect()
}

/// The place of the value that an outcome has for a verdict.
fn says(fields: &mut MappingReader<'_>, verdict: &Verdict, diagnostics: &mut Diagnostics) -> Option<usize> {
    let name = verdict.id.value.as_str();
    let node = fields.entry(name);
    let Some(node) = node else {
        let message = format!("the outcome does not say `{name}`");
        let known: Vec<&str> = verdict.values.iter().map(|value| value.id.as_str()).collect();
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, fields.span(), message)
                .hint(format!("add `{name}:` with one of {}", known.join(", "))),
        );
        return None;
    };
    let text = node.scalar(diagnostics)?;
    let place = verdict.values.iter().position(|value| value.id.as_str() == text);
    if place.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::UnknownValue, node.span, format!("`{name}` never says `{text}`"))
                .suggest(text, verdict.values.iter().map(|value| value.id.as_str())),
        );
    }
    place
}

impl<'n> FromYaml<'n> for OutcomeStep {
    /// Its text, or a mapping that has it as a key.
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.get("text").or(node.get("see")) {
            Some(_) => read_mapping(node, Self::take, diagnostics),
            None => Some(Self { text: text(node, diagnostics)?, see: None }),
        }
    }
}

/// Text that may quote cells of rule tables, by their full name: there is no row that it is about.
pub(super) fn text(node: &Node, diagnostics: &mut Diagnostics) -> Option<Localized<Vec<Piece>>> {
    let text = localized_pieces(node, diagnostics)?;
    for piece in text.values().flatten() {
        if let Piece::Column(column) = piece {
            let message = format!("`{{{{{}}}}}` does not name a cell", column.value);
            diagnostics.push(
                Diagnostic::new(Code::BadQuote, column.span, message)
                    .hint("name table, row and column: `{{table.row.column}}`"),
            );
        }
    }
    Some(text)
}

/// Names of which one is to be given.
pub(super) struct Choices<'k> {
    /// What they are names of, as messages call it.
    pub(super) kind: &'static str,
    /// In their order.
    pub(super) names: Vec<&'k str>,
    /// What a name is reported as that is none of them.
    pub(super) unknown: Code,
}

impl<'k> Choices<'k> {
    pub(super) fn outcomes(outcomes: &'k [Outcome]) -> Self {
        let names = outcomes.iter().map(|outcome| outcome.id.value.as_str()).collect();
        Self { kind: "outcome", names, unknown: Code::UnknownOutcome }
    }

    pub(super) fn facts(facts: &'k [DecisionFact]) -> Self {
        let names = facts.iter().map(|fact| fact.id.value.as_str()).collect();
        Self { kind: "fact", names, unknown: Code::UnknownVariable }
    }

    /// The place of the name that is given.
    pub(super) fn place(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<usize> {
        let text = node.text(diagnostics)?;
        let place = self.names.iter().position(|known| *known == text);
        if place.is_none() {
            let message = format!("there is no {} `{text}`", self.kind);
            let names = self.names.iter().copied();
            diagnostics.push(Diagnostic::new(self.unknown, node.span, message).suggest(text, names));
        }
        place
    }
}
