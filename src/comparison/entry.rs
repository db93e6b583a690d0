//! How what stands in YAML changed beside cells and rows: terms, guides, checklists, what changed when, facts, what is not covered,
//! and the words of rule tables and decisions.

use std::collections::BTreeMap;

use super::change::{EntryChange, PartChange};
use super::section::{differences, push_sentences};
use crate::content::{Checklist, ChecklistItem, Content, Decision, Guide, Piece, RuleTable};
use crate::name::{ByLocale, Locale, Localized};

/// A thing that has an id, with what is written of it.
struct WrittenEntry {
    /// As links name it: `term:<id>`.
    name: String,
    parts: Vec<EntryPart>,
    /// Whether something else tells that only one version has it.
    is_counted_elsewhere: bool,
}

/// What is written under a key of an entry: sentences, or items.
struct EntryPart {
    key: String,
    /// `None` if it is the same in all languages.
    locale: Option<Locale>,
    lines: Vec<String>,
}

/// The entries that changed, in the order of the new version; those that are there no more come last.
pub(super) fn compare(old: &Content, new: &Content) -> Vec<EntryChange> {
    let [was, is] = [old, new].map(entries);
    let [old_by_name, new_by_name] =
        [&was, &is].map(|all| all.iter().map(|entry| (&*entry.name, entry)).collect::<BTreeMap<&str, &WrittenEntry>>());
    let of_new = is.iter().filter_map(|entry| match old_by_name.get(&*entry.name) {
        Some(before) => {
            let parts = compare_parts((&before.parts, old), (&entry.parts, new));
            (!parts.is_empty()).then(|| EntryChange { parts, ..EntryChange::of(&entry.name) })
        }
        None => (!entry.is_counted_elsewhere).then(|| EntryChange { is_new: true, ..EntryChange::of(&entry.name) }),
    });
    let gone = was.iter().filter(|entry| !entry.is_counted_elsewhere && !new_by_name.contains_key(&*entry.name));
    of_new.chain(gone.map(|entry| EntryChange { is_gone: true, ..EntryChange::of(&entry.name) })).collect()
}

fn compare_parts((was, old): (&[EntryPart], &Content), (is, new): (&[EntryPart], &Content)) -> Vec<PartChange> {
    let [before, after] = [was, is].map(|parts| {
        parts.iter().map(|part| ((&*part.key, part.locale), &*part.lines)).collect::<BTreeMap<_, &[String]>>()
    });
    // A language that only one version has is no change of what is written.
    let is_of_both = |part: &&EntryPart| {
        part.locale.is_none_or(|locale| [old, new].iter().all(|of| of.languages.locales().contains(locale)))
    };
    let gone = was.iter().filter(|part| !after.contains_key(&(&*part.key, part.locale)));
    let mut changes: Vec<PartChange> = Vec::new();
    let mut told: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for part in is.iter().chain(gone).filter(is_of_both) {
        let lines =
            |of: &BTreeMap<_, &[String]>| of.get(&(&*part.key, part.locale)).copied().unwrap_or_default().to_vec();
        let (before, after) = (lines(&before), lines(&after));
        let (removed, added) = differences(&before, &after);
        if removed.is_empty() && added.is_empty() {
            continue;
        }
        // What is made of another language follows that, and what stands in for a text is told once.
        let source = part.locale.and_then(|locale| new.derivation.source(locale)).map(|source| source.to_string());
        let of_key = told.entry(&part.key).or_default();
        let is_told = of_key
            .iter()
            .map(|place| &changes[*place])
            .any(|known| known.removed == removed && known.added == added || source.is_some() && known.lang == source);
        if !is_told {
            let owned = |lines: Vec<&str>| lines.into_iter().map(str::to_owned).collect();
            let lang = part.locale.map(|locale| locale.to_string());
            of_key.push(changes.len());
            changes.push(PartChange { key: part.key.clone(), lang, removed: owned(removed), added: owned(added) });
        }
    }
    changes
}

fn entries(content: &Content) -> Vec<WrittenEntry> {
    let mut all = Vec::new();
    for term in &content.glossary {
        let entry = WrittenEntry::of("term", &term.id.value).text("term", Some(&term.term));
        all.push(entry.text("definition", Some(&term.definition)).lists("synonyms", &term.synonyms));
    }
    all.extend(content.guides.iter().map(of_guide));
    all.extend(content.checklists.iter().map(of_checklist));
    for change in &content.changes {
        let entry = WrittenEntry::of("change", &change.id.value).list("date", [change.date]);
        let entry = entry.text("title", Some(&change.title)).text("text", change.text.as_ref());
        let rows = change.rows.iter().map(|(table, row)| format!("{table}/{}", row.value));
        all.push(entry.list("articles", change.articles.iter().map(|id| &id.value)).list("rows", rows));
    }
    for topic in &content.out_of_scope {
        let entry = WrittenEntry::of("out_of_scope", &topic.id.value).text("title", Some(&topic.title));
        let entry = entry.text("text", Some(&topic.text));
        all.push(entry.lists("asked", &topic.asked).lists("unless", &topic.unless));
    }
    let sections = content.catalogue.iter().flat_map(|source| &source.sections);
    for fact in sections.flat_map(|section| &section.facts) {
        let entry = WrittenEntry::of("fact", &fact.id.value).text("text", Some(&fact.statement)).list("url", &fact.url);
        let entry = entry.list("verbatim", &fact.verbatim);
        all.push(entry.list("supersedes", fact.supersedes.iter().map(|id| &id.value)));
    }
    all.extend(content.tables.iter().map(of_table));
    all.extend(content.decisions.iter().map(of_decision));
    all
}

