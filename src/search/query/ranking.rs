//! Every weight of ranking, with what it means.
//!
//! A document gets, for each clause of a plan, `clause weight × idf × strength`:
//!
//! - The **idf** of a clause is its inverse document frequency, `ln(1 + (N − n + s) / (n + s))`, where `n` of `N` documents have
//!   it and `s` smooths. Explanations call it `rarity`.
//! - The **strength** of a document is that of its best alternative: `boost of the match × f × (k1 + 1) / (k1 + f)`, where `f` is
//!   the sum over fields of `boost of the field × times / norm`, and a field's norm is `1 − b + b × length / average length`
//!   (BM25F: Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5).
//!
//! The sum is multiplied by the **coverage** of the query: `base + growth × part`, where the part is what the document has of all
//! that was asked for, by weight and idf: in full, however often and in however long a text it stands. `wenda search --explain`
//! shows all of this for each hit. `benches/ranking.rs` tells what each weight is worth.

use super::Field;
use super::clause::{ClauseKind, Match};

/// Every weight of ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingWeights {
    /// How soon repetitions stop counting: the higher, the later. 0 or more (at 0, once is as good as often), usually 1.2 to 3.
    pub k1: f32,
    /// How much the length of a field counts against it.
    pub b: LengthNormalization,
    /// What is added to the numbers of documents that have a clause and that have it not, before its idf is taken: above 0, usually ½.
    /// The higher, the less what one document alone has outweighs what a few have.
    pub idf_smoothing: f32,
    /// What a term counts in a field.
    pub field: FieldBoosts,
    /// What a match counts beside the word itself.
    pub matched: MatchBoosts,
    /// What a part of the query counts beside a word.
    pub clause: ClauseWeights,
    /// What having much of the query counts.
    pub coverage: Coverage,
    /// From when on what was found may answer the query.
    pub answer: AnswerThresholds,
    /// What only another language has is shown if its score is at least this part of the best one in the reader's own: from 0
    /// (always) to 1 (only what is better).
    pub other_language: f32,
    /// What an occurrence in a heading counts beside one in the text below it, where a passage is chosen to be shown: 1 or more.
    pub heading_of_passage: f32,
}

/// How much the length of a field counts against it: from 0 (not at all) to 1 (in full proportion).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LengthNormalization {
    /// Of the question.
    pub question: f32,
    /// Of all other ways to ask it.
    pub alias: f32,
    /// Of the headings.
    pub heading: f32,
    /// Of the answer.
    pub body: f32,
    /// Of all of these together, for syllables and for pairs of Chinese characters.
    pub all: f32,
}

/// What a term counts in a field; above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldBoosts {
    /// In the words of the question.
    pub question: f32,
    /// In the words of other ways to ask it.
    pub alias: f32,
    /// In the words of headings.
    pub heading: f32,
    /// In the words of the answer: there are many, so each says little.
    pub body: f32,
    /// In the syllables of what is asked.
    pub syllables: f32,
    /// In the first letters of these.
    pub initials: f32,
    /// In the pairs of Chinese characters of everything.
    pub bigrams: f32,
    /// Among whole questions.
    pub exact: f32,
    /// Among what filters go by: never scored, only required.
    pub facet: f32,
}

/// What a match counts beside the word itself, by its kind: above 0, up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchBoosts {
    /// The word as it was typed; also two words or two characters as they stand, the whole question, a filter.
    pub literal: f32,
    /// Its stem.
    pub stem: f32,
    /// A part of an identifier.
    pub part: f32,
    /// A word that it begins.
    pub prefix: f32,
    /// A word that it may be a misspelling of.
    pub fuzzy: f32,
    /// Chinese that sounds so, or whose syllables begin with these letters.
    pub pinyin: f32,
    /// Chinese that sounds so as far as was typed.
    pub pinyin_prefix: f32,
    /// Words that mean the same.
    pub synonym: f32,
    /// Two Chinese characters of which the first was typed alone: little, so that titles which have it come first.
    pub begun_bigram: f32,
}

