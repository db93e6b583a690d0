//! Time and memory of whole builds of generated help centers.
//!
//! ```sh
//! cargo bench --bench build                  # 1,000, 10,000 and 50,000 articles
//! cargo bench --bench build -- 300 3000      # other sizes
//! ```
//!
//! Each size is generated from a fixed seed (both languages, 1 to 12 KB of text an article, links, quotes, rule tables).
//! The program itself then does `check`, which reads everything and renders every page but writes nothing, and `build` into
//! a new folder; each as a process of its own, three times. The fastest times and the highest peak memory are printed.
//! What `build` takes longer is the work of the file system: name one in memory by `TMPDIR` to leave a disk out of it.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and ends where it cannot go on")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 3;

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![1_000, 10_000, 50_000] } else { given };
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "articles", "pages", "check s", "µs/page", "build s", "µs/page", "peak MiB"
    );
    for articles in sizes {
        let folder = tempfile::tempdir().expect("a folder to generate into");
        let public = folder.path().join("public");
        generate(folder.path(), articles);
        let mut peak = 0;
        let mut fastest = |command: &str| {
            let mut best = Duration::MAX;
            for _ in 0..RUNS {
                if public.exists() {
                    fs::remove_dir_all(&public).expect("the site before can be removed");
                }
                let (elapsed, memory) = run(command, folder.path());
                best = best.min(elapsed);
                peak = peak.max(memory);
            }
            best.as_secs_f64()
        };
        let (check, build) = (fastest("check"), fastest("build"));
        let pages = count_pages(&public);
        let each = |seconds: f64| seconds * 1e6 / pages as f64;
        println!(
            "{articles:>9} {pages:>9} {check:>9.2} {:>9.1} {build:>9.2} {:>9.1} {peak:>9}",
            each(check),
            each(build)
        );
    }
}

/// Runs a command on the site and returns how long it took and the peak of its resident memory in MiB.
fn run(command: &str, site: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .arg(command)
        .current_dir(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        // `VmHWM` is the highest resident size so far; it is gone with the process, so it is read until then.
        if let Ok(status) = fs::read_to_string(&status_file) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            peak = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(peak);
        }
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            assert!(status.success(), "`{command}` failed");
            return (start.elapsed(), peak / 1024);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn count_pages(public: &Path) -> usize {
    let entries = walkdir::WalkDir::new(public).into_iter().flatten();
    entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "html")).count()
}

/// A sequence of numbers that is the same on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % end as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const CHINESE: [&str; 12] = [
    "备案成功后，域名才能解析到大陆的服务器。",
    "提交之前，先核对主体资料与证件是否一致。",
    "服务器的剩余时长不够，续费补足即可。",
    "管局审核需要几个工作日，期间网站不能打开。",
    "已经在别家备过的网站，换服务商要重新接入。",
    "一台服务器能备案的网站数量，由产品决定。",
    "手机号码应当是本人使用，并能随时接通。",
    "证件照片要清晰完整，四角不能裁掉。",
    "香港节点不在要求之内，不需要办理。",
    "网站名称不能与内容无关，也不能只有数字。",
    "修改资料不影响网站的正常访问。",
    "被退回的申请，按原因改好之后可以再次提交。",
];
const ENGLISH: [&str; 12] = [
    "The domain may point to a mainland server once the filing succeeds.",
    "Before you submit, check that the data match the documents.",
    "If the server's term is too short, renew it first.",
    "The authority takes a few working days, and the site stays closed.",
    "A site filed through another provider has to be connected anew.",
    "How many sites a server can file depends on the product.",
    "The mobile number has to be in use and answered by its owner.",
    "Photographs of documents have to be sharp and complete.",
    "Nodes in Hong Kong are outside of the requirement.",
    "The name of the site should say what the site is about.",
    "Editing the data does not disturb visitors.",
    "A refused application can be mended and submitted again.",
];

/// Writes a help center with so many articles.
fn generate(site: &Path, articles: usize) {
    const CATEGORIES: usize = 20;
    const PRODUCTS: usize = 40;
    let mut random = Random(20_181_119);
    let write = |path: &str, text: &str| {
        let path = site.join("content").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    };
    write(
        "site.yaml",
        "title: {zh: 帮助中心, en: Help center}\ndescription: {zh: 生成的文章。, en: Generated articles.}\n\
         base_url: https://help.example.com/\nas_of: 2018-11-19\nprovider: {zh: 示例云, en: Example Cloud}\n",
    );
    let mut categories = String::new();
    for category in 0..CATEGORIES {
        let _infallible = writeln!(
            categories,
            "- id: c{category}\n  title: {{zh: 第 {category} 类, en: Category {category}}}\n  summary: {{zh: 一类。, en: A category.}}"
        );
    }
    write("faq/categories.yaml", &categories);
    write(
        "sources/s.yaml",
        "title: {zh: 资料, en: Material}\ndate: 2018-11-19\nsections:\n- id: a\n  title: {zh: 一节, en: A section}\n",
    );
    let mut products = String::from(
        "title: {zh: 产品, en: Products}\nsummary: {zh: 各种产品。, en: The products.}\npages: yes\ncolumns:\n\
         - id: name\n  type: text\n  label: {zh: 产品, en: Product}\n\
         - id: months\n  type: number\n  label: {zh: 时长, en: Term}\nrows:\n",
    );
    for product in 0..PRODUCTS {
        let _infallible = writeln!(
            products,
            "- id: p{product}\n  name: {{zh: 产品 {product}, en: Product {product}}}\n  months: {}\n  sources: [s/a]",
            product % 12 + 1
        );
    }
    write("rules/products.yaml", &products);
    for article in 0..articles {
        let folder = format!("faq/c{}/q{article}", article % CATEGORIES);
        // Half of the articles are about a product, as in a real help center; pages of products stay readable.
        let about = if article < 2 * PRODUCTS * 50 {
            format!("about:\n  products: [p{}]\n", random.below(PRODUCTS))
        } else {
            String::new()
        };
        let (one, two) = (random.below(articles), random.below(articles));
        let related: Vec<String> =
            [one, two].into_iter().filter(|other| *other != article).map(|other| format!("q{other}")).collect();
        write(
            &format!("{folder}.yaml"),
            &format!("sources: [s/a]\nverified: 2018-11-19\n{about}related: [{}]\n", related.join(", ")),
        );
        let bytes = 1_000 + random.below(11_000);
        let link = random.below(articles);
        write(&format!("{folder}.zh.md"), &text(&mut random, article, bytes, link, &CHINESE, "能办吗？", ""));
        write(&format!("{folder}.en.md"), &text(&mut random, article, bytes, link, &ENGLISH, "may I?", " "));
    }
}

fn text(
    random: &mut Random,
    article: usize,
    bytes: usize,
    link: usize,
    from: &[&str],
    ask: &str,
    space: &str,
) -> String {
    let mut text = format!("# {article} {ask}\n\n");
    let mut part = 0;
    while text.len() < bytes {
        for _ in 0..3 + random.below(4) {
            text.push_str(random.pick(from));
            text.push_str(space);
        }
        text.push_str("\n\n");
        part += 1;
        match part % 4 {
            1 => {
                let _infallible = writeln!(text, "## {part} {{#part-{part}}}\n");
            }
            2 => {
                let product = random.below(40);
                let _infallible = writeln!(
                    text,
                    "- **{}**\n- {{{{products.p{product}.months}}}}\n- [](article:q{link})\n",
                    random.pick(from)
                );
            }
            _ => {}
        }
    }
    text
}
