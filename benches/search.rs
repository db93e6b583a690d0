//! Search: how well and how fast, beside tantivy's own query parser, and how it bears ten thousand articles.
//!
//! ```sh
//! cargo bench --bench search               # the help center, then 10,000 generated articles
//! cargo bench --bench search -- 1000       # another number of articles
//! ```
//!
//! First the same documents are searched in three ways: by Wenda, by tantivy's `QueryParser` with its default tokenizer, and
//! by the same with tantivy-jieba, both over the same fields with the same weights. Judged are the queries of
//! `content/evals.yaml` that something answers: the mean of one through the place of the first right article (MRR@10).
//!
//! Then articles are generated from the sentences of the help center and from rare words, in both languages, and written to
//! an index on the disk. A second is all that a change of one article may take. Queries are those same ones and pieces of the
//! texts.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer};
use tantivy::{Index, TantivyDocument, doc};
use wenda::content::{self, JudgedQuery};
use wenda::name::Locale;
use wenda::progress::{RunningStage, Stage};
use wenda::search::index::{CacheKey, Snapshot, Store};
use wenda::search::query::DocumentKind;
use wenda::search::{Corpus, Document};
use wenda::search::{Finder, corpus};
use wenda::source::SourceFiles;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let articles = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("there is a site");
    let content = content::load(&sources, &mut diagnostics).expect("the site has content");
    let corpus = corpus(&content, &wenda::site::Address::of_subject).held();
    compare(&corpus, &content.evals);
    let queries = content.evals.iter().map(|judged| judged.query.value.clone()).collect();
    scale(corpus, articles, queries);
}

/// A way to search: from a query to articles.
type Way<'w> = dyn Fn(&str) -> Vec<String> + 'w;

/// Relevance and time of three ways to search the same documents.
fn compare(corpus: &Corpus, judged: &[JudgedQuery]) {
    let finder = Finder::new(Snapshot::in_memory(corpus).expect("memory suffices"));
    let wenda = |query: &str| -> Vec<String> {
        let hits = finder.find(query, None, 20).hits;
        let articles = hits.into_iter().filter(|hit| hit.kind == DocumentKind::Article);
        articles.map(|hit| hit.id).collect()
    };
    let plain = Parser::new(corpus, "default", None);
    let analyzer = TextAnalyzer::builder(tantivy_jieba::JiebaTokenizer::new()).filter(LowerCaser).build();
    let jieba = Parser::new(corpus, "jieba", Some(analyzer));
    println!("{:<12} {:>7} {:>9} {:>14} {:>13}", "MRR@10", "queries", "wenda", "QueryParser", "with jieba");
    let mut times = [Duration::ZERO; 3];
    let mut all = 0;
    let mut by_language: BTreeMap<&str, Vec<&JudgedQuery>> = BTreeMap::new();
    for judged in judged.iter().filter(|judged| !judged.answer.articles().is_empty()) {
        by_language.entry(judged.language.as_ref().map_or("mixed", Locale::code)).or_default().push(judged);
    }
    for (language, queries) in by_language {
        let ways: [&Way<'_>; 3] = [&wenda, &|query| plain.find(query), &|query| jieba.find(query)];
        let mut means = [0.0; 3];
        for ((mean, way), time) in means.iter_mut().zip(ways).zip(&mut times) {
            for judged in &queries {
                let start = Instant::now();
                let found = way(&judged.query.value);
                *time += start.elapsed();
                let is_right = |id: &String| judged.answer.articles().iter().any(|right| right.value.as_str() == id);
                let place = found.iter().take(10).position(is_right);
                *mean += place.map_or(0.0, |place| 1.0 / (place + 1) as f64) / queries.len() as f64;
            }
        }
        all += queries.len();
        println!("{language:<12} {:>7} {:>9.3} {:>14.3} {:>13.3}", queries.len(), means[0], means[1], means[2]);
    }
    let [a, b, c] = times.map(|time| time.as_micros() as f64 / all as f64);
    println!("{:<12} {all:>7} {a:>9.0} {b:>14.0} {c:>13.0}\n", "mean µs");
}

/// Tantivy's query parser over the fields of the documents.
struct Parser {
    index: Index,
    parser: QueryParser,
    id: tantivy::schema::Field,
}

impl Parser {
    fn new(corpus: &Corpus, tokenizer: &str, analyzer: Option<TextAnalyzer>) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let [title, aliases, headings, body] =
            ["title", "aliases", "headings", "body"].map(|name| schema.add_text_field(name, text.clone()));
        let id = schema.add_text_field("id", STORED);
        let index = Index::create_in_ram(schema.build());
        if let Some(analyzer) = analyzer {
            index.tokenizers().register(tokenizer, analyzer);
        }
        let mut writer = index.writer_with_num_threads(1, 64 << 20).expect("memory suffices");
        for document in corpus.documents.iter().filter(|document| document.kind == DocumentKind::Article) {
            let join = |part: &dyn Fn(&wenda::search::Passage) -> String| {
                document.passages.iter().map(part).collect::<Vec<_>>().join("\n")
            };
            let entry = doc!(
                title => document.title.clone(),
                aliases => document.aliases.join("\n"),
                headings => join(&|passage| passage.heading.clone()),
                body => join(&|passage| passage.text.clone()),
                id => document.id.clone(),
            );
            writer.add_document(entry).expect("documents can be added");
        }
        writer.commit().expect("memory suffices");
        let mut parser = QueryParser::for_index(&index, vec![title, aliases, headings, body]);
        for (field, boost) in [(title, 4.0), (aliases, 3.0), (headings, 1.6), (body, 0.35)] {
            parser.set_field_boost(field, boost);
        }
        Self { index, parser, id }
    }

    fn find(&self, query: &str) -> Vec<String> {
        let (query, _) = self.parser.parse_query_lenient(query);
        let searcher = self.index.reader().expect("the index can be read").searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(20).order_by_score()).expect("the index can be read");
        let mut ids: Vec<String> = Vec::new();
        for (_, address) in found {
            let stored: TantivyDocument = searcher.doc(address).expect("documents can be read");
            let id = stored.get_first(self.id).and_then(|value| value.as_str()).unwrap_or_default();
            // The other language of the same article.
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        ids
    }
}

