//! A look of one's own: `docs/theme.md` is followed.

use std::fs;
use std::path::Path;

use crate::support::{Site, stdout};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The files that the guide shows, in its order: the path of each, and what it holds.
fn shown() -> Vec<(String, String)> {
    let guide = fs::read_to_string(Path::new(ROOT).join("docs/theme.md")).unwrap();
    let blocks = guide.split("\n```").skip(1).step_by(2);
    blocks
        .map(|block| {
            let (head, text) = block.split_once('\n').unwrap();
            let (_, path) = head.split_once(' ').unwrap_or_else(|| panic!("a file without a path: {head}"));
            (path.to_owned(), format!("{text}\n"))
        })
        .collect()
}

/// The small site as the guide makes it.
fn branded() -> Site {
    let site = Site::small();
    site.edit("content/site.yaml", |text| text.split_once("navigation:").unwrap().0.to_owned());
    for (path, text) in shown() {
        if path == "content/site.yaml" {
            site.edit(&path, |before| before + &text);
        } else {
            site.write(&path, text);
        }
    }
    site
}

#[test]
fn the_guide_gives_a_site_its_own_look() {
    let paths: Vec<String> = shown().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths.iter().filter(|path| *path == "content/site.yaml").count(), 3, "{paths:?}");
    assert_eq!(paths.len(), 6, "{paths:?}");
    let site = branded();
    let checked = site.wenda(&["check", "--strict"]);
    assert!(checked.status.success(), "{}", stdout(&checked));
    site.build();
    assert_eq!(
        site.read(&site.hashed("theme.css")),
        ":root{--accent:#0b6b4f;--link:#0b6b4f;--wash:#e7f0ed}\n\
         @media (prefers-color-scheme:dark){:root:not([data-scheme=\"light\"]){--accent:#5fd3a6;--link:#5fd3a6;--wash:#1d3030}}\n\
         :root[data-scheme=\"dark\"]{--accent:#5fd3a6;--link:#5fd3a6;--wash:#1d3030}\n\
         :root{--radius:4px}\n\
         html{font-family:\"Inter\",\"PingFang SC\",sans-serif}\n\
         code,pre{font-family:\"JetBrains Mono\",monospace}\n"
    );
    let page = site.read("en/faq/price/index.html");
    let head = page.split("</head>").next().unwrap();
    let styles: Vec<&str> = head
        .split("<link rel=\"stylesheet\" href=\"../../../")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let [main, theme, custom] = ["site.css", "theme.css", "custom.css"].map(|name| site.hashed(name));
    assert_eq!(styles, [main.as_str(), &theme, &custom]);
    let headers = site.read("_headers");
    for path in styles {
        assert!(
            headers.contains(&format!("/{path}\n  Cache-Control: public, max-age=31536000, immutable\n")),
            "{headers}"
        );
    }
    for part in [
        "<a href=\"https://example.com/\" rel=\"external noopener\">Our site</a>",
        "<a href=\"https://example.com/privacy\" rel=\"external noopener\">Privacy</a>",
        "; script-src 'self' https://stats.example.com; img-src 'self' https://images.example.com; connect-src 'self' https://stats.example.com\">",
        "<script src=\"https://stats.example.com/count.js\" defer></script>\n\n</head>",
        "<p class=\"helped\"><a href=\"https://example.com/helped?page=en/faq/price/\">Was this helpful?</a></p>",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(site.read("zh/faq/price/index.html").contains(">这篇有用吗？</a>"));
    let home = site.read("en/index.html");
    assert!(home.contains("count.js") && !home.contains("helped"), "{home}");
}

#[test]
fn what_a_site_does_not_say_is_as_the_theme_has_it() {
    let site = Site::small();
    site.build();
    let page = site.read("en/faq/price/index.html");
    assert!(!page.contains("theme.") && !page.contains("custom.") && !page.contains("-src 'self' "), "{page}");
    // The foot of every page is there whatever else is.
    site.write("templates/slots/footer.html", "<p>{{ site.title }}</p>\n").build();
    assert!(site.read("zh/index.html").contains("<p>小帮助中心</p>"));
    site.write("templates/slots/hed.html", "<p></p>");
    assert!(stdout(&site.wenda(&["check"])).contains("did you mean `slots/head.html`?"));
    // A style sheet of that name is the site's own.
    site.remove("templates/slots/hed.html").edit("content/site.yaml", |text| text + "theme: {radius: 0}\n");
    site.write("static/theme.css", "a{}").build();
    assert_eq!(site.read(&site.hashed("theme.css")), "a{}");
}

#[test]
fn images_of_hosts_that_the_site_names_are_shown() {
    let site = Site::small();
    for language in ["zh", "en"] {
        let path = format!("content/faq/basics/price.{language}.md");
        site.edit(&path, |text| text + "\n![Icon](https://img.example.com/a.png?b=1&c=2)\n");
    }
    let told = stdout(&site.wenda(&["check"]));
    assert!(told.contains("error[unknown-link]: pages show no images of `https://img.example.com`"), "{told}");
    assert!(told.contains("help: or let pages show those of the host, in `content/site.yaml`: `allow: {image: [\"https://img.example.com\"]}`"), "{told}");
    site.edit("content/site.yaml", |text| text + "allow: {image: [\"https://*.example.com\"]}\n");
    site.build();
    let page = site.read("zh/faq/price/index.html");
    let image = "<img src=\"https://img.example.com/a.png?b=1&amp;c=2\" alt=\"Icon\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">";
    assert!(page.contains(image) && page.contains("img-src 'self' https://*.example.com"), "{page}");
    site.edit("content/site.yaml", |text| text.replace("https://*.example.com", "https://example.com"));
    assert!(stdout(&site.wenda(&["check"])).contains("pages show no images of"), "another host");
    site.edit("content/faq/basics/price.zh.md", |text| text.replace("https://img", "http://img"));
    assert!(stdout(&site.wenda(&["check"])).contains("is not an image of this site"), "what is not encrypted");
}
