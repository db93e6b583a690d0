//! A host of files, as a site is published on, under `/help/`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;

use crate::{ROOT, copy};

/// A site, and the host that it is published on.
pub(crate) struct Host {
    /// Where a copy of the site lies, and in `public` what is published of it.
    site: TempDir,
    port: u16,
    manner: Arc<Manner>,
}

/// How a host answers.
#[derive(Debug, Default)]
struct Manner {
    /// What begins the paths that get no answer.
    down: Mutex<Option<String>>,
    /// Whether it sends files whole, whatever part is asked for.
    is_without_ranges: AtomicBool,
    /// What answers at `/api/search`.
    engine: Mutex<StandIn>,
    /// The policy (CSP) that it sends with each file.
    policy: Mutex<Option<String>>,
    /// The paths that were asked for.
    asked: Mutex<Vec<String>>,
    /// The forms that were sent.
    told: Mutex<Vec<String>>,
}

/// What answers where the engine of a site is to be.
#[derive(Clone, Debug, Default)]
pub(crate) enum StandIn {
    /// Nothing is there.
    #[default]
    Nothing,
    /// A gateway, by its address.
    Gateway(String),
    /// Whoever asks waits.
    Silent,
    /// A status and a body.
    Says(&'static str, &'static str),
}

impl Host {
    /// The shipped site, published.
    pub(crate) fn shipped() -> Self {
        Self::new(&Path::new(ROOT).join("content"))
    }

    /// The small site of the tests, published.
    pub(crate) fn small() -> Self {
        Self::new(&Path::new(ROOT).join("tests/suite/site/content"))
    }

    fn new(content: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let site = tempfile::tempdir().unwrap();
        copy(content, &site.path().join("content"));
        let host = Self { site, port, manner: Arc::default() };
        let manner = Arc::clone(&host.manner);
        host.publish();
        let public = host.public();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let public = public.clone();
                let manner = Arc::clone(&manner);
                // A browser that goes away in the middle of an answer is no reason to fail.
                std::thread::spawn(move || drop(answer(stream, &public, &manner)));
            }
        });
        host
    }

    /// Writes a file of the site; what readers see of it is published later.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Builds the site as it now is.
    pub(crate) fn publish(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_wenda"))
            .args(["build", "--base-url", &self.page(""), "--site"])
            .arg(self.site.path())
            .arg("--out")
            .arg(self.public())
            .status()
            .unwrap();
        assert!(built.success());
    }

    pub(crate) fn page(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/help/{path}", self.port)
    }

    /// What is published.
    pub(crate) fn public(&self) -> PathBuf {
        self.site.path().join("public")
    }

    /// A published file that is named by what it holds.
    pub(crate) fn hashed(&self, name: &str) -> PathBuf {
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let path = self.public().join(stem);
        let stem = format!("{}.", path.file_name().unwrap().to_str().unwrap());
        let entries = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
        let is_it = |path: &PathBuf| {
            let hash = path.file_name().unwrap().to_str().unwrap().strip_prefix(&stem);
            hash.and_then(|rest| rest.strip_suffix(&format!(".{ending}"))).is_some_and(|hash| hash.len() == 10)
        };
        entries.into_iter().find(is_it).unwrap_or_else(|| panic!("no {name}"))
    }

    /// The end of the address of the file with all that search needs.
    pub(crate) fn whole_index(&self) -> String {
        let manifest = fs::read(self.public().join("search.bin")).unwrap();
        format!("/{:08x}.bin", u32::from_be_bytes(*manifest.first_chunk().unwrap()))
    }

    /// Makes it one of those hosts that send no parts of files, but all of them.
    pub(crate) fn set_without_ranges(&self) {
        self.manner.is_without_ranges.store(true, Ordering::SeqCst);
    }

    /// Takes the host from the network, or gives it back.
    pub(crate) fn set_down(&self, down: bool) {
        *self.manner.down.lock().unwrap() = down.then(String::new);
    }

    /// Takes what lies below a path from the network.
    pub(crate) fn set_down_below(&self, path: &str) {
        *self.manner.down.lock().unwrap() = Some(path.to_owned());
    }

    /// Has something answer at `/api/search`.
    pub(crate) fn set_engine(&self, engine: StandIn) {
        *self.manner.engine.lock().unwrap() = engine;
    }

    /// Has it send a policy (CSP) with each file, or none.
    pub(crate) fn set_policy(&self, policy: Option<&str>) {
        *self.manner.policy.lock().unwrap() = policy.map(str::to_owned);
    }

    /// Where it answers, host and port.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The paths that were asked for since this was last asked.
    pub(crate) fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.manner.asked.lock().unwrap())
    }

    /// The forms that were sent since this was last asked.
    pub(crate) fn take_told(&self) -> Vec<String> {
        std::mem::take(&mut *self.manner.told.lock().unwrap())
    }

    /// The folder that the site is made of.
    pub(crate) fn site(&self) -> &Path {
        self.site.path()
    }
}

