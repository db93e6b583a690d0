//! MariaDB on the loopback, alone or as a cluster of Galera, with data of its own below `target/`.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{is_there, stderr, stdout};

const GALERA: [&str; 2] = ["/usr/lib/galera/libgalera_smm.so", "/usr/lib/libgalera_smm.so"];
const PATIENCE: Duration = Duration::from_secs(90);
/// So many lines of its log are shown when a test fails.
const LOGGED: usize = 400;

/// Whether MariaDB is there, with Galera.
pub(crate) fn has_mariadb() -> bool {
    let starts = |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
    let galera = GALERA.iter().any(|library| Path::new(library).exists());
    is_there(
        "MariaDB with Galera",
        galera && ["mariadbd", "mariadb", "mariadb-install-db", "rsync"].map(starts) == [true; 4],
    )
}

/// What becomes of a server.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// It ends at once, and is started again.
    Killed,
    /// It says nothing, and its connections stay: as one that the network is cut off from.
    Held,
}

/// Shows the end of a log if the test fails.
#[expect(clippy::print_stderr, reason = "what failed is read there")]
pub(crate) fn show_log(name: &str, lines: &[String]) {
    if thread::panicking() {
        eprintln!("{name}:\n{}", lines.join("\n"));
    }
}

/// A server, killed when dropped.
struct MariaDb {
    process: Option<Child>,
    port: u16,
    /// For the cluster, for what a node that was away is sent, and for what one that has nothing is sent.
    cluster_ports: [u16; 3],
    data: PathBuf,
    socket: PathBuf,
    log: PathBuf,
    /// What of its data it has at hand, in MiB.
    memory: u64,
}

/// Servers that hold the same.
pub(crate) struct Cluster {
    nodes: Vec<MariaDb>,
    _folders: [TempDir; 2],
}

fn is_root() -> bool {
    stdout(&Command::new("id").arg("-u").output().unwrap()).trim() == "0"
}

/// Ports that nobody listens on.
fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

fn succeed(output: Output, what: &str) -> String {
    assert!(output.status.success(), "{what}: {}{}", stdout(&output), stderr(&output));
    stdout(&output)
}

/// Servers do not run as root: what they hold belongs to the user of Debian's package then.
fn hand_over(folder: &Path) {
    if is_root() {
        succeed(Command::new("chown").args(["-R", "mysql:"]).arg(folder).output().unwrap(), "chown");
    }
}

impl MariaDb {
    fn new(data: &Path, sockets: &Path, number: usize) -> Self {
        let [port, cluster_ports @ ..] = free_ports::<4>();
        let (data, log) = (data.join(format!("data{number}")), data.join(format!("log{number}.err")));
        let (socket, memory) = (sockets.join(format!("s{number}")), 64);
        let server = Self { process: None, port, cluster_ports, data, socket, log, memory };
        fs::create_dir(server.scratch()).unwrap();
        server
    }

    /// Where it has its temporary tables: a server that starts removes those of others.
    fn scratch(&self) -> PathBuf {
        self.data.with_extension("tmp")
    }

