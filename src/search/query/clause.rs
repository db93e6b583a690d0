//! What is asked for, piece by piece, and what in a document answers to it.

use std::ops::Range;

use super::{Field, PositionedTerm};

/// One thing that was asked for, with the alternatives by which a document may have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What of the query it is.
    pub kind: ClauseKind,
    /// How much it counts: what its [kind](super::RankingWeights::clause_weight) does, or less, if it is also asked for
    /// by another clause.
    pub weight: f32,
    /// The alternatives; the best that a document has counts.
    pub alternatives: Vec<Alternative>,
    /// Whether a synonym, or the words that make it up, say what it means: where it stands in no document, nothing lacks.
    pub is_explained: bool,
}

/// A clause that counts as its kind does, as soon as all are there.
pub(super) fn clause(kind: ClauseKind, alternatives: Vec<Alternative>) -> Clause {
    Clause { kind, weight: 1.0, alternatives, is_explained: false }
}

/// Whether some positions are all among others.
pub(super) fn is_within(inner: &Range<u32>, outer: &Range<u32>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// What of a query is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseKind {
    /// A word.
    Word,
    /// A word that is told from others by digits or symbols: a version, a code, a size, `c++`.
    Identifier,
    /// A word within a longer one that is known.
    InnerWord,
    /// A part of an identifier that is known as a whole.
    Part,
    /// A Chinese character that is no word of its own.
    Character,
    /// A word that stands in every question.
    StopWord,
    /// What a word or several may mean, by the synonyms of the site.
    Synonym,
    /// Two words of letters that follow each other.
    WordBigram,
    /// Words of letters that together spell out Chinese.
    PinyinPhrase,
    /// Two Chinese characters within a word that is known.
    InnerBigram,
    /// Two Chinese characters across words, of which one at least is not known.
    Bigram,
    /// Two Chinese characters where one word that is known ends and another begins.
    BorderBigram,
    /// Two Chinese characters of which the first says no to the second.
    NegatedBigram,
    /// Every two Chinese characters of the query.
    Contiguous,
    /// Two Chinese characters that nobody writes together: they may be meant by their sound.
    HomophoneBigram,
    /// All of the query, as a question.
    Question,
    /// The kind of question that it is.
    QuestionKind,
}

impl ClauseKind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Word,
        Self::Identifier,
        Self::InnerWord,
        Self::Part,
        Self::Character,
        Self::StopWord,
        Self::Synonym,
        Self::WordBigram,
        Self::PinyinPhrase,
        Self::InnerBigram,
        Self::Bigram,
        Self::BorderBigram,
        Self::NegatedBigram,
        Self::Contiguous,
        Self::HomophoneBigram,
        Self::Question,
        Self::QuestionKind,
    ];

    /// The name in explanations.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Identifier => "identifier",
            Self::InnerWord => "inner_word",
            Self::Part => "part",
            Self::Character => "character",
            Self::StopWord => "stop_word",
            Self::Synonym => "meaning",
            Self::WordBigram => "word_pair",
            Self::PinyinPhrase => "spelled_out",
            Self::InnerBigram => "inner_pair",
            Self::Bigram => "pair",
            Self::BorderBigram => "pair_across_words",
            Self::NegatedBigram => "negated_pair",
            Self::Contiguous => "all_pairs",
            Self::HomophoneBigram => "misheard_pair",
            Self::Question => "question",
            Self::QuestionKind => "kind_of_question",
        }
    }

    /// Whether it is two Chinese characters that stand together in the query.
    pub fn is_bigram(self) -> bool {
        matches!(
            self,
            Self::InnerBigram | Self::Bigram | Self::BorderBigram | Self::NegatedBigram | Self::HomophoneBigram
        )
    }

    /// Whether it tells what the query is about. What stands in every question does not, and two characters within a word say
    /// nothing that the word does not.
    pub fn is_content(self) -> bool {
        !matches!(self, Self::StopWord | Self::InnerBigram | Self::QuestionKind)
    }
}

/// How a document may have what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// How it answers to what was typed; this tells where it may stand, and how much it counts.
    pub matched: Match,
    /// The terms that stand one after the other, each with its position from the first.
    pub terms: Vec<PositionedTerm>,
    /// The documents in which it may stand; elsewhere nobody need look.
    pub documents: DocumentRanges,
}

