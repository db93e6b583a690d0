//! The same export and the same gateway on a second engine: seekdb, which has a full-text index of its own and speaks the protocol
//! of MySQL. `tests/run.sh` takes its server out of a package of Python, into `target/`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::gateway_process::{GatewayProcess, exported, same_first_five, timeless};
use crate::mariadb::has_mariadb;
use crate::support::{ROOT, Site, copy, is_there, stderr, stdout};

const PATIENCE: Duration = Duration::from_secs(90);

/// The server, where it was installed.
fn program() -> Option<PathBuf> {
    let libraries = fs::read_dir(Path::new(ROOT).join("target/seekdb/lib")).ok()?;
    let programs = libraries.flatten().map(|python| python.path().join("site-packages/pylibseekdb/seekdb"));
    programs.into_iter().find(|program| program.exists())
}

/// A server with data of its own, killed when dropped.
struct Seekdb {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Seekdb {
    fn start(program: &Path) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(program)
            .args(["--nodaemon", "--port", &port.to_string(), "--base-dir"])
            .arg(folder.path())
            .args(["--parameter", "memory_budget=1G", "--parameter", "log_disk_size=2G"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, port, _folder: folder };
        server.wait();
        // It listens on all addresses of the machine.
        server.ask("SET GLOBAL ob_tcp_invited_nodes = '127.0.0.1'");
        server.ask("CREATE DATABASE wenda; CREATE USER wenda IDENTIFIED BY 'secret'; GRANT SELECT ON wenda.* TO wenda");
        server
    }

    /// Waits until it answers.
    fn wait(&self) {
        let begun = Instant::now();
        while let Err(error) = self.run(None, "SELECT 1") {
            assert!(begun.elapsed() < PATIENCE, "seekdb does not answer: {error}");
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Runs a statement, or a script.
    fn run(&self, script: Option<&Path>, statement: &str) -> Result<String, String> {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--host=127.0.0.1", "--protocol=tcp", "-N"]);
        client.arg(format!("--port={}", self.port));
        match script {
            Some(script) => client.arg("wenda").stdin(fs::File::open(script).unwrap()),
            None => client.args(["-e", statement]),
        };
        let output = client.output().unwrap();
        if output.status.success() { Ok(stdout(&output).trim_end().to_owned()) } else { Err(stderr(&output)) }
    }

    /// Runs the script of an export. `None` if the server fell over it, as seekdb 1.4.0 does at times: a general protection fault in a
    /// thread of its own.
    fn load(&mut self, script: &Path) -> Option<()> {
        let done = self.run(Some(script), "");
        // What is killed is not waited for at once.
        thread::sleep(Duration::from_secs(u64::from(done.is_err())));
        if self.process.try_wait().unwrap().is_some() {
            return None;
        }
        drop(done.unwrap());
        Some(())
    }

    fn ask(&self, statement: &str) -> String {
        self.run(None, statement).unwrap()
    }
}

impl Drop for Seekdb {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[test]
fn a_second_engine_answers_as_the_terminal_does() {
    let program = program();
    if !is_there("seekdb", program.is_some()) || !has_mariadb() {
        return;
    }
    let (out, script) = exported(ROOT.as_ref(), &[]);
    let answers = |_| answers_as_the_terminal_does(program.as_deref().unwrap(), out.path(), &script).is_some();
    assert!((0..3).any(answers), "each server fell");
}

/// `None` if the engine fell.
fn answers_as_the_terminal_does(program: &Path, out: &Path, script: &Path) -> Option<()> {
    let mut engine = Seekdb::start(program);
    engine.load(script)?;
    let version = engine.ask("SELECT version FROM wenda.wenda_current");
    let manifest = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    let manifest: Value = serde_json::from_str(manifest.lines().next().unwrap()).unwrap();
    for (table, count) in [("documents", &manifest["documents"]), ("terms", &manifest["terms"])] {
        let held = engine.ask(&format!("SELECT COUNT(*) FROM wenda.wenda_{table}_{version}"));
        assert_eq!(held, count.to_string(), "{table}");
    }
    let address = format!("mysql://wenda:secret@127.0.0.1:{}/wenda", engine.port);
    let gateway = GatewayProcess::start(&address, &[]).ready();
    let (first_five, all) = same_first_five(&gateway);
    assert!(all >= 30 && first_five * 100 >= all * 99, "{first_five} of {all}");
    another_version_takes_its_place(&mut engine, &gateway, &out.join("manifest.jsonl"))
}

/// Of a site of which one article was changed, so that the others are copied on the server.
fn another_version_takes_its_place(engine: &mut Seekdb, gateway: &GatewayProcess, manifest: &Path) -> Option<()> {
    let site = Site::empty();
    copy(&Path::new(ROOT).join("content"), &site.path().join("content"));
    site.edit("content/faq/access/access-rejected.zh.md", |text| text + "\n斑驴是一种斑马。\n");
    let (_out, next) = exported(site.path(), &["--since", manifest.to_str().unwrap()]);
    engine.load(&next)?;
    let begun = Instant::now();
    while timeless(&gateway.search("斑驴", "").body)["hits"][0]["id"] != "access-rejected" {
        assert!(begun.elapsed() < PATIENCE, "{}", gateway.search("斑驴", "").body);
        thread::sleep(Duration::from_millis(100));
    }
    Some(())
}
