//! Writes the new site: whole or not at all, into a folder that is not there or is empty; and checks it before anybody sees it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::import_error::ImportError;
use super::remark::{Remark, RemarkKind};
use super::report::{self, Import};
use super::site::ImportedSite;
use crate::diagnostic::{Code, Diagnostic, Place, Severity, counted};
use crate::pipeline::Session;
use crate::source::SourceFiles;

/// Tells what pages lost that no remark names.
type Untold<'a> = dyn Fn(&ImportedSite) -> Vec<Remark> + 'a;

/// What is found wrong is mended so often.
const ROUNDS: usize = 6;

/// Makes sure that nothing stands where the site is to be.
pub(super) fn check_free(out: &Path) -> Result<(), ImportError> {
    match out.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ImportError::Write(out.to_owned(), error)),
        Ok(found) if found.is_dir() && fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none()) => Ok(()),
        Ok(_) => Err(ImportError::Taken(out.to_owned())),
    }
}

/// Writes a site beside its place, checks and mends it there, and puts it into its place.
///
/// What no step told of the pages that came out is told by `untold`.
pub(super) fn write(
    mut site: ImportedSite,
    import: &mut Import,
    out: &Path,
    untold: &Untold<'_>,
) -> Result<(), ImportError> {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| ImportError::Taken(out.to_owned()))?;
    let above = out.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ImportError::Write(path, error)
    };
    fs::create_dir_all(above).map_err(failed(above))?;
    let begun = above.join(format!(".{name}.import-{}", std::process::id()));
    fs::create_dir(&begun).map_err(failed(&begun))?;
    let written = write_into(&begun, (&mut site, import), untold).and_then(|()| {
        if out.is_dir() {
            // It is empty, or this fails.
            fs::remove_dir(out).map_err(failed(out))?;
        }
        fs::rename(&begun, out).map_err(failed(out))
    });
    if written.is_err() {
        // What is left of a failed import is in nobody's way.
        let _left = fs::remove_dir_all(&begun);
    }
    written
}

fn write_into(
    folder: &Path,
    (site, import): (&mut ImportedSite, &mut Import),
    untold: &Untold<'_>,
) -> Result<(), ImportError> {
    for (path, bytes) in &site.files {
        put(folder, path, bytes)?;
    }
    import.errors = mend_all(folder, site, &Session::new(folder))?;
    let untold = untold(site);
    import.remarks = std::mem::take(&mut site.remarks);
    import.remarks.extend(untold);
    import.remarks.sort();
    import.remarks.dedup();
    put(folder, "import-report.md", report::written(import).as_bytes())
}

/// Mends what is found wrong with a site, and tells how many errors are left.
fn mend_all(folder: &Path, site: &mut ImportedSite, session: &Session) -> Result<usize, ImportError> {
    let mut found = problems(folder, session)?;
    for _ in 0..ROUNDS {
        if found.is_empty() {
            break;
        }
        for (path, problems) in found {
            mend(site, &path, &problems);
            match site.files.get(&path) {
                Some(bytes) => put(folder, &path, bytes)?,
                None => fs::remove_file(folder.join(&path))
                    .map_err(|error| ImportError::Write(folder.join(&path), error))?,
            }
        }
        found = problems(folder, session)?;
    }
    Ok(found.values().map(Vec::len).sum())
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let target = folder.join(path);
    let failed = |error| ImportError::Write(target.clone(), error);
    if let Some(above) = target.parent() {
        fs::create_dir_all(above).map_err(failed)?;
    }
    fs::write(&target, bytes).map_err(failed)
}

/// A problem by the bytes of its file.
#[derive(Debug)]
struct FoundProblem {
    code: Code,
    message: String,
    range: Option<(usize, usize)>,
}

/// The errors of a site, by the paths of the files. The session reads what was changed since it was asked last.
fn problems(folder: &Path, session: &Session) -> Result<BTreeMap<String, Vec<FoundProblem>>, ImportError> {
    let unreadable =
        |error: crate::source::SourceError| ImportError::Read(folder.to_owned(), io::Error::other(error.to_string()));
    let loaded = session.load().map_err(unreadable)?;
    let mut planned = loaded.plan(None);
    planned.pages().for_each(drop);
    let report = planned.report();
    let mut found: BTreeMap<String, Vec<FoundProblem>> = BTreeMap::new();
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        let (path, problem) = located(diagnostic, &report.sources);
        found.entry(path).or_default().push(problem);
    }
    Ok(found)
}

fn located(diagnostic: &Diagnostic, sources: &SourceFiles) -> (String, FoundProblem) {
    let path = sources.file(diagnostic.place.file()).path.clone();
    let range = match diagnostic.place {
        Place::Text(span) => Some((span.start as usize, span.end as usize)),
        Place::File(_) => None,
    };
    (path, FoundProblem { code: diagnostic.code, message: diagnostic.message.clone(), range })
}

