//! Random edits of a site: what was made of it before must not show in what is made of it after them.

use std::fs;
use std::path::Path;

use crate::support::{Files, PIXEL, ROOT, Site, files, reference, write};

/// The site of the reference, and edits of its files, the same for the same seed.
pub(crate) struct Edits {
    pub(crate) site: Site,
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

impl Edits {
    pub(crate) fn new(seed: u64) -> Self {
        let (site, first) = (Site::empty(), reference());
        write(site.path(), &first);
        Self { site, first, random: seed }
    }

    /// What the files of the site hold now, without what is made of them.
    pub(crate) fn files(&self) -> Files {
        let is_read = |path: &str| ["content/", "static/", "templates/"].iter().any(|folder| path.starts_with(folder));
        files(self.site.path()).into_iter().filter(|(path, _)| is_read(path)).collect()
    }

    /// A number below `end` (SplitMix64).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) % end.max(1) as u64).unwrap()
    }

    pub(crate) fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        let place = self.below(all.len());
        all[place].clone()
    }

    /// A file of the site that is there.
    fn path(&mut self, ending: &str) -> String {
        let there = self.files().into_keys().filter(|path| path.ends_with(ending));
        let there: Vec<String> = there.collect();
        if there.is_empty() { "content/site.yaml".to_owned() } else { self.pick(&there) }
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.site.path().join(path)).unwrap_or_default()
    }

    /// Does something to the site, and says what.
    pub(crate) fn edit(&mut self) -> String {
        match self.below(16) {
            0..3 => self.add_line(),
            3..5 => self.change_line(),
            5 => self.add_article(),
            6 => self.remove(),
            7 => self.rename(),
            8 => self.damage(),
            9 | 10 => self.mend(),
            11 => self.change_theme(),
            12 => self.rewrite(),
            13 => self.add_static(),
            14 => self.change_languages(),
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

    fn add_static(&mut self) -> String {
        let path = self.pick(&["site.css", "favicon.svg", "robots.txt", "sitemap.xml", "new/file.txt", "search.js"]);
        let path = format!("static/{path}");
        let text = self.pick(&["", "a { color: red }\n", "const A = 1;\n"]);
        self.site.write(&path, text);
        format!("{path} holds `{text}`")
    }

    /// The languages of the site are others, or in another order.
    fn change_languages(&mut self) -> String {
        let path = "content/site.yaml";
        let text = String::from_utf8_lossy(&self.read(path)).into_owned();
        let languages = self.pick(&["[zh, en]", "[en, zh]", "[en]", "[zh]", "[en, zh, zh-Hant]", "[en, xx]"]);
        let others = text.lines().filter(|line| !line.starts_with("locales:"));
        let text: String = others.map(|line| format!("{line}\n")).collect();
        self.site.write(path, format!("{text}locales: {languages}\n"));
        format!("the languages are {languages}")
    }
}
