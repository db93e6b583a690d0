//! `wenda check --links`: addresses of other sites, asked for at a server of the test.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::support::{Site, stderr, stdout, wenda};

/// A host with some pages, and what was asked of it.
struct Host {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &told);
            }
        });
        Self { address, asked }
    }

    /// What was asked since the last time, in order.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, told: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(request) = lines.next() else {
        return;
    };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
    assert!(headers.iter().any(|header| header.starts_with("user-agent: wenda/")), "{headers:?}");
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    told.lock().unwrap().push(format!("{method} {path}"));
    let (status, location) = match path {
        "/there" | "/new" | "/%E4%BB%B7%E6%A0%BC" => ("200 OK", ""),
        "/no-head" if method == "GET" => ("200 OK", ""),
        "/no-head" => ("405 Method Not Allowed", ""),
        "/old" => ("301 Moved Permanently", "/older"),
        "/older" => ("308 Permanent Redirect", "/new"),
        "/today" => ("302 Found", "/there"),
        "/away" | "/far" => ("302 Found", "http://127.0.0.1:1/"),
        "/circle" => ("301 Moved Permanently", "/circle"),
        "/members" => ("403 Forbidden", ""),
        _ => ("404 Not Found", ""),
    };
    let location = if location.is_empty() { String::new() } else { format!("Location: {location}\r\n") };
    write!(stream, "HTTP/1.1 {status}\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
}

/// What `wenda check --links` prints, with its code.
fn check(site: &Site, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = wenda();
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let output = command.current_dir(site.path()).args(["check", "--links"]).args(arguments).output().unwrap();
    (stdout(&output) + &stderr(&output), output.status.code())
}

#[test]
fn links_to_other_sites_are_asked_for_and_what_answers_is_kept() {
    let (site, host) = (Site::small(), Host::open());
    let at = |path: &str| format!("{}{path}", host.address);
    site.edit("content/faq/basics/trial.zh.md", |text| {
        text + &format!(
            "\n见[甲]({}#a)、[乙]({}#b)、[价格]({})、[今天]({})。\n",
            at("/there"),
            at("/there"),
            at("/价格"),
            at("/today")
        ) + &format!(
            "\n[旧]({})、[没有]({})、[成员]({})、[转圈]({})。\n",
            at("/old"),
            at("/gone"),
            at("/members"),
            at("/circle")
        ) + &format!(
            "\n[内部]({})、[头]({})、[自己](https://help.example.com/zh/)。\n",
            at("/private/page"),
            at("/no-head")
        )
    });
    // Nobody listens there.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    site.edit("content/site.yaml", |text| {
        text.replace(
            "- page:questions\n",
            &format!("- page:questions\n- {{to: \"http://{silent}/\", label: {{zh: 无, en: None}}}}\n"),
        ) + &format!(
            "links:\n  unchecked: [\"{}\"]\ndiagnostics:\n  language-mismatch: off\n",
            at("/x/../private/").replace("http", "HTTP")
        )
    });
    assert!(!stdout(&site.wenda(&["check"])).contains("-link]"), "nothing is asked unless it is wanted");
    assert_eq!(host.asked(), [""; 0]);

    let (told, code) = check(&site, &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&format!("warning[moved-link]: `{}` has moved for good", at("/old"))), "{told}");
    assert!(told.contains(&format!("help: link to `{}`", at("/new"))), "{told}");
    assert!(told.contains(&format!("warning[dead-link]: nothing is at `{}`: it answers 404", at("/gone"))), "{told}");
    assert!(told.contains(&format!("`{}` refuses programs: it answers 403", at("/members"))), "{told}");
    assert!(told.contains(&format!("nothing is at `{}`: it leads on more than 5 times", at("/circle"))), "{told}");
    assert!(told.contains(&format!("`http://{silent}/` could not be reached: nobody answers")), "{told}");
    assert!(told.contains("content/faq/basics/trial.zh.md:11:1") && told.contains("content/site.yaml:10:8"), "{told}");
    assert_eq!(told.matches("-link]").count(), 5, "{told}");
    let asked = host.asked();
    assert_eq!(asked.iter().filter(|asked| *asked == "HEAD /there").count(), 2, "once, and after `/today`: {asked:?}");
    assert!(asked.contains(&"GET /no-head".to_owned()) && asked.contains(&"GET /gone".to_owned()), "{asked:?}");
    assert!(!asked.iter().any(|asked| asked.contains("private")), "{asked:?}");

    site.edit("content/faq/basics/trial.zh.md", |text| text.replace("/circle", "/there"));
    let (told, code) = check(&site, &["--strict"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("[moved-link]"), "what is kept is told: {told}");
    let asked = host.asked();
    assert_eq!(
        asked,
        ["HEAD /gone", "GET /gone", "HEAD /members", "GET /members"],
        "only what did not answer is asked again"
    );
}

#[test]
fn a_dead_link_is_allowed_where_it_stands() {
    let (site, host) = (Site::small(), Host::open());
    site.edit("content/faq/basics/trial.zh.md", |text| {
        text + &format!("\n[没有]({}/gone)。 <!-- wenda-allow: dead-link comes in May -->\n", host.address)
    });
    site.edit("content/site.yaml", |text| text + "diagnostics:\n  language-mismatch: off\n");
    assert_eq!(stdout(&site.wenda(&["check", "--strict"])), "no problems found\n", "nobody has looked");
    assert_eq!(check(&site, &["--strict"]), ("no problems found\n".to_owned(), Some(0)));
    insta::assert_snapshot!({
        site.edit("content/faq/basics/trial.zh.md", |text| {
            text.replace(" <!-- wenda-allow: dead-link comes in May -->", "")
        });
        site.edit("content/faq/basics/trial.zh.md", |text| text + &format!("\n[旧]({}/old)。\n", host.address));
        check(&site, &[]).0.replace(&host.address, "http://host")
    });
}

/// A host that answers is not given up as another one, to which it leads, says nothing.
#[test]
fn a_host_is_not_silent_as_another_one_is() {
    let (site, host) = (Site::small(), Host::open());
    site.edit("content/faq/basics/trial.zh.md", |text| {
        text + &format!("\n[去]({0}/away)、[远]({0}/far)、[在]({0}/there)。\n", host.address)
    });
    let (told, _) = check(&site, &[]);
    let away = format!("nothing is at `{}/away`: it leads to `127.0.0.1:1`: nobody answers", host.address);
    assert!(told.contains(&away) && !told.contains("was not asked for"), "{told}");
    assert_eq!(host.asked(), ["HEAD /away", "HEAD /far", "HEAD /there"]);
}
