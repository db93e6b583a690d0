//! Messages of the protocol over the standard streams.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

/// A message has so many bytes at most: more than any text of a site.
const MAX_LENGTH: usize = 64 << 20;
/// What stands before a message has so many.
const MAX_HEAD: usize = 4 << 10;

/// What reads messages, and what writes them.
pub(super) struct Streams {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

/// Connects with whoever writes to the standard input, until that ends or says so.
pub(super) fn open() -> (Connection, Streams) {
    let (own, Connection { sender, receiver }) = Connection::memory();
    let reader = thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(incoming) = read(&mut input)? {
            let message = match incoming {
                Incoming::Message(message) => message,
                Incoming::Other(error) => {
                    write(&error, &mut io::stdout().lock())?;
                    continue;
                }
            };
            let is_last = matches!(&message, Message::Notification(told) if told.method == "exit");
            if sender.send(message).is_err() || is_last {
                break;
            }
        }
        Ok(())
    });
    let writer =
        thread::spawn(move || receiver.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock())));
    (own, Streams { reader, writer })
}

impl Streams {
    /// Waits until all is read and written; the connection has to be dropped before.
    pub(super) fn join(self) -> io::Result<()> {
        let ended = |thread: JoinHandle<io::Result<()>>| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread of the streams ended")))
        };
        ended(self.reader)?;
        ended(self.writer)
    }
}

/// What was sent.
#[derive(Debug)]
enum Incoming {
    Message(Message),
    /// What is none, with the answer to it.
    Other(Value),
}

impl Incoming {
    fn of(body: &[u8]) -> Self {
        let answer = |code: ErrorCode, message: String| json!({"jsonrpc": "2.0", "id": null, "error": {"code": code as i32, "message": message}});
        match serde_json::from_slice::<Value>(body) {
            Err(error) => Self::Other(answer(ErrorCode::ParseError, format!("the message is no JSON: {error}"))),
            Ok(value) => match Some(value).filter(Value::is_object).map(serde_json::from_value) {
                Some(Ok(message)) => Self::Message(message),
                _ => Self::Other(answer(ErrorCode::InvalidRequest, "this is no message of the protocol".to_owned())),
            },
        }
    }
}

/// Writes an answer that names no request.
fn write(answer: &Value, output: &mut impl Write) -> io::Result<()> {
    let body = answer.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

/// The next message. How long it is, it says itself: so much memory is taken only if that is a length of messages.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let wrong = |told: &str| io::Error::new(ErrorKind::InvalidData, told);
    let mut head = Vec::new();
    let mut length: Option<usize> = None;
    loop {
        let begin = head.len();
        let room = u64::try_from(MAX_HEAD.saturating_sub(begin)).unwrap_or(0);
        let read = input.by_ref().take(room).read_until(b'\n', &mut head)?;
        if read == 0 && begin == 0 {
            return Ok(None);
        }
        if !head.ends_with(b"\n") {
            return Err(wrong("what stands before a message has no end"));
        }
        let line = String::from_utf8_lossy(&head[begin..]);
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let length = length.filter(|length| *length <= MAX_LENGTH);
    let length = length.ok_or_else(|| wrong("`Content-Length` is missing, or says more than 64 MiB"))?;
    let mut body = Vec::new();
    let most = u64::try_from(length).unwrap_or(u64::MAX);
    if input.by_ref().take(most).read_to_end(&mut body)? < length {
        return Err(wrong("a message is shorter than `Content-Length` says"));
    }
    Ok(Some(Incoming::of(&body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(input: &str) -> String {
        match read(&mut input.as_bytes()) {
            Ok(Some(Incoming::Message(Message::Notification(told)))) => told.method,
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_message_is_as_long_as_it_says_and_no_longer_than_messages_are() {
        let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let length = exit.len();
        for (input, expected) in [
            (format!("Content-Length: {length}\r\n\r\n{exit}"), "exit"),
            (format!("content-length:{length}\r\nContent-Type: a\r\n\r\n{exit}{exit}"), "exit"),
            (String::new(), "None"),
            (
                format!("Content-Length: {}\r\n\r\n{exit}", usize::MAX),
                "`Content-Length` is missing, or says more than 64 MiB",
            ),
            (format!("Content-Length: -1\r\n\r\n{exit}"), "`Content-Length` is missing, or says more than 64 MiB"),
            (format!("\r\n{exit}"), "`Content-Length` is missing, or says more than 64 MiB"),
            (
                format!("Content-Length: {}\r\n\r\n{exit}", length + 1),
                "a message is shorter than `Content-Length` says",
            ),
            (format!("Content-Length: {length}"), "what stands before a message has no end"),
            ("a: b\r\n".repeat(MAX_HEAD), "what stands before a message has no end"),
        ] {
            assert_eq!(told(&input), expected, "{}", &input[..input.len().min(60)]);
        }
    }
}
