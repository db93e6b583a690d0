//! `feedback:` in `site.yaml`: what readers may tell of a page.

use crate::support::{Site, files};

const PAGE: &str = "en/faq/price/index.html";

/// The small site with something after `feedback:`, or without that.
fn with(feedback: &str) -> Site {
    let site = Site::small();
    const BEFORE: &str = "feedback: mailto:help@example.com\n";
    if feedback != BEFORE {
        site.edit("content/site.yaml", |text| text.replace(BEFORE, feedback));
    }
    site.build();
    site
}

#[test]
fn a_site_that_asks_nothing_has_nothing_of_it() {
    let files = files(&with("").public());
    let named = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("feedback");
    let there: Vec<&String> =
        files.iter().filter(|(path, bytes)| path.contains("feedback") || named(bytes)).map(|(path, _)| path).collect();
    assert_eq!(there, Vec::<&String>::new());
}

#[test]
fn a_report_names_the_page() {
    let site = with("feedback: {report: \"https://example.com/new?title={title}&body={page}\"}\n");
    let page = site.read(PAGE);
    let link = "<a href=\"https://example.com/new?title=What%20does%20it%20cost%3F&amp;body=https%3A%2F%2Fhelp%2Eexample%2Ecom%2Fen%2Ffaq%2Fprice%2F\" rel=\"external noopener\">Report a mistake</a>";
    assert_eq!(page.matches(link).count(), 2, "below the answer and at the foot: {page}");
    assert!(!page.contains("<form method"), "nothing asks whether it helped");
    let home = site.read("zh/index.html");
    assert!(home.contains("body=https%3A%2F%2Fhelp%2Eexample%2Ecom%2Fzh%2F") && !home.contains("class=\"feedback\""));
    assert!(page.contains(&site.hashed("feedback.css")) && !page.contains("feedback.js"), "{page}");
    let all = crate::support::files(&site.public());
    assert!(!all.keys().any(|path| path.starts_with("feedback.") && path.ends_with(".js")));
    // As it always could be written: an address alone.
    let page = with("feedback: mailto:help@example.com\n").read(PAGE);
    assert_eq!(page.matches("<a href=\"mailto:help@example.com\"").count(), 2, "{page}");
}

#[test]
fn a_form_asks_whether_an_answer_helped() {
    let site = with("feedback: {helpful: /api/helpful}\n");
    for (path, is_answer) in [
        (PAGE, true),
        ("zh/rules/plans/small/index.html", true),
        ("en/index.html", false),
        ("zh/rules/plans/index.html", false),
    ] {
        let page = site.read(path);
        assert_eq!(page.contains("<form method=\"post\" action=\"/api/helpful\""), is_answer, "{path}");
        assert_eq!(page.contains(&site.hashed("feedback.js")), is_answer, "{path}");
        assert!(
            page.contains("form-action 'self'") && !page.contains("connect-src"),
            "the host of the site is all it asks"
        );
    }
    let page = site.read(PAGE);
    assert!(page.contains("<input type=\"hidden\" name=\"page\" value=\"en/faq/price/\">"), "{page}");
    assert!(page.contains("<legend>Was this helpful?</legend>"), "{page}");
    assert!(!page.contains("Report a mistake"));
}
