//! The templates, ready to render in each language.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use super::lines::Lines;
use super::phrases::Phrases;
use super::template_fault::TemplateFiles;
use super::templates::{FOLDER, unused_templates};
use crate::content::{Language, Languages};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::name::{Locale, Localized};
use crate::source::{SourceFile, SourceFiles};

/// A page holds so many bytes at most: 64 MiB.
const MAX_PAGE: usize = 64 << 20;
/// A page is made of so many pieces at most: a loop may write next to nothing.
const MAX_PIECES: usize = 1 << 22;

/// The templates, ready to render in each language.
pub struct Theme {
    engines: Localized<Tera>,
    templates: TemplateFiles,
}

/// What a template sees.
pub(crate) trait View {
    /// It as templates hold it, each field by its name.
    fn variables(self) -> Result<Context, tera::Error>;
}

impl<T: Serialize> View for &T {
    fn variables(self) -> Result<Context, tera::Error> {
        Context::from_serialize(self)
    }
}

/// What is particular to a page, as templates hold it; or why they cannot, which is told when the page is rendered.
pub(crate) struct Body(Result<Value, tera::Error>);

impl Body {
    /// The body that templates see as a view.
    pub(crate) fn of(view: &impl Serialize) -> Self {
        Self(Value::try_from_serializable(view))
    }

    /// What surrounds it, as a template sees both: it is `body` there.
    pub(crate) fn within(self, around: &impl Serialize) -> Result<Context, tera::Error> {
        let mut variables = around.variables()?;
        variables.insert_value("body", self.0?);
        Ok(variables)
    }
}

impl Theme {
    /// Reads the templates. `None` if they cannot be used; the diagnostics then say why.
    pub(super) fn load(
        sources: &SourceFiles,
        languages: &Languages,
        phrases: Phrases,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let unused: BTreeSet<&str> = unused_templates(sources).into_iter().map(|file| file.path.as_str()).collect();
        let is_used = |file: &&Arc<SourceFile>| file.path.ends_with(".html") && !unused.contains(file.path.as_str());
        let templates: Vec<&Arc<SourceFile>> = sources.below(FOLDER).filter(is_used).collect();
        let named = |file: &'_ SourceFile| file.path[FOLDER.len()..].to_owned();
        let mut engine = Tera::new();
        engine.register_filter::<_, &str, _>("phrases", phrases);
        engine.register_filter::<_, &str, _>("lines", Lines);
        let read = engine.add_raw_templates(templates.iter().map(|file| (named(file), file.text())));
        let engines =
            Localized::from_fn(languages.locales(), |locale| with_words(engine.clone(), languages.get(locale)));
        let templates = TemplateFiles::of(templates.iter().map(|file| (named(file), Arc::clone(file))))?;
        if let Err(error) = read {
            templates.faults(&error).into_iter().for_each(|fault| diagnostics.push(fault));
            return None;
        }
        Some(Self { engines, templates })
    }

    /// Makes something known to all templates in a language.
    pub(crate) fn insert<T: Serialize>(&mut self, locale: Locale, name: &'static str, value: &T) {
        self.engines.get_mut(locale).global_context().insert(name, value);
    }

    /// Renders a template. `page` is the address of the page that needs it, for the diagnostic.
    pub(crate) fn render(
        &self,
        template: &str,
        locale: Locale,
        view: impl View,
        page: &str,
    ) -> Result<String, Box<Diagnostic>> {
        let render = || {
            let mut written = BoundedBuffer::default();
            self.engines.get(locale).render_to(template, &view.variables()?, &mut written)?;
            Ok(String::from_utf8(written.bytes)?)
        };
        render().map_err(|error: tera::Error| match error.kind() {
            ErrorKind::Io(io::ErrorKind::FileTooLarge) => Box::new(self.endless(template, page)),
            _ => Box::new(self.templates.fault(&error).hint(format!("this happened on the page `/{page}`"))),
        })
    }

    /// The engine itself bounds how deep components call each other and how long a `range` is, and refuses templates that include
    /// each other in a circle; but not how often loops turn within loops.
    fn endless(&self, template: &str, page: &str) -> Diagnostic {
        let limit = MAX_PAGE >> 20;
        let message = format!("the page grows past {limit} MiB, or is made of more than {MAX_PIECES} pieces");
        Diagnostic::new(Code::Template, self.templates.whole(template), message)
            .hint("look for loops within loops, and for components that call each other")
            .hint(format!("this happened on the page `/{page}`"))
    }
}

/// A page while it is rendered, which grows within limits.
#[derive(Default)]
struct BoundedBuffer {
    bytes: Vec<u8>,
    pieces: usize,
}

impl Write for BoundedBuffer {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.pieces += 1;
        if self.bytes.len() + piece.len() > MAX_PAGE || self.pieces > MAX_PIECES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes the words of a language known to all templates: `t` has a text for each key, `forms` what differs by number, as JSON by
/// the names of the forms.
fn with_words(mut engine: Tera, language: &Language) -> Tera {
    let words: BTreeMap<&str, &str> = language.messages().map(|(key, word)| (key, word.other())).collect();
    let forms = language.messages().map(|(key, word)| (key, word.forms().collect::<BTreeMap<_, _>>()));
    let forms: BTreeMap<&str, String> =
        forms.map(|(key, forms)| (key, serde_json::to_string(&forms).unwrap_or_default())).collect();
    engine.global_context().insert("t", &words);
    engine.global_context().insert("forms", &forms);
    engine
}
