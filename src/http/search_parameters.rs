//! What a search is asked by: `/api/search?q=备案&lang=zh&limit=10`.

use crate::advice::AnswerError;
use crate::name::Locale;
use crate::search::query::MAX_CHARACTERS;

/// A query may ask for so many results.
const MAX_RESULTS: usize = 50;

/// What is searched for.
pub(crate) struct SearchParameters {
    pub(crate) query: String,
    pub(crate) lang: Option<Locale>,
    pub(crate) limit: usize,
}

impl SearchParameters {
    /// Reads what stands in an address. What is wrong is said in a sentence.
    pub(crate) fn parse(parameters: &[(String, String)]) -> Result<Self, String> {
        let mut asked = Self { query: String::new(), lang: None, limit: 10 };
        for (name, value) in parameters {
            match name.as_str() {
                "q" => asked.query.clone_from(value),
                "lang" => {
                    let unknown = |_| format!("there is no language `{value}`");
                    asked.lang = Some(value.parse().map_err(unknown)?);
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MAX_RESULTS).contains(limit));
                    asked.limit = limit.ok_or(format!("`limit` is a number from 1 to {MAX_RESULTS}"))?;
                }
                _ => {}
            }
        }
        match asked.query.chars().count() {
            0 => Err("what is searched for is missing: `/api/search?q=…`".to_owned()),
            characters if characters > MAX_CHARACTERS => {
                Err(format!("a query has at most {MAX_CHARACTERS} characters; this one has {characters}"))
            }
            _ => Ok(asked),
        }
    }

    /// Makes sure that the site has the language that is asked for. What is wrong is said in a sentence.
    pub(crate) fn check_language(&self, locales: &[Locale]) -> Result<(), String> {
        match self.lang.filter(|lang| !locales.contains(lang)) {
            Some(lang) => Err(AnswerError::unknown_locale(lang.code(), locales).to_string()),
            None => Ok(()),
        }
    }

    /// Names the answer: by the question, and by the version of the site. Weak, because an answer says how long it took.
    pub(crate) fn tag(&self, fingerprint: &str) -> String {
        let lang = self.lang.as_ref().map_or("", Locale::code);
        let named = format!("{fingerprint}\n{lang}\n{}\n{}", self.limit, self.query);
        format!("W/\"{}\"", &blake3::hash(named.as_bytes()).to_hex()[..32])
    }
}
