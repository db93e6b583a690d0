//! Answers as JSON, in the form that the development server gives them too.

use crate::search::query::{DecisionCard, Hit, NotCovered, SearchResults};
use crate::search::shard::{IndexPiece, Location};

/// What a query found.
pub(super) fn answer(query: &str, language: &str, answer: &SearchResults) -> String {
    let mut json = String::from("{\"query\":");
    text(query, &mut json);
    json.push_str(",\"lang\":");
    text(language, &mut json);
    json.push_str(",\"total\":");
    number(answer.total, &mut json);
    if let Some(NotCovered { id, title, text }) = &answer.not_covered {
        json.push_str(",\"not_covered\":{\"id\":");
        self::text(id, &mut json);
        member("title", Some(title), &mut json);
        member("text", Some(text), &mut json);
        json.push('}');
    }
    json.push_str(if answer.no_answer { ",\"no_answer\":true" } else { ",\"no_answer\":false" });
    if let Some(card) = &answer.decision {
        decision(card, &mut json);
    }
    list("hits", &answer.hits, &mut json, hit);
    if !answer.corrections.is_empty() {
        list("corrections", &answer.corrections, &mut json, |correction, json| text(correction, json));
    }
    if !answer.suggestions.is_empty() {
        list("suggestions", &answer.suggestions, &mut json, hit);
    }
    json.push('}');
    json
}

fn decision(card: &DecisionCard, json: &mut String) {
    json.push_str(",\"guide\":{\"decision\":");
    text(&card.decision, json);
    member("title", Some(&card.title), json);
    json.push_str(",\"answers\":{");
    for (place, answer) in card.answers.iter().enumerate() {
        json.push_str(if place > 0 { "," } else { "" });
        text(&answer.fact, json);
        json.push(':');
        text(&answer.value, json);
    }
    json.push('}');
    list("given", &card.answers, json, |answer, json| {
        json.push_str("{\"label\":");
        text(&answer.label, json);
        member("value", Some(&answer.text), json);
        json.push('}');
    });
    member("action", card.action.as_deref(), json);
    member("url", Some(&card.url), json);
    json.push('}');
}

/// The pieces that a query needs first: of each its name, that of its pack, its first byte there and the one after its last.
pub(super) fn missing(pieces: &[(IndexPiece, Location)]) -> String {
    let mut json = String::from("{\"total\":0");
    list("missing", pieces, &mut json, |(piece, Location { pack, range }), json| {
        let (letter, place) = piece.name();
        json.push_str("[\"");
        json.push(letter);
        number(place as usize, json);
        json.push('"');
        for value in [*pack, range.start, range.end] {
            json.push(',');
            number(value as usize, json);
        }
        json.push(']');
    });
    json.push('}');
    json
}

fn list<T>(name: &str, items: &[T], json: &mut String, item: impl Fn(&T, &mut String)) {
    json.push_str(",\"");
    json.push_str(name);
    json.push_str("\":[");
    for (place, each) in items.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        item(each, json);
    }
    json.push(']');
}

fn hit(found: &Hit, json: &mut String) {
    let fragment = &found.fragment;
    json.push_str("{\"kind\":");
    text(fragment.kind.name(), json);
    if let Some(day) = &fragment.as_of {
        member("as_of", Some(day), json);
    }
    for (name, value) in [
        ("id", Some(fragment.id.as_str())),
        ("lang", Some(fragment.language.as_str())),
        ("url", Some(fragment.address.as_str())),
        ("title", Some(fragment.title.as_str())),
        ("category", fragment.group.as_deref()),
        ("anchor", found.anchor()),
        ("snippet", Some(found.snippet.to_html().as_str())),
    ] {
        member(name, value, json);
    }
    json.push('}');
}

fn member(name: &str, value: Option<&str>, json: &mut String) {
    json.push_str(",\"");
    json.push_str(name);
    json.push_str("\":");
    match value {
        Some(value) => text(value, json),
        None => json.push_str("null"),
    }
}

fn number(number: usize, json: &mut String) {
    if number > 9 {
        self::number(number / 10, json);
    }
    json.push(char::from(b'0' + (number % 10) as u8));
}

fn text(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            '\n' => json.push_str("\\n"),
            control if control < ' ' => {
                json.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 15] {
                    json.extend(char::from_digit(digit, 16));
                }
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{DocumentKind, Fragment, Snippet};

    #[test]
    fn an_answer_is_json() {
        let mut fragment = Fragment {
            kind: DocumentKind::Rule,
            id: "a/b".to_owned(),
            language: "zh".to_owned(),
            address: "zh/a/b/".to_owned(),
            as_of: Some("2018-11-19".to_owned()),
            group: None,
            title: "\"备案\" \\ \u{1}\n".to_owned(),
            passages: Vec::new(),
            traditional: Vec::new(),
        };
        let snippet = Snippet { passage: 0, text: "a<b".to_owned(), marks: std::iter::once(0..1).collect() };
        let found = Hit { document: 0, score: 1.0, fragment: fragment.clone().into(), snippet: snippet.clone() };
        let [id, title, text] = ["fees", "费用", "\"请问\"别处。"].map(str::to_owned);
        let not_covered = Some(NotCovered { id, title, text });
        let corrections = vec!["x".to_owned()];
        let reply = SearchResults { total: 7, not_covered, hits: vec![found], corrections, ..SearchResults::default() };
        let parsed: serde_json::Value = serde_json::from_str(&answer("q\"", "zh", &reply)).unwrap();
        assert_eq!(
            parsed,
            serde_json::json!({
                "query": "q\"", "lang": "zh", "total": 7, "no_answer": false, "corrections": ["x"],
                "not_covered": { "id": "fees", "title": "费用", "text": "\"请问\"别处。" },
                "hits": [{
                    "kind": "rule", "id": "a/b", "lang": "zh", "url": "zh/a/b/", "as_of": "2018-11-19", "title": "\"备案\" \\ \u{1}\n",
                    "category": null, "anchor": null, "snippet": "<mark>a</mark>&lt;b",
                }],
            })
        );
        fragment.as_of = None;
        let undated = Hit { document: 0, score: 1.0, fragment: fragment.into(), snippet };
        let reply = SearchResults { hits: vec![undated], ..SearchResults::default() };
        let parsed: serde_json::Value = serde_json::from_str(&answer("q", "zh", &reply)).unwrap();
        assert_eq!(parsed["hits"][0].get("as_of"), None, "as in the replies of the development server");
        let missing = missing(&[
            (IndexPiece::Block(3), Location { pack: u32::MAX, range: 0..7 }),
            (IndexPiece::Exact(0), Location { pack: 5, range: 12..345 }),
        ]);
        let parsed: serde_json::Value = serde_json::from_str(&missing).unwrap();
        assert_eq!(parsed["missing"], serde_json::json!([["b3", u32::MAX, 0, 7], ["x0", 5, 12, 345]]));
    }
}
