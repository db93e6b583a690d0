//! What `docs/deploy.md` tells of hosts: it says what a build says, and nginx sends it.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::asking::DELIVERY;
use crate::support::{Site, is_there, stdout};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PATIENCE: Duration = Duration::from_secs(30);

/// The examples in a language, in their order.
fn examples(lang: &str) -> Vec<String> {
    let guide = fs::read_to_string(Path::new(ROOT).join("docs/deploy.md")).unwrap();
    let begin = format!("```{lang}\n");
    let examples = guide.split(&begin).skip(1);
    examples.map(|rest| rest.split_once("```").unwrap().0.to_owned()).collect()
}

/// What a build tells hosts to send: for all files, and for those that are kept for ever; and the folder of these.
fn told(site: &Site) -> (Vec<(String, String)>, String, String) {
    let text = site.read("_headers");
    let (all, kept) = text.strip_prefix("/*\n").unwrap().split_once("/ask/*\n").unwrap();
    let headers = all.lines().map(|line| line.trim().split_once(": ").unwrap());
    let kept = kept.lines().next().unwrap().trim().strip_prefix("Cache-Control: ").unwrap();
    (headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), kept.to_owned(), "search/".to_owned())
}

#[test]
fn examples_say_what_a_build_says() {
    let site = Site::small();
    site.build();
    let (headers, kept, _) = told(&site);
    let nginx = examples("nginx").concat();
    for (name, value) in &headers {
        let line = nginx.lines().find_map(|line| line.trim().strip_prefix(&format!("add_header {name} ")));
        assert_eq!(
            line.map(|line| line.trim_end_matches(" always;").trim_matches('"')),
            Some(value.as_str()),
            "{name}"
        );
    }
    assert_eq!(nginx.matches("add_header ").count(), headers.len() + 1, "and how long it is kept");
    assert_eq!(nginx.matches(&format!("\"{kept}\"")).count(), 2);
}

/// Whether a path is meant by a pattern in which `*` stands for anything.
fn is_meant(path: &str, pattern: &str) -> bool {
    pattern.strip_suffix('*').map_or(path == pattern, |begin| path.starts_with(begin))
}

#[test]
fn uploads_keep_for_ever_what_is_named_by_what_it_holds() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY).write("static/own.0123456789.css", "a {}\n").build();
    let (_, kept, _) = told(&site);
    // A stand-in for both programs tells how it was called, a line for each argument.
    let programs = tempfile::tempdir().unwrap();
    for name in ["aws", "ossutil"] {
        let path = programs.path().join(name);
        fs::write(&path, "#!/bin/sh\nprintf '%s\\n' \"$@\" .\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", programs.path().display(), std::env::var("PATH").unwrap());
    let uploads: Vec<String> = examples("sh").into_iter().filter(|example| example.contains("sync")).collect();
    assert_eq!(uploads.len(), 2);
    for upload in uploads {
        let run = Command::new("sh").args(["-c", &upload]).current_dir(site.path()).env("PATH", &path).output();
        let told = stdout(&run.unwrap());
        let calls: Vec<Vec<&str>> = told.split(".\n").map(|call| call.lines().collect()).collect();
        let [first, others, gone, _] = &calls[..] else { panic!("{told}") };
        assert_eq!((first.last().unwrap(), others.last().unwrap()), (&&*kept, &"no-cache"));
        assert!(gone.contains(&"--delete") && gone.contains(&"--size-only"), "{gone:?}");
        for entry in walkdir::WalkDir::new(site.public()).into_iter().map(Result::unwrap) {
            let path = entry.path().strip_prefix(site.public()).unwrap().to_str().unwrap();
            // Of the filters that mean a file, the last one holds.
            let is_sent = |call: &[&str]| {
                let mut filters = call.windows(2).filter(|pair| pair[0].ends_with("clude") && is_meant(path, pair[1]));
                filters.next_back().is_none_or(|pair| pair[0] == "--include")
            };
            let is_named_so = path.starts_with("search/")
                || path.starts_with("ask/")
                || ["site.css", "search.js", "offline.js", "engine.bin"].iter().any(|name| site.hashed(name) == path);
            assert!(!entry.file_type().is_file() || is_sent(first) != is_sent(others), "{path} is sent once");
            assert!(!is_named_so || is_sent(first), "{path} is kept");
            let is_page = path.ends_with(".html") || path == "sw.js" || path == "own.0123456789.css";
            assert!(!is_page || is_sent(others), "{path} is asked for anew");
        }
    }
}

/// nginx and its types of files: installed, or unpacked by `tests/run.sh`.
fn nginx() -> Option<(PathBuf, PathBuf)> {
    let unpacked = Path::new(ROOT).join("target/nginx");
    let places = ["/".into(), unpacked].map(|root| (root.join("usr/sbin/nginx"), root.join("etc/nginx/mime.types")));
    places.into_iter().find(|(program, types)| program.exists() && types.exists())
}

/// nginx with the configuration of the guide, killed when dropped.
struct Nginx {
    process: Child,
    address: String,
    _folder: TempDir,
}

