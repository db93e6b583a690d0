//! The usual rules for how Chinese and English are set, and what a text says against them.
//!
//! Each rule has a code of its own, so that a site which sets its texts otherwise turns off that rule. What is told can be put
//! in its place as it stands: only text is looked at, never code, addresses or marks of Markdown.

mod slip;
mod typesetter;

use self::slip::TypographySlip;
use self::typesetter::Typesetter;
use crate::analysis::{is_full_width, is_han};
use crate::diagnostic::Code;
use crate::name::{Locale, Script};

/// What a text in a language says against the rules for it, in the order of the text; no two slips overlap. `before` is the
/// character that a reader sees before it.
pub(crate) fn typography(text: &str, before: Option<char>, locale: Locale) -> Vec<TypographySlip> {
    // Most texts hold nothing that a rule is about.
    match locale.script() {
        Script::Han if may_slip(text, before) => Typesetter::of(text, before, locale).chinese(),
        Script::Spaced if text.contains("  ") || !text.is_ascii() => Typesetter::of(text, before, locale).spaced(),
        _ => Vec::new(),
    }
}

/// Appends a text to another, after a space where the language wants one between the two.
pub(crate) fn push_apart(text: &mut String, next: &str, locale: Locale) {
    let meet = |one: char, other: char| is_han(one) && other.is_ascii_alphanumeric();
    let (before, after) = (text.chars().next_back(), next.chars().next());
    // Most texts meet otherwise.
    if before.zip(after).is_some_and(|(before, after)| meet(before, after) || meet(after, before)) {
        let place = text.len();
        let slips = typography(&format!("{text}{next}"), None, locale);
        if slips.iter().any(|slip| slip.code == Code::MissingSpace && slip.part.start == place) {
            text.push(' ');
        }
    }
    text.push_str(next);
}

/// Whether Chinese text holds anything that a rule may be about.
fn may_slip(text: &str, before: Option<char>) -> bool {
    let mut before = before.unwrap_or('\n');
    text.chars().any(|character| {
        let slips = match character {
            '.'
            | ','
            | ';'
            | ':'
            | '?'
            | '!'
            | '('
            | '"'
            | '-'
            | '…'
            | '—'
            | '０'..='９'
            | 'Ａ'..='Ｚ'
            | 'ａ'..='ｚ' => true,
            ' ' => before == ' ' || is_full_width(before) && !is_han(before),
            _ if character.is_ascii_alphanumeric() => is_han(before),
            _ if is_han(character) => before.is_ascii_alphanumeric(),
            _ => before == ' ' || before == character,
        };
        before = character;
        slips
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with all slips mended, and the codes of these.
    fn mended(text: &str, locale: &str) -> (String, Vec<&'static str>) {
        let mut mended = text.to_owned();
        let slips = typography(text, None, locale.parse().unwrap());
        for slip in slips.iter().rev() {
            mended.replace_range(slip.part.clone(), &slip.instead);
        }
        assert_eq!(typography(&mended, None, locale.parse().unwrap()), [], "{mended}");
        (mended, slips.into_iter().map(|slip| slip.code.name()).collect())
    }

    #[test]
    fn texts_are_put_together_apart() {
        for (text, next, locale, expected) in [
            ("云服务器 ECS", "有哪些规则？", "zh", "云服务器 ECS 有哪些规则？"),
            ("上海", "有哪些规则？", "zh", "上海有哪些规则？"),
            ("共", "5 项", "zh-Hant", "共 5 项"),
            ("满 5", "年", "zh", "满 5年"),
            ("ECS（", "备案）", "zh", "ECS（备案）"),
            ("在", "ECS", "ja", "在ECS"),
        ] {
            let mut text = text.to_owned();
            push_apart(&mut text, next, locale.parse().unwrap());
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn each_rule_of_chinese_has_a_code_and_a_remedy() {
        for (text, expected, code) in [
            ("要备案,也要接入", "要备案，也要接入", "half-width-punctuation"),
            ("ECS:要备案", "ECS：要备案", "half-width-punctuation"),
            ("写完了.", "写完了。", "half-width-punctuation"),
            ("服务商(中国)有", "服务商（中国）有", "half-width-punctuation"),
            ("选\"续费\"再付", "选“续费”再付", "straight-quotes"),
            ("等等...再说", "等等……再说", "ellipsis"),
            ("等等。。。再说", "等等……再说", "ellipsis"),
            ("等等…再说", "等等……再说", "ellipsis"),
            ("备案--就是登记", "备案——就是登记", "dash"),
            ("好！！", "好！", "repeated-punctuation"),
            ("好。。", "好。", "repeated-punctuation"),
            ("在 Cloud上", "在 Cloud 上", "missing-space"),
            ("花了５００ 元", "花了500 元", "full-width-character"),
            ("你好 ，再见", "你好，再见", "stray-space"),
            ("你好， 再见", "你好，再见", "stray-space"),
            ("登录  控制台", "登录 控制台", "double-space"),
            ("每月9元，每年3月9元", "每月 9 元，每年 3月 9 元", "missing-space"),
        ] {
            let slips = typography(text, None, "zh".parse().unwrap());
            assert!(slips.iter().all(|slip| slip.code.name() == code) && !slips.is_empty(), "{text}: {slips:?}");
            let mut out = text.to_owned();
            slips.iter().rev().for_each(|slip| out.replace_range(slip.part.clone(), &slip.instead));
            assert_eq!(out, expected);
        }
        assert_eq!(mended("選\"續費\"", "zh-Hant").0, "選「續費」");
    }

    #[test]
    fn slips_of_one_line_are_all_found() {
        let (text, codes) =
            mended("快看:这里;是吗?好!写完了.云(中国)有\"引号\"...和。。。在LeanCloud上花了5000元", "zh");
        assert_eq!(text, "快看：这里；是吗？好！写完了。云（中国）有“引号”……和……在 LeanCloud 上花了 5000 元");
        assert_eq!(codes.len(), 15);
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "12:30 之前，http://a.example 之后",
            "版本 1.5，2024年1月5日",
            "2024年1月5",
            "用 `f(x)` 或 (optional) 即可",
            "plain, English (with brackets)...",
            "“好”——他说……",
            "域名 example.com 不收费。",
        ] {
            assert_eq!(typography(text, None, "zh".parse().unwrap()), [], "{text}");
        }
        for text in [
            "It's \"fine\".",
            "Words such as 反腐、赌博（gambling） are refused.",
            "“Curved” is curved’s.",
            "Wait… (or so)",
        ] {
            assert_eq!(typography(text, None, "en".parse().unwrap()), [], "{text}");
        }
    }

    #[test]
    fn english_is_set_in_half_width_and_single_spaces() {
        assert_eq!(
            mended("File it，then wait（20 days）.", "en").0,
            "File it, then wait (20 days) .".replace(") .", ").")
        );
        assert_eq!(mended("Two  spaces", "en"), ("Two spaces".to_owned(), vec!["double-space"]));
        assert_eq!(mended("“One” and \"two\", it's", "en").0, "“One” and “two”, it's");
    }
}
