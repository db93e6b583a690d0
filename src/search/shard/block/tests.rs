use super::*;

#[test]
fn a_block_is_read_as_it_was_written() {
    let postings = write_postings([(3, 1), (7, 4), (8, 1)]);
    let read = |documents| read_postings(&mut Reader::new(&postings), documents);
    assert_eq!(read(3), Some(vec![(3, 1), (7, 4), (8, 1)]));
    assert_eq!(read(4), None);
    let held = |field, postings, place| Held { field, documents: 3, postings, place };
    let meaning = |terms: &[&str], asked, answered| Meaning {
        terms: terms.iter().map(|term| (*term).to_owned()).zip((0..).step_by(2)).collect(),
        among: Among { asked, answered },
    };
    let phrase = |topic: u32, is_covered: bool, pieces: &[&[&str]]| TopicPhrase {
        topic,
        is_covered,
        pieces: pieces.iter().map(|piece| piece.iter().map(|unit| (*unit).to_owned()).collect()).collect(),
    };
    let entries = [
        Entry {
            term: "bei".to_owned(),
            sounds: "备被".to_owned(),
            held: vec![held(Field::Syllables, Spread::There(0, 300), 0)],
            ..Entry::default()
        },
        Entry {
            term: "备".to_owned(),
            reading: Some("bei".to_owned()),
            simplified: Some("備".to_owned()),
            sayings: vec![Saying {
                said: vec!["备".to_owned(), "网".to_owned()],
                meant: vec![
                    meaning(&["备案", "网站"], 0..9, 0..5),
                    meaning(&["filing"], 5..9, 0..9),
                    meaning(&["接入"], 0..0, 0..5),
                ],
            }],
            topics: vec![phrase(0, false, &[&["备"]]), phrase(300, true, &[&["备", "案"], &["app"], &["年", "审"]])],
            ..Entry::default()
        },
        Entry {
            term: "备案".to_owned(),
            uses: Some(3000),
            held: vec![
                held(Field::Question, Spread::Here([postings.as_slice(), &[7; 6]].concat()), 0),
                held(Field::Body, Spread::There(300, 40), 0),
                held(Field::Bigrams, Spread::Here(postings.clone()), 0),
                held(Field::Facet, Spread::Here(postings), 0),
            ],
            ..Entry::default()
        },
        // Nothing follows what is said last.
        Entry { term: "轨".to_owned(), topics: vec![phrase(1, false, &[&["轨"], &["app"]])], ..Entry::default() },
    ];
    let languages = [0..5, 5..9];
    let bytes = Block::write(&entries, &languages);
    let block = Block::read(&bytes, &languages).unwrap();
    assert_eq!(block.entries, entries);
    assert_eq!(block.get("备案"), Some(&entries[2]));
    assert_eq!(block.get("备份"), None);
    assert_eq!([block.after("备"), block.after("bei")], [Some(&entries[2]), Some(&entries[1])]);
    assert_eq!(block.after("备案"), Some(&entries[3]));
    assert_eq!(block.after("轨"), None);
    assert_eq!(block.with_prefix("备").len(), 2);
}
