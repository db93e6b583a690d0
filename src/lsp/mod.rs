//! What editors ask while a site is written, by the Language Server Protocol on the standard input and output: what is wrong, in
//! texts that are not saved yet, too; the names that may stand at a place; what stands there says, and where it is written.

mod names;
mod position;
mod slot;
mod streams;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionOptions, CompletionTextEdit, DiagnosticSeverity,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Hover, HoverContents,
    HoverProviderCapability, Location, MarkupContent, MarkupKind, NumberOrString, OneOf, PublishDiagnosticsParams,
    ServerCapabilities, TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextEdit, Url,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::names::{Named, Names};
use self::position::{offset, range};
use self::slot::{decision_at, slot_at};
use crate::content::Content;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::name::Locale;
use crate::pipeline::{Loaded, Report, Session};
use crate::source::{SourceError, SourceFiles};

/// So many names are offered at a place; editors ask again when more of one is written.
const MAX_OFFERED: usize = 500;

/// Why an editor is answered no more.
#[derive(Debug, thiserror::Error)]
pub enum LspError {
    /// The site cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// What comes in is not what the protocol says.
    #[error("the editor cannot be understood: {0}")]
    Protocol(String),
    /// The editor says that the server is to end, or is gone, and has not asked it to shut down before, as the protocol says.
    #[error("the editor ended the server without asking it to shut down")]
    Ended,
}

/// Answers an editor about the site in a folder until it says that this is enough, or is gone.
///
/// # Errors
/// If the site cannot be read, what comes in is not what the protocol says, or the editor did not ask for the end before.
pub fn serve(folder: &Path, session: Session) -> Result<(), LspError> {
    let (connection, streams) = streams::open();
    let answered = answer_all(&connection, folder, session);
    drop(connection);
    let ending = answered?;
    match streams.join() {
        // Whoever is gone reads no answer any more.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(LspError::Protocol(error.to_string())),
        _ if ending == Ending::Left => Err(LspError::Ended),
        _ => Ok(()),
    }
}

/// What was said until nothing came any more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The editor asked the server to shut down.
    ShutDown,
    /// It said no such thing.
    Left,
}

/// Answers until the editor says that this is enough, or its end of the connection is gone.
fn answer_all(connection: &Connection, folder: &Path, session: Session) -> Result<Ending, LspError> {
    let Some(id) = initialization(connection) else {
        return Ok(Ending::Left);
    };
    send(connection, Response::new_ok(id, json!({ "capabilities": capabilities() })));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mut server = Server { folder, session, loaded: None, told: BTreeSet::new(), is_changed: true };
    server.tell(connection)?;
    let mut ending = Ending::Left;
    for message in &connection.receiver {
        match (message, ending) {
            (Message::Request(request), Ending::ShutDown) => {
                send(connection, refused(request.id, ErrorCode::InvalidRequest, "the server is shut down"));
            }
            (Message::Request(request), Ending::Left) if request.method == "shutdown" => {
                send(connection, Response::new_ok(request.id, Value::Null));
                ending = Ending::ShutDown;
            }
            (Message::Request(request), Ending::Left) => {
                server.refresh()?;
                send(connection, server.answer(request));
            }
            (Message::Notification(notification), Ending::Left) => server.note(notification),
            (Message::Notification(_), Ending::ShutDown) | (Message::Response(_), _) => {}
        }
        // Whoever types on is told once.
        if ending == Ending::Left && connection.receiver.is_empty() {
            server.tell(connection)?;
        }
    }
    Ok(ending)
}

/// The request that a connection begins with; `None` if nothing else comes. Whatever is asked before is refused.
fn initialization(connection: &Connection) -> Option<RequestId> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == "initialize" => return Some(request.id),
            Message::Request(request) => {
                let why = "the first request is `initialize`";
                send(connection, refused(request.id, ErrorCode::ServerNotInitialized, why));
            }
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    None
}

fn refused(id: RequestId, code: ErrorCode, why: &str) -> Response {
    Response::new_err(id, code as i32, why.to_owned())
}

