//! What is shown of a document that was found.

use super::wire::{Reader, Writer};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DocumentKind {
    /// An article.
    Article,
    /// A row of a rule table.
    Rule,
    /// A decision.
    Decision,
}

impl DocumentKind {
    const ALL: [Self; 3] = [Self::Article, Self::Rule, Self::Decision];

    /// The name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Rule => "rule",
            Self::Decision => "decision",
        }
    }
}

/// What is shown of a document that was found: its names, and its texts, of which snippets are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// What it is.
    pub kind: DocumentKind,
    /// Its id, unique in its kind and language.
    pub id: String,
    /// The code of its language.
    pub language: String,
    /// The path of its page from the root of the site.
    pub address: String,
    /// The day of the oldest source that it rests on, as `2018-11-19`.
    pub as_of: String,
    /// What it belongs to, as readers are told: the title of a category or a table.
    pub group: Option<String>,
    /// The question that it answers, or its name.
    pub title: String,
    /// What it says, by section.
    pub passages: Vec<Passage>,
    /// The traditional words of the passages, each with what it is simplified; they are folded by these.
    pub traditional: Vec<(String, String)>,
}

/// A section of a document, ready to be searched for what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The id of its heading; none for what stands before the first.
    pub anchor: Option<String>,
    /// Its heading.
    pub heading: Text,
    /// Its text, a line for each block.
    pub text: Text,
}

/// A text, with what a segmenter made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The lengths of its Chinese words, as [`word_lengths`](crate::analysis::word_lengths) tells them.
    pub words: Vec<u8>,
}

impl Fragment {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.kind as u64);
        for text in [&self.id, &self.language, &self.address, &self.as_of, &self.title] {
            writer.text(text);
        }
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
        let kind = *DocumentKind::ALL.get(usize::try_from(reader.number()?).ok()?)?;
        let [id, language, address, as_of, title] =
            [reader.text()?, reader.text()?, reader.text()?, reader.text()?, reader.text()?].map(str::to_owned);
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

fn read_passage(reader: &mut Reader<'_>) -> Option<Passage> {
    let anchor = read_option(reader)?;
    let [heading, text] =
        [reader.text()?, reader.text()?].map(|text| Text { text: text.to_owned(), words: Vec::new() });
    Some(Passage { anchor, heading, text })
}

fn write_option(writer: &mut Writer, text: Option<&str>) {
    // No anchor and no group is empty.
    writer.text(text.unwrap_or_default());
}

fn read_option(reader: &mut Reader<'_>) -> Option<Option<String>> {
    let text = reader.text()?;
    Some((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_read_as_it_was_written() {
        let text = |text: &str, words: &[u8]| Text { text: text.to_owned(), words: words.to_vec() };
        let fragment = Fragment {
            kind: DocumentKind::Decision,
            id: "filing".to_owned(),
            language: "zh".to_owned(),
            address: "zh/ask/filing/".to_owned(),
            as_of: "2018-11-19".to_owned(),
            group: None,
            title: "要不要备案？".to_owned(),
            passages: vec![
                Passage { anchor: None, heading: text("", &[]), text: text("網域要备案。\n", &[2, 1, 2]) },
                Passage { anchor: Some("how".to_owned()), heading: text("怎么备", &[2, 1]), text: text("", &[]) },
            ],
            traditional: vec![("網域".to_owned(), "域名".to_owned())],
        };
        let bytes = fragment.write();
        assert_eq!(Fragment::read(&bytes), Some(fragment));
        for end in 0..bytes.len() {
            assert_eq!(Fragment::read(&bytes[..end]), None);
        }
    }
}
