//! The sections of a text as the sentences that its author wrote, and which of them differ between two versions.

use std::collections::HashMap;

use crate::content::{ArticleText, Content};
use crate::markdown::{Block, BlockPart, Inline, SyntaxTree, sentences};

/// A section: what names it, and its sentences in order.
#[derive(Debug)]
pub(super) struct SectionText {
    /// The anchor of its heading after `#`; what stands before all headings has a name of its own.
    pub(super) name: String,
    pub(super) sentences: Vec<String>,
}

/// The sections of a text, the first under a name. Snippets are texts of their own.
pub(super) fn sections_of(text: &ArticleText, first: &str, content: &Content) -> Vec<SectionText> {
    let opened = text.open();
    let answer = opened.written();
    let mut sections = vec![SectionText { name: first.to_owned(), sentences: Vec::new() }];
    push_sentences(&text.title(content), &mut sections[0].sentences);
    for block in &answer.blocks {
        if let Block::Heading(heading) = block {
            sections.push(SectionText { name: format!("#{}", heading.anchor), sentences: Vec::new() });
        }
        if let Some(section) = sections.last_mut() {
            push_block(block, &mut section.sentences);
        }
    }
    push_footnotes(&answer, &mut sections);
    sections
}

fn push_footnotes(answer: &SyntaxTree<'_>, sections: &mut [SectionText]) {
    if let Some(section) = sections.last_mut() {
        answer
            .footnotes
            .iter()
            .flat_map(|footnote| &footnote.blocks)
            .for_each(|block| push_block(block, &mut section.sentences));
    }
}

fn push_block(block: &Block<'_>, out: &mut Vec<String>) {
    match block {
        Block::RuleTable(quote) => {
            let columns: Vec<&str> = quote.columns.iter().map(|column| column.as_str()).collect();
            let columns = if columns.is_empty() { String::new() } else { format!(": {}", columns.join(", ")) };
            out.push(format!("{{{{{}{columns}}}}}", quote.table));
        }
        _ => block.parts().into_iter().for_each(|part| match part {
            BlockPart::Text(inlines) => {
                let mut written = String::new();
                write(inlines, &mut written);
                push_sentences(&written, out);
            }
            BlockPart::Code(text) => out.extend(text.lines().map(str::to_owned)),
            BlockPart::Blocks(blocks) => blocks.iter().for_each(|block| push_block(block, out)),
        }),
    }
}

/// Inlines as an author may write them.
fn write(inlines: &[Inline<'_>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Code(code) => *out += &format!("`{code}`"),
            Inline::Emphasis(content) => marked("*", content, out),
            Inline::Strong(content) => marked("**", content, out),
            Inline::Strikethrough(content) => marked("~~", content, out),
            Inline::Element(element, content) => {
                *out += &format!("<{}>", element.name());
                write(content, out);
                *out += &format!("</{}>", element.name());
            }
            Inline::Link(link) => {
                out.push('[');
                write(&link.content, out);
                *out += &format!("]({})", link.target);
            }
            Inline::Image(image) => *out += &format!("![{}]({})", image.alternative, image.source.as_str()),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Footnote(index) => *out += &format!("[^{}]", index + 1),
            Inline::Formula(formula) => *out += &format!("${}$", formula.tex),
            Inline::Snippet(quote) => *out += &format!("{{{{snippets/{}}}}}", quote.snippet),
            Inline::Quote(quote) => *out += &format!("{{{{{}.{}.{}}}}}", quote.table, quote.row, quote.column),
        }
    }
}

fn marked(mark: &str, content: &[Inline<'_>], out: &mut String) {
    out.push_str(mark);
    write(content, out);
    out.push_str(mark);
}

/// Adds the sentences of a block; what `；` parts is compared by itself.
pub(super) fn push_sentences(written: &str, out: &mut Vec<String>) {
    let parts = sentences(written).into_iter().flat_map(|sentence| written[sentence].split_inclusive('；'));
    out.extend(parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
}

/// So many pairs of sentences are compared; in longer texts those alone that stand in one version only.
const MAX_PAIRS: usize = 1 << 20;

/// The sentences that only the old version has, and those that only the new one has, each in their order.
pub(super) fn differences<'s>(old: &'s [String], new: &'s [String]) -> (Vec<&'s str>, Vec<&'s str>) {
    let beginning = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[beginning..], &new[beginning..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return (only_in(old, new), only_in(new, old));
    }
    // The longest that both have in common, from each place on.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a * width + b] = if old[a] == new[b] {
                common[(a + 1) * width + b + 1] + 1
            } else {
                common[(a + 1) * width + b].max(common[a * width + b + 1])
            };
        }
    }
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || (a < old.len() && common[(a + 1) * width + b] >= common[a * width + b + 1]) {
            removed.push(old[a].as_str());
            a += 1;
        } else {
            added.push(new[b].as_str());
            b += 1;
        }
    }
    (removed, added)
}

fn only_in<'s>(these: &'s [String], those: &[String]) -> Vec<&'s str> {
    let mut there: HashMap<&str, usize> = HashMap::new();
    those.iter().for_each(|sentence| *there.entry(sentence).or_default() += 1);
    let is_only = |sentence: &&String| match there.get_mut(sentence.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_only).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_either_language() {
        let mut out = Vec::new();
        push_sentences("要“备案。”吗？要！Version 1.5 is out. See it", &mut out);
        assert_eq!(out, ["要“备案。”吗？", "要！", "Version 1.5 is out.", "See it"]);
    }

    #[test]
    fn what_stands_in_both_is_no_difference() {
        let of = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (of("a b c d e"), of("a x c e e"));
        assert_eq!(differences(&old, &new), (vec!["b", "d"], vec!["x", "e"]));
        assert_eq!(differences(&old, &old), (vec![], vec![]));
        assert_eq!(only_in(&of("a b b"), &of("b a")), ["b"]);
    }
}
