//! Links that lead nowhere, by what stands there: what is told of each.

use std::ops::Range;

use super::builder::TreeBuilder;
use crate::diagnostic::{Code, closest};
use crate::name::{InvalidTarget, SCHEMES};

impl TreeBuilder<'_, '_> {
    pub(super) fn link_fault(&mut self, fault: InvalidTarget, destination: &str, range: Range<usize>) {
        let code = match fault {
            InvalidTarget::LeavesSite | InvalidTarget::Rooted => Code::LinkOutsideSite,
            InvalidTarget::Id => Code::InvalidId,
            _ => Code::UnknownLink,
        };
        let (message, hint) = told(fault, destination);
        self.error(code, range, message, &hint);
    }
}

/// What is wrong with a destination, and what to write instead.
fn told(fault: InvalidTarget, destination: &str) -> (String, String) {
    let (message, hint) = match fault {
        InvalidTarget::Empty => ("the link leads nowhere".to_owned(), "name its target"),
        InvalidTarget::LeavesSite => (
            format!("`{destination}` leads out of the content folder"),
            "put what readers are to see beside the article, or take the link out",
        ),
        InvalidTarget::Rooted => (
            format!("`{destination}` is a path on the host, and leads out of the content folder"),
            "name a file by its path from here, an article by its id, `article:the-id`, a page by its name, `page:questions`, and what is elsewhere in full, `https://…`",
        ),
        InvalidTarget::HostAlone => {
            let hint = format!("write the address in full: `https:{destination}`");
            return (format!("`{destination}` names a host without `https:`"), hint);
        }
        InvalidTarget::Markdown => (
            format!("`{destination}` names a file of the sources"),
            "link to an article by its id: `article:the-id`; the link then stays in the reader's language",
        ),
        InvalidTarget::FullWidthColon => {
            let (scheme, rest) = destination.split_once('\u{FF1A}').unwrap_or((destination, ""));
            // In addresses the slashes may be, too.
            let hint = format!("write `{scheme}:{}`", rest.replace('\u{FF0F}', "/"));
            return (format!("the colon after `{scheme}` is full-width"), hint);
        }
        InvalidTarget::Nobody if destination.starts_with("tel") => {
            (format!("`{destination}` names nobody"), "write the number after it: `tel:+86-10-1234-5678`")
        }
        InvalidTarget::Nobody => {
            (format!("`{destination}` names nobody"), "write the address after it: `mailto:help@example.com`")
        }
        InvalidTarget::Scheme => {
            return (format!("`{destination}` is not a kind of link that is known"), scheme_hint(destination));
        }
        InvalidTarget::Address => (
            format!("`{destination}` is not an address of the web"),
            "write it in full, with a host that can be: `https://example.com/`",
        ),
        InvalidTarget::Id => (
            format!("`{destination}` does not name an id"),
            "ids are lower-case letters, of articles and categories of any script, digits, `-`, `_` and `.`",
        ),
    };
    (message, hint.to_owned())
}

/// The link with the kind that was meant, or all kinds.
fn scheme_hint(destination: &str) -> String {
    let (scheme, rest) = destination.split_once(':').unwrap_or((destination, ""));
    if let Some(meant) = closest(&scheme.to_lowercase(), &SCHEMES) {
        return format!("did you mean `{meant}:{rest}`?");
    }
    let known: Vec<String> = SCHEMES.iter().map(|scheme| format!("`{scheme}:`")).collect();
    format!("known here: {}, `#heading`, and paths of files", known.join(", "))
}
