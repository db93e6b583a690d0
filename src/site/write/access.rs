//! Who owns a file or a folder, and who may do what with it.

use cap_std::fs::Metadata;

/// The owner, the group and the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Access {
    owner: u32,
    group: u32,
    mode: u32,
}

impl Access {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use cap_std::fs::MetadataExt;
        Self { owner: metadata.uid(), group: metadata.gid(), mode: metadata.mode() }
    }

    /// Files have no owner here, and can be written to or not.
    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { owner: 0, group: 0, mode: u32::from(!metadata.permissions().readonly()) }
    }
}
