//! Which folders commands write.

use std::path::{Component, Path};

use super::failure::Failure;
use crate::diagnostic::visible_on_a_line;
use crate::site::is_reserved;

/// Makes sure that a folder to be written has a name that can be seen, and that every system takes.
pub(super) fn check_name(folder: &Path) -> Result<(), Failure> {
    let Some(Component::Normal(name)) = folder.components().next_back() else {
        return Ok(());
    };
    let name = name.to_string_lossy();
    let shown = visible_on_a_line(&name);
    if *shown != *name {
        return Err(Failure::Usage(format!(
            "`{shown}` holds a character that nobody sees: name the folder without it"
        )));
    }
    let remedy = match &*name {
        name if name.starts_with(' ') => "begin it with no space",
        name if name.ends_with([' ', '.']) => "end it with no space or dot",
        name if is_reserved(name) => "it means a device there, whatever ending it has; choose another one",
        _ => return Ok(()),
    };
    Err(Failure::Usage(format!("Windows takes no folder of the name `{shown}`: {remedy}")))
}

/// Whether a folder to be written is another one, or lies in it, wherever links lead.
pub(super) fn lies_in(folder: &Path, other: &Path) -> bool {
    let (Ok(folder), Ok(other)) = (std::path::absolute(folder), other.canonicalize()) else {
        return false;
    };
    // What is there of it says where `..` and links lead.
    folder.ancestors().find_map(|parent| parent.canonicalize().ok()).is_some_and(|parent| parent.starts_with(other))
}
