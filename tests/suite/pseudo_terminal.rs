//! A terminal for the program, and what a person sees on it.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, open};
pub(crate) use vt100::Color;

const PATIENCE: Duration = Duration::from_secs(60);
/// So high that nothing scrolls out of sight.
const ROWS: NonZeroU16 = NonZeroU16::new(1_000).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(200).unwrap();

/// A terminal in which the program runs, ended when dropped.
pub(crate) struct Terminal {
    process: Child,
    keyboard: File,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that was written to it.
    written: Vec<u8>,
    /// The rows above were seen.
    seen: usize,
}

/// What stands in a row of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) text: String,
    /// The colour of its first character.
    pub(crate) color: Color,
}

impl Terminal {
    /// Runs a command line in a folder.
    pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Self {
        Self::of_kind("xterm-256color", folder, arguments)
    }

    /// The same on a terminal that calls itself `kind`.
    pub(crate) fn of_kind(kind: &str, folder: &Path, arguments: &[&str]) -> Self {
        let (terminal, program) = open().unwrap();
        terminal.resize(Size::new(ROWS.get(), COLUMNS.get())).unwrap();
        // Who runs the tests may pass over Ctrl-C, as shells do in the background; programs take that from their parents.
        let command = if cfg!(target_os = "linux") {
            Command::new("env").args(["--default-signal=INT", env!("CARGO_BIN_EXE_wenda")])
        } else {
            Command::new(env!("CARGO_BIN_EXE_wenda"))
        };
        let command = command.args(arguments).current_dir(folder).env("TERM", kind);
        let process = command.env_remove("NO_COLOR").env_remove("CLICOLOR").spawn(program).unwrap();
        let keyboard = File::from(OwnedFd::from(terminal));
        let mut shown = keyboard.try_clone().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Where the program has ended, some systems tell the end, and others an error.
            while let Ok(count @ 1..) = shown.read(&mut buffer)
                && sender.send(buffer[..count].to_vec()).is_ok()
            {}
        });
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Self { process, keyboard, bytes, screen, written: Vec::new(), seen: 0 }
    }

    /// Waits until the program ends, and returns its exit code; none if a signal ended it.
    pub(crate) fn end(mut self) -> (Option<i32>, Self) {
        while self.follow() {}
        let status = self.wait();
        (status.code(), self)
    }

    /// Waits until a row appears below those that were seen that holds `text`: what stands there since, this row last.
    pub(crate) fn until(&mut self, text: &str) -> Vec<Row> {
        loop {
            let rows = self.rows();
            if let Some(at) = rows.iter().skip(self.seen).position(|row| row.text.contains(text)) {
                let new = rows[self.seen..=self.seen + at].to_vec();
                self.seen += at + 1;
                return new;
            }
            assert!(self.follow(), "it ended, and `{text}` was never shown:\n{}", self.text());
        }
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&mut self) {
        self.keyboard.write_all(b"\x03").unwrap();
    }

    /// All that stands on the screen.
    pub(crate) fn text(&self) -> String {
        let rows: Vec<String> = self.shown().into_iter().map(|row| row.text).collect();
        rows.join("\n")
    }

    /// All that the program has written, what it wrote over, too.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// The rows of the screen down to the last that is not empty.
    pub(crate) fn shown(&self) -> Vec<Row> {
        let mut rows = self.rows();
        rows.truncate(rows.iter().rposition(|row| !row.text.is_empty()).map_or(0, |last| last + 1));
        rows
    }

    fn rows(&self) -> Vec<Row> {
        let screen = self.screen.screen();
        let texts = screen.rows(0, COLUMNS.get()).enumerate();
        let row = |(at, text): (usize, String)| {
            let first = screen.cell(u16::try_from(at).unwrap(), 0).unwrap();
            Row { text: text.trim_end().to_owned(), color: first.fgcolor() }
        };
        texts.map(row).collect()
    }

    /// Takes what the program shows next; whether it has not ended.
    fn follow(&mut self) -> bool {
        match self.bytes.recv_timeout(PATIENCE) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.written.extend(bytes);
            }
            Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) => panic!("nothing happens on the terminal:\n{}", self.text()),
        }
        true
    }

    fn wait(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the program does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
