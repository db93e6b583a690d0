//! `wenda search`

use std::path::PathBuf;

use super::console::Console;
use super::explanation;
use super::failure::Failure;
use super::locale::known_locale;
use super::output::{BOLD, DIM, Line, MATCH, print, print_age, print_json, print_not_covered};
use super::site_folder;
use crate::content::{Language, Languages};
use crate::name::Locale;
use crate::search::query::DocumentKind;
use crate::search::query::{MAX_CHARACTERS, Snippet};
use crate::search::{Finder, GivenAnswer, GuideReply, HitReply, SearchReply};

#[derive(Debug, clap::Args)]
pub(super) struct SearchArguments {
    /// Words in any language, pinyin or its initials; within quotes also `"a phrase"`, `-without`, `category:domain`
    #[arg(required = true)]
    query: Vec<String>,
    /// The language to search first, as `zh` [default: that of the query]
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
    /// Open the first result in the browser, at the `base_url` that the site is published at
    #[arg(long, conflicts_with = "json")]
    open: bool,
    /// The site: the folder that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::parser())]
    site: PathBuf,
}

pub(super) fn run(arguments: &SearchArguments, console: &Console) -> Result<(), Failure> {
    let query = arguments.query.join(" ");
    let characters = query.trim().chars().count();
    if characters > MAX_CHARACTERS {
        console.say(format_args!(
            "a query has at most {MAX_CHARACTERS} characters: of {characters}, the first are searched for"
        ));
    }
    let line = console.show_progress(!arguments.json);
    let search = console.session(&arguments.site).search(&|| console.say_wait())?;
    drop(line);
    if let Some(report) = search.report.as_ref().filter(|report| report.has_errors()) {
        if search.finder.is_none() {
            console.say_report(report);
            return Err(Failure::Content);
        }
        console.say("the content has errors: what is wrong cannot be found; `wenda check` lists it");
    }
    if let Some(error) = &search.not_kept {
        console.say_not_kept(error);
    }
    let Some(finder) = &search.finder else {
        return Err(Failure::Content);
    };
    let lang = arguments.lang.map(|asked| known_locale(asked, finder.snapshot().locales())).transpose()?;
    let limit = usize::from(arguments.limit);
    let reply = if arguments.explain { finder.explain(&query, lang, limit) } else { finder.find(&query, lang, limit) };
    if arguments.json {
        let text = serde_json::to_string_pretty(&reply).map_err(|error| Failure::Machine(error.to_string()))?;
        return print_json(&text);
    }
    let languages = search.languages().ok_or(Failure::Content)?;
    let language = languages.get(reply.lang.unwrap_or(languages.locales().first()));
    ResultsPrinter { finder, languages: &languages, language }.print(&reply)?;
    match reply.hits.first().filter(|_| arguments.open) {
        Some(hit) => {
            let unpublished = "nobody knows where the site is published: set `base_url` in content/site.yaml";
            let address = address(finder, hit).ok_or_else(|| Failure::Usage(unpublished.to_owned()))?;
            open::that_detached(&address)
                .map_err(|error| Failure::Machine(format!("cannot open {address} in a browser: {error}")))
        }
        None => Ok(()),
    }
}

/// Where a browser finds what was found; `None` if the site does not say where it is published.
fn address(finder: &Finder, hit: &HitReply) -> Option<String> {
    Some(format!("{}{}", finder.snapshot().base_url()?, hit.link()))
}

/// Prints what was found.
struct ResultsPrinter<'r> {
    finder: &'r Finder,
    languages: &'r Languages,
    /// That of the reader.
    language: &'r Language,
}

