//! What changed, as feeds (Atom, RFC 4287).

use std::fmt::Write as _;

use super::xml::escaped;
use crate::content::{Change, Row, RuleTable};
use crate::name::StandardPage;
use crate::site::address::Address;
use crate::site::page::{Context, LinkView, touched_by};

/// So many of the latest changes are in a feed.
const MAX_ENTRIES: usize = 50;

/// All that changed.
pub(super) fn of_site(context: Context<'_>) -> String {
    let page = Address::standard(context.locale, StandardPage::Changes);
    let title = context.text(&context.content.site.title);
    let changes: Vec<&Change> = context.content.changes.iter().collect();
    feed(&format!("{title} · {}", context.message("changes")), (&page, &changes), context)
}

/// What changed in a row.
pub(super) fn of_row((table, row): (&RuleTable, &Row), context: Context<'_>) -> String {
    let page = Address::row(context.locale, &table.id, &row.id.value);
    let name = context.content.tables.row_name(row, context.locale);
    let title = format!("{name} · {} · {}", context.text(&table.title), context.message("changes"));
    feed(&title, (&page, context.relations.changes_of_row(&table.id, &row.id.value)), context)
}

/// The feed that a page shows; the changes are the latest first.
fn feed(title: &str, (page, changes): (&Address, &[&Change]), context: Context<'_>) -> String {
    let base_url = context.base_url.unwrap_or_default();
    let full = |path: &str| escaped(&Address::of_path_on(path, base_url));
    let changes = &changes[..changes.len().min(MAX_ENTRIES)];
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        context.language().tag()
    );
    let updated = changes.first().map(|change| change.date.to_string()).unwrap_or_default();
    let _infallible = writeln!(
        feed,
        "<title>{}</title>\n<id>{page}</id>\n<link href=\"{page}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n<updated>{updated}T00:00:00Z</updated>\n<author><name>{author}</name></author>",
        escaped(title),
        page = full(&page.to_string()),
        own = full(&page.feed_beside()),
        author = escaped(&context.text(&context.content.site.title)),
    );
    for change in changes {
        push_entry(&mut feed, change, context);
    }
    feed.push_str("</feed>\n");
    feed
}

fn push_entry(feed: &mut String, change: &Change, context: Context<'_>) {
    let base_url = context.base_url.unwrap_or_default();
    let address = escaped(&Address::of_path_on(&Address::change(context.locale, &change.id.value), base_url));
    let _infallible = writeln!(
        feed,
        "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<updated>{}T00:00:00Z</updated>",
        escaped(&context.text(&change.title)),
        change.date,
    );
    for LinkView { title, path, .. } in touched_by(change, context) {
        let href = escaped(&Address::of_path_on(&path, base_url));
        let _infallible = writeln!(feed, "<link rel=\"related\" href=\"{href}\" title=\"{}\"/>", escaped(&title));
    }
    if let Some(text) = context.optional_text(change.text.as_ref()) {
        let _infallible = writeln!(feed, "<content type=\"text\">{}</content>", escaped(&text));
    }
    feed.push_str("</entry>\n");
}
