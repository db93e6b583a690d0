//! `llms.txt`: what the site holds, for language models (llmstxt.org). Articles are named by their texts in Markdown.

use std::fmt::Write as _;

use crate::markdown::as_commonmark;
use crate::name::{CategoryId, Locale};
use crate::site::address::Address;
use crate::site::page::{Context, LinkView};
use crate::site::plan::SitePlan;
use crate::site::theme::Theme;

/// All languages in one file, the first one first.
pub(super) fn text(plan: &SitePlan<'_>, theme: &Theme) -> String {
    let context = |locale: Locale| plan.context(theme, locale);
    let locales = plan.content.languages.locales();
    let mut text = format!("# {}\n", as_commonmark(&context(locales.first()).text(&plan.content.site.title)));
    for locale in locales.iter() {
        push_language(&mut text, context(locale));
    }
    let data = ["articles", "decisions", "rules"].map(Address::data);
    let _infallible = write!(text, "\n## JSON\n\n");
    for path in data {
        let _infallible = writeln!(text, "- [{path}]({}{path})", root(context(locales.first())));
    }
    text
}

fn root(context: Context<'_>) -> &str {
    context.base_url.unwrap_or_default()
}

fn push_language(text: &mut String, context: Context<'_>) {
    let content = context.content;
    if let Some(description) = context.optional_text(content.site.description.as_ref()) {
        let _infallible = writeln!(text, "\n> {}", as_commonmark(&description));
    }
    let articles_in = |category: &CategoryId| {
        let articles = context.relations.articles_in(category).iter().filter_map(|article| {
            let written = article.texts.get(context.locale)?;
            let address = Address::article(context.locale, &article.id).twin();
            Some((written.title(content), address, Some(written.summary(content))))
        });
        articles.collect::<Vec<_>>()
    };
    for category in &content.categories {
        push_section(text, &context.text(&category.title), articles_in(&category.id.value).into_iter(), context);
    }
    push_section(text, &context.message("about"), articles_in(&CategoryId::none()).into_iter(), context);
    let decisions = content.decisions.iter().map(|decision| {
        let LinkView { title, path, .. } = LinkView::to_decision(decision, context);
        (title, path, context.optional_text(decision.summary.as_ref()))
    });
    push_section(text, &context.message("search_decision"), decisions, context);
    let tables = content.tables.iter().map(|table| {
        let LinkView { title, path, .. } = LinkView::to_table(table, context);
        (title, path, context.optional_text(table.summary.as_ref()))
    });
    push_section(text, &context.message("rules"), tables, context);
}

fn push_section(
    text: &mut String,
    title: &str,
    links: impl Iterator<Item = (String, String, Option<String>)>,
    context: Context<'_>,
) {
    let mut links = links.peekable();
    if links.peek().is_none() {
        return;
    }
    let _infallible = write!(text, "\n## {}\n\n", as_commonmark(title));
    for (title, path, summary) in links {
        let address = Address::of_path_on(&path, root(context));
        let _infallible = write!(text, "- [{}]({address})", as_commonmark(&title));
        if let Some(summary) = summary {
            let _infallible = write!(text, ": {}", as_commonmark(&summary));
        }
        text.push('\n');
    }
}
