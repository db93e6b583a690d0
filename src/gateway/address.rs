//! Where an engine is.

use std::str::FromStr;

use percent_encoding::percent_decode_str;

/// The port of MySQL's protocol.
const PORT: u16 = 3306;

/// Where an engine is: the nodes of a cluster, which all hold the same.
#[derive(Clone, PartialEq, Eq)]
pub struct EngineAddress {
    pub(super) user: String,
    pub(super) password: Option<String>,
    /// Hosts with their ports; one at least.
    pub(super) nodes: Vec<(String, u16)>,
    pub(super) database: String,
}

/// The password is nobody's business.
impl std::fmt::Debug for EngineAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngineAddress")
            .field("nodes", &self.nodes)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

/// What is no address of an engine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}: an engine is named as mysql://user:password@host:3306,other:3306/database")]
pub struct InvalidAddress(&'static str);

impl FromStr for EngineAddress {
    type Err = InvalidAddress;

    fn from_str(address: &str) -> Result<Self, InvalidAddress> {
        let rest = address.strip_prefix("mysql://").ok_or(InvalidAddress("it does not begin with mysql://"))?;
        let (authority, database) = rest.rsplit_once('/').ok_or(InvalidAddress("the database is missing"))?;
        let (login, hosts) = authority.rsplit_once('@').ok_or(InvalidAddress("the user is missing"))?;
        let (user, password) = match login.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (login, None),
        };
        let plain = |text: &str| {
            let text = percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
            text.map_err(|_| InvalidAddress("it is not UTF-8"))
        };
        if user.is_empty() || database.is_empty() {
            return Err(InvalidAddress("the user or the database is missing"));
        }
        let nodes = hosts.split(',').map(node).collect::<Option<Vec<_>>>().ok_or(InvalidAddress("a host is wrong"))?;
        let password = password.map(plain).transpose()?;
        Ok(Self { user: plain(user)?, password, nodes, database: plain(database)? })
    }
}

/// A host with its port: `db1`, `db1:3307`, `[::1]:3307`.
fn node(text: &str) -> Option<(String, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            (host, after.strip_prefix(':').or(after.is_empty().then_some(""))?)
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let port = if port.is_empty() { PORT } else { port.parse().ok()? };
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_nodes_of_a_cluster() {
        let read: EngineAddress = "mysql://wenda:p%40ss@one,two:3307,[::1]:3308/help".parse().unwrap();
        let nodes = [("one", 3306), ("two", 3307), ("::1", 3308)].map(|(host, port)| (host.to_owned(), port));
        assert_eq!((read.user.as_str(), read.password.as_deref()), ("wenda", Some("p@ss")));
        assert_eq!((read.nodes.as_slice(), read.database.as_str()), (&nodes[..], "help"));
        assert!(!format!("{read:?}").contains("p@ss"));
        for (wrong, told) in [
            ("http://a@b/c", "it does not begin with mysql://"),
            ("mysql://a@b", "the database is missing"),
            ("mysql://b/c", "the user is missing"),
            ("mysql://a@b:port/c", "a host is wrong"),
            ("mysql://a@b,/c", "a host is wrong"),
            ("mysql://a@[::1]x/c", "a host is wrong"),
            ("mysql://@b/c", "the user or the database is missing"),
        ] {
            let error = wrong.parse::<EngineAddress>().unwrap_err();
            assert!(error.to_string().starts_with(told), "{wrong}: {error}");
        }
    }
}