/// Numbers that are the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// So many articles in each language, made of what is shipped.
fn generate(shipped: &Corpus, articles: usize, random: &mut Random) -> Vec<Document> {
    let mut generated = Vec::new();
    for locale in shipped.locales.clone() {
        let known: Vec<&Document> = shipped
            .documents
            .iter()
            .filter(|document| document.locale == locale && document.kind == DocumentKind::Article)
            .collect();
        for number in 0..articles {
            let mut document = (*random.one(&known)).clone();
            document.id = format!("generated-{number}");
            let other = random.one(&known);
            document.title = format!("{} {} {number}", document.title, other.title);
            for passage in &mut document.passages {
                for _ in 0..random.below(4) {
                    let more = random.one(&known);
                    passage.text.push_str(&random.one(&more.passages).text);
                }
                // Words that few articles have.
                for _ in 0..8 {
                    let code = 0x4E00 + u32::try_from(random.below(6_000)).unwrap_or_default();
                    passage.text.extend([char::from_u32(code).unwrap_or('字'), *random.one(&['案', '网', '名', '号'])]);
                }
                passage.text.push_str(&format!(" E-{}\n", random.below(1 << 20)));
            }
            generated.push(document);
        }
    }
    generated
}

/// Index time, size and query times of many articles.
fn scale(shipped: Corpus, articles: usize, mut queries: Vec<String>) {
    let mut random = Random(0x2018_1119);
    let generated = generate(&shipped, articles, &mut random);
    let bytes: usize = generated.iter().flat_map(|document| &document.passages).map(|passage| passage.text.len()).sum();
    for _ in 0..400 {
        let document = random.one(&generated);
        let passage = random.one(&document.passages).text.clone();
        let characters: Vec<char> = passage.chars().filter(|character| wenda::analysis::is_han(*character)).collect();
        let start = random.below(characters.len().saturating_sub(12));
        queries.push(characters[start..].iter().take(2 + random.below(10)).collect());
    }
    let folder = tempfile::tempdir().expect("a folder for the index");
    let store = Store::of_site(folder.path());
    let mut corpus = Corpus { documents: generated, ..shipped };
    let start = Instant::now();
    let stage = RunningStage::unobserved(Stage::SearchIndex);
    let snapshot =
        store.update(&corpus, &CacheKey::of_content("first"), &stage, &|| ()).expect("the index can be written");
    let indexed = start.elapsed();
    drop(snapshot);
    let size: u64 = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|metadata| metadata.len())
        .sum();
    corpus.documents[7].title.push_str(" changed");
    let start = Instant::now();
    let snapshot =
        store.update(&corpus, &CacheKey::of_content("second"), &stage, &|| ()).expect("the index can be written");
    let changed = start.elapsed();
    drop(snapshot);
    let start = Instant::now();
    let finder = Finder::new(store.open(&CacheKey::of_content("second")).expect("the index can be read"));
    let opened = start.elapsed();
    let documents = corpus.documents.len();
    drop(corpus);
    // Once before, as a server has it: what is timed is the search, not the disk.
    queries.iter().for_each(|query| drop(std::hint::black_box(finder.find(query, None, 10))));
    let mut times: Vec<Duration> = queries
        .iter()
        .map(|query| {
            let start = Instant::now();
            let reply = finder.find(query, None, 10);
            std::hint::black_box(reply);
            start.elapsed()
        })
        .collect();
    let slowest = times.iter().zip(&queries).max().map(|(time, query)| (*time, query.clone()));
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!("{articles} articles in two languages: {documents} documents, {:.1} MB of text", bytes as f64 / 1e6);
    println!("indexed in {:.2} s, {:.1} MB on disk", indexed.as_secs_f64(), size as f64 / 1e6);
    println!("one article changed: {:.2} s; opened in {:.1} ms", changed.as_secs_f64(), opened.as_secs_f64() * 1e3);
    println!("{} queries: p50 {:.2} ms, p99 {:.2} ms, slowest {slowest:?}", queries.len(), at(0.5), at(0.99));
    println!("peak memory {} MiB", peak_memory());
}

/// The highest resident size of this process so far, in MiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
