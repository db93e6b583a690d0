//! What pages may load and run.

use std::fmt::Write as _;

use crate::content::{AllowedHosts, HostName};

/// The policy of every page (CSP): everything comes from the site itself, and nothing that stands in a page runs; other hosts are
/// asked for what the site names them for. What is not named falls back to `default-src`, the web manifest among it, of which
/// some browsers know no directive.
pub(super) fn content_policy(allowed: Option<&AllowedHosts>) -> String {
    let mut policy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'none'; object-src 'none'".to_owned();
    if let Some(AllowedHosts { script, image, connect }) = allowed {
        for (directive, hosts) in [("script-src", script), ("img-src", image), ("connect-src", connect)] {
            push(&mut policy, directive, hosts);
        }
    }
    policy
}

fn push(policy: &mut String, directive: &str, hosts: &[HostName]) {
    if hosts.is_empty() {
        return;
    }
    let _infallible = write!(policy, "; {directive} 'self'");
    for host in hosts {
        let _infallible = write!(policy, " {host}");
    }
}
