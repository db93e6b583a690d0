//! The nodes of an engine: one that does not answer is left alone for a while, and another asked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use mysql::{Conn, OptsBuilder};

use super::address::EngineAddress;
use super::engine_error::EngineError;
use super::event::GatewayEvent;

/// A node that did not answer is left alone so long, at first; each time twice as long, up to the other.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(2);
/// So many connections to a node wait for work.
const MAX_IDLE: usize = 32;
/// What is asked has so many bytes at most. It is said here, because a node that lost sight of the others is not to be asked for it.
const MAX_PACKET: usize = 16 << 20;

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
    /// The version that the node has all of, as far as it was asked.
    pub(super) holds: Option<String>,
    /// Whether the node lost sight of most of the others, and is read all the same.
    pub(super) is_cut_off: bool,
    /// Whether it was set up for one question, and is not kept.
    pub(super) is_special: bool,
}

impl EngineNode {
    fn state(&self) -> MutexGuard<'_, NodeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection, on which each answer may take so long.
    fn connect(&self, timeout: Duration) -> Result<Conn, EngineError> {
        let options = self.options.clone().read_timeout(Some(timeout)).write_timeout(Some(timeout));
        Conn::new(options).map_err(|error| EngineError::of(&self.name, &error))
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

    /// A connection to a node that is not left alone, on which each answer may take so long; the nodes take turns.
    pub(super) fn connect(&self, timeout: Duration) -> Result<NodeConnection, EngineError> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let mut error = None;
        for place in (0..self.nodes.len()).map(|step| (first + step) % self.nodes.len()) {
            let node = &self.nodes[place];
            if node.paused_until().is_some() {
                continue;
            }
            let is_special = timeout != self.timeout;
            let idle = if is_special { None } else { node.state().idle.pop() };
            if let Some(connection) = idle {
                return Ok(connection);
            }
            match node.connect(timeout) {
                Ok(connection) => {
                    let name = node.name.clone();
                    return Ok(NodeConnection { connection, place, name, holds: None, is_cut_off: false, is_special });
                }
                Err(failed) => {
                    self.fail(place, &failed);
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
    pub(super) fn release(&self, connection: NodeConnection) {
        let node = &self.nodes[connection.place];
        let mut state = node.state();
        let was_failing = std::mem::take(&mut state.failures) > 0;
        state.paused = None;
        if state.idle.len() < MAX_IDLE && !connection.is_special {
            state.idle.push(connection);
        }
        drop(state);
        if was_failing {
            (self.tell)(&GatewayEvent::NodeBack { node: node.name.clone() });
        }
    }

    /// Leaves the node of a connection alone for a while: it failed.
    pub(super) fn drop_failed(&self, connection: NodeConnection, error: &EngineError) {
        self.fail(connection.place, error);
    }

    fn fail(&self, place: usize, error: &EngineError) {
        let node = &self.nodes[place];
        let mut state = node.state();
        // Those who failed with it at once count as one.
        let is_known = state.paused.is_some_and(|until| until > Instant::now());
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