fn of_guide(guide: &Guide) -> WrittenEntry {
    let entry = WrittenEntry::of("guide", &guide.id).text("title", Some(&guide.title));
    entry.text("summary", guide.summary.as_ref()).list("steps", guide.steps.iter().map(|id| &id.value))
}

fn of_checklist(checklist: &Checklist) -> WrittenEntry {
    let mut entry = WrittenEntry::of("checklist", &checklist.id).text("title", Some(&checklist.title));
    entry = entry.text("summary", checklist.summary.as_ref());
    for variant in &checklist.variants {
        entry = entry.text(&format!("variants.{}", variant.id.value), Some(&variant.label));
    }
    let locales: Vec<Locale> = checklist.title.iter().map(|(locale, _)| locale).collect();
    for locale in locales {
        let groups = checklist.groups.iter();
        let lines = groups.flat_map(|group| {
            let items = group.items.iter().map(|item| written_item(item, locale));
            std::iter::once(group.title.get(locale).clone()).chain(items)
        });
        entry.push("items", Some(locale), lines.collect());
    }
    entry
}

/// An item with what it depends on.
fn written_item(item: &ChecklistItem, locale: Locale) -> String {
    let mut written = written(item.text.get(locale));
    let variants: Vec<&str> = item.variants.iter().map(|variant| variant.value.as_str()).collect();
    let when: Vec<String> = item.when.iter().map(|(column, is)| format!("{}={}", column.value, is.value)).collect();
    let see: Vec<&str> = item.see.iter().map(|article| article.value.as_str()).collect();
    for (key, values) in [("for", variants.join(", ")), ("when", when.join(", ")), ("see", see.join(", "))] {
        if !values.is_empty() {
            written += &format!(" ({key}: {values})");
        }
    }
    written
}

fn of_table(table: &RuleTable) -> WrittenEntry {
    let entry = WrittenEntry::of("rule", &table.id).text("title", Some(&table.title));
    let entry = entry.text("summary", table.summary.as_ref());
    let columns = table.columns.iter();
    let entry =
        columns.fold(entry, |entry, column| entry.text(&format!("columns.{}", column.id.value), Some(&column.label)));
    WrittenEntry { is_counted_elsewhere: true, ..entry }
}

fn of_decision(decision: &Decision) -> WrittenEntry {
    let mut entry = WrittenEntry::of("decision", &decision.id).text("title", Some(&decision.title));
    entry = entry.text("summary", decision.summary.as_ref()).lists("asked", &decision.asked);
    for fact in &decision.facts {
        let key = |name: &str| format!("facts.{}.{name}", fact.id.value);
        entry = entry.text(&key("label"), Some(&fact.label)).text(&key("question"), Some(&fact.question));
        entry = entry.text(&key("help"), fact.help.as_ref());
    }
    for outcome in &decision.outcomes {
        let key = |name: &str| format!("outcomes.{}.{name}", outcome.id.value);
        entry = entry.text(&key("action"), outcome.action.as_ref()).text(&key("title"), Some(&outcome.title));
        entry = entry.text(&key("explanation"), Some(&outcome.explanation.map(|pieces| written(pieces))));
        for (place, step) in outcome.steps.iter().enumerate() {
            entry = entry.text(&key(&format!("steps.{}", place + 1)), Some(&step.text.map(|pieces| written(pieces))));
        }
    }
    WrittenEntry { is_counted_elsewhere: true, ..entry }
}

/// A text as its author wrote it.
fn written(pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Column(column) => format!("{{{{{}}}}}", column.value),
        Piece::Cell(quote) => format!("{{{{{}.{}.{}}}}}", quote.table, quote.row, quote.column),
    });
    pieces.collect()
}

impl WrittenEntry {
    fn of(kind: &str, id: &impl ToString) -> Self {
        Self { name: format!("{kind}:{}", id.to_string()), parts: Vec::new(), is_counted_elsewhere: false }
    }

    fn push(&mut self, key: &str, locale: Option<Locale>, lines: Vec<String>) {
        if !lines.is_empty() {
            self.parts.push(EntryPart { key: key.to_owned(), locale, lines });
        }
    }

    fn text(mut self, key: &str, text: Option<&Localized<String>>) -> Self {
        for (locale, text) in text.into_iter().flat_map(Localized::iter) {
            let mut sentences = Vec::new();
            push_sentences(text, &mut sentences);
            self.push(key, Some(locale), sentences);
        }
        self
    }

    fn lists(mut self, key: &str, lists: &ByLocale<Vec<String>>) -> Self {
        for (locale, list) in lists.iter() {
            self.push(key, Some(locale), list.clone());
        }
        self
    }

    fn list(mut self, key: &str, items: impl IntoIterator<Item = impl ToString>) -> Self {
        self.push(key, None, items.into_iter().map(|item| item.to_string()).collect());
        self
    }
}
