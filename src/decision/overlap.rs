//! The rows of a table as one function, put together in halves, so that neither all pairs of rows nor the whole table for
//! each row is looked at; and the rows that hold together with others.

use std::ops::Range;

use super::compiled::Compiled;
use super::diagram::{Combined, Diagrams, Function, TooLarge};

/// The result of some rows by the facts, with the halves that it is made of.
pub(super) struct Union {
    /// The result of the first row that holds, [`Compiled::NOTHING`] where none does.
    pub(super) function: Function,
    rows: Range<usize>,
    /// Whether two of the rows hold together somewhere.
    overlaps: bool,
    halves: Option<Box<[Union; 2]>>,
}

/// Rows that hold together with rows before them.
#[derive(Default)]
pub(super) struct Overlaps {
    /// Pairs of such rows, the first ones of the table.
    pub(super) pairs: Vec<[usize; 2]>,
    /// The rows after those that hold together with one before them, too.
    pub(super) more: Vec<usize>,
}

/// So many pairs of rows are told one by one.
const MOST_PAIRS: usize = 20;

impl Union {
    /// Puts together rows, each given by its result where it holds and [`Compiled::NOTHING`] elsewhere.
    pub(super) fn of(diagrams: &mut Diagrams, by_row: &[Function]) -> Result<Self, TooLarge> {
        Self::of_rows(diagrams, by_row, 0..by_row.len())
    }

    fn of_rows(diagrams: &mut Diagrams, by_row: &[Function], rows: Range<usize>) -> Result<Self, TooLarge> {
        if rows.len() < 2 {
            let function = match by_row.get(rows.start) {
                Some(row) => *row,
                None => diagrams.constant(Compiled::NOTHING)?,
            };
            return Ok(Self { function, rows, overlaps: false, halves: None });
        }
        let middle = rows.start + rows.len() / 2;
        let first = Self::of_rows(diagrams, by_row, rows.start..middle)?;
        let second = Self::of_rows(diagrams, by_row, middle..rows.end)?;
        let overlaps =
            first.overlaps || second.overlaps || diagrams.meet(first.function, second.function, Compiled::NOTHING)?;
        // Where rows overlap, which is reported, the first one holds.
        let function = diagrams.combine(first.function, second.function, |a, b| match (a, b) {
            (Some(Compiled::NOTHING), _) => Combined::Second,
            (Some(_), _) | (_, Some(Compiled::NOTHING)) => Combined::First,
            _ => Combined::Open,
        })?;
        Ok(Self { function, rows, overlaps, halves: Some(Box::new([first, second])) })
    }

    /// The rows that hold together with rows before them, in the order of the rows.
    pub(super) fn overlaps(&self, diagrams: &mut Diagrams, by_row: &[Function]) -> Result<Overlaps, TooLarge> {
        let mut found = Overlaps::default();
        if !self.overlaps {
            return Ok(found);
        }
        for (row, function) in by_row.iter().enumerate() {
            let most = MOST_PAIRS - found.pairs.len();
            let mut earlier = Vec::new();
            self.before(row, *function, most.max(1), diagrams, &mut earlier)?;
            if most > 0 {
                found.pairs.extend(earlier.into_iter().map(|earlier| [earlier, row]));
            } else if !earlier.is_empty() {
                found.more.push(row);
            }
        }
        Ok(found)
    }

    /// The first rows before a row that hold together with it.
    fn before(
        &self,
        row: usize,
        function: Function,
        most: usize,
        diagrams: &mut Diagrams,
        found: &mut Vec<usize>,
    ) -> Result<(), TooLarge> {
        let is_before = self.rows.start < row && found.len() < most;
        if !is_before || !diagrams.meet(self.function, function, Compiled::NOTHING)? {
            return Ok(());
        }
        match &self.halves {
            None => found.push(self.rows.start),
            Some(halves) => {
                for half in halves.iter() {
                    half.before(row, function, most, diagrams, found)?;
                }
            }
        }
        Ok(())
    }
}
