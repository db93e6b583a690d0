//! Where lines of addresses end.

use tera::{Filter, Kwargs, State, TeraResult, escape_html};

/// What is shorter stands in one line.
const SHORTEST_ADDRESS: usize = 12;
/// So many characters of an address stay together at least.
const SHORTEST_PART: usize = 4;

/// The filter `lines` of templates: a text as HTML, with `<wbr>` between the parts of addresses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines;

impl Filter<&str, TeraResult<String>> for Lines {
    fn call(&self, text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
        let mut html = Vec::with_capacity(text.len());
        write_parts(text, &mut html)?;
        Ok(String::from_utf8(html)?)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// Writes a text as HTML, with `<wbr>` between the parts of addresses.
pub(super) fn write_parts(text: &str, html: &mut Vec<u8>) -> TeraResult<()> {
    let mut written = 0;
    let mut start = 0;
    for run in text.split_inclusive(|character: char| !character.is_ascii_graphic()) {
        let address = run.trim_end_matches(|character: char| !character.is_ascii_graphic());
        for place in parts_of(address).map(|place| start + place) {
            escape_html(&text[written..place], html)?;
            html.extend_from_slice(b"<wbr>");
            written = place;
        }
        start += run.len();
    }
    escape_html(&text[written..], html)?;
    Ok(())
}

/// Where the parts of an address begin, but for the first; none in what is no address.
fn parts_of(run: &str) -> impl Iterator<Item = usize> {
    let is_dot =
        |bytes: &[u8]| bytes[1] == b'.' && bytes[0].is_ascii_alphanumeric() && bytes[2].is_ascii_alphanumeric();
    let is_address = run.len() >= SHORTEST_ADDRESS && run.as_bytes().windows(3).any(is_dot);
    let mut part = 0;
    let pairs = run.as_bytes().windows(2).enumerate().filter(move |_| is_address);
    let begins = pairs.filter(|(_, pair)| is_between_parts(pair[0], pair[1])).map(|(place, _)| place + 1);
    begins.filter(move |place| {
        let is_long_enough = place - part >= SHORTEST_PART && run.len() - place >= SHORTEST_PART;
        part = if is_long_enough { *place } else { part };
        is_long_enough
    })
}

/// Whether a line of an address may end between two characters: after a slash, before other marks, and where a word begins with a
/// capital.
fn is_between_parts(before: u8, after: u8) -> bool {
    match (before, after) {
        (b'/', _) => after != b'/',
        (_, b'.' | b'?' | b'#' | b'&' | b'=' | b'_') => before.is_ascii_alphanumeric(),
        _ => before.is_ascii_lowercase() && after.is_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_between_their_parts() {
        for (text, expected) in [
            (
                "申请表：bca.miit.gov.cn/state/outPortal/queryMutualityDownload.action?id=7，2018 年",
                "申请表：bca.miit<wbr>.gov<wbr>.cn/<wbr>state/<wbr>outPortal/<wbr>query<wbr>Mutuality<wbr>Download<wbr>.action<wbr>?id=7，2018 年",
            ),
            ("https://a.example/b & c", "https://<wbr>a.example/b &amp; c"),
            ("版本 1.5.12，JavaScript", "版本 1.5.12，JavaScript"),
        ] {
            let mut html = Vec::new();
            write_parts(text, &mut html).unwrap();
            assert_eq!(String::from_utf8(html).unwrap(), expected);
        }
    }
}
