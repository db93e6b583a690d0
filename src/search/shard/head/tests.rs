//! Heads that were written, and bytes that claim to be one.

use proptest::prelude::*;

use super::*;

#[test]
fn a_head_is_read_as_it_was_written() {
    let head = Head {
        languages: vec![("zh".to_owned(), 0..3), ("en".to_owned(), 3..5)],
        averages: [0.0, 1.5, 2.25, 3.0],
        content: 0xC0FF_EE00,
        uses: 60_000_000,
        exact: 4,
        lengths: vec![0, 3],
        blocks: ["a", "address", "域", "域名", "备案"].map(str::to_owned).to_vec(),
    };
    let bytes = head.write();
    assert_eq!(Head::read(&bytes), Some(head.clone()));
    assert!((0..bytes.len()).all(|end| Head::read(&bytes[..end]).is_none()));
    assert_eq!(head.block_of("域上"), Some(2));
    assert_eq!(head.block_of("0"), None);
    assert_eq!(head.blocks_with("域"), 2..4);
    assert_eq!(head.blocks_with("ad"), 0..2);
    assert_eq!(head.lengths_of(4), Some((1, 1)));
    assert_eq!(Head::read(&[bytes, vec![0]].concat()), None, "nothing follows");
}

#[test]
fn a_head_that_says_more_than_there_is_is_refused() {
    let head = |languages: &[(u32, u32)], lengths: &[u32]| Head {
        languages: languages.iter().map(|(start, end)| ("zh".to_owned(), *start..*end)).collect(),
        lengths: lengths.to_vec(),
        ..Head::default()
    };
    let reads = |head: &Head| Head::read(&head.write()).is_some();
    assert!(reads(&head(&[], &[])) && reads(&head(&[(0, 4096), (4096, 5000)], &[0, 4096])));
    assert!(reads(&head(&[(0, 3), (3, 3)], &[0])));
    let all: Vec<u32> = (0..u32::MAX).step_by(LENGTHS as usize).collect();
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
    let endless = Head { averages: [f32::INFINITY, 0.0, 0.0, 0.0], ..Head::default() };
    assert!(!reads(&endless));
}

#[test]
fn few_bytes_are_no_terms_without_end() {
    // A long term, and many that share all of it.
    let mut writer = Writer::default();
    writer.number(0);
    writer.count(0);
    writer.text(&"a".repeat(1 << 16));
    for _ in 0..1 << 16 {
        writer.number(0);
        writer.count(1 << 16);
        writer.text("");
    }
    let bytes = writer.finish();
    let mut reader = Reader::new(&bytes);
    let mut keys = Keys::default();
    let read = std::iter::from_fn(|| keys.next(&mut reader).map(str::len)).count();
    assert_eq!(read, MOST_TERM_BYTES >> 16);
}

#[test]
fn a_seal_fits_one_file_of_one_index() {
    let sealed = seal(1, File::Block(0), b"bytes");
    assert_eq!(sealed, seal(1, File::Block(0), b"bytes"));
    for other in [
        seal(2, File::Block(0), b"bytes"),
        seal(1, File::Block(1), b"bytes"),
        seal(1, File::Fragment(0), b"bytes"),
        seal(1, File::Block(0), b"bytet"),
        seal(1, File::Block(0), b"bytes\0"),
    ] {
        assert_ne!(sealed, other);
    }
}

proptest! {
    #[test]
    fn terms_are_read_as_they_were_written(terms in prop::collection::btree_set("[ab备案域名]{0,4}", 0..40)) {
        let mut writer = Writer::default();
        write_keys(&terms, &mut writer);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let mut key = String::new();
        for term in &terms {
            prop_assert!(read_key(&mut key, &mut reader).is_some());
            prop_assert_eq!(&key, term);
        }
        prop_assert!(reader.is_done());
    }

    #[test]
    fn what_is_no_term_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..20), before in "[a备]{0,2}") {
        let mut key = before;
        let _ = read_key(&mut key, &mut Reader::new(&bytes));
    }
}

#[test]
fn files_have_names() {
    for name in ["b0", "p1", "w25", "t3", "g4", "x5", "r6", "l7", "d4294967295", "n0"] {
        assert_eq!(name.parse::<File>().unwrap().to_string(), name);
    }
    for wrong in ["", "b", "z1", "b-1", "12", "bb"] {
        assert!(wrong.parse::<File>().is_err(), "{wrong}");
    }
}
