//! The proxy before gateways that `docs/scale.md` shows: another host than that of the site, reached by `https:`.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::is_there;
use crate::{PATIENCE, Process, ROOT};

/// nginx, on a port of its own.
pub(crate) struct Proxy {
    /// Its scheme, host and port.
    pub(crate) origin: String,
    _process: Process,
    _folder: TempDir,
}

/// nginx: installed, or unpacked by `tests/run.sh`.
fn program() -> Option<PathBuf> {
    let unpacked = Path::new(ROOT).join("target/nginx/usr/sbin/nginx");
    [PathBuf::from("/usr/sbin/nginx"), unpacked].into_iter().find(|program| program.exists())
}

impl Proxy {
    /// Before what answers at an address. `None` if nginx or openssl is not there.
    pub(crate) fn before(behind: &str) -> Option<Self> {
        let has_openssl = Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_ok();
        if !is_there("nginx and openssl", program().is_some() && has_openssl) {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
            .args(["-keyout", &path("key"), "-out", &path("certificate")])
            .stderr(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        let guide = fs::read_to_string(Path::new(ROOT).join("docs/scale.md")).unwrap();
        let mut servers = guide.split("```nginx\n").nth(1).unwrap().split("```").next().unwrap().to_owned();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        for (told, here) in [
            ("listen 443 ssl;", format!("listen {address} ssl;")),
            ("/etc/ssl/search.pem", path("certificate")),
            ("/etc/ssl/search.key", path("key")),
            ("server 127.0.0.1:8090;", format!("server {behind};")),
            ("server 127.0.0.1:8091;", String::new()),
        ] {
            assert!(servers.contains(told), "`{told}` in {servers}");
            servers = servers.replace(told, &here);
        }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};\n", path(kind)));
        let settings = format!(
            "daemon off;\nmaster_process off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{}{servers}}}\n",
            path("pid"),
            temporary.concat(),
        );
        fs::write(path("nginx.conf"), settings).unwrap();
        let process = Command::new(program().unwrap())
            .args(["-e", "stderr", "-p", &path(""), "-c", &path("nginx.conf")])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Process(process);
        let begun = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(begun.elapsed() < PATIENCE, "nginx does not answer");
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self { origin: format!("https://{address}"), _process: process, _folder: folder })
    }
}
