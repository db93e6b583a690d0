//! Languages as data: what is particular to one stands in its file, `templates/strings.<code>.yaml`, and nowhere in code.

mod old_file;
mod plural_forms;

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_locale::LanguageIdentifier;

use self::old_file::OldFile;
pub use self::plural_forms::PluralForms;
use super::conventions::Conventions;
use super::decimal::Decimal;
use super::value::Date;
use super::yaml::{self, Expected, Node, Value, wrong_type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::markdown::push_apart;
use crate::name::{InvalidLocale, Locale, Locales, Script};
use crate::source::{SourceFile, SourceFiles};

/// Where the words of a language stand; before its code, and after it.
const FILE: [&str; 2] = [STRINGS, ".yaml"];
/// What the paths of all files with words of languages begin with.
pub(super) const STRINGS: &str = "templates/strings.";
/// A year has so many.
const MONTHS: usize = 12;

/// Where the words of a language stand.
fn strings_file(locale: Locale) -> String {
    FILE.join(locale.code())
}

/// The languages of a site, with all that is particular to each.
#[derive(Clone, Debug)]
pub struct Languages {
    locales: Locales,
    all: Arc<[Language]>,
}

/// A language: its words, its punctuation, how it counts and writes dates.
#[derive(Clone, Debug)]
pub struct Language {
    /// By which files and addresses name it.
    pub locale: Locale,
    words: BTreeMap<String, PluralForms>,
    months: Vec<String>,
    /// Whether the site has another variety of it.
    is_one_of_several: bool,
}

impl Languages {
    /// The languages of a site, as their files tell. What a file lacks is taken from that of a language which stands in for it,
    /// and reported.
    pub(crate) fn load(locales: &Locales, sources: &SourceFiles, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = LanguageLoader { locales, sources, told: BTreeMap::new() };
        let old = OldFile::read(locales, strings_file, sources, diagnostics);
        for locale in locales.iter() {
            let mut told = reader.read(locale, diagnostics);
            told.words.extend(old.messages(locale));
            reader.told.insert(locale, told);
        }
        let all: Vec<Language> = locales.iter().map(|locale| reader.language(locale, diagnostics)).collect();
        Self { locales: locales.clone(), all: all.into() }
    }

    /// Chinese and English, without words.
    #[cfg(test)]
    pub(super) fn in_memory() -> Self {
        Self::load(&Locales::in_tests(), &SourceFiles::default(), &mut Diagnostics::default())
    }

    /// Their codes, in their order.
    pub fn locales(&self) -> &Locales {
        &self.locales
    }

    /// A language of the site; the first one in the place of what the site does not have.
    pub fn get(&self, locale: Locale) -> &Language {
        self.all.iter().find(|language| language.locale == locale).unwrap_or(&self.all[0])
    }

    /// All of them, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Language> {
        self.all.iter()
    }
}

impl Language {
    /// The value of `lang` and `hreflang` attributes (BCP 47).
    pub fn tag(&self) -> String {
        self.words.get("language_tag").map_or_else(|| self.locale.to_string(), |tag| tag.other().to_owned())
    }

    /// As the language calls itself: `中文`, beside traditional Chinese `简体中文`; its code where the theme does not say.
    pub fn name(&self) -> String {
        let in_full = self.words.get("language_name_in_full").filter(|_| self.is_one_of_several);
        let name = in_full.or_else(|| self.words.get("language_name"));
        name.map_or_else(|| self.locale.to_string(), |name| name.other().to_owned())
    }

    /// A word of the theme; the key itself if nobody has one.
    pub fn message<'l>(&'l self, key: &'l str) -> &'l str {
        self.words.get(key).map_or(key, PluralForms::other)
    }

    /// A word of the theme in which `{name}` stands for a value.
    pub fn format_message(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.fill(self.message(key), values)
    }

    /// A text in which `{name}` stands for a value.
    pub fn fill(&self, text: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(text.to_owned(), |text, (name, value)| self.filled(&text, &format!("{{{name}}}"), value))
    }