impl StandIn {
    fn answer(&self, mut stream: TcpStream, method: &str, path: &str) -> std::io::Result<()> {
        let (status, body) = match self {
            Self::Nothing => ("404 Not Found", ""),
            Self::Says(status, body) => (*status, *body),
            Self::Silent => {
                std::thread::sleep(Duration::from_secs(10));
                return Ok(());
            }
            Self::Gateway(address) => {
                let mut gateway = TcpStream::connect(address)?;
                write!(gateway, "{method} {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")?;
                return std::io::copy(&mut gateway, &mut stream).map(drop);
            }
        };
        let length = body.len();
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
    }
}

fn answer(mut stream: TcpStream, public: &Path, manner: &Manner) -> std::io::Result<()> {
    let ranges = !manner.is_without_ranges.load(Ordering::SeqCst);
    let mut request = BufReader::new(stream.try_clone()?);
    let mut lines = request.by_ref().lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut range = None;
    let mut sent = 0;
    for line in lines {
        let line = line?.to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        sent = line.strip_prefix("content-length: ").and_then(|length| length.parse().ok()).unwrap_or(sent);
        let asked = line.strip_prefix("range: bytes=").filter(|_| ranges).and_then(|range| range.split_once('-'));
        range = range.or(asked.and_then(|(from, to)| Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?))));
    }
    let (method, address) = first.split_once(' ').unwrap_or_default();
    let address = address.split(' ').next().unwrap_or_default();
    manner.asked.lock().unwrap().push(address.to_owned());
    if address.starts_with("/api/search?") {
        let engine = manner.engine.lock().unwrap().clone();
        return engine.answer(stream, method, address);
    }
    let path = address.split('?').next().unwrap_or_default().strip_prefix("/help/");
    // No answer at all is what a browser gets of a host that is not there.
    if manner.down.lock().unwrap().as_deref().is_some_and(|below| path.is_none_or(|path| path.starts_with(below))) {
        return Ok(());
    }
    if method == "POST" {
        let mut form = vec![0; sent];
        request.read_exact(&mut form)?;
        manner.told.lock().unwrap().push(String::from_utf8_lossy(&form).into_owned());
        return StandIn::Says("200 OK", "noted").answer(stream, method, address);
    }
    let file = path.map(|path| {
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        public.join(path)
    });
    let (status, body) = match file.as_ref().map(fs::read) {
        Some(Ok(body)) => match range.and_then(|(from, to)| body.get(from..=to)) {
            Some(part) => ("206 Partial Content", part.to_vec()),
            None => ("200 OK", body),
        },
        _ => ("404 Not Found", Vec::new()),
    };
    let policy = manner.policy.lock().unwrap().clone();
    let policy = policy.map(|policy| format!("Content-Security-Policy: {policy}\r\n")).unwrap_or_default();
    let kind = match file.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{policy}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}
