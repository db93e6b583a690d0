//! Addresses of the web: the one that a site is published at, and those that it links to.

use url::Url;

/// Why a text is not the address that a site is published at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBaseUrl {
    /// It cannot be read as an address, or is not one of the web.
    #[error("write an address of the web in full: `https://example.com/help/`")]
    NotWeb,
    /// It holds a user name or a password.
    #[error("remove the name and password before `@`: everybody would read them")]
    Credentials,
    /// It holds `?`.
    #[error("remove what begins with `?`: the addresses of pages are put after this one")]
    Query,
    /// It holds `#`.
    #[error("remove what begins with `#`: the addresses of pages are put after this one")]
    Fragment,
}

/// The address that a site is published at, in its normal form: the scheme and host in lower case, the host and path in
/// ASCII, no port that the scheme implies, single slashes, and one at the end.
///
/// # Errors
/// If nothing can be published there.
pub fn base_url(text: &str) -> Result<String, InvalidBaseUrl> {
    let url = web_url(text).ok_or(InvalidBaseUrl::NotWeb)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(InvalidBaseUrl::Credentials);
    }
    if url.query().is_some() {
        return Err(InvalidBaseUrl::Query);
    }
    if url.fragment().is_some() {
        return Err(InvalidBaseUrl::Fragment);
    }
    let mut normal = url.origin().ascii_serialization();
    for part in url.path().split('/').filter(|part| !part.is_empty()) {
        normal.push('/');
        normal.push_str(part);
    }
    normal.push('/');
    Ok(normal)
}

/// Whether a text is the address of a page on the web, with its scheme.
pub(crate) fn is_web_address(text: &str) -> bool {
    web_url(text).is_some()
}

/// Reads an address as browsers do, but takes nothing that they would have to guess: a backslash for a slash, a host after
/// one slash or three, a space or control character within.
fn web_url(text: &str) -> Option<Url> {
    let (scheme, rest) = text.split_once("://")?;
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let guessed = rest.starts_with('/') || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    if !is_web || guessed {
        return None;
    }
    Url::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_site_has_one_form() {
        for (text, normal) in [
            ("https://example.com", "https://example.com/"),
            ("https://example.com/help", "https://example.com/help/"),
            ("https://example.com//help//zh/", "https://example.com/help/zh/"),
            ("HTTPS://EXAMPLE.COM/Help/", "https://example.com/Help/"),
            ("https://example.com:443/", "https://example.com/"),
            ("http://example.com:8080/", "http://example.com:8080/"),
            ("https://备案.example/帮助/", "https://xn--srsw86a.example/%E5%B8%AE%E5%8A%A9/"),
            ("https://example.com/a/../b/./", "https://example.com/b/"),
            ("http://[::1]:80/", "http://[::1]/"),
        ] {
            assert_eq!(base_url(text).as_deref(), Ok(normal), "{text}");
        }
    }

    #[test]
    fn other_addresses_are_refused() {
        for text in [
            "",
            "example.com",
            "ftp://example.com/",
            "https://",
            "https:///example.com/",
            "https:example.com",
            "https:\\\\example.com",
            "https://a b.example/",
            "https://example.com/a\tb",
            "https://example.com:port/",
            "mailto:a@example.com",
            "//example.com/",
        ] {
            assert_eq!(base_url(text), Err(InvalidBaseUrl::NotWeb), "{text}");
        }
        assert_eq!(base_url("https://me:secret@example.com/"), Err(InvalidBaseUrl::Credentials));
        assert_eq!(base_url("https://example.com/?a=1"), Err(InvalidBaseUrl::Query));
        assert_eq!(base_url("https://example.com/help?"), Err(InvalidBaseUrl::Query));
        assert_eq!(base_url("https://example.com/#top"), Err(InvalidBaseUrl::Fragment));
    }
}
