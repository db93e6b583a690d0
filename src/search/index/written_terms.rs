//! Terms on their way to the engine. It takes a text and has it cut; ours was cut already, so it is given the terms as a text,
//! and what cuts that reads them.

use std::fmt::Write as _;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::query::PositionedTerm;

/// The name by which the schema asks for it.
pub(super) const WRITTEN_TERMS: &str = "written-terms";

/// Terms as a text: of each its length in bytes, its position, and itself.
pub(super) fn write(terms: &[PositionedTerm]) -> String {
    let bytes = terms.iter().map(|(term, _)| term.len() + 8).sum();
    terms.iter().fold(String::with_capacity(bytes), |mut text, (term, position)| {
        let _infallible = write!(text, "{} {position} {term}", term.len());
        text
    })
}

/// Reads what [`write()`] wrote.
#[derive(Clone, Debug)]
pub(super) struct WrittenTerms;

/// The terms that were not read yet, and the last that was.
#[derive(Debug)]
pub(super) struct WrittenTermStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for WrittenTerms {
    type TokenStream<'a> = WrittenTermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WrittenTermStream<'a> {
        WrittenTermStream { rest: text, token: Token::default() }
    }
}

impl WrittenTermStream<'_> {
    fn read(&mut self) -> Option<()> {
        let (length, rest) = self.rest.split_once(' ')?;
        let (position, rest) = rest.split_once(' ')?;
        let (term, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.token.position = position.parse().ok()?;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.rest = rest;
        Some(())
    }
}

impl TokenStream for WrittenTermStream<'_> {
    fn advance(&mut self) -> bool {
        self.read().is_some()
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn terms_are_read_as_they_were_written(terms: Vec<(String, u32)>) {
            let text = write(&terms);
            let mut stream = WrittenTermStream { rest: &text, token: Token::default() };
            let mut read = Vec::new();
            stream.process(&mut |token| read.push((token.text.clone(), token.position as u32)));
            prop_assert_eq!(read, terms);
        }
    }
}