/// What a part of the query counts beside a word; above 0, up to 1, but for identifiers, their parts together and the whole
/// question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClauseWeights {
    /// A word, or what it may mean, or a row of syllables.
    pub word: f32,
    /// A version, a code, a size, a name with symbols: above 1, so that who asks for one finds what has it, and not its parts.
    pub identifier: f32,
    /// A word within a longer one that is known.
    pub inner_word: f32,
    /// A part of an identifier that is known as a whole.
    pub part: f32,
    /// All parts of a word together that stands nowhere as a whole: above 1; each counts no more than a word.
    pub parts: f32,
    /// A Chinese character that is no word of its own.
    pub character: f32,
    /// A word that stands in every question.
    pub stop_word: f32,
    /// What a word's weight is multiplied by if it is also looked for by what it means.
    pub also_synonym: f32,
    /// Two words of letters that follow each other.
    pub word_bigram: f32,
    /// Two characters within a word, which says the same already.
    pub inner_bigram: f32,
    /// Two characters across words, of which one at least is not known.
    pub bigram: f32,
    /// Two characters where one word that is known ends and another begins.
    pub border_bigram: f32,
    /// Two characters of which the first says no to the second.
    pub negated_bigram: f32,
    /// Every two characters of the query, of three at least: above 1, so that what holds all of it comes before what holds its words.
    pub contiguous: f32,
    /// Two characters that nobody writes together, but that sound like some that somebody does.
    pub homophone_bigram: f32,
    /// The kind of question that it is.
    pub question_kind: f32,
    /// The whole question: above 1, so that who asks exactly this comes first.
    pub question: f32,
}

/// What having much of the query counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// The part of the sum that always counts: from 0 to 1.
    pub base: f32,
    /// The part that grows with coverage: what is left to 1.
    pub growth: f32,
    /// What the answer alone has of a part of the query that stands there, however long it is: from 0 (nothing) to 1 (as much as the
    /// question would).
    pub body: f32,
    /// A document that has less than this part of what the best one has is not about the query, unless it has every two characters
    /// of it: however a dictionary cuts them, it is found by what stands in it. From 0 (all are) to 1 (only the best is).
    pub least: f32,
}

/// From when on a document may answer a query: if it has as much of either. Where none does, the reader is told that nothing answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerThresholds {
    /// The part of the query that it has, by weight and idf: from 0 to 1.
    pub covered: f32,
    /// Its score, beside the idf of what no document has: a word that says much counts about so much in an answer; above 0.
    pub confidence: f32,
    /// What that is multiplied by if a word of the query stands nowhere and no synonym says what it means: from 0 to 1 (then it does not
    /// matter).
    pub unknown_word: f32,
    /// What is rare is measured as among so many documents at least: where there are few, all words that they are about stand in
    /// many of them, and would say as little as if they stood in every text.
    pub least_documents: usize,
}

/// The weights of all searches.
pub const RANKING: RankingWeights = RankingWeights {
    k1: 3.0,
    b: LengthNormalization { question: 0.75, alias: 0.75, heading: 0.75, body: 0.5, all: 0.75 },
    idf_smoothing: 0.5,
    field: FieldBoosts {
        question: 4.0,
        alias: 3.0,
        heading: 1.6,
        body: 0.35,
        syllables: 3.0,
        initials: 3.0,
        bigrams: 1.0,
        exact: 3.0,
        facet: 1.0,
    },
    matched: MatchBoosts {
        literal: 1.0,
        stem: 0.95,
        part: 0.7,
        prefix: 0.5,
        fuzzy: 0.7,
        pinyin: 0.8,
        pinyin_prefix: 0.5,
        synonym: 0.85,
        begun_bigram: 0.1,
    },
    clause: ClauseWeights {
        word: 1.0,
        identifier: 6.0,
        inner_word: 0.6,
        part: 0.1,
        parts: 1.5,
        character: 0.2,
        stop_word: 0.06,
        also_synonym: 0.4,
        word_bigram: 0.15,
        inner_bigram: 0.03,
        bigram: 0.3,
        border_bigram: 0.2,
        negated_bigram: 0.8,
        contiguous: 1.5,
        homophone_bigram: 0.5,
        question_kind: 0.25,
        question: 2.0,
    },
    coverage: Coverage { base: 0.3, growth: 0.7, body: 0.85, least: 0.15 },
    answer: AnswerThresholds { covered: 0.33, confidence: 0.41, unknown_word: 0.77, least_documents: 150 },
    other_language: 0.6,
    heading_of_passage: 1.5,
};

