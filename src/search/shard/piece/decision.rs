//! What is said of a decision in a language, and where its answers lead.

use crate::search::query::{DecisionText, FactText};
use crate::search::shard::wire::{Reader, Writer};

impl DecisionText {
    /// Without the checksum, which the export adds.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        [&self.id, &self.address, &self.title].into_iter().for_each(|text| writer.text(text));
        writer.count(self.facts.len());
        for fact in &self.facts {
            writer.text(&fact.id);
            writer.text(&fact.label);
            writer.count(fact.values.len());
            for (id, label) in &fact.values {
                writer.text(id);
                writer.text(label);
            }
        }
        writer.count(self.actions.len());
        self.actions.iter().for_each(|action| writer.text(action));
        writer.count(self.rows.len());
        for row in &self.rows {
            writer.count(row.len());
            row.iter().for_each(|number| writer.varint((*number).into()));
        }
        writer.finish()
    }

    /// Reads what was written. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut text = Self::default();
        for part in [&mut text.id, &mut text.address, &mut text.title] {
            reader.text()?.clone_into(part);
        }
        for _ in 0..reader.count()? {
            let [id, label] = [reader.text()?, reader.text()?].map(str::to_owned);
            let mut values = Vec::new();
            for _ in 0..reader.count()? {
                values.push((reader.text()?.to_owned(), reader.text()?.to_owned()));
            }
            text.facts.push(FactText { id, label, values });
        }
        for _ in 0..reader.count()? {
            text.actions.push(reader.text()?.to_owned());
        }
        for _ in 0..reader.count()? {
            let mut row = Vec::new();
            for _ in 0..reader.count()? {
                row.push(reader.varint32()?);
            }
            text.rows.push(row);
        }
        Some(text)
    }
}