/// Changes a file so that it has not these problems: what cannot be said is shown as code.
fn mend(site: &mut ImportedSite, path: &str, problems: &[FoundProblem]) {
    let origin = site.origins.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let Some(text) = site.files.get(path).and_then(|bytes| String::from_utf8(bytes.clone()).ok()) else {
        site.files.remove(path);
        site.remarks.push(Remark::of_file(
            RemarkKind::Lost,
            &origin,
            format!("it was left out: {}", problems[0].message),
        ));
        return;
    };
    if path == "content/redirects.yaml" {
        site.files.insert(path.to_owned(), without_entries(&text, problems).into_bytes());
        site.remarks.push(Remark::of_file(
            RemarkKind::Lost,
            ".",
            format!(
                "{} without a redirect: {}",
                counted(problems.len(), "old address", "old addresses"),
                problems[0].message
            ),
        ));
        return;
    }
    let start = text.find("\n# ").map_or(0, |at| at + 1);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut changed: Vec<usize> = Vec::new();
    for problem in problems {
        let at = problem.range.map_or(start, |(from, _)| from.min(text.len()));
        let line = text[..text.floor_char_boundary(at)].matches('\n').count();
        if changed.contains(&line) {
            continue;
        }
        changed.push(line);
        let message = format!(
            "line {} of `{path}` was changed so that the site can be built: {} ({})",
            line + 1,
            problem.message,
            problem.code.name()
        );
        site.remarks.push(Remark::of_file(RemarkKind::Look, &origin, message));
        let is_title = problem.range.is_none_or(|(from, _)| from <= start);
        if let Some(line) = lines.get_mut(line) {
            *line = as_code(line, problem, is_title);
        }
    }
    site.files.insert(path.to_owned(), (lines.join("\n") + "\n").into_bytes());
}

/// A line that says the same and is nothing but text.
fn as_code(line: &str, problem: &FoundProblem, is_title: bool) -> String {
    match problem.code {
        // It is code already, and the space before it too deep.
        Code::MarkdownNesting if line.trim().starts_with("`` ") => String::new(),
        Code::MarkdownNesting => format!("`` {} ``", line.replace("``", "`").trim()),
        Code::EmptyArticle => format!("{line}\n\n…"),
        // The heading of a part, which stands as high as the title.
        Code::MissingQuestion if !is_title => format!("#{line}"),
        Code::DuplicateId | Code::InvalidId if line.starts_with('#') => match line.rsplit_once(" {#") {
            Some((before, _)) => before.to_owned(),
            None => line.replace('{', "("),
        },
        _ => {
            let lead = line.len() - line.trim_start_matches([' ', '>', '-', '*', '#', '|']).len();
            let (lead, rest) = line.split_at(lead);
            format!("{lead}`` {} ``", rest.replace("``", "`").trim())
        }
    }
}

/// A list of entries of two lines without those that problems lie in.
fn without_entries(text: &str, problems: &[FoundProblem]) -> String {
    let line = |at: usize| text[..text.floor_char_boundary(at.min(text.len()))].matches('\n').count();
    let bad: Vec<usize> = problems.iter().map(|problem| problem.range.map_or(0, |(from, _)| line(from) / 2)).collect();
    let lines: Vec<&str> = text.lines().collect();
    let kept = lines.chunks(2).enumerate().filter(|(entry, _)| !bad.contains(entry));
    kept.map(|(_, entry)| entry.join("\n") + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Progress, Stage};

    fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, ImportedSite) {
        let folder = tempfile::tempdir().unwrap();
        let mut site = ImportedSite::default();
        for (path, text) in files {
            put(folder.path(), path, text.as_bytes()).unwrap();
            site.files.insert((*path).to_owned(), text.as_bytes().to_vec());
        }
        (folder, site)
    }

    #[test]
    fn a_site_without_errors_is_read_once() {
        let (folder, mut site) =
            site(&[("content/site.yaml", "title: A\nlocales: [en]\n"), ("content/faq/a/b.md", "# A\n\nText.\n")]);
        let pages = |work: &mut dyn FnMut(&Session)| {
            let progress = Progress::default();
            work(&Session::new(folder.path()).reporting_to(&progress));
            progress.ended()[&Stage::Pages].done
        };
        let once = pages(&mut |session| assert!(problems(folder.path(), session).unwrap().is_empty()));
        let mended = pages(&mut |session| assert_eq!(mend_all(folder.path(), &mut site, session).unwrap(), 0));
        assert!(once > 0);
        assert_eq!(mended, once, "pages that were made");
    }

    #[test]
    fn errors_that_are_left_are_counted_one_by_one() {
        let (folder, mut site) = site(&[
            ("content/site.yaml", "title: A\nlocales: [en]\n"),
            ("content/faq/a/b.md", "# A\n\nText.\n"),
            // What mends Markdown mends no lock.
            ("content/translations.lock", "first\nsecond\n"),
        ]);
        assert_eq!(mend_all(folder.path(), &mut site, &Session::new(folder.path())).unwrap(), 2);
    }
}
