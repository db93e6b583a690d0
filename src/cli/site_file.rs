//! Writing a file of a site in the place of what was there.

use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::failure::Failure;
use crate::folder::{explained, replace};

/// Writes a file of a site, whole, in the place of what was there. `false` if it holds the same already.
pub(super) fn write(site: &Path, path: &str, text: &str) -> Result<bool, Failure> {
    let failed = |error| Failure::Machine(format!("cannot write `{}`: {error}", site.join(path).display()));
    let opened = Dir::open_ambient_dir(site, ambient_authority()).map_err(failed)?;
    if opened.read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(false);
    }
    let replaced = replace(&opened, path, |output| output.write_all(text.as_bytes()));
    replaced.map_err(|error| failed(explained(&opened, path, error)))?;
    Ok(true)
}
