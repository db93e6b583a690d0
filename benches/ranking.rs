//! How well hits are ranked, what each weight of ranking is worth, and which weights would be better.
//!
//! ```sh
//! cargo bench --bench ranking                                    # the help center and its judged queries
//! cargo bench --bench ranking -- --judged FILE --site FOLDER     # more queries, another help center; repeatable
//! cargo bench --bench ranking -- --set field.alias=2 --misses    # other weights; what is not found first
//! cargo bench --bench ranking -- --worth                         # the score without each weight
//! cargo bench --bench ranking -- --learn                         # better weights, cross-validated
//! cargo bench --bench ranking -- --answers                       # of each query, what is covered and how sure that is
//! ```
//!
//! Scored is the mean of one through the place of the first right document (MRR@10), of
//! - the judged queries of `content/evals.yaml`, which name articles, and of files that are given, which name sections of the
//!   source catalogue;
//! - what authors list as other ways to ask: each is asked of an index that lacks it, and should find its article;
//! - known items: titles, and pieces of three and of five Chinese characters that one document alone holds.
//!
//! Weights are learned one at a time, up and down by steps, as long as the mean over the kinds of queries grows. What they are worth on
//! queries that they were not learned by, five folds tell.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

mod weighted;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use wenda::content;
use wenda::name::{Locale, Script};
use wenda::search::index::Snapshot;
use wenda::search::query::{
    Alternative, DocumentKind, RANKING, RankingWeights, ScoredDocument, StoredFields as _, facet, is_chinese, plan,
    rank,
};
use wenda::search::{Corpus, Document, corpus};
use wenda::source::SourceFiles;

use weighted::Weighted;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many parts are the other ways to ask dealt into: each index lacks those of one.
const PARTS: usize = 4;
/// So many folds are the queries dealt into.
const FOLDS: usize = 5;
/// By these a weight is multiplied, to see whether another is better.
const STEPS: [f32; 4] = [0.6, 0.85, 1.18, 1.7];
/// A weight is changed only for so much of the score.
const LEAST_GAIN: f64 = 0.0008;

fn main() {
    let arguments = Arguments::read();
    let mut weights = RANKING;
    for (name, value) in &arguments.set {
        *named(&mut weights).into_iter().find(|(known, _)| known == name).expect("the weight is known").1 = *value;
    }
    let mut indexes = Vec::new();
    let mut queries = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, site) in [root].into_iter().chain(arguments.sites.iter().map(PathBuf::as_path)).enumerate() {
        let (sources, mut diagnostics) = SourceFiles::read(site).expect("there is a site");
        let content = content::load(&sources, &mut diagnostics).expect("the site has content");
        let corpus = corpus(&content, &wenda::site::Address::of_subject).held();
        let whole = indexes.len();
        indexes.push(Searched::new(&corpus));
        if number == 0 {
            judged_by_article(whole, &indexes, &mut queries);
            arguments.judged.iter().for_each(|file| judged_by_section(file, whole, &indexes, &mut queries));
        }
        known_items(number, whole, &corpus, &indexes, &mut queries);
        for part in 0..PARTS {
            indexes.push(Searched::new(&without_aliases(&corpus, part)));
            let kind = format!("{number} other ways");
            for (document, alias) in aliases_of(&corpus, part) {
                let right = Right::Documents(BTreeSet::from([document.id.clone()]));
                queries.push(Query::new(&kind, alias, right, indexes.len() - 1, &indexes));
            }
        }
    }
    let bench = Bench { indexes, queries };
    bench.report(&weights, arguments.misses.as_deref());
    if arguments.answers {
        bench.print_answers(&weights);
    }
    if arguments.worth {
        bench.print_worth(&weights);
    }
    if arguments.learn {
        bench.learn(&weights);
    }
}

/// What was asked for on the command line.
#[derive(Default)]
struct Arguments {
    sites: Vec<PathBuf>,
    judged: Vec<PathBuf>,
    set: Vec<(String, f32)>,
    /// The kind of queries of which those are listed that are not answered first.
    misses: Option<String>,
    worth: bool,
    answers: bool,
    learn: bool,
}

impl Arguments {
    fn read() -> Self {
        let mut read = Self::default();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().expect("the option has a value");
            match argument.as_str() {
                "--site" => read.sites.push(value().into()),
                "--judged" => read.judged.push(value().into()),
                "--set" => {
                    let value = value();
                    let (name, number) = value.split_once('=').expect("a weight is set by NAME=NUMBER");
                    read.set.push((name.to_owned(), number.parse().expect("a weight is a number")));
                }
                "--misses" => read.misses = Some(value()),
                "--answers" => read.answers = true,
                "--worth" => read.worth = true,
                "--learn" => read.learn = true,
                // What cargo adds.
                _ => {}
            }
        }
        read
    }
}

