//! Sites that somebody cloned: whatever links, lists and names lie in them, nothing outside of them is touched or published.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::{Site, files, stderr, stdout, wenda};

const LIST: &str = "Written by Wenda. The files listed here are replaced by its next build.\n";

/// The folder of a victim: what is in it stays.
struct Victim(tempfile::TempDir);

impl Victim {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("search")).unwrap();
        for file in ["secret.txt", "search/meta.json", "index.html", ".wenda-site"] {
            fs::write(folder.path().join(file), format!("{LIST}secret.txt\nindex.html\nsearch/meta.json\n")).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn is_as_it_was(&self) {
        let text = format!("{LIST}secret.txt\nindex.html\nsearch/meta.json\n").into_bytes();
        let names = ["secret.txt", "search/meta.json", "index.html", ".wenda-site"];
        let expected = names.map(|name| (name.to_owned(), text.clone())).into();
        assert!(files(self.path()) == expected, "{:?}", files(self.path()).keys());
    }
}

/// The site as somebody gets it who clones its repository.
fn cloned(site: &Site) -> Site {
    let clone = Site::empty();
    let git = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    git(site.path(), &["init", "--quiet"]);
    git(site.path(), &["add", "--all", "--force"]);
    git(site.path(), &["commit", "--quiet", "--message", "a site"]);
    git(clone.path(), &["clone", "--quiet", &site.path().display().to_string(), "."]);
    clone
}

