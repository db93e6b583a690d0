//! Where a site goes: the output folder, looked at before anything is written.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::{DirExt, MetadataExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};

use super::manifest::{self, Manifest, Survey};
use super::{FolderOverlap, WriteError, at};
use crate::folder::absent;

/// The folders that a site is made of, and the one that holds its index.
const READ: [&str; 4] = ["content", "static", "templates", ".wenda"];
/// Other builds may replace the output folder while it is looked at: so often it is looked at again.
const ATTEMPTS: u32 = 1000;

/// The output folder by its name, and the open folder that it stands in.
#[derive(Debug)]
pub(super) struct Destination {
    pub(super) parent: Dir,
    pub(super) name: OsString,
    /// The output folder as it was named, for messages.
    pub(super) path: PathBuf,
}

/// An output folder that can be replaced.
#[derive(Debug)]
pub(super) struct ReplaceableFolder {
    pub(super) folder: Dir,
    metadata: Metadata,
    /// The site in it; without files if it is empty.
    pub(super) listed: Manifest,
    pub(super) survey: Survey,
}

impl Destination {
    /// The place of `out`, which is going to hold the site in the folder `site`. Makes the folders above it.
    pub(super) fn open(out: &Path, site: &Path) -> Result<Self, WriteError> {
        let name = out.file_name().ok_or_else(|| WriteError::NoParent(out.to_owned()))?.to_owned();
        let above = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let resolved = resolve(above, site)?;
        check_apart(out, &resolved, &name, site)?;
        let parent = resolved.open(above)?;
        Ok(Self { parent, name, path: out.to_owned() })
    }

    /// Makes sure that the output folder can be replaced, and nothing would be lost with it. `None` if there is none.
    pub(super) fn check(&self) -> Result<Option<ReplaceableFolder>, WriteError> {
        let mut attempts = 0..ATTEMPTS;
        loop {
            match self.look() {
                Err(WriteError::Io { error, .. })
                    if error.kind() == io::ErrorKind::NotFound && attempts.next().is_some() => {}
                looked => return looked,
            }
        }
    }

    /// The folder that stands there, be it what it may.
    pub(super) fn folder(&self) -> io::Result<Option<Dir>> {
        absent(self.parent.open_dir_nofollow(&self.name))
    }

    fn look(&self) -> Result<Option<ReplaceableFolder>, WriteError> {
        let path = &self.path;
        let Some(metadata) = absent(self.parent.symlink_metadata(&self.name)).map_err(at(path))? else {
            return Ok(None);
        };
        if metadata.is_symlink() {
            return Err(WriteError::Link(path.clone()));
        }
        if !metadata.is_dir() {
            return Err(WriteError::Foreign(path.clone()));
        }
        let folder = self.parent.open_dir_nofollow(&self.name).map_err(at(path))?;
        if is_mount_point(&folder, &self.parent).map_err(at(path))? {
            return Err(WriteError::MountPoint(path.clone()));
        }
        let (listed, survey) = match Manifest::read(&folder).map_err(at(path))? {
            Some(listed) => {
                let survey = listed.survey(&folder).map_err(at(path))?;
                if let Some(foreign) = survey.foreign {
                    return Err(WriteError::ForeignFile(path.join(foreign)));
                }
                (listed, survey)
            }
            None if folder.entries().map_err(at(path))?.next().is_none() => Default::default(),
            None => return Err(WriteError::Foreign(path.clone())),
        };
        check_writable(&folder).map_err(at(path))?;
        Ok(Some(ReplaceableFolder { folder, metadata, listed, survey }))
    }
}

impl ReplaceableFolder {
    /// Gives the owner, the group, the mode and the attributes of the output folder `out` to the folder that is going to take
    /// its place.
    #[cfg(unix)]
    pub(super) fn copy_access(&self, site: &Dir, out: &Path) -> Result<(), WriteError> {
        use cap_std::fs::MetadataExt as _;
        use rustix::fs::{Gid, Mode, Uid, fchmod, fchown};

        let new = site.open(".").map_err(at(out))?;
        let now = new.metadata().map_err(at(out))?;
        let other = |old: u32, new: u32| (old != new).then_some(old);
        let owner = other(self.metadata.uid(), now.uid()).map(Uid::from_raw);
        let group = other(self.metadata.gid(), now.gid()).map(Gid::from_raw);
        if owner.is_some() || group.is_some() {
            fchown(&new, owner, group).map_err(|_| WriteError::Owner(out.to_owned()))?;
        }
        fchmod(&new, Mode::from_raw_mode(self.metadata.mode())).map_err(|error| at(out)(error.into()))?;
        #[cfg(target_os = "linux")]
        super::attributes::copy_attributes(&self.folder, &new).map_err(at(out))?;
        Ok(())
    }

    /// Folders have no owner and no mode here.
    #[cfg(not(unix))]
    pub(super) fn copy_access(&self, _: &Dir, _: &Path) -> Result<(), WriteError> {
        let Self { metadata: _, .. } = self;
        Ok(())
    }
}

/// A path as far as it exists, without links, and the names that are still to be made.
pub(super) struct Resolved {
    existing: PathBuf,
    missing: PathBuf,
}

impl Resolved {
    pub(super) fn path(&self) -> PathBuf {
        self.existing.join(&self.missing)
    }

    /// Opens the folder, which was `named`. Makes it if it is not there.
    fn open(&self, named: &Path) -> Result<Dir, WriteError> {
        fs::create_dir_all(self.path()).map_err(at(named))?;
        Dir::open_ambient_dir(self.path(), ambient_authority()).map_err(at(named))
    }
}