/// Every weight that is learned, by its name.
fn named(weights: &mut RankingWeights) -> Vec<(&'static str, &mut f32)> {
    let RankingWeights { k1, b, idf_smoothing, field, matched, clause, coverage, .. } = weights;
    vec![
        ("k1", k1),
        ("idf_smoothing", idf_smoothing),
        ("b.question", &mut b.question),
        ("b.alias", &mut b.alias),
        ("b.heading", &mut b.heading),
        ("b.body", &mut b.body),
        ("b.all", &mut b.all),
        ("field.question", &mut field.question),
        ("field.alias", &mut field.alias),
        ("field.heading", &mut field.heading),
        ("field.body", &mut field.body),
        ("field.syllables", &mut field.syllables),
        ("field.initials", &mut field.initials),
        ("field.bigrams", &mut field.bigrams),
        ("matched.stem", &mut matched.stem),
        ("matched.part", &mut matched.part),
        ("matched.prefix", &mut matched.prefix),
        ("matched.fuzzy", &mut matched.fuzzy),
        ("matched.pinyin", &mut matched.pinyin),
        ("matched.synonym", &mut matched.synonym),
        ("clause.inner_word", &mut clause.inner_word),
        ("clause.character", &mut clause.character),
        ("clause.stop_word", &mut clause.stop_word),
        ("clause.also_synonym", &mut clause.also_synonym),
        ("clause.word_bigram", &mut clause.word_bigram),
        ("clause.inner_bigram", &mut clause.inner_bigram),
        ("clause.bigram", &mut clause.bigram),
        ("clause.border_bigram", &mut clause.border_bigram),
        ("clause.homophone_bigram", &mut clause.homophone_bigram),
        ("clause.question_kind", &mut clause.question_kind),
        ("clause.negated_bigram", &mut clause.negated_bigram),
        ("clause.contiguous", &mut clause.contiguous),
        ("clause.question", &mut clause.question),
        ("coverage.base", &mut coverage.base),
        ("coverage.body", &mut coverage.body),
    ]
}

/// Whether a weight may be above 1.
fn is_bounded(name: &str) -> bool {
    let part = name.split('.').next().unwrap_or_default();
    ["b", "matched", "coverage", "clause"].contains(&part) && !["clause.question", "clause.contiguous"].contains(&name)
}

/// An index, with what is known of its documents.
struct Searched {
    snapshot: Snapshot,
    documents: BTreeMap<u32, (DocumentKind, String, Vec<String>)>,
}

impl Searched {
    fn new(corpus: &Corpus) -> Self {
        let snapshot = Snapshot::in_memory(corpus).expect("memory suffices");
        let known = |number: u32| {
            let Ok(fragment) = snapshot.fragment(number);
            fragment.map(|fragment| (number, (fragment.kind, fragment.id.clone(), snapshot.sources(number))))
        };
        let documents = snapshot.numbers().filter_map(known).collect();
        Self { snapshot, documents }
    }
}

/// What answers a query.
enum Right {
    /// Any of these documents.
    Documents(BTreeSet<String>),
    /// What states any of these sections, and few others.
    Sections(Vec<String>),
}

/// A query, with what answers it.
struct Query {
    kind: String,
    text: String,
    right: Right,
    /// The index that is asked.
    index: usize,
    language: String,
}

impl Query {
    fn new(kind: &str, text: String, right: Right, index: usize, indexes: &[Searched]) -> Self {
        let snapshot = &indexes[index].snapshot;
        let Ok(is_chinese) = is_chinese(&text, snapshot);
        let in_script = |locale: &&Locale| is_chinese == (locale.script() == Script::Han);
        let language = snapshot.locales().iter().find(in_script).or(snapshot.locales().first());
        let language = language.map(|locale| locale.code().to_owned()).unwrap_or_default();
        Self { kind: kind.to_owned(), text, right, index, language }
    }

    /// What answers it, the best ten in their order.
    fn hits(&self, indexes: &[Searched], weights: &RankingWeights) -> Vec<ScoredDocument> {
        let index = Weighted { index: &indexes[self.index].snapshot, weights };
        let Ok(mut plan) = plan(&self.text, &index);
        plan.required.push(Alternative::facet(facet("lang", &self.language)));
        let Ok(hits) = rank(&plan, 10, &index, &mut ());
        hits
    }

    /// The place of the first right document, among the first ten.
    fn place(&self, indexes: &[Searched], weights: &RankingWeights) -> Option<usize> {
        let documents = &indexes[self.index].documents;
        let hits = self.hits(indexes, weights);
        hits.iter().take(10).position(|hit| {
            documents.get(&hit.document).is_some_and(|(_, id, sources)| match &self.right {
                Right::Documents(right) => right.contains(id),
                Right::Sections(right) => sources.len() <= 6 && sources.iter().any(|section| right.contains(section)),
            })
        })
    }
}

