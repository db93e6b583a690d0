//! `wenda search`

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::{Failure, say, say_report};
use crate::content::Locale;
use crate::pipeline;
use crate::query::DocumentKind;
use crate::query::Snippet;
use crate::search::{Finder, Hit, Reply};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Words in any language, pinyin or its initials; within quotes also `"a phrase"`, `-without`, `category:domain`
    #[arg(required = true)]
    query: Vec<String>,
    /// The language to search first: zh or en [default: that of the query]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Locale>,
    /// Show at most so many results
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Open the first result in the browser
    #[arg(long, conflicts_with = "json")]
    open: bool,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let query = arguments.query.join(" ");
    let wait = || say("another wenda is writing the search index; waiting for it");
    let search = pipeline::search(&arguments.site, &wait)?;
    if let Some(report) = search.report.as_ref().filter(|report| report.has_errors()) {
        if search.finder.is_none() {
            say_report(report);
            return Err(Failure::Content);
        }
        say("the content has errors: what is wrong cannot be found; `wenda check` lists it");
    }
    if let Some(error) = &search.not_kept {
        say(format_args!("{error}; the index is made anew each time"));
    }
    let Some(finder) = search.finder else {
        return Err(Failure::Content);
    };
    let reply = finder.find(&query, arguments.lang, usize::from(arguments.limit));
    if arguments.json {
        let text = serde_json::to_string_pretty(&reply).map_err(|error| Failure::Machine(error.to_string()))?;
        anstream::println!("{text}");
        return Ok(());
    }
    print(&finder, &reply);
    match reply.hits.first().filter(|_| arguments.open) {
        Some(hit) => {
            let address = address(&finder, hit);
            open::that_detached(&address)
                .map_err(|error| Failure::Machine(format!("cannot open {address} in a browser: {error}")))
        }
        None => Ok(()),
    }
}

fn address(finder: &Finder, hit: &Hit) -> String {
    format!("{}{}", finder.snapshot().base_url(), hit.link())
}

/// The words around results.
struct Words {
    nothing: &'static str,
    meant: &'static str,
    instead: &'static str,
    other: &'static str,
    decision: &'static str,
    more: fn(usize) -> String,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Zh => &Words {
            nothing: "没有找到",
            meant: "是不是要找",
            instead: "也许有用",
            other: "英文内容",
            decision: "问答向导",
            more: |rest| format!("还有 {rest} 条，用 --limit 查看更多"),
        },
        Locale::En => &Words {
            nothing: "Nothing found for",
            meant: "Did you mean",
            instead: "This may help",
            other: "In Chinese",
            decision: "guided answer",
            more: |rest| format!("{rest} more; see them with --limit"),
        },
    }
}

const BOLD: clap::builder::styling::Style = clap::builder::styling::Style::new().bold();
const DIM: clap::builder::styling::Style = clap::builder::styling::Style::new().dimmed();

fn print(finder: &Finder, reply: &Reply) {
    let words = words(reply.lang);
    if reply.hits.is_empty() {
        let (open, close) = match reply.lang {
            Locale::Zh => ("“", "”"),
            Locale::En => ("\u{201C}", "\u{201D}"),
        };
        anstream::println!("{} {open}{}{close}", words.nothing, reply.query);
        for correction in &reply.corrections {
            anstream::println!("{}: {BOLD}{correction}{BOLD:#}", words.meant);
        }
        if !reply.suggestions.is_empty() {
            anstream::println!("\n{}:\n", words.instead);
        }
        reply.suggestions.iter().for_each(|hit| print_hit(finder, hit));
        return;
    }
    let mut foreign = false;
    for hit in &reply.hits {
        if hit.lang != reply.lang && !foreign {
            foreign = true;
            anstream::println!("{BOLD}{}{BOLD:#}\n", words.other);
        }
        print_hit(finder, hit);
    }
    let rest = reply.total - reply.hits.len();
    if rest > 0 {
        anstream::println!("{DIM}{}{DIM:#}", (words.more)(rest));
    }
}

fn print_hit(finder: &Finder, hit: &Hit) {
    let address = address(finder, hit);
    let kind = match hit.kind {
        DocumentKind::Decision => Some(words(hit.lang).decision),
        _ => hit.category.as_deref(),
    };
    let kind = kind.map(|kind| format!("  {DIM}{kind}{DIM:#}")).unwrap_or_default();
    anstream::println!("{BOLD}{}{BOLD:#}{kind}", linked(&hit.title, &address));
    let snippet = highlighted(&hit.snippet);
    if !snippet.is_empty() {
        anstream::println!("  {snippet}");
    }
    anstream::println!("  {DIM}{address}{DIM:#}\n");
}

/// A text that leads to an address, in terminals that know links (OSC 8).
fn linked(text: &str, address: &str) -> String {
    if io::stdout().is_terminal() {
        format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    } else {
        text.to_owned()
    }
}

fn highlighted(snippet: &Snippet) -> String {
    let mut text = String::new();
    snippet.pieces(&mut |piece, marked| {
        if marked {
            let style = clap::builder::styling::AnsiColor::Yellow.on_default().bold();
            text.push_str(&format!("{style}{piece}{style:#}"));
        } else {
            text.push_str(piece);
        }
    });
    text
}
