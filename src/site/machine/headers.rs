//! What hosts send along with files, in the form that Netlify and Cloudflare Pages read.

use crate::site::address::{Address, host_path};
use crate::site::plan::SitePlan;

/// Pages state a policy of their own in their heads, which cannot say who may frame them. What is named by what it holds never
/// changes.
pub(super) fn text(plan: &SitePlan<'_>) -> String {
    let root = host_path(plan.base_url.as_deref());
    let immutable = Address::IMMUTABLE
        .map(|folder| format!("{root}{folder}*\n  Cache-Control: public, max-age=31536000, immutable\n"));
    format!(
        "{root}*\n  X-Content-Type-Options: nosniff\n  Content-Security-Policy: frame-ancestors 'self'\n  Referrer-Policy: strict-origin-when-cross-origin\n{}",
        immutable.concat()
    )
}
