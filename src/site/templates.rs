//! Which templates a site uses.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::source::{SourceFile, SourceFiles};

/// The folder of the templates.
pub(super) const FOLDER: &str = "templates/";

/// The templates that the site brings and no page is made with: none of the theme is called so, and none that is used names them
/// or may use a component of theirs.
pub fn unused_templates(sources: &SourceFiles) -> Vec<&Arc<SourceFile>> {
    let is_known = |file: &SourceFile| file.built_in || sources.replaced(&file.path).is_some();
    let holds_component = |file: &SourceFile| file.text().contains("{% component");
    let templates = || sources.below(FOLDER).filter(|file| file.path.ends_with(".html"));
    let (mut used, mut rest): (Vec<_>, Vec<_>) = templates().partition(|file| is_known(file) || holds_component(file));
    while let Some(file) = used.pop() {
        let named: BTreeSet<&str> = file.text().split(['"', '\'']).collect();
        let (more, left) = rest.into_iter().partition(|other| named.contains(&other.path[FOLDER.len()..]));
        used.extend::<Vec<_>>(more);
        rest = left;
    }
    rest
}
