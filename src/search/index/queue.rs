//! Documents on their way to the threads of the engine.
//!
//! The engine takes thousands of documents before it has whoever brings them wait, and while its threads write a segment they take
//! none. So they wait here: memory holds few bytes of documents that no thread took, however large each is.

use std::iter::Empty;
use std::slice;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::schema::Field as Column;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

/// Documents wait once so many bytes of others do.
const MAX_WAITING: usize = 8 << 20;

/// How many bytes of documents wait for the engine.
#[derive(Clone, Debug, Default)]
pub(super) struct DocumentQueue(Arc<WaitingBytes>);

#[derive(Debug, Default)]
struct WaitingBytes {
    count: Mutex<usize>,
    /// Some of them are gone.
    fewer: Condvar,
}

impl DocumentQueue {
    /// A document with these values, once there is room for it. There is again when the engine drops what it was given.
    pub(super) fn admit(&self, values: Vec<(Column, ColumnValue)>) -> QueuedDocument {
        let bytes = values.iter().map(|(_, value)| value.bytes()).sum();
        let waiting = self.0.count.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |waiting: &mut usize| *waiting > MAX_WAITING;
        let mut waiting = self.0.fewer.wait_while(waiting, is_full).unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
        QueuedDocument { values, bytes, queue: self.clone() }
    }

    fn release(&self, bytes: usize) {
        *self.0.count.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.0.fewer.notify_all();
    }
}

/// What stands in a column of a document.
#[derive(Debug)]
pub(super) enum ColumnValue {
    Number(u64),
    Terms(String),
    Stored(Vec<u8>),
}

impl ColumnValue {
    fn bytes(&self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::Terms(terms) => terms.len(),
            Self::Stored(bytes) => bytes.len(),
        }
    }
}

/// A document that the engine is given.
#[derive(Debug)]
pub(super) struct QueuedDocument {
    values: Vec<(Column, ColumnValue)>,
    bytes: usize,
    queue: DocumentQueue,
}

impl Drop for QueuedDocument {
    fn drop(&mut self) {
        self.queue.release(self.bytes);
    }
}

impl Document for QueuedDocument {
    type Value<'a> = &'a ColumnValue;
    type FieldsValuesIter<'a> = QueuedValues<'a>;

    fn iter_fields_and_values(&self) -> QueuedValues<'_> {
        QueuedValues(self.values.iter())
    }
}

/// The values of a document, each with its column.
#[derive(Debug)]
pub(super) struct QueuedValues<'a>(slice::Iter<'a, (Column, ColumnValue)>);

impl<'a> Iterator for QueuedValues<'a> {
    type Item = (Column, &'a ColumnValue);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(column, value)| (*column, value))
    }
}

impl<'a> Value<'a> for &'a ColumnValue {
    type ArrayIter = Empty<Self>;
    type ObjectIter = Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self {
            ColumnValue::Number(number) => ReferenceValueLeaf::U64(*number),
            ColumnValue::Terms(terms) => ReferenceValueLeaf::Str(terms),
            ColumnValue::Stored(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn few_bytes_wait() {
        const BYTES: usize = MAX_WAITING / 4;
        let queue = DocumentQueue::default();
        let (give, take) = mpsc::channel();
        let bringing = queue.clone();
        let bringer = thread::spawn(move || {
            for _ in 0..100 {
                let value = ColumnValue::Stored(vec![0; BYTES]);
                give.send(bringing.admit(vec![(Column::from_field_id(0), value)])).unwrap();
            }
        });
        let mut most = 0;
        let mut taken = 0;
        for document in take {
            most = most.max(*queue.0.count.lock().unwrap());
            taken += 1;
            drop(document);
        }
        bringer.join().unwrap();
        assert_eq!(taken, 100);
        assert_eq!(*queue.0.count.lock().unwrap(), 0);
        assert!((BYTES..=MAX_WAITING + BYTES).contains(&most), "{most} bytes waited");
    }
}
