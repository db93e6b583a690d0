//! The index as files for browsers: what of a [`Snapshot`] each of them holds, which [`shard::piece`](crate::search::shard::piece)
//! writes.
//!
//! [`Shards`](crate::search::shard::Shards) reads them. The documents of each language are numbered by what they are
//! about, so that the same site gives the same files, however its index came to be.

mod blocks;
mod compression;
mod cut;
mod packs;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::io::{self, Write};
use std::ops::{Bound, Range};

use rayon::prelude::*;

use self::blocks::blocks;
pub use self::compression::compress;
pub use self::packs::PackFile;
use self::packs::{PackSize, Packs, Unpacked};
use self::terms::encode;
use super::document::language;
use super::index::{IndexError, Snapshot, other_texts};
use crate::analysis::{Conversion, Dictionary, Folded, Neighbours, UNIFIED, is_han, readings, traditional};
use crate::search::query::{
    DecisionText, DocumentRanges, Expansion, Field, PositionedTerm, Postings as _, StoredFields as _, SynonymEntry,
    matching_documents,
};
use crate::search::shard::piece::{
    CHARACTERS_PER_PIECE, DOCUMENTS_PER_PIECE, Entry, IndexHeader, IndexPiece, Lengths, Questions, Readings,
    TopicTexts, Words, sound_key,
};
use crate::search::shard::wire::fnv1a;

/// An index as files.
#[derive(Clone, Debug)]
pub struct Export {
    /// What is known of all of it, but for the names of its packs. Not compressed.
    pub head: Vec<u8>,
    /// Its packs, in the order of the head.
    pub packs: Vec<PackFile>,
    /// All pieces in one file, if they are few.
    pub whole: Option<PackFile>,
}

/// So much of what is shown is in memory at once, in documents.
const FRAGMENTS_AT_ONCE: usize = 256;
/// So many whole questions lie in one piece.
const QUESTIONS: usize = 32;

/// What an index answers that has all at hand.
fn answer<T>(lookup: Result<T, Infallible>) -> T {
    let Ok(answer) = lookup;
    answer
}

/// The documents of an index, in the order in which browsers number them.
struct Order {
    /// The numbers in the index.
    documents: Vec<u32>,
    /// By number in the index, the number in browsers.
    places: Vec<u32>,
    languages: Vec<(String, Range<u32>)>,
}

impl Order {
    fn of(snapshot: &Snapshot) -> Self {
        let numbers: Vec<u32> = snapshot.numbers().collect();
        let languages = numbers.par_iter().map(|document| language(snapshot.tie_breaker(*document)));
        let mut numbered: Vec<(u8, u32)> =
            languages.zip(&numbers).map(|(language, document)| (language, *document)).collect();
        numbered.par_sort_by_cached_key(|(language, document)| (*language, snapshot.tie_breaker(*document)));
        let mut order =
            Self { documents: Vec::new(), places: vec![0; snapshot.max_doc() as usize], languages: Vec::new() };
        let mut last = None;
        for (place, (language, document)) in (0..).zip(numbered) {
            match order.languages.last_mut() {
                Some((_, documents)) if last == Some(language) => documents.end = place + 1,
                _ => {
                    let code = snapshot.stored(document).map(|stored| stored.fragment.language);
                    order.languages.push((code.unwrap_or_default(), place..place + 1));
                }
            }
            last = Some(language);
            order.places[document as usize] = place;
            order.documents.push(document);
        }
        order
    }

    fn place(&self, document: u32) -> u32 {
        self.places[document as usize]
    }
}

/// Writes an index as files.
///
/// # Errors
/// If the disk fails.
pub fn export(snapshot: &Snapshot) -> Result<Export, IndexError> {
    let exported = written(snapshot).map_err(IndexError::Disk)?;
    snapshot.check()?;
    Ok(exported)
}

