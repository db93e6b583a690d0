//! Which words of a page are not among those that are shown: counted, so that what only stands elsewhere is none.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use super::words::{PageWord, WordKind};

/// So many bytes of a page are searched for words that are parted elsewhere, in all.
const MAX_SEARCHED: usize = 1 << 26;
/// So many letters are found by themselves; fewer only beside those that they stand beside.
const MIN_LETTERS: usize = 10;

/// How often a word stands on a page, by its kind.
type WordCounts = [usize; 3];

/// Words that follow each other on a line: the first and the last.
pub(super) type WordRun = (usize, usize);

/// The words of a page beside those that are shown of it.
pub(super) struct WordComparison<'p> {
    words: &'p [PageWord],
    /// A number for each of them; the same for the same words.
    ids: Vec<usize>,
    /// By these numbers.
    counts: Vec<(WordCounts, WordCounts)>,
    /// Which words follow each other where they are shown, and the kind of the first.
    pairs: HashSet<(usize, usize, WordKind)>,
    /// All letters that are shown.
    letters: String,
    searched: Cell<usize>,
}

impl<'p> WordComparison<'p> {
    pub(super) fn of(words: &'p [PageWord], shown: &'p [PageWord]) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut counts: Vec<(WordCounts, WordCounts)> = Vec::new();
        let mut id = |word: &'p PageWord| {
            let next = known.len();
            *known.entry(word.text.as_str()).or_insert(next)
        };
        let ids: Vec<usize> = words.iter().map(&mut id).collect();
        let shown_ids: Vec<usize> = shown.iter().map(&mut id).collect();
        counts.resize(known.len(), Default::default());
        for (word, id) in words.iter().zip(&ids) {
            counts[*id].0[word.kind as usize] += 1;
        }
        for (word, id) in shown.iter().zip(&shown_ids) {
            counts[*id].1[word.kind as usize] += 1;
        }
        let pairs = shown_ids.windows(2).zip(shown).map(|(pair, word)| (pair[0], pair[1], word.kind)).collect();
        let letters = shown.iter().map(|word| word.text.as_str()).collect();
        Self { words, ids, counts, pairs, letters, searched: Cell::new(0) }
    }

    /// The words that are shown less often than they stand in the source.
    pub(super) fn missing(&self, ends_line: &dyn Fn(usize, usize) -> bool) -> Vec<WordRun> {
        let runs = self.runs(|id| self.lacking(id), None, ends_line);
        runs.into_iter().filter(|run| !self.is_shown_otherwise(*run)).collect()
    }

    /// The words of a kind that are shown as of the other.
    pub(super) fn of_other_kind(&self, kind: WordKind, ends_line: &dyn Fn(usize, usize) -> bool) -> Vec<WordRun> {
        let other = if kind == WordKind::Text { WordKind::Code } else { WordKind::Text };
        let changed = |id: usize| {
            let (before, after) = &self.counts[id];
            let lost = before[kind as usize].saturating_sub(after[kind as usize] + after[WordKind::Either as usize]);
            let gained =
                after[other as usize].saturating_sub(before[other as usize] + before[WordKind::Either as usize]);
            lost.saturating_sub(self.lacking(id)).min(gained)
        };
        self.runs(changed, Some(kind), ends_line)
    }

    fn lacking(&self, id: usize) -> usize {
        let (before, after) = &self.counts[id];
        before.iter().sum::<usize>().saturating_sub(after.iter().sum())
    }

    /// So many of each word as are told, those first that stand beside other words than they are shown beside.
    fn runs(
        &self,
        count: impl Fn(usize) -> usize,
        kind: Option<WordKind>,
        ends_line: &dyn Fn(usize, usize) -> bool,
    ) -> Vec<WordRun> {
        let mut left: Vec<usize> = (0..self.counts.len()).map(count).collect();
        let mut chosen = vec![false; self.words.len()];
        for most in 0..=2 {
            for at in 0..self.words.len() {
                if left[self.ids[at]] > 0
                    && !chosen[at]
                    && kind.is_none_or(|kind| self.words[at].kind == kind)
                    && self.neighbours(at, kind) == most
                {
                    left[self.ids[at]] -= 1;
                    chosen[at] = true;
                }
            }
        }
        let mut runs: Vec<WordRun> = Vec::new();
        for at in (0..chosen.len()).filter(|at| chosen[*at]) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == at && !ends_line(self.words[*last].start, self.words[at].start) => {
                    *last = at
                }
                _ => runs.push((at, at)),
            }
        }
        runs
    }

    /// Beside how many of the words beside it a word is shown.
    fn neighbours(&self, at: usize, kind: Option<WordKind>) -> usize {
        let kinds = kind.map_or(&[WordKind::Text, WordKind::Code, WordKind::Either][..], |kind| match kind {
            WordKind::Text => &[WordKind::Text],
            WordKind::Code => &[WordKind::Code],
            WordKind::Either => &[WordKind::Either],
        });
        let is_pair = |first: usize| {
            let second = self.ids.get(first + 1);
            second
                .is_some_and(|second| kinds.iter().any(|kind| self.pairs.contains(&(self.ids[first], *second, *kind))))
        };
        usize::from(at > 0 && is_pair(at - 1)) + usize::from(is_pair(at))
    }

    /// Whether words are shown with other spaces between their letters.
    fn is_shown_otherwise(&self, (first, last): WordRun) -> bool {
        let joined = |from: usize, to: usize| -> String {
            self.words[from..(to + 1).min(self.words.len())].iter().map(|word| word.text.as_str()).collect()
        };
        let own = joined(first, last);
        let letters = if own.len() >= MIN_LETTERS { own } else { joined(first.saturating_sub(1), last + 1) };
        self.shows(&letters)
    }

    /// Whether letters follow each other where they are shown.
    pub(super) fn shows(&self, letters: &str) -> bool {
        let searched = self.searched.get();
        self.searched.set(searched + self.letters.len());
        searched <= MAX_SEARCHED && self.letters.contains(letters)
    }
}
