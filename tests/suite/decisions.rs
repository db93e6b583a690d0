//! The decision tables' diagram against the oracle that enumerates every combination.

use proptest::prelude::*;
use wenda::decision::{
    Answer, Compiled, Conditions, Next, Problem, Rule, State, Step, Tables, ValueSet, Where, compile,
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

/// What each table says of a combination: the rows that hold, step by step, the outcome's last. Ends where none holds.
pub(crate) fn rows_that_hold(tables: &Tables, facts: &[usize]) -> Vec<(Where, Vec<usize>)> {
    let mut values = facts.to_vec();
    let steps = tables.steps.iter().enumerate().map(|(index, step)| (Where::Step(index), &step.rows));
    let mut all = Vec::new();
    for (table, rows) in steps.chain([(Where::Outcome, &tables.rows)]) {
        let held: Vec<usize> = (0..rows.len()).filter(|row| holds(&rows[*row].when, &values)).collect();
        let first = held.first().copied();
        all.push((table, held));
        match first {
            Some(row) => values.push(rows[row].then as usize),
            None => break,
        }
    }
    all
}

pub(crate) fn outcome(tables: &Tables, facts: &[usize]) -> u32 {
    if tables.impossible.iter().any(|conditions| holds(conditions, facts)) {
        return Compiled::IMPOSSIBLE;
    }
    let held = rows_that_hold(tables, facts);
    match held.iter().find(|(table, _)| *table == Where::Outcome) {
        Some((_, rows)) => rows.first().map_or(Compiled::NOTHING, |row| tables.rows[*row].then),
        None => Compiled::NOTHING,
    }
}

/// Tables of every kind: whole and holed, with and without steps and impossible combinations.
fn tables() -> impl Strategy<Value = Tables> {
    let facts = prop::collection::vec(1..4_usize, 1..5);
    (facts, 0..3_usize).prop_flat_map(|(facts, steps)| {
        const RESULTS: usize = 3;
        let conditions = |variables: Vec<usize>| {
            let each: Vec<_> =
                variables.into_iter().map(|size| prop::option::weighted(0.5, 1..(1_u64 << size))).collect();
            each.prop_map(|sets| {
                let sets = sets.into_iter().enumerate().filter_map(|(variable, bits)| Some((variable, bits?)));
                sets.map(|(variable, bits)| (variable, (0..64).filter(|bit| bits >> bit & 1 == 1).collect())).collect()
            })
        };
        let rows = move |variables: Vec<usize>| {
            let rule = (conditions(variables), 0..RESULTS as u32).prop_map(|(when, then)| Rule { when, then });
            prop::collection::vec(rule, 1..6)
        };
        let variables = |steps: usize| [facts.clone(), vec![RESULTS; steps]].concat();
        let step_rows: Vec<_> = (0..steps).map(|step| rows(variables(step))).collect();
        let step_rows =
            step_rows.prop_map(|all| all.into_iter().map(|rows| Step { values: RESULTS, rows }).collect::<Vec<_>>());
        let impossible = prop::collection::vec(conditions(facts.clone()), 0..3);
        (step_rows, rows(variables(steps)), impossible).prop_map(move |(steps, rows, impossible)| Tables {
            facts: facts.clone(),
            steps,
            rows,
            outcomes: RESULTS,
            impossible,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_diagram_says_what_the_rows_say(tables in tables()) {
        let (compiled, _) = compile(&tables).unwrap();
        for facts in combinations(&tables.facts) {
            prop_assert_eq!(compiled.diagrams.evaluate(compiled.outcome, &facts), outcome(&tables, &facts));
        }
    }

    #[test]
    fn problems_are_those_that_enumeration_finds(tables in tables()) {
        let (_, problems) = compile(&tables).unwrap();
        let possible: Vec<_> = combinations(&tables.facts)
            .into_iter()
            .filter(|facts| outcome(&tables, facts) != Compiled::IMPOSSIBLE)
            .collect();
        let in_gap = |table, facts: &[usize]| rows_that_hold(&tables, facts).contains(&(table, Vec::new()));
        let hold_both = |table, rows: [usize; 2], facts: &[usize]| {
            let held = rows_that_hold(&tables, facts);
            held.iter().any(|(at, held)| *at == table && rows.iter().all(|row| held.contains(row)))
        };
        let count = |test: &dyn Fn(&[usize]) -> bool| possible.iter().filter(|facts| test(facts)).count() as u128;
        let tables_of = (0..tables.steps.len()).map(Where::Step).chain([Where::Outcome]);
        for table in tables_of {
            let rows = match table {
                Where::Step(step) => &tables.steps[step].rows,
                Where::Outcome => &tables.rows,
            };
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
            for second in 0..rows.len() {
                for first in 0..second {
                    let found = problems.iter().find_map(|problem| match problem {
                        Problem::Overlap { table: at, rows, combinations, .. }
                            if *at == table && *rows == [first, second] => Some(*combinations),
                        _ => None,
                    });
                    // Where an earlier step has no value, later tables hold no row.
                    prop_assert_eq!(found.unwrap_or(0), count(&|facts| hold_both(table, [first, second], facts)));
                }
            }
            for row in 0..rows.len() {
                let reported = problems.contains(&Problem::UnreachableRow { table, row });
                prop_assert_eq!(reported, count(&|facts| hold_both(table, [row, row], facts)) == 0);
            }
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing_where_one_holds(tables in tables(), seed in any::<u64>()) {
        let (compiled, problems) = compile(&tables).unwrap();
        prop_assume!(!problems.iter().any(|problem| matches!(problem, Problem::Overlap { .. })));
        let mut moved = tables.clone();
        for rows in moved.steps.iter_mut().map(|step| &mut step.rows).chain([&mut moved.rows]) {
            let by = seed as usize % rows.len();
            rows.rotate_left(by);
        }
        let (other, _) = compile(&moved).unwrap();
        for facts in combinations(&tables.facts) {
            let outcome = compiled.diagrams.evaluate(compiled.outcome, &facts);
            prop_assert_eq!(outcome, other.diagrams.evaluate(other.outcome, &facts));
        }
    }

    #[test]
    fn facts_that_make_no_difference_are_those_that_enumeration_finds(tables in tables()) {
        let (_, problems) = compile(&tables).unwrap();
        let all = combinations(&tables.facts);
        for fact in 0..tables.facts.len() {
            let matters = all.iter().any(|facts| (0..tables.facts[fact]).any(|value| {
                let mut other = facts.clone();
                other[fact] = value;
                let (is, other) = (outcome(&tables, facts), outcome(&tables, &other));
                is != other && is != Compiled::IMPOSSIBLE && other != Compiled::IMPOSSIBLE
            }));
            prop_assert_eq!(problems.contains(&Problem::IdleFact { fact }), !matters);
            for value in 0..tables.facts[fact] {
                let possible = all.iter().any(|facts| facts[fact] == value && outcome(&tables, facts) != Compiled::IMPOSSIBLE);
                prop_assert_eq!(problems.contains(&Problem::ImpossibleValue { fact, value }), !possible);
            }
        }
    }

    #[test]
    fn every_way_leads_where_the_diagram_does(tables in tables()) {
        let (compiled, _) = compile(&tables).unwrap();
        let walk = compiled.walk();
        for facts in combinations(&tables.facts) {
            let wanted = outcome(&tables, &facts);
            if wanted != Compiled::IMPOSSIBLE {
                let sets: Vec<_> = facts.iter().map(|value| Some(ValueSet::one(*value))).collect();
                prop_assert_eq!(&walk.follow(&sets).unwrap().next, &Next::Outcome(wanted));
            }
        }
    }

    #[test]
    fn questions_are_asked_only_where_the_answer_depends_on_them(tables in tables(), seed in any::<u64>()) {
        let (compiled, _) = compile(&tables).unwrap();
        let all = combinations(&tables.facts);
        // Each fact: not asked, not known, or one of its values.
        let mut bits = seed;
        let answers: Vec<Option<Answer>> = tables.facts.iter().map(|size| {
            let choice = bits as usize % (size + 2);
            bits /= *size as u64 + 2;
            match choice {
                0 => None,
                1 => Some(Answer::Unknown),
                value => Some(Answer::Value(value - 2)),
            }
        }).collect();
        let fits = |facts: &&Vec<usize>, answers: &[Option<Answer>]| facts.iter().zip(answers).all(|(value, answer)| {
            !matches!(answer, Some(Answer::Value(given)) if given != value)
        });
        let outcomes = |answers: &[Option<Answer>]| {
            let mut outcomes: Vec<u32> = all.iter().filter(|facts| fits(facts, answers))
                .map(|facts| outcome(&tables, facts)).filter(|outcome| *outcome != Compiled::IMPOSSIBLE).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            outcomes
        };
        match compiled.state(&answers) {
            State::Impossible => prop_assert!(outcomes(&answers).is_empty()),
            State::Answered(one) => {
                prop_assert_eq!(outcomes(&answers), vec![one]);
                let because = compiled.because(&answers).unwrap();
                let kept: Vec<_> = (0..answers.len()).map(|fact| answers[fact].filter(|_| because.contains(&fact))).collect();
                prop_assert_eq!(outcomes(&kept), vec![one]);
                for left_out in &because {
                    let mut fewer = kept.clone();
                    fewer[*left_out] = None;
                    prop_assert!(outcomes(&fewer).len() > 1);
                }
            }
            State::Question(fact) => {
                prop_assert!(answers[fact].is_none());
                prop_assert!(outcomes(&answers).len() > 1);
            }
            State::Undetermined { possible, settled_by } => {
                prop_assert_eq!(outcomes(&answers), possible.clone());
                prop_assert!(possible.len() > 1 && !settled_by.is_empty());
                prop_assert!(settled_by.iter().all(|fact| answers[*fact] == Some(Answer::Unknown)));
            }
        }
    }
}

/// product: server, storage; region: mainland, elsewhere; filed: no, yes.
fn small() -> Tables {
    Tables {
        facts: vec![2, 2, 2],
        steps: vec![Step {
            values: 2,
            rows: vec![Rule { when: vec![(1, set(&[0]))], then: 1 }, Rule { when: vec![(1, set(&[1]))], then: 0 }],
        }],
        rows: vec![
            Rule { when: vec![(3, set(&[0]))], then: 0 },
            Rule { when: vec![(3, set(&[1])), (2, set(&[0]))], then: 1 },
            Rule { when: vec![(3, set(&[1])), (2, set(&[1])), (0, set(&[0]))], then: 2 },
            Rule { when: vec![(3, set(&[1])), (2, set(&[1])), (0, set(&[1]))], then: 3 },
        ],
        outcomes: 4,
        impossible: Vec::new(),
    }
}

#[test]
fn a_sound_table_has_no_problems_and_misses_every_row() {
    let whole = small();
    assert_eq!(compile(&whole).unwrap().1, []);
    for row in 0..whole.rows.len() {
        let mut holed = whole.clone();
        holed.rows.remove(row);
        assert!(compile(&holed).unwrap().1.iter().any(|problem| matches!(problem, Problem::Gap { .. })), "row {row}");
    }
    for row in 0..2 {
        let mut holed = whole.clone();
        holed.steps[0].rows.remove(row);
        let gap = |problem: &Problem| matches!(problem, Problem::Gap { table: Where::Step(0), .. });
        assert!(compile(&holed).unwrap().1.iter().any(gap), "row {row} of the step");
    }
}

#[test]
fn a_gap_is_shown_as_wide_as_it_is() {
    let mut tables = small();
    tables.rows.truncate(2);
    tables.outcomes = 2;
    let (_, problems) = compile(&tables).unwrap();
    let gap =
        Problem::Gap { table: Where::Outcome, witness: vec![set(&[0, 1]), set(&[0]), set(&[1])], combinations: 2 };
    // The product makes no difference any more.
    assert_eq!(problems, [gap, Problem::IdleFact { fact: 0 }]);
}

#[test]
fn what_cannot_be_is_told() {
    let mut tables = small();
    tables.impossible = vec![
        vec![(0, set(&[1])), (1, set(&[1]))],
        vec![(0, set(&[1])), (1, set(&[1])), (2, set(&[0]))],
        vec![(2, set(&[1]))],
    ];
    let (compiled, problems) = compile(&tables).unwrap();
    assert_eq!(
        problems,
        [
            Problem::IdleImpossible { index: 1 },
            Problem::ImpossibleValue { fact: 2, value: 1 },
            Problem::UnreachableRow { table: Where::Outcome, row: 2 },
            Problem::UnreachableRow { table: Where::Outcome, row: 3 },
            Problem::UnreachableResult { table: Where::Outcome, result: 2 },
            Problem::UnreachableResult { table: Where::Outcome, result: 3 },
            Problem::IdleFact { fact: 0 },
            Problem::IdleFact { fact: 2 },
        ]
    );
    let value = |value| Some(Answer::Value(value));
    assert_eq!(compiled.state(&[value(1), value(1), None]), State::Impossible);
}

#[test]
fn only_what_matters_is_asked() {
    let (compiled, _) = compile(&small()).unwrap();
    let value = |value| Some(Answer::Value(value));
    let unknown = Some(Answer::Unknown);
    assert_eq!(compiled.state(&[None, None, None]), State::Question(0));
    assert_eq!(compiled.state(&[value(0), value(1), None]), State::Answered(0));
    assert_eq!(compiled.because(&[value(0), value(1), unknown]), Some(vec![1]));
    let undetermined = State::Undetermined { possible: vec![2, 3], settled_by: vec![0] };
    assert_eq!(compiled.state(&[unknown, value(0), value(1)]), undetermined);
    let changes = compiled.changes(&[value(0), value(0), value(0)]);
    assert_eq!(changes, [(1, 1, State::Answered(0)), (2, 1, State::Answered(2))]);
}
