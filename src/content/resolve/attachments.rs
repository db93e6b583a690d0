//! Files beside articles: what shows them or links to them, and those that nothing refers to.

use url::Url;

use super::checker::ReferenceChecker;
use super::names::{KnownNames, relative};
use crate::content::image_size::is_svg;
use crate::content::{Attachment, article};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// What to do about an image whose size cannot be told.
const IMAGE_HINT: &str = "use PNG, JPEG, GIF, WebP, AVIF or SVG; pages reserve the room of an image before it is there";
const SVG_HINT: &str = "begin it with `<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 WIDTH HEIGHT\">`, its size in pixels; \
                        pages reserve the room of an image before it is there";

impl ReferenceChecker<'_> {
    pub(super) fn check_image(&self, path: &str, span: Span, diagnostics: &mut Diagnostics) {
        match self.attachment(path) {
            None => diagnostics.push(self.unknown_file(path, span)),
            Some(Attachment { size: None, .. }) => diagnostics.push(
                Diagnostic::new(Code::ImageSize, span, format!("the size of `{path}` cannot be told"))
                    .hint(if is_svg(path) { SVG_HINT } else { IMAGE_HINT }),
            ),
            Some(_) => {}
        }
    }

    /// An image of another host is shown if the site names the host.
    pub(super) fn check_host(&self, address: &str, span: Span, diagnostics: &mut Diagnostics) {
        let named = self.content.site.allow.iter().flat_map(|allow| &allow.image);
        if named.into_iter().any(|host| host.holds(address)) {
            return;
        }
        let url = Url::parse(address).ok();
        let host = url.map_or_else(|| "https://…".to_owned(), |url| url.origin().ascii_serialization());
        diagnostics.push(
            Diagnostic::new(Code::UnknownLink, span, format!("pages show no images of `{host}`"))
                .hint("put the image beside the article and name it by its path")
                .hint(format!(
                    "or let pages show those of the host, in `content/site.yaml`: `allow: {{image: [\"{host}\"]}}`"
                )),
        );
    }

    /// A file beside an article, which is used from now on.
    pub(super) fn attachment(&self, path: &str) -> Option<Attachment> {
        let attachment = *self.content.attachments.get(path)?;
        self.used.borrow_mut().insert(attachment.file);
        Some(attachment)
    }

    /// Files beside articles that no article shows or links to.
    pub(super) fn report_unused_attachments(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        for (path, attachment) in &self.content.attachments {
            if !used.contains(&attachment.file) {
                diagnostics.push(
                    Diagnostic::new(Code::StrayFile, attachment.file, format!("no article refers to `{path}`"))
                        .hint("show it, link to it, or remove it; articles stand in a folder of `content/faq/`: `<id>.<language>.md`"),
                );
            }
        }
    }

    pub(super) fn unknown_file(&self, path: &str, span: Span) -> Diagnostic {
        let from = &self.sources.file(span.file).path;
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let names = self
            .names
            .get_or_init(|| KnownNames::of(self.content.articles.iter().map(|article| &article.id), self.sources));
        let unknown = Diagnostic::new(Code::UnknownFile, span, format!("there is no file `{path}`"));
        match names.files.get(name) {
            Some(elsewhere) if self.content.attachments.contains_key(*elsewhere) => {
                unknown.hint(format!("a file of that name is `{elsewhere}`: write `{}`", relative(folder, elsewhere)))
            }
            Some(elsewhere) if !elsewhere.starts_with(article::FOLDER) && !elsewhere.starts_with(article::PAGES) => {
                let articles = article::FOLDER;
                let message = format!("`{elsewhere}` does not stand in `{articles}`, where the files of articles are");
                let hint = format!("move it beside the article, to `{folder}/{name}`, and write `{name}`");
                Diagnostic { message, ..unknown }.hint(hint)
            }
            _ => unknown.suggest(path, self.content.attachments.keys().map(String::as_str)),
        }
    }
}
