//! The YAML before the text of an article: what it says of that text, and what all languages share, if no file of its own does.

use super::super::conventions::Conventions;
use super::super::derivation::Derivation;
use super::super::keyed::keyed;
use super::super::value::Located;
use super::super::yaml::{self, Node, Value};
use super::model::{Article, ArticleText};
use crate::diagnostic::{Diagnostics, Span};
use crate::markdown;
use crate::name::Locale;
use crate::source::SourceFile;

keyed! {
    /// What the front matter of a text says of it alone.
    pub(crate) struct TextKeys {
        /// In front matter alone: the question, where the text does not begin with it as a heading; else another way to ask it.
        pub(super) title: Option<Located<String>> as title = None,
        /// In front matter alone: further words that search finds this text by.
        pub(super) tags: Vec<String> = Vec::new(),
    }
}

/// The front matter of a text.
#[derive(Debug)]
pub(super) struct FrontMatter {
    pub(super) keys: TextKeys,
    /// What is left: keys that all languages share.
    pub(super) rest: Node,
}

impl FrontMatter {
    /// Reads that of a text, if it has any.
    ///
    /// Fails if nothing can be made of it, which is reported.
    pub(super) fn read(
        file: &SourceFile,
        conventions: &Conventions,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Self>, Unsound> {
        let text = file.text();
        // The line that ends it begins no second document.
        let end = text[..markdown::front_matter(text)].trim_end().trim_end_matches('-').len();
        if end == 0 {
            return Ok(None);
        }
        let mut rest = yaml::parse_start(file, end, conventions, diagnostics).ok_or(Unsound)?;
        let mut fields = rest.fields(diagnostics).ok_or(Unsound)?;
        let keys = TextKeys::take(&mut fields, diagnostics).ok_or(Unsound)?;
        if let Value::Map(entries) = &mut rest.value {
            entries.retain(|(key, _)| TextKeys::KEYS.iter().all(|own| own.name != key.name));
        }
        Ok(Some(Self { keys, rest }))
    }

    /// Where the first of the keys stands that all languages share.
    pub(super) fn first_key(&self) -> Option<Span> {
        match &self.rest.value {
            Value::Map(entries) => entries.first().map(|(key, _)| key.span),
            _ => None,
        }
    }

    /// Whether it holds what all languages share.
    pub(super) fn is_shared(&self) -> bool {
        self.first_key().is_some()
    }
}

/// The front matter of a text can make nothing.
pub(super) struct Unsound;

impl Article {
    /// Adds what front matter says of a text: other ways to ask for it.
    pub(super) fn add_words(&mut self, locale: Locale, matter: Option<&FrontMatter>, derivation: &Derivation) {
        let Some(FrontMatter { keys: TextKeys { title, tags }, .. }) = matter else {
            return;
        };
        let words: Vec<&String> = title.iter().map(|title| &title.value).chain(tags).collect();
        if words.is_empty() {
            return;
        }
        let is_of = |text: &&ArticleText| text.locale == locale || derivation.source(text.locale) == Some(locale);
        let texts: Vec<Locale> = self.texts.values().filter(is_of).map(|text| text.locale).collect();
        for of in texts {
            let aliases = self.aliases.get(of).into_iter().flatten().cloned();
            let words = words.iter().map(|word| derivation.text(word, of));
            self.aliases.insert(of, aliases.chain(words).collect());
        }
    }
}

fn title(node: &Node, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
    Some(Located { value: node.text(diagnostics)?.to_owned(), span: node.span })
}
