//! What pages may load and run.

/// The policy of every page (CSP): everything comes from the site itself, and nothing that stands in a page runs. What is not
/// named falls back to `default-src`, the web manifest among it, of which some browsers know no directive.
pub(super) fn content_policy() -> String {
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'none'; object-src 'none'".to_owned()
}
