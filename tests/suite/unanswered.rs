//! What nothing answers is said before what is nearest to it.

use serde::Deserialize;
use serde_json::Value;

use crate::searching::shipped;
use crate::support::{ROOT, Site, stderr, stdout, wenda};

/// What people ask beside the subject of the help center.
const UNANSWERED: [&str; 13] = [
    "怎么给网站加评论功能 用什么插件",
    "可以用比特币付款吗",
    "防止网站被爬虫抓取",
    "直播平台需要文网文吗",
    "nginx 伪静态规则怎么写",
    "怎么安装宝塔面板",
    "best javascript framework for landing page",
    "how to write a privacy policy for gdpr",
    "how do I invite a teammate to my console",
    "how do I install docker on my instance",
    // What they share with articles is said of everything here; what they are about stands nowhere.
    "百度不收录我的网站",
    "怎么投诉阿里云客服",
    "what is the best hosting for a magazine",
];

#[test]
fn what_nothing_answers_is_told() {
    for query in UNANSWERED {
        let reply = shipped().find(query, None, 10);
        assert!(
            reply.no_answer || reply.not_covered.is_some(),
            "{query}: {:?}",
            reply.hits.first().map(|hit| &hit.title)
        );
    }
    assert!(shipped().find("zzzzqqqq", None, 10).no_answer, "so is what nothing has");
}

#[test]
fn what_is_answered_is_told_as_such() {
    #[derive(Deserialize)]
    struct Judged {
        query: String,
        answer: Value,
    }
    let judged: Vec<Judged> = serde_yaml::from_str(include_str!("../../content/evals.yaml")).unwrap();
    let is_answerable = |judged: &Judged| judged.answer.is_array();
    let judged: Vec<String> = judged.into_iter().filter(is_answerable).map(|judged| judged.query).collect();
    let unanswered = |query: &&String| shipped().find(query, None, 10).no_answer;
    let wrong: Vec<&String> = judged.iter().filter(unanswered).collect();
    assert!(100 * wrong.len() <= judged.len(), "{wrong:?}");
    for query in ["备案", "beian", "E", "", "category:domain", "-备案", "我要备案吗"] {
        assert!(!shipped().find(query, None, 10).no_answer, "{query}");
    }
}

#[test]
fn a_small_site_answers_what_all_its_articles_are_about() {
    let site = Site::small();
    let reply = |query: &str| -> Value {
        let output = site.wenda(&["search", "--json", "--", query]);
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    assert_eq!(reply("what does it cost")["no_answer"], false);
    assert_eq!(reply("cost")["no_answer"], false);
    assert_eq!(reply("price")["no_answer"], false);
}

#[test]
fn a_terminal_names_the_nearest_questions_as_such() {
    let output = wenda().args(["search", "--site", ROOT, "防止网站被爬虫抓取"]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.starts_with("这里没有这个问题的答案。\n\n最接近的问题：\n\n"), "{text}");
    let answered = wenda().args(["search", "--site", ROOT, "备案要多久"]).output().unwrap();
    assert!(!stdout(&answered).contains("没有这个问题的答案"));
}

#[test]
fn a_new_site_answers_what_only_a_synonym_explains() {
    let site = Site::empty();
    assert!(site.wenda(&["init", "shop", "--lang", "en"]).status.success());
    let reply = |query: &str| -> Value {
        let output = site.wenda(&["search", "--site", "shop", "--json", "--", query]);
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    // What only synonyms know is no word that nothing has; and where articles are few, a word that several have is no common one.
    for query in ["how much is postage", "postage", "refund quickly"] {
        assert_eq!(reply(query)["no_answer"], false, "{query}");
    }
    assert_eq!(reply("how much is postage")["hits"][0]["id"], "delivery-cost");
    for query in ["do you sell cars", "how do I install docker", "what is the weather tomorrow"] {
        assert_eq!(reply(query)["no_answer"], true, "{query}");
    }
}
