//! Decision tables that are large: work grows with the diagram, and where that grows, there is a limit.

use wenda::decision::{Answer, Compiled, Next, Problem, Rule, State, Step, Tables, ValueSet, Walk, Where, compile};

use crate::decisions::set;

/// The first of the facts that is 0 decides, and if none is, the number of facts does: a chain.
fn chain(order: &[usize], values: usize) -> Tables {
    let other: ValueSet = (1..values).collect();
    let row = |length: usize| {
        let others = order[..length].iter().map(|fact| (*fact, other));
        let first = order.get(length).map(|fact| (*fact, set(&[0])));
        Rule { when: others.chain(first).collect(), then: length as u32 % 2 }
    };
    let facts = vec![values; order.len()];
    Tables { facts, steps: Vec::new(), rows: (0..=order.len()).map(row).collect(), outcomes: 2, impossible: Vec::new() }
}

/// Whether two facts are equal, and what that and others make together.
fn equal(pairs: &[[usize; 2]]) -> Tables {
    let facts = 2 * pairs.len();
    let both = |a: usize, b: usize, [one, two]: [usize; 2]| vec![(one, set(&[a])), (two, set(&[b]))];
    let step = |pair: &[usize; 2]| {
        let rows = [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)];
        Step { values: 2, rows: rows.map(|(a, b, then)| Rule { when: both(a, b, *pair), then }).into() }
    };
    let row = |length: usize| {
        let equal = (0..length).map(|step| (facts + step, set(&[0])));
        let first = (length < pairs.len()).then(|| (facts + length, set(&[1])));
        Rule { when: equal.chain(first).collect(), then: u32::from(length < pairs.len()) }
    };
    Tables {
        facts: vec![2; facts],
        steps: pairs.iter().map(step).collect(),
        rows: (0..=pairs.len()).map(row).collect(),
        outcomes: 2,
        impossible: Vec::new(),
    }
}

/// Whether the facts that are 1 are even in number, fact by fact.
fn parity(facts: usize) -> Tables {
    let step = |fact: usize| {
        let before = if fact == 1 { 0 } else { facts + fact - 2 };
        let rows = [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)];
        let rows = rows.map(|(a, b, then)| Rule { when: vec![(before, set(&[a])), (fact, set(&[b]))], then });
        Step { values: 2, rows: rows.into() }
    };
    let row = |then: u32| Rule { when: vec![(2 * facts - 2, set(&[then as usize]))], then };
    let (steps, rows) = ((1..facts).map(step).collect(), vec![row(0), row(1)]);
    Tables { facts: vec![2; facts], steps, rows, outcomes: 2, impossible: Vec::new() }
}

/// Work that doubles with each fact would never end here.
#[test]
fn many_facts_are_proved_asked_and_explained() {
    let up: Vec<usize> = (0..40).collect();
    let down: Vec<usize> = (0..40).rev().collect();
    let beside: Vec<[usize; 2]> = (0..20).map(|pair| [2 * pair, 2 * pair + 1]).collect();
    for (name, tables) in [
        ("chain of 30", chain(&up[..30], 10)),
        ("chain", chain(&up, 2)),
        ("chain from the last", chain(&down, 2)),
        ("pairs", equal(&beside)),
        ("parity", parity(40)),
        ("chain of 100", chain(&(0..100).collect::<Vec<_>>(), 3)),
    ] {
        let (compiled, problems) = compile(&tables).unwrap();
        assert_eq!(problems, [], "{name}");
        assert!(compiled.walk().states().len() <= Walk::MAX_WAYS, "{name}");
        let answers: Vec<Option<Answer>> = tables.facts.iter().map(|_| Some(Answer::Value(1))).collect();
        let State::Answered(outcome) = compiled.state(&answers) else { panic!("{name}") };
        let because = compiled.because(&answers).unwrap();
        let with = |kept: &[usize]| {
            let kept: Vec<_> = (0..answers.len()).map(|fact| answers[fact].filter(|_| kept.contains(&fact))).collect();
            compiled.state(&kept)
        };
        assert_eq!(with(&because), State::Answered(outcome), "{name}");
        for fact in &because {
            let fewer: Vec<usize> = because.iter().copied().filter(|kept| kept != fact).collect();
            assert_ne!(with(&fewer), State::Answered(outcome), "{name} without {fact}");
        }
        assert!(!compiled.changes(&answers).is_empty(), "{name}");
    }
}

#[test]
fn the_latest_reason_is_left_out_first() {
    // Either of two facts suffices for the outcome.
    let rows = vec![
        Rule { when: vec![(0, set(&[1]))], then: 1 },
        Rule { when: vec![(0, set(&[0])), (1, set(&[1]))], then: 1 },
        Rule { when: vec![(0, set(&[0])), (1, set(&[0]))], then: 0 },
    ];
    let tables = Tables { facts: vec![2, 2], steps: Vec::new(), rows, outcomes: 2, impossible: Vec::new() };
    let (compiled, _) = compile(&tables).unwrap();
    let yes = Some(Answer::Value(1));
    assert_eq!(compiled.because(&[yes, yes]), Some(vec![0]));
}

#[test]
fn a_diagram_that_grows_past_its_limit_is_told_with_the_facts_that_make_it_grow() {
    for pairs in [14, 20, 40] {
        let apart: Vec<[usize; 2]> = (0..pairs).map(|pair| [pair, pairs + pair]).collect();
        let error = compile(&equal(&apart)).unwrap_err();
        assert!(!error.variables.is_empty() && error.limit >= Compiled::MAX_NODES, "{error:?}");
        // Next to each other they are no burden.
        let beside: Vec<[usize; 2]> = (0..pairs).map(|pair| [2 * pair, 2 * pair + 1]).collect();
        assert_eq!(compile(&equal(&beside)).unwrap().1, []);
    }
}

#[test]
fn ways_that_lead_on_alike_share_a_state_where_there_are_too_many() {
    let few = compile(&parity(9)).unwrap().0.walk();
    assert_eq!((few.states().len() as u128, few.ways()), ((1 << 10) - 1, (1 << 10) - 1));
    assert!(few.states().iter().all(|state| !state.is_shared));
    let many = compile(&parity(40)).unwrap().0.walk();
    assert_eq!((many.states().len(), many.ways()), (81, (1 << 41) - 1));
    let shared = many.states().iter().filter(|state| state.is_shared).count();
    assert_eq!(shared, 81 - 3, "all but those before and after the first question");
    let sets: Vec<_> = (0..40).map(|_| Some(ValueSet::one(1))).collect();
    assert_eq!(many.follow(&sets).unwrap().next, Next::Outcome(0));
}

#[test]
fn of_many_overlaps_the_first_are_told_and_the_rest_counted() {
    let row = |value: usize| Rule { when: vec![(0, set(&[value % 8]))], then: 0 };
    let rows = (0..800).map(row).collect();
    let tables = Tables { facts: vec![8], steps: Vec::new(), rows, outcomes: 1, impossible: Vec::new() };
    let (_, problems) = compile(&tables).unwrap();
    let pairs: Vec<[usize; 2]> = problems
        .iter()
        .filter_map(|problem| if let Problem::Overlap { rows, .. } = problem { Some(*rows) } else { None })
        .collect();
    assert_eq!(pairs.len(), 20);
    assert_eq!(pairs[..10], [[0, 8], [1, 9], [2, 10], [3, 11], [4, 12], [5, 13], [6, 14], [7, 15], [0, 16], [8, 16]]);
    let more = Problem::MoreOverlaps { table: Where::Outcome, row: 22, rows: 800 - 22 };
    assert!(problems.contains(&more), "{:?}", problems.last());
}
