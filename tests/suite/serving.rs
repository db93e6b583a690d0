//! The development server: what it answers, and what it does when the site changes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::asking::DELIVERY;
use crate::support::{Site, files, stderr, stdout, wenda};

const PATIENCE: Duration = Duration::from_secs(30);

/// A server of a site, stopped when dropped.
struct Server {
    process: Child,
    address: String,
    lines: Receiver<String>,
}

/// Status and answer of what is listening at an address, asked under the name of a host.
fn get(address: &str, path: &str, host: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    let response = String::from_utf8_lossy(&response).into_owned();
    let status = response.split(' ').nth(1).unwrap().parse().unwrap();
    (status, response)
}

impl Server {
    fn start(site: &Site) -> Self {
        let mut process =
            wenda().current_dir(site.path()).args(["serve", "--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
        let lines = read_lines(process.stderr.take().unwrap());
        let mut server = Self { process, address: String::new(), lines };
        let line = server.wait_for("listening on");
        server.address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        server
    }

    /// The next line that the server prints with `text` in it.
    fn wait_for(&self, text: &str) -> String {
        loop {
            let line =
                self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the server never printed `{text}`"));
            if line.contains(text) {
                return line;
            }
        }
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.get_as(path, &self.address)
    }

    fn get_as(&self, path: &str, host: &str) -> (u16, String) {
        get(&self.address, path, host)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn read_lines(stream: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

#[test]
fn the_site_is_served() {
    let site = Site::small();
    let server = Server::start(&site);
    let (status, page) = server.get("/en/faq/price/");
    assert_eq!(status, 200);
    assert!(page.contains("content-type: text/html; charset=utf-8"), "{page}");
    assert!(page.contains("What does it cost?") && page.contains("/__wenda/live.js"));
    let style = page.split("stylesheet\" href=\"../../..").nth(1).unwrap().split('"').next().unwrap();
    assert!(server.get(style).1.contains("content-type: text/css"), "{style}");
    let (status, moved) = server.get("/en/faq/price");
    assert_eq!(status, 308);
    assert!(moved.contains("location: /en/faq/price/"), "{moved}");
    let (status, page) = server.get("/nowhere");
    assert_eq!(status, 404);
    assert!(page.contains("Page not found"));
    assert_eq!(server.get("/../Cargo.toml").0, 404);
    assert!(!site.public().exists(), "serving writes nothing");
}

/// As on any host.
#[test]
fn an_address_that_is_no_text_is_that_of_no_page() {
    let server = Server::start(&Site::small());
    for path in ["/en/faq/%E4%B8", "/%ff/", "/en/%C3%28.html"] {
        let (status, page) = server.get(path);
        assert_eq!(status, 404, "{path}");
        assert!(page.contains("<html"), "{path}: {page}");
    }
    let (status, _) = server.get("/en/faq/pric%65/");
    assert_eq!(status, 200);
}

#[test]
fn decisions_are_answered() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let server = Server::start(&site);
    let json = |path: &str| {
        let (status, response) = server.get(path);
        let body = response.split_once("\r\n\r\n").unwrap().1.to_owned();
        (status, serde_json::from_str::<serde_json::Value>(&body).unwrap())
    };
    let (status, reply) = json("/api/ask/delivery?way=post&weight=1.5&lang=en");
    assert_eq!(
        (status, &reply["status"], &reply["outcome"]["title"]),
        (200, &"answered".into(), &"It is free.".into())
    );
    let (status, reply) = json("/api/ask/delivery?way=post");
    assert_eq!((status, &reply["question"]["fact"]), (200, &"weight".into()));
    let (status, reply) = json("/api/ask/delivery?way=pots");
    assert_eq!((status, &reply["error"]), (400, &"`way` cannot be `pots`, did you mean `post`?".into()));
    assert_eq!(json("/api/ask/delivery?lang=fr").0, 400);
    assert_eq!(json("/api/ask/deliver").0, 404);
}

impl Server {
    /// Status, head and body of an answer in JSON; asked for again while the index is not ready.
    fn search(&self, path: &str) -> (u16, String, serde_json::Value) {
        for _ in 0..600 {
            let (status, response) = self.get(path);
            let (head, body) = response.split_once("\r\n\r\n").unwrap();
            if status != 503 {
                let body = if body.is_empty() { "null" } else { body };
                return (status, head.to_owned(), serde_json::from_str(body).unwrap());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the search was never ready");
    }
}

#[test]
fn queries_are_answered() {
    let site = Site::small();
    let server = Server::start(&site);
    let (status, head, reply) = server.search("/api/search?q=cost&lang=en");
    assert_eq!((status, &reply["hits"][0]["id"]), (200, &"price".into()));
    assert!(head.contains("content-type: application/json") && !head.contains("access-control"), "{head}");
    let output = site.wenda(&["search", "cost", "--lang", "en", "--json"]);
    let mut printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    printed["took_us"] = reply["took_us"].clone();
    assert_eq!(printed, reply, "the server and the terminal say the same");

    let (_, _, reply) = server.search("/api/search?q=%E5%A4%9A%E5%B0%91%E9%92%B1&limit=1");
    assert_eq!((&reply["lang"], reply["hits"].as_array().unwrap().len()), (&"zh".into(), 1));
    for (query, message) in [
        ("", "missing"),
        ("?q=", "missing"),
        ("?q=a&limit=0", "from 1 to 50"),
        ("?q=a&limit=51", "from 1 to 50"),
        ("?q=a&lang=fr", "no language"),
        (&format!("?q={}", "a".repeat(201)), "at most 200"),
    ] {
        let (status, _, reply) = server.search(&format!("/api/search{query}"));
        assert_eq!(status, 400, "{query}");
        assert!(reply["error"].as_str().unwrap().contains(message), "{query}: {reply}");
    }

    // An answer that the client has is not sent again, until the site changes.
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = || {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let request = format!(
            "GET /api/search?q=cost&lang=en HTTP/1.1\r\nHost: {}\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n",
            server.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    assert!(again().starts_with("HTTP/1.1 304"), "{}", again());
    site.edit("content/faq/basics/price.en.md", |text| text + "\nA quokka costs nothing.\n");
    for _ in 0..600 {
        if server.search("/api/search?q=quokka&lang=en").2["total"] == 1 {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(again().starts_with("HTTP/1.1 200"), "{}", again());
}

#[test]
fn many_clients_at_once_are_answered() {
    let site = Site::small();
    let server = Server::start(&site);
    let expected = server.search("/api/search?q=cost").2["hits"].clone();
    let address = server.address.as_str();
    let client = || (0..20).map(|_| get(address, "/api/search?q=cost", address)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..50).map(|_| scope.spawn(client)).collect();
        for (status, response) in clients.into_iter().flat_map(|client| client.join().unwrap()) {
            let body = response.split_once("\r\n\r\n").unwrap().1;
            let reply: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!((status, &reply["hits"]), (200, &expected));
        }
    });
}

#[test]
fn other_names_are_not_answered() {
    let site = Site::small();
    let server = Server::start(&site);
    assert_eq!(server.get_as("/en/", "localhost:1234").0, 200);
    assert_eq!(server.get_as("/en/", "evil.example").0, 403);
}

#[test]
fn a_change_is_built_and_told_to_open_pages() {
    let site = Site::small();
    let server = Server::start(&site);
    // An open page asks for news; the answer comes when there is some.
    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\nEleven yuan.\n");
    let (_, news) = server.get("/__wenda/live?seen=1");
    assert!(news.contains(r#""build":2,"problems":null,"changed":[]}"#), "{news}");
    assert!(server.get("/en/faq/price/").1.contains("Eleven yuan."));
}

/// On the disk of another machine files change and nobody is told. A file that is written under another of its names is such a one.
#[cfg(target_os = "linux")]
#[test]
fn a_change_that_nobody_told_of_is_found_after_the_next() {
    let site = Site::small();
    let outside = site.path().join("outside.md");
    std::fs::hard_link(site.path().join("content/faq/basics/trial.en.md"), &outside).unwrap();
    let server = Server::start(&site);
    std::fs::write(&outside, "# May I try it?\n\nFor eleven days.\n").unwrap();
    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\nEleven yuan.\n");
    server.get("/__wenda/live?seen=1");
    assert!(server.get("/en/faq/price/").1.contains("Eleven yuan."));
    server.get("/__wenda/live?seen=2");
    assert!(server.get("/en/faq/trial/").1.contains("For eleven days."));
    // The same in a site that does not stand.
    site.write("content/faq/basics/trial.en.md", "");
    server.wait_for("empty-article");
    std::fs::write(&outside, "# May I try it?\n\nFor twelve days.\n").unwrap();
    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\nTwelve yuan.\n");
    // A text that is just being written is empty for a moment, too, and mended before the other one.
    while !server.get("/en/faq/trial/").1.contains("For twelve days.") {
        server.wait_for(" mended");
    }
}

/// A watcher is told its name, and nothing of what was in it.
#[test]
fn a_folder_that_is_moved_away_is_gone() {
    let site = Site::small();
    let server = Server::start(&site);
    let [here, away] = ["content/faq/basics", "away"].map(|path| site.path().join(path));
    std::fs::rename(&here, &away).unwrap();
    server.get("/__wenda/live?seen=1");
    assert_eq!(server.get("/en/faq/price/").0, 404);
    std::fs::rename(&away, &here).unwrap();
    server.get("/__wenda/live?seen=2");
    assert_eq!(server.get("/en/faq/price/").0, 200);
}

/// Asks for a page that one has already, by the tag of it.
fn ask_again(server: &Server, path: &str, tag: &str) -> u16 {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n", server.address);
    let response = String::from_utf8_lossy(&send(&server.address, request.as_bytes())).into_owned();
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

/// The tag of a page.
fn tag(server: &Server, path: &str) -> String {
    let (status, page) = server.get(path);
    assert_eq!(status, 200, "{path}");
    page.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned()
}

#[test]
fn a_page_that_did_not_change_is_known_by_its_tag() {
    let site = Site::small();
    let server = Server::start(&site);
    let pages = ["/en/faq/price/", "/en/faq/trial/", "/favicon.svg"].map(|path| (path, tag(&server, path)));
    assert!(pages.iter().all(|(path, tag)| ask_again(&server, path, tag) == 304));
    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\nEleven yuan.\n");
    server.get("/__wenda/live?seen=1");
    let statuses = pages.each_ref().map(|(path, tag)| ask_again(&server, path, tag));
    assert_eq!(statuses, [200, 304, 304]);
}

#[test]
fn open_pages_are_told_which_files_changed() {
    let site = Site::small();
    site.write("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let server = Server::start(&site);
    site.save("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>");
    let (_, news) = server.get("/__wenda/live?seen=1");
    assert!(news.contains(r#""changed":["logo.svg"]"#), "{news}");
    let (_, news) = server.get("/__wenda/live?seen=1&run=another");
    assert!(news.contains(r#""changed":null"#), "a page of another run is told at once: {news}");
}

/// A site that is read again makes no page of which nobody asks.
#[test]
fn a_page_is_made_when_it_is_asked_for() {
    let site = Site::small();
    let server = Server::start(&site);
    // It fails on one page alone.
    let fails = "{% if path == \"en/faq/trial/\" %}{{ nowhere.at_all }}{% endif %}";
    site.save("templates/citations.html", format!("<p>new</p>{fails}"));
    let (_, news) = server.get("/__wenda/live?seen=1");
    assert!(news.contains(r#""problems":null"#), "{news}");
    let (status, page) = server.get("/en/faq/price/");
    assert!(status == 200 && page.contains("<p>new</p>"), "{page}");
    let (status, page) = server.get("/en/faq/trial/");
    assert_eq!(status, 500);
    assert!(page.contains("This page has errors") && page.contains("error[template]"), "{page}");
    assert!(page.contains("templates/citations.html:1:"), "{page}");
    // Whoever waits at the terminal hears of it, whether the page was asked for or not.
    server.wait_for("error[template]");

    site.save("templates/citations.html", "<p>mended</p>");
    server.wait_for("1 problem mended");
    assert!(server.get("/en/faq/trial/").1.contains("<p>mended</p>"));
}

#[test]
fn pages_that_nobody_asks_for_are_tried_after_a_template_changed() {
    let site = Site::small();
    let server = Server::start(&site);
    site.save("templates/glossary.html", "{{ nowhere.at_all }}");
    server.wait_for("templates/glossary.html:");
    server.wait_for("a page cannot be made");
    server.wait_for("error[template]");
}

/// Each save is one line, and each problem is told once.
#[test]
fn the_terminal_is_told_what_is_new() {
    let site = Site::small();
    site.write("content/faq/basics/lonely.yaml", "sources: [manual/price]\nverified: 2020-02-29\n");
    site.write("content/faq/basics/lonely.en.md", "# Who is lonely?\n\nNobody leads here.\n");
    site.write("content/faq/basics/lonely.zh.md", "# 谁？\n\n没有。\n");
    let server = Server::start(&site);
    let lines = |text: &str| {
        let mut lines = Vec::new();
        loop {
            let line = server.lines.recv_timeout(PATIENCE).unwrap();
            lines.push(line);
            if lines.last().unwrap().contains(text) {
                return lines;
            }
        }
    };
    let price = "content/faq/basics/price.en.md";
    let text = std::fs::read_to_string(site.path().join(price)).unwrap();
    let save = |more: &str| {
        site.save(price, format!("{text}{more}\n"));
    };
    let problems =
        |told: &[String]| told.iter().filter(|line| line.contains("error[") || line.contains("warning[")).count();
    save("Really.");
    let told = lines(price);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].ends_with(" ms, 1 problem in all"), "{told:?}");
    save("<b>Really.");
    let told = lines("the last good site stays up");
    assert_eq!(problems(&told), 1, "{told:?}");
    assert!(told[0].starts_with("error[raw-html]") && told.last().unwrap().contains("1 problem new"), "{told:?}");
    // What is not looked for where there are errors is not told anew.
    save("Indeed.");
    let told = lines(price);
    assert!(told.len() == 1 && told[0].contains(", 1 problem mended, 1 problem in all"), "{told:?}");
    // What holds the same bytes as before is no change.
    save("Indeed.");
    save("Of course.");
    let told = lines(price);
    assert_eq!(told.len(), 1, "{told:?}");
}

/// Makes the folder of the templates, and after a while a template in it, which has to be used; `seen` builds were seen before.
fn assert_new_templates_are_used(site: &Site, server: &Server, seen: u64) {
    std::fs::create_dir(site.path().join("templates")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    site.save("templates/citations.html", "<p>nobody at all</p>");
    let used = (seen..10).any(|seen| {
        server.get(&format!("/__wenda/live?seen={seen}"));
        server.get("/en/faq/price/").1.contains("nobody at all")
    });
    assert!(used, "the new template was never used");
}

#[test]
fn a_folder_that_comes_later_is_watched_too() {
    let site = Site::small();
    let server = Server::start(&site);
    assert_new_templates_are_used(&site, &server, 1);
}

#[test]
fn a_folder_that_is_made_anew_is_watched_again() {
    let site = Site::small();
    site.write("templates/citations.html", "<p>somebody</p>");
    let server = Server::start(&site);
    std::fs::remove_dir_all(site.path().join("templates")).unwrap();
    server.get("/__wenda/live?seen=1");
    assert!(!server.get("/en/faq/price/").1.contains("somebody"));
    assert_new_templates_are_used(&site, &server, 2);
}

#[test]
fn broken_content_is_shown_and_the_last_good_site_stays_up() {
    let site = Site::small();
    let server = Server::start(&site);
    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\n<b>Ten</b> yuan.\n");
    let (_, news) = server.get("/__wenda/live?seen=1");
    assert!(news.contains("error[raw-html]"), "{news}");
    server.wait_for("error[raw-html]");
    server.wait_for("the last good site stays up");
    let (status, page) = server.get("/en/faq/price/");
    assert_eq!(status, 200);
    assert!(page.contains("The small plan is 9 yuan"), "{page}");

    site.save("content/faq/basics/price.en.md", "# What does it cost?\n\nTen yuan.\n");
    let (_, news) = server.get("/__wenda/live?seen=2");
    assert!(news.contains(r#""problems":null"#), "{news}");
    assert!(server.get("/en/faq/price/").1.contains("Ten yuan."));
}

#[test]
fn a_site_that_is_broken_from_the_start_shows_why() {
    let site = Site::small();
    site.write("content/site.yaml", "title: [\n");
    let server = Server::start(&site);
    let (status, page) = server.get("/");
    assert_eq!(status, 500);
    assert!(page.contains("error[yaml-syntax]") && page.contains("/__wenda/live.js"), "{page}");
    site.save("content/site.yaml", "title: [[\n");
    let told = server.wait_for("content/site.yaml: ");
    assert!(told.ends_with("; no page can be shown yet"), "nothing stays up: {told}");
}

/// Whoever writes it sees it; search has one index for all who ask, and finds none.
#[test]
fn a_draft_is_shown_and_not_found() {
    let site = Site::small();
    let server = Server::start(&site);
    site.save(
        "content/faq/basics/quokka.en.md",
        "---\ndraft: true\n---\n# What is a quokka?\n\nNot yet: see [that](article:wombat), ![it](quokka.gif) and {{plans.huge.price}}.\n",
    );
    server.wait_for("; 1 draft: `quokka`");
    let (status, page) = server.get("/en/faq/quokka/");
    assert!(status == 200 && page.contains("What is a quokka?"), "{page}");
    assert!(page.contains("<p class=\"notice\" role=\"note\">This is a draft: only you see it"), "{page}");
    assert!(!server.get("/en/faq/price/").1.contains("This is a draft"));
    let (_, _, found) = server.search("/api/search?q=quokka&lang=en");
    assert_eq!(found["total"], 0, "{found}");
    // What it lacks, and what the site requires, keeps nobody from the rest.
    assert!(server.get("/en/faq/price/").0 == 200 && server.get("/en/faq/").0 == 200);
    assert!(stdout(&site.wenda(&["check", "--strict"])).contains("no problems found"));
    // Nor does what cannot be read.
    site.edit("content/faq/basics/quokka.en.md", |text| text.replace("draft: true", "draft: true\norder: ["));
    assert!(!server.wait_for("content/faq/basics/quokka.en.md: ").contains("last good site"));
    assert_eq!(server.get("/en/faq/quokka/").0, 200);
    // Nor does what is called as another article is.
    site.save("content/faq/other/price.en.md", "---\ndraft: true\n---\n# What will it cost?\n\nMore.\n");
    assert!(!server.wait_for("content/faq/other/price.en.md: ").contains("last good site"));
    assert!(server.get("/en/faq/price/").1.contains("What does it cost?"));
    site.remove("content/faq/other/price.en.md");
    site.edit("content/faq/basics/quokka.en.md", |text| text.replace("draft: true\norder: [\n", ""));
    server.wait_for("; no drafts any more");
}

#[test]
fn an_address_in_use_is_an_error_of_the_machine() {
    let site = Site::small();
    let server = Server::start(&site);
    let port = server.address.rsplit(':').next().unwrap();
    assert_eq!(site.wenda(&["serve", "--port", port]).status.code(), Some(3));
}

/// Sends bytes as they are, and returns what comes back until the server closes the connection.
fn send(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server that has refused already may take no more.
    let _refused = stream.write_all(bytes);
    let mut response = Vec::new();
    match stream.read_to_end(&mut response) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("no end: {error}"),
        _ => response,
    }
}

#[test]
fn requests_that_are_never_whole_are_dropped() {
    let site = Site::small();
    let server = Server::start(&site);
    let address = server.address.as_str();
    let whole = format!("GET /en/ HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let body = format!("POST /api/search HTTP/1.1\r\nHost: {address}\r\nContent-Length: 1000000\r\n\r\nq=");
    let chunked = format!("GET /en/ HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nq");
    std::thread::scope(|scope| {
        for half in ["", "GET /en/ HT", "GET /en/ HTTP/1.1\r\nHost: localhost\r\nX: ", &whole, &body, &chunked] {
            scope.spawn(move || {
                let start = std::time::Instant::now();
                send(address, half.as_bytes());
                assert!(start.elapsed() < Duration::from_secs(20), "{half:?} took {:?}", start.elapsed());
            });
        }
    });
}

#[test]
fn any_request_is_answered_or_refused() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let server = Server::start(&site);
    server.search("/api/search?q=cost");
    let address = server.address.as_str();
    let close = format!("Host: {address}\r\nConnection: close\r\n\r\n");
    let statuses = |request: &str, expected: u16| {
        let response = String::from_utf8_lossy(&send(address, request.as_bytes())).into_owned();
        let status = response.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
        assert_eq!(status, Some(expected), "{request:.80?}: {response:.200}");
        response
    };
    let long = "a".repeat(100_000);
    for (path, expected) in [
        ("/..%2f..%2fCargo.toml", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/en/%00", 404),
        ("/%ff%fe", 404),
        ("/%", 404),
        ("/%zz", 404),
        ("//evil.example/", 404),
        ("/api/search?q=%", 200),
        ("/api/search?q=%00%1b%ff", 200),
        ("/api/search?q=%22%E5%A4%87%EF%BC%9Aa", 200),
        ("/api/search?q=a&q=b&lang=&limit=99999999999999999999", 400),
        ("/api/ask/%00", 404),
        ("/api/ask/delivery?way=%00", 400),
        ("/api/ask/delivery?weight=1e999", 400),
        ("/__wenda/live?seen=-1", 400),
        ("/__wenda/live?seen=18446744073709551616", 400),
    ] {
        let response = statuses(&format!("GET {path} HTTP/1.1\r\n{close}"), expected);
        assert!(response.contains("x-content-type-options: nosniff"), "{path}: {response:.300}");
    }
    let head = statuses(&format!("HEAD /en/ HTTP/1.1\r\n{close}"), 200);
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    for method in ["OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PATCH", "WENDA"] {
        statuses(&format!("{method} /en/ HTTP/1.1\r\n{close}"), 405);
    }
    statuses(&format!("GET /en/ HTTP/1.1\r\nRange: bytes=0-9,-1,5-2\r\n{close}"), 200);
    statuses(&format!("GET /{long} HTTP/1.1\r\n{close}"), 431);
    statuses(&format!("GET /api/search?q={long} HTTP/1.1\r\n{close}"), 431);
    statuses(&format!("GET /en/ HTTP/1.1\r\nX: {long}\r\n{close}"), 431);
    statuses(&format!("GET /en/ HTTP/1.1\r\n{}{close}", "X: a\r\n".repeat(200)), 431);
    for (host, expected) in [
        ("", 403),
        ("Host:\r\n", 403),
        ("Host: \u{1b}\r\n", 400),
        ("Host: [\r\n", 403),
        ("Host: evil.example\r\n", 403),
        ("Host: localhost\r\nHost: x\r\n", 200),
    ] {
        statuses(&format!("GET /en/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n"), expected);
    }
    for garbage in
        ["\0\0\0\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET\r\n\r\n", "GET /en/ HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}"]
    {
        send(address, format!("{garbage}\r\n\r\n").as_bytes());
    }
    assert_eq!(server.get("/en/faq/price/").0, 200);
}

#[test]
fn answers_state_what_a_browser_may_do_with_them() {
    let site = Site::small();
    let server = Server::start(&site);
    for path in
        ["/en/", "/nowhere", "/en/faq/price", "/search.bin", "/api/search?q=", "/api/ask/x", "/sw.js", "/favicon.svg"]
    {
        let (_, response) = server.get(path);
        for header in
            ["x-content-type-options: nosniff", "x-frame-options: DENY", "frame-ancestors 'none'", "referrer-policy:"]
        {
            assert!(response.contains(header), "{path} lacks {header}: {response:.600}");
        }
    }
    assert!(server.get_as("/en/", "evil.example").1.contains("x-frame-options: DENY"));
    assert!(server.get("/favicon.svg").1.contains("sandbox"), "a picture with a script in it runs none");
}

#[test]
fn no_service_worker_is_registered_and_an_older_one_leaves() {
    let site = Site::small();
    let server = Server::start(&site);
    let (status, worker) = server.get("/sw.js");
    assert_eq!(status, 200);
    assert!(worker.contains("content-type: text/javascript") && worker.contains("cache-control: no-store"), "{worker}");
    assert!(worker.contains("registration.unregister()") && worker.contains("caches.delete("), "{worker}");
    assert!(!worker.contains("\"fetch\""), "it answers nothing itself");
    site.build();
    let registration = site.hashed("offline.js");
    let (status, script) = server.get(&format!("/{registration}"));
    assert_eq!(status, 200);
    assert!(!script.contains(".register("), "{script}");
    assert!(site.read(&registration).contains(".register(") && site.read("sw.js").contains("\"fetch\""));
}

#[test]
fn what_a_page_asks_is_told_while_it_is_written() {
    let site = Site::small();
    let feedback = "feedback: {helpful: /api/helpful}\n";
    site.edit("content/site.yaml", |text| text.replace("feedback: mailto:help@example.com\n", feedback));
    let server = Server::start(&site);
    let post_form = |form: &str, site: &str, path: &str| {
        let host = format!("Host: {}\r\nSec-Fetch-Site: {site}\r\n", server.address);
        let head = format!("POST {path} HTTP/1.1\r\n{host}Connection: close\r\n");
        let kind = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}", form.len());
        let answer = send(&server.address, format!("{head}{kind}\r\n\r\n{form}").as_bytes());
        String::from_utf8(answer).unwrap().split(' ').nth(1).unwrap().to_owned()
    };
    let post_from = |site: &str, path: &str| post_form("page=en%2Ffaq%2Fprice%2F&helpful=yes", site, path);
    let post = |path: &str| post_from("same-origin", path);
    assert_eq!((post_from("cross-site", "/api/helpful"), post("/api/helpful")), ("403".into(), "204".into()));
    server.wait_for("page=en/faq/price/, helpful=yes");
    // A page sends nothing else.
    for form in ["page=en%2Ffaq%2Fprice%2F&helpful=maybe", "helpful=yes", "page=a&helpful=yes&helpful=no", ""] {
        assert_eq!(post_form(form, "same-origin", "/api/helpful"), "400", "{form}");
    }
    assert_eq!((post("/en/"), post("/api/helpful/"), post("/api/search")), ("405".into(), "405".into(), "405".into()));
}

#[test]
fn decisions_and_queries_of_many_clients_wait_for_each_other_and_pages_do_not() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let server = Server::start(&site);
    server.search("/api/search?q=cost");
    let address = server.address.as_str();
    let paths = ["/api/ask/delivery?way=post&weight=1", "/api/search?q=cost+plan+trial", "/en/faq/price/"];
    std::thread::scope(|scope| {
        for client in 0..150 {
            scope.spawn(move || {
                for turn in 0..5 {
                    let path = paths[(client + turn) % paths.len()];
                    assert_eq!(get(address, path, address).0, 200, "{path}");
                }
            });
        }
    });
}

/// What happens to the files of the index happens to no query that is asked meanwhile.
#[test]
fn an_index_that_is_damaged_while_it_is_served_answers() {
    let site = Site::small();
    let server = Server::start(&site);
    let ask = || {
        for _ in 0..100 {
            let (status, body) = server.get("/api/search?q=cost");
            if status == 200 {
                let (before, after) = body.split_once("\"took_us\":").unwrap();
                let hits = after.split_once(',').unwrap().1;
                return (before.rsplit("\r\n").next().unwrap().to_owned(), hits.to_owned());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the search is never ready");
    };
    let expected = ask();
    let index = site.path().join(".wenda/search");
    for (name, bytes) in crate::support::files(&index) {
        std::fs::OpenOptions::new().write(true).truncate(true).open(index.join(&name)).unwrap();
        assert_eq!(ask(), expected, "{name} was emptied");
        std::fs::write(index.join(&name), vec![0x5a; bytes.len()]).unwrap();
        assert_eq!(ask(), expected, "{name} was written over");
    }
    std::fs::remove_dir_all(&index).unwrap();
    assert_eq!(ask(), expected);
}

/// Files are served as they are built, pages but for the script that keeps them up to date; those of the search, too.
#[test]
fn a_build_is_served() {
    let site = Site::small();
    site.write("content/decisions/delivery.yaml", DELIVERY);
    let server = Server::start(&site);
    let output = site.wenda(&["build", "--base-url", &format!("http://{}/", server.address)]);
    assert!(output.status.success(), "{}", stderr(&output));
    // The script that is put at the end of pages.
    let served = |page: &str| match page.split_once("<script src=\"/__wenda/live.js\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once("</script>\n").unwrap().1),
        None => page.to_owned(),
    };
    let built = files(&site.public());
    // The service worker is not served, and those who publish the site read its list, not browsers.
    let own =
        |path: &str| path == "sw.js" || path.starts_with("offline.") && path.ends_with(".js") || path.starts_with('.');
    for (path, bytes) in built.iter().filter(|(path, _)| !own(path)) {
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
        let response = send(&server.address, request.as_bytes());
        let end = response.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
        if path.ends_with(".html") {
            assert_eq!(served(&String::from_utf8_lossy(&response[end..])), String::from_utf8_lossy(bytes), "{path}");
        } else {
            assert!(response[end..] == bytes[..], "{path}");
        }
    }
}
