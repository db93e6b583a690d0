//! Markdown, whatever it holds: a tree, HTML that holds nothing but what Wenda makes, and places within the file.

use std::borrow::Cow;
use std::cell::RefCell;

use proptest::prelude::*;
use proptest::sample::select;
use wenda::diagnostic::{Diagnostics, Place};
use wenda::markdown::{
    AlertKind, CellQuote, Referents, Resolve, ResolvedImage, ResolvedLink, TableQuote, html, parse, parse_again,
    plain_text,
};
use wenda::name::Target;
use wenda::source::{FileBody, SourceFile, SourceFiles};

use crate::campaign::campaign;
use crate::html::Vocabulary;
use crate::mutation::{MARKDOWN, mutate, mutations};
use crate::seeds::{SMALL, texts};
use crate::support::{en, write, zh};

/// A site in which everything is found.
struct Everything;

impl Referents for Everything {
    fn cell(&self, quote: &CellQuote) -> Option<Cow<'_, str>> {
        Some(quote.column.to_string().into())
    }

    fn title(&self, target: &Target) -> Option<Cow<'_, str>> {
        Some(target.to_string().into())
    }
}

impl Resolve for Everything {
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        Some(match target {
            Target::External(address) => ResolvedLink { href: address.clone(), external: true },
            Target::Anchor(anchor) => ResolvedLink { href: format!("#{anchor}"), external: false },
            _ => ResolvedLink { href: "../../".to_owned(), external: false },
        })
    }

    fn image(&self, _: &str) -> Option<ResolvedImage> {
        Some(ResolvedImage { src: "../../files/x.gif".to_owned(), width: 1, height: 1 })
    }

    fn table(&self, _: &TableQuote) -> String {
        String::new()
    }

    fn table_cells(&self, _: &TableQuote) -> Vec<Vec<String>> {
        Vec::new()
    }

    fn alert(&self, kind: AlertKind) -> String {
        kind.name().to_owned()
    }

    fn details(&self) -> String {
        "details".to_owned()
    }

    fn task(&self) -> String {
        "task".to_owned()
    }

    fn footnote_back(&self) -> String {
        "back".to_owned()
    }
}

/// A file with this text.
fn file(text: String) -> SourceFile {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &SMALL);
    let (sources, _) = SourceFiles::read(folder.path()).unwrap();
    let mut file = SourceFile::clone(sources.get("content/faq/basics/price.en.md").unwrap());
    file.body = FileBody::Text(text);
    file
}

#[test]
fn markdown() {
    let seeds = texts(".md");
    let inputs = (select(seeds), mutations(MARKDOWN)).prop_map(|(seed, changes)| {
        // What no text may hold is found where files are read.
        let text = mutate(seed, &changes, 60_000);
        text.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect::<String>()
    });
    let vocabulary = RefCell::new(Vocabulary::of_markdown());
    let template = file(String::new());
    campaign("markdown", 6_000, &inputs, |text| {
        let mut file = template.clone();
        file.body = FileBody::Text(text);
        for locale in [zh(), en()] {
            let mut diagnostics = Diagnostics::default();
            let document = parse(&file, locale, &mut diagnostics);
            prop_assert_eq!(&document, &parse_again(&file, locale));
            let has_errors = diagnostics.has_errors();
            for diagnostic in diagnostics.into_sorted() {
                if let Place::Text(span) = diagnostic.place {
                    prop_assert!(file.text().get(span.range()).is_some(), "{diagnostic:?}");
                }
                prop_assert!(!diagnostic.message.is_empty());
            }
            let page = html(&document, &Everything);
            if let Err(wrong) = vocabulary.borrow_mut().check_part(&page, has_errors) {
                return Err(TestCaseError::fail(format!("{wrong}\n{page}")));
            }
            for block in &document.blocks {
                if let wenda::markdown::Block::Paragraph(content) = block {
                    plain_text(content, &Everything);
                }
            }
        }
        Ok(())
    });
}
