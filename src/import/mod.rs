//! Other tools' projects as sites of Wenda.
//!
//! ```text
//! folder -> ProjectFiles -> Project (pages, order, languages) -> Draft… -> SiteLayout -> ImportedSite -> a new folder, checked
//!                                                                                 with what no step told (`audit/`)
//! ```
//!
//! Each tool has one file in `tool/`, which knows its settings and nothing of Markdown. Markdown is converted in one way for all
//! (`convert/`), and what does not come along is told by a [`Remark`].

mod audit;
mod convert;
mod extension;
mod files;
mod front_matter;
mod glob;
mod import_error;
mod kind;
mod language;
mod layout;
mod letters;
mod link;
mod project;
mod remark;
mod report;
mod script;
mod setting;
mod site;
mod tool;
mod write;

use std::path::Path;

use rayon::prelude::*;

use self::convert::{Draft, PageContext};
use self::files::ProjectFiles;
pub use self::import_error::ImportError;
pub use self::kind::Tool;
use self::project::Project;
use self::remark::Remarks;
pub use self::remark::{Remark, RemarkKind};
pub use self::report::Import;
use self::setting::Setting;

/// Reads the project in a folder and writes a new site, with its report, to `out`.
///
/// # Errors
/// If there is nothing to import, `out` is there and not empty, or the machine fails.
pub fn import(folder: &Path, tool: Option<Tool>, out: &Path) -> Result<Import, ImportError> {
    write::check_free(out)?;
    let files = ProjectFiles::list(folder)?;
    let tool = tool.unwrap_or_else(|| Tool::of(&files));
    let project = tool.read(&files);
    if project.pages.is_empty() {
        return Err(ImportError::Nothing { folder: folder.to_owned(), tool });
    }
    let drafts: Vec<_> = project.pages.par_iter().map(|page| draft(&files, &project, page)).collect();
    if drafts.iter().all(|(draft, _)| draft.as_ref().is_none_or(|draft| draft.is_empty)) {
        return Err(ImportError::Empty(folder.to_owned(), project.pages.len()));
    }
    let (mut site, layout) = site::assemble(&files, &project, drafts);
    site.remarks.extend(files.remarks.iter().cloned());
    site.remarks.extend(project.remarks.iter().cloned());
    let became = site.origins.iter().map(|(path, origin)| (origin.clone(), path.clone())).collect();
    let mut import = Import {
        tool,
        texts: site.origins.len(),
        articles: layout.articles.len(),
        categories: layout.categories.len(),
        languages: layout.locales.iter().map(|locale| locale.code().to_owned()).collect(),
        became,
        remarks: Vec::new(),
        errors: 0,
    };
    let original = layout.locales.first().copied();
    write::write(site, &mut import, out, &|site| {
        original.map_or_else(Vec::new, |locale| audit::untold(&files, &project, site, locale))
    })?;
    Ok(import)
}

/// A page as a draft, and what is told of it.
fn draft(files: &ProjectFiles, project: &Project, page: &project::ProjectPage) -> (Option<Draft>, Remarks) {
    let (source, had_control) = match files.text(&page.path) {
        Ok(read) => read,
        Err(reason) => {
            let mut remarks = Remarks::on(&page.path, "");
            remarks.add(RemarkKind::Unread, format!("it was not imported: {reason}"), "");
            return (None, remarks);
        }
    };
    let mut context = PageContext::of(files, project, page, &source);
    if had_control {
        context.remarks.lost("control characters are left out", "");
    }
    let draft = context.draft(&source);
    let is_draft = draft.front.get("draft").is_some_and(Setting::is_true);
    if is_draft {
        context.remarks.lost("it is a draft, and was left out", "");
    }
    (Some(draft).filter(|_| !is_draft), context.into_remarks())
}