fn written(snapshot: &Snapshot) -> io::Result<Export> {
    let order = Order::of(snapshot);
    let mut packs = Packs::new(order.documents.len() as u32, snapshot.spools());
    let lengths_starts = lengths_starts(&order);
    let fragments = fragments(snapshot, &order, &lengths_starts)?;
    let fragments = packs.add(IndexPiece::FRAGMENT, &PackSize::FRAGMENTS, fragments)?;
    let dictionary = dictionary_of(snapshot);
    let block_starts = {
        let terms = encode(entries(snapshot, &order, &dictionary), snapshot, &order)?;
        let (starts, blocks) = blocks(&terms);
        packs.add(IndexPiece::BLOCK, &PackSize::BLOCKS, vec![blocks])?;
        starts
    };
    let questions = questions(snapshot, &order);
    let head = IndexHeader {
        languages: order.languages.clone(),
        average_lengths: Field::WORDS.map(|field| snapshot.average_length(field)),
        word_frequencies: dictionary.uses() as u64,
        question_pieces: questions.len() as u32,
        block_starts,
        ..IndexHeader::default()
    };
    let topics = snapshot.vocabulary().topics().topics();
    let topics = if topics.is_empty() { Vec::new() } else { vec![TopicTexts::write(topics)] };
    let lengths = lengths(snapshot, &order, &lengths_starts, &fragments);
    for (kind, pieces) in [
        (IndexPiece::Lengths(0), lengths),
        (IndexPiece::Topics(0), topics),
        (IndexPiece::Decision(0), decisions(snapshot, &order)),
        (IndexPiece::Readings(0), usual_readings()),
        (IndexPiece::Words(0), words(snapshot)),
        (IndexPiece::Exact(0), questions),
    ] {
        let numbered = (0..).zip(pieces);
        let pieces = numbered.map(|(number, bytes): (u32, _)| Unpacked::new(bytes, &number.to_string())).collect();
        packs.add(kind.name().0, &PackSize::OTHERS, vec![pieces])?;
    }
    let (directory, packs, whole) = packs.finish()?;
    Ok(Export { head: IndexHeader { lengths_starts, directory, ..head }.write(), packs, whole })
}

/// The words of the dictionary that may occur in what is there. The index may still know words of what was removed.
fn dictionary_of(snapshot: &Snapshot) -> Dictionary {
    let vocabulary = snapshot.vocabulary();
    let mut neighbours = Neighbours::default();
    let mut pairs = snapshot.term_cursor(&[Field::Bigrams], (Bound::Unbounded, Bound::Unbounded));
    while pairs.advance() {
        if pairs.stands() {
            neighbours.add(pairs.term());
        }
    }
    let decisions = vocabulary.decisions().decisions();
    for text in other_texts(vocabulary.synonym_rules(), vocabulary.topics().topics(), decisions) {
        Folded::new(text).texts().for_each(|text| neighbours.add(text));
    }
    vocabulary.dictionary().pruned(&neighbours)
}

