//! Help centers of any size, the same in every run.

mod random;
mod text;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use random::Random;
use text::{Language, Subject};

const CATEGORIES: usize = 20;
const PRODUCTS: usize = 40;

/// What a generated help center is like.
pub(crate) struct Shape {
    /// How many articles there are.
    pub articles: usize,
    /// How long each is, in bytes of UTF-8.
    pub bytes: Range<usize>,
    /// The languages that every article is in, by their codes.
    pub locales: &'static [&'static str],
    /// The languages of the site; articles are shown in another where they lack one.
    pub site_locales: &'static [&'static str],
}

/// Writes a help center: articles with headings, links and quotes, in categories, about the rows of a rule table.
pub(crate) fn write(site: &Path, shape: &Shape) {
    let Shape { articles, bytes, locales, site_locales } = shape;
    let in_each = |zh: &str, en: &str| {
        let texts = site_locales.iter().map(|locale| format!("{locale}: {}", if *locale == "zh" { zh } else { en }));
        format!("{{{}}}", texts.collect::<Vec<_>>().join(", "))
    };
    let mut random = Random::new(20_181_119);
    let write = |path: &str, text: &str| {
        let path = site.join("content").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    };
    write(
        "site.yaml",
        &format!(
            "title: {}\ndescription: {}\nbase_url: https://help.example.com/\nas_of: 2018-11-19\nprovider: {}\n",
            in_each("帮助中心", "Help center"),
            in_each("生成的文章。", "Generated articles."),
            in_each("示例云", "Example Cloud")
        ),
    );
    write("faq/categories.yaml", &categories(in_each));
    write(
        "sources/s.yaml",
        &format!(
            "title: {}\ndate: 2018-11-19\nsections:\n- id: a\n  title: {}\n",
            in_each("资料", "Material"),
            in_each("一节", "A section")
        ),
    );
    write("rules/products.yaml", &products(in_each));
    let languages: Vec<Language> = locales.iter().map(|locale| Language::new(locale)).collect();
    for article in 0..*articles {
        let folder = format!("faq/c{}/q{article}", article % CATEGORIES);
        // Half of the articles are about a product, as in a real help center; pages of products stay readable.
        let about = if article < 2 * PRODUCTS * 50 {
            format!("about:\n  products: [p{}]\n", random.below(PRODUCTS))
        } else {
            String::new()
        };
        let (one, two) = (random.below(*articles), random.below(*articles));
        let related: Vec<String> =
            [one, two].into_iter().filter(|other| *other != article).map(|other| format!("q{other}")).collect();
        write(
            &format!("{folder}.yaml"),
            &format!("sources: [s/a]\nverified: 2018-11-19\n{about}related: [{}]\n", related.join(", ")),
        );
        let length = bytes.start + random.below(bytes.len());
        let link = random.below(*articles);
        let mut parts = None;
        for language in &languages {
            let (markdown, count) = markdown(language, &mut random, [article, link], parts.ok_or(length));
            write(&format!("{folder}.{}.md", language.locale), &markdown);
            parts = Some(count);
        }
    }
}

/// `in_each` makes a text in each language of the site.
fn categories(in_each: impl Fn(&str, &str) -> String) -> String {
    let mut categories = String::new();
    for category in 0..CATEGORIES {
        let _infallible = writeln!(
            categories,
            "- id: c{category}\n  title: {}\n  summary: {}",
            in_each(&format!("第 {category} 类"), &format!("Category {category}")),
            in_each("一类。", "A category.")
        );
    }
    categories
}

fn products(in_each: impl Fn(&str, &str) -> String) -> String {
    let mut products = format!(
        "title: {}\nsummary: {}\npages: yes\ncolumns:\n- id: name\n  type: text\n  label: {}\n\
         - id: months\n  type: number\n  label: {}\nrows:\n",
        in_each("产品", "Products"),
        in_each("各种产品。", "The products."),
        in_each("产品", "Product"),
        in_each("时长", "Term")
    );
    for product in 0..PRODUCTS {
        let _infallible = writeln!(
            products,
            "- id: p{product}\n  name: {}\n  months: {}\n  sources: [s/a]",
            in_each(&format!("产品 {product}"), &format!("Product {product}")),
            product % 12 + 1
        );
    }
    products
}

/// An article in one language, and of how many parts it is: paragraphs under headings, and lists with a quote and a link. It has the
/// parts of its text in another language, or else as many as make so many bytes.
fn markdown(
    language: &Language,
    random: &mut Random,
    [article, link]: [usize; 2],
    parts: Result<usize, usize>,
) -> (String, usize) {
    let subject = Subject::new(language, random);
    let mut text = format!("# {}\n\n", subject.question(random));
    let mut part = 0;
    while parts.map_or_else(|bytes| text.len() < bytes, |parts| part < parts) {
        let sentences: Vec<String> = (0..3 + random.below(4)).map(|_| subject.sentence(random)).collect();
        let _infallible = writeln!(text, "{}\n", sentences.join(language.space));
        part += 1;
        match part % 4 {
            1 => {
                let _infallible = writeln!(text, "## {} {{#part-{part}}}\n", subject.heading(random));
            }
            2 => {
                let product = (article + part) % PRODUCTS;
                let _infallible = writeln!(
                    text,
                    "- **{}**\n- {{{{products.p{product}.months}}}}\n- [](article:q{link})\n",
                    subject.heading(random)
                );
            }
            _ => {}
        }
    }
    (text, part)
}
