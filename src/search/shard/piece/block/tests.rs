//! Blocks that were written, and bytes that claim to be one.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::{IndexPiece, PostingsList, Storage, encode_positions, encode_postings};
use super::*;
use crate::search::query::{DecisionPhrase, DocumentRanges, Expansion, Field, SynonymEntry, TopicPhrase};

#[test]
fn terms_are_found_in_their_block() {
    let entries: Vec<Entry> =
        ["bei", "备", "备案", "轨"].map(|term| Entry { term: term.to_owned(), ..Entry::default() }).to_vec();
    let block = TermBlock { entries: entries.clone(), ..TermBlock::default() };
    assert_eq!(block.get("备案"), Some(&entries[2]));
    assert_eq!(block.get("备份"), None);
    assert_eq!([block.after("备"), block.after("bei")], [Some(&entries[2]), Some(&entries[1])]);
    assert_eq!(block.after("备案"), Some(&entries[3]));
    assert_eq!(block.after("轨"), None);
    assert_eq!(block.with_prefix("备").len(), 2);
}

/// The documents of two languages.
const LANGUAGES: [Range<u32>; 2] = [0..5, 5..9];

/// What stands at the positions of a phrase.
fn phrases() -> impl Strategy<Value = Vec<String>> {
    vec("[ab备案]{1,2}", 0..3)
}

/// What follows the term of an entry, which is put in front of it later.
fn synonyms() -> impl Strategy<Value = SynonymEntry> {
    let ranges = || select(vec![0..0, 0..5, 5..9, 0..9]);
    let terms = vec(("[ab备案]{1,2}", 0..9_u32), 1..3);
    let expansion = (terms, ranges(), ranges()).prop_map(|(mut terms, titles, bodies)| {
        // Positions are counted from the first.
        terms[0].1 = 0;
        Expansion { terms, documents: DocumentRanges { titles, bodies } }
    });
    (phrases(), vec(expansion, 0..3)).prop_map(|(from, to)| SynonymEntry { from, to })
}

fn topic_phrases() -> impl Strategy<Value = TopicPhrase> {
    let others = vec(vec("[ab备案]{1,2}", 1..3), 0..3);
    (0..300_u32, any::<bool>(), phrases(), others).prop_map(|(topic, is_covered, first, others)| TopicPhrase {
        topic,
        is_covered,
        pieces: [vec![first], others].concat(),
    })
}

fn decision_phrases() -> impl Strategy<Value = DecisionPhrase> {
    let value = prop::option::of((0..300_u32, 0..64_u32));
    (0..300_u32, value, topic_phrases()).prop_map(|(decision, value, TopicPhrase { pieces, .. })| DecisionPhrase {
        decision,
        value,
        pieces,
    })
}

/// A postings list in a field; where long ones are, and the places of positions, is put right later.
fn list(field: Field) -> impl Strategy<Value = PostingsList> {
    let documents = btree_map(0..9_u32, vec(1..9_u32, 1..3), 1..4);
    (documents, any::<bool>(), 0..40_usize).prop_map(move |(documents, is_long, length)| {
        let mut bytes = encode_postings(documents.iter().map(|(document, steps)| (*document, steps.len() as u32)));
        if field.has_positions() && IndexPiece::positions(field, 0).is_none() {
            let mut positions: Vec<(u32, u32)> = Vec::new();
            for (document, steps) in &documents {
                let place = |known: usize| steps[..=known].iter().sum();
                positions.extend((0..steps.len()).map(|known| (*document, place(known))));
            }
            bytes.extend(encode_positions(&positions));
        }
        let storage = if is_long { Storage::Long { offset: 0, length } } else { Storage::Block(bytes) };
        PostingsList { field, documents: documents.len() as u32, storage, place: 0 }
    })
}

fn entries() -> impl Strategy<Value = Entry> {
    let words = (prop::option::of(any::<u64>()), prop::option::of("[a-z]{1,3}"), prop::option::of("[備案]{1,2}"));
    let fields = subsequence(&Field::ALL[..], 0..=Field::ALL.len());
    let postings = fields.prop_flat_map(|fields| fields.into_iter().map(list).collect::<Vec<_>>());
    let asked = (vec(topic_phrases(), 0..2), vec(decision_phrases(), 0..2));
    (words, "[备案]{0,2}", vec(synonyms(), 0..2), asked, postings).prop_map(
        |((frequency, reading, simplified), sounds, synonyms, (topics, decisions), postings)| Entry {
            frequency,
            reading,
            simplified,
            sounds,
            synonyms,
            topics,
            decisions,
            postings,
            ..Entry::default()
        },
    )
}

/// Blocks as they are: what is said begins with the term, and lists lie one after the other.
fn blocks() -> impl Strategy<Value = TermBlock> {
    let entries = btree_map("[ab备案域名]{1,4}", entries(), 0..6);
    (entries, any::<[u16; 4]>()).prop_map(|(entries, [start, long, body, pairs])| {
        let (mut next, mut places) = (0, [0; 2]);
        let entries = entries.into_iter().map(|(term, mut entry)| {
            entry.synonyms.iter_mut().for_each(|synonym| synonym.from.insert(0, term.clone()));
            entry.topics.iter_mut().for_each(|phrase| phrase.pieces[0].insert(0, term.clone()));
            entry.decisions.iter_mut().for_each(|phrase| phrase.pieces[0].insert(0, term.clone()));
            for list in &mut entry.postings {
                if let Storage::Long { offset, length } = &mut list.storage {
                    *offset = next;
                    next += *length;
                }
                if let Some(file) = IndexPiece::positions(list.field, 0) {
                    let place = &mut places[usize::from(file != IndexPiece::Body(0))];
                    list.place = *place;
                    *place += 1;
                }
            }
            Entry { term, ..entry }
        });
        let mut end = u32::from(start);
        let apart = [long, body, pairs].map(|length| {
            let start = end;
            end += u32::from(length);
            start..end
        });
        TermBlock { apart, entries: entries.collect() }
    })
}

fn write(block: &TermBlock) -> Vec<u8> {
    let written = block.entries.iter().map(|entry| {
        let mut writer = Writer::default();
        entry.write(&LANGUAGES, &mut writer);
        (entry.term.as_str(), writer.finish())
    });
    let written: Vec<(&str, Vec<u8>)> = written.collect();
    write_block(&block.apart, written.iter().map(|(term, entry)| (*term, entry.as_slice())))
}

proptest! {
    #[test]
    fn what_is_written_is_read(block in blocks()) {
        prop_assert_eq!(TermBlock::read(&write(&block), &LANGUAGES), Some(block));
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..60), block in blocks(), at in any::<prop::sample::Index>()) {
        let _ = TermBlock::read(&bytes, &LANGUAGES);
        let mut damaged = write(&block);
        let at = at.index(damaged.len() + 1);
        damaged.truncate(at);
        damaged.extend(&bytes);
        let _ = TermBlock::read(&damaged, &LANGUAGES);
    }
}
