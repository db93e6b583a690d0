//! What makes functions of others: each operation looks at every pair of their parts once.

use std::collections::{HashMap, HashSet};

use super::diagram::{Combined, Diagrams, Function, TooLarge};

impl Diagrams {
    /// The function whose numbers are made of those of two others: `combine` is told the numbers of two parts, as far as
    /// they are numbers, and says what it knows already.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn combine(
        &mut self,
        a: Function,
        b: Function,
        combine: impl Fn(Option<u32>, Option<u32>) -> Combined,
    ) -> Result<Function, TooLarge> {
        self.combine_memo(a, b, &combine, &mut HashMap::new())
    }

    fn combine_memo(
        &mut self,
        a: Function,
        b: Function,
        combine: &impl Fn(Option<u32>, Option<u32>) -> Combined,
        memo: &mut HashMap<(Function, Function), Function>,
    ) -> Result<Function, TooLarge> {
        match combine(self.number(a), self.number(b)) {
            Combined::Number(number) => return self.constant(number),
            Combined::First => return Ok(a),
            Combined::Second => return Ok(b),
            Combined::Open => {}
        }
        if let Some(done) = memo.get(&(a, b)) {
            return Ok(*done);
        }
        self.step()?;
        let Some(variable) = self.first_variable(a, b) else {
            return Ok(a);
        };
        let children = (0..self.sizes()[variable]).map(|value| {
            let (a, b) = (self.given(a, variable, value), self.given(b, variable, value));
            self.combine_memo(a, b, combine, memo)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.ask(variable, children)?;
        memo.insert((a, b), result);
        Ok(result)
    }

    /// The function whose numbers are made of another's by `change`.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn map(&mut self, function: Function, change: impl Fn(u32) -> u32) -> Result<Function, TooLarge> {
        self.map_memo(function, &change, &mut HashMap::new())
    }

    fn map_memo(
        &mut self,
        function: Function,
        change: &impl Fn(u32) -> u32,
        memo: &mut HashMap<Function, Function>,
    ) -> Result<Function, TooLarge> {
        if let Some(done) = memo.get(&function) {
            return Ok(*done);
        }
        self.step()?;
        let result = match (self.number(function), self.question(function)) {
            (None, Some((variable, children))) => {
                let children = children.to_vec();
                let children = children.into_iter().map(|child| self.map_memo(child, change, memo));
                let children = children.collect::<Result<_, _>>()?;
                self.ask(variable, children)?
            }
            (number, _) => self.constant(change(number.unwrap_or_default()))?,
        };
        memo.insert(function, result);
        Ok(result)
    }

    /// The assignments in both of two sets, which are functions to 0 and 1.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn and(&mut self, a: Function, b: Function) -> Result<Function, TooLarge> {
        self.combine(a, b, |a, b| match (a, b) {
            (Some(0), _) | (_, Some(0)) => Combined::Number(0),
            (Some(_), _) => Combined::Second,
            (_, Some(_)) => Combined::First,
            _ => Combined::Open,
        })
    }

    /// The assignments in the first of two sets and not in the second.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn without(&mut self, a: Function, b: Function) -> Result<Function, TooLarge> {
        self.combine(a, b, |a, b| match (a, b) {
            (Some(0), _) => Combined::Number(0),
            (_, Some(0)) => Combined::First,
            (_, Some(_)) => Combined::Number(0),
            _ => Combined::Open,
        })
    }

    /// A simpler function that differs only where this one is `number`: a variable is not asked if it only tells `number`
    /// from something else (sibling substitution).
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn without_care(&mut self, function: Function, number: u32) -> Result<Function, TooLarge> {
        self.without_care_memo(function, number, &mut HashMap::new())
    }

    fn without_care_memo(
        &mut self,
        function: Function,
        number: u32,
        memo: &mut HashMap<Function, Function>,
    ) -> Result<Function, TooLarge> {
        if let Some(done) = memo.get(&function) {
            return Ok(*done);
        }
        self.step()?;
        let result = match self.question(function) {
            None => function,
            Some((variable, children)) => {
                let children = children.to_vec();
                let children = children.into_iter().map(|child| self.without_care_memo(child, number, memo));
                let children: Vec<Function> = children.collect::<Result<_, _>>()?;
                let mut cared = children.iter().filter(|child| self.number(**child) != Some(number));
                match cared.next().copied() {
                    Some(first) if cared.all(|child| *child == first) => first,
                    _ => self.ask(variable, children)?,
                }
            }
        };
        memo.insert(function, result);
        Ok(result)
    }

    /// The function that is one of several, by the value of a variable that none of them asks.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub fn select(&mut self, variable: usize, functions: Vec<Function>) -> Result<Function, TooLarge> {
        self.select_memo(variable, functions, &mut HashMap::new())
    }

    fn select_memo(
        &mut self,
        variable: usize,
        functions: Vec<Function>,
        memo: &mut HashMap<Vec<Function>, Function>,
    ) -> Result<Function, TooLarge> {
        let asked = functions.iter().filter_map(|function| Some(self.question(*function)?.0)).min();
        let Some(first) = asked.filter(|first| *first < variable) else {
            return self.ask(variable, functions);
        };
        if let Some(done) = memo.get(&functions) {
            return Ok(*done);
        }
        self.step()?;
        let children = (0..self.sizes()[first]).map(|value| {
            let given = functions.iter().map(|function| self.given(*function, first, value)).collect();
            self.select_memo(variable, given, memo)
        });
        let children = children.collect::<Result<_, _>>()?;
        let result = self.ask(first, children)?;
        memo.insert(functions, result);
        Ok(result)
    }

    /// Whether two functions differ for some assignment for which neither is `number`. `alike` are pairs that do not, which
    /// other searches may find again.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub(super) fn differ(
        &mut self,
        a: Function,
        b: Function,
        number: u32,
        alike: &mut HashSet<(Function, Function)>,
    ) -> Result<bool, TooLarge> {
        let numbers = (self.number(a), self.number(b));
        if a == b || numbers.0 == Some(number) || numbers.1 == Some(number) || alike.contains(&(a, b)) {
            return Ok(false);
        }
        let Some(variable) = self.first_variable(a, b) else {
            return Ok(true);
        };
        self.step()?;
        for value in 0..self.sizes()[variable] {
            let (a, b) = (self.given(a, variable, value), self.given(b, variable, value));
            if self.differ(a, b, number, alike)? {
                return Ok(true);
            }
        }
        alike.insert((a, b));
        Ok(false)
    }

    /// Whether two functions are both something else than `number` for some assignment.
    ///
    /// # Errors
    /// As [`Diagrams::constant`].
    pub(super) fn meet(&mut self, a: Function, b: Function, number: u32) -> Result<bool, TooLarge> {
        self.meet_memo(a, b, number, &mut HashSet::new())
    }

    fn meet_memo(
        &mut self,
        a: Function,
        b: Function,
        number: u32,
        apart: &mut HashSet<(Function, Function)>,
    ) -> Result<bool, TooLarge> {
        match (self.number(a), self.number(b)) {
            (Some(is), _) | (_, Some(is)) if is == number => return Ok(false),
            // What asks something is not the same number everywhere.
            (Some(_), Some(other)) | (None, Some(other)) if other != number => return Ok(true),
            (Some(_), None) => return Ok(true),
            _ => {}
        }
        let Some(variable) = self.first_variable(a, b).filter(|_| !apart.contains(&(a, b))) else {
            return Ok(false);
        };
        self.step()?;
        for value in 0..self.sizes()[variable] {
            let (a, b) = (self.given(a, variable, value), self.given(b, variable, value));
            if self.meet_memo(a, b, number, apart)? {
                return Ok(true);
            }
        }
        apart.insert((a, b));
        Ok(false)
    }
}