/// What is known of terms beside where they stand; in their order.
fn entries(snapshot: &Snapshot, order: &Order, dictionary: &Dictionary) -> Vec<Entry> {
    // Characters that stand alone are words, too; those that do not are in pairs.
    let mut characters = BTreeSet::new();
    let mut terms = snapshot.term_cursor(&[Field::Alias, Field::Bigrams], (Bound::Unbounded, Bound::Unbounded));
    while terms.advance() {
        if terms.term().chars().any(|character| is_han(character) && !characters.contains(&character)) && terms.stands()
        {
            characters.extend(terms.term().chars().filter(|character| is_han(*character)));
        }
    }
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut entry = |term: &str, know: &dyn Fn(&mut Entry)| {
        let unknown = || Entry { term: term.to_owned(), ..Entry::default() };
        know(entries.entry(term.to_owned()).or_insert_with(unknown));
    };
    for (word, frequency) in dictionary.words() {
        entry(word, &|known| known.frequency = Some(frequency as u64));
    }
    let topics = snapshot.vocabulary().topics();
    let decisions = snapshot.vocabulary().decisions();
    let pieces = topics.all().flat_map(|(_, phrases)| phrases).flat_map(|phrase| &phrase.pieces);
    let pieces = pieces.chain(decisions.all().flat_map(|(_, phrases)| phrases).flat_map(|phrase| &phrase.pieces));
    let asked: BTreeSet<char> = pieces.flatten().flat_map(|text| text.chars()).collect();
    for (word, simplified) in traditional().words() {
        // What the site never writes, and no query is compared with, may stay as it is.
        let is_written = |character: char| characters.contains(&character) || asked.contains(&character);
        let kinds = [Conversion::Characters, Conversion::Words].into_iter();
        let mut words = kinds.filter_map(|kind| kind.of(simplified)).flat_map(|words| words.split(' '));
        if words.any(|word| word.chars().all(is_written)) {
            entry(word, &|known| known.simplified = Some(simplified.to_owned()));
        }
    }
    let expansions = expansions(snapshot, order);
    for (first, synonyms) in snapshot.vocabulary().synonym_map().all() {
        let placed = |SynonymEntry { from, to }: &SynonymEntry| SynonymEntry {
            from: from.clone(),
            to: to.iter().filter_map(|expansion| expansions.get(&expansion.terms).cloned()).collect(),
        };
        entry(first, &|known| known.synonyms = synonyms.iter().map(placed).collect());
    }
    for (first, phrases) in topics.all() {
        entry(first, &|known| known.topics = phrases.to_vec());
    }
    for (first, phrases) in decisions.all() {
        entry(first, &|known| known.decisions = phrases.to_vec());
    }
    for character in &characters {
        let usual = readings(*character).first().filter(|_| UNIFIED.contains(character)).copied();
        entry(character.encode_utf8(&mut [0; 4]), &|known| known.reading = usual.map(str::to_owned));
        let sounds: BTreeSet<String> = readings(*character)
            .into_iter()
            .flat_map(|reading| [sound_key(reading, true), sound_key(&reading[..1], false)])
            .collect();
        for sound in sounds {
            entry(&sound, &|known| known.sounds.push(*character));
        }
    }
    entries.into_values().collect()
}

/// What queries are expanded by, by its terms, with where it stands. What stands nowhere, no query finds.
fn expansions(snapshot: &Snapshot, order: &Order) -> BTreeMap<Vec<PositionedTerm>, Expansion> {
    let synonyms = snapshot.vocabulary().synonym_map().all().flat_map(|(_, synonyms)| synonyms);
    let all: BTreeSet<Vec<PositionedTerm>> =
        synonyms.flat_map(|synonym| &synonym.to).map(|expansion| expansion.terms.clone()).collect();
    let placed = all.into_par_iter().filter_map(|terms| {
        let range = |fields: &[Field]| -> Range<u32> {
            let documents = fields
                .iter()
                .flat_map(|field| answer(matching_documents(&terms, *field, 0..snapshot.max_doc(), snapshot)));
            let places: Vec<u32> = documents.map(|(document, _)| order.place(document)).collect();
            let holds = |documents: &&Range<u32>| places.iter().any(|place| documents.contains(place));
            let mut languages = order.languages.iter().map(|(_, documents)| documents).filter(holds);
            let first = languages.next().cloned().unwrap_or_default();
            first.start..languages.next_back().map_or(first.end, |last| last.end)
        };
        let documents = DocumentRanges { titles: range(&Field::TITLES), bodies: range(&[Field::Body]) };
        (documents != DocumentRanges::default()).then(|| (terms.clone(), Expansion { terms, documents }))
    });
    placed.collect()
}

/// What is shown of documents, apart where their lengths are in another piece.
fn fragments(snapshot: &Snapshot, order: &Order, starts: &[u32]) -> io::Result<Vec<Vec<Unpacked<'static>>>> {
    let mut spool = snapshot.spools().begin();
    let (mut spooled, mut written) = (0, Vec::with_capacity(order.documents.len()));
    for documents in order.documents.chunks(FRAGMENTS_AT_ONCE) {
        let write = |document: &u32| {
            let shown = snapshot.stored(*document).map(|stored| stored.fragment);
            shown.map_or_else(Default::default, |shown| (shown.write(), fnv1a(None, shown.id.as_bytes())))
        };
        let shown: Vec<(Vec<u8>, u64)> = documents.par_iter().map(write).collect();
        for (bytes, key) in shown {
            spool.write_all(&bytes)?;
            written.push((spooled..spooled + bytes.len(), key));
            spooled += bytes.len();
        }
    }
    let bytes = spool.finish()?;
    let mut runs: Vec<Vec<Unpacked<'_>>> = Vec::new();
    for (place, (range, key)) in (0..).zip(written) {
        let fragment = Unpacked::spooled(bytes.slice(range), key);
        match runs.last_mut() {
            Some(run) if starts.binary_search(&place).is_err() => run.push(fragment),
            _ => runs.push(vec![fragment]),
        }
    }
    Ok(runs)
}

