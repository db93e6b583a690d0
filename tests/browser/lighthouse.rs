//! What Lighthouse says of the main pages on a phone. How fast they are is measured by hand: `just lighthouse`.

use std::path::Path;
use std::process::Command;

use crate::ROOT;
use crate::browser::installed;
use crate::host::Host;

#[test]
#[ignore = "needs Chromium, Node and Lighthouse"]
fn lighthouse_finds_the_main_pages_good() {
    assert!(installed("lighthouse/node_modules").exists(), "Lighthouse is missing: `sh tests/run.sh` installs it");
    let site = Host::shipped();
    let script = Path::new(ROOT).join("tests/browser/lighthouse/lighthouse.mjs");
    let run = Command::new("node").arg(script).arg(site.public()).output().unwrap();
    let (told, problems) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{told}{problems}");
    assert_eq!(told.matches("accessibility ").count(), 10, "{told}");
}
