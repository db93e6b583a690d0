//! What is remembered, up to a weight.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Remembers values up to a weight, in bytes. When it is full, it forgets what nobody asked for since it was half full: the newer
/// half takes the place of the older one.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    halves: Mutex<Halves<K, V>>,
    /// That of each half.
    most: usize,
}

#[derive(Debug)]
struct Halves<K, V> {
    newer: HashMap<K, (V, usize)>,
    older: HashMap<K, (V, usize)>,
    weight: usize,
}

/// An entry weighs so much beside what it holds.
const ENTRY: usize = 96;

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub(super) fn new(most: usize) -> Self {
        let halves = Halves { newer: HashMap::new(), older: HashMap::new(), weight: 0 };
        Self { halves: Mutex::new(halves), most: most / 2 }
    }

    pub(super) fn get(&self, key: &K) -> Option<V> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((value, _)) = halves.newer.get(key) {
            return Some(value.clone());
        }
        let (value, weight) = halves.older.remove(key)?;
        halves.put(key.clone(), (value.clone(), weight), self.most);
        Some(value)
    }

    pub(super) fn put(&self, key: K, value: V, weight: usize) {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.put(key, (value, weight + ENTRY), self.most);
    }
}

impl<K: Eq + Hash, V> Halves<K, V> {
    fn put(&mut self, key: K, value: (V, usize), most: usize) {
        if value.1 > most {
            return;
        }
        // It takes the place of what was there before.
        if let Some((_, weight)) = self.newer.remove(&key) {
            self.weight -= weight;
        }
        if self.weight + value.1 > most {
            self.older = std::mem::take(&mut self.newer);
            self.weight = 0;
        }
        self.weight += value.1;
        self.newer.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let cache = Cache::new(20 * (ENTRY + 4));
        for key in 0..1_000 {
            cache.put(key, key, 4);
            assert_eq!(cache.get(&0), Some(0), "{key}");
        }
        let known = (0..1_000).filter(|key| cache.get(key).is_some()).count();
        assert!((10..=20).contains(&known), "{known}");
        cache.put(1, 1, 100 * ENTRY);
        assert_eq!(cache.get(&1), None, "what is too heavy is not kept");
        cache.put(0, 0, 4);
        for _ in 0..1_000 {
            cache.put(2, 2, 4);
        }
        assert_eq!(cache.get(&0), Some(0), "what takes its own place takes no more");
    }
}
