//! `wenda lsp`, driven as an editor drives it: framed messages on the standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::support::{Site, stderr, wenda};

const PRICE: &str = "content/faq/basics/price.en.md";

/// An editor with the program at the other end of its pipes.
struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    ids: i64,
    /// What was told last of each file, by its address.
    told: std::collections::BTreeMap<String, Value>,
    site: String,
}

impl Editor {
    fn open(site: &Site) -> Self {
        let mut command = wenda();
        let mut child = command
            .arg("lsp")
            .arg("--site")
            .arg(site.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let root = site.path().canonicalize().unwrap().display().to_string();
        let mut editor = Self { child, to, from, ids: 0, told: Default::default(), site: format!("file://{root}/") };
        let answer = editor.ask("initialize", json!({ "capabilities": {}, "rootUri": editor.site }));
        assert_eq!(answer["capabilities"]["hoverProvider"], true);
        editor.say("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let to = self.to.as_mut().unwrap();
        write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        to.flush().unwrap();
    }

    fn say(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.ids += 1;
        let id = self.ids;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert_eq!(message["error"], Value::Null);
                return message["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the program ended");
            if line == "\r\n" {
                break;
            }
            if let Some(told) = line.strip_prefix("Content-Length: ") {
                length = told.trim().parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        self.from.read_exact(&mut text).unwrap();
        let message: Value = serde_json::from_slice(&text).unwrap();
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            self.told.insert(params["uri"].as_str().unwrap().to_owned(), params["diagnostics"].clone());
        }
        message
    }

    /// What is told of a file, once all that was said was taken in.
    fn problems(&mut self, path: &str) -> Value {
        // What is asked is answered after what was said before.
        self.say("textDocument/didSave", json!({ "textDocument": { "uri": format!("{}{path}", self.site) } }));
        let uri = format!("{}{path}", self.site);
        self.told.remove(&uri);
        while !self.told.contains_key(&uri) {
            self.receive();
        }
        self.told[&uri].clone()
    }

    fn write(&mut self, path: &str, text: &str, version: i64) {
        let uri = format!("{}{path}", self.site);
        if version == 1 {
            let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
            self.say("textDocument/didOpen", json!({ "textDocument": document }));
        } else {
            let params =
                json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] });
            self.say("textDocument/didChange", params);
        }
    }

    /// What is answered at the place of `|` in a text.
    fn at(&mut self, method: &str, path: &str, text: &str, version: i64) -> Value {
        let at = text.find('|').unwrap();
        self.write(path, &text.replace('|', ""), version);
        let before = &text[..at];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let place = json!({
            "textDocument": { "uri": format!("{}{path}", self.site) },
            "position": { "line": line, "character": character },
        });
        self.ask(method, place)
    }

    fn offered(&mut self, path: &str, text: &str, version: i64) -> Vec<String> {
        let answer = self.at("textDocument/completion", path, text, version);
        answer.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The exit code, and what was told on the standard error.
    fn ended(mut self) -> (Option<i32>, String) {
        let mut told = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        (self.child.wait().unwrap().code(), told)
    }

    fn close(mut self) {
        self.ask("shutdown", Value::Null);
        self.say("exit", Value::Null);
        drop(self.to.take());
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn what_is_wrong_is_told_while_it_is_written() {
    let site = Site::small();
    let on_disk = std::fs::read_to_string(site.path().join(PRICE)).unwrap();
    let mut editor = Editor::open(&site);
    editor.write(PRICE, &on_disk, 1);
    editor.write(PRICE, &on_disk.replace("article:trial#length", "article:trail"), 2);
    let problems = editor.problems(PRICE);
    assert_eq!(problems[0]["code"], "unknown-article", "{problems}");
    assert_eq!(problems[0]["severity"], 1);
    assert_eq!(problems[0]["range"]["start"], json!({ "line": 6, "character": 0 }));
    assert!(problems[0]["message"].as_str().unwrap().ends_with("did you mean `trial`?"), "{problems}");
    assert_eq!(std::fs::read_to_string(site.path().join(PRICE)).unwrap(), on_disk, "nothing is written");
    editor.write(PRICE, &on_disk, 3);
    while editor.told.get(&format!("{}{PRICE}", editor.site)).is_none_or(|told| !told.as_array().unwrap().is_empty()) {
        editor.receive();
    }
    editor.close();
}

/// Memory was taken for as long a message as somebody said, and the program ended when there was none.
#[test]
fn a_message_is_no_longer_than_messages_are() {
    let site = Site::small();
    for (input, told) in [
        ("Content-Length: 99999999999999\r\n\r\n{}", "says more than 64 MiB"),
        ("Content-Length: 2\r\n\r\n{", "a message is shorter"),
    ] {
        let mut command = wenda();
        command.arg("lsp").current_dir(site.path()).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{input}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{input}: {}", stderr(&output));
    }
}

#[test]
fn names_are_offered_shown_and_followed() {
    let site = Site::small();
    site.write("content/snippets/contact.en.md", "Write to support.\n");
    let on_disk = std::fs::read_to_string(site.path().join(PRICE)).unwrap();
    let mut editor = Editor::open(&site);
    let text = |link: &str| format!("{on_disk}\nSee {link}\n");
    assert!(editor.offered(PRICE, &text("[it](ar|"), 1).contains(&"article:".to_owned()));
    assert_eq!(editor.offered(PRICE, &text("[it](article:|)"), 2), ["article:price", "article:trial"]);
    assert_eq!(editor.offered(PRICE, &text("[it](article:trial#|)"), 3), ["article:trial#length"]);
    assert_eq!(editor.offered(PRICE, &text("{{plans.|"), 4), ["plans.small", "plans.large"]);
    assert_eq!(editor.offered(PRICE, &text("{{plans.small.|}}"), 5), ["plans.small.name", "plans.small.price"]);
    assert_eq!(editor.offered(PRICE, &text("no | name"), 6), [""; 0]);
    assert_eq!(editor.offered(PRICE, &text("{{|"), 7), ["plans", "snippets/"]);
    assert_eq!(editor.offered(PRICE, &text("{{snippets/|}}"), 8), ["snippets/contact"]);
    let hover = editor.at("textDocument/hover", PRICE, &text("{{snippets/con|tact}}"), 9);
    assert_eq!(hover["contents"]["value"], "Write to support.");
    let place = editor.at("textDocument/definition", PRICE, &text("{{snippets/con|tact}}"), 10);
    assert!(place["uri"].as_str().unwrap().ends_with("/content/snippets/contact.en.md"), "{place}");

    let hover = editor.at("textDocument/hover", PRICE, &text("{{plans.sm|all.price}} yuan"), 11);
    assert_eq!(hover["contents"]["value"], "9");
    let hover = editor.at("textDocument/hover", PRICE, &text("[it](article:tri|al)"), 12);
    assert_eq!(hover["contents"]["value"], "**Is there a trial?**\n\nThere is; see the price first.");
    let place = editor.at("textDocument/definition", PRICE, &text("[it](article:trial#le|ngth)"), 13);
    assert!(place["uri"].as_str().unwrap().ends_with("/content/faq/basics/trial.en.md"), "{place}");
    assert_eq!(place["range"]["start"], json!({ "line": 4, "character": 0 }));
    let place = editor.at("textDocument/definition", PRICE, &text("{{plans.large.pr|ice}}"), 14);
    assert!(place["uri"].as_str().unwrap().ends_with("/content/rules/plans.yaml"), "{place}");
    assert_eq!(place["range"]["start"]["line"], 16);

    let yaml = "content/faq/basics/price.yaml";
    assert_eq!(editor.offered(yaml, "sources: [manual/pr|]\nverified: 2020-01-01\n", 1), ["manual/price"]);
    assert_eq!(editor.offered(yaml, "sources: [manual/price]\nrelated:\n- t|\nverified: 2020-01-01\n", 2), ["trial"]);
    editor.close();
}

#[test]
fn facts_and_values_of_decisions_are_offered() {
    let site = Site::empty();
    crate::support::write(site.path(), &crate::support::reference());
    let mut editor = Editor::open(&site);
    let yaml = "content/faq/billing/refund.yaml";
    let text = |claim: &str| format!("sources: [handbook/prices]\nclaims:\n- {{{claim}\n");
    assert_eq!(editor.offered(yaml, &text("decision: re|"), 1), ["refund"]);
    let facts = editor.offered(yaml, &text("decision: refund, given: {|"), 2);
    assert!(facts.contains(&"used".to_owned()) && facts.contains(&"days".to_owned()), "{facts:?}");
    assert_eq!(editor.offered(yaml, &text("decision: refund, given: {used: |}"), 3), ["yes", "no"]);
    let facts = editor.offered(yaml, &text("decision: refund, given: {used: no, pl|}"), 4);
    assert_eq!(facts, ["plan"]);
    assert!(
        editor.offered(yaml, &text("decision: refund, given: {used: no}, then: f|"), 5).contains(&"full".to_owned())
    );
    let told = editor.at("textDocument/hover", yaml, &text("decision: refund, given: {us|ed: no}}"), 6);
    assert!(told["contents"]["value"].as_str().unwrap().contains("- `no`"), "{told}");
    let place =
        editor.at("textDocument/definition", yaml, &text("decision: refund, given: {used: no}, then: fu|ll"), 7);
    assert!(place["uri"].as_str().unwrap().ends_with("/content/decisions/refund.yaml"), "{place}");
    editor.close();
}

#[test]
fn a_message_that_is_none_is_answered_and_the_next_one_is_read() {
    let site = Site::small();
    let mut editor = Editor::open(&site);
    for (body, code) in [("{nonsense", -32700), ("[1, 2]", -32600), ("{}", -32600)] {
        let to = editor.to.as_mut().unwrap();
        write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        to.flush().unwrap();
        let answer = loop {
            let message = editor.receive();
            if message.get("error").is_some() {
                break message;
            }
        };
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(code)), "{answer}");
    }
    editor.close();
}

