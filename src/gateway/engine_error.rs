//! Why an engine did not answer.

const NO_SUCH_TABLE: u16 = 1146;
/// What nodes say that ended a question because of its time: MariaDB, MySQL, `OceanBase`.
const TOO_LONG: [u16; 3] = [1969, 3024, 4012];
/// What nodes say that end a connection, beside what SQL has a class for: it was killed, or waited too long.
const CLOSED: [u16; 2] = [1927, 4031];
/// The class of SQL's states for what is wrong with a connection.
const CONNECTION_EXCEPTION: &str = "08";

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
    /// A node answers, but not this, or not in time; another may, and the node answers others.
    #[error("{node}: {message}")]
    Refused {
        /// Host and port.
        node: String,
        /// What it said.
        message: String,
        /// Whether it would have with more time.
        is_slow: bool,
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
    /// What an engine answers that has no variable of a name.
    pub(super) const UNKNOWN_VARIABLE: u16 = 1193;

    /// Of what a node did when it was asked something.
    pub(super) fn of(node: &str, error: &mysql::Error) -> Self {
        let message = error.to_string();
        match error {
            mysql::Error::MySqlError(error) if error.code == NO_SUCH_TABLE => Self::OtherVersion,
            mysql::Error::MySqlError(error)
                if !error.state.starts_with(CONNECTION_EXCEPTION) && !CLOSED.contains(&error.code) =>
            {
                let is_slow = TOO_LONG.contains(&error.code);
                Self::Refused { node: node.to_owned(), message, is_slow }
            }
            _ => Self::Node { node: node.to_owned(), message },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_question_is_told_from_what_is_wrong_with_a_node() {
        let said = |code: u16, state: &str| {
            let message = "it is so".to_owned();
            EngineError::of(
                "one:3306",
                &mysql::Error::MySqlError(mysql::MySqlError { state: state.to_owned(), message, code }),
            )
        };
        assert!(matches!(said(1146, "42S02"), EngineError::OtherVersion));
        assert!(matches!(said(1064, "42000"), EngineError::Refused { is_slow: false, .. }), "an error of syntax");
        assert!(matches!(said(1969, "70100"), EngineError::Refused { is_slow: true, .. }), "it took too long");
        assert!(matches!(said(1053, "08S01"), EngineError::Node { .. }), "the server is stopped");
        assert!(matches!(said(1927, "70100"), EngineError::Node { .. }), "the connection was killed");
    }
}
