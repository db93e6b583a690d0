//! The addresses of other sites that this one links to: whether there is still something there.
//!
//! Hosts are asked politely, and only when an author wants it: one request at a time to each, with a pause after it, by `HEAD`, and by
//! `GET` where that is refused. What answered is not asked again for a week.

mod answer;
mod ask;
mod found;
mod kept;

use std::path::Path;

use self::answer::HostAnswer;
use self::ask::ask_all;
use self::found::{LinkedAddress, linked_addresses};
use self::kept::KeptAnswers;
use crate::content::Content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Place};
use crate::progress::RunningStage;
use crate::source::SourceFiles;

/// Asks for all addresses of other sites, and reports those where nothing is, and those that moved for good. What answers is kept in
/// `.wenda/` beside the `site`. `stage` counts the addresses.
pub fn check(content: &Content, sources: &SourceFiles, site: &Path, stage: &RunningStage) -> Diagnostics {
    let linked = linked_addresses(content, sources);
    let kept = KeptAnswers::read(site);
    stage.set_total(linked.len());
    let (known, unknown): (Vec<_>, Vec<_>) =
        linked.iter().map(|linked| linked.address.as_str()).partition(|address| kept.get(address).is_some());
    stage.advance(known.len());
    let asked = ask_all(&unknown, stage);
    let mut diagnostics = Diagnostics::default();
    for linked in &linked {
        let answer = asked.get(linked.address.as_str()).or_else(|| kept.get(&linked.address));
        answer.into_iter().for_each(|answer| report(linked, answer, &mut diagnostics));
    }
    kept.keep(&asked, site);
    diagnostics
}

fn report(linked: &LinkedAddress, answer: &HostAnswer, diagnostics: &mut Diagnostics) {
    let address = &linked.address;
    let told = |code, message: String, hint: String| {
        let places = linked.places.iter();
        places.map(move |place| Diagnostic::new(code, *place, message.clone()).hint(hint.clone())).collect::<Vec<_>>()
    };
    let told = match answer {
        HostAnswer::There => Vec::new(),
        HostAnswer::Unasked => {
            let message = format!("`{address}` was not asked for: its host did not answer for other addresses");
            told(Code::DeadLink, message, "look whether the page is there, and check the links again later".to_owned())
        }
        HostAnswer::Moved(to) => {
            let message = format!("`{address}` has moved for good");
            let moved = told(Code::MovedLink, message, format!("link to `{to}`"));
            let fixed = moved.into_iter().map(|diagnostic| match diagnostic.place {
                Place::Text(span) => diagnostic.fix(Fix::within(span, address, 0..address.len(), to.clone())),
                Place::File(_) => diagnostic,
            });
            fixed.collect()
        }
        HostAnswer::Refused(status) => {
            let message = format!("`{address}` refuses programs: it answers {status}");
            let hint = "look whether the page is there; if it is, name its address under `links: {unchecked: […]}` in `content/site.yaml`";
            told(Code::DeadLink, message, hint.to_owned())
        }
        HostAnswer::Silent(why) => {
            let message = format!("`{address}` could not be reached: {why}");
            let hint = "check the links again later, or look whether the host is still there";
            told(Code::DeadLink, message, hint.to_owned())
        }
        HostAnswer::Missing(why) => {
            let message = format!("nothing is at `{address}`: {why}");
            let hint = "link to another page, or remove the link; addresses that only some can reach are named under `links: {unchecked: […]}` in `content/site.yaml`";
            told(Code::DeadLink, message, hint.to_owned())
        }
    };
    told.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
}