/// Opens a folder that something of the site in the folder `site` is written to, beside its pages and apart from what it is made of.
/// Makes it if it is not there. No link that came with the site is followed out of it.
pub(crate) fn open_folder(folder: &Path, site: &Path) -> Result<Dir, WriteError> {
    let resolved = resolve(folder, site)?;
    if let Some(read) = read_above(&resolved.path(), site) {
        let (out, how, folder) = (folder.to_owned(), FolderOverlap::Inside, read.to_owned());
        return Err(WriteError::FolderOverlap { out, how, folder });
    }
    resolved.open(folder)
}

/// Follows a path link by link. Links are the business of whoever names the path, but for those that came with the site:
/// they lead nowhere out of it.
pub(super) fn resolve(path: &Path, site: &Path) -> Result<Resolved, WriteError> {
    // A site that is not there is told by whoever reads it.
    let site = site.canonicalize().ok();
    let is_of_site = |path: &Path| site.as_ref().is_some_and(|site| path.starts_with(site));
    let whole = std::path::absolute(path).map_err(at(path))?;
    let mut resolved = Resolved { existing: PathBuf::new(), missing: PathBuf::new() };
    for part in whole.components() {
        let Component::Normal(name) = part else {
            if part == Component::ParentDir && !resolved.missing.as_os_str().is_empty() {
                return Err(WriteError::NoParent(path.to_owned()));
            }
            match part {
                Component::ParentDir => drop(resolved.existing.pop()),
                part => resolved.existing.push(part),
            }
            continue;
        };
        let next = resolved.existing.join(name);
        if !resolved.missing.as_os_str().is_empty() || absent(fs::symlink_metadata(&next)).map_err(at(&next))?.is_none()
        {
            resolved.missing.push(name);
            continue;
        }
        let target = next.canonicalize().map_err(at(&next))?;
        if is_of_site(&next) && !is_of_site(&target) {
            return Err(WriteError::LinkOut { link: next, target });
        }
        resolved.existing = target;
    }
    Ok(resolved)
}

/// Makes sure that the output folder neither lies in a folder that is read nor holds one.
fn check_apart(out: &Path, above: &Resolved, name: &OsStr, site: &Path) -> Result<(), WriteError> {
    let overlap =
        |how, folder: &str| Err(WriteError::FolderOverlap { out: out.to_owned(), how, folder: folder.to_owned() });
    let own = above.path().join(name);
    if let Some(folder) = read_above(&own, site) {
        return overlap(FolderOverlap::Inside, folder);
    }
    if let Some(site) = above.path().ancestors().find(|folder| folder.join(manifest::NAME).is_file()) {
        return Err(WriteError::WithinSite { out: out.to_owned(), site: site.to_owned() });
    }
    let Some(out_folder) = identity(&own) else {
        return Ok(());
    };
    let read = READ.into_iter().map(|folder| (folder, site.join(folder)));
    for (folder, path) in std::iter::once(("content", site.to_owned())).chain(read) {
        let real = path.canonicalize().unwrap_or(path);
        if real.ancestors().filter_map(identity).any(|above| above == out_folder) {
            return overlap(FolderOverlap::Around, folder);
        }
    }
    Ok(())
}

/// The folder of the site that a resolved path lies in.
pub(super) fn read_above(own: &Path, site: &Path) -> Option<&'static str> {
    READ.into_iter().find(|folder| lies_in(own, site, OsStr::new(folder)))
}

/// Whether a resolved path lies in the folder `name` of `parent`, or is that. Folders are compared by what they are, so that
/// links and other spellings make no difference.
pub(super) fn lies_in(own: &Path, parent: &Path, name: &OsStr) -> bool {
    if identity(&parent.join(name))
        .is_some_and(|folder| own.ancestors().filter_map(identity).any(|above| above == folder))
    {
        return true;
    }
    // One that is not there yet would be that folder when it is. Some file systems ignore case.
    let lowercase = |name: &OsStr| name.to_string_lossy().to_lowercase();
    let home = identity(parent);
    home.is_some()
        && own.ancestors().any(|path| {
            path.file_name().is_some_and(|found| lowercase(found) == lowercase(name))
                && path.parent().and_then(identity) == home
        })
}

/// What tells a folder from all others; `None` if there is none.
fn identity(folder: &Path) -> Option<(u64, u64)> {
    let folder = Dir::open_ambient_dir(folder, ambient_authority()).ok()?;
    let metadata = folder.dir_metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Whether another file system begins at `folder`, or another view of the same one.
fn is_mount_point(folder: &Dir, parent: &Dir) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, StatxAttributes, StatxFlags, statx};
        let found = statx(folder, "", AtFlags::EMPTY_PATH, StatxFlags::BASIC_STATS)?;
        if found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT) {
            return Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT));
        }
    }
    Ok(folder.dir_metadata()?.dev() != parent.dir_metadata()?.dev())
}

/// Makes sure that what is in a folder can be removed, and the folder moved, before a site is made in vain.
#[cfg(unix)]
fn check_writable(folder: &Dir) -> io::Result<()> {
    use rustix::fs::{Access, AtFlags, accessat};
    let all = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    Ok(accessat(folder, ".", all, AtFlags::EACCESS)?)
}

#[cfg(not(unix))]
fn check_writable(folder: &Dir) -> io::Result<()> {
    folder.dir_metadata().map(drop)
}
