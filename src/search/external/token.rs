//! The tokens of documents, as an engine gets them: texts that it cuts at white space and nowhere else.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use crate::search::query::Field;

/// What of a document an engine finds it by. What of these is a term in which of our own [fields](Field) ranking looks up later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenField {
    /// The words of all that it says, stems among them.
    Words,
    /// The words of what it asks: of the question, other ways to ask it, and headings.
    Titles,
    /// Every two Chinese characters that stand together.
    Bigrams,
    /// How the Chinese of titles is read: syllables, and every two that follow each other.
    Syllables,
    /// The same of their first letters.
    Initials,
    /// Whole questions.
    Exact,
    /// What filters go by.
    Facets,
}

impl TokenField {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Words, Self::Titles, Self::Bigrams, Self::Syllables, Self::Initials, Self::Exact, Self::Facets];

    /// Those whose tokens are not the terms of one field of documents.
    pub(super) const COMPOSED: [Self; 4] = [Self::Words, Self::Titles, Self::Syllables, Self::Initials];

    /// The name in an engine that has fields.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Titles => "titles",
            Self::Bigrams => "bigrams",
            Self::Syllables => "syllables",
            Self::Initials => "initials",
            Self::Exact => "exact",
            Self::Facets => "facets",
        }
    }

    /// What names it in a token.
    fn letter(self) -> char {
        match self {
            Self::Words => 'w',
            Self::Titles => 't',
            Self::Bigrams => 'b',
            Self::Syllables => 's',
            Self::Initials => 'i',
            Self::Exact => 'x',
            Self::Facets => 'f',
        }
    }

    /// By which tokens documents are found that hold a term in a field; and whether it is found beside the next by one token of both.
    pub(super) fn of(field: Field) -> (Self, bool) {
        match field {
            Field::Question | Field::Alias | Field::Heading => (Self::Titles, false),
            Field::Body => (Self::Words, false),
            Field::Syllables => (Self::Syllables, true),
            Field::Initials => (Self::Initials, true),
            Field::Bigrams => (Self::Bigrams, false),
            Field::Exact => (Self::Exact, false),
            Field::Facet => (Self::Facets, false),
        }
    }
}

impl TokenField {
    /// Where it is listed in how many documents its tokens stand.
    pub(super) fn list(self) -> TermField {
        match self {
            Self::Bigrams => TermField::Of(Field::Bigrams),
            Self::Exact => TermField::Of(Field::Exact),
            Self::Facets => TermField::Of(Field::Facet),
            Self::Words | Self::Titles | Self::Syllables | Self::Initials => TermField::Composed(self),
        }
    }
}

/// A token of the documents in a language. It is written as [`engine_token`] says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EngineToken {
    /// The language, by its place.
    pub language: u8,
    /// What documents are found by.
    pub field: TokenField,
    /// A term, or two that follow each other.
    pub term: String,
}

impl Display for EngineToken {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&engine_token(self.language, self.field, &self.term))
    }
}

/// Two terms that follow each other, as one.
pub(super) fn pair(first: &str, second: &str) -> String {
    [first, "_", second].concat()
}

/// No token is longer: what is gets a hash for a name. MySQL takes 84 characters at most.
const MAX_ENCODED: usize = 64;

/// A token of a document in a language, by its place, for an engine that has all in one field, cuts at marks, drops short words and
/// may ignore case: letters and digits alone, three of them at least.
pub fn engine_token(language: u8, field: TokenField, term: &str) -> String {
    let mut token = format!("{language}{}", field.letter());
    let start = token.len();
    for character in term.chars() {
        match character {
            // What is written as it is; `z` begins and ends the number of another character.
            'a'..='y' | '0'..='9' => token.push(character),
            _ => token.push_str(&format!("z{:x}z", u32::from(character))),
        }
    }
    if token.len() - start > MAX_ENCODED {
        token.truncate(start);
        token.push_str("zh");
        token.push_str(&blake3::hash(term.as_bytes()).to_hex()[..32]);
    }
    token
}

/// What a list of terms holds them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermField {
    /// A field of documents.
    Of(Field),
    /// The words of letters that stand in documents, no stems.
    Spelling,
    /// What documents are found by that is not the terms of one field.
    Composed(TokenField),
}

impl TermField {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let fields = Field::ALL.into_iter().map(Self::Of).chain([Self::Spelling]);
        fields.chain(TokenField::COMPOSED.into_iter().map(Self::Composed))
    }

    /// The number in a list.
    pub fn number(self) -> u8 {
        match self {
            Self::Of(field) => field as u8,
            Self::Spelling => Field::ALL.len() as u8,
            Self::Composed(field) => Field::ALL.len() as u8 + 1 + field as u8,
        }
    }

    /// The name in a list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(field) => field.name(),
            Self::Spelling => "spelling",
            Self::Composed(TokenField::Syllables) => "syllables_in_pairs",
            Self::Composed(TokenField::Initials) => "initials_in_pairs",
            Self::Composed(field) => field.name(),
        }
    }
}

/// The key of a list of terms has so many bytes at most.
const MAX_KEY: usize = 240;

/// What a term is listed by: itself, or its hash if it is long, after a character that no term has.
pub fn term_key(term: &str) -> Cow<'_, str> {
    if term.len() <= MAX_KEY {
        Cow::Borrowed(term)
    } else {
        Cow::Owned(format!("\u{1}{}", &blake3::hash(term.as_bytes()).to_hex()[..32]))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn tokens_are_letters_and_digits_and_no_two_terms_share_one() {
        let terms = ["a", "z", "za", "z61z", "备案", "备", "c++", "e-1024", "e1024", "bei_an", "", "zh"];
        let long = "很".repeat(40);
        let tokens: BTreeSet<String> = terms
            .into_iter()
            .chain([long.as_str()])
            .map(|term| engine_token(1, TokenField::Words, term))
            .inspect(|token| {
                assert!(token.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{token}");
                assert!(token.len() <= 84, "{token}");
            })
            .collect();
        assert_eq!(tokens.len(), terms.len() + 1);
        assert_eq!(engine_token(0, TokenField::Bigrams, "备案"), "0bz5907zz6848z");
        assert_ne!(engine_token(1, TokenField::Words, "1"), engine_token(11, TokenField::Words, ""));
    }

    #[test]
    fn no_two_lists_are_called_alike() {
        let names: BTreeSet<_> = TermField::all().map(TermField::name).collect();
        let numbers: BTreeSet<_> = TermField::all().map(TermField::number).collect();
        assert_eq!([names.len(), numbers.len()], [TermField::all().count(); 2]);
        assert!(TokenField::ALL.into_iter().all(|field| TermField::all().any(|list| list == field.list())));
    }

    #[test]
    fn long_terms_are_listed_by_a_hash() {
        assert_eq!(term_key("备案"), "备案");
        let [one, other] = ["一", "二"].map(|character| term_key(&character.repeat(100)).into_owned());
        assert!(one.len() < MAX_KEY && one != other && one.starts_with('\u{1}'));
    }
}