    /// A text with a value wherever its place is, apart from its surroundings as the language has it.
    fn filled(&self, text: &str, place: &str, value: &str) -> String {
        let mut pieces = text.split(place);
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            push_apart(&mut filled, value, self.locale);
            push_apart(&mut filled, piece, self.locale);
        }
        filled
    }

    /// All words of the theme, by key.
    pub fn messages(&self) -> impl Iterator<Item = (&str, &PluralForms)> {
        self.words.iter().map(|(key, word)| (key.as_str(), word))
    }

    /// What stands in a sentence one after the other: `香港、澳门`.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.message("list_separator"))
    }

    /// What makes one sentence, `备案：不用；例外：加速范围含大陆的`: none but the last ends as a sentence of its own would.
    pub fn clauses<T: AsRef<str>>(&self, clauses: &[T]) -> String {
        let ended = |clause: &T| clause.as_ref().trim_end().trim_end_matches(['。', '.']).to_owned();
        let (before, last) = clauses.split_at(clauses.len().saturating_sub(1));
        let all: Vec<String> =
            before.iter().map(ended).chain(last.iter().map(|last| last.as_ref().to_owned())).collect();
        all.join(self.message("semicolon"))
    }

    /// What has a label: `地域：香港`.
    pub fn labelled(&self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.message("colon"))
    }

    /// A number with its unit: `18 years`, `9%`.
    pub fn quantity(&self, number: &Decimal, unit: Option<&PluralForms>) -> String {
        match unit {
            Some(unit) => {
                let unit = unit.of(number);
                self.format_message(quantity_of(unit), &[("number", number.as_str()), ("unit", unit)])
            }
            None => number.to_string(),
        }
    }

    /// How a number is written with its unit, by the form that it has: `{number} year`, as JSON for scripts.
    pub fn quantities(&self, unit: &PluralForms) -> String {
        let forms = unit.forms().map(|(form, unit)| (form, self.format_message(quantity_of(unit), &[("unit", unit)])));
        serde_json::to_string(&forms.collect::<BTreeMap<_, _>>()).unwrap_or_default()
    }

    /// The names of the months in a date; none where it is written in digits.
    pub fn months(&self) -> &[String] {
        &self.months
    }

    /// A day as a text writes it: `2018-11-19`, `19 November 2018`.
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = date.year_month_day();
        let named = usize::try_from(month - 1).ok().and_then(|month| self.months.get(month));
        let month_in_digits = format!("{month:02}");
        let month = named.unwrap_or(&month_in_digits);
        let day_in_digits = if named.is_some() { day.to_string() } else { format!("{day:02}") };
        self.format_message("date", &[("year", &format!("{year:04}")), ("month", month), ("day", &day_in_digits)])
    }
}

/// The word for how a number is written with a unit: a sign may stand closer to it than a word.
fn quantity_of(unit: &str) -> &'static str {
    if unit.starts_with(['%', '‰', '°', '℃', '℉']) { "quantity_sign" } else { "quantity" }
}

/// What files tell of a language.
#[derive(Clone, Default)]
struct LanguageDefinition {
    words: BTreeMap<String, PluralForms>,
    months: Vec<String>,
    fallback: Option<Locale>,
}

/// Reads languages, each file once.
struct LanguageLoader<'s> {
    locales: &'s Locales,
    sources: &'s SourceFiles,
    told: BTreeMap<Locale, LanguageDefinition>,
}

