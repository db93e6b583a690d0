//! The templates, ready to render in each language.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use super::phrases::Phrases;
use super::templates::{FOLDER, unused_templates};
use crate::content::{Language, Languages};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::name::{Locale, Localized};
use crate::source::{SourceFile, SourceFiles};

/// A page holds so many bytes at most: 64 MiB.
const MAX_PAGE: usize = 64 << 20;
/// A page is made of so many pieces at most: a loop may write next to nothing.
const MAX_PIECES: usize = 1 << 22;

/// The templates, ready to render in each language.
pub struct Theme {
    engines: Localized<Tera>,
    files: BTreeMap<String, FileId>,
    /// Where a template error points that names no template: a theme that lacks the template asked for.
    fallback: FileId,
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
        let files = templates.iter().map(|file| (named(file), file.id)).collect();
        let mut engine = Tera::new();
        engine.register_filter::<_, &str, _>("phrases", phrases);
        let read = engine.add_raw_templates(templates.iter().map(|file| (named(file), file.text())));
        let engines =
            Localized::from_fn(languages.locales(), |locale| with_words(engine.clone(), languages.get(locale)));
        let theme = Self { engines, files, fallback: templates.first()?.id };
        if let Err(error) = read {
            diagnostics.push(theme.diagnostic(&error, None));
            return None;
        }
        Some(theme)
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
            _ => Box::new(self.diagnostic(&error, Some(page))),
        })
    }

    /// The engine itself bounds how deep components call each other and how long a `range` is, and refuses templates that include
    /// each other in a circle; but not how often loops turn within loops.
    fn endless(&self, template: &str, page: &str) -> Diagnostic {
        let file = self.files.get(template).copied().unwrap_or(self.fallback);
        let limit = MAX_PAGE >> 20;
        let message = format!("the page grows past {limit} MiB, or is made of more than {MAX_PIECES} pieces");
        Diagnostic::new(Code::Template, file, message)
            .hint("look for loops within loops, and for components that call each other")
            .hint(format!("this happened on the page `/{page}`"))
    }

    fn diagnostic(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        let diagnostic = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = self.files.get(report.filename()).copied().unwrap_or(self.fallback);
                let span = crate::diagnostic::Span::new(file, report.span().range.clone());
                Diagnostic::new(Code::Template, span, report.message().trim_end_matches('.'))
            }
            ErrorKind::CircularInclude { tpl, include_chain: chain }
            | ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => self.circle(tpl, chain),
            _ => Diagnostic::new(Code::Template, self.fallback, error.to_string().trim_end_matches('.')),
        };
        match page {
            Some(page) => diagnostic.hint(format!("this happened on the page `/{page}`")),
            None => diagnostic,
        }
    }
}

impl Theme {
    /// Templates that lead back to themselves, at the first of them that is the site's own.
    fn circle(&self, template: &str, chain: &[String]) -> Diagnostic {
        let file = self.files.get(template).copied().unwrap_or(self.fallback);
        let mut names: Vec<&str> = chain.iter().map(String::as_str).collect();
        if names.last() != Some(&template) {
            names.push(template);
        }
        let named: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("templates lead back to themselves: {}", named.join(", then "));
        Diagnostic::new(Code::Template, file, message)
            .hint("take out one of the tags by which they include or extend each other")
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
