//! From text to the words that are searched for: Chinese words and their parts, identifiers whole and in parts, English stems.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use jieba_rs::{Jieba, Token as Word};

#[cfg(target_arch = "wasm32")]
use super::cutter::{Cutter, Word};
use super::dictionary::Dictionary;
use super::fold::Folded;
use super::identifier::{identifier, measure};
use super::run::{Run, RunKind, runs};
use super::token::{Token, TokenKind};
use super::{is_han, sort_almost};

/// The language whose words have stems.
pub const STEMMED_LANGUAGE: &str = "en";

/// Cuts text into the words that are searched for.
///
/// Chinese is cut by jieba in its search mode: words, and the shorter words within them. Its model for unknown words is not
/// used, because it would cut the same words differently in a text and in a query. In browsers a small `Cutter` does the same.
pub struct Segmenter {
    #[cfg(not(target_arch = "wasm32"))]
    jieba: Jieba,
    #[cfg(target_arch = "wasm32")]
    cutter: Cutter,
}

impl fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segmenter").finish_non_exhaustive()
    }
}

impl Segmenter {
    /// With the words of a dictionary.
    pub fn new(dictionary: &Dictionary) -> Self {
        Self {
            #[cfg(not(target_arch = "wasm32"))]
            jieba: dictionary.to_jieba(),
            #[cfg(target_arch = "wasm32")]
            cutter: Cutter::new(dictionary),
        }
    }

    /// The words of a text, in the order in which they begin; of those that begin together the longer first,
    /// and a word before its stem.
    pub fn tokens<'f>(&self, folded: &'f Folded) -> Vec<Token<'f>> {
        self.cut(folded, true)
    }

    /// The same of a text in a language whose words have no English stems.
    pub fn tokens_without_stems<'f>(&self, folded: &'f Folded) -> Vec<Token<'f>> {
        self.cut(folded, false)
    }

    fn cut<'f>(&self, folded: &'f Folded, stems: bool) -> Vec<Token<'f>> {
        let mut tokens = Vec::new();
        let runs = runs(folded.text());
        for (place, run) in runs.iter().enumerate() {
            match run.kind {
                RunKind::Han => self.chinese(folded, run, &mut tokens),
                RunKind::Syllables => pairs(folded, run, &|_| true, &mut tokens),
                RunKind::Letters => {
                    identifier(folded, run, stems, &mut tokens);
                    tokens.extend(runs[..place].last().and_then(|before| measure(folded, before, run)));
                }
            }
        }
        sort(&mut tokens);
        tokens
    }

    /// The words of a text of Chinese characters, each after the shorter ones within it.
    fn words<'t>(&self, text: &'t str) -> Vec<Word<'t>> {
        #[cfg(not(target_arch = "wasm32"))]
        return self.jieba.cut_for_search(text, false);
        #[cfg(target_arch = "wasm32")]
        self.cutter.cut_for_search(text)
    }

    fn chinese<'f>(&self, folded: &'f Folded, run: &Run, tokens: &mut Vec<Token<'f>>) {
        let text = &folded.text()[run.bytes.clone()];
        for word in self.words(text) {
            tokens.push(Token {
                kind: TokenKind::Word,
                text: Cow::Borrowed(word.word),
                bytes: run.bytes.start + word.byte_start..run.bytes.start + word.byte_end,
                positions: run.position + position(word.start)..run.position + position(word.end),
            });
        }
        for token in otherwise(folded, run) {
            let words = self.words(&token.text).into_iter();
            let within = words.filter(|word| word.end > word.start + 1 && word.word.len() < token.text.len());
            let within: Vec<String> = within.map(|word| word.word.to_owned()).collect();
            let within = within.into_iter().map(|word| Token { text: Cow::Owned(word), ..token.clone() });
            tokens.extend(within.collect::<Vec<_>>());
            tokens.push(token);
        }
    }
}

/// What the mainland says instead of words of a run, each where the word stands.
fn otherwise<'f>(folded: &'f Folded, run: &Run) -> impl Iterator<Item = Token<'f>> {
    let place = |at: usize| run.position + position(folded.text()[run.bytes.start..at].chars().count());
    folded.otherwise(&run.bytes).into_iter().map(move |(bytes, word)| Token {
        kind: TokenKind::Variant,
        text: Cow::Borrowed(word),
        bytes: bytes.clone(),
        positions: place(bytes.start)..place(bytes.end),
    })
}

