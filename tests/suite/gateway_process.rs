//! `wenda gateway` as a process of its own, and what it is asked.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use wenda::content;
use wenda::source::SourceFiles;

use crate::mariadb::show_log;
use crate::searching::shipped;
use crate::support::{ROOT, stderr, wenda};

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway, killed when dropped.
pub(crate) struct GatewayProcess {
    pub(crate) process: Child,
    pub(crate) address: String,
    log: Arc<Mutex<VecDeque<String>>>,
}

/// So many lines of a log are shown when a test fails.
const LOGGED: usize = 200;

/// An answer over HTTP.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl GatewayProcess {
    pub(crate) fn start(engine: &str, arguments: &[&str]) -> Self {
        let mut process = wenda()
            .args(["gateway", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env("WENDA_ENGINE", engine)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["event"], "listening");
        let log: Arc<Mutex<VecDeque<String>>> = Arc::default();
        let kept = Arc::clone(&log);
        // The log must be read on, or the gateway waits for who reads it.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if [r#""retries":0,"#, r#""status":200,"#].iter().all(|part| line.contains(part)) {
                    continue;
                }
                let mut kept = kept.lock().unwrap();
                kept.push_back(line);
                if kept.len() > LOGGED {
                    kept.pop_front();
                }
            }
        });
        Self { process, address: line["address"].as_str().unwrap().to_owned(), log }
    }

    /// Waits until it is ready.
    pub(crate) fn ready(self) -> Self {
        let begun = Instant::now();
        while self.get("/ready").status != 200 {
            assert!(begun.elapsed() < PATIENCE, "{}", self.get("/ready").body);
            thread::sleep(Duration::from_millis(50));
        }
        self
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    /// With another header, which ends its line.
    pub(crate) fn get_with(&self, path: &str, header: &str) -> Answer {
        self.send("GET", path, header)
    }

    pub(crate) fn send(&self, method: &str, path: &str, header: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: gateway\r\n{header}Connection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn search(&self, query: &str, more: &str) -> Answer {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
        self.get(&format!("/api/search?q={encoded}{more}"))
    }
}

impl GatewayProcess {
    /// What Prometheus reads under a name.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let metrics = self.get("/metrics").body;
        let value = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.unwrap_or_else(|| panic!("no {name} in {metrics}")).parse().unwrap()
    }

    /// Whether the log has an event.
    pub(crate) fn has_told(&self, event: &str) -> bool {
        let event = format!("\"event\":\"{event}\"");
        self.log.lock().unwrap().iter().any(|line| line.contains(&event))
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let ended = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(ended.success());
    }
}

impl Drop for GatewayProcess {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _waited = self.process.wait();
        show_log(&self.address, self.log.lock().unwrap().make_contiguous());
    }
}

/// An export for MySQL of a site in a folder.
pub(crate) fn exported(site: &Path, arguments: &[&str]) -> (TempDir, PathBuf) {
    let out = tempfile::tempdir().unwrap();
    let output = wenda()
        .args(["export", "--to", "mysql", "--site"])
        .arg(site)
        .arg("--out")
        .arg(out.path())
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let script = out.path().join("wenda.sql");
    (out, script)
}

/// A reply without how long it took.
pub(crate) fn timeless(body: &str) -> Value {
    let mut reply: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{body}"));
    reply.as_object_mut().unwrap().remove("took_us");
    reply
}

/// The judged queries of a site; if it has none, the titles of some of its articles.
pub(crate) fn queries(site: &Path) -> Vec<String> {
    const TITLES: usize = 600;
    let (sources, mut diagnostics) = SourceFiles::read(site).unwrap();
    let content = content::load(&sources, &mut diagnostics).unwrap();
    let judged: Vec<String> = content.evals.iter().map(|judged| judged.query.value.clone()).collect();
    if !judged.is_empty() {
        return judged;
    }
    let texts: Vec<_> = content.articles.iter().flat_map(|article| article.texts.values()).collect();
    let some = texts.iter().step_by(texts.len().div_ceil(TITLES));
    some.map(|text| text.title(&content)).collect()
}

/// Of how many judged queries the first five hits are those of `wenda search`, and how many there are.
#[expect(clippy::print_stderr, reason = "how many are alike is read there")]
pub(crate) fn same_first_five(gateway: &GatewayProcess) -> (usize, usize) {
    let (mut same, mut first_five) = (0, 0);
    let queries = queries(Path::new(ROOT));
    for query in &queries {
        let answer = gateway.search(query, "&limit=10");
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        let (found, expected) = (timeless(&answer.body), shipped().find(query, None, 10));
        let expected = timeless(&serde_json::to_string(&expected).unwrap());
        let five = |reply: &Value| -> Vec<String> {
            let hits = reply["hits"].as_array().unwrap().iter().take(5);
            hits.map(|hit| format!("{}/{}/{}", hit["kind"], hit["id"], hit["lang"])).collect()
        };
        same += usize::from(found == expected);
        if five(&found) == five(&expected) {
            first_five += 1;
        } else {
            eprintln!("{query}: {:?} instead of {:?}", five(&found), five(&expected));
        }
    }
    eprintln!("of {} judged queries {first_five} have the same first five, {same} the same answer", queries.len());
    (first_five, queries.len())
}
