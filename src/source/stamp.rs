//! What a file system tells of a file without opening it: by that a file is known to hold what it held.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// File systems count time in steps; those of the coarsest are two seconds (FAT).
const COARSEST_STEP: Duration = Duration::from_secs(2);

/// Where a file stands on its disk, and when it was written and changed.
///
/// Whoever writes a file may set the time of its writing, never that of its change. Systems without the latter tell nothing that
/// could be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    pub(super) device: u64,
    pub(super) inode: u64,
    /// In nanoseconds since 1970.
    pub(super) written: i64,
    pub(super) changed: i64,
}

impl Stamp {
    /// How many bytes it takes in a list.
    pub(super) const BYTES: usize = 40;

    /// The stamp of a file; `None` if the system does not tell enough.
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds = |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        Some(Self {
            bytes: metadata.len(),
            device: metadata.dev(),
            inode: metadata.ino(),
            written: nanoseconds(metadata.mtime(), metadata.mtime_nsec())?,
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec())?,
        })
    }

    /// The stamp of a file; `None` if the system does not tell enough.
    #[cfg(not(unix))]
    pub(super) fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }

    /// Whether a file of this stamp, looked at in a `moment` or later, has another one after every later change: it was last
    /// changed so long before that a change could not fall into the same step of the clock.
    pub(super) fn is_settled(&self, moment: SystemTime) -> bool {
        let before = moment.duration_since(UNIX_EPOCH).ok().and_then(|since| since.checked_sub(COARSEST_STEP));
        let before = before.and_then(|before| i64::try_from(before.as_nanos()).ok());
        before.is_some_and(|before| self.written.max(self.changed) < before)
    }

    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let parts = [self.bytes, self.device, self.inode, self.written.cast_unsigned(), self.changed.cast_unsigned()];
        let mut bytes = [0; Self::BYTES];
        bytes.chunks_exact_mut(8).zip(parts).for_each(|(to, part)| to.copy_from_slice(&part.to_le_bytes()));
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let (parts, _) = bytes.as_chunks::<8>();
        let part = |at: usize| u64::from_le_bytes(parts[at]);
        let (bytes, device, inode) = (part(0), part(1), part(2));
        Self { bytes, device, inode, written: part(3).cast_signed(), changed: part(4).cast_signed() }
    }
}