/// Runs every command that reads or writes the site.
fn run_all(site: &Site) {
    let export = &["export", "--to", "jsonl"];
    for arguments in [&["build"][..], &["check"], &["search", "plan"], &["build"], &["ask"], &["diff", "."], export] {
        let output = site.wenda(arguments);
        assert!(output.status.code().is_some(), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn what_looks_like_a_leftover_is_left_alone() {
    let victim = Victim::new();
    let site = Site::small();
    for name in [".public.wenda-1-0", ".public.wenda-build", ".wenda-build-7.7-7", ".wenda-build-new-7-7"] {
        for folder in [name.to_owned(), format!("{name}/site"), format!("{name}/aside-0/public")] {
            site.write(&format!("{folder}/.wenda-site"), format!("{LIST}v/secret.txt\nown.txt\n../own.txt\n"));
            site.write(&format!("{folder}/own.txt"), "mine");
            symlink(victim.path(), site.path().join(&folder).join("v")).unwrap();
        }
        site.write(&format!("{name}/lock"), "");
    }
    site.write("own.txt", "mine");
    let site = cloned(&site);
    let before = files(site.path());
    run_all(&site);
    assert_eq!(site.wenda(&["build"]).status.code(), Some(0));
    victim.is_as_it_was();
    let after = files(site.path());
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{path}");
    }
}

#[test]
fn links_in_the_output_folder_are_not_followed() {
    for list in ["v/secret.txt\nindex.html\n", "v\nindex.html\n", "index.html\n../../secret.txt\n../own.txt\n"] {
        let victim = Victim::new();
        let site = Site::small();
        site.write("own.txt", "mine");
        site.write("public/.wenda-site", format!("{LIST}{list}"));
        site.write("public/index.html", "old");
        symlink(victim.path(), site.path().join("public/v")).unwrap();
        let site = cloned(&site);
        let output = site.wenda(&["build"]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains("`public/v` was not written by Wenda"), "{}", stderr(&output));
        run_all(&site);
        victim.is_as_it_was();
        assert_eq!(fs::read_to_string(site.path().join("own.txt")).unwrap(), "mine");
        fs::remove_file(site.path().join("public/v")).unwrap();
        site.build();
        assert_eq!(fs::read_to_string(site.path().join("own.txt")).unwrap(), "mine");
    }
}

#[test]
fn an_output_folder_that_is_a_link_is_refused() {
    let victim = Victim::new();
    let site = Site::small();
    symlink(victim.path(), site.public()).unwrap();
    symlink(victim.path(), site.path().join("dist")).unwrap();
    symlink("dist", site.path().join("way")).unwrap();
    let site = cloned(&site);
    for (out, says) in [
        ("public", "`public` is a symbolic link"),
        ("dist/public", "leads out of the site"),
        ("way/new/public", "leads out of the site"),
        ("dist", "`dist` is a symbolic link"),
    ] {
        let output = site.wenda(&["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{out}: {}", stderr(&output));
        victim.is_as_it_was();
    }
    // What its owner names is another matter: a site that is reached by a link, and an output folder behind one.
    let home = Site::empty();
    symlink(site.path(), home.path().join("site")).unwrap();
    fs::create_dir(home.path().join("real")).unwrap();
    symlink("real", home.path().join("out")).unwrap();
    let output = home.wenda(&["build", "--site", "site", "--out", "out/public"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(home.path().join("real/public/index.html").exists());
}

#[test]
fn links_where_an_export_is_written_are_not_followed() {
    // A folder that leads out of the site is refused.
    let victim = Victim::new();
    let site = Site::small();
    symlink(victim.path(), site.path().join("export")).unwrap();
    let site = cloned(&site);
    let output = site.wenda(&["export", "--to", "jsonl"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("leads out of the site"), "{}", stderr(&output));
    victim.is_as_it_was();
    // In a folder, links under the names of its files give way.
    let site = Site::small();
    fs::create_dir(site.path().join("export")).unwrap();
    for name in ["wenda.jsonl", "wenda.jsonl.part", "manifest.jsonl", "manifest.jsonl.part"] {
        symlink(victim.path().join("secret.txt"), site.path().join("export").join(name)).unwrap();
    }
    let site = cloned(&site);
    let output = site.wenda(&["export", "--to", "jsonl"]);
    assert!(output.status.success(), "{}", stderr(&output));
    victim.is_as_it_was();
    let written = site.path().join("export/wenda.jsonl").symlink_metadata().unwrap();
    assert!(written.is_file() && written.len() > 1_000);
}

#[test]
fn a_folder_of_the_site_that_leads_out_of_it_is_refused() {
    // Without the folder of the index, a site is whole: its link is warned of, and nothing goes through it.
    for (top, severity, code) in [
        ("static", "error", "outside-site"),
        ("templates", "error", "outside-site"),
        ("content", "error", "outside-site"),
        (".wenda", "warning", "index-outside-site"),
    ] {
        let victim = Victim::new();
        fs::create_dir_all(victim.path().join("faq")).unwrap();
        let site = Site::small();
        if top == "content" {
            fs::rename(site.path().join("content"), site.path().join("real")).unwrap();
        }
        symlink(victim.path(), site.path().join(top)).unwrap();
        let site = cloned(&site);
        let output = site.wenda(&["check"]);
        let said = stdout(&output);
        assert_eq!(output.status.code(), Some(i32::from(severity == "error")), "{top}: {said}");
        let expected = format!("{severity}[{code}]: the symbolic link `{top}` leads out of its folder");
        assert!(said.contains(&expected), "{said}");
        assert!(said.contains(&format!("1 {severity}")), "{said}");
        run_all(&site);
        assert_eq!(site.public().exists(), severity == "warning");
        victim.is_as_it_was();
    }
    // Within the site, a link is as good as a folder.
    let site = Site::small();
    fs::rename(site.path().join("content"), site.path().join("text")).unwrap();
    symlink("text", site.path().join("content")).unwrap();
    site.write("pictures/a.txt", "a");
    symlink("pictures", site.path().join("static")).unwrap();
    assert_eq!(cloned(&site).build().read("a.txt"), "a");
    // But not one to all of it, or to what is hidden in it.
    for target in [".", ".git", "../"] {
        let site = Site::small();
        symlink(target, site.path().join("static")).unwrap();
        let site = cloned(&site);
        assert!(stdout(&site.wenda(&["check"])).contains("outside-site"), "{target}");
        assert_ne!(site.wenda(&["build"]).status.code(), Some(0));
    }
}

#[test]
fn links_to_links_do_not_multiply() {
    let site = Site::small();
    site.write("static/0/a.txt", "a");
    for level in 1..40 {
        fs::create_dir(site.path().join(format!("static/{level}"))).unwrap();
        for name in ["x", "y"] {
            symlink(format!("../{}", level - 1), site.path().join(format!("static/{level}/{name}"))).unwrap();
        }
    }
    let output = site.wenda(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("more than 16 times"), "{}", stdout(&output));
}

/// The next build of the site around it would find files that it did not write.
#[test]
fn an_output_folder_within_a_site_that_was_written_is_refused() {
    let site = Site::small();
    site.build();
    let output = site.wenda(&["build", "--out", "public/zh/new"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("a site that Wenda wrote: choose a folder outside of it with --out"));
    assert!(!site.public().join("zh/new").exists());
    site.build();
}

#[test]
fn an_output_folder_among_what_is_read_is_refused() {
    let site = Site::small();
    fs::create_dir(site.path().join("templates")).unwrap();
    site.write("pictures/a.txt", "a");
    symlink("pictures", site.path().join("static")).unwrap();
    let before = files(site.path());
    for out in [
        "content",
        "content/public",
        "content/a/b/public",
        "templates",
        "templates/pub",
        "static",
        "static/pub",
        "pictures/pub",
        "pictures",
        ".wenda",
        ".wenda/public",
        "content/../content/public",
        "./content/public/",
    ] {
        let output = site.wenda(&["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
        assert!(!stderr(&output).contains("made by Wenda"), "{out}: {}", stderr(&output));
        assert!(files(site.path()) == before, "{out}");
    }
    // Folders that are not there yet, in any case: some file systems ignore it.
    let site = Site::small();
    let before = files(site.path());
    for out in ["static", "static/pub", "Templates/pub", "STATIC", "x/../static/pub"] {
        let output = site.wenda(&["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
        assert!(files(site.path()) == before, "{out}");
    }
    for out in [".", "..", "../..", "/"] {
        let output = site.wenda(&["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
    }
    // From elsewhere, and around the site.
    let home = Site::empty();
    fs::rename(site.path(), home.path().join("site")).unwrap();
    for out in ["site", "site/static/pub", "site/content"] {
        let output = home.wenda(&["build", "--site", "site", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", stderr(&output));
    }
    let output = wenda()
        .current_dir(home.path().join("site/content"))
        .args(["build", "--site", "..", "--out", "../statics/pub"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    fs::create_dir(site.path()).unwrap();
}

#[test]
fn the_output_folder_keeps_its_owner_and_mode() {
    let site = Site::small();
    site.build();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    for given in [0o750, 0o2775, 0o711] {
        fs::set_permissions(site.public(), PermissionsExt::from_mode(given)).unwrap();
        site.build();
        assert_eq!(mode(&site.public()), given);
    }
    // Only root can give folders to others.
    if chown(site.public(), Some(12_345), Some(54_321)).is_ok() {
        site.build();
        let found = fs::metadata(site.public()).unwrap();
        assert_eq!((found.uid(), found.gid()), (12_345, 54_321));
    }
    let site = Site::small();
    fs::create_dir(site.public()).unwrap();
    fs::set_permissions(site.public(), PermissionsExt::from_mode(0o700)).unwrap();
    site.build();
    assert_eq!(mode(&site.public()), 0o700);
}

/// Whoever may read the folder, and may write in it beside its owner, still may after a build.
#[cfg(target_os = "linux")]
#[test]
fn the_output_folder_keeps_its_access_lists_and_attributes() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};

    let site = Site::small();
    site.build();
    let read = |name: &str| {
        let mut value = vec![0; 256];
        getxattr(site.public(), name, &mut value[..]).ok().map(|length| value[..length].to_vec())
    };
    // Version 2, then entries of a tag, a mode and an id each: the owner, the user 12345, the group, the mask, all others.
    let entries = [(1, 7, u32::MAX), (2, 5, 12_345), (4, 5, u32::MAX), (16, 5, u32::MAX), (32, 0, u32::MAX)];
    let list: Vec<u8> = entries
        .into_iter()
        .flat_map(|(tag, mode, id): (u16, u16, u32)| {
            [&tag.to_le_bytes()[..], &mode.to_le_bytes(), &id.to_le_bytes()].concat()
        })
        .collect();
    let list = [&2_u32.to_le_bytes()[..], &list].concat();
    let given = [
        ("user.note", b"kept".to_vec()),
        ("system.posix_acl_access", list.clone()),
        ("system.posix_acl_default", list),
    ];
    let known: Vec<_> = given
        .into_iter()
        .filter(|(name, value)| setxattr(site.public(), *name, value, XattrFlags::empty()).is_ok())
        .collect();
    if known.is_empty() {
        println!("the file system has no attributes");
    }
    for _ in 0..2 {
        site.build();
        for (name, value) in &known {
            assert_eq!(read(name).as_ref(), Some(value), "{name}");
        }
    }
    if known.len() == 3 {
        let mut value = vec![0; 256];
        let inherited = getxattr(site.public().join("zh"), "system.posix_acl_default", &mut value[..]);
        assert!(inherited.is_ok(), "folders in it are made by its rule");
    }
}

/// Only root may mount.
#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_refused_at_once() {
    let site = Site::small();
    fs::create_dir(site.public()).unwrap();
    site.write("content/site.yaml", "broken: [");
    for mount in ["mount -t tmpfs none public", "mkdir -p other && mount --bind other public"] {
        let script = format!("{mount} && exec \"$0\" build");
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", &script]).arg(wenda().get_program());
        let Ok(output) = command.current_dir(site.path()).output() else {
            return;
        };
        if stderr(&output).contains("unshare:") || stderr(&output).contains("mount:") {
            println!("nothing can be mounted here: {}", stderr(&output));
            return;
        }
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains("`public` is a mount point"), "{}", stderr(&output));
    }
}

#[test]
fn an_output_folder_may_have_the_longest_name() {
    let site = Site::small();
    let longest = "x".repeat(255);
    for _ in 0..2 {
        let output = site.wenda(&["build", "--out", &longest]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    assert!(site.path().join(longest).join("index.html").exists());
}

#[test]
fn names_that_some_system_does_not_take_are_told_at_the_first_build() {
    let long = "x".repeat(255);
    for name in
        ["a\nb.txt", "con", "aux.txt", "a.", "b /c", &long, "x\u{1b}[31m.txt", "sub/nul/x.txt", "zh", "SW.js", "search"]
    {
        let site = Site::small();
        site.write(&format!("static/{name}"), "x");
        for command in ["build", "check"] {
            let output = site.wenda(&[command]);
            assert_eq!(output.status.code(), Some(1), "{name:?}: {}", stderr(&output));
        }
        assert!(!site.public().exists());
    }
    for from in ["faq/a\\nb/", "con", "faq/price", "faq/trailing./x", &long] {
        let site = Site::small();
        site.write("content/redirects.yaml", format!("- {{from: \"{from}\", to: \"article:price\"}}\n"));
        let output = site.wenda(&["build"]);
        assert_eq!(output.status.code(), Some(1), "{from:?}: {}", stderr(&output));
    }
    let site = Site::small();
    site.write("content/redirects.yaml", "- {from: a, to: article:price}\n- {from: a/b, to: article:price}\n");
    site.build();
}

/// As archives from old Chinese systems unpack.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_told() {
    use std::os::unix::ffi::OsStrExt;
    for folder in ["content/faq/basics", "static"] {
        let site = Site::small();
        site.write(&format!("{folder}/a.txt"), "a");
        let name = std::ffi::OsStr::from_bytes(b"\xb1\xed.pdf");
        fs::write(site.path().join(folder).join(name), "x").unwrap();
        let output = site.wenda(&["check"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains("is not UTF-8"), "{}", stdout(&output));
    }
}

#[test]
fn files_beside_articles_that_could_run_are_refused() {
    for (name, text) in [
        ("demo.html", "<script>alert(1)</script>"),
        ("chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        ("chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("data.xml", "<?xml-stylesheet type=\"text/xsl\" href=\"data.xml\"?><a/>"),
        ("demo", "<!doctype html><script>alert(1)</script>"),
    ] {
        let site = Site::small();
        site.write(&format!("content/faq/basics/{name}"), text);
        site.edit("content/faq/basics/price.en.md", |markdown| format!("{markdown}\n[Demo]({name})\n"));
        site.edit("content/faq/basics/price.zh.md", |markdown| format!("{markdown}\n[示例]({name})\n"));
        let output = site.wenda(&["build"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(stderr(&output).contains("error[active-file]"), "{}", stderr(&output));
        assert!(!site.public().exists());
    }
    // A drawing that only draws, and what the owner of the site puts at its root.
    let site = Site::small();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24.5 18\"><path d=\"M0 0\"/></svg>";
    for (code, text) in [("zh", "图"), ("en", "Chart")] {
        site.edit(&format!("content/faq/basics/price.{code}.md"), |page| format!("{page}\n![{text}](chart.svg)\n"));
    }
    site.write("content/faq/basics/chart.svg", drawing);
    site.write("static/google123.html", "google-site-verification: google123.html");
    site.build();
    assert_eq!(site.read("files/basics/chart.svg"), drawing);
    let page = site.read("en/faq/price/index.html");
    assert!(page.contains("files/basics/chart.svg\" alt=\"Chart\" width=\"25\" height=\"18\""), "{page}");
    assert!(site.read("google123.html").starts_with("google"));
}
