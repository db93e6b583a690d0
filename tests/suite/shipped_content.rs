//! The help center that Wenda ships with.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use wenda::content::{self, Content, Locale};
use wenda::source::Sources;

use crate::support::ROOT;

/// The shipped content, read once for all tests.
static SHIPPED: LazyLock<Content<'static>> = LazyLock::new(|| {
    let (sources, mut diagnostics) = Sources::read(Path::new(ROOT)).unwrap();
    let sources: &'static Sources = Box::leak(Box::new(sources));
    let content = content::load(sources, &mut diagnostics).unwrap();
    let problems = diagnostics.into_sorted();
    assert!(problems.is_empty(), "{}", wenda::report::human(&problems, sources, false));
    content
});

#[test]
fn every_section_and_every_fact_is_stated() {
    let content = &*SHIPPED;
    let articles = content.articles.iter().flat_map(|article| &article.sources);
    let rows = content.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.sources);
    let cited: BTreeSet<&str> = articles.chain(rows).map(|section| section.value.as_str()).collect();
    for section in content.catalogue.iter().flat_map(|source| &source.sections) {
        assert!(cited.contains(section.id.as_str()), "nothing cites {}", section.id);
        assert!(!section.facts.is_empty(), "{} has no facts", section.id);
    }
    for fact in content::stated_facts(content) {
        assert!(!fact.stated_by.is_empty(), "nobody states {}", fact.fact);
    }
}

#[test]
fn the_catalogue_is_whole() {
    let content = &*SHIPPED;
    let sections: Vec<_> = content.catalogue.iter().flat_map(|source| &source.sections).collect();
    assert_eq!(sections.len(), 138);
    assert_eq!(sections.iter().map(|section| section.facts.len()).sum::<usize>(), 672);
}

#[test]
fn every_article_is_written_in_both_languages() {
    let content = &*SHIPPED;
    assert!(content.articles.len() >= 110, "{} articles", content.articles.len());
    for article in &content.articles {
        for locale in Locale::ALL {
            assert!(article.texts.get(locale).is_some(), "{} has no text in {locale}", article.id);
            assert!(!article.aliases.get(locale).is_empty(), "{} has no other ways to ask in {locale}", article.id);
        }
        assert!(article.sources.len() <= 6, "{} claims more than six sections", article.id);
        assert_eq!(article.verified.to_string(), "2018-11-19");
    }
}

#[test]
fn both_languages_have_the_same_structure() {
    for article in &SHIPPED.articles {
        let outline = |locale| {
            let text = article.texts.get(locale).as_ref().unwrap();
            text.answer.headings().map(|heading| (heading.level, heading.anchor.clone())).collect::<Vec<_>>()
        };
        assert_eq!(outline(Locale::Zh), outline(Locale::En), "{}", article.id);
    }
}
