//! The decision tables' diagram against the oracle that enumerates every combination.

use proptest::prelude::*;
use wenda::decision::{
    Answer, Answers, CompiledDecision, Conditions, Counterfactual, DecisionTable, Evaluation, Next, Problem, Rule,
    TableRef, Tables, ValueSet, Walk, compile,
};

pub(crate) fn set(values: &[usize]) -> ValueSet {
    values.iter().copied().collect()
}

/// Every combination of facts.
pub(crate) fn combinations(facts: &[usize]) -> Vec<Vec<usize>> {
    facts.iter().fold(vec![Vec::new()], |all, size| {
        all.into_iter().flat_map(|begun| (0..*size).map(move |value| [begun.clone(), vec![value]].concat())).collect()
    })
}

fn holds(conditions: &Conditions, values: &[usize]) -> bool {
    conditions.iter().all(|(variable, allowed)| allowed.contains(values[*variable]))
}

/// What each table says of a combination: the rules that are hit, table by table, the outcome's last. Ends where none is.
pub(crate) fn rules_hit(tables: &Tables, facts: &[usize]) -> Vec<(TableRef, Vec<usize>)> {
    let mut values = facts.to_vec();
    let mut all = Vec::new();
    for (table, DecisionTable { rules, .. }) in tables.in_order() {
        let hit: Vec<usize> = (0..rules.len()).filter(|rule| holds(&rules[*rule].when, &values)).collect();
        let first = hit.first().copied();
        all.push((table, hit));
        match first {
            Some(rule) => values.push(rules[rule].then as usize),
            None => break,
        }
    }
    all
}

pub(crate) fn outcome(tables: &Tables, facts: &[usize]) -> u32 {
    if tables.impossible.iter().any(|conditions| holds(conditions, facts)) {
        return CompiledDecision::IMPOSSIBLE;
    }
    let hit = rules_hit(tables, facts);
    match hit.iter().find(|(table, _)| *table == TableRef::Outcome) {
        Some((_, rules)) => rules.first().map_or(CompiledDecision::NO_RULE, |rule| tables.outcome.rules[*rule].then),
        None => CompiledDecision::NO_RULE,
    }
}

/// The outcome that the program gives a combination.
pub(crate) fn answered(compiled: &CompiledDecision, facts: &[usize]) -> u32 {
    match compiled.evaluate(&Answers::all(facts)) {
        Evaluation::Answered(outcome) => outcome,
        Evaluation::Impossible => CompiledDecision::IMPOSSIBLE,
        state => panic!("{facts:?} leave {state:?}"),
    }
}

/// Answers to some facts only.
pub(crate) fn only(answers: &Answers, facts: &[usize]) -> Answers {
    let kept = answers.iter().enumerate();
    kept.map(|(fact, answer)| if facts.contains(&fact) { answer } else { Answer::NotAsked }).collect()
}

