//! What readers are told of topics that no document covers.

use crate::search::query::NotCovered;
use crate::search::shard::wire::{Reader, Writer};

/// What is told of each topic, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicTexts {
    /// The topics.
    pub topics: Vec<TopicText>,
}

/// What is told of a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicText {
    /// The id of the topic.
    pub id: String,
    /// By the code of a language, the title and the text.
    pub told: Vec<(String, String, String)>,
}

impl TopicTexts {
    /// What readers of a language are told of a topic.
    pub fn get(&self, topic: u32, language: &str) -> Option<NotCovered> {
        let TopicText { id, told } = self.topics.get(topic as usize)?;
        let (_, title, text) = told.iter().find(|(code, ..)| code == language)?;
        Some(NotCovered { id: id.clone(), title: title.clone(), text: text.clone() })
    }

    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for TopicText { id, told } in &self.topics {
            writer.text(id);
            writer.count(told.len());
            for (language, title, text) in told {
                [language, title, text].into_iter().for_each(|text| writer.text(text));
            }
        }
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut topics = Vec::new();
        while !reader.is_done() {
            let mut topic = TopicText { id: reader.text()?.to_owned(), told: Vec::new() };
            for _ in 0..reader.count()? {
                let [language, title, text] = [reader.text()?, reader.text()?, reader.text()?].map(str::to_owned);
                topic.told.push((language, title, text));
            }
            topics.push(topic);
        }
        Some(Self { topics })
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn readers_are_told_in_their_language() {
        let told = [("zh", "费用", "请问别处。"), ("en", "Fees", "Ask elsewhere.")];
        let told = told.map(|(code, title, text)| (code.to_owned(), title.to_owned(), text.to_owned())).to_vec();
        let topics = TopicTexts { topics: vec![TopicText::default(), TopicText { id: "fees".to_owned(), told }] };
        assert_eq!(topics.get(1, "en").map(|told| (told.id, told.title)), Some(("fees".to_owned(), "Fees".to_owned())));
        for (topic, language) in [(0, "en"), (1, "fr"), (2, "en")] {
            assert_eq!(topics.get(topic, language), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(topics in vec((".{0,4}", vec((".{0,2}", ".{0,4}", ".{0,4}"), 0..3)), 0..5)) {
            let topics = topics.into_iter().map(|(id, told)| TopicText { id, told }).collect();
            let topics = TopicTexts { topics };
            prop_assert_eq!(TopicTexts::read(&topics.write()), Some(topics));
        }

        #[test]
        fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..40)) {
            let _ = TopicTexts::read(&bytes);
        }
    }
}
