//! The texts of the starter in the languages that somebody asks for.
//!
//! Its files are written in all languages that it knows, as a site in these has them: a Markdown file for each, and in YAML a
//! line for each, `zh: …`, below the key whose text it is. In a comment, such a line is said to the author in one language.

use super::write::Files;
use crate::name::Locale;

/// The languages that the files are written in, the last of which stands in for all others.
pub(super) const WRITTEN: [&str; 3] = ["zh", "zh-Hant", "en"];

/// Which of the texts each language of a site gets.
pub(in crate::cli) struct Wording {
    /// In the order of the site: a language, and the one whose text it gets.
    texts: Vec<(Locale, &'static str)>,
}

/// A line of YAML that is a text in one of the languages.
struct WordedLine<'t> {
    /// What stands before the code: spaces, and the mark of a comment.
    before: &'t str,
    code: &'static str,
    text: &'t str,
}

impl Wording {
    /// That of a site in some languages.
    pub(in crate::cli) fn of(locales: &[Locale]) -> Self {
        Self { texts: locales.iter().map(|locale| (*locale, written(*locale))).collect() }
    }

    /// The language that the files are written in which is nearest to another one.
    pub(in crate::cli) fn nearest(locale: Locale) -> Locale {
        written(locale).parse().unwrap_or(locale)
    }

    /// The codes of the languages.
    pub(in crate::cli) fn codes(&self) -> Vec<&str> {
        self.texts.iter().map(|(locale, _)| locale.code()).collect()
    }

    /// The languages that get the text of another one, which is to be translated.
    pub(in crate::cli) fn untranslated(&self) -> impl Iterator<Item = Locale> {
        let other = self.texts.iter().filter(|(locale, written)| {
            let written = written.parse::<Locale>().ok();
            written.is_some_and(|written| written.language() != locale.language())
        });
        other.map(|(locale, _)| *locale)
    }

    /// Adds what is written of a file: a Markdown file for each language, or YAML in all of them. A list of YAML that is called
    /// after a language is a part of one that is not.
    pub(super) fn add_file(&self, path: &str, text: &str, files: &mut Files) {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let of_language = stem.rsplit_once('.').filter(|(_, code)| WRITTEN.contains(code));
        match (ending, of_language) {
            ("md", Some((stem, code))) => files.extend(self.texts(stem, code, text)),
            (_, Some((stem, code))) if self.texts.iter().any(|(_, written)| *written == code) => {
                files.entry(format!("{stem}.{ending}")).or_default().push_str(text);
            }
            (_, Some(_)) => {}
            (_, None) => {
                files.entry(path.to_owned()).or_default().insert_str(0, &self.yaml(text));
            }
        }
    }

    /// A text for each language that gets it.
    fn texts(&self, stem: &str, code: &str, text: &str) -> Files {
        let asking = self.texts.iter().filter(|(_, written)| *written == code);
        let is_alone = self.texts.len() == 1;
        asking
            .map(|(locale, _)| {
                let path = if is_alone { format!("{stem}.md") } else { format!("{stem}.{locale}.md") };
                (path, text.to_owned())
            })
            .collect()
    }

    fn yaml(&self, text: &str) -> String {
        let mut lines = text.lines().peekable();
        let mut yaml = String::with_capacity(text.len());
        while let Some(line) = lines.next() {
            let Some(first) = WordedLine::of(line) else {
                yaml += line;
                yaml.push('\n');
                continue;
            };
            let mut texts = vec![first];
            // The next text begins with the first of the languages again.
            while let Some(line) = lines.peek().and_then(|line| WordedLine::of(line))
                && texts.iter().all(|text| text.before == line.before && text.code != line.code)
            {
                texts.push(line);
                lines.next();
            }
            self.add(&texts, &mut yaml);
        }
        yaml
    }

    /// Adds a text, which stands there in all languages that the files are written in.
    fn add(&self, texts: &[WordedLine<'_>], yaml: &mut String) {
        let find = |code: &str| texts.iter().find(|line| line.code == code);
        let found = self.texts.iter().filter_map(|(locale, written)| Some((locale, find(written)?)));
        for (locale, line) in found {
            let WordedLine { before, text, .. } = line;
            if before.ends_with('#') || before.ends_with("# ") {
                *yaml += &format!("{before}{text}\n");
                return;
            }
            if self.texts.len() > 1 {
                *yaml += &format!("{before}{locale}: {text}\n");
                continue;
            }
            // Plain text follows its key.
            yaml.truncate(yaml.trim_end().len());
            *yaml += &format!(" {text}\n");
        }
    }
}

impl<'t> WordedLine<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let rest = line.trim_start_matches([' ', '#']);
        let before = &line[..line.len() - rest.len()];
        let (code, text) = rest.split_once(": ")?;
        let code = WRITTEN.into_iter().find(|written| *written == code)?;
        Some(Self { before, code, text })
    }
}

/// The language whose text another one gets: itself, the nearest that it narrows down, or else the one for all others.
fn written(locale: Locale) -> &'static str {
    // What is written there is no part of the code.
    if matches!(locale.code(), "zh-TW" | "zh-HK" | "zh-MO") {
        return "zh-Hant";
    }
    let known = |locale: Locale| WRITTEN.into_iter().find(|written| *written == locale.code());
    std::iter::once(locale).chain(locale.ancestors()).find_map(known).unwrap_or(WRITTEN[WRITTEN.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# zh: 说明\n# zh-Hant: 說明\n# en: A comment\n# zh: 二\n# zh-Hant: 二\n# en: Two\ntitle:\n  zh: 标题\n  zh-Hant: 標題\n  en: 'A: title'\nrows: []\n";

    fn yaml(codes: &[&str]) -> String {
        let locales: Vec<Locale> = codes.iter().map(|code| code.parse().unwrap()).collect();
        Wording::of(&locales).yaml(TEXT)
    }

    #[test]
    fn texts_are_those_of_the_languages() {
        assert_eq!(yaml(&["en"]), "# A comment\n# Two\ntitle: 'A: title'\nrows: []\n");
        assert_eq!(yaml(&["zh-SG"]), "# 说明\n# 二\ntitle: 标题\nrows: []\n");
        assert_eq!(yaml(&["zh-HK"]), "# 說明\n# 二\ntitle: 標題\nrows: []\n");
        assert_eq!(yaml(&["zh-Hant", "de"]), "# 說明\n# 二\ntitle:\n  zh-Hant: 標題\n  de: 'A: title'\nrows: []\n");
    }

    #[test]
    fn a_language_that_is_not_known_is_told() {
        let locales = ["de", "en-GB", "zh-TW", "ja"].map(|code| code.parse().unwrap());
        let untranslated: Vec<String> =
            Wording::of(&locales).untranslated().map(|locale| locale.code().to_owned()).collect();
        assert_eq!(untranslated, ["de", "ja"]);
    }
}
