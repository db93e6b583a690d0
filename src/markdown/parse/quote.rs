//! Quotes of rule tables, as they are written.

use std::str::FromStr;

use crate::name::SnippetId;

/// The table, row and column that a quote of a cell names: `table.row.column`.
pub(crate) fn cell_path<T, R, C>(quoted: &str) -> Option<(T, R, C)>
where
    T: FromStr,
    R: FromStr,
    C: FromStr,
{
    let mut parts = quoted.trim().split('.');
    let path = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(path)
}

/// The snippet that a quote names: `snippets/id`.
pub(crate) fn snippet_path(quoted: &str) -> Option<SnippetId> {
    quoted.trim().strip_prefix("snippets/")?.parse().ok()
}

/// Whether a run is `{{table}}` or `{{table: columns}}` and nothing else, to be looked at as a paragraph.
pub(super) fn is_table_quote(run: &str) -> bool {
    let run = run.trim();
    run.starts_with("{{")
        && run.find("}}") == Some(run.len() - 2)
        && cell_path::<String, String, String>(&run[2..run.len() - 2]).is_none()
        && !run[2..].trim_start().starts_with("snippets/")
}
