//! The templates, ready to render in each language.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Tera};

use crate::content::yaml;
use crate::content::{Locale, Localized};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::source::{FileBody, SourceFile, Sources};

const FOLDER: &str = "templates/";
const STRINGS: &str = "templates/strings.yaml";

/// The templates and the words around the content, in each language.
pub struct Theme {
    engines: Localized<Tera>,
    /// The words of the theme, by key.
    strings: BTreeMap<String, Localized<String>>,
    files: BTreeMap<String, FileId>,
    /// Where a template error points that names no template: a theme that lacks the template asked for.
    fallback: FileId,
}

impl Theme {
    /// Reads the templates. `None` if they cannot be used; the diagnostics then say why.
    pub fn load(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let strings_file = sources.get(STRINGS)?;
        let strings = strings(strings_file, diagnostics)?;
        let templates: Vec<&SourceFile> = sources.below(FOLDER).filter(|file| file.path.ends_with(".html")).collect();
        let named = |file: &'_ SourceFile| file.path[FOLDER.len()..].to_owned();
        let files = templates.iter().map(|file| (named(file), file.id)).collect();
        let mut theme = Self { engines: Localized::default(), strings, files, fallback: strings_file.id };
        for locale in Locale::ALL {
            let mut engine = Tera::new();
            if let Err(error) = engine.add_raw_templates(templates.iter().map(|file| (named(file), file.text()))) {
                diagnostics.push(theme.diagnostic(&error, None));
                return None;
            }
            let words: BTreeMap<&str, &str> =
                theme.strings.iter().map(|(key, text)| (key.as_str(), text.get(locale).as_str())).collect();
            engine.global_context().insert("t", &words);
            *theme.engines.get_mut(locale) = engine;
        }
        Some(theme)
    }

    /// Makes something known to all templates in a language.
    pub(crate) fn insert<T: serde::Serialize>(&mut self, locale: Locale, name: &'static str, value: &T) {
        self.engines.get_mut(locale).global_context().insert(name, value);
    }

    /// A word of the theme; the key itself if the theme lacks it.
    pub(crate) fn string(&self, locale: Locale, key: &str) -> String {
        self.strings.get(key).map_or_else(|| key.to_owned(), |text| text.get(locale).clone())
    }

    /// Renders a template. `page` is the address of the page that needs it, for the diagnostic.
    pub(crate) fn render(
        &self,
        template: &str,
        locale: Locale,
        view: &impl serde::Serialize,
        page: &str,
    ) -> Result<String, Box<Diagnostic>> {
        let render = || self.engines.get(locale).render(template, &Context::from_serialize(view)?);
        render().map_err(|error| Box::new(self.diagnostic(&error, Some(page))))
    }

    fn diagnostic(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        let diagnostic = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = self.files.get(report.filename()).copied().unwrap_or(self.fallback);
                let span = crate::diagnostic::Span::new(file, report.span().range.clone());
                Diagnostic::error(Code::Template, span, report.message().trim_end_matches('.'))
            }
            _ => Diagnostic::error(Code::Template, self.fallback, error.to_string().trim_end_matches('.')),
        };
        match page {
            Some(page) => diagnostic.hint(format!("this happened on the page `/{page}`")),
            None => diagnostic,
        }
    }
}

/// The words of the theme.
fn strings(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<BTreeMap<String, Localized<String>>> {
    if let FileBody::Bytes(_) = file.body {
        return None;
    }
    let root = yaml::parse(file, diagnostics)?;
    let mut fields = root.fields(diagnostics)?;
    let mut strings = BTreeMap::new();
    for (key, node) in fields.rest() {
        if let Some(text) = crate::content::localized(node, diagnostics) {
            strings.insert(key.name.clone(), text);
        }
    }
    Some(strings)
}
