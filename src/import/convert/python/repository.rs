//! References to people and repositories that become links: `@user`, `#1`, `user/repo#1`, hashes of commits; and addresses without
//! a scheme.

use crate::import::extension::References;

/// A service that keeps repositories: its address, what the addresses of issues, changes, discussions and commits have in
/// them, and how many digits of a hash are shown.
struct Service {
    name: &'static str,
    address: &'static str,
    marks: [(char, &'static str); 3],
    commit: &'static str,
    digits: usize,
}

const SERVICES: [Service; 3] = [
    Service {
        name: "github",
        address: "https://github.com",
        marks: [('#', "issues"), ('!', "pull"), ('?', "discussions")],
        commit: "commit",
        digits: 7,
    },
    Service {
        name: "gitlab",
        address: "https://gitlab.com",
        marks: [('#', "-/issues"), ('!', "-/merge_requests"), ('?', "")],
        commit: "-/commit",
        digits: 8,
    },
    Service {
        name: "bitbucket",
        address: "https://bitbucket.org",
        marks: [('#', "issues"), ('!', "pull-requests"), ('?', "")],
        commit: "commits/commit",
        digits: 7,
    },
];
/// Services that know people.
const PEOPLE: [(&str, &str); 2] = [("x", "https://x.com"), ("twitter", "https://twitter.com")];
/// A reference is no longer, in bytes.
const LONGEST: usize = 256;
/// A hash of a commit has so many digits.
const HASH: usize = 40;

/// The reference that a text begins with: how long it is, and the link that it is.
pub(in crate::import::convert) fn reference(before: &str, text: &str, known: &References) -> Option<(usize, String)> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let last = before.chars().next_back().unwrap_or(' ');
    let is_of_word = last.is_alphanumeric() || matches!(last, '_' | '@' | '/' | '-' | '.' | '&');
    let found = match text.chars().next()? {
        _ if is_of_word => None,
        '@' => mention(text, known),
        _ if !known.of_repositories => None,
        '#' | '!' | '?' => own(known).and_then(|own| own.issue(text, text)),
        first if first.is_ascii_alphanumeric() => commit(text, known).or_else(|| named(text, known)),
        _ => None,
    };
    let found = found.or_else(|| if known.of_addresses && !is_of_word { address(text) } else { None });
    found.map(|(length, label, address)| (length, format!("[{label}]({address})")))
}

/// How long a reference is, what it is called, and where it leads.
type Referred = (usize, String, String);

/// A repository.
struct Repository<'r> {
    service: &'static Service,
    user: &'r str,
    name: &'r str,
}

impl Repository<'_> {
    /// The issue or change whose mark and number `mark` begins with, which ends the reference that `text` begins with.
    fn issue(&self, text: &str, mark: &str) -> Option<Referred> {
        let first = mark.chars().next()?;
        let (_, part) = self.service.marks.iter().find(|(known, part)| *known == first && !part.is_empty())?;
        let digits = mark[1..].bytes().take_while(u8::is_ascii_digit).count();
        let number = &mark[1..=digits];
        let is_number = !number.is_empty() && !number.starts_with('0') && ends(&mark[1 + digits..]);
        let length = text.len() - mark.len() + 1 + digits;
        is_number.then(|| {
            (length, without_service(&text[..length]).to_owned(), format!("{}/{part}/{number}", self.address()))
        })
    }

    /// The commit whose hash `hash` begins with, which ends the reference that `text` begins with.
    fn commit(&self, text: &str, hash: &str) -> Option<Referred> {
        let is_digit = |next: &u8| matches!(next, b'0'..=b'9' | b'a'..=b'f');
        if hash.bytes().take_while(is_digit).count() != HASH || !ends(&hash[HASH..]) {
            return None;
        }
        let begin = text.len() - hash.len();
        let label = format!("{}{}", without_service(&text[..begin]), &hash[..self.service.digits]);
        Some((begin + HASH, label, format!("{}/{}/{}", self.address(), self.service.commit, &hash[..HASH])))
    }

    fn address(&self) -> String {
        format!("{}/{}/{}", self.service.address, self.user, self.name)
    }
}

fn service(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name)
}

/// The repository that is meant where none is named.
fn own(known: &References) -> Option<Repository<'_>> {
    let (user, name) = (known.user.as_str(), known.repository.as_str());
    let service = service(&known.provider).filter(|_| !user.is_empty() && !name.is_empty())?;
    Some(Repository { service, user, name })
}

fn commit(text: &str, known: &References) -> Option<Referred> {
    own(known)?.commit(text, text)
}

/// An issue, a change or a commit of a repository that is named: `user/repo#1`, `repo@0123…`, `gitlab:user/repo!1`.
fn named(text: &str, known: &References) -> Option<Referred> {
    let is_of_path = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.' | '/' | ':');
    let (path, mark) = text.split_at(text.find(|next| !is_of_path(next))?);
    let (provider, path) = path.split_once(':').unwrap_or((&known.provider, path));
    let (user, name) = path.split_once('/').unwrap_or((&known.user, path));
    let is_name = |name: &str| !name.is_empty() && !name.contains(['/', ':']);
    if !is_name(user) || !is_name(name) || !name.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        return None;
    }
    let repository = Repository { service: service(provider)?, user, name };
    match mark.strip_prefix('@') {
        Some(hash) => repository.commit(text, hash),
        None => repository.issue(text, mark),
    }
}

