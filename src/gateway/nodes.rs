//! The nodes of an engine: one that does not answer is left alone for a while, and another asked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use mysql::prelude::Queryable;
use mysql::{Conn, OptsBuilder};

use super::address::EngineAddress;
use super::engine_error::EngineError;
use super::event::GatewayEvent;

/// A node that did not answer is left alone so long, at first; each time twice as long, up to the other.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(2);
/// So many connections to a node wait for work.
const MAX_IDLE: usize = 32;
/// Where one of them is tried again, others leave it alone for this long beside what an answer may take.
const TRIAL: Duration = Duration::from_secs(1);
/// What is asked has so many bytes at most. It is said here, because a node that lost sight of the others is not to be asked for it.
const MAX_PACKET: usize = 16 << 20;
/// By what a node is told that it is to end what takes so many seconds, or thousandths of one: MariaDB, and MySQL and its like.
/// What nobody waits for any more is not to keep it from what others wait for.
const LIMITS: [(&str, f64); 2] = [("max_statement_time", 1.0), ("max_execution_time", 1e3)];

/// The nodes of an engine.
pub(super) struct Nodes {
    nodes: Vec<EngineNode>,
    /// An answer may take so long at first.
    pub(super) timeout: Duration,
    /// Whose turn it is.
    turn: AtomicUsize,
    tell: Box<dyn Fn(&GatewayEvent) + Send + Sync>,
}

impl std::fmt::Debug for Nodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.nodes.iter().map(|node| &node.name)).finish()
    }
}

struct EngineNode {
    /// Host and port.
    name: String,
    options: OptsBuilder,
    state: Mutex<NodeState>,
}

#[derive(Default)]
struct NodeState {
    idle: Vec<NodeConnection>,
    /// How often it did not answer, one time after the other.
    failures: u32,
    /// Until when it is left alone.
    paused: Option<Instant>,
}

/// A connection to a node.
pub(super) struct NodeConnection {
    pub(super) connection: Conn,
    place: usize,
    pub(super) name: String,
    /// The version that the node has all of, as far as it was asked, by its number.
    pub(super) holds: Option<u64>,
    /// Whether the node lost sight of most of the others, and is read all the same.
    pub(super) is_cut_off: bool,
    /// Whether it was set up for one question, and is not kept.
    pub(super) is_special: bool,
    /// Whether it was kept: the node may have closed it meanwhile.
    pub(super) was_kept: bool,
    /// Whether it is to tell if the node answers again.
    is_trial: bool,
}

/// Whether a node is asked.
enum Admission {
    /// It is left alone.
    Paused,
    /// It answers, as far as is known; by a connection that was kept, if there is one.
    Open(Option<NodeConnection>),
    /// It did not answer, and is to be tried.
    Trial,
}

impl EngineNode {
    fn state(&self) -> MutexGuard<'_, NodeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection, on which each answer may take so long.
    fn connect(&self, timeout: Duration) -> Result<Conn, EngineError> {
        let options = self.options.clone().read_timeout(Some(timeout)).write_timeout(Some(timeout));
        let failed = |error: mysql::Error| EngineError::Node { node: self.name.clone(), message: error.to_string() };
        let mut connection = Conn::new(options).map_err(failed)?;
        // It says that it gave up before it is given up itself.
        let limit = timeout.mul_f64(0.8).as_secs_f64();
        for (variable, part) in LIMITS {
            let value = if part > 1.0 { (limit * part).round() } else { limit };
            match connection.query_drop(format!("SET SESSION {variable} = {value}")) {
                Err(mysql::Error::MySqlError(error)) if error.code == EngineError::UNKNOWN_VARIABLE => {}
                done => {
                    done.map_err(failed)?;
                    break;
                }
            }
        }
        Ok(connection)
    }

    /// Whether it is asked now, if an answer may take so long. Who tries one that failed does so alone.
    fn admit(&self, timeout: Duration, is_special: bool) -> Admission {
        let mut state = self.state();
        let now = Instant::now();
        if state.paused.is_some_and(|until| until > now) {
            return Admission::Paused;
        }
        if state.failures > 0 {
            state.paused = Some(now + timeout + TRIAL);
            return Admission::Trial;
        }
        Admission::Open(if is_special { None } else { state.idle.pop() })
    }

    /// Until when it is left alone, if it is.
    fn paused_until(&self) -> Option<Instant> {
        self.state().paused.filter(|until| *until > Instant::now())
    }
}

impl Nodes {
    /// `timeout` is for each answer, at first; `tell` is told which nodes fail.
    pub(super) fn new(
        address: &EngineAddress,
        timeout: Duration,
        tell: Box<dyn Fn(&GatewayEvent) + Send + Sync>,
    ) -> Self {
        let nodes = address.nodes.iter().map(|(host, port)| EngineNode {
            name: format!("{host}:{port}"),
            options: OptsBuilder::new()
                .ip_or_hostname(Some(host.clone()))
                .tcp_port(*port)
                .user(Some(address.user.clone()))
                .pass(address.password.clone())
                .db_name(Some(address.database.clone()))
                .prefer_socket(false)
                .tcp_connect_timeout(Some(timeout.min(Duration::from_secs(1))))
                .max_allowed_packet(Some(MAX_PACKET))
                .stmt_cache_size(0),
            state: Mutex::default(),
        });
        Self { nodes: nodes.collect(), timeout, turn: AtomicUsize::new(0), tell }
    }