/// The judged queries of the help center, but for those that are held out.
fn judged_by_article(index: usize, indexes: &[Searched], queries: &mut Vec<Query>) {
    #[derive(serde::Deserialize)]
    struct Judged {
        query: String,
        answer: serde_json::Value,
        #[serde(default)]
        held_out: bool,
    }
    let judged: Vec<Judged> =
        serde_yaml::from_str(include_str!("../content/evals.yaml")).expect("the queries are sound");
    for Judged { query, answer, .. } in judged.into_iter().filter(|judged| !judged.held_out) {
        if let Some(articles) = answer.as_array() {
            let articles = articles.iter().filter_map(|article| article.as_str().map(str::to_owned)).collect();
            queries.push(Query::new("evals", query, Right::Documents(articles), index, indexes));
        }
    }
}

/// Judged queries of a file, by the sections of the source catalogue that answer them.
fn judged_by_section(file: &Path, index: usize, indexes: &[Searched], queries: &mut Vec<Query>) {
    #[derive(serde::Deserialize)]
    struct Judged {
        queries: Vec<Answered>,
    }
    #[derive(serde::Deserialize)]
    struct Answered {
        query: String,
        relevant: Vec<String>,
    }
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let judged: Judged = serde_yaml::from_str(&text).expect("the queries are sound");
    let kind = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for Answered { query, relevant } in judged.queries {
        queries.push(Query::new(&kind, query, Right::Sections(relevant), index, indexes));
    }
}

/// Titles, and pieces that one document alone holds.
fn known_items(site: usize, index: usize, corpus: &Corpus, indexes: &[Searched], queries: &mut Vec<Query>) {
    let texts: Vec<(&Document, String)> =
        corpus.documents.iter().map(|document| (document, document.texts().collect::<Vec<_>>().join("\n"))).collect();
    let right = |document: &Document| Right::Documents(BTreeSet::from([document.id.clone()]));
    for (number, (document, text)) in texts.iter().enumerate() {
        if number % 10 == 0 {
            let kind = format!("{site} titles");
            queries.push(Query::new(&kind, document.title.clone(), right(document), index, indexes));
        }
        if number % 3 != 0 {
            continue;
        }
        let characters: Vec<char> = text.chars().collect();
        for (place, length) in [3, 5].into_iter().enumerate() {
            let start = (number * 7919 + place * 104_729 + characters.len()) % characters.len().max(1);
            let starts = (start..characters.len()).chain(0..start).step_by(13).take(200);
            let unique = starts.filter_map(|start| characters.get(start..start + length)).find_map(|piece| {
                let is_chinese = piece.iter().all(|character| wenda::analysis::is_han(*character));
                let piece: String = piece.iter().collect();
                let is_unique = || {
                    let same = texts.iter().filter(|(other, _)| other.locale == document.locale);
                    same.filter(|(_, text)| text.contains(&piece)).count() == 1
                };
                (is_chinese && is_unique()).then_some(piece)
            });
            if let Some(piece) = unique {
                queries.push(Query::new(&format!("{site} pieces of {length}"), piece, right(document), index, indexes));
            }
        }
    }
}

/// Which part another way to ask is dealt into: by what it says, so that no change of others moves it.
fn part_of(alias: &str) -> usize {
    alias.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) as usize % PARTS
}

/// The other ways to ask that are dealt into a part, each with its document; not all, for time's sake.
fn aliases_of(corpus: &Corpus, part: usize) -> impl Iterator<Item = (&Document, String)> {
    let documents = corpus.documents.iter();
    let all = documents.flat_map(|document| document.aliases.iter().map(move |alias| (document, alias)));
    all.filter(move |(_, alias)| part_of(alias) == part).step_by(4).map(|(document, alias)| (document, alias.clone()))
}

/// The same corpus without the other ways to ask of a part.
fn without_aliases(corpus: &Corpus, part: usize) -> Corpus {
    let mut corpus = corpus.clone();
    for document in &mut corpus.documents {
        document.aliases.retain(|alias| part_of(alias) != part);
    }
    corpus
}

/// All queries, with the indexes that they are asked of.
struct Bench {
    indexes: Vec<Searched>,
    queries: Vec<Query>,
}

impl Bench {
    /// The score of each query by some weights: one through the place of what is right.
    fn scores(&self, weights: &RankingWeights) -> Vec<f64> {
        let score = |query: &Query| query.place(&self.indexes, weights).map_or(0.0, |place| 1.0 / (place + 1) as f64);
        self.queries.par_iter().map(score).collect()
    }