/// Somebody, or a repository of theirs: `@user`, `@gitlab:user`, `@user/repo`.
fn mention(text: &str, known: &References) -> Option<Referred> {
    let is_of_name = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
    let run = |text: &str| text.find(|next| !is_of_name(next)).unwrap_or(text.len());
    let mut begin = 1;
    let mut provider = known.provider.as_str();
    let first = run(&text[1..]);
    if text[1 + first..].starts_with(':') && first > 0 {
        provider = &text[1..=first];
        begin = first + 2;
    }
    let keeps = service(provider).filter(|_| known.of_repositories).map(|service| service.address);
    let people = || PEOPLE.iter().find(|(name, _)| *name == provider && known.of_people).map(|(_, address)| *address);
    let address = keeps.or_else(people)?;
    let user = text[begin..begin + run(&text[begin..])].trim_end_matches(['-', '_']);
    if !user.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let end = begin + user.len();
    let repository = text[end..].strip_prefix('/').filter(|_| keeps.is_some()).unwrap_or_default();
    let length = repository.find(|next| !is_of_name(next) && next != '.').unwrap_or(repository.len());
    let repository = repository[..length].trim_end_matches(['-', '_', '.']);
    Some(match repository {
        "" => (end, format!("@{user}"), format!("{address}/{user}")),
        name => (end + 1 + name.len(), format!("{user}/{name}"), format!("{address}/{user}/{name}")),
    })
}

/// The address of a site or of somebody that a text begins with: `www.example.com`, `me@example.com`.
fn address(text: &str) -> Option<Referred> {
    if text.starts_with("www.") {
        let end = text.find(|next: char| next.is_whitespace() || matches!(next, '<' | ')' | ']')).unwrap_or(text.len());
        let address = text[..end].trim_end_matches(|last: char| "?!.,:*_~'\";".contains(last));
        return (address.len() > "www.".len())
            .then(|| (address.len(), address.to_owned(), format!("http://{address}")));
    }
    let is_of_name = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.' | '+');
    let at = text.find(|next| !is_of_name(next)).filter(|at| *at > 0 && text[*at..].starts_with('@'))?;
    let host = &text[at + 1..];
    let host = &host[..host.find(|next: char| !is_of_name(next) || next == '+').unwrap_or(host.len())];
    let host = host.trim_end_matches(['.', '-', '_']);
    let address = &text[..at + 1 + host.len()];
    let is_host = host.contains('.') && host.ends_with(|last: char| last.is_ascii_alphabetic());
    is_host.then(|| (address.len(), address.to_owned(), format!("mailto:{address}")))
}

/// Whether a word ends before a text.
fn ends(text: &str) -> bool {
    !text.starts_with(|next: char| next.is_alphanumeric() || next == '_')
}

/// A reference without the service that it names.
fn without_service(reference: &str) -> &str {
    reference.split_once(':').map_or(reference, |(_, reference)| reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_links() {
        let known = References {
            of_addresses: true,
            of_repositories: true,
            of_people: true,
            provider: "github".to_owned(),
            user: "a".to_owned(),
            repository: "b".to_owned(),
        };
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for (text, length, link) in [
            ("#12: x", 3, "[#12](https://github.com/a/b/issues/12)"),
            ("!3", 2, "[!3](https://github.com/a/b/pull/3)"),
            ("c#4.", 3, "[c#4](https://github.com/a/c/issues/4)"),
            ("d/c.e?5", 7, "[d/c.e?5](https://github.com/d/c.e/discussions/5)"),
            ("gitlab:d/c!6", 12, "[d/c!6](https://gitlab.com/d/c/-/merge_requests/6)"),
            ("@u-v, x", 4, "[@u-v](https://github.com/u-v)"),
            ("@u/r.s.", 6, "[u/r.s](https://github.com/u/r.s)"),
            ("@x:u", 4, "[@u](https://x.com/u)"),
            ("www.example.com/a_b, c", 19, "[www.example.com/a_b](http://www.example.com/a_b)"),
            ("me.you@example.com.", 18, "[me.you@example.com](mailto:me.you@example.com)"),
            (hash, 40, &format!("[0123456](https://github.com/a/b/commit/{hash})")),
            (&format!("d/c@{hash}"), 44, &format!("[d/c@0123456](https://github.com/d/c/commit/{hash})")),
        ] {
            assert_eq!(reference("(", text, &known), Some((length, link.to_owned())), "{text}");
        }
        for none in
            ["#0", "#1a", "#", "@-a", "@z:a", "a/b/c#1", "word", "me@here", "www.", "0123456789abcdef", "gitlab:a/b?1"]
        {
            assert_eq!(reference("", none, &known), None, "{none}");
        }
        for before in ["a", "&", "a/", "a."] {
            assert_eq!(reference(before, "#1", &known), None, "{before}");
        }
        let people = References { of_people: true, ..References::default() };
        assert_eq!((reference("", "#1", &people), reference("", "@a", &people)), (None, None));
    }
}
