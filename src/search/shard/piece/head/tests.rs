//! Heads that were written, and bytes that claim to be one.

use proptest::prelude::*;

use super::*;
use crate::search::shard::piece::IndexPiece;

/// Two packs of blocks, one of fragments, one of whole questions.
fn directory() -> Directory {
    let pack = |name, letter, numbers, offsets: &[u32]| Pack { name, letter, numbers, offsets: offsets.to_vec() };
    let packs = vec![
        pack(0xC0FF_EE00, 'b', 0..2, &[7, 20, 31]),
        pack(9, 'b', 2..3, &[0, 500]),
        pack(8, 'd', 0..5, &[]),
        pack(7, 'x', 0..1, &[0, 3]),
    ];
    Directory { packs }
}

fn names(head: &IndexHeader) -> Vec<u32> {
    head.directory.packs.iter().map(|pack| pack.name).collect()
}

#[test]
fn pieces_are_found_in_their_packs() {
    let directory = directory();
    let at = |pack, range| Some(Location { pack, range });
    assert_eq!(directory.location(IndexPiece::Block(1)), at(0xC0FF_EE00, 20..31));
    assert_eq!(directory.location(IndexPiece::Block(2)), at(9, 0..500));
    assert_eq!(directory.location(IndexPiece::Exact(0)), at(7, 0..3));
    for elsewhere in
        [IndexPiece::Block(3), IndexPiece::Exact(1), IndexPiece::Words(0), IndexPiece::Fragment(0), IndexPiece::Body(1)]
    {
        assert_eq!(directory.location(elsewhere), None, "{elsewhere}");
    }
    let seal = |pack, letter, place| Some(Seal { pack, letter, place });
    assert_eq!(directory.seal(IndexPiece::Body(2)), seal(9, 't', 0), "what belongs to a block is in its pack");
    assert_eq!(directory.seal(IndexPiece::Block(1)), seal(0xC0FF_EE00, 'b', 1));
    assert_eq!(directory.seal(IndexPiece::Fragment(4)), seal(8, 'd', 4));
    assert_eq!([directory.seal(IndexPiece::Fragment(5)), directory.seal(IndexPiece::Pairs(3))], [None, None]);
}

#[test]
fn a_head_is_read_as_it_was_written() {
    let head = IndexHeader {
        languages: vec![("zh".to_owned(), 0..3), ("en".to_owned(), 3..5)],
        average_lengths: [0.0, 1.5, 2.25, 3.0],
        word_frequencies: 60_000_000,
        question_pieces: 4,
        directory: directory(),
        lengths_starts: vec![0, 3],
        block_starts: ["a", "address", "域", "域名", "备案"].map(str::to_owned).to_vec(),
    };
    let bytes = head.write();
    let names = names(&head);
    assert_eq!(IndexHeader::read(&bytes, &names), Some(head.clone()));
    assert_eq!(IndexHeader::read(&bytes, &names[1..]), None, "every pack has a name");
    assert!((0..bytes.len()).all(|end| IndexHeader::read(&bytes[..end], &names).is_none()));
    assert_eq!(head.block_of("域上"), Some(2));
    assert_eq!(head.block_of("0"), None);
    assert_eq!(head.blocks_with("域"), 2..4);
    assert_eq!(head.blocks_with("ad"), 0..2);
    assert_eq!(head.lengths_of(4), Some((1, 1)));
    assert_eq!(IndexHeader::read(&[bytes, vec![0]].concat(), &names), None, "nothing follows");
}

#[test]
fn a_head_that_says_more_than_there_is_is_refused() {
    let head = |languages: &[(u32, u32)], lengths: &[u32]| IndexHeader {
        languages: languages.iter().map(|(start, end)| ("zh".to_owned(), *start..*end)).collect(),
        lengths_starts: lengths.to_vec(),
        ..IndexHeader::default()
    };
    let reads = |head: &IndexHeader| IndexHeader::read(&head.write(), &[]).is_some();
    assert!(reads(&head(&[], &[])) && reads(&head(&[(0, 4096), (4096, 5000)], &[0, 4096])));
    assert!(reads(&head(&[(0, 3), (3, 3)], &[0])));
    let all: Vec<u32> = (0..u32::MAX).step_by(DOCUMENTS_PER_PIECE as usize).collect();
    for (languages, lengths) in [
        (&[(0, u32::MAX)][..], &[0][..]),
        (&[(0, u32::MAX)], &all),
        (&[(0, 4097)], &[0]),
        (&[(0, 10)], &[]),
        (&[(0, 10)], &[0, 8, 4]),
        (&[(0, 10)], &[0, 20]),
        (&[(0, 10)], &[3]),
        (&[(1, 10)], &[0]),
        (&[(0, 10), (5, 20)], &[0]),
        (&[(0, 10), (10, 4)], &[0]),
    ] {
        assert!(!reads(&head(languages, lengths)), "{languages:?} in {} files", lengths.len());
    }
    let endless = IndexHeader { average_lengths: [f32::INFINITY, 0.0, 0.0, 0.0], ..IndexHeader::default() };
    assert!(!reads(&endless));
}

/// A head that may be: languages and files of lengths that follow each other, terms in their order.
fn heads() -> impl Strategy<Value = IndexHeader> {
    let ends = |most: u32| prop::collection::vec(0..most, 0..3);
    let numbers = (any::<u64>(), any::<u32>());
    let averages = any::<[u16; 4]>();
    let starts = prop::collection::btree_set("[ab备案域名]{0,4}", 0..20);
    (ends(5_000), numbers, averages, starts).prop_map(|(sizes, (frequencies, questions), averages, starts)| {
        let mut head = IndexHeader {
            average_lengths: averages.map(|average| f32::from(average) / 7.0),
            word_frequencies: frequencies,
            question_pieces: questions,
            directory: directory(),
            block_starts: starts.into_iter().collect(),
            ..IndexHeader::default()
        };
        for (number, size) in sizes.into_iter().enumerate() {
            let documents = head.max_doc()..head.max_doc() + size;
            head.lengths_starts.extend(documents.clone().step_by(DOCUMENTS_PER_PIECE as usize));
            head.languages.push((format!("l{number}"), documents));
        }
        head
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(head in heads()) {
        let bytes = head.write();
        let names = names(&head);
        prop_assert_eq!(IndexHeader::read(&bytes, &names), Some(head));
        prop_assert_eq!(IndexHeader::read(&bytes[..bytes.len() - 1], &names), None);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut writer = Writer::default();
        writer.varint(FORMAT);
        writer.raw(&bytes);
        let _ = (IndexHeader::read(&bytes, &[]), IndexHeader::read(&writer.finish(), &[3, 1]));
    }
}
