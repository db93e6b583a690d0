//! Which marks end what others began: the algorithm of CommonMark, as the parser has it.

use std::ops::Range;

use super::super::flanking::{DelimiterRun, Flanking};

/// A part of a run of marks that begins or ends an element.
#[derive(Clone, Debug)]
pub(super) struct EmphasisDelimiter {
    /// Where it stands in the source.
    pub(super) at: usize,
    /// How many marks it is of: 1 or 2.
    pub(super) width: usize,
    /// Whether the element begins here.
    pub(super) opens: bool,
    /// Where the whole element stands.
    pub(super) emphasis: Range<usize>,
}

/// A run of marks that may begin emphasis, or what is left of one.
#[derive(Clone, Copy, Debug)]
struct Opener {
    run: DelimiterRun,
    /// Its place among the runs.
    place: usize,
    /// Where it begins in the source.
    start: usize,
    /// How many marks are left.
    left: usize,
    /// Whether it could also have ended emphasis.
    both: bool,
}

/// The runs that may begin emphasis, where none has ended it yet.
#[derive(Debug, Default)]
pub(super) struct Openers {
    stack: Vec<Opener>,
    /// Below which place of the stack nothing is left that a kind of run could end. It keeps the work linear.
    bounds: [usize; BOUNDS],
}

/// For `*` and `_` one for each length modulo 3 and whether the run can do both; one for `~`, as the parser has it.
const BOUNDS: usize = 13;

impl Openers {
    /// Takes a run, which begins at a byte of the source and has a place among all: ends what it may end, and keeps what is
    /// left of it as an opener. What becomes of marks is written to the `segments` of their runs.
    pub(super) fn see(
        &mut self,
        (run, start): (DelimiterRun, usize),
        place: usize,
        may: Flanking,
        segments: &mut [Vec<EmphasisDelimiter>],
    ) {
        if run.mark == b'~' && run.length > 2 {
            return;
        }
        let mut closer = Opener { run, place, start, left: run.length, both: may.can_open && may.can_close };
        while may.can_close && closer.left > 0 {
            let Some(mut opener) = self.find(closer) else {
                break;
            };
            let matched = opener.left.min(closer.left);
            join(opener, closer, matched, segments);
            closer.start += matched;
            closer.left -= matched;
            opener.left -= matched;
            if opener.left > 0 {
                self.stack.push(opener);
            }
        }
        if may.can_open && closer.left > 0 {
            self.stack.push(closer);
        }
    }

    /// Takes the nearest run that `closer` may end off the stack, and all above it.
    fn find(&mut self, closer: Opener) -> Option<Opener> {
        let bound = bound(closer);
        let from = self.bounds[bound].min(self.stack.len());
        let Some(found) = self.stack[from..].iter().rposition(|opener| matches(*opener, closer)) else {
            self.bounds[bound] = self.stack.len();
            return None;
        };
        let place = from + found;
        let opener = self.stack[place];
        self.stack.truncate(place);
        for bound in &mut self.bounds {
            *bound = place.min(*bound);
        }
        Some(opener)
    }
}

fn matches(opener: Opener, closer: Opener) -> bool {
    let (one, other) = (opener.run.length, closer.run.length);
    let lengths = match closer.run.mark {
        b'~' => one == other,
        // The rule of three keeps `*a**b*` from ending within itself.
        _ => !opener.both && !closer.both || (one + other) % 3 != 0 || other % 3 == 0,
    };
    opener.run.mark == closer.run.mark && lengths
}

/// The bound of a kind of closer: of two of the same kind each may end what the other may.
fn bound(closer: Opener) -> usize {
    let remainder = closer.run.length % 3 + if closer.both { 3 } else { 0 };
    match closer.run.mark {
        b'*' => remainder,
        b'_' => 6 + remainder,
        _ => 12,
    }
}

/// Makes elements of the last marks of `opener` and the first of `closer`, from the inside out: as many of two marks as there
/// are, then one of one.
fn join(opener: Opener, closer: Opener, matched: usize, segments: &mut [Vec<EmphasisDelimiter>]) {
    let (mut begin, mut end) = (opener.start + opener.left, closer.start);
    let mut left = matched;
    while left > 0 {
        let width = left.min(2);
        begin -= width;
        end += width;
        left -= width;
        let emphasis = begin..end;
        let segment = EmphasisDelimiter { at: begin, width, opens: true, emphasis: emphasis.clone() };
        segments[opener.place].push(segment);
        segments[closer.place].push(EmphasisDelimiter { at: end - width, width, opens: false, emphasis });
    }
}