    fn command(&self, cluster: Option<&str>) -> Command {
        let mut command = Command::new("mariadbd");
        command.arg("--no-defaults");
        if is_root() {
            command.arg("--user=mysql");
        }
        let path = |name: &str, path: &Path| format!("--{name}={}", path.display());
        command
            .arg(path("tmpdir", &self.scratch()))
            .args([path("datadir", &self.data), path("socket", &self.socket), path("log-error", &self.log)])
            .args([path("pid-file", &self.log.with_extension("pid")), format!("--port={}", self.port)])
            .args(["--bind-address=127.0.0.1", "--skip-name-resolve"])
            .arg(format!("--innodb-buffer-pool-size={}M", self.memory))
            .args(["--innodb-flush-log-at-trx-commit=2", "--max-connections=100"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(address) = cluster {
            let [group, changes, whole] = self.cluster_ports.map(|port| format!("127.0.0.1:{port}"));
            let library = GALERA.into_iter().find(|library| Path::new(library).exists()).unwrap();
            command
                .args(["--binlog_format=ROW", "--innodb_autoinc_lock_mode=2", "--wsrep_on=ON"])
                .arg(format!("--wsrep_provider={library}"))
                .arg(format!("--wsrep_cluster_address={address}"))
                // How long nodes wait for each other is left as it is set for machines that are busy.
                .arg(format!(
                    "--wsrep_provider_options=gmcast.listen_addr=tcp://{group};ist.recv_addr={changes};\
                     ist.recv_bind={changes}"
                ))
                .args([format!("--wsrep_node_address={group}"), format!("--wsrep_sst_receive_address={whole}")])
                .arg("--wsrep_sst_method=rsync");
        }
        command
    }

    fn start(&mut self, cluster: Option<&str>, arguments: &[&str]) {
        self.process = Some(self.command(cluster).args(arguments).spawn().unwrap());
    }

    /// What a statement tells, a row on each line, if the server answers.
    fn ask(&self, statement: &str) -> Option<String> {
        let output = self.client().args(["-Ne", statement]).output().unwrap();
        output.status.success().then(|| stdout(&output).trim_end().to_owned())
    }

    fn client(&self) -> Command {
        let mut command = Command::new("mariadb");
        command.args(["--no-defaults", "--user=root", "--connect-timeout=2"]);
        command.arg(format!("--socket={}", self.socket.display()));
        command
    }

    fn wait_for(&self, statement: &str, expected: &str) {
        let begun = Instant::now();
        while self.ask(statement).as_deref() != Some(expected) {
            let log = || fs::read_to_string(&self.log).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "never `{expected}` to `{statement}`: {}", log());
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn stop(&mut self) {
        self.ask("SHUTDOWN");
        self.process.take().unwrap().wait().unwrap();
    }

    fn signal(&self, signal: &str) {
        let process = self.process.as_ref().unwrap().id().to_string();
        succeed(Command::new("kill").args([&format!("-{signal}"), &process]).output().unwrap(), "kill");
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        self.kill();
        let log = fs::read(&self.log).unwrap_or_default();
        let lines: Vec<String> = String::from_utf8_lossy(&log).lines().map(str::to_owned).collect();
        show_log(&self.log.display().to_string(), &lines[lines.len().saturating_sub(LOGGED)..]);
    }
}

const READY: &str =
    "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_local_state_comment'";

/// How many servers one of them sees.
const SIZE: &str = "SHOW STATUS LIKE 'wsrep_cluster_size'";

impl Cluster {
    /// A server alone.
    pub(crate) fn alone() -> Self {
        let mut cluster = Self::of(1);
        cluster.nodes[0].start(None, &[]);
        cluster.prepare();
        cluster
    }

    /// Three servers that hold what a script makes.
    pub(crate) fn of_three(script: &Path) -> Self {
        let mut cluster = Self::of(3);
        let address = cluster.cluster_address();
        let memory = (fs::metadata(script).unwrap().len() >> 22).clamp(64, 512);
        cluster.nodes.iter_mut().for_each(|node| node.memory = memory);
        let first = &mut cluster.nodes[0];
        first.start(Some(&address), &["--wsrep_new_cluster"]);
        first.wait_for(READY, "Synced");
        cluster.prepare();
        cluster.load(script);
        let (first, others) = cluster.nodes.split_first_mut().unwrap();
        first.stop();
        for other in &*others {
            succeed(Command::new("cp").arg("-r").args([&first.data, &other.data]).output().unwrap(), "cp");
        }
        hand_over(first.data.parent().unwrap());
        first.start(Some(&address), &["--wsrep_new_cluster"]);
        first.wait_for(READY, "Synced");
        for other in others {
            other.start(Some(&address), &[]);
            other.wait_for(READY, "Synced");
        }
        cluster
    }

    /// So many servers, of which the first has data and none runs.
    fn of(count: usize) -> Self {
        let folders = [tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), tempfile::tempdir().unwrap()];
        let nodes: Vec<MariaDb> =
            (0..count).map(|number| MariaDb::new(folders[0].path(), folders[1].path(), number)).collect();
        let install = Command::new("mariadb-install-db")
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", nodes[0].data.display()))
            .env("TMPDIR", nodes[0].scratch())
            .output()
            .unwrap();
        succeed(install, "mariadb-install-db");
        folders.iter().for_each(|folder| hand_over(folder.path()));
        Self { nodes, _folders: folders }
    }

    fn cluster_address(&self) -> String {
        let nodes: Vec<String> = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.cluster_ports[0])).collect();
        format!("gcomm://{}", nodes.join(","))
    }