fn sort(tokens: &mut Vec<Token<'_>>) {
    let longer_first = |token: &Token<'_>| {
        (token.positions.start, Reverse(token.positions.end), token.bytes.start, Reverse(token.bytes.end))
    };
    // The order stays otherwise: a word comes before its stem.
    sort_almost(tokens, longer_first);
    tokens.dedup_by(|a, b| a.text == b.text && a.positions == b.positions);
}

/// The lengths of the Chinese words of a text, in characters, one after the other: what its tokens say of where words end.
pub fn word_lengths(tokens: &[Token<'_>]) -> Vec<u8> {
    let mut lengths = Vec::new();
    let mut end = 0;
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Word && token.text.chars().all(is_han)) {
        // What begins within a word is a word within it.
        if token.positions.start >= end {
            end = token.positions.end;
            lengths.push(u8::try_from(end - token.positions.start).unwrap_or(u8::MAX));
        }
    }
    lengths
}

/// So many sets of characters are told apart by what wanted words begin with.
const BEGINNINGS: usize = 1024;

/// Those tokens of a text that are wanted, which are given in their order: as [`Segmenter::tokens`] finds them, but without a
/// dictionary, for a text of which the [lengths](word_lengths) of the words are known.
pub fn tokens_of<'f>(folded: &'f Folded, lengths: &[u8], wanted: &[&str]) -> Vec<Token<'f>> {
    let mut tokens = Vec::new();
    let mut lengths = lengths.iter().map(|length| usize::from(*length));
    // A word of letters may have another ending than its stem.
    let beginnings: Vec<&str> = wanted
        .iter()
        .filter(|word| !word.chars().all(is_han))
        .map(|word| if word.len() > 2 && word.is_ascii() { &word[..word.len() - 1] } else { word })
        .collect();
    // A place for some characters each: most words begin with none that a wanted one begins with.
    let place_of = |word: &str| word.chars().next().map_or(0, u32::from) as usize % BEGINNINGS;
    let mut begins = [false; BEGINNINGS];
    wanted.iter().for_each(|word| begins[place_of(word)] = true);
    let runs = runs(folded.text());
    let mut starts: Vec<usize> = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        let text = &folded.text()[run.bytes.clone()];
        if run.kind == RunKind::Syllables {
            pairs(folded, run, &|pair| wanted.binary_search(&pair).is_ok(), &mut tokens);
            continue;
        }
        if run.kind == RunKind::Letters {
            let contains = |piece: &[u8]| text.as_bytes().windows(piece.len().max(1)).any(|part| part == piece);
            // What is written with a hyphen is one word, too.
            if text.contains('-') || beginnings.iter().any(|beginning| contains(beginning.as_bytes())) {
                identifier(folded, run, true, &mut tokens);
            }
            let measure = runs[..place].last().and_then(|before| measure(folded, before, run));
            tokens.extend(measure.filter(|measure| wanted.binary_search(&&*measure.text).is_ok()));
            continue;
        }
        starts.clear();
        starts.extend(text.char_indices().map(|(at, _)| at).chain([text.len()]));
        let characters = starts.len() - 1;
        let mut add = |from: usize, to: usize| {
            let word = &text[starts[from]..starts[to]];
            if begins[place_of(word)] && wanted.binary_search(&word).is_ok() {
                let bytes = run.bytes.start + starts[from]..run.bytes.start + starts[to];
                let positions = run.position + position(from)..run.position + position(to);
                tokens.push(Token { kind: TokenKind::Word, text: Cow::Borrowed(word), bytes, positions });
            }
        };
        let mut from = 0;
        while from < characters {
            let length = lengths.next().unwrap_or(1).clamp(1, characters - from);
            add(from, from + length);
            // The words within a word, as jieba's search mode has them. What is wanted is a word of the dictionary.
            for inner in [2, 3].into_iter().filter(|inner| *inner < length) {
                (from..=from + length - inner).for_each(|at| add(at, at + inner));
            }
            from += length;
        }
        tokens.extend(otherwise(folded, run).filter(|token| wanted.binary_search(&&*token.text).is_ok()));
    }
    sort(&mut tokens);
    tokens
}

fn position(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Every two characters of Chinese, kana or hangul that stand together, and every one that stands alone; also of what the mainland
/// says instead.
///
/// Whatever a dictionary makes of a text, what a reader copied from it is found by these.
pub fn bigrams(folded: &Folded) -> Vec<Token<'_>> {
    bigrams_of(folded, &|_| true)
}

