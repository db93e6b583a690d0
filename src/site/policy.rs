//! What pages may load and run.

/// The policy of every page (CSP): everything comes from the site itself, and nothing that stands in a page runs. What is not
/// named falls back to `default-src`, the web manifest among it, of which some browsers know no directive.
///
/// `engine` is the host that answers searches, if that is another.
pub(super) fn content_policy(engine: Option<&str>) -> String {
    let connect = engine.map(|engine| format!("; connect-src 'self' {engine}")).unwrap_or_default();
    format!("default-src 'self'; base-uri 'none'{connect}; form-action 'self'; frame-src 'none'; object-src 'none'")
}