fn capabilities() -> ServerCapabilities {
    let triggers = [":", "#", "/", ".", "{", "("].map(str::to_owned);
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// An editor that listens no more is told nothing.
fn send(connection: &Connection, message: impl Into<Message>) {
    let _unheard = connection.sender.send(message.into());
}

/// A site that somebody writes.
struct Server {
    folder: PathBuf,
    session: Session,
    loaded: Option<Loaded>,
    /// The files of which something was told last.
    told: BTreeSet<Url>,
    /// Whether something was written since it was read.
    is_changed: bool,
}

impl Server {
    fn refresh(&mut self) -> Result<(), LspError> {
        if self.is_changed || self.loaded.is_none() {
            self.loaded = Some(self.session.load()?);
        }
        Ok(())
    }

    /// Takes what the editor tells of a file.
    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let (url, text) = match method.as_str() {
            "textDocument/didOpen" => match parsed::<DidOpenTextDocumentParams>(params) {
                Some(opened) => (opened.text_document.uri, Some(opened.text_document.text)),
                None => return,
            },
            "textDocument/didChange" => match parsed::<DidChangeTextDocumentParams>(params) {
                Some(mut changed) => {
                    (changed.text_document.uri, changed.content_changes.pop().map(|change| change.text))
                }
                None => return,
            },
            "textDocument/didClose" => match parsed::<DidCloseTextDocumentParams>(params) {
                Some(closed) => (closed.text_document.uri, None),
                None => return,
            },
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.is_changed = true;
                return;
            }
            _ => return,
        };
        if let Some(path) = self.path_of(&url) {
            self.session.set_unsaved(&path, text.as_deref());
            self.is_changed = true;
        }
    }

    /// The path of a file from the folder of the site; `None` if it is no file of it.
    fn path_of(&self, url: &Url) -> Option<String> {
        let path = url.to_file_path().ok()?;
        // The file may be a new one, its folder hardly.
        let above = path.parent()?.canonicalize().ok()?;
        let path = above.join(path.file_name()?);
        Some(path.strip_prefix(&self.folder).ok()?.to_str()?.replace('\\', "/"))
    }

    fn url_of(&self, path: &str) -> Option<Url> {
        Url::from_file_path(self.folder.join(path)).ok()
    }

    /// Tells what is wrong, if something was written.
    fn tell(&mut self, connection: &Connection) -> Result<(), LspError> {
        if !self.is_changed {
            return Ok(());
        }
        self.refresh()?;
        self.is_changed = false;
        let Some(loaded) = &self.loaded else {
            return Ok(());
        };
        let report = loaded.plan(None).report();
        let mut found: BTreeMap<Url, Vec<lsp_types::Diagnostic>> =
            std::mem::take(&mut self.told).into_iter().map(|url| (url, Vec::new())).collect();
        for diagnostic in &report.diagnostics {
            if let Some(url) = self.url_of(&report.sources.file(diagnostic.place.file()).path) {
                found.entry(url).or_default().push(as_told(diagnostic, &report));
            }
        }
        for (uri, diagnostics) in found {
            if !diagnostics.is_empty() {
                self.told.insert(uri.clone());
            }
            let params = PublishDiagnosticsParams { uri, diagnostics, version: None };
            send(connection, Notification::new("textDocument/publishDiagnostics".to_owned(), params));
        }
        Ok(())
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match method.as_str() {
            "textDocument/completion" => {
                Response::new_ok(id, self.at(params, |asker| asker.offered()).unwrap_or_default())
            }
            "textDocument/hover" => Response::new_ok(id, self.at(params, |asker| asker.told())),
            "textDocument/definition" => Response::new_ok(id, self.at(params, |asker| asker.written(self))),
            _ => refused(id, ErrorCode::MethodNotFound, &format!("`{method}` is not known")),
        }
    }

    /// What there is to say of a place.
    fn at<T: Serialize>(&self, params: Value, answer: impl FnOnce(&Asker<'_>) -> Option<T>) -> Option<T> {
        let place: TextDocumentPositionParams = parsed(params)?;
        let loaded = self.loaded.as_ref()?;
        let path = self.path_of(&place.text_document.uri)?;
        let file = loaded.sources().get(&path)?.open();
        let at = offset(file.text(), place.position);
        answer(&Asker { content: loaded.content()?, sources: loaded.sources(), path: &path, text: file.text(), at })
    }
}

fn parsed<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn as_told(diagnostic: &Diagnostic, report: &Report) -> lsp_types::Diagnostic {
    let lines = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).map(String::as_str);
    lsp_types::Diagnostic {
        range: region(diagnostic.place, &report.sources),
        severity: Some(match diagnostic.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(diagnostic.code.name().to_owned())),
        source: Some("wenda".to_owned()),
        message: lines.collect::<Vec<_>>().join("\n"),
        ..lsp_types::Diagnostic::default()
    }
}

/// A place as editors have it: of a file as a whole its beginning.
fn region(place: Place, sources: &SourceFiles) -> lsp_types::Range {
    match place {
        Place::File(_) => lsp_types::Range::default(),
        Place::Text(span) => range(sources.file(span.file).open().text(), span.range()),
    }
}

/// Somebody who asks about a place of a file.
struct Asker<'a> {
    content: &'a Content,
    sources: &'a SourceFiles,
    path: &'a str,
    text: &'a str,
    at: usize,
}

impl Asker<'_> {
    fn names(&self) -> Names<'_> {
        let decision = decision_at(self.path, self.text, self.at).and_then(|id| id.parse().ok());
        let decision = decision.and_then(|id| self.content.decision(&id));
        Names { content: self.content, locale: self.locale(), decision }
    }

    /// The language of the file, by its name; else the first of the site.
    fn locale(&self) -> Locale {
        let locales = self.content.languages.locales();
        let code = self.path.rsplit('.').nth(1).unwrap_or_default();
        locales.iter().find(|locale| locale.code() == code).unwrap_or(locales.first())
    }

    fn offered(&self) -> Option<Vec<CompletionItem>> {
        let slot = slot_at(self.path, self.text, self.at)?;
        let replaced = range(self.text, slot.bytes.clone());
        let offered = self.names().offered(&slot).into_iter().filter(|offered| {
            // Editors match letters in any place; of many names those are sent that may match.
            slot.typed.chars().all(|typed| offered.name.contains(typed))
        });
        let items = offered.take(MAX_OFFERED).map(|offered| CompletionItem {
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: replaced, new_text: offered.name.clone() })),
            filter_text: Some(offered.name.clone()),
            detail: Some(offered.title).filter(|title| !title.is_empty()),
            kind: Some(CompletionItemKind::REFERENCE),
            label: offered.name,
            ..CompletionItem::default()
        });
        Some(items.collect())
    }

    fn told(&self) -> Option<Hover> {
        let slot = slot_at(self.path, self.text, self.at)?;
        let Named { told, .. } = self.names().named(&slot)?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: told });
        Some(Hover { contents, range: Some(range(self.text, slot.bytes)) })
    }

    fn written(&self, server: &Server) -> Option<Location> {
        let place = self.names().named(&slot_at(self.path, self.text, self.at)?)?.place?;
        let uri = server.url_of(&self.sources.file(place.file()).path)?;
        Some(Location { uri, range: region(place, self.sources) })
    }
}
