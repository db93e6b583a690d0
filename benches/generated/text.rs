//! Text that makes no sense, but is to an index what people write.
//!
//! A third of the sentences are the shipped help center's. The others are chains of words, which are drawn as often as
//! they are used: Chinese ones from jieba's dictionary, English ones from the help center itself. So the vocabulary of
//! Chinese text grows with its length, and rare words are rare. Two things that independent draws would lack:
//!
//! - Words keep company. What follows a word is mostly one of the few that followed it before, and seldom a new one, so pairs
//!   of words come again, and so do the characters that meet at their border.
//! - An article keeps to its subject: a few words of its own come again and again, and make its question and its headings.

use std::collections::BTreeMap;
use std::path::Path;

use wenda::content::{self};
use wenda::search::corpus;
use wenda::search::query::DocumentKind;
use wenda::source::SourceFiles;

use super::random::Random;

const DICTIONARY: &str = include_str!("../../src/analysis/dictionary.txt");

/// What is written in a language.
pub(crate) struct Language {
    pub locale: &'static str,
    /// What stands between words, and between sentences.
    pub space: &'static str,
    sentences: Vec<String>,
    words: Vec<String>,
    /// How often all words before each are used; of the end too.
    used_before: Vec<usize>,
}

impl Language {
    pub(crate) fn new(locale: &'static str) -> Self {
        let sentences = shipped_sentences(locale);
        let (space, counted) = match locale {
            "zh" => ("", dictionary()),
            _ => (" ", count_words(&sentences)),
        };
        let mut words = Vec::new();
        let mut used_before = vec![0];
        let mut all = 0;
        for (word, uses) in counted {
            words.push(word);
            all += uses;
            used_before.push(all);
        }
        Self { locale, space, sentences, words, used_before }
    }

    /// A word, the likelier the more it is used.
    ///
    /// Manuals have a smaller vocabulary than the newspapers and novels that were counted: the more common of two stands.
    fn word(&self, random: &mut Random) -> usize {
        let one = self.counted_word(random);
        let other = self.counted_word(random);
        if self.uses(one) < self.uses(other) { other } else { one }
    }

    fn counted_word(&self, random: &mut Random) -> usize {
        let all = self.used_before.last().copied().unwrap_or_default();
        let at = random.below(all);
        self.used_before.partition_point(|uses| *uses <= at) - 1
    }

    fn uses(&self, word: usize) -> usize {
        self.used_before[word + 1] - self.used_before[word]
    }

    /// A word that follows another.
    fn next(&self, word: usize, random: &mut Random) -> usize {
        const RANGE: usize = 1 << 20;
        // Half of the time one of the first so many companions, three quarters of the time one of three times as many, …
        const COMPANIONS: usize = 8;
        let part = 1 + random.below(RANGE);
        let companion = COMPANIONS * (RANGE - part) / part;
        self.word(&mut Random::new((word as u64) << 32 | companion as u64))
    }
}

/// The words of jieba's dictionary, with how often each is used.
fn dictionary() -> Vec<(String, usize)> {
    let entry = |line: &str| {
        let (word, uses) = line.split_once(' ')?;
        Some((word.to_owned(), uses.parse().ok()?))
    };
    DICTIONARY.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
}

fn count_words(sentences: &[String]) -> Vec<(String, usize)> {
    let mut counted = BTreeMap::new();
    let words = sentences.iter().flat_map(|sentence| sentence.split(|character: char| !character.is_alphabetic()));
    for word in words.filter(|word| !word.is_empty()) {
        *counted.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counted.into_iter().collect()
}

/// The sentences of the shipped help center that mean nothing to Markdown, and say no numbers: those would differ by language.
fn shipped_sentences(locale: &str) -> Vec<String> {
    let (sources, mut diagnostics) = SourceFiles::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("there is a site");
    let content = content::load(&sources, &mut diagnostics).expect("the site has content");
    let documents = corpus(&content, &wenda::site::Address::of_subject).held().documents.into_iter();
    let articles =
        documents.filter(|document| document.kind == DocumentKind::Article && document.locale.code() == locale);
    let lines: Vec<String> = articles
        .flat_map(|article| article.passages)
        .flat_map(|passage| passage.text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let end = if locale == "zh" { "。" } else { ". " };
    let sentences = lines.iter().flat_map(|line| line.split_inclusive(end)).map(str::trim);
    let ended = sentences.filter(|sentence| sentence.ends_with(end.trim()));
    let plain = ended.filter(|sentence| {
        sentence.starts_with(char::is_alphabetic)
            && !sentence.contains(|character: char| "*_[]<>{}|`#\\&~".contains(character) || character.is_ascii_digit())
    });
    plain.map(str::to_owned).collect()
}

/// What an article is about: words of its own.
pub(crate) struct Subject<'l> {
    language: &'l Language,
    words: Vec<usize>,
}

impl<'l> Subject<'l> {
    pub(crate) fn new(language: &'l Language, random: &mut Random) -> Self {
        let telling = |word: &usize| language.words[*word].chars().nth(1).is_some();
        let words = std::iter::repeat_with(|| language.word(random)).filter(telling).take(30).collect();
        Self { language, words }
    }

    /// The question that the article answers.
    pub(crate) fn question(&self, random: &mut Random) -> String {
        let ask: &[&str] = match self.language.locale {
            "zh" => &["怎么办？", "能办吗？", "要备案吗？", "有什么要求？"],
            _ => &[": what now?", ": may I?", ": do I have to file?", ": what is required?"],
        };
        self.words(5, random) + random.pick::<&str>(ask)
    }

    pub(crate) fn heading(&self, random: &mut Random) -> String {
        self.words(3, random)
    }

    /// So many different words.
    fn words(&self, count: usize, random: &mut Random) -> String {
        let from = self.words.iter().cycle().skip(random.below(self.words.len()));
        let words: Vec<&str> = from.take(count).map(|word| self.language.words[*word].as_str()).collect();
        words.join(self.language.space)
    }

    pub(crate) fn sentence(&self, random: &mut Random) -> String {
        let Language { space, sentences, words, .. } = self.language;
        if random.below(3) == 0 {
            return random.pick(sentences).clone();
        }
        let (comma, end) = if space.is_empty() { ("，", "。") } else { ",.".split_at(1) };
        let mut sentence = String::new();
        let mut word = self.language.word(random);
        for place in 0..8 + random.below(16) {
            if place > 0 {
                sentence.push_str(if random.below(8) == 0 { comma } else { "" });
                sentence.push_str(space);
            }
            sentence.push_str(&words[word]);
            word = if random.below(6) == 0 { *random.pick(&self.words) } else { self.language.next(word, random) };
        }
        sentence + end
    }
}
