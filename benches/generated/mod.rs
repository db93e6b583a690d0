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
}

/// Writes a help center: articles with headings, links and quotes, in categories, about the rows of a rule table.
pub(crate) fn write(site: &Path, shape: &Shape) {
    let Shape { articles, bytes, locales } = shape;
    let mut random = Random::new(20_181_119);
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
    write("faq/categories.yaml", &categories());
    write(
        "sources/s.yaml",
        "title: {zh: 资料, en: Material}\ndate: 2018-11-19\nsections:\n- id: a\n  title: {zh: 一节, en: A section}\n",
    );
    write("rules/products.yaml", &products());
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
        for language in &languages {
            let markdown = markdown(language, &mut random, length, link);
            write(&format!("{folder}.{}.md", language.locale), &markdown);
        }
    }
}

fn categories() -> String {
    let mut categories = String::new();
    for category in 0..CATEGORIES {
        let _infallible = writeln!(
            categories,
            "- id: c{category}\n  title: {{zh: 第 {category} 类, en: Category {category}}}\n  summary: {{zh: 一类。, en: A category.}}"
        );
    }
    categories
}

fn products() -> String {
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
    products
}

/// An article in one language: paragraphs under headings, and lists with a quote and a link.
fn markdown(language: &Language, random: &mut Random, bytes: usize, link: usize) -> String {
    let subject = Subject::new(language, random);
    let mut text = format!("# {}\n\n", subject.question(random));
    let mut part = 0;
    while text.len() < bytes {
        let sentences: Vec<String> = (0..3 + random.below(4)).map(|_| subject.sentence(random)).collect();
        let _infallible = writeln!(text, "{}\n", sentences.join(language.space));
        part += 1;
        match part % 4 {
            1 => {
                let _infallible = writeln!(text, "## {} {{#part-{part}}}\n", subject.heading(random));
            }
            2 => {
                let product = random.below(PRODUCTS);
                let _infallible = writeln!(
                    text,
                    "- **{}**\n- {{{{products.p{product}.months}}}}\n- [](article:q{link})\n",
                    subject.heading(random)
                );
            }
            _ => {}
        }
    }
    text
}
