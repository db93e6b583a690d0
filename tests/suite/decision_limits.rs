//! Decision tables that are large: work grows with the diagram, and where that grows, there is a limit.

use wenda::decision::{
    Answers, CompiledDecision, DecisionTable, Evaluation, Next, Problem, Rule, TableRef, Tables, ValueSet, Walk,
    compile,
};

use crate::decisions::{only, set};

/// The first of the facts that is 0 decides, and if none is, the number of facts does: a chain.
fn chain(order: &[usize], values: usize) -> Tables {
    let other: ValueSet = (1..values).collect();
    let rule = |length: usize| {
        let others = order[..length].iter().map(|fact| (*fact, other));
        let first = order.get(length).map(|fact| (*fact, set(&[0])));
        Rule { when: others.chain(first).collect(), then: length as u32 % 2 }
    };
    let facts = vec![values; order.len()];
    let outcome = DecisionTable { results: 2, rules: (0..=order.len()).map(rule).collect() };
    Tables { facts, derived: Vec::new(), outcome, impossible: Vec::new() }
}

/// Whether two facts are equal, and what that and others make together.
fn equal(pairs: &[[usize; 2]]) -> Tables {
    let facts = 2 * pairs.len();
    let both = |a: usize, b: usize, [one, two]: [usize; 2]| vec![(one, set(&[a])), (two, set(&[b]))];
    let derived = |pair: &[usize; 2]| {
        let rules = [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)];
        DecisionTable { results: 2, rules: rules.map(|(a, b, then)| Rule { when: both(a, b, *pair), then }).into() }
    };
    let rule = |length: usize| {
        let equal = (0..length).map(|derived| (facts + derived, set(&[0])));
        let first = (length < pairs.len()).then(|| (facts + length, set(&[1])));
        Rule { when: equal.chain(first).collect(), then: u32::from(length < pairs.len()) }
    };
    Tables {
        facts: vec![2; facts],
        derived: pairs.iter().map(derived).collect(),
        outcome: DecisionTable { results: 2, rules: (0..=pairs.len()).map(rule).collect() },
        impossible: Vec::new(),
    }
}

/// Whether the facts that are 1 are even in number, fact by fact.
fn parity(facts: usize) -> Tables {
    let derived = |fact: usize| {
        let before = if fact == 1 { 0 } else { facts + fact - 2 };
        let rules = [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)];
        let rules = rules.map(|(a, b, then)| Rule { when: vec![(before, set(&[a])), (fact, set(&[b]))], then });
        DecisionTable { results: 2, rules: rules.into() }
    };
    let rule = |then: u32| Rule { when: vec![(2 * facts - 2, set(&[then as usize]))], then };
    let outcome = DecisionTable { results: 2, rules: vec![rule(0), rule(1)] };
    Tables { facts: vec![2; facts], derived: (1..facts).map(derived).collect(), outcome, impossible: Vec::new() }
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
        let answers = Answers::all(&vec![1; tables.facts.len()]);
        let (compiled, problems) = compile(tables).unwrap();
        assert_eq!(problems, [], "{name}");
        assert!(Walk::of(&compiled).states().len() <= Walk::MAX_PATHS, "{name}");
        let Evaluation::Answered(outcome) = compiled.evaluate(&answers) else { panic!("{name}") };
        let because = compiled.sufficient_reason(&answers).unwrap();
        let with = |kept: &[usize]| compiled.evaluate(&only(&answers, kept));
        assert_eq!(with(&because), Evaluation::Answered(outcome), "{name}");
        for fact in &because {
            let fewer: Vec<usize> = because.iter().copied().filter(|kept| kept != fact).collect();
            assert_ne!(with(&fewer), Evaluation::Answered(outcome), "{name} without {fact}");
        }
        assert!(!compiled.changes(&answers).is_empty(), "{name}");
    }
}

#[test]
fn the_latest_reason_is_left_out_first() {
    // Either of two facts suffices for the outcome.
    let rules = vec![
        Rule { when: vec![(0, set(&[1]))], then: 1 },
        Rule { when: vec![(0, set(&[0])), (1, set(&[1]))], then: 1 },
        Rule { when: vec![(0, set(&[0])), (1, set(&[0]))], then: 0 },
    ];
    let outcome = DecisionTable { results: 2, rules };
    let tables = Tables { facts: vec![2, 2], derived: Vec::new(), outcome, impossible: Vec::new() };
    let (compiled, _) = compile(tables).unwrap();
    assert_eq!(compiled.sufficient_reason(&Answers::all(&[1, 1])), Some(vec![0]));
}

#[test]
fn a_diagram_that_grows_past_its_limit_is_told_with_the_facts_that_make_it_grow() {
    for pairs in [14, 20, 40] {
        let apart: Vec<[usize; 2]> = (0..pairs).map(|pair| [pair, pairs + pair]).collect();
        let error = compile(equal(&apart)).unwrap_err();
        assert!(!error.variables.is_empty() && error.limit >= CompiledDecision::MAX_NODES, "{error:?}");
        // Next to each other they are no burden.
        let beside: Vec<[usize; 2]> = (0..pairs).map(|pair| [2 * pair, 2 * pair + 1]).collect();
        assert_eq!(compile(equal(&beside)).unwrap().1, []);
    }
}

#[test]
fn paths_that_lead_on_alike_share_a_state_where_there_are_too_many() {
    let few = Walk::of(&compile(parity(9)).unwrap().0);
    assert_eq!((few.states().len() as u128, few.paths()), ((1 << 10) - 1, (1 << 10) - 1));
    assert!(few.states().iter().all(|state| !state.is_shared));
    let many = Walk::of(&compile(parity(40)).unwrap().0);
    assert_eq!((many.states().len(), many.paths()), (81, (1 << 41) - 1));
    let shared = many.states().iter().filter(|state| state.is_shared).count();
    assert_eq!(shared, 81 - 3, "all but those before and after the first question");
    assert_eq!(many.follow(&Answers::all(&[1; 40])).unwrap().next, Next::Outcome(0));
}

#[test]
fn of_many_overlaps_the_first_are_told_and_the_rest_counted() {
    let rule = |value: usize| Rule { when: vec![(0, set(&[value % 8]))], then: 0 };
    let outcome = DecisionTable { results: 1, rules: (0..800).map(rule).collect() };
    let tables = Tables { facts: vec![8], derived: Vec::new(), outcome, impossible: Vec::new() };
    let (_, problems) = compile(tables).unwrap();
    let pairs: Vec<[usize; 2]> = problems
        .iter()
        .filter_map(|problem| if let Problem::Overlap { rules, .. } = problem { Some(*rules) } else { None })
        .collect();
    assert_eq!(pairs.len(), 20);
    assert_eq!(pairs[..10], [[0, 8], [1, 9], [2, 10], [3, 11], [4, 12], [5, 13], [6, 14], [7, 15], [0, 16], [8, 16]]);
    let more = Problem::MoreOverlaps { table: TableRef::Outcome, rule: 22, rules: 800 - 22 };
    assert!(problems.contains(&more), "{:?}", problems.last());
}
