//! What is shown of a document.

use crate::search::query::{DocumentKind, Fragment, SegmentedPassage, SegmentedText};
use crate::search::shard::wire::{Reader, Writer};

impl Fragment {
    /// Without the checksum, which the export adds.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.varint(self.kind as u64);
        for text in [&self.id, &self.language, &self.address] {
            writer.text(text);
        }
        write_option(&mut writer, self.as_of.as_deref());
        writer.text(&self.title);
        write_option(&mut writer, self.group.as_deref());
        writer.count(self.traditional.len());
        for (word, simplified) in &self.traditional {
            writer.text(word);
            writer.text(simplified);
        }
        writer.count(self.passages.len());
        for passage in &self.passages {
            write_option(&mut writer, passage.anchor.as_deref());
            for text in [&passage.heading, &passage.text] {
                writer.text(&text.text);
            }
        }
        // What is alike stands together, and is compressed better.
        for text in self.passages.iter().flat_map(|passage| [&passage.heading, &passage.text]) {
            writer.bytes(&text.words);
        }
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let kind = *DocumentKind::ALL.get(usize::try_from(reader.varint()?).ok()?)?;
        let [id, language, address] = [reader.text()?, reader.text()?, reader.text()?].map(str::to_owned);
        let (as_of, title) = (read_option(&mut reader)?, reader.text()?.to_owned());
        let group = read_option(&mut reader)?;
        let mut traditional = Vec::new();
        for _ in 0..reader.count()? {
            let [word, simplified] = [reader.text()?, reader.text()?].map(str::to_owned);
            // A text would never come to its end by it.
            if word.is_empty() {
                return None;
            }
            traditional.push((word, simplified));
        }
        let mut passages = Vec::new();
        for _ in 0..reader.count()? {
            passages.push(read_passage(&mut reader)?);
        }
        for text in passages.iter_mut().flat_map(|passage| [&mut passage.heading, &mut passage.text]) {
            text.words = reader.bytes()?.to_vec();
        }
        Some(Self { kind, id, language, address, as_of, group, title, passages, traditional })
    }
}

fn read_passage(reader: &mut Reader<'_>) -> Option<SegmentedPassage> {
    let anchor = read_option(reader)?;
    let [heading, text] =
        [reader.text()?, reader.text()?].map(|text| SegmentedText { text: text.to_owned(), words: Vec::new() });
    Some(SegmentedPassage { anchor, heading, text })
}

fn write_option(writer: &mut Writer, text: Option<&str>) {
    // No anchor, no day and no group is empty.
    writer.text(text.unwrap_or_default());
}

fn read_option(reader: &mut Reader<'_>) -> Option<Option<String>> {
    let text = reader.text()?;
    Some((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_fragment_is_read_as_it_was_written() {
        let text = |text: &str, words: &[u8]| SegmentedText { text: text.to_owned(), words: words.to_vec() };
        let fragment = Fragment {
            kind: DocumentKind::Decision,
            id: "filing".to_owned(),
            language: "zh".to_owned(),
            address: "zh/ask/filing/".to_owned(),
            as_of: Some("2018-11-19".to_owned()),
            group: None,
            title: "要不要备案？".to_owned(),
            passages: vec![
                SegmentedPassage {
                    anchor: None, heading: text("", &[]), text: text("網域要备案。\n", &[2, 1, 2])
                },
                SegmentedPassage {
                    anchor: Some("how".to_owned()),
                    heading: text("怎么备", &[2, 1]),
                    text: text("", &[]),
                },
            ],
            traditional: vec![("網域".to_owned(), "域名".to_owned())],
        };
        let bytes = fragment.write();
        assert_eq!(Fragment::read(&bytes), Some(fragment));
        for end in 0..bytes.len() {
            assert_eq!(Fragment::read(&bytes[..end]), None);
        }
    }

    fn texts() -> impl Strategy<Value = SegmentedText> {
        (".{0,6}", vec(any::<u8>(), 0..4)).prop_map(|(text, words)| SegmentedText { text, words })
    }

    fn passages() -> impl Strategy<Value = SegmentedPassage> {
        let anchor = prop::option::of("[a-z]{1,3}");
        (anchor, texts(), texts()).prop_map(|(anchor, heading, text)| SegmentedPassage { anchor, heading, text })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            kind in prop::sample::select(&DocumentKind::ALL[..]),
            [id, language, address, title] in [".{0,4}", "[a-z]{2}", ".{0,4}", ".{0,4}"],
            as_of in prop::option::of("[0-9-]{1,4}"),
            group in prop::option::of(".{1,4}"),
            passages in vec(passages(), 0..4),
            traditional in vec((".{1,2}", ".{0,2}"), 0..3),
        ) {
            let fragment = Fragment { kind, id, language, address, as_of, group, title, passages, traditional };
            prop_assert_eq!(Fragment::read(&fragment.write()), Some(fragment));
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40)) {
            let _ = Fragment::read(&bytes);
        }
    }
}