impl RankingWeights {
    /// How much the length of a field counts against it.
    pub fn length_normalization(&self, field: Field) -> f32 {
        let b = &self.b;
        match field {
            Field::Question => b.question,
            Field::Alias => b.alias,
            Field::Heading => b.heading,
            Field::Body => b.body,
            _ => b.all,
        }
    }

    /// What a document has of a part of the query that stands in a field.
    pub fn coverage_of(&self, field: Field) -> f32 {
        if field == Field::Body { self.coverage.body } else { 1.0 }
    }

    /// What a term counts in a field.
    pub fn field_boost(&self, field: Field) -> f32 {
        let boosts = &self.field;
        match field {
            Field::Question => boosts.question,
            Field::Alias => boosts.alias,
            Field::Heading => boosts.heading,
            Field::Body => boosts.body,
            Field::Syllables => boosts.syllables,
            Field::Initials => boosts.initials,
            Field::Bigrams => boosts.bigrams,
            Field::Exact => boosts.exact,
            Field::Facet => boosts.facet,
        }
    }

    /// What a match counts.
    pub fn match_boost(&self, matched: Match) -> f32 {
        let boosts = &self.matched;
        match matched {
            Match::Word | Match::WordBigram | Match::Bigram | Match::Question | Match::Filter => boosts.literal,
            Match::Stem => boosts.stem,
            Match::Part => boosts.part,
            Match::Prefix => boosts.prefix,
            Match::Fuzzy => boosts.fuzzy,
            Match::Pinyin | Match::Initials => boosts.pinyin,
            Match::PinyinPrefix => boosts.pinyin_prefix,
            Match::Synonym => boosts.synonym,
            Match::BegunBigram => boosts.begun_bigram,
        }
    }

    /// What a part of a query counts.
    pub fn clause_weight(&self, kind: ClauseKind) -> f32 {
        let weights = &self.clause;
        match kind {
            ClauseKind::Word | ClauseKind::Synonym | ClauseKind::PinyinPhrase => weights.word,
            ClauseKind::Identifier => weights.identifier,
            ClauseKind::InnerWord => weights.inner_word,
            ClauseKind::Part => weights.part,
            ClauseKind::Character => weights.character,
            ClauseKind::StopWord => weights.stop_word,
            ClauseKind::WordBigram => weights.word_bigram,
            ClauseKind::InnerBigram => weights.inner_bigram,
            ClauseKind::Bigram => weights.bigram,
            ClauseKind::BorderBigram => weights.border_bigram,
            ClauseKind::NegatedBigram => weights.negated_bigram,
            ClauseKind::Contiguous => weights.contiguous,
            ClauseKind::HomophoneBigram => weights.homophone_bigram,
            ClauseKind::Question => weights.question,
            ClauseKind::QuestionKind => weights.question_kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_in_its_range() {
        let RankingWeights { k1, idf_smoothing, coverage, answer, other_language, heading_of_passage, .. } = RANKING;
        assert!(k1 >= 0.0 && heading_of_passage >= 1.0);
        assert!(answer.confidence > 0.0 && idf_smoothing > 0.0);
        let b = Field::ALL.map(|field| RANKING.length_normalization(field));
        assert!(b.iter().all(|b| (0.0..=1.0).contains(b)), "{b:?}");
        for part in [
            coverage.base,
            coverage.growth,
            coverage.body,
            coverage.least,
            answer.covered,
            answer.unknown_word,
            other_language,
        ] {
            assert!((0.0..=1.0).contains(&part), "{part}");
        }
        assert!((coverage.base + coverage.growth - 1.0).abs() < 1e-6);
        assert!(Field::ALL.into_iter().all(|field| RANKING.field_boost(field) > 0.0));
        for matched in Match::ALL {
            let boost = RANKING.match_boost(matched);
            assert!(boost > 0.0 && boost <= RANKING.match_boost(Match::Word), "{matched:?}: {boost}");
        }
        for kind in ClauseKind::ALL {
            let weight = RANKING.clause_weight(kind);
            let is_above = matches!(kind, ClauseKind::Identifier | ClauseKind::Question | ClauseKind::Contiguous);
            assert!(weight > 0.0 && (weight > 1.0) == is_above, "{kind:?}: {weight}");
        }
    }
}