/// The words that begin with each letter.
fn words(snapshot: &Snapshot) -> Vec<Vec<u8>> {
    let of_letter = |letter| {
        let words: BTreeSet<String> = answer(snapshot.words(letter)).into_iter().collect();
        Words { words: words.into_iter().collect() }.write()
    };
    ('a'..='z').map(of_letter).collect()
}

/// What is said of each decision, language by language.
fn decisions(snapshot: &Snapshot, order: &Order) -> Vec<Vec<u8>> {
    let decisions = snapshot.vocabulary().decisions();
    let numbers = (0..).zip(decisions.decisions()).map(|(number, _)| number);
    let in_language = |number| {
        let languages = order.languages.iter();
        languages.map(move |(code, _)| decisions.told(number, code).map(DecisionText::write).unwrap_or_default())
    };
    numbers.flat_map(in_language).collect()
}

/// Whole questions.
fn questions(snapshot: &Snapshot, order: &Order) -> Vec<Vec<u8>> {
    let Ok(questions) = snapshot.terms(Field::Exact, "", usize::MAX);
    let mut by_piece: Vec<BTreeMap<u64, Vec<(u32, u32)>>> = vec![BTreeMap::new(); questions.len().div_ceil(QUESTIONS)];
    for question in questions {
        let hash = Questions::hash(&question);
        let Ok(found) = snapshot.frequencies(Field::Exact, &question, 0..snapshot.max_doc());
        let found = found.into_iter().map(|(document, times)| (order.place(document), times));
        let piece = (hash % by_piece.len() as u64) as usize;
        by_piece[piece].entry(hash).or_default().extend(found);
    }
    let write = |mut questions: BTreeMap<u64, Vec<(u32, u32)>>| {
        questions.values_mut().for_each(|documents| documents.sort_unstable());
        Questions::write(&questions)
    };
    by_piece.into_iter().map(write).collect()
}

/// The documents with which the pieces of lengths begin. None holds two languages.
fn lengths_starts(order: &Order) -> Vec<u32> {
    let documents = order.languages.iter().map(|(_, documents)| documents.clone());
    documents.flat_map(|documents| documents.step_by(DOCUMENTS_PER_PIECE as usize)).collect()
}

/// The lengths of documents, and of their fragments as these are packed.
fn lengths(snapshot: &Snapshot, order: &Order, starts: &[u32], fragments: &[u32]) -> Vec<Vec<u8>> {
    let mut groups: Vec<u64> =
        order.documents.iter().map(|document| answer(snapshot.translation_group(*document))).collect();
    groups.sort_unstable();
    groups.dedup();
    let group = |document: &u32| {
        let Ok(known) = snapshot.translation_group(*document);
        groups.partition_point(|group| *group < known) as u32
    };
    let all = Field::WORDS.map(|field| answer(snapshot.lengths(field, 0..snapshot.max_doc())));
    let ends = starts.iter().skip(1).map(|start| *start as usize).chain([order.documents.len()]);
    let pieces = starts.iter().zip(ends).map(|(start, end)| {
        let documents = &order.documents[*start as usize..end];
        let words = all.each_ref().map(|all| documents.iter().map(|document| all[*document as usize]).collect());
        let groups = documents.iter().map(group).collect();
        Lengths { groups, words, fragments: fragments[*start as usize..end].to_vec() }.write()
    });
    pieces.collect()
}

/// How all characters are read.
fn usual_readings() -> Vec<Vec<u8>> {
    let usual: Vec<Option<&str>> = UNIFIED.map(|character| readings(character).first().copied()).collect();
    usual.chunks(CHARACTERS_PER_PIECE as usize).map(Readings::write).collect()
}
