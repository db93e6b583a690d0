//! Which language a file is in, by its name or its folder.

use crate::name::Locale;

/// Codes of languages that folders and files are named by. Others that are words, such as `is` and `no`, are none here.
const CODES: [&str; 40] = [
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "ur",
    "vi", "zh",
];

/// The language that a name such as `zh-CN`, `zh_TW`, `en` or `cn` says; `None` for other names.
pub(super) fn language_named(name: &str) -> Option<Locale> {
    let name = name.replace('_', "-");
    let lower = name.to_ascii_lowercase();
    let (language, region) =
        lower.split_once('-').map_or((lower.as_str(), ""), |(language, region)| (language, region));
    let code = match (language, region) {
        ("cn", "") | ("zh", "" | "cn" | "hans" | "hans-cn" | "sg") => "zh".to_owned(),
        ("zh", "tw" | "hk" | "mo" | "hant" | "hant-tw" | "hant-hk") => "zh-Hant".to_owned(),
        ("en", "" | "us" | "gb" | "uk") => "en".to_owned(),
        ("pt", "br" | "pt") => format!("pt-{}", region.to_ascii_uppercase()),
        (code, "") if CODES.contains(&code) => code.to_owned(),
        (code, region)
            if CODES.contains(&code) && region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_alphabetic()) =>
        {
            code.to_owned()
        }
        _ => return None,
    };
    code.parse().ok()
}

/// The language that most of a text is written in, as far as its characters tell.
pub(super) fn language_of_text(text: &str) -> Option<Locale> {
    let (mut han, mut kana, mut hangul, mut other) = (0_usize, 0_usize, 0_usize, 0_usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        match u32::from(character) {
            0x3040..=0x30FF => kana += 1,
            0xAC00..=0xD7AF | 0x1100..=0x11FF => hangul += 1,
            0x3400..=0x9FFF | 0x20000..=0x3FFFF => han += 1,
            _ => other += 1,
        }
    }
    // A character says as much as some letters do.
    let code = match other {
        _ if 4 * (han + kana) > other && 10 * kana > han => "ja",
        _ if 4 * han > other => "zh",
        _ if 4 * hangul > other => "ko",
        _ => "en",
    };
    code.parse().ok()
}

/// The language in the name of a file, before its ending, and the name without it: `guide.zh`, `README-en`, `README_zh_CN`.
pub(super) fn language_in_stem(stem: &str) -> Option<(&str, Locale)> {
    if let Some((before, code)) = stem.rsplit_once('.') {
        return language_named(code).map(|locale| (before, locale));
    }
    let (readme, code) = stem.split_at_checked("readme".len())?;
    let code = code.strip_prefix(['-', '_']).filter(|_| readme.eq_ignore_ascii_case("readme"))?;
    language_named(code).map(|locale| (readme, locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_names() {
        let code = |name: &str| language_named(name).map(|locale| locale.code().to_owned());
        for (name, expected) in [("zh-CN", "zh"), ("zh_TW", "zh-Hant"), ("cn", "zh"), ("en", "en"), ("fr-FR", "fr")] {
            assert_eq!(code(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["docs", "is", "guide", "api", "go-lang", "v1"] {
            assert_eq!(code(name), None, "{name}");
        }
        assert_eq!(
            language_in_stem("guide.zh-CN").map(|(stem, locale)| (stem, locale.code().to_owned())),
            Some(("guide", "zh".to_owned()))
        );
        assert_eq!(language_in_stem("README_en").map(|(stem, _)| stem), Some("README"));
        // The sixth byte of these lies within a character.
        for stem in ["node.js", "MySQL配置", "1分钟入门", "2-快速开始", "v2版本说明"] {
            assert_eq!(language_in_stem(stem), None, "{stem}");
        }
    }

    #[test]
    fn languages_are_known_by_letters() {
        let code = |text: &str| language_of_text(text).map(|locale| locale.code().to_owned());
        assert_eq!(code("使用 Vue 的 ref()").as_deref(), Some("zh"));
        assert_eq!(code("これはペンです").as_deref(), Some("ja"));
        assert_eq!(code("A text about 中文").as_deref(), Some("en"));
    }
}
