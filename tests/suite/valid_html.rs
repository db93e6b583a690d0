//! What the Nu HTML checker (`validator.nu`) finds wrong in pages: nothing, in what scripts take from templates, too.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{ROOT, Site, copy, is_there};

/// The errors in all pages of a built site.
fn errors(site: &Site, checker: &Path) -> String {
    let whole = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(site.public()).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "html") {
            // The checker hardly looks into templates.
            let page = fs::read_to_string(entry.path()).unwrap();
            let page = page.replace("<template", "<div").replace("</template>", "</div>");
            let path = whole.path().join(entry.path().strip_prefix(site.public()).unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, page).unwrap();
        }
    }
    let checked = Command::new("java")
        .args(["-Xss1m", "-jar"])
        .arg(checker)
        .args(["--errors-only", "--skip-non-html"])
        .arg(whole.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert_eq!(checked.status.success(), told.is_empty(), "{told}");
    told.chars().take(4000).collect()
}

#[test]
fn pages_are_valid_html() {
    let checker = Path::new(ROOT).join("target/browsers/vnu.jar");
    let has_java = Command::new("java").arg("-version").stderr(Stdio::null()).status().is_ok_and(|java| java.success());
    if !is_there("the Nu HTML checker, or Java", checker.exists() && has_java) {
        return;
    }
    let shipped = Site::empty();
    copy(&Path::new(ROOT).join("content"), &shipped.path().join("content"));
    shipped.build();
    assert_eq!(errors(&shipped, &checker), "");

    let small = Site::small();
    small.write(
        "content/faq/basics/price.zh.md",
        fs::read_to_string(Path::new(ROOT).join("tests/suite/markdown.md")).unwrap(),
    );
    small.write("content/faq/basics/dot.gif", crate::support::PIXEL);
    small
        .edit("content/site.yaml", |text| text + "math: yes\nlocales: [zh, zh-Hant, en]\nderived: [zh-Hant]\n")
        .build();
    assert_eq!(errors(&small, &checker), "");
}
