//! A site that is read again and again: whatever happens to its files in between, what is made of it is what a first reading
//! makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wenda::pipeline::{Loaded, Session};
use wenda::report;

use crate::support::{Files, PIXEL, ROOT, Site, files, reference, write};

/// Sequences of edits; each begins with the site of the reference.
const SEQUENCES: u64 = 40;
const EDITS: usize = 6;

#[test]
fn a_site_that_is_read_again_is_as_one_that_is_read_first() {
    (0..SEQUENCES).for_each(edit_and_compare);
}

#[test]
#[ignore = "takes minutes"]
fn after_any_edits_a_site_is_as_one_that_is_read_first() {
    (SEQUENCES..SEQUENCES + 500).for_each(edit_and_compare);
}

fn edit_and_compare(seed: u64) {
    let site = Site::empty();
    write(site.path(), &reference());
    let mut edits = Edits { site: &site, first: reference(), random: seed };
    let session = Session::new(site.path());
    let mut done = vec![format!("sequence {seed}")];
    assert_eq!(outcome(&session), outcome(&Session::new(site.path())), "{done:?}");
    for _ in 0..EDITS {
        done.push(edits.edit());
        let (again, first) = (outcome(&session), outcome(&Session::new(site.path())));
        assert!(again.0 == first.0, "{done:#?}\nread again: {}\nread first: {}", again.0, first.0);
        let differs = |path: &&String| again.1.get(*path) != first.1.get(*path);
        let differing: Vec<&String> = again.1.keys().chain(first.1.keys()).filter(differs).collect();
        assert!(differing.is_empty(), "{done:#?}\ndiffer: {differing:?}");
    }
}

/// What is told of a site, and its pages by their paths.
fn outcome(session: &Session) -> (String, BTreeMap<String, Vec<u8>>) {
    match session.load() {
        Ok(loaded) => outcome_of(&loaded),
        Err(error) => (error.to_string(), BTreeMap::new()),
    }
}

fn outcome_of(loaded: &Loaded) -> (String, BTreeMap<String, Vec<u8>>) {
    let told = loaded.report();
    let mut planned = loaded.plan(None);
    let pages = planned.pages().flatten().map(|file| (file.path, file.bytes.into_owned())).collect();
    let told = [told, planned.report()].map(|told| report::json(&told.diagnostics, &told.sources));
    (told.concat(), pages)
}

/// Edits of the files of a site, the same for the same seed.
struct Edits<'s> {
    site: &'s Site,
    /// What the files hold at first.
    first: Files,
    random: u64,
}

/// What is written into texts: sound, and not.
const LINES: [&str; 12] = [
    "A sentence with 42 in it.",
    "## A heading {#heading}",
    "[](article:refund)",
    "[there](article:added#heading)",
    "[nowhere](article:nobody-wrote-this)",
    "{{plans.small.price}}",
    "{{nothing.at.all}}",
    "![](pay.gif)",
    "<script>",
    "<!-- wenda-allow: near-miss because -->",
    "a\u{202e}b",
    "\u{7}",
];