/// Tables of every kind: whole and holed, with and without derived facts and impossible combinations.
fn tables() -> impl Strategy<Value = Tables> {
    let facts = prop::collection::vec(1..4_usize, 1..5);
    (facts, 0..3_usize).prop_flat_map(|(facts, derived)| {
        const RESULTS: usize = 3;
        let conditions = |variables: Vec<usize>| {
            let each: Vec<_> =
                variables.into_iter().map(|size| prop::option::weighted(0.5, 1..(1_u64 << size))).collect();
            each.prop_map(|sets| {
                let sets = sets.into_iter().enumerate().filter_map(|(variable, bits)| Some((variable, bits?)));
                sets.map(|(variable, bits)| (variable, (0..64).filter(|bit| bits >> bit & 1 == 1).collect())).collect()
            })
        };
        let table = |derived: usize| {
            let inputs = [facts.clone(), vec![RESULTS; derived]].concat();
            let rule = (conditions(inputs), 0..RESULTS as u32).prop_map(|(when, then)| Rule { when, then });
            prop::collection::vec(rule, 1..6).prop_map(|rules| DecisionTable { results: RESULTS, rules })
        };
        let impossible = prop::collection::vec(conditions(facts.clone()), 0..3);
        let tables: Vec<_> = (0..derived).map(table).collect();
        (tables, table(derived), impossible).prop_map(move |(derived, outcome, impossible)| Tables {
            facts: facts.clone(),
            derived,
            outcome,
            impossible,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_diagram_says_what_the_rules_say(tables in tables()) {
        let (compiled, _) = compile(tables.clone()).unwrap();
        for facts in combinations(&tables.facts) {
            let wanted = outcome(&tables, &facts);
            prop_assert_eq!(answered(&compiled, &facts), wanted);
            let hit = rules_hit(&tables, &facts).into_iter().filter_map(|(table, rules)| Some((table, *rules.first()?)));
            let hit: Vec<_> = hit.filter(|_| wanted != CompiledDecision::IMPOSSIBLE).collect();
            prop_assert_eq!(compiled.hits(&Answers::all(&facts)), hit);
        }
    }

    #[test]
    fn problems_are_those_that_enumeration_finds(tables in tables()) {
        let (_, problems) = compile(tables.clone()).unwrap();
        let possible: Vec<_> = combinations(&tables.facts)
            .into_iter()
            .filter(|facts| outcome(&tables, facts) != CompiledDecision::IMPOSSIBLE)
            .collect();
        let in_gap = |table, facts: &[usize]| rules_hit(&tables, facts).contains(&(table, Vec::new()));
        let hits_both = |table, rules: [usize; 2], facts: &[usize]| {
            let hit = rules_hit(&tables, facts);
            hit.iter().any(|(at, hit)| *at == table && rules.iter().all(|rule| hit.contains(rule)))
        };
        let count = |test: &dyn Fn(&[usize]) -> bool| possible.iter().filter(|facts| test(facts)).count() as u128;
        for (table, DecisionTable { rules, .. }) in tables.in_order() {
            let gap = problems.iter().find_map(|problem| match problem {
                Problem::Gap { table: at, witness, combinations } if *at == table => Some((witness, *combinations)),
                _ => None,
            });
            prop_assert_eq!(gap.map_or(0, |(_, combinations)| combinations), count(&|facts| in_gap(table, facts)));
            if let Some((witness, _)) = gap {
                let cube: Vec<_> = witness.iter().copied().enumerate().collect();
                for facts in possible.iter().filter(|facts| holds(&cube, facts)) {
                    prop_assert!(in_gap(table, facts));
                }
            }
            for second in 0..rules.len() {
                for first in 0..second {
                    let found = problems.iter().find_map(|problem| match problem {
                        Problem::Overlap { table: at, rules, combinations, .. }
                            if *at == table && *rules == [first, second] => Some(*combinations),
                        _ => None,
                    });
                    // Where an earlier table has no value, no rule of a later one is hit.
                    prop_assert_eq!(found.unwrap_or(0), count(&|facts| hits_both(table, [first, second], facts)));
                }
            }
            for rule in 0..rules.len() {
                let reported = problems.contains(&Problem::UnreachableRule { table, rule });
                prop_assert_eq!(reported, count(&|facts| hits_both(table, [rule, rule], facts)) == 0);
            }
        }
    }

    #[test]
    fn the_order_of_rules_changes_nothing_where_one_is_hit(tables in tables(), seed in any::<u64>()) {
        let (compiled, problems) = compile(tables.clone()).unwrap();
        prop_assume!(!problems.iter().any(|problem| matches!(problem, Problem::Overlap { .. })));
        let mut moved = tables.clone();
        for DecisionTable { rules, .. } in moved.derived.iter_mut().chain([&mut moved.outcome]) {
            let by = seed as usize % rules.len();
            rules.rotate_left(by);
        }
        let (other, _) = compile(moved).unwrap();
        for facts in combinations(&tables.facts) {
            prop_assert_eq!(answered(&compiled, &facts), answered(&other, &facts));
        }
    }

    #[test]
    fn facts_that_make_no_difference_are_those_that_enumeration_finds(tables in tables()) {
        let (_, problems) = compile(tables.clone()).unwrap();
        let all = combinations(&tables.facts);
        for fact in 0..tables.facts.len() {
            let matters = all.iter().any(|facts| (0..tables.facts[fact]).any(|value| {
                let mut other = facts.clone();
                other[fact] = value;
                let (is, other) = (outcome(&tables, facts), outcome(&tables, &other));
                is != other && is != CompiledDecision::IMPOSSIBLE && other != CompiledDecision::IMPOSSIBLE
            }));
            prop_assert_eq!(problems.contains(&Problem::IrrelevantFact { fact }), !matters);
            for value in 0..tables.facts[fact] {
                let possible = all.iter().any(|facts| facts[fact] == value && outcome(&tables, facts) != CompiledDecision::IMPOSSIBLE);
                prop_assert_eq!(problems.contains(&Problem::ImpossibleValue { fact, value }), !possible);
            }
        }
    }

    #[test]
    fn partial_answers_hit_what_the_first_combination_hits_that_can_be(
        tables in tables(),
        bits in prop::collection::vec(any::<u8>(), 4),
    ) {
        let (compiled, _) = compile(tables.clone()).unwrap();
        // Each fact: some of its values, or not asked.
        let answers: Answers = tables.facts.iter().zip(&bits).map(|(size, bits)| {
            let values: ValueSet = (0..*size).filter(|value| bits >> value & 1 == 1).collect();
            if values.is_empty() { Answer::NotAsked } else { Answer::OneOf(values) }
        }).collect();
        let first = combinations(&tables.facts).into_iter().find(|facts| {
            let allows = |(answer, value): (Answer, &usize)| answer.values().is_none_or(|values| values.contains(*value));
            answers.iter().zip(facts).all(allows) && outcome(&tables, facts) != CompiledDecision::IMPOSSIBLE
        });
        let hit = first.map(|facts| rules_hit(&tables, &facts)).unwrap_or_default();
        let hit: Vec<_> = hit.into_iter().filter_map(|(table, rules)| Some((table, *rules.first()?))).collect();
        prop_assert_eq!(compiled.hits(&answers), hit);
    }

    #[test]
    fn every_path_leads_where_the_rules_do(tables in tables()) {
        let (compiled, _) = compile(tables.clone()).unwrap();
        let walk = Walk::of(&compiled);
        for facts in combinations(&tables.facts) {
            let wanted = outcome(&tables, &facts);
            if wanted != CompiledDecision::IMPOSSIBLE {
                prop_assert_eq!(&walk.follow(&Answers::all(&facts)).unwrap().next, &Next::Outcome(wanted));
            }
        }
    }

    #[test]
    fn questions_are_asked_only_where_the_answer_depends_on_them(tables in tables(), seed in any::<u64>()) {
        let (compiled, _) = compile(tables.clone()).unwrap();
        let all = combinations(&tables.facts);
        // Each fact: not asked, not known, or one of its values.
        let mut bits = seed;
        let answers: Answers = tables.facts.iter().map(|size| {
            let choice = bits as usize % (size + 2);
            bits /= *size as u64 + 2;
            match choice {
                0 => Answer::NotAsked,
                1 => Answer::Unknown,
                value => Answer::value(value - 2),
            }
        }).collect();
        let fits = |facts: &&Vec<usize>, answers: &Answers| facts.iter().zip(answers.iter()).all(|(value, answer)| {
            !matches!(answer, Answer::OneOf(given) if !given.contains(*value))
        });
        let outcomes = |answers: &Answers| {
            let mut outcomes: Vec<u32> = all.iter().filter(|facts| fits(facts, answers))
                .map(|facts| outcome(&tables, facts)).filter(|outcome| *outcome != CompiledDecision::IMPOSSIBLE).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            outcomes
        };
        match compiled.evaluate(&answers) {
            Evaluation::Impossible => prop_assert!(outcomes(&answers).is_empty()),
            Evaluation::Answered(one) => {
                prop_assert_eq!(outcomes(&answers), vec![one]);
                let because = compiled.sufficient_reason(&answers).unwrap();
                let kept = only(&answers, &because);
                prop_assert_eq!(outcomes(&kept), vec![one]);
                for left_out in &because {
                    prop_assert!(outcomes(&kept.clone().with(*left_out, Answer::NotAsked)).len() > 1);
                }
            }
            Evaluation::Question { fact, possible } => {
                prop_assert_eq!(answers.get(fact), Answer::NotAsked);
                prop_assert_eq!(outcomes(&answers), possible.clone());
                prop_assert!(possible.len() > 1);
            }
            Evaluation::Undetermined { possible, settled_by } => {
                prop_assert_eq!(outcomes(&answers), possible.clone());
                prop_assert!(possible.len() > 1 && !settled_by.is_empty());
                prop_assert!(settled_by.iter().all(|fact| answers.get(*fact) == Answer::Unknown));
            }
        }
    }
}

/// Where a table has no value, no table after it has one.
#[test]
fn in_the_gap_of_a_table_no_rule_after_it_is_hit() {
    let always = |then| Rule { when: Vec::new(), then };
    let derived = DecisionTable { results: 1, rules: vec![Rule { when: vec![(0, set(&[0]))], then: 0 }] };
    let outcome = DecisionTable { results: 1, rules: vec![always(0), always(0)] };
    let tables = Tables { facts: vec![2], derived: vec![derived], outcome, impossible: Vec::new() };
    let gap = Problem::Gap { table: TableRef::Derived(0), witness: vec![set(&[1])], combinations: 1 };
    let (table, witness) = (TableRef::Outcome, vec![set(&[0])]);
    let overlap = Problem::Overlap { table, rules: [0, 1], witness, combinations: 1 };
    assert_eq!(compile(tables).unwrap().1, [gap, overlap]);

    let first = DecisionTable { results: 3, rules: vec![always(1)] };
    let second = DecisionTable { results: 1, rules: vec![Rule { when: vec![(1, set(&[2]))], then: 0 }] };
    let outcome = DecisionTable { results: 1, rules: vec![always(0)] };
    let tables = Tables { facts: vec![1], derived: vec![first, second], outcome, impossible: Vec::new() };
    let (compiled, _) = compile(tables).unwrap();
    assert_eq!(answered(&compiled, &[0]), CompiledDecision::NO_RULE);
    assert_eq!(compiled.hits(&Answers::all(&[0])), [(TableRef::Derived(0), 0)]);
}

/// product: server, storage; region: mainland, elsewhere; filed: no, yes.
fn small() -> Tables {
    Tables {
        facts: vec![2, 2, 2],
        derived: vec![DecisionTable {
            results: 2,
            rules: vec![Rule { when: vec![(1, set(&[0]))], then: 1 }, Rule { when: vec![(1, set(&[1]))], then: 0 }],
        }],
        outcome: DecisionTable {
            results: 4,
            rules: vec![
                Rule { when: vec![(3, set(&[0]))], then: 0 },
                Rule { when: vec![(3, set(&[1])), (2, set(&[0]))], then: 1 },
                Rule { when: vec![(3, set(&[1])), (2, set(&[1])), (0, set(&[0]))], then: 2 },
                Rule { when: vec![(3, set(&[1])), (2, set(&[1])), (0, set(&[1]))], then: 3 },
            ],
        },
        impossible: Vec::new(),
    }
}

#[test]
fn a_sound_table_has_no_problems_and_misses_every_rule() {
    let whole = small();
    assert_eq!(compile(whole.clone()).unwrap().1, []);
    for rule in 0..whole.outcome.rules.len() {
        let mut holed = whole.clone();
        holed.outcome.rules.remove(rule);
        assert!(compile(holed).unwrap().1.iter().any(|problem| matches!(problem, Problem::Gap { .. })), "rule {rule}");
    }
    for rule in 0..2 {
        let mut holed = whole.clone();
        holed.derived[0].rules.remove(rule);
        let gap = |problem: &Problem| matches!(problem, Problem::Gap { table: TableRef::Derived(0), .. });
        assert!(compile(holed).unwrap().1.iter().any(gap), "rule {rule} of the derived fact");
    }
}

#[test]
fn a_gap_is_shown_as_wide_as_it_is() {
    let mut tables = small();
    tables.outcome.rules.truncate(2);
    tables.outcome.results = 2;
    let (_, problems) = compile(tables).unwrap();
    let gap =
        Problem::Gap { table: TableRef::Outcome, witness: vec![set(&[0, 1]), set(&[0]), set(&[1])], combinations: 2 };
    // The product makes no difference any more.
    assert_eq!(problems, [gap, Problem::IrrelevantFact { fact: 0 }]);
}

#[test]
fn what_cannot_be_is_told() {
    let mut tables = small();
    tables.impossible = vec![
        vec![(0, set(&[1])), (1, set(&[1]))],
        vec![(0, set(&[1])), (1, set(&[1])), (2, set(&[0]))],
        vec![(2, set(&[1]))],
    ];
    let (compiled, problems) = compile(tables).unwrap();
    assert_eq!(
        problems,
        [
            Problem::RedundantImpossible { index: 1 },
            Problem::ImpossibleValue { fact: 2, value: 1 },
            Problem::UnreachableRule { table: TableRef::Outcome, rule: 2 },
            Problem::UnreachableRule { table: TableRef::Outcome, rule: 3 },
            Problem::UnreachableResult { table: TableRef::Outcome, result: 2 },
            Problem::UnreachableResult { table: TableRef::Outcome, result: 3 },
            Problem::IrrelevantFact { fact: 0 },
            Problem::IrrelevantFact { fact: 2 },
        ]
    );
    let answers = Answers::all(&[1, 1, 0]).with(2, Answer::NotAsked);
    assert_eq!(compiled.evaluate(&answers), Evaluation::Impossible);
    assert_eq!(compiled.contradiction(&answers), Some(0));
    assert_eq!(compiled.hits(&answers), []);
}

#[test]
fn only_what_matters_is_asked() {
    let (compiled, _) = compile(small()).unwrap();
    let elsewhere = Answers::all(&[0, 1, 0]);
    assert_eq!(compiled.evaluate(&Answers::none(3)), Evaluation::Question { fact: 0, possible: vec![0, 1, 2, 3] });
    assert_eq!(compiled.evaluate(&elsewhere.clone().with(2, Answer::NotAsked)), Evaluation::Answered(0));
    assert_eq!(compiled.sufficient_reason(&elsewhere.with(2, Answer::Unknown)), Some(vec![1]));
    let undetermined = Evaluation::Undetermined { possible: vec![2, 3], settled_by: vec![0] };
    let filed = Answers::all(&[0, 0, 1]).with(0, Answer::Unknown);
    assert_eq!(compiled.evaluate(&filed), undetermined);
    let first = Answers::all(&[0, 0, 0]);
    let changes = [(1, 1, 0), (2, 1, 2)].map(|(fact, value, outcome)| {
        let state = Evaluation::Answered(outcome);
        Counterfactual { fact, value, state }
    });
    assert_eq!(compiled.changes(&first), changes);
    assert_eq!(compiled.hits(&first), [(TableRef::Derived(0), 0), (TableRef::Outcome, 1)]);
}
