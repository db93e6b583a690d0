//! What is known of the facts of a decision: the one form of a partial answer.

use super::diagram::{Cube, ValueSet};

/// What is known of one fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing: nobody was asked yet.
    #[default]
    NotAsked,
    /// "I don't know": any value is possible, and the fact is not asked for again.
    Unknown,
    /// It has one of these values, of which there is at least one and each is a value of the fact.
    OneOf(ValueSet),
}

/// Answers by fact, in the order of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers(Vec<Answer>);

impl Answer {
    /// The answer that is one value, by its place, less than [`ValueSet::MAX`].
    pub fn value(value: usize) -> Self {
        Self::OneOf(ValueSet::one(value))
    }

    /// The value; none if several are possible.
    pub fn single(self) -> Option<usize> {
        self.values().filter(|values| values.len() == 1).and_then(|values| values.iter().next())
    }

    /// The values that it allows; none if it allows any.
    pub fn values(self) -> Option<ValueSet> {
        match self {
            Self::NotAsked | Self::Unknown => None,
            Self::OneOf(values) => Some(values),
        }
    }
}

impl Answers {
    /// Of so many facts, none of which was asked yet.
    pub fn none(facts: usize) -> Self {
        Self(vec![Answer::NotAsked; facts])
    }

    /// A value for each fact, by its place, in the order of the facts.
    pub fn all(facts: &[usize]) -> Self {
        facts.iter().map(|value| Answer::value(*value)).collect()
    }

    /// Some facts have one of some values each.
    pub fn along(facts: usize, path: &[(usize, ValueSet)]) -> Self {
        path.iter().fold(Self::none(facts), |answers, (fact, values)| answers.with(*fact, Answer::OneOf(*values)))
    }

    /// The answer to a fact, by its place, from 0.
    ///
    /// # Panics
    /// If there are not so many facts.
    pub fn get(&self, fact: usize) -> Answer {
        self.0[fact]
    }

    /// Takes another answer to a fact.
    pub fn set(&mut self, fact: usize, answer: Answer) {
        self.0[fact] = answer;
    }

    /// The same with another answer to a fact.
    #[must_use]
    pub fn with(mut self, fact: usize, answer: Answer) -> Self {
        self.set(fact, answer);
        self
    }

    /// The same, and what was not asked as others have it.
    #[must_use]
    pub fn or(&self, others: &Self) -> Self {
        let answers = self.iter().zip(others.iter());
        answers.map(|(own, other)| if own == Answer::NotAsked { other } else { own }).collect()
    }

    /// In the order of the facts.
    pub fn iter(&self) -> impl Iterator<Item = Answer> {
        self.0.iter().copied()
    }

    /// The combinations that agree with the answers, for facts with so many values each.
    ///
    /// # Panics
    /// If there are not as many answers as facts.
    pub(super) fn cube(&self, sizes: &[usize]) -> Cube {
        assert_eq!(self.0.len(), sizes.len(), "there is an answer for each fact");
        let values = |(answer, size): (Answer, &usize)| {
            let all = ValueSet::all(*size);
            let values = answer.values().unwrap_or(all);
            debug_assert!(!values.is_empty() && values.is_within(all), "{values:?} is no answer of {size} values");
            values
        };
        self.iter().zip(sizes).map(values).collect()
    }
}

impl FromIterator<Answer> for Answers {
    fn from_iter<I: IntoIterator<Item = Answer>>(answers: I) -> Self {
        Self(answers.into_iter().collect())
    }
}