    /// The mean by kind of those queries that are taken, by their numbers.
    fn means(&self, scores: &[f64], is_taken: impl Fn(usize) -> bool) -> BTreeMap<&str, (f64, usize)> {
        let mut means: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
        for (number, (query, score)) in self.queries.iter().zip(scores).enumerate() {
            if !is_taken(number) {
                continue;
            }
            let (sum, count) = means.entry(&query.kind).or_default();
            *sum += score;
            *count += 1;
        }
        means.values_mut().for_each(|(sum, count)| *sum /= *count as f64);
        means
    }

    /// The mean over the kinds: each counts the same, however many queries it has.
    fn total(&self, scores: &[f64], is_taken: impl Fn(usize) -> bool) -> f64 {
        let means = self.means(scores, is_taken);
        means.values().map(|(mean, _)| mean).sum::<f64>() / means.len() as f64
    }

    /// Prints the score of each kind, and the queries of one that are not answered first.
    fn report(&self, weights: &RankingWeights, misses: Option<&str>) {
        let scores = self.scores(weights);
        println!("{:<24} {:>7} {:>8}", "MRR@10", "queries", "");
        for (kind, (mean, count)) in self.means(&scores, |_| true) {
            println!("{kind:<24} {count:>7} {mean:>8.4}");
        }
        println!("{:<24} {:>7} {:>8.4}", "all", self.queries.len(), self.total(&scores, |_| true));
        for (query, score) in self.queries.iter().zip(&scores) {
            if misses == Some(query.kind.as_str()) && *score < 1.0 {
                println!("  {score:.2} {}", query.text);
            }
        }
    }

    /// Prints by which numbers ranking tells whether anything answers each query.
    fn print_answers(&self, weights: &RankingWeights) {
        for query in &self.queries {
            let hits = query.hits(&self.indexes, weights);
            let most = |of: fn(&ScoredDocument) -> f32| hits.iter().take(10).map(of).fold(0.0, f32::max);
            let (covered, confidence) = (most(|hit| hit.covered), most(|hit| hit.confidence));
            println!("{}\t{covered:.3}\t{confidence:.3}\t{}", query.kind, query.text);
        }
    }

    /// Prints what the score loses without each weight.
    fn print_worth(&self, weights: &RankingWeights) {
        let all = self.scores(weights);
        let all = self.total(&all, |_| true);
        for place in 0..named(&mut weights.clone()).len() {
            let mut without = *weights;
            let name = {
                let mut list = named(&mut without);
                let (name, weight) = &mut list[place];
                **weight = if *name == "idf_smoothing" { 0.5 } else { 1e-6 };
                *name
            };
            let scores = self.scores(&without);
            println!("{name:<24} {:>8.4}", all - self.total(&scores, |_| true));
        }
    }

    /// Learns weights of all queries, and prints them; before, what weights that are learned of some are worth on the others.
    fn learn(&self, weights: &RankingWeights) {
        let before = self.scores(weights);
        let mut after = before.clone();
        for fold in 0..FOLDS {
            let learned = self.ascend(weights, |number| number % FOLDS != fold);
            let scores = self.scores(&learned);
            for number in (0..scores.len()).filter(|number| number % FOLDS == fold) {
                after[number] = scores[number];
            }
            println!("fold {fold} learned");
        }
        println!("{:<24} {:>8} {:>8}", "cross-validated", "before", "after");
        let (means, learned) = (self.means(&before, |_| true), self.means(&after, |_| true));
        for ((kind, (before, _)), (after, _)) in means.into_iter().zip(learned.into_values()) {
            println!("{kind:<24} {before:>8.4} {after:>8.4}");
        }
        println!("{:<24} {:>8.4} {:>8.4}", "all", self.total(&before, |_| true), self.total(&after, |_| true));
        let mut learned = self.ascend(weights, |_| true);
        let mut known = *weights;
        for ((name, value), (_, before)) in named(&mut learned).into_iter().zip(named(&mut known)) {
            println!("{name:<24} {before:>8.3} {value:>8.3}");
        }
        self.report(&learned, None);
    }

    /// Better weights for some of the queries.
    fn ascend(&self, weights: &RankingWeights, is_taken: impl Fn(usize) -> bool + Copy) -> RankingWeights {
        let mut best = *weights;
        let scores = self.scores(&best);
        let mut most = self.total(&scores, is_taken);
        for round in 0..2 {
            let before = most;
            for place in 0..named(&mut best).len() {
                for step in STEPS {
                    let mut tried = best;
                    let (name, weight) = named(&mut tried).swap_remove(place);
                    let value = *weight * if round == 0 { step } else { step.sqrt() };
                    *weight = if is_bounded(name) { value.min(1.0) } else { value };
                    tried.coverage.growth = 1.0 - tried.coverage.base;
                    let scores = self.scores(&tried);
                    let total = self.total(&scores, is_taken);
                    if total > most + LEAST_GAIN {
                        (best, most) = (tried, total);
                    }
                }
            }
            if most <= before {
                break;
            }
        }
        best
    }
}
