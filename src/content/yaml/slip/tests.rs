//! What authors are told of their slips, and where.

use crate::content::Conventions;
use crate::content::yaml::parse;
use crate::diagnostic::{Diagnostics, Place};
use crate::name::Locales;
use crate::source::SourceFile;

/// What is told of a file: the line and column, what is wrong, and the first hint.
fn told(text: &str) -> Vec<(usize, usize, String, String)> {
    let file = SourceFile::in_memory("content/a.yaml", text);
    let mut diagnostics = Diagnostics::default();
    parse(&file, &Conventions::of(&Locales::in_tests()), &mut diagnostics);
    let all = diagnostics.into_sorted().into_iter().map(|diagnostic| {
        let Place::Text(span) = diagnostic.place else { panic!("{diagnostic:?}") };
        let (line, column) = file.position(span.range().start);
        (line, column, diagnostic.message, diagnostic.hints.into_iter().next().unwrap_or_default())
    });
    all.collect()
}

/// One slip, told at a line and column with some words in what is wrong and what to write.
#[track_caller]
fn one(text: &str, place: (usize, usize), message: &str, hint: &str) {
    let told = told(text);
    let [(line, column, said, remedy)] = &told[..] else { panic!("{text}\n{told:#?}") };
    assert_eq!((*line, *column), place, "{text}\n{said}");
    assert!(said.contains(message), "{text}\n{said}");
    assert!(remedy.contains(hint), "{text}\n{remedy}");
}

#[test]
fn full_width_colons_are_named_where_they_stand() {
    let colon = "the colon after `";
    one("sources：[own/none]\nverified: 2025-01-01\n", (1, 8), colon, "write `sources: `");
    one("- id： a\n  term: {zh: 甲, en: A}\n", (1, 5), colon, "write `id: `");
    one("term： {zh: 甲, en: A}\n", (1, 5), colon, "write `term: `");
    one("a: 1\nterm:\n  zh： 甲，\n    乙\n  en: A\n", (3, 5), colon, "write `zh: `");
    one("term: {zh：甲, en: A}\n", (1, 10), colon, "write `zh: `");
    one("term: {en: A, zh： 甲}\n", (1, 17), colon, "write `zh: `");
    let two = told("- id： a\n  term： {zh: 甲, en: A}\n  definition: x\n");
    assert_eq!(two.iter().map(|slip| (slip.0, slip.1)).collect::<Vec<_>>(), [(1, 5), (2, 7)]);
    assert!(told("term: ICP：备案\nlist:\n- ECS：云服务器\n").is_empty(), "text may hold it");
}

#[test]
fn colons_and_dashes_need_a_space() {
    one("- id:trial\n  term: a\n", (1, 5), "no space after the colon of `id`", "write `id: `");
    one("term: {zh:甲, en: A}\n", (1, 10), "no space after the colon of `zh`", "write `zh: `");
    one("-id: trial\n term: a\n", (1, 1), "no space after the dash", "write `- id: `");
}

#[test]
fn marks_of_other_keyboards_are_named() {
    one("term: {zh: 甲， en: A}\n", (1, 13), "the comma is full-width", "write `, `");
    one("term: {zh: 甲, en: “A: b”}\n", (1, 19), "`“` is no quotation mark", "half-width quotes");
    one("term: ‘A: b’\n", (1, 7), "`‘` is no quotation mark", "half-width quotes");
    one("term: ｛zh: 甲, en: A｝\n", (1, 7), "the bracket `｛` is full-width", "half-width");
}

#[test]
fn what_needs_quotes_is_shown_in_quotes() {
    one("term: {zh: 甲, en: a, b}\n", (1, 20), "a comma in `{…}` ends the text", "`en: 'a, b'`");
    one("zh: 注意: 试用期\n", (1, 7), "a text without quotes holds `: `", "`zh: '注意: 试用期'`");
    one("term: {zh: 甲, en: A: b}\n", (1, 20), "a text without quotes holds `: `", "quotes around the text");
    one("term: {zh: 甲 en: A}\n", (1, 16), "a text without quotes holds `: `", "a comma before `en`");
    one("term: {zh: C # 语言, en: C}\n", (1, 14), "` #` begins a comment", "`'a # b'`");
    one("zh: @home\n", (1, 5), "cannot begin with `@`", "`'@home'`");
    one("zh: `it's`\n", (1, 5), "cannot begin with ``", "`'`it''s`'`");
    one("zh: %a\n", (1, 5), "cannot begin with `%`", "`'%a'`");
    one("zh: *a* b\n", (1, 5), "`*a*` repeats a value", "`'*a* b'`");
    one("zh: !a b\n", (1, 5), "`!` gives the value a type", "in quotes");
    one(
        "summary: {zh: 在 {{plans.small.days}} 天之内, en: \"x\"}\n",
        (1, 17),
        "a text within `{…}` that holds `{{` needs quotes",
        "`'在 {{plans.small.days}} 天之内'`",
    );
    one("zh: {{plans.small.price}} 元\n", (1, 5), "begins with `{{` needs quotes", "`'{{plans.small.price}} 元'`");
    one("zh: |x\n  a\n", (1, 5), "cannot begin with `|`", "in quotes");
    one("term: {zh: 甲, en: ? A}\n", (1, 19), "cannot begin with `?`", "in quotes");
    one("term: {zh: 甲, en: - A}\n", (1, 19), "cannot begin with `-`", "in quotes");
}