    /// Each node with whether it answers, as far as is known.
    pub(super) fn states(&self) -> impl Iterator<Item = (&str, bool)> {
        self.nodes.iter().map(|node| (node.name.as_str(), node.state().failures == 0))
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.nodes.len()
    }

    /// A connection to a node that is not left alone, on which each answer may take so long; the nodes take turns.
    pub(super) fn connect(&self, timeout: Duration) -> Result<NodeConnection, EngineError> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let mut error = None;
        for place in (0..self.nodes.len()).map(|step| (first + step) % self.nodes.len()) {
            let node = &self.nodes[place];
            let is_special = timeout != self.timeout;
            let is_trial = match node.admit(timeout, is_special) {
                Admission::Paused => continue,
                Admission::Open(Some(connection)) => return Ok(connection),
                Admission::Open(None) => false,
                Admission::Trial => true,
            };
            match node.connect(timeout) {
                Ok(connection) => {
                    let name = node.name.clone();
                    return Ok(NodeConnection {
                        connection,
                        place,
                        name,
                        holds: None,
                        is_cut_off: false,
                        is_special,
                        was_kept: false,
                        is_trial,
                    });
                }
                Err(failed) => {
                    self.fail(place, &failed, is_trial);
                    error = Some(failed);
                }
            }
        }
        let paused = || EngineError::Late("all nodes failed, and are left alone for a moment".to_owned());
        Err(error.unwrap_or_else(paused))
    }

    /// When the first of the nodes is asked again, if all are left alone.
    pub(super) fn next_try(&self) -> Duration {
        let now = Instant::now();
        let waits = self.nodes.iter().map(|node| node.paused_until().map_or(Duration::ZERO, |until| until - now));
        waits.min().unwrap_or_default()
    }

    /// Takes a connection back whose node answered.
    pub(super) fn release(&self, mut connection: NodeConnection) {
        let node = &self.nodes[connection.place];
        let mut state = node.state();
        let was_failing = std::mem::take(&mut state.failures) > 0;
        state.paused = None;
        if state.idle.len() < MAX_IDLE && !connection.is_special {
            (connection.was_kept, connection.is_trial) = (true, false);
            state.idle.push(connection);
        }
        drop(state);
        if was_failing {
            (self.tell)(&GatewayEvent::NodeBack { node: node.name.clone() });
        }
    }

    /// Leaves the node of a connection alone for a while: it failed.
    pub(super) fn drop_failed(&self, connection: NodeConnection, error: &EngineError) {
        self.fail(connection.place, error, connection.is_trial);
    }

    /// Forgets the connections to a node that were kept, as one that it has closed: that tells nothing of the node.
    pub(super) fn drop_closed(&self, connection: NodeConnection) {
        self.nodes[connection.place].state().idle.clear();
    }

    fn fail(&self, place: usize, error: &EngineError, is_trial: bool) {
        let node = &self.nodes[place];
        let mut state = node.state();
        // Those who failed with it at once count as one.
        let is_known = !is_trial && state.paused.is_some_and(|until| until > Instant::now());
        // What else is connected to it may wait in vain, too.
        state.idle.clear();
        if is_known {
            return;
        }
        let pause = FIRST_PAUSE.saturating_mul(1 << state.failures.min(10)).min(LAST_PAUSE);
        state.failures = state.failures.saturating_add(1);
        state.paused = Some(Instant::now() + pause);
        let is_first = state.failures == 1;
        drop(state);
        if is_first {
            (self.tell)(&GatewayEvent::NodeFailed { node: node.name.clone(), error: error.to_string() });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    /// Everybody waited for it who came after its pause.
    #[test]
    fn a_node_that_failed_is_tried_by_one_at_a_time() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("mysql://a@{}/b", silent.local_addr().unwrap()).parse().unwrap();
        let timeout = Duration::from_millis(500);
        let nodes = Nodes::new(&address, timeout, Box::new(|_| ()));
        assert!(matches!(nodes.connect(timeout), Err(EngineError::Node { .. })));
        while !nodes.next_try().is_zero() {
            thread::sleep(Duration::from_millis(5));
        }
        let together = Barrier::new(8);
        let try_it = || {
            together.wait();
            usize::from(matches!(nodes.connect(timeout), Err(EngineError::Node { .. })))
        };
        let tried: usize = thread::scope(|scope| {
            let all = [(); 8].map(|()| scope.spawn(try_it));
            all.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(tried, 1, "the others are told that it is left alone");
        assert!(nodes.states().all(|(_, is_up)| !is_up));
    }
}
