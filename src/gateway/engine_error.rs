//! Why an engine did not answer.

const NO_SUCH_TABLE: u16 = 1146;

/// Why an engine did not answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum EngineError {
    /// A node failed; another may answer.
    #[error("{node}: {message}")]
    Node {
        /// Host and port.
        node: String,
        /// What it said, or what became of the connection.
        message: String,
    },
    /// A node has not, or not yet all of, the version that was asked: another took its place, or the node is behind.
    #[error("a node holds another version than the one that is read")]
    OtherVersion,
    /// There is nothing to read, or nothing that this program can.
    #[error("{0}")]
    NoContent(String),
    /// The time for an answer is over.
    #[error("no node answered in time; the last said: {0}")]
    Late(String),
}

impl EngineError {
    /// What a node answers that lost sight of most of its cluster, or is still on its way into it.
    pub(super) const NOT_READY: u16 = 1047;

    /// Of what a node did.
    pub(super) fn of(node: &str, error: &mysql::Error) -> Self {
        match error {
            mysql::Error::MySqlError(error) if error.code == NO_SUCH_TABLE => Self::OtherVersion,
            _ => Self::Node { node: node.to_owned(), message: error.to_string() },
        }
    }
}
