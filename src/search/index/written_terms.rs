//! Terms on their way to the engine. It takes a text and has it cut; ours was cut already, so it is given the terms as a text,
//! and what cuts that reads them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::terms::StandingTerm;

/// The name by which the schema asks for it.
pub(super) const WRITTEN_TERMS: &str = "written-terms";

/// Terms as a text: of each its length in bytes, its position, and itself.
pub(super) fn write(terms: &[StandingTerm<'_>]) -> String {
    let bytes = terms.iter().map(|(term, _)| term.len() + 4).sum();
    terms.iter().fold(String::with_capacity(bytes), |mut text, (term, position)| {
        write_number(&mut text, term.len());
        write_number(&mut text, *position as usize);
        text.push_str(term);
        text
    })
}

/// Writes a number in ASCII characters, six bits in each: in all but the last the seventh bit is set, too.
fn write_number(text: &mut String, mut number: usize) {
    while number >= 64 {
        text.push(char::from(64 | (number % 64) as u8));
        number /= 64;
    }
    text.push(char::from(number as u8));
}

/// Reads a number. What follows it is the other.
fn read_number(text: &str) -> Option<(usize, &str)> {
    let length = text.bytes().position(|byte| byte < 64)? + 1;
    let number = text[..length].bytes().rev().fold(0, |number, byte| number << 6 | usize::from(byte % 64));
    Some((number, &text[length..]))
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
        let (length, rest) = read_number(self.rest)?;
        let (position, rest) = read_number(rest)?;
        let (term, rest) = rest.split_at_checked(length)?;
        self.token.position = position;
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
            let text = write(&terms.iter().map(|(term, position)| (term.into(), *position)).collect::<Vec<_>>());
            let mut stream = WrittenTermStream { rest: &text, token: Token::default() };
            let mut read = Vec::new();
            stream.process(&mut |token| read.push((token.text.clone(), token.position as u32)));
            prop_assert_eq!(read, terms);
        }
    }
}
