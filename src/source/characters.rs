//! Characters that no text of a site may hold, or that mislead who reads it.
//!
//! Control characters are refused wherever they come from: no HTML may hold them, and a terminal takes them for commands. What
//! turns the direction of writing is only warned of, and only where it is not closed on its line: Hebrew and Arabic have a use
//! for marks (U+200E, U+200F, U+061C) and for isolates that end where they began, and nobody is misled by those.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span, is_control, is_invisible, visible};

/// So many of them are told of one file; a file that holds more is no text.
const MAX_IN_ONE_FILE: usize = 100;

/// Reports the characters of a file. Returns its text with pictures in place of control characters, which nothing after this
/// meets any more, if it holds any.
pub(super) fn examine(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let faults = CharacterFaults::of(text);
    if faults.0.is_empty() {
        return None;
    }
    let has_control = faults.0.iter().any(|fault| matches!(fault.kind, CharacterKind::Control));
    let mut shown = String::with_capacity(text.len() + 16);
    let mut told = 0;
    let mut faults = faults.0.into_iter().peekable();
    for (byte, character) in text.char_indices() {
        let start = shown.len();
        if is_control(character) {
            // A picture, or the sign for what cannot be shown: one column of an excerpt either way.
            let picture = visible(character.encode_utf8(&mut [0; 4])).chars().next().filter(|picture| *picture != '\\');
            shown.push(picture.unwrap_or(char::REPLACEMENT_CHARACTER));
        } else {
            shown.push(character);
        }
        if let Some(fault) = faults.next_if(|fault| fault.byte == byte) {
            told += 1;
            if told <= MAX_IN_ONE_FILE {
                diagnostics.push(fault.kind.report(character, Span::new(file, start..shown.len())));
            }
        }
    }
    has_control.then_some(shown)
}

/// Whether a text holds what [`examine`] put in place of a control character, which was reported with the file.
pub(crate) fn holds_picture(text: &str) -> bool {
    text.contains(|character| matches!(character, '\u{2400}'..='\u{2421}' | char::REPLACEMENT_CHARACTER))
}

/// Reports what an escape stands for: `text` is what was read of `written`, at `span`. What stands there as it is was reported
/// with the file.
pub(crate) fn examine_escaped(text: &str, written: &str, span: Span, diagnostics: &mut Diagnostics) {
    let characters =
        CharacterFaults::of(text).0.into_iter().filter_map(|fault| Some((text[fault.byte..].chars().next()?, fault)));
    let mut as_written: Vec<char> = Vec::new();
    for (character, fault) in characters {
        if as_written.contains(&character) {
            continue;
        }
        if !written.contains(character) {
            return diagnostics.push(fault.kind.report(character, span));
        }
        as_written.push(character);
    }
}

/// Reports the characters of a file's name that cannot be seen.
pub(super) fn examine_name(file: FileId, path: &str, diagnostics: &mut Diagnostics) {
    if let Some(character) = hidden_in(path) {
        let message = format!("the name of the file holds {}, which cannot be seen", named(character));
        diagnostics.push(Diagnostic::new(Code::ControlCharacter, file, message).hint("rename the file"));
    }
}

/// The first character of a file's name that cannot be seen, which was reported with the file.
pub(crate) fn hidden_in(path: &str) -> Option<char> {
    path.chars().find(|character| character.is_control() || is_invisible(*character))
}

/// A character that is reported, and where it begins.
struct CharacterFault {
    byte: usize,
    kind: CharacterKind,
}

#[derive(Clone, Copy)]
enum CharacterKind {
    Control,
    /// What follows is shown in another order.
    Direction,
    ByteOrderMark,
}

impl CharacterKind {
    fn report(self, character: char, span: Span) -> Diagnostic {
        let name = named(character);
        match self {
            Self::Control => {
                Diagnostic::new(Code::ControlCharacter, span, format!("the text holds the control character {name}"))
                    .hint("remove it")
            }
            Self::Direction => Diagnostic::new(
                Code::InvisibleCharacter,
                span,
                format!("{name} turns the direction of what follows, and cannot be seen"),
            )
            .hint("remove it, or use an isolate (U+2066, U+2067 or U+2068) and close it by U+2069 on the same line"),
            Self::ByteOrderMark => Diagnostic::new(
                Code::InvisibleCharacter,
                span,
                format!("{name}, a byte order mark, stands within the text and cannot be seen"),
            )
            .hint("remove it"),
        }
    }
}

/// The faults of a text, in their order.
struct CharacterFaults(Vec<CharacterFault>);

impl CharacterFaults {
    fn of(text: &str) -> Self {
        let mut faults = Vec::new();
        // Most texts have nothing of the kind.
        if !text.chars().any(|character| is_control(character) || is_invisible(character)) {
            return Self(faults);
        }
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let mut open = Vec::new();
            for (offset, character) in line.char_indices() {
                let byte = line_start + offset;
                match character {
                    '\u{2066}'..='\u{2068}' => open.push(byte),
                    '\u{2069}' => drop(open.pop()),
                    '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => {
                        faults.push(CharacterFault { byte, kind: CharacterKind::Direction })
                    }
                    '\u{FEFF}' => faults.push(CharacterFault { byte, kind: CharacterKind::ByteOrderMark }),
                    character if is_control(character) => {
                        faults.push(CharacterFault { byte, kind: CharacterKind::Control })
                    }
                    _ => {}
                }
            }
            faults.extend(open.into_iter().map(|byte| CharacterFault { byte, kind: CharacterKind::Direction }));
            line_start += line.len();
        }
        faults.sort_by_key(|fault| fault.byte);
        Self(faults)
    }
}

fn named(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is reported of a text, and the text that is left.
    fn examined(text: &str) -> (Vec<String>, Option<String>) {
        let mut diagnostics = Diagnostics::default();
        let left = examine(FileId(0), text, &mut diagnostics);
        let told = diagnostics.into_sorted().into_iter().map(|told| format!("{}: {}", told.severity, told.message));
        (told.collect(), left)
    }

    #[test]
    fn control_characters_are_errors_and_leave_the_text() {
        let (told, left) = examined("a\0b\u{1b}[31m\u{85}\r\n\t备");
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(told[1], "error: the text holds the control character U+001B");
        assert_eq!(left.as_deref(), Some("a␀b␛[31m\u{FFFD}\r\n\t备"));
    }

    #[test]
    fn only_what_turns_the_direction_unseen_is_told() {
        assert_eq!(examined("\u{200F}שלום\u{200E} 1 \u{2067}אבג\u{2069} می\u{200C}خواهم").0, Vec::<String>::new());
        let (told, left) = examined("a \u{202E}cba\u{202C}\n\u{2066}open\nb\u{FEFF}");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().all(|told| told.starts_with("warning: ")));
        assert!(told[1].contains("U+2066") && told[2].contains("byte order mark"), "{told:?}");
        assert_eq!(left, None, "a warning changes nothing");
    }
}
