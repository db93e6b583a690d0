//! What readers are told of topics that no document covers.

use crate::search::query::NotCovered;
#[cfg(not(target_arch = "wasm32"))]
use crate::search::query::Topic;
use crate::search::shard::wire::Reader;
#[cfg(not(target_arch = "wasm32"))]
use crate::search::shard::wire::Writer;

/// What is told of each topic, in the order of their numbers. It is read when one is asked for.
#[derive(Clone, Copy, Debug)]
pub struct TopicTexts<'b> {
    bytes: &'b [u8],
}

impl<'b> TopicTexts<'b> {
    /// What is told of topics, as bytes.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn write(topics: &[Topic]) -> Vec<u8> {
        let mut writer = Writer::default();
        for Topic { id, told, .. } in topics {
            writer.text(id);
            writer.count(told.len());
            for (language, title, text) in told {
                [language, title, text].into_iter().for_each(|text| writer.text(text));
            }
        }
        writer.finish()
    }

    /// What was written, to be read.
    pub fn read(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// What readers of a language are told of a topic.
    pub fn get(&self, topic: u32, language: &str) -> Option<NotCovered> {
        let mut reader = Reader::new(self.bytes);
        let mut place = 0;
        // Where nothing is left, there is no such topic.
        loop {
            let id = reader.text()?;
            for _ in 0..reader.count()? {
                let [code, title, text] = [reader.text()?, reader.text()?, reader.text()?];
                if place == topic && code == language {
                    let [id, title, text] = [id, title, text].map(str::to_owned);
                    return Some(NotCovered { id, title, text });
                }
            }
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn readers_are_told_in_their_language() {
        let told = [("zh", "费用", "请问别处。"), ("en", "Fees", "Ask elsewhere.")];
        let told = told.map(|(code, title, text)| (code.to_owned(), title.to_owned(), text.to_owned())).to_vec();
        let bytes = TopicTexts::write(&[Topic::default(), Topic { id: "fees".to_owned(), told, ..Topic::default() }]);
        let topics = TopicTexts::read(&bytes);
        assert_eq!(topics.get(1, "en").map(|told| (told.id, told.title)), Some(("fees".to_owned(), "Fees".to_owned())));
        for (topic, language) in [(0, "en"), (1, "fr"), (2, "en")] {
            assert_eq!(topics.get(topic, language), None);
        }
        assert!((0..bytes.len()).all(|end| TopicTexts::read(&bytes[..end]).get(1, "en").is_none()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(topics in vec((".{0,4}", btree_map(".{0,2}", (".{0,4}", ".{0,4}"), 0..3)), 0..5)) {
            let topics: Vec<Topic> = topics
                .into_iter()
                .map(|(id, told)| {
                    let told = told.into_iter().map(|(code, (title, text))| (code, title, text)).collect();
                    Topic { id, told, ..Topic::default() }
                })
                .collect();
            let bytes = TopicTexts::write(&topics);
            let read = TopicTexts::read(&bytes);
            for (number, Topic { id, told, .. }) in (0..).zip(topics) {
                for (code, title, text) in told {
                    prop_assert_eq!(read.get(number, &code), Some(NotCovered { id: id.clone(), title, text }));
                }
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40), topic in 0..9_u32) {
            let _ = TopicTexts::read(&bytes).get(topic, "");
        }
    }
}