/// Those [`bigrams`] of a text that are wanted.
pub fn bigrams_of<'f>(folded: &'f Folded, wanted: &dyn Fn(&str) -> bool) -> Vec<Token<'f>> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs(folded.text()).into_iter().filter(|run| run.kind != RunKind::Letters) {
        match joined.last_mut() {
            Some(last) if last.bytes.end == run.bytes.start => last.bytes.end = run.bytes.end,
            _ => joined.push(run),
        }
    }
    let mut tokens = Vec::new();
    for run in &joined {
        pairs(folded, run, wanted, &mut tokens);
        for Token { text, bytes, positions, .. } in otherwise(folded, run) {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (place, ends) in ends.windows(3).enumerate().filter(|(_, ends)| wanted(&text[ends[0]..ends[2]])) {
                tokens.push(Token {
                    kind: TokenKind::Variant,
                    text: Cow::Owned(text[ends[0]..ends[2]].to_owned()),
                    bytes: bytes.clone(),
                    positions: positions.start + position(place)..positions.start + position(place) + 2,
                });
            }
        }
    }
    sort(&mut tokens);
    tokens
}

/// The wanted among every two characters of a run, or its one character.
fn pairs<'f>(folded: &'f Folded, run: &Run, wanted: &dyn Fn(&str) -> bool, tokens: &mut Vec<Token<'f>>) {
    let text = &folded.text()[run.bytes.clone()];
    let starts = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let width = if starts().nth(2).is_some() { 2 } else { 1 };
    for (place, (start, end)) in starts().zip(starts().skip(width)).enumerate() {
        let pair = &text[start..end];
        if wanted(pair) {
            let first = run.position + position(place);
            tokens.push(Token {
                kind: TokenKind::Word,
                text: Cow::Borrowed(pair),
                bytes: run.bytes.start + start..run.bytes.start + end,
                positions: first..first + position(width),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::insert_sorted;

    fn segmenter() -> &'static Segmenter {
        static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();
        SEGMENTER.get_or_init(|| Segmenter::new(&Dictionary::with_words(["备案服务号", "接入備案"])))
    }

    fn words(text: &str) -> Vec<String> {
        segmenter().tokens(&Folded::new(text)).into_iter().map(|token| token.text.into_owned()).collect()
    }

    #[test]
    fn text_is_cut_into_what_is_searched_for() {
        for (text, expected) in [
            ("备案服务号怎么领", vec!["备案服务号", "备案", "服务", "怎么", "领"]),
            ("接入備案", vec!["接入备案", "接入", "备案"]),
            ("备案号ICP备案", vec!["备案号", "备案", "icp", "备案"]),
            ("3个月", vec!["3", "个", "月"]),
            ("v7.5.0", vec!["v7.5.0", "7.5.0", "v7", "5", "0"]),
            ("报错 E-1024。", vec!["报错", "e-1024", "e", "1024"]),
            ("node.js", vec!["node.js", "node", "js"]),
            ("the server's filings", vec!["the", "server", "filings", "file"]),
            (
                "beian@service.alibaba.com",
                vec!["beian@service.alibaba.com", "alibaba", "beian", "com", "servic", "service"],
            ),
            ("c++ & end-", vec!["c++", "c", "end"]),
            ("C/C++、C# 和 F#", vec!["c/c++", "c++", "c#", "f#", "c", "f"]),
            ("用.NET 开发", vec!["用", ".net", "net", "开发"]),
            ("@scope/pkg", vec!["@scope/pkg", "scope", "pkg"]),
            ("setTimeout、XMLHttpRequest", vec!["settimeout", "set", "timeout", "xml", "http", "request"]),
            ("getElementById", vec!["getelementbyid", "get", "element", "by", "id"]),
            ("0x80070057", vec!["0x80070057", "80070057"]),
            ("16GB", vec!["16gb", "16", "gb"]),
            ("16 GB", vec!["16gb", "16", "gb"]),
            ("Windows10", vec!["windows10", "windows", "window", "10"]),
            ("Sub-domains", vec!["sub-domains", "subdomains", "subdomain", "sub", "domains", "domain"]),
            ("ISO-9001", vec!["iso-9001", "iso9001", "iso", "9001"]),
            ("10.0.0.1/24", vec!["10.0.0.1/24", "10.0.0.1", "10", "24"]),
            ("申請する", vec!["申请", "する"]),
            ("サーバー", vec!["サー", "ーバ", "バー"]),
            ("도메인 이전", vec!["도메", "메인", "이전"]),
            ("", vec![]),
            ("，。！", vec![]),
        ] {
            let found = words(text);
            assert_eq!(found.is_empty(), expected.is_empty(), "{text}: {found:?}");
            for word in &expected {
                assert!(found.contains(&(*word).to_owned()), "{text}: {found:?} lacks {word}");
            }
        }
        assert_eq!(words("v7.5.0"), ["v7.5.0", "v7", "7.5.0", "5", "0"].map(str::to_owned));
        assert_eq!(words("IPv6 URLs"), ["ipv6", "ipv", "urls", "url"].map(str::to_owned), "no words begin within them");
        assert_eq!(words("3 of 5"), ["3", "of", "5"].map(str::to_owned), "no measure");
        assert_eq!(words("end...of"), words("END...OF"));
    }

    #[test]
    fn words_of_other_languages_have_no_english_stems() {
        let folded = Folded::new("les informations");
        let tokens = segmenter().tokens_without_stems(&folded);
        assert_eq!(tokens.iter().map(|token| &*token.text).collect::<Vec<_>>(), ["les", "informations"]);
    }

    #[test]
    fn words_that_follow_each_other_touch() {
        let folded = Folded::new("ECS 包月，3个月");
        let tokens = segmenter().tokens(&folded);
        let positions = |text: &str| tokens.iter().find(|token| token.text == text).unwrap().positions.clone();
        assert_eq!((positions("ecs"), positions("包月")), (0..1, 1..3));
        assert_eq!(positions("3"), 4..5, "a mark parts what it stands between");
        assert_eq!(positions("月"), 6..7);
        assert_eq!(positions("个"), 5..6);
    }

    #[test]
    fn every_two_characters_are_found() {
        let texts = |text: &str| {
            bigrams(&Folded::new(text)).into_iter().map(|token| token.text.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(texts("備案服務 号 A备"), ["备案", "案服", "服务", "号", "备"]);
        assert_eq!(texts("申請する"), ["申请", "请す", "する"]);
        assert!(texts("ECS 3").is_empty());
        let folded = Folded::new("查網域");
        let tokens = bigrams(&folded);
        for (place, pair) in [(1, "网域"), (2, "域名")] {
            let source = folded.source(tokens[place].bytes.clone());
            assert_eq!((&tokens[place].text[..], source, tokens[place].positions.clone()), (pair, 3..9, 1..3));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn a_text_whose_words_are_known_needs_no_dictionary(
            text in r"(备案服务号|接入备案|域名|实名认证|[备案服务号網域a-z0-9.,' ，。-])*",
            query in r"(备案服务号|接入备案|域名|实名认证|servers |[备案服务号a-z ])*",
        ) {
            let folded = Folded::new(&text);
            let all = segmenter().tokens(&folded);
            let query = Folded::new(&query);
            let query = segmenter().tokens(&query);
            let mut wanted: Vec<&str> = Vec::new();
            query.iter().for_each(|token| insert_sorted(&mut wanted, &token.text));
            let known = tokens_of(&folded, &word_lengths(&all), &wanted);
            let is_wanted = |token: &&Token<'_>| wanted.binary_search(&&*token.text).is_ok();
            prop_assert_eq!(
                known.iter().filter(is_wanted).collect::<Vec<_>>(),
                all.iter().filter(is_wanted).collect::<Vec<_>>()
            );
        }

        #[test]
        fn every_token_is_the_slice_it_came_from(text in r"(\PC|[备案服务号網域伺服器a-z0-9.,'+ -])*") {
            let folded = Folded::new(&text);
            let all = [segmenter().tokens(&folded), bigrams(&folded)].concat();
            for token in all {
                let slice = text.get(folded.source(token.bytes.clone()));
                prop_assert!(slice.is_some_and(|slice| !slice.is_empty()), "{token:?}");
                prop_assert!(token.positions.start < token.positions.end);
                let again = Folded::new(slice.unwrap());
                let stem_or_piece = again.text().contains(&*token.text)
                    || token.text.len() < again.text().len()
                    || segmenter().tokens(&again).iter().any(|other| other.text == token.text);
                prop_assert!(stem_or_piece, "{token:?} is not {:?}", again.text());
            }
        }
    }
}
