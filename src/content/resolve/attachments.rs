//! Files beside articles: what shows them or links to them, and those that nothing refers to.

use url::Url;

use super::checker::ReferenceChecker;
use super::names::relative;
use crate::content::image_size::is_svg;
use crate::content::{Attachment, article};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::name::ArticleId;

/// What to do about an image whose size cannot be told.
const IMAGE_HINT: &str = "use PNG, JPEG, GIF, WebP, AVIF or SVG; pages reserve the room of an image before it is there";
const SVG_HINT: &str = "begin it with `<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 WIDTH HEIGHT\">`, its size in pixels; \
                        pages reserve the room of an image before it is there";

impl ReferenceChecker<'_> {
    pub(super) fn check_image(&self, path: &str, span: Span, diagnostics: &mut Diagnostics) {
        match self.attachment(path) {
            None => diagnostics.push(self.unknown_file(path, span)),
            Some(Attachment { size: None, file }) if self.sources.file(file).bytes().is_empty() => diagnostics.push(
                Diagnostic::new(Code::ImageSize, span, format!("`{path}` is empty"))
                    .hint("save the image again: there is nothing in the file"),
            ),
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
        let names = self.known_names();
        let unknown = Diagnostic::new(Code::UnknownFile, span, format!("there is no file `{path}`"));
        if let Some((message, hint)) = self.no_file(path, name) {
            return Diagnostic { message, ..unknown }.hint(hint);
        }
        match names.files.get(name) {
            Some(elsewhere) if self.content.attachments.contains_key(*elsewhere) => {
                unknown.hint(format!("a file of that name is `{elsewhere}`: write `{}`", relative(folder, elsewhere)))
            }
            Some(elsewhere) if !is_of_articles(elsewhere) => {
                let articles = article::FOLDER;
                let message = format!("`{elsewhere}` does not stand in `{articles}`, where the files of articles are");
                let hint = format!("copy it beside the article, to `{folder}/{name}`, and write `{name}`");
                Diagnostic { message, ..unknown }.hint(hint)
            }
            _ => unknown
                .suggest(path, self.content.attachments.keys().map(String::as_str))
                .or_hint("put the file there, or take the link out"),
        }
    }

    /// What a path names that is no file for readers, with what to write instead: a folder, an article, or what the site is made of.
    fn no_file(&self, path: &str, name: &str) -> Option<(String, String)> {
        let below = format!("{path}/");
        if self.sources.below(&below).next().is_some() {
            let category = self.content.categories.iter().find(|category| category.id.value.as_str() == name);
            let hint = match category.filter(|_| is_of_articles(&below)) {
                Some(_) => format!("link to the category: `category:{name}`"),
                None => "link to a file in it, or to an article by its id: `article:the-id`".to_owned(),
            };
            return Some((format!("`{path}` is a folder, and readers see none"), hint));
        }
        let names = self.known_names();
        let found = self.sources.get(path).map(|_| path).or_else(|| names.files.get(name).copied());
        if let Some(found) = found.filter(|found| is_source(found) && !self.content.attachments.contains_key(*found)) {
            let message = format!("`{found}` is a file that the site is made of, and readers do not see it");
            let hint = "link to what it makes: an article, a page, a rule table, `rule:the-id`";
            return Some((message, hint.to_owned()));
        }
        let id = &self.content.article(&name.parse::<ArticleId>().ok()?)?.id;
        let message = format!("there is no file `{path}`, but an article of that name");
        Some((message, format!("link to it by its id: `article:{id}`")))
    }
}

/// Whether a path lies where the files of articles and pages are.
fn is_of_articles(path: &str) -> bool {
    path.starts_with(article::FOLDER) || path.starts_with(article::PAGES)
}

/// Whether a file is one that a site is made of, and readers are not shown as it is.
fn is_source(path: &str) -> bool {
    [".yaml", ".yml", ".md", ".lock"].iter().any(|ending| path.ends_with(ending))
}
