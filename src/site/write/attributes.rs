//! Attributes of folders that are neither owner nor mode: who else may do what, and notes of users' own.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::io;
use std::os::fd::AsFd;

use cap_std::fs::{Dir, File};
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;

/// Who else may do what in a folder, and in what is made in it.
const ACCESS: [&[u8]; 2] = [b"system.posix_acl_access", b"system.posix_acl_default"];
/// The beginning of the names that users give. Others are for the system to give.
const USER: &[u8] = b"user.";
/// A list of names, or a value, has so many bytes at most (`XATTR_LIST_MAX`, `XATTR_SIZE_MAX`).
const MAX_BYTES: usize = 64 << 10;

/// Gives the access lists and the user's attributes of a folder to another one. The other keeps none that it has of the folder
/// that it stands in.
///
/// Fails on what cannot be given, where the file system knows such attributes.
pub(super) fn copy_attributes(old: &Dir, new: &File) -> io::Result<()> {
    // The folder may have been opened as a mere place, which tells nothing.
    let old = old.open(".")?;
    let wanted = names(&old)?;
    for name in names(new)?.difference(&wanted) {
        allow_unsupported(fremovexattr(new, name.as_c_str()))?;
    }
    let mut value = vec![0; MAX_BYTES];
    for name in &wanted {
        let length = match fgetxattr(&old, name.as_c_str(), &mut value[..]) {
            // Somebody removed it meanwhile.
            Err(Errno::NODATA) => continue,
            read => read?,
        };
        allow_unsupported(fsetxattr(new, name.as_c_str(), &value[..length], XattrFlags::empty()))?;
    }
    Ok(())
}

/// The names of the attributes that are given.
fn names(folder: impl AsFd) -> io::Result<BTreeSet<CString>> {
    let mut list = vec![0; MAX_BYTES];
    let length = match flistxattr(folder, &mut list[..]) {
        Err(error) if is_unsupported(error) => 0,
        read => read?,
    };
    let names = list[..length].split(|byte| *byte == 0);
    Ok(names
        .filter(|name| ACCESS.contains(name) || name.starts_with(USER))
        .filter_map(|name| CString::new(name).ok())
        .collect())
}

fn allow_unsupported(given: rustix::io::Result<()>) -> io::Result<()> {
    match given {
        Err(error) if is_unsupported(error) => Ok(()),
        given => Ok(given?),
    }
}

fn is_unsupported(error: Errno) -> bool {
    matches!(error, Errno::NOTSUP | Errno::NOSYS)
}
