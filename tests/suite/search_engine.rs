//! `search: {engine: …}` in `site.yaml`: pages whose searches an engine answers.

use crate::support::{Site, files};

const SCRIPT: &str = "search-gateway.";

#[test]
fn only_a_site_with_an_engine_has_what_asks_it() {
    let site = Site::small();
    site.build();
    let without = files(&site.public());
    assert!(!without.keys().any(|path| path.starts_with(SCRIPT)));
    assert!(!without.values().any(|bytes| String::from_utf8_lossy(bytes).contains("search-gateway")));

    site.edit("content/site.yaml", |text| text + "search: {engine: https://search.example.com:8443/api/search}\n");
    site.build();
    let script = site.hashed("search-gateway.js");
    let page = site.read("zh/faq/price/index.html");
    let policy = page.split("Content-Security-Policy").nth(1).unwrap().split('>').next().unwrap();
    assert!(policy.contains("connect-src 'self' https://search.example.com:8443"), "{policy}");
    let dialog = site.read("zh/search/dialog/index.html");
    let worker = dialog.split("data-worker=\"").nth(1).unwrap().split('"').next().unwrap();
    let asked = "?engine=https%3A%2F%2Fsearch%2Eexample%2Ecom%3A8443%2Fapi%2Fsearch&amp;files=search-worker.";
    assert!(worker.contains(&script) && worker.contains(asked), "{worker}");

    site.edit("content/site.yaml", |text| text.replace("https://search.example.com:8443/api/search", "/api/search"));
    site.build();
    let dialog = site.read("zh/search/dialog/index.html");
    let page = site.read("zh/faq/price/index.html");
    assert!(dialog.contains("?engine=%2Fapi%2Fsearch&amp;") && !page.contains("search.example.com"));

    site.edit("content/site.yaml", |text| text.replace("search: {engine: /api/search}\n", ""));
    site.build();
    assert_eq!(files(&site.public()), without, "without the key all is as it was before");
}