/// As the protocol says; who is gone after an orderly end misses nothing.
#[test]
fn the_exit_code_tells_whether_the_editor_asked_for_the_end() {
    let site = Site::small();
    for (asks, exits, expected) in [(true, true, 0), (true, false, 0), (false, true, 1), (false, false, 1)] {
        let mut editor = Editor::open(&site);
        if asks {
            editor.ask("shutdown", Value::Null);
        }
        if exits {
            editor.say("exit", Value::Null);
        }
        drop(editor.to.take());
        let (code, told) = editor.ended();
        assert_eq!((code, told.as_str()), (Some(expected), ""), "shutdown {asks}, exit {exits}");
    }
}

/// Some editors close both ends of the connection as soon as they have asked.
#[test]
fn an_editor_that_does_not_wait_for_the_answer_to_its_last_request_has_ended_in_order() {
    let site = Site::small();
    let Editor { child, to, from, ids, .. } = Editor::open(&site);
    drop(from);
    let mut to = to.unwrap();
    let text = json!({ "jsonrpc": "2.0", "id": ids + 1, "method": "shutdown" }).to_string();
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    drop(to);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
}

#[test]
fn an_editor_that_is_gone_before_it_has_said_anything_is_told_as_one_that_asked_for_no_end() {
    let site = Site::small();
    let output = wenda().arg("lsp").arg("--site").arg(site.path()).stdin(Stdio::null()).output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), String::new()));
}

#[test]
fn what_is_asked_before_the_beginning_or_after_the_end_is_refused() {
    let site = Site::small();
    let request = |id: i64, method: &str| {
        let text = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": {} }).to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    };
    let mut child =
        wenda().arg("lsp").arg("--site").arg(site.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let all = ["textDocument/hover", "initialize", "shutdown", "textDocument/hover", "shutdown"];
    let mut to = child.stdin.take().unwrap();
    for (id, method) in (1..).zip(all) {
        to.write_all(request(id, method).as_bytes()).unwrap();
    }
    drop(to);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stdout).unwrap();
    for (id, code) in [(1, -32002), (4, -32600), (5, -32600)] {
        let answer = told.split("Content-Length").find(|told| told.contains(&format!("\"id\":{id},"))).unwrap();
        assert!(answer.contains(&format!("\"code\":{code},")), "{answer}");
    }
}