impl Nginx {
    /// `also` is added to what the guide says.
    fn start(site: &Site, (program, types): (PathBuf, PathBuf), also: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(types, folder.path().join("mime.types")).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let [server, map] = &examples("nginx")[..] else { panic!("a server, and a map beside it") };
        let root = format!("listen {address};\n  root {};", site.public().display());
        let server = server.replace("root /srv/help;", &format!("{root}\n  {also}"));
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};\n", folder.path().join(kind).display()));
        let text = format!(
            "daemon off;\nmaster_process off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{}{map}{server}}}\n",
            folder.path().join("pid").display(),
            temporary.concat(),
        );
        let configuration = folder.path().join("nginx.conf");
        fs::write(&configuration, text).unwrap();
        let process = Command::new(program)
            .args(["-e", "stderr", "-p"])
            .arg(folder.path())
            .arg("-c")
            .arg(configuration)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(start.elapsed() < PATIENCE, "nginx does not answer");
            thread::sleep(Duration::from_millis(20));
        }
        Self { process, address, _folder: folder }
    }

    /// The first line and the headers of an answer, and its text.
    fn get(&self, path: &str) -> (String, String) {
        self.get_with(path, "")
    }

    /// The same, of a request with more headers, each with its end of line.
    fn get_with(&self, path: &str, headers: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (format!("{head}\r\n"), body.to_owned())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[test]
fn nginx_sends_what_the_guide_says() {
    let found = nginx();
    if !is_there("nginx", found.is_some()) {
        return;
    }
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY).write("static/own.css", "a { color: red }\n").build();
    let nginx = Nginx::start(&site, found.unwrap(), "");
    let (headers, kept, folder) = told(&site);
    let page = site.read("zh/faq/price/index.html");
    let style = format!("/{}", site.hashed("site.css"));
    assert!(page.contains(&style));
    let diagram = format!("/{}", site.hashed("ask/delivery.json"));
    let search = fs::read_dir(site.public().join(&folder)).unwrap().next().unwrap().unwrap().file_name();
    let search = format!("/{folder}{}", search.to_str().unwrap());
    let missing = format!("/{folder}00000000.bin");
    for (path, status, kind, is_kept) in [
        ("/zh/faq/price/", 200, "text/html; charset=utf-8", false),
        ("/zh/faq/price/index.md", 200, "text/markdown; charset=utf-8", false),
        ("/zh/site.webmanifest", 200, "application/manifest+json", false),
        ("/llms.txt", 200, "text/plain; charset=utf-8", false),
        ("/sw.js", 200, "application/javascript; charset=utf-8", false),
        (&search, 200, "application/octet-stream", true),
        (&style, 200, "text/css; charset=utf-8", true),
        (&diagram, 200, "application/json", true),
        ("/own.css", 200, "text/css; charset=utf-8", false),
        ("/api/", 404, "text/html; charset=utf-8", false),
        (&missing, 404, "text/html; charset=utf-8", false),
        ("/site.0a0b0c0d0e.css", 404, "text/html; charset=utf-8", false),
    ] {
        let (head, _) = nginx.get(path);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
        assert!(head.contains(&format!("\r\nContent-Type: {kind}\r\n")), "{path}: {head}");
        let cached = if is_kept { kept.as_str() } else { "no-cache" };
        assert!(head.contains(&format!("\r\nCache-Control: {cached}\r\n")), "{path}: {head}");
        for (name, value) in &headers {
            assert_eq!(head.matches(&format!("\r\n{name}: {value}\r\n")).count(), 1, "{path}: {name} in {head}");
        }
    }
    assert_eq!(nginx.get("/zh/gone/").1, site.read("404.html"));
    let (head, _) = nginx.get("/zh/faq/price");
    assert!(
        head.contains(" 301 ") && head.contains("/zh/faq/price/\r\n"),
        "links of a page start at its folder: {head}"
    );
}

#[test]
fn nginx_sends_what_stands_there_compressed() {
    let found = nginx();
    if !is_there("nginx", found.is_some()) {
        return;
    }
    let guide = fs::read_to_string(Path::new(ROOT).join("docs/deploy.md")).unwrap();
    assert!(guide.contains("`gzip_static on;`"));
    let site = Site::small();
    site.edit("content/site.yaml", |text| text + "compress: yes\n").build();
    let nginx = Nginx::start(&site, found.unwrap(), "gzip_static on;");
    let style = site.hashed("site.css");
    for (path, file) in [("en/faq/price/", "en/faq/price/index.html"), (&*style, &*style)] {
        let ready = site.public().join(format!("{file}.gz"));
        let (head, _) = nginx.get_with(&format!("/{path}"), "Accept-Encoding: gzip\r\n");
        assert!(head.contains("\r\nContent-Encoding: gzip\r\n"), "{head}");
        // What is compressed meanwhile has no length.
        let length = format!("\r\nContent-Length: {}\r\n", fs::metadata(ready).unwrap().len());
        assert!(head.contains(&length) && head.contains("\r\nContent-Type: text/"), "{path}: {head}");
        let (head, _) = nginx.get(&format!("/{path}"));
        assert!(head.starts_with("HTTP/1.1 200 ") && !head.contains("Content-Encoding"), "{head}");
    }
}
