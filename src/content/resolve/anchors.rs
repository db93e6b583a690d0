//! Headings that links name as they were called before, or as they are called in another language.

use super::checker::ReferenceChecker;
use crate::content::{ArticleText, Outline};
use crate::diagnostic::{Code, Diagnostic, Fix, Span};
use crate::markdown::{AsWritten, heading_slug, plain_text};
use crate::name::Target;

impl ReferenceChecker<'_> {
    /// What is told of a link to a heading that is not there, with the anchor to write if there is no doubt which is meant.
    pub(super) fn with_anchor(
        &self,
        unknown: Diagnostic,
        target: &Target,
        (text, link): (&ArticleText, Span),
    ) -> Diagnostic {
        if unknown.code != Code::UnknownAnchor {
            return unknown;
        }
        let (named, found) = match target {
            Target::Anchor(anchor) => (anchor, meant(anchor, &text.outline)),
            Target::Article(id, Some(anchor)) => {
                let article = self.content.article(id);
                let there = article.and_then(|article| article.text(text.locale)).map(|text| &text.outline);
                let others = article.into_iter().flat_map(|article| article.texts.values()).map(|text| &text.outline);
                let of_place = || others.into_iter().find_map(|other| in_the_same_place(anchor, other, there?));
                (anchor, there.and_then(|there| meant(anchor, there)).or_else(of_place))
            }
            _ => return unknown,
        };
        let written = format!("#{named})");
        match found {
            Some(found) => unknown
                .hint(format!("the heading is `#{found}`: `wenda check --fix` writes that"))
                .fix(Fix::within(link, &written, 1..written.len() - 1, found)),
            None => unknown,
        }
    }
}

/// The only heading that has the anchor but for its case, or has one of its own and such a text.
fn meant(anchor: &str, outline: &Outline) -> Option<String> {
    // Ids that begin with `_` are the theme's.
    let is_meant = |known: &str, slug: &str| {
        !known.starts_with('_') && (known.to_lowercase() == anchor.to_lowercase() || slug == anchor)
    };
    let slug = |place: usize| heading_slug(&plain_text(&outline.headings[place].content, &AsWritten));
    let mut found =
        (0..outline.headings.len()).filter(|place| is_meant(&outline.headings[*place].anchor, &slug(*place)));
    let first = found.next()?;
    found.next().is_none().then(|| outline.headings[first].anchor.clone())
}

/// The heading that stands where one with the anchor stands in another language, if both have the same levels.
fn in_the_same_place(anchor: &str, other: &Outline, there: &Outline) -> Option<String> {
    let levels = |outline: &Outline| outline.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    let place = other.headings.iter().position(|heading| heading.anchor == anchor)?;
    (levels(other) == levels(there)).then(|| there.headings[place].anchor.clone())
}