/// How what stands in a document answers to what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The word itself, or several as they were typed.
    Word,
    /// The stem of the word.
    Stem,
    /// A part of an identifier.
    Part,
    /// A word that begins with the last one typed.
    Prefix,
    /// A word that may have been meant by one that is written nowhere.
    Fuzzy,
    /// Chinese that sounds so: pinyin.
    Pinyin,
    /// Chinese that sounds so as far as was typed.
    PinyinPrefix,
    /// Chinese whose syllables begin with the letters.
    Initials,
    /// Words that mean the same.
    Synonym,
    /// Two words that follow each other.
    WordBigram,
    /// Two Chinese characters as they stand together, or more of them in a row.
    Bigram,
    /// Two Chinese characters of which the first was typed alone.
    BegunBigram,
    /// The whole question.
    Question,
    /// What a filter goes by.
    Filter,
}

impl Match {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Word,
        Self::Stem,
        Self::Part,
        Self::Prefix,
        Self::Fuzzy,
        Self::Pinyin,
        Self::PinyinPrefix,
        Self::Initials,
        Self::Synonym,
        Self::WordBigram,
        Self::Bigram,
        Self::BegunBigram,
        Self::Question,
        Self::Filter,
    ];

    /// The name in explanations.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Stem => "stem",
            Self::Part => "part",
            Self::Prefix => "prefix",
            Self::Fuzzy => "similar",
            Self::Pinyin => "sound",
            Self::PinyinPrefix => "unfinished_sound",
            Self::Initials => "initials",
            Self::Synonym => "synonym",
            Self::WordBigram => "word_pair",
            Self::Bigram => "pair",
            Self::BegunBigram => "begun_pair",
            Self::Question => "question",
            Self::Filter => "filter",
        }
    }

    /// Whether it is Chinese, by how it sounds.
    pub(super) fn is_sound(self) -> bool {
        matches!(self, Self::Pinyin | Self::PinyinPrefix | Self::Initials)
    }

    /// The fields that may have it.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Word | Self::Stem | Self::Part | Self::Prefix | Self::Fuzzy | Self::Synonym => &Field::WORDS,
            Self::WordBigram => &Field::TITLES,
            Self::Pinyin | Self::PinyinPrefix => &[Field::Syllables],
            Self::Initials => &[Field::Initials],
            Self::Bigram | Self::BegunBigram => &[Field::Bigrams],
            Self::Question => &[Field::Exact],
            Self::Filter => &[Field::Facet],
        }
    }
}

/// Ranges of the documents in which something may stand, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentRanges {
    /// In the [fields that ask](Field::TITLES).
    pub titles: Range<u32>,
    /// In the others.
    pub bodies: Range<u32>,
}

impl DocumentRanges {
    /// All documents.
    pub const ALL: Self = Self { titles: 0..u32::MAX, bodies: 0..u32::MAX };

    /// Has only titles be looked at.
    pub fn narrow_to_titles(&mut self) {
        self.bodies = 0..0;
    }

    /// Whether only titles are looked at.
    pub fn is_titles_only(&self) -> bool {
        self.bodies.is_empty()
    }

    /// Whether any of some documents may have it in a field.
    fn overlaps(&self, field: Field, documents: &Range<u32>) -> bool {
        let range = if Field::TITLES.contains(&field) { &self.titles } else { &self.bodies };
        range.start < documents.end && documents.start < range.end
    }
}

impl Alternative {
    pub(super) fn new(matched: Match, terms: Vec<PositionedTerm>) -> Self {
        Self { matched, terms, documents: DocumentRanges::ALL }
    }

    /// The fields in which some documents may have it.
    pub(super) fn fields_in(&self, documents: &Range<u32>) -> impl Iterator<Item = &'static Field> {
        self.matched.fields().iter().filter(|field| self.documents.overlaps(**field, documents))
    }

    pub(super) fn term(matched: Match, text: String) -> Self {
        Self::new(matched, vec![(text, 0)])
    }

    pub(super) fn row(matched: Match, terms: impl IntoIterator<Item = String>) -> Self {
        Self::new(matched, terms.into_iter().zip(0..).collect())
    }

    /// Having a facet, as [`facet`](super::facet) writes it.
    pub fn facet(facet: String) -> Self {
        Self::term(Match::Filter, facet)
    }
}
