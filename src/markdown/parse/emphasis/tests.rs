use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::super::reader::OPTIONS;
use super::{EventSource, Events, InlineTokens, OffsetEvent};

fn parsed(text: &str) -> EventSource<'_> {
    EventSource::Parser(Box::new(Parser::new_ext(text, OPTIONS).into_offset_iter()))
}

/// Events as one line: `<strong>` for the beginning of an element, `</>` for its end.
fn line<'a>(events: impl Iterator<Item = OffsetEvent<'a>>) -> String {
    let mut line = String::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::Emphasis) => line.push_str("<em>"),
            Event::Start(Tag::Strong) => line.push_str("<strong>"),
            Event::Start(Tag::Strikethrough) => line.push_str("<del>"),
            Event::Start(Tag::Link { .. }) => line.push_str("<a>"),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {
                line.push_str("</>")
            }
            Event::Start(Tag::TableCell) => line.push('|'),
            Event::Text(text) => line.push_str(&text),
            Event::Code(code) => line.push_str(&format!("<code>{code}</>")),
            Event::SoftBreak => line.push(' '),
            _ => {}
        }
    }
    line
}

fn paired(text: &str) -> String {
    line(Events::new(parsed(text), text, 0))
}

#[test]
fn what_is_written_as_bold_is_bold() {
    let cases = [
        ("**甲（乙）**丙", "<strong>甲（乙）</>丙"),
        ("**甲（乙）**丙**丁（戊）**。", "<strong>甲（乙）</>丙<strong>丁（戊）</>。"),
        ("**注意：**请", "<strong>注意：</>请"),
        ("**注意：**要**及时**办", "<strong>注意：</>要<strong>及时</>办"),
        ("*「引」*后", "<em>「引」</>后"),
        ("前*（引）*后", "前<em>（引）</>后"),
        ("**“引”**字", "<strong>“引”</>字"),
        ("**“引”**ECS", "<strong>“引”</>ECS"),
        ("ECS**“引”**", "ECS<strong>“引”</>"),
        ("**如此……**ABC", "<strong>如此……</>ABC"),
        ("~~删除。~~后", "<del>删除。</>后"),
        ("ECS**（云服务器）**OK", "ECS<strong>（云服务器）</>OK"),
        ("**스크립트(script)**라고", "<strong>스크립트(script)</>라고"),
        ("**これは太字。**です", "<strong>これは太字。</>です"),
        ("**甲「乙」**丙，**丁『戊』**己", "<strong>甲「乙」</>丙，<strong>丁『戊』</>己"),
        ("***甲。***乙", "<em><strong>甲。</></>乙"),
        ("***甲（乙）*丙。**丁", "<strong><em>甲（乙）</>丙。</>丁"),
        ("**甲*乙。*丙**丁", "<strong>甲<em>乙。</>丙</>丁"),
        ("**`甲`。**乙", "<strong><code>甲</>。</>乙"),
        ("**[甲](a)**乙", "<strong><a>甲</></>乙"),
        ("[**甲。**乙](a)，**丙。**丁", "<a><strong>甲。</>乙</>，<strong>丙。</>丁"),
        ("甲**。**乙", "甲<strong>。</>乙"),
        ("甲\n**（乙）**丙", "甲 <strong>（乙）</>丙"),
        ("> **甲：**乙\n> **丙：**丁", "<strong>甲：</>乙 <strong>丙：</>丁"),
        ("- **甲：**乙", "<strong>甲：</>乙"),
        ("# **甲：**乙", "<strong>甲：</>乙"),
        ("|**甲：**乙|*（丙）*丁|\n|-|-|", "|<strong>甲：</>乙|<em>（丙）</>丁"),
        ("葛\u{E0100}**(字)**城", "葛\u{E0100}<strong>(字)</>城"),
        ("塚\u{FE00}**(字)** x", "塚\u{FE00}<strong>(字)</> x"),
    ];
    for (text, expected) in cases {
        assert_eq!(paired(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_emphasis_stays_text() {
    for (text, expected) in [
        (r"\*\*甲。\*\*乙", "**甲。**乙"),
        ("`**甲。**`乙", "<code>**甲。**</>乙"),
        ("```\n**甲。**乙\n```", "**甲。**乙\n"),
        ("甲 ** 乙。** 丙", "甲 ** 乙。** 丙"),
        ("10~20 天，三~五天（约~周）", "10~20 天，三~五天（约~周）"),
        ("甲_乙。_丙", "甲_乙。_丙"),
        ("a**»b**c", "a**»b**c"),
        ("2*3*甲", "2<em>3</>甲"),
    ] {
        assert_eq!(paired(text), expected, "{text}");
    }
}

/// The text of one paragraph, if that is all there is.
fn paragraph<'a>(text: &'a str) -> Option<Vec<OffsetEvent<'a>>> {
    let mut events: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
    let is_paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)))
        && matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)))
        && events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count() == 1;
    if !is_paragraph {
        return None;
    }
    events.pop();
    events.remove(0);
    Some(events)
}

const PIECES: &str =
    "([*_~]{1,3}|[ab.(\"é—&¥ ]|\\\\\\*|\\\\\\\\|`c`|\\[|\\]\\(x\\)|!\\[|&amp;|<i>|<http://a\\.b>|\n){1,16}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    /// Without the characters that the amendments are about, marks are paired as the parser pairs them.
    #[test]
    fn other_scripts_are_paired_as_before(text in PIECES) {
        if let Some(events) = paragraph(&text) {
            let anew = InlineTokens::of(&events, &text, false).paired(events.clone(), &text);
            let emphasis = |events: &[OffsetEvent<'_>]| -> Vec<_> {
                let elements = events.iter().filter(|(event, _)| matches!(event, Event::Start(_)));
                elements.map(|(_, range)| range.clone()).collect()
            };
            prop_assert_eq!(emphasis(&anew), emphasis(&events));
            prop_assert_eq!(line(anew.into_iter()), line(events.into_iter()));
        }
    }

    /// Whatever is paired anew, elements end in the order in which they began, and all text is there.
    #[test]
    fn elements_are_balanced(text in "([*_~]{1,3}|[甲。（）“”a(. ]|\\\\|`|\\[|\\]\\(x\\)|\n|\\||-){1,24}") {
        let mut open = Vec::new();
        for (event, range) in Events::new(parsed(&text), &text, 0) {
            prop_assert!(text.get(range).is_some());
            match event {
                Event::Start(tag) => open.push(tag.to_end()),
                Event::End(end) => prop_assert_eq!(open.pop(), Some(end)),
                _ => {}
            }
        }
        prop_assert!(open.is_empty());
    }
}
