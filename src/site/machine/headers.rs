//! What hosts send along with files, in the form that Netlify and Cloudflare Pages read.

use crate::site::address::{Address, host_path};
use crate::site::plan::SitePlan;

/// Pages state a policy of their own in their heads, which cannot say who may frame them. What is named by what it holds never
/// changes.
pub(super) fn text(plan: &SitePlan<'_>) -> String {
    let root = host_path(plan.base_url.as_deref());
    // Hosts match no patterns within a name.
    let files = plan.hashed_paths().map(|path| Address::of_file(&path).into_owned());
    let has_others = |folder: &str| plan.copies.iter().any(|copy| copy.path.starts_with(folder));
    let folders =
        Address::IMMUTABLE.into_iter().filter(|folder| !has_others(folder)).map(|folder| format!("{folder}*"));
    let kept = folders.chain(files);
    let immutable = kept.map(|path| format!("{root}{path}\n  Cache-Control: public, max-age=31536000, immutable\n"));
    format!(
        "{root}*\n  X-Content-Type-Options: nosniff\n  Content-Security-Policy: frame-ancestors 'self'\n  Referrer-Policy: strict-origin-when-cross-origin\n{}",
        immutable.collect::<String>()
    )
}
