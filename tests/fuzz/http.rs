//! Bytes for the development server, whatever they are: it goes on answering.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

use crate::campaign::campaign;
use crate::mutation::{QUERY, TROUBLE, damage, damages};
use crate::seeds::REFERENCE;
use crate::support::{wenda, write};

/// A server of a site, stopped when dropped.
struct Server {
    process: Child,
    address: String,
    _site: TempDir,
}

impl Server {
    fn start() -> Self {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), &REFERENCE);
        let mut command = wenda();
        let mut process =
            command.current_dir(site.path()).args(["serve", "--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("listening on")).unwrap();
        // The rest is read and dropped, so that the server never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { process, address, _site: site }
    }

    /// What the server says to bytes, within some time: it may be waiting for more of them.
    fn say(&self, bytes: &[u8], patience: Duration) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("the server takes connections");
        stream.set_read_timeout(Some(patience)).unwrap();
        let mut answer = Vec::new();
        // It may hang up on what it does not like, before all of it was said.
        if stream.write_all(bytes).is_ok() {
            drop(stream.read_to_end(&mut answer));
        }
        answer
    }

    fn get(&self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        String::from_utf8_lossy(&self.say(request.as_bytes(), Duration::from_secs(30))).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

const TARGETS: &[&str] = &[
    "/",
    "/en/",
    "/en/faq/price/",
    "/favicon.svg",
    "/search.bin",
    "/sw.js",
    "/api/search?q=price",
    "/api/search?q=%E5%A5%97&lang=zh&limit=3",
    "/api/ask/refund?plan=small&used=no&days=3",
    "/api/ask/refund?days=1e999",
    "/api/ask/%00",
    "/api/search?q=",
    "/__wenda/live.js",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/en/%00",
    "/en/%ff",
    "//evil.example/",
    "http://evil.example/",
    "*",
    "/en/faq/price",
    "/\\",
    "/?q=%",
    "/en//",
];
const METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PRI", "get", "G\0T", ""];
const HEADERS: &[&str] = &[
    "Host: localhost",
    "Host: evil.example",
    "Host: ",
    "Host: [::1]:80",
    "Host: [",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Expect: 100-continue",
    "Range: bytes=0-",
    "Range: bytes=99999999999999999999-1",
    "If-None-Match: W/\"x\", *",
    "Connection: Upgrade",
    "Upgrade: h2c",
    "Accept-Encoding: gzip, deflate",
    "X: \u{1b}[31m",
    " folded",
    ":",
    "X",
    "Cookie: a=b",
];

/// A request, more or less, then changed byte by byte, or not.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let query = (
        select(
            &["/api/search?q=", "/api/search?limit=", "/api/search?lang=", "/api/ask/", "/api/ask/refund?days=", "/"][..],
        ),
        select(QUERY),
        select(TROUBLE),
    );
    let query = query.prop_map(|(begin, piece, trouble)| {
        let escaped = percent_encoding::utf8_percent_encode(trouble, percent_encoding::NON_ALPHANUMERIC);
        format!("{begin}{piece}{escaped}")
    });
    let target = prop_oneof![3 => select(TARGETS).prop_map(str::to_owned), 2 => query, 1 => (1..40_000_usize).prop_map(|length| "/a".repeat(length))];
    let version = select(&["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", ""][..]);
    let body = select(&["", "hello", "5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "-1\r\n\r\n"][..]);
    let head = (select(METHODS), target, version, vec(select(HEADERS), 0..6), 1..3_usize, body);
    let whole = head.prop_map(|(method, target, version, headers, times, body)| {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        format!("{method} {target} {version}\r\nHost: localhost\r\n{headers}\r\n{body}").repeat(times).into_bytes()
    });
    let garbage = vec(any::<u8>(), 0..400);
    (prop_oneof![8 => whole, 1 => garbage], prop::option::weighted(0.5, damages()))
        .prop_map(|(bytes, changes)| changes.map_or(bytes.clone(), |changes| damage(&bytes, &changes)))
}

#[test]
fn http() {
    let server = Server::start();
    let expected = server.get("/en/faq/price/");
    assert!(expected.starts_with("HTTP/1.1 200"), "{expected}");
    campaign("http", 1_500, &request(), |bytes| {
        let answer = server.say(&bytes, Duration::from_millis(20));
        if !answer.is_empty() {
            prop_assert!(answer.starts_with(b"HTTP/1."), "{:?}", String::from_utf8_lossy(&answer));
            prop_assert!(!answer.starts_with(b"HTTP/1.1 500"), "{:?}", String::from_utf8_lossy(&answer));
        }
        let page = server.get("/en/faq/price/");
        let status = page.lines().next().unwrap_or_default();
        prop_assert_eq!(status, "HTTP/1.1 200 OK");
        prop_assert!(page.ends_with(expected.split_once("\r\n\r\n").unwrap().1));
        Ok(())
    });
}
