//! What follows from answers: the outcome, or the next question, and why.

use super::ValueSet;
use super::compiled::Compiled;
use super::diagram::Cube;
use super::walk::Walk;

/// An answer to the question about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This value.
    Value(usize),
    /// "I don't know": any value is possible.
    Unknown,
}

/// Answers by fact; a fact that was not asked has none.
pub type Answers = [Option<Answer>];

/// What follows from answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The outcome, whatever is not known.
    Answered(u32),
    /// The outcome depends on a fact that was not asked yet.
    Question(usize),
    /// The outcome depends on what is not known.
    Undetermined {
        /// The outcomes that are possible.
        possible: Vec<u32>,
        /// The facts that are not known and make a difference.
        settled_by: Vec<usize>,
    },
    /// The answers contradict each other.
    Impossible,
}

impl Compiled {
    /// Every way through the questions.
    pub fn walk(&self) -> Walk {
        Walk::of(self)
    }

    /// What follows from answers. Asks the first fact, in the order of the facts, on which the outcome still depends.
    ///
    /// # Panics
    /// If there are not as many answers as facts, or an answer is no value of its fact.
    pub fn state(&self, answers: &Answers) -> State {
        let cube = self.cube(answers);
        let value = |answer: &Option<Answer>| if let Some(Answer::Value(value)) = answer { Some(*value) } else { None };
        if let Some(facts) = answers.iter().map(value).collect::<Option<Vec<usize>>>() {
            return match self.diagrams.evaluate(self.outcome, &facts) {
                Self::IMPOSSIBLE => State::Impossible,
                outcome => State::Answered(outcome),
            };
        }
        let possible = self.possible(answers);
        match possible.as_slice() {
            [] => return State::Impossible,
            [outcome] => return State::Answered(*outcome),
            _ => {}
        }
        let open = self.open_facts(&cube);
        match open.iter().find(|fact| answers[**fact].is_none()) {
            Some(fact) => State::Question(*fact),
            None => State::Undetermined { possible, settled_by: open },
        }
    }

    /// The outcomes that are possible.
    ///
    /// # Panics
    /// As [`Compiled::state`].
    pub fn possible(&self, answers: &Answers) -> Vec<u32> {
        let mut possible = self.diagrams.numbers_in(self.outcome, &self.cube(answers));
        possible.retain(|outcome| *outcome != Self::IMPOSSIBLE);
        possible
    }

    /// Facts that agree with the answers and can be so, none if there are none.
    ///
    /// # Panics
    /// As [`Compiled::state`].
    pub fn example(&self, answers: &Answers) -> Option<Vec<usize>> {
        self.diagrams.assignment_in(self.outcome, &self.cube(answers), |outcome| outcome != Self::IMPOSSIBLE)
    }

    /// Answers from which the outcome follows, whatever the other facts are, and none of which can be left out; none if no
    /// outcome follows. The latest answer is left out first.
    pub fn because(&self, answers: &Answers) -> Option<Vec<usize>> {
        let sets = answers.iter().map(|answer| match answer {
            Some(Answer::Value(value)) => Some(ValueSet::one(*value)),
            Some(Answer::Unknown) | None => None,
        });
        self.sufficient(&sets.collect::<Vec<_>>())
    }

    /// Facts whose values suffice for the outcome, where each fact may have one of several values, and none of which can be
    /// left out; none if no outcome follows. The latest fact is left out first.
    ///
    /// # Panics
    /// If there are not as many sets as facts.
    pub fn sufficient(&self, values: &[Option<ValueSet>]) -> Option<Vec<usize>> {
        let sizes = self.diagrams.sizes();
        let set = |(values, size): (&Option<ValueSet>, &usize)| values.unwrap_or(ValueSet::all(*size));
        let mut cube: Cube = values.iter().zip(sizes).map(set).collect();
        let outcome = self.only_outcome(&cube)?;
        let mut needed: Vec<usize> = (0..sizes.len()).filter(|fact| values[*fact].is_some()).collect();
        for fact in needed.clone().into_iter().rev() {
            let narrow = std::mem::replace(&mut cube[fact], ValueSet::all(sizes[fact]));
            if self.only_outcome(&cube) == Some(outcome) {
                needed.retain(|kept| *kept != fact);
            } else {
                cube[fact] = narrow;
            }
        }
        Some(needed)
    }

    /// The outcome in a cube, if there is one only.
    fn only_outcome(&self, cube: &Cube) -> Option<u32> {
        let mut possible = self.diagrams.numbers_in(self.outcome, cube);
        possible.retain(|outcome| *outcome != Self::IMPOSSIBLE);
        if let [outcome] = possible.as_slice() { Some(*outcome) } else { None }
    }

    /// What each other value of each fact that has a value leads to, if that is another state: fact, value, state.
    pub fn changes(&self, answers: &Answers) -> Vec<(usize, usize, State)> {
        let now = self.state(answers);
        let mut changes = Vec::new();
        for (fact, answer) in answers.iter().enumerate() {
            let Some(Answer::Value(given)) = *answer else {
                continue;
            };
            for value in (0..self.diagrams.sizes()[fact]).filter(|value| *value != given) {
                let mut changed = answers.to_vec();
                changed[fact] = Some(Answer::Value(value));
                let state = self.state(&changed);
                if state != now {
                    changes.push((fact, value, state));
                }
            }
        }
        changes
    }

    fn cube(&self, answers: &Answers) -> Cube {
        let sizes = self.diagrams.sizes();
        assert_eq!(answers.len(), sizes.len(), "there is an answer, or none, for each fact");
        let sets = answers.iter().zip(sizes).map(|(answer, size)| match answer {
            Some(Answer::Value(value)) => {
                assert!(value < size, "an answer is a value of its fact");
                ValueSet::one(*value)
            }
            Some(Answer::Unknown) | None => ValueSet::all(*size),
        });
        sets.collect()
    }

    /// The facts without a value on which the outcome depends.
    fn open_facts(&self, cube: &Cube) -> Vec<usize> {
        let mut asked = self.diagrams.asked_in(self.asking, cube);
        asked.retain(|fact| cube[*fact].len() > 1);
        asked
    }
}