impl LanguageLoader<'_> {
    /// A language that was read, with what it lacks taken from others.
    fn language(&mut self, locale: Locale, diagnostics: &mut Diagnostics) -> Language {
        let LanguageDefinition { mut words, mut months, fallback: named } =
            self.told.get(&locale).cloned().unwrap_or_default();
        // How a language writes numbers holds for signs, too, unless it says otherwise: another one does not know better.
        if let (Some(quantity), false) = (words.get("quantity").cloned(), words.contains_key("quantity_sign")) {
            words.insert("quantity_sign".to_owned(), quantity);
        }
        let own = words.len();
        let mut lacking = Vec::new();
        for fallback in self.fallbacks(locale, named) {
            if !self.told.contains_key(&fallback) {
                // What is wrong in a file of the site is told of its languages.
                let told = self.read(fallback, &mut Diagnostics::default());
                self.told.insert(fallback, told);
            }
            let Some(of) = self.told.get(&fallback) else {
                continue;
            };
            // The names of months belong to the form of a date.
            if months.is_empty() && !words.contains_key("date") {
                months.clone_from(&of.months);
            }
            let is_variety = locale.ancestors().any(|ancestor| ancestor == fallback)
                || named == Some(fallback) && fallback.language() == locale.language();
            for (key, word) in &of.words {
                // What a language is called says nothing of another.
                if words.contains_key(key) || key.starts_with("language_") {
                    continue;
                }
                if !is_variety {
                    lacking.push(key.clone());
                }
                words.insert(key.clone(), word.clone());
            }
        }
        if !lacking.is_empty() {
            diagnostics.push(self.words_missing(locale, own, &lacking));
        }
        let family = |locale: Locale| locale.code().split('-').next().unwrap_or_default().to_owned();
        let is_one_of_several = self.locales.beside(locale).any(|other| family(other) == family(locale));
        Language { locale, words, months, is_one_of_several }
    }

    /// The languages that stand in for one, the nearest first.
    fn fallbacks(&self, locale: Locale, named: Option<Locale>) -> Vec<Locale> {
        // A language of which nothing is known, in a site of no other.
        let last = Locale::usual_of(Script::Spaced);
        let all = named.into_iter().chain(locale.ancestors()).chain(self.locales.iter()).chain(last);
        let mut fallbacks = Vec::new();
        for fallback in all.filter(|fallback| *fallback != locale) {
            if !fallbacks.contains(&fallback) {
                fallbacks.push(fallback);
            }
        }
        fallbacks
    }

    /// What the theme and over it the site tell of a language.
    fn read(&self, locale: Locale, diagnostics: &mut Diagnostics) -> LanguageDefinition {
        let path = strings_file(locale);
        let mut told = LanguageDefinition::default();
        let files = [self.sources.replaced(&path), self.sources.get(&path)];
        for file in files.into_iter().flatten() {
            told.read(file, locale, self.locales, diagnostics);
        }
        told
    }

    fn words_missing(&self, locale: Locale, own: usize, lacking: &[String]) -> Diagnostic {
        let path = strings_file(locale);
        let named: Vec<&str> = lacking.iter().take(8).map(String::as_str).collect();
        let more = if lacking.len() > named.len() { ", …" } else { "" };
        let place = self.sources.get(&path).or_else(|| self.sources.get(super::SITE));
        let place = place.map_or(FileId(0), |file| file.id);
        let message = format!(
            "the theme has no words in `{locale}` for {} of its {} keys: {}{more}",
            lacking.len(),
            own + lacking.len(),
            named.join(", ")
        );
        Diagnostic::new(Code::MissingWords, place, message)
            .hint(format!("write them in `{path}`, as those of the theme are: `wenda eject strings.en.yaml`"))
            .expected_in(path)
    }
}

impl LanguageDefinition {
    /// Adds what a file tells, which goes before what is told already.
    fn read(&mut self, file: &SourceFile, locale: Locale, locales: &Locales, diagnostics: &mut Diagnostics) {
        let Some(root) = yaml::parse(file, &Conventions::of(locales), diagnostics) else {
            return;
        };
        let Some(mut fields) = root.fields(diagnostics) else {
            return;
        };
        if let Some(node) = fields.optional("months") {
            self.months = months(node, diagnostics).unwrap_or_default();
        }
        if let Some(node) = fields.optional("fallback_language")
            && let Some(code) = node.text(diagnostics)
        {
            self.fallback = code.parse().ok();
            if self.fallback.is_none() {
                diagnostics.push(wrong_type(node, Expected::LanguageCode).hint(InvalidLocale.to_string()));
            }
        }
        // Where it is no text, that is told with the other words.
        if let Some(node) = root.get("language_tag")
            && let Value::Text(tag) = &node.value
            && tag.parse::<LanguageIdentifier>().is_err()
        {
            diagnostics.push(wrong_type(node, Expected::LanguageTag).hint(InvalidLocale.to_string()));
        }
        for (key, node) in fields.rest() {
            if let Some(word) = PluralForms::read(node, locale, diagnostics) {
                self.words.insert(key.name.clone(), word);
            }
        }
    }
}

/// The names of the months, in their order.
fn months(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let items = node.list(diagnostics)?;
    if items.len() != MONTHS {
        let message = format!("expected the names of twelve months, found {}", items.len());
        let hint = "name all of them from January on, or remove `months`";
        diagnostics.push(Diagnostic::new(Code::WrongType, node.span, message).hint(hint));
        return None;
    }
    items.iter().map(|month| Some(month.text(diagnostics)?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_make_one_sentence() {
        let chinese = Languages::in_memory().iter().find(|language| language.locale.code() == "zh").cloned().unwrap();
        let semicolon = chinese.message("semicolon");
        let one = format!("要备案{semicolon}见 a.b{semicolon}完。");
        assert_eq!(chinese.clauses(&["要备案。", "见 a.b", "完。"]), one);
        assert_eq!(chinese.clauses(&["备案。"]), "备案。");
        assert_eq!(chinese.clauses::<&str>(&[]), "");
    }
}
