//! What pages may load and run.

use std::fmt::Write as _;

use crate::content::{AllowedHosts, HostName};

/// The policy of every page (CSP): everything comes from the site itself, and nothing that stands in a page runs; other hosts are
/// asked for what the site names them for, and the `engine` that answers searches, if that is on another host. What is not named
/// falls back to `default-src`, the web manifest among it, of which some browsers know no directive.
pub(super) fn content_policy(allowed: Option<&AllowedHosts>, engine: Option<&str>) -> String {
    let mut policy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'none'; object-src 'none'".to_owned();
    let hosts = |list: fn(&AllowedHosts) -> &Vec<HostName>| allowed.into_iter().flat_map(list).map(ToString::to_string);
    let engine = engine.map(str::to_owned);
    push(&mut policy, "script-src", hosts(|allowed| &allowed.script));
    push(&mut policy, "img-src", hosts(|allowed| &allowed.image));
    push(&mut policy, "connect-src", hosts(|allowed| &allowed.connect).chain(engine));
    policy
}

fn push(policy: &mut String, directive: &str, hosts: impl Iterator<Item = String>) {
    let hosts: Vec<String> = hosts.collect();
    if !hosts.is_empty() {
        let _infallible = write!(policy, "; {directive} 'self' {}", hosts.join(" "));
    }
}
