//! What a gateway tells, to be logged.

use std::net::SocketAddr;

use serde::Serialize;

/// What a gateway tells, to be logged: each as one JSON document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum GatewayEvent {
    /// Requests are answered from now on.
    Listening {
        /// Where.
        address: SocketAddr,
    },
    /// A version of the content is answered from, from now on.
    Version {
        /// Its name.
        version: String,
        /// How many documents it has, in all languages.
        documents: u32,
    },
    /// A search was answered, or not.
    Search {
        /// Of the answer.
        status: u16,
        /// How long it took, in microseconds.
        took_us: u64,
        /// How often the engine was asked for it.
        rounds: usize,
        /// How often it was begun anew, on another node.
        retries: usize,
        /// Whether the answer was known.
        cached: bool,
        /// Why there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// A node does not answer; it is asked again later.
    NodeFailed {
        /// Host and port.
        node: String,
        /// What it said, or what became of the connection.
        error: String,
    },
    /// A node answers again.
    NodeBack {
        /// Host and port.
        node: String,
    },
    /// No more requests are accepted from now on; those that are being answered are.
    Stopping,
}
