//! Which texts of the old version are called otherwise in the new one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use super::change::Renaming;
use crate::content::{ArticleText, Content, OldPath};
use crate::name::{ByLocale, Target};

/// A text with its name, in every language.
pub(super) type NamedTexts<'c> = (String, &'c ByLocale<ArticleText>);
/// A text by its place among others, in every language.
type PlacedTexts<'c> = (usize, &'c ByLocale<ArticleText>);

/// Of so many pairs the texts are compared; where there are more, they have to be the same.
const MAX_PAIRS: usize = 1 << 14;
/// Texts are nearly the same if Dice's coefficient of their shingles is as high.
const NEARLY_THE_SAME: f64 = 0.7;
/// So many characters are a shingle.
const SHINGLE: usize = 4;

/// The texts of two versions, each with what it is in the other.
#[derive(Debug)]
pub(super) struct MatchedTexts<'c> {
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    pub(super) renamed: Vec<Renaming>,
    /// Those of both, by what the new version calls them: what they were, and are.
    pub(super) both: Vec<(String, &'c ByLocale<ArticleText>, &'c ByLocale<ArticleText>)>,
}

impl<'c> MatchedTexts<'c> {
    /// Matches them by name, by what is `known` of what each is called now, and by what they say.
    pub(super) fn of(old: Vec<NamedTexts<'c>>, new: Vec<NamedTexts<'c>>, known: &BTreeMap<String, String>) -> Self {
        let [of_old, of_new] =
            [&old, &new].map(|texts| texts.iter().map(|(name, _)| &**name).collect::<BTreeSet<&str>>());
        let gone: Vec<&NamedTexts<'_>> = old.iter().filter(|(name, _)| !of_new.contains(&**name)).collect();
        let came: Vec<&NamedTexts<'_>> = new.iter().filter(|(name, _)| !of_old.contains(&**name)).collect();
        let pairs = pairs(&gone, &came, known);
        let was: BTreeMap<&str, &str> = pairs.iter().map(|(was, is)| (&*came[*is].0, &*gone[*was].0)).collect();
        let names = |texts: &[&NamedTexts<'_>], is_renamed: &dyn Fn(&str) -> bool| {
            texts.iter().filter(|(name, _)| !is_renamed(name)).map(|(name, _)| name.clone()).collect()
        };
        let are: BTreeSet<&str> = was.values().copied().collect();
        let (added, removed) = (names(&came, &|name| was.contains_key(name)), names(&gone, &|name| are.contains(name)));
        let renamed =
            was.iter().map(|(to, from)| Renaming { from: (*from).to_owned(), to: (*to).to_owned() }).collect();
        let by_name: BTreeMap<&str, &'c ByLocale<ArticleText>> =
            old.iter().map(|(name, texts)| (&**name, *texts)).collect();
        let both = new.iter().filter_map(|(name, is)| {
            let before = by_name.get(was.get(&**name).copied().unwrap_or(name))?;
            Some((name.clone(), *before, *is))
        });
        Self { added, removed, renamed, both: both.collect() }
    }
}

/// Which of those that are gone are which of those that came, by their places; each once.
fn pairs<'c>(
    gone: &[&NamedTexts<'c>],
    came: &[&NamedTexts<'c>],
    known: &BTreeMap<String, String>,
) -> Vec<(usize, usize)> {
    let hashes = |texts: &ByLocale<ArticleText>| texts.values().map(|text| text.source.hash).collect::<Vec<_>>();
    let by_name: BTreeMap<&str, usize> = came.iter().enumerate().map(|(new, (name, _))| (&**name, new)).collect();
    let by_hash: BTreeMap<_, usize> = came.iter().enumerate().map(|(new, (_, texts))| (hashes(texts), new)).collect();
    let found = |new: &dyn Fn(&NamedTexts<'_>) -> Option<usize>| {
        gone.iter().enumerate().filter_map(|(old, texts)| Some((old, new(texts)?))).collect::<Vec<_>>()
    };
    let told = found(&|(name, _)| by_name.get(&**known.get(name)?).copied());
    let same = found(&|(_, texts)| by_hash.get(&hashes(texts)).copied());
    let (mut old, mut new) = (HashSet::new(), HashSet::new());
    let mut pairs: Vec<(usize, usize)> = told.into_iter().chain(same).collect();
    pairs.retain(|(was, is)| !old.contains(was) && new.insert(*is) && old.insert(*was));
    let left = |texts: &[&NamedTexts<'c>], taken: &HashSet<usize>| {
        let texts = texts.iter().enumerate().filter(|(place, _)| !taken.contains(place));
        texts.map(|(place, (_, texts))| (place, *texts)).collect::<Vec<_>>()
    };
    let mut alike = alike(&left(gone, &old), &left(came, &new));
    alike.retain(|(was, is)| !old.contains(was) && new.insert(*is) && old.insert(*was));
    pairs.extend(alike);
    pairs
}

/// What redirects, and accepted translations, tell of articles: what each is called now.
pub(super) fn known_articles(content: &Content) -> BTreeMap<String, String> {
    let mut known: BTreeMap<String, String> =
        content.translation_lock.renamed().map(|(old, new)| (old.to_owned(), new.to_string())).collect();
    for redirect in &content.redirects {
        let path: &str = match &redirect.from.value {
            OldPath::InEach(path) => path,
            OldPath::FromRoot(locale, path) => path.strip_prefix(&format!("{locale}/")).unwrap_or(path),
        };
        let Target::Article(to, None) = &redirect.to.value else {
            continue;
        };
        let page = path.strip_prefix("pages/").map(|_| path);
        if let Some(from) = path.strip_prefix("faq/").or(page).and_then(|path| path.strip_suffix('/')) {
            known.insert(from.to_owned(), to.to_string());
        }
    }
    known
}

/// The pairs that say nearly the same, most alike first.
fn alike(gone: &[PlacedTexts<'_>], came: &[PlacedTexts<'_>]) -> Vec<(usize, usize)> {
    if gone.is_empty() || came.is_empty() || gone.len().saturating_mul(came.len()) > MAX_PAIRS {
        return Vec::new();
    }
    // One side may have many texts: those of the other are held, and its own are read one by one.
    let holds_gone = gone.len() <= came.len();
    let (few, many) = if holds_gone { (gone, came) } else { (came, gone) };
    let few: Vec<(usize, HashSet<u64>)> = few.iter().map(|(place, texts)| (*place, shingles(texts))).collect();
    let mut alike: Vec<(f64, usize, usize)> = Vec::new();
    for (other, texts) in many {
        let read = shingles(texts);
        for (place, held) in &few {
            let likeness = dice(held, &read);
            if likeness >= NEARLY_THE_SAME {
                let (old, new) = if holds_gone { (*place, *other) } else { (*other, *place) };
                alike.push((likeness, old, new));
            }
        }
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    alike.into_iter().map(|(_, old, new)| (old, new)).collect()
}

/// Dice's coefficient: twice what two sets have in common, of all that they hold.
fn dice(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let common = one.intersection(other).count();
    2.0 * common as f64 / (one.len() + other.len()).max(1) as f64
}

/// The shingles of what somebody wrote, in every language, by their hashes.
fn shingles(texts: &ByLocale<ArticleText>) -> HashSet<u64> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut shingles = HashSet::new();
    for text in texts.values().filter(|text| !text.is_derived()) {
        let opened = text.source.open();
        let characters: Vec<char> = opened.text().chars().filter(|character| !character.is_whitespace()).collect();
        shingles.extend(characters.windows(SHINGLE).map(|shingle| hasher.hash_one(shingle)));
    }
    shingles
}
