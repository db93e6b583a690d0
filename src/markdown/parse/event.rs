//! Which events of the parser are running text.

use pulldown_cmark::{Event, Tag, TagEnd};

pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

pub(super) fn is_inline_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline(tag),
        Event::End(TagEnd::HtmlBlock) | Event::End(_) | Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}
