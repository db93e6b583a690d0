//! `wenda search`

use std::path::PathBuf;

use super::output::{
    BOLD, DIM, Line, MATCH, print, print_age, print_json, print_not_covered, say, say_not_kept, say_report, say_wait,
};
use super::{Failure, explanation};
use crate::name::Locale;
use crate::pipeline::Session;
use crate::search::query::DocumentKind;
use crate::search::query::{MOST_CHARACTERS, Snippet};
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
    /// Show for each result what it got for what: the parts that its score is made of
    #[arg(long)]
    explain: bool,
    /// Open the first result in the browser
    #[arg(long, conflicts_with = "json")]
    open: bool,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let query = arguments.query.join(" ");
    let characters = query.trim().chars().count();
    if characters > MOST_CHARACTERS {
        say(format_args!(
            "a query has at most {MOST_CHARACTERS} characters: of {characters}, the first are searched for"
        ));
    }
    let search = Session::new(&arguments.site).search(&say_wait)?;
    if let Some(report) = search.report.as_ref().filter(|report| report.has_errors()) {
        if search.finder.is_none() {
            say_report(report);
            return Err(Failure::Content);
        }
        say("the content has errors: what is wrong cannot be found; `wenda check` lists it");
    }
    if let Some(error) = &search.not_kept {
        say_not_kept(error);
    }
    let Some(finder) = search.finder else {
        return Err(Failure::Content);
    };
    let limit = usize::from(arguments.limit);
    let reply = if arguments.explain {
        finder.explain(&query, arguments.lang, limit)
    } else {
        finder.find(&query, arguments.lang, limit)
    };
    if arguments.json {
        let text = serde_json::to_string_pretty(&reply).map_err(|error| Failure::Machine(error.to_string()))?;
        return print_json(&text);
    }
    show(&finder, &reply)?;
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

fn show(finder: &Finder, reply: &Reply) -> Result<(), Failure> {
    let words = words(reply.lang);
    if let Some(topic) = &reply.not_covered {
        print_not_covered(topic)?;
        print(&Line::new())?;
    }
    if reply.hits.is_empty() {
        let (open, close) = match reply.lang {
            Locale::Zh => ("“", "”"),
            Locale::En => ("\u{201C}", "\u{201D}"),
        };
        print(&Line::new().text(format_args!("{} {open}{}{close}", words.nothing, reply.query)))?;
        for correction in &reply.corrections {
            print(&Line::new().text(format_args!("{}: ", words.meant)).styled(BOLD, correction))?;
        }
        if !reply.suggestions.is_empty() {
            print(&Line::new().text(format_args!("\n{}:\n", words.instead)))?;
        }
        return reply.suggestions.iter().try_for_each(|hit| show_hit(finder, hit));
    }
    if let Some(as_of) = reply.as_of {
        print_age(as_of, finder.snapshot().confirm_with(reply.lang), reply.lang)?;
    }
    let mut foreign = false;
    for hit in &reply.hits {
        if hit.lang != reply.lang && !foreign {
            foreign = true;
            print(&Line::new().styled(BOLD, words.other).text("\n"))?;
        }
        show_hit(finder, hit)?;
    }
    match reply.total - reply.hits.len() {
        0 => Ok(()),
        rest => print(&Line::new().styled(DIM, (words.more)(rest))),
    }
}

fn show_hit(finder: &Finder, hit: &Hit) -> Result<(), Failure> {
    let address = address(finder, hit);
    let kind = match hit.kind {
        DocumentKind::Decision => Some(words(hit.lang).decision),
        _ => hit.category.as_deref(),
    };
    let title = Line::new().link(BOLD, &hit.title, &address);
    print(&match kind {
        Some(kind) => title.text("  ").styled(DIM, kind),
        None => title,
    })?;
    if let Some(snippet) = highlighted(&hit.snippet) {
        print(&snippet)?;
    }
    if let Some(explanation) = &hit.explain {
        explanation::show(hit.score, explanation)?;
    }
    print(&Line::new().text("  ").styled(DIM, address).text("\n"))
}

/// The passage with what was found in it; `None` if there is none to show.
fn highlighted(snippet: &Snippet) -> Option<Line> {
    let mut line = None;
    snippet.pieces(&mut |piece, marked| {
        if piece.is_empty() {
            return;
        }
        let begun = line.take().unwrap_or_else(|| Line::new().text("  "));
        line = Some(if marked { begun.styled(MATCH, piece) } else { begun.text(piece) });
    });
    line
}
