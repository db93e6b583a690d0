//! What pages tell search engines of themselves, in the words of schema.org (JSON-LD).

use serde_json::{Value, json};

use crate::content::Date;

/// A question with its answer.
pub(crate) struct QuestionAndAnswer<'q> {
    pub(crate) question: &'q str,
    /// As plain text.
    pub(crate) answer: &'q str,
    /// The tag of the language that both are in.
    pub(crate) lang: &'q str,
    /// The day on which the answer changed last, if that is told.
    pub(crate) modified: Option<Date>,
}

/// A page of one question. That the site answers it, and no reader, makes it a list of frequent questions, of one.
pub(crate) fn question_page(asked: &QuestionAndAnswer<'_>) -> Value {
    let QuestionAndAnswer { question, answer, lang, modified } = asked;
    let answer = json!({"@type": "Answer", "text": answer});
    let question = json!({"@type": "Question", "name": question, "acceptedAnswer": answer});
    let mut page = json!({"@type": "FAQPage", "inLanguage": lang, "mainEntity": [question]});
    if let Some(day) = modified {
        page["dateModified"] = json!(day);
    }
    page
}

/// The site, with how it is searched; `search` is the address of the page, in full.
pub(crate) fn web_site(name: &str, home: &str, search: &str, lang: &str) -> Value {
    json!({
        "@type": "WebSite",
        "name": name,
        "url": home,
        "inLanguage": lang,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": format!("{search}?q={{search_term_string}}")},
            "query-input": "required name=search_term_string",
        },
    })
}

/// The pages above one, each with its title and its address in full, and the page itself at the end.
pub(crate) fn breadcrumbs<'l>(above: impl Iterator<Item = (&'l str, String)>, title: &str) -> Value {
    let item = |(place, (name, item))| json!({"@type": "ListItem", "position": place, "name": name, "item": item});
    let mut items: Vec<Value> = (1..).zip(above).map(item).collect();
    items.push(json!({"@type": "ListItem", "position": items.len() + 1, "name": title}));
    json!({"@type": "BreadcrumbList", "itemListElement": items})
}

/// What a page tells, as the text of a `<script>` that no browser runs; `None` if it tells nothing. Whatever texts hold, nothing
/// in it ends the element.
pub(crate) fn script(mut told: Vec<Value>) -> Option<String> {
    let told = match told.len() {
        0 => return None,
        1 => told.remove(0),
        _ => json!({"@graph": told}),
    };
    let Value::Object(mut told) = told else {
        return None;
    };
    told.insert("@context".to_owned(), json!("https://schema.org"));
    let text = Value::Object(told).to_string();
    Some(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let asked = QuestionAndAnswer {
            question: "a </script><script>alert(1)</script> <!-- \"b\"",
            answer: "&lt; \\ \u{2028}",
            lang: "en",
            modified: None,
        };
        let text = script(vec![question_page(&asked)]).unwrap();
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["mainEntity"][0]["name"], asked.question);
        assert_eq!(read["mainEntity"][0]["acceptedAnswer"]["text"], asked.answer);
        assert_eq!(read["@context"], "https://schema.org");
        assert_eq!(script(Vec::new()), None);
    }
}