impl ResultsPrinter<'_> {
    fn print(&self, reply: &SearchReply) -> Result<(), Failure> {
        if let Some(topic) = &reply.not_covered {
            print_not_covered(topic)?;
            print(&Line::new())?;
        }
        if let Some(guide) = &reply.guide {
            self.print_guide(guide)?;
        }
        if reply.hits.is_empty() {
            return self.print_nothing(reply);
        }
        if reply.no_answer {
            self.print_no_answer(reply)?;
        }
        if let Some(as_of) = reply.as_of {
            print_age(as_of, self.finder.snapshot().confirm_with(self.language.locale), self.language)?;
        }
        let mut foreign = false;
        for hit in &reply.hits {
            if hit.lang != self.language.locale && !foreign {
                foreign = true;
                print(&Line::new().styled(BOLD, self.language.message("search_other")).text("\n"))?;
            }
            self.print_hit(hit)?;
        }
        match reply.total - reply.hits.len() {
            0 => Ok(()),
            rest => {
                let more = self.language.format_message("terminal_more", &[("count", &rest.to_string())]);
                print(&Line::new().styled(DIM, more))
            }
        }
    }

    /// That what follows are the nearest questions, and none of them that which was asked.
    fn print_no_answer(&self, reply: &SearchReply) -> Result<(), Failure> {
        print(&Line::new().styled(BOLD, self.language.message("search_unanswered")))?;
        self.print_corrections(reply)?;
        let colon = self.language.message("colon");
        print(&Line::new().text(format_args!("\n{}{}\n", self.language.message("search_nearest"), colon.trim_end())))
    }

    fn print_corrections(&self, reply: &SearchReply) -> Result<(), Failure> {
        let (meant, colon) = (self.language.message("search_meant"), self.language.message("colon"));
        let mut corrections = reply.corrections.iter();
        corrections
            .try_for_each(|meaning| print(&Line::new().text(format_args!("{meant}{colon}")).styled(BOLD, meaning)))
    }

    /// The decision that was asked, with the answers that the query gives and what follows from them.
    fn print_guide(&self, guide: &GuideReply) -> Result<(), Failure> {
        let address = self.finder.snapshot().base_url().map(|base| format!("{base}{}", guide.url));
        let title = match &address {
            Some(address) => Line::new().link(BOLD, &guide.title, address),
            None => Line::new().styled(BOLD, &guide.title),
        };
        print(&title.text("  ").styled(DIM, self.language.message("terminal_decision")))?;
        for GivenAnswer { label, value } in &guide.given {
            print(&Line::new().text(format_args!("  {label}{}{value}", self.language.message("colon"))))?;
        }
        if let Some(action) = &guide.action {
            print(&Line::new().text("  ").styled(BOLD, action))?;
        }
        print(&Line::new().text("  ").styled(DIM, address.as_deref().unwrap_or(&guide.url)).text("\n"))
    }

    /// That nothing was found, and what may help instead.
    fn print_nothing(&self, reply: &SearchReply) -> Result<(), Failure> {
        let quoted = self.language.format_message("quotation", &[("text", &reply.query)]);
        print(&Line::new().text(format_args!("{} {quoted}", self.language.message("terminal_nothing"))))?;
        let colon = self.language.message("colon");
        self.print_corrections(reply)?;
        if !reply.suggestions.is_empty() {
            let instead = self.language.message("terminal_suggestions");
            print(&Line::new().text(format_args!("\n{instead}{}\n", colon.trim_end())))?;
        }
        reply.suggestions.iter().try_for_each(|hit| self.print_hit(hit))
    }

    fn print_hit(&self, hit: &HitReply) -> Result<(), Failure> {
        let address = address(self.finder, hit);
        let kind = match hit.kind {
            DocumentKind::Decision => Some(self.languages.get(hit.lang).message("terminal_decision")),
            _ => hit.category.as_deref(),
        };
        let title = match &address {
            Some(address) => Line::new().link(BOLD, &hit.title, address),
            None => Line::new().styled(BOLD, &hit.title),
        };
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
        print(&Line::new().text("  ").styled(DIM, address.unwrap_or_else(|| hit.link())).text("\n"))
    }
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
