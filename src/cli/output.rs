//! What commands print as their results.
//!
//! Content, file names and arguments reach a terminal in a [`Line`], which shows every character of them: an escape sequence in
//! a title is text, and only styles chosen here are escape sequences.

use std::fmt::{self, Display, Write as _};
use std::io::{self, IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};

use super::failure::Failure;
use crate::content::{Date, Language};
use crate::diagnostic::{is_control, is_invisible, visible, visible_on_a_line};
use crate::search::query::NotCovered;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const MATCH: Style = AnsiColor::Yellow.on_default().bold();

/// Styled text for a terminal, with all its characters in sight.
#[derive(Clone, Debug, Default)]
pub(super) struct Line(String);

impl Line {
    /// An empty line.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds text.
    pub(super) fn text(mut self, text: impl Display) -> Self {
        self.0.push_str(&visible(&text.to_string()));
        self
    }

    /// Adds text in a style.
    pub(super) fn styled(self, style: Style, text: impl Display) -> Self {
        self.style(style).text(text).style_end(style)
    }

    /// Adds text in a style that leads to an address, in terminals that know links (OSC 8).
    pub(super) fn link(mut self, style: Style, text: impl Display, address: &str) -> Self {
        if !io::stdout().is_terminal() {
            return self.styled(style, text);
        }
        let address = visible_on_a_line(address);
        let _infallible = write!(self.0, "\u{1b}]8;;{address}\u{1b}\\");
        self = self.styled(style, text);
        self.0.push_str("\u{1b}]8;;\u{1b}\\");
        self
    }

    fn style(mut self, style: Style) -> Self {
        let _infallible = write!(self.0, "{style}");
        self
    }

    fn style_end(mut self, style: Style) -> Self {
        let _infallible = write!(self.0, "{style:#}");
        self
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints a line as the result of a command.
///
/// # Errors
/// If the output is full or closed.
pub(super) fn print(line: &Line) -> Result<(), Failure> {
    writeln!(anstream::stdout(), "{line}").map_err(Failure::Output)
}

/// Prints what a check found, or another text of `report` that shows all its characters itself.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_report(text: &str) -> Result<(), Failure> {
    anstream::stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

/// Prints what is told of a topic that the help center does not cover.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_not_covered(topic: &NotCovered) -> Result<(), Failure> {
    print(&Line::new().styled(BOLD, &topic.title))?;
    print(&Line::new().text(&topic.text))
}

/// Prints a JSON document. What would steer a terminal stands in it as `\u202e`, which is the same to whoever parses it.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_json(document: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(escaped(document.trim_end()).as_bytes()).and_then(|()| writeln!(stdout));
    written.map_err(Failure::Output)
}

/// JSON has such characters within texts only, where they may be escaped.
fn escaped(document: &str) -> String {
    let mut escaped = String::with_capacity(document.len());
    for character in document.chars() {
        if is_control(character) || is_invisible(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _infallible = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Tells how old an answer is, above it.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_age(as_of: Date, confirm_with: Option<&str>, language: &Language) -> Result<(), Failure> {
    let day = language.date(as_of);
    let age = match confirm_with {
        Some(whom) => language.format_message("age", &[("date", &day), ("whom", whom)]),
        None => language.format_message("age_alone", &[("date", &day)]),
    };
    print(&Line::new().styled(DIM, age).text("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_styles_are_escape_sequences() {
        let line = Line::new().text("\u{1b}[8m").styled(BOLD, "标\u{202e}题\u{7}");
        assert_eq!(line.to_string(), "␛[8m\u{1b}[1m标\\u{202e}题␇\u{1b}[0m");
    }

    #[test]
    fn a_document_means_the_same_escaped() {
        let title = "a\u{1b}\u{9b}\u{7f}\u{202e}\u{feff}\u{e0041}备\n";
        let document = serde_json::json!({ "title": title }).to_string();
        let shown = escaped(&document);
        assert!(!shown.chars().any(|shown| is_control(shown) || is_invisible(shown)), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap()["title"], title);
    }
}
