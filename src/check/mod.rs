//! Lints that need the whole site: what a reader could not find.

mod languages;
mod links;
mod translations;
mod verbatim;

pub use languages::differing_numbers;
pub use links::check as links;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::content::{ARTICLE_FOLDER, Article, Content};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::name::{ArticleId, SnippetId, Target};
use crate::site::unused_templates;
use crate::source::SourceFiles;

/// Looks at the content as a whole, and at what else the site brings.
pub fn check(content: &Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    categories_without_articles(content, diagnostics);
    unread_templates(sources, diagnostics);
    unused_snippets(content, diagnostics);
    verbatim::check(content, sources, diagnostics);
    // What is refused in an article is not in its tree: compared now, its languages would differ for reasons already told.
    if !diagnostics.has_errors() {
        translations::check(content, diagnostics);
        articles(content, sources, diagnostics);
    }
}

/// Looks at the articles, each in itself and all together.
fn articles(content: &Content, sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    let surroundings = content.surroundings(sources);
    let read: Vec<(Diagnostics, Vec<&ArticleId>)> = content
        .articles
        .par_iter()
        .map(|article| {
            let found = article.memo.languages.get_or(surroundings, || languages::check(&article.texts, content));
            (translations::without_stale(found, article.id.as_str(), &article.texts, content), leads_to(article))
        })
        .collect();
    let mut led_to: HashSet<&ArticleId> = HashSet::with_capacity(2 * content.articles.len());
    for (found, articles) in read {
        diagnostics.append(found);
        led_to.extend(articles);
    }
    led_to.extend(content.site.popular.iter().map(|popular| &popular.value));
    led_to.extend(content.guides.iter().flat_map(|guide| &guide.steps).map(|step| &step.value));
    let items = content.checklists.iter().flat_map(|checklist| &checklist.groups).flat_map(|group| &group.items);
    led_to.extend(items.filter_map(|item| item.see.as_ref()).map(|see| &see.value));
    // The page of a row lists the articles about it.
    let has_page = |table| content.tables.get(table).is_some_and(|table| table.pages);
    let about_rows = content.articles.iter().filter(|article| article.about.iter().any(|(table, _)| has_page(table)));
    led_to.extend(about_rows.map(|article| &article.id));
    for outcome in content.decisions.iter().flat_map(|decision| &decision.outcomes) {
        led_to.extend(
            outcome
                .articles
                .iter()
                .chain(outcome.steps.iter().filter_map(|step| step.see.as_ref()))
                .map(|led| &led.value),
        );
    }
    for snippet in content.snippets.iter() {
        let found = languages::check(&snippet.texts, content);
        diagnostics.append(translations::without_stale(found, &snippet.path(), &snippet.texts, content));
    }
    orphan_articles(content, &led_to, diagnostics);
}

/// Snippets that no text shows, nor a draft: what is only quoted by such snippets is one, too.
fn unused_snippets(content: &Content, diagnostics: &mut Diagnostics) {
    let shown: HashSet<&SnippetId> =
        [&content.articles, &content.drafts].into_iter().flat_map(|articles| content.quoted_by(articles)).collect();
    let in_snippets = content.snippets.iter().flat_map(|snippet| snippet.texts.values());
    let in_snippets: HashSet<&SnippetId> =
        in_snippets.flat_map(|text| &text.outline.snippets).map(|quote| &quote.snippet).collect();
    for snippet in content.snippets.iter().filter(|snippet| !shown.contains(&snippet.id)) {
        if let Some(text) = snippet.texts.values().next() {
            let id = &snippet.id;
            let message = if in_snippets.contains(id) {
                format!("only snippets that nothing quotes quote the snippet `{id}`")
            } else {
                format!("nothing quotes the snippet `{id}`")
            };
            let hint = format!("quote it, as `{{{{{}}}}}`, or remove its files", snippet.path());
            diagnostics.push(Diagnostic::new(Code::StrayFile, text.source.id, message).hint(hint));
        }
    }
}

/// The articles that an article leads its reader to.
fn leads_to(article: &Article) -> Vec<&ArticleId> {
    let linked = article.texts.values().flat_map(|text| &text.outline.links).filter_map(|link| match &link.target {
        Target::Article(id, _) => Some(id),
        _ => None,
    });
    let related = article.related.iter().map(|related| &related.value);
    related.chain(linked).filter(|id| **id != article.id).collect()
}

/// Articles that stand in the lists of all articles and nowhere else.
fn orphan_articles(content: &Content, led_to: &HashSet<&ArticleId>, diagnostics: &mut Diagnostics) {
    let navigation = content.site.navigation.iter().map(|link| &link.to.value);
    let navigation: HashSet<&ArticleId> =
        navigation.filter_map(|target| if let Target::Article(id, _) = target { Some(id) } else { None }).collect();
    // The first article of a site has none to be found from.
    let articles = content.articles.iter().filter(|article| content.articles.len() > 1 && !article.is_page());
    for article in articles.filter(|article| !led_to.contains(&article.id) && !navigation.contains(&article.id)) {
        let message = format!("nothing but the lists of all articles leads to `{}`", article.id);
        diagnostics.push(
            Diagnostic::new(Code::OrphanArticle, article.file, message)
                .hint("link to it from an article that its readers read before, or name it there under `related:`"),
        );
    }
}

fn categories_without_articles(content: &Content, diagnostics: &mut Diagnostics) {
    let articles = content.articles.iter().chain(&content.drafts);
    let used: HashSet<_> = articles.flat_map(|article| article.category.path()).collect();
    for category in content.categories.iter().filter(|category| !used.contains(&category.id.value)) {
        let folder = format!("{ARTICLE_FOLDER}{}/", category.id.value);
        let message = format!("the category `{}` has no articles", category.id.value);
        let hint = format!("write one in `{folder}`, or remove the category");
        diagnostics
            .push(Diagnostic::new(Code::EmptyCategory, category.id.span, message).hint(hint).expected_in(folder));
    }
}

/// Files in `templates/` that nothing reads or uses: most often a misspelt override.
fn unread_templates(sources: &SourceFiles, diagnostics: &mut Diagnostics) {
    for file in sources.below("templates/") {
        let name = file.below("templates/").unwrap_or_default();
        let is_of_words = name.starts_with("strings.") && name.ends_with(".yaml");
        if !name.ends_with(".html") && !is_of_words {
            diagnostics.push(
                Diagnostic::new(Code::StrayFile, file.id, format!("nothing reads `{}`", file.path))
                    .hint("templates end in `.html`; their words are in `strings.<language>.yaml`"),
            );
        }
    }
    for file in unused_templates(sources) {
        let name = file.below("templates/").unwrap_or_default();
        let known: Vec<&str> = sources
            .below("templates/")
            .filter(|file| file.built_in && file.path.ends_with(".html"))
            .filter_map(|file| file.below("templates/"))
            .collect();
        let hint = match closest(name, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give it the name of the template that it takes the place of (`wenda eject` lists them), or include it in one".to_owned(),
        };
        let message = format!("no page is made with `{}`", file.path);
        diagnostics.push(Diagnostic::new(Code::StrayFile, file.id, message).hint(hint));
    }
}