    /// A database, and a user who may read it.
    fn prepare(&self) {
        self.nodes[0].wait_for("SELECT 1", "1");
        let made = self.nodes[0].ask(
            "CREATE DATABASE wenda; CREATE USER wenda@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON wenda.* TO wenda@'%'",
        );
        assert_eq!(made.as_deref(), Some(""));
    }

    /// Runs a script on the first server.
    pub(crate) fn load(&self, script: &Path) {
        let input = fs::File::open(script).unwrap();
        succeed(self.nodes[0].client().arg("wenda").stdin(input).output().unwrap(), "the script");
    }

    /// Runs a script on the first server, and tells what was wrong with it.
    pub(crate) fn try_load(&self, script: &Path) -> Result<(), String> {
        let input = fs::File::open(script).unwrap();
        let output = self.nodes[0].client().arg("wenda").stdin(input).output().unwrap();
        if output.status.success() { Ok(()) } else { Err(stderr(&output)) }
    }

    /// A client of the first server that reads statements from whoever holds it.
    pub(crate) fn open_client(&self) -> Child {
        self.nodes[0]
            .client()
            .args(["--unbuffered", "-N", "wenda"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Holds the first server so that it says nothing, or lets it go on.
    pub(crate) fn hold(&self, is_held: bool) {
        self.nodes[0].signal(if is_held { "STOP" } else { "CONT" });
    }

    /// How the engine is named.
    pub(crate) fn address(&self) -> String {
        let nodes: Vec<String> = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
        format!("mysql://wenda:secret@{}/wenda", nodes.join(","))
    }

    /// What a statement tells on a server.
    pub(crate) fn ask(&self, node: usize, statement: &str) -> String {
        self.try_ask(node, statement).unwrap_or_else(|| panic!("node {node} did not answer `{statement}`"))
    }

    /// The same, of a statement that the server may refuse.
    pub(crate) fn try_ask(&self, node: usize, statement: &str) -> Option<String> {
        self.nodes[node].ask(statement)
    }

    /// Kills a server, as a crash does.
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node].kill();
    }

    /// Waits until a server has lost sight of the others.
    pub(crate) fn wait_until_alone(&self, node: usize) {
        let status = "SHOW STATUS LIKE 'wsrep_cluster_status'";
        self.nodes[node].wait_for(status, "wsrep_cluster_status\tnon-Primary");
    }

    /// Loses a server for a while; then it is one of the cluster again.
    pub(crate) fn lose(&mut self, node: usize, fault: Fault, time: Duration) {
        match fault {
            Fault::Killed => {
                self.kill(node);
                thread::sleep(time);
                self.bring_back(node);
            }
            Fault::Held => {
                let other = &self.nodes[(node + 1) % self.nodes.len()];
                self.nodes[node].signal("STOP");
                thread::sleep(time);
                other.wait_for(SIZE, "wsrep_cluster_size\t2");
                self.nodes[node].signal("CONT");
                // It notices that the others went on without it, and comes to them.
                other.wait_for(SIZE, "wsrep_cluster_size\t3");
                self.nodes[node].wait_for(READY, "Synced");
            }
        }
    }

    /// Brings a server back that was killed: it finds out how far it had come, and is sent what it missed.
    fn bring_back(&mut self, node: usize) {
        let address = self.cluster_address();
        let node = &mut self.nodes[node];
        let length = fs::read_to_string(&node.log).unwrap().len();
        node.command(Some(&address)).arg("--wsrep-recover").status().unwrap();
        let log = fs::read_to_string(&node.log).unwrap();
        let recovered = log[length..].lines().find_map(|line| line.split("Recovered position: ").nth(1));
        let position = recovered.unwrap_or_else(|| panic!("no position in {}", &log[length..])).trim();
        node.start(Some(&address), &[&format!("--wsrep_start_position={}", position.split(',').next().unwrap())]);
        node.wait_for(READY, "Synced");
    }
}