#[test]
fn what_is_not_closed_is_shown_where_it_opens() {
    one("zh: \"甲\nen: A\n", (1, 5), "has no closing `\"`", "end the text by `\"`");
    one("term:\n  zh: \"甲\n  en: \"A\"\n", (2, 7), "has no closing `\"`", "end the text by `\"`");
    one("term: {zh: \"甲, en: \"A\"}\n", (1, 12), "has no closing `\"`", "end the text by `\"`");
    one("term: {zh: 甲, en: A\nother: {zh: 乙}\n", (1, 7), "the `{` that opens here is not closed", "close it by `}`");
    one("term:\n  zh: [甲, 乙\n  en: [a]\n", (2, 7), "the `[` that opens here is not closed", "close it by `]`");
    one("term: {zh: 甲, en: A\n", (1, 7), "the `{` that opens here is not closed", "close it by `}`");
    one("term: {zh: 甲, en: A}}\n", (1, 21), "this `}` closes nothing", "remove it");
    one("zh: \"a\" b\n", (1, 9), "the `\"` before this ends the text", "quotes around all of it");
    one("zh: 'it's'\n", (1, 9), "the `'` before this ends the text", "write `''` for `'`");
    one("term: {zh: \"a\", en: \"\\d\"}\n", (1, 22), "`\\d` means nothing", "write `\\\\d`");
}

#[test]
fn indentation_is_compared_with_what_stands_above() {
    one("- id: a\n\tterm: b\n", (2, 1), "indented by a tab", "indent by spaces");
    one("term:\n\t\tzh: a\n", (2, 1), "indented by a tab", "indent by spaces");
    one("a: 1\n b: 2\n", (2, 1), "indented by 1, which fits to nothing above", "indented by 0");
    one("- id: a\n  term: b\n   more: c\n", (3, 1), "indented by 3", "indented by 2");
    one("- id: a\nterm: b\n", (2, 1), "indented by 0", "indented by 2");
    one(
        "a:\n  zh: 甲\n    乙\n    # x\n    丙\n  en: A\n",
        (5, 5),
        "the comment above this ends the text",
        "in quotes",
    );
}

#[test]
fn documents_and_keys_stand_once() {
    one("a: 1\n---\nb: 2\n", (2, 1), "a second document", "remove the line");
    one("a: 1\na: 2\n", (2, 1), "the key `a` stands twice", "remove one");
    one("<<: {a: 1}\n", (1, 1), "merge keys", "write the keys out");
    assert!(told("---\na: 1\n").is_empty(), "a mark before the only document does no harm");
}

#[test]
fn what_grows_or_nests_too_far_is_told_as_such() {
    let bomb: String = ('b'..='i').fold("a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, name| {
        let before = char::from_u32(u32::from(name) - 1).unwrap();
        text + &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "))
    });
    let all = told(&bomb);
    assert!(all[0].2.contains("repeats more by `*`"), "{all:?}");
    for text in [
        "[".repeat(10_000),
        "- ".repeat(10_000),
        "{a: ".repeat(10_000),
        format!("{0}{1}", "[".repeat(5_000), "]".repeat(5_000)),
    ] {
        let all = told(&text);
        assert!(all[0].2.contains("nested deeper than 32 levels"), "{all:?}");
    }
    let all = told("a: &a [*a]\n");
    assert!(all[0].2.contains("repeats itself"), "{all:?}");
}

#[test]
fn no_text_makes_the_search_for_slips_fail() {
    let pieces = [
        "a: ", "- ", "{", "}", "[", "]", "\"", "'", "：", "，", "“", "#", " ", "\n", "\t", "\\", "甲", "|", ">", "*a",
        "&a", "?", "---\n",
    ];
    let mut state = 1_u32;
    for _ in 0..500 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
        }
        told(&text);
        // A complaint may be about any byte.
        for at in 0..=text.len() {
            super::find(&text, at, "mapping values");
        }
    }
}