impl Edits<'_> {
    /// A number below `end` (SplitMix64).
    fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) % end.max(1) as u64).unwrap()
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        let place = self.below(all.len());
        all[place].clone()
    }

    /// A file of the site that is there.
    fn path(&mut self, ending: &str) -> String {
        let there = files(self.site.path()).into_keys().filter(|path| path.ends_with(ending));
        let there: Vec<String> = there.collect();
        if there.is_empty() { "content/site.yaml".to_owned() } else { self.pick(&there) }
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.site.path().join(path)).unwrap_or_default()
    }

    /// Does something to the site, and says what.
    fn edit(&mut self) -> String {
        match self.below(14) {
            0..3 => self.add_line(),
            3..5 => self.change_line(),
            5 => self.add_article(),
            6 => self.remove(),
            7 => self.rename(),
            8 => self.damage(),
            9 | 10 => self.mend(),
            11 => self.change_theme(),
            12 => self.rewrite(),
            _ => self.add_attachment(),
        }
    }

    fn add_line(&mut self) -> String {
        let (path, line) = (self.path(".md"), self.pick(&LINES));
        let text = [self.read(&path), format!("\n{line}\n").into_bytes()].concat();
        self.site.write(&path, text);
        format!("`{line}` is added to {path}")
    }

    /// A line is left out, stands twice, or has another number in it.
    fn change_line(&mut self) -> String {
        let path = self.path(".yaml");
        let text = String::from_utf8_lossy(&self.read(&path)).into_owned();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = self.below(lines.len());
        let Some(line) = lines.get(at).cloned() else {
            return format!("{path} is empty");
        };
        match self.below(3) {
            0 => _ = lines.remove(at),
            1 => lines.insert(at, line.clone()),
            _ => lines[at] = line.replace(|digit: char| digit.is_ascii_digit(), "7"),
        }
        self.site.write(&path, lines.join("\n") + "\n");
        format!("line {} of {path} is changed: `{line}`", at + 1)
    }

    fn add_article(&mut self) -> String {
        let name = self.pick(&["billing/added.en.md", "billing/added.md", "new/added.zh.md", "a-first.md"]);
        let path = format!("content/faq/{name}");
        let line = self.pick(&LINES);
        self.site.write(&path, format!("# What was added?\n\nThis.\n\n## A heading {{#heading}}\n\n{line}\n"));
        format!("{path} is added, with `{line}`")
    }

    fn remove(&mut self) -> String {
        let path = self.path("");
        self.site.remove(&path);
        format!("{path} is removed")
    }

    fn rename(&mut self) -> String {
        let path = self.path("");
        let (folder, name) = path.rsplit_once('/').unwrap();
        let to = match self.below(3) {
            0 => format!("{folder}/other-{name}"),
            1 => format!("{folder}-other/{name}"),
            _ => format!("{folder}/{}", name.replace(".en.", ".zh.")),
        };
        let bytes = self.read(&path);
        self.site.remove(&path).write(&to, bytes);
        format!("{path} becomes {to}")
    }

    fn damage(&mut self) -> String {
        let path = self.path("");
        let mut bytes = self.read(&path);
        let at = self.below(bytes.len());
        match self.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, 0xFF),
            2 => bytes.insert(at, b'{'),
            _ => bytes.clear(),
        }
        self.site.write(&path, bytes);
        format!("{path} is damaged at {at}")
    }

    /// A file becomes again what it was at first.
    fn mend(&mut self) -> String {
        let changed =
            self.first.iter().filter(|(path, bytes)| self.read(path) != **bytes).map(|(path, _)| path.clone());
        let changed: Vec<String> = changed.collect();
        if changed.is_empty() {
            return "nothing is to be mended".to_owned();
        }
        let path = self.pick(&changed);
        self.site.write(&path, &self.first[&path]);
        format!("{path} is mended")
    }

    fn change_theme(&mut self) -> String {
        let name = self.pick(&["article.html", "base.html", "strings.en.yaml", "strings.zh.yaml"]);
        let path = format!("templates/{name}");
        let text = fs::read_to_string(Path::new(ROOT).join(&path)).unwrap();
        let text = match self.below(4) {
            0 => text + "\n",
            1 => text.replace("Search", "Look for").replace("<main", "<main data-changed"),
            2 => text + "{% nonsense",
            _ => String::new(),
        };
        self.site.write(&path, text);
        format!("{path} is written")
    }

    /// A file is written again with as many bytes, and with the time of its writing before.
    fn rewrite(&mut self) -> String {
        let path = self.path("");
        let place = self.site.path().join(&path);
        let written = fs::metadata(&place).unwrap().modified().unwrap();
        let mut bytes = self.read(&path);
        if let Some(digit) = bytes.iter_mut().find(|byte| byte.is_ascii_digit()) {
            *digit = b'0' + (*digit - b'0' + 1) % 10;
        }
        fs::write(&place, bytes).unwrap();
        fs::File::options().append(true).open(&place).unwrap().set_modified(written).unwrap();
        format!("{path} is written again")
    }

    fn add_attachment(&mut self) -> String {
        let (name, bytes): (&str, &[u8]) = self.pick(&[
            ("billing/pay.gif", b"no picture".as_slice()),
            ("billing/added.gif", PIXEL),
            ("added.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"),
            ("deep/er/added.md", b"# Deep\n"),
        ]);
        let path = format!("content/faq/{name}");
        self.site.write(&path, bytes);
        format!("{path} is written")
    }
}
