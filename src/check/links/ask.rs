//! Asks hosts for addresses.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ureq::Agent;
use ureq::http::StatusCode;
use url::Url;

use super::answer::{HostAnswer, HostAnswers};
use crate::progress::RunningStage;

/// So many hosts are asked at once.
const AT_ONCE: usize = 8;
/// So long nothing is asked of a host after it was asked.
const PAUSE: Duration = Duration::from_millis(500);
/// So long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// So many times an address may lead on.
const MAX_REDIRECTS: usize = 5;
/// After so many addresses in a row at which nobody answers, a host is not asked again.
const MAX_SILENT: usize = 2;
/// Whom hosts see asking.
const USER_AGENT: &str = concat!("wenda/", env!("CARGO_PKG_VERSION"), " (link check of a help center)");

/// Asks for each address.
pub(super) fn ask_all<'a>(addresses: &[&'a str], stage: &RunningStage) -> HostAnswers<'a> {
    let mut by_host: BTreeMap<String, Vec<(&'a str, Url)>> = BTreeMap::new();
    for address in addresses {
        if let Ok(url) = Url::parse(address) {
            by_host.entry(url.authority().to_owned()).or_default().push((address, url));
        }
    }
    let hosts = Mutex::new(by_host.into_values());
    let answers = Mutex::new(HostAnswers::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let mut visitor = HostVisitor::new();
                while let Some(addresses) = next(&hosts) {
                    let of_host = visitor.ask_host(&addresses, stage);
                    answers.lock().unwrap_or_else(PoisonError::into_inner).extend(of_host);
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Nothing that can be understood was answered.
struct HostFailure {
    reason: String,
    /// Whether nobody answered at all.
    is_silence: bool,
}

impl HostFailure {
    /// The same, of an address that another one leads to: that a second host says nothing tells nothing of the first.
    fn at(self, address: &Url, asked: &Url) -> Self {
        if address.authority() == asked.authority() {
            return self;
        }
        Self { reason: format!("it leads to `{}`: {}", address.authority(), self.reason), is_silence: false }
    }
}

impl From<ureq::Error> for HostFailure {
    fn from(error: ureq::Error) -> Self {
        use ureq::Error;
        let is_silence =
            matches!(error, Error::Io(_) | Error::Timeout(_) | Error::HostNotFound | Error::ConnectionFailed);
        let reason = match &error {
            Error::Timeout(_) => format!("no answer within {} seconds", TIMEOUT.as_secs()),
            Error::HostNotFound => "there is no such host".to_owned(),
            Error::Io(error) => format!("nobody answers: {error}"),
            Error::ConnectionFailed => "nobody answers".to_owned(),
            error => format!("the answer cannot be read: {error}"),
        };
        Self { reason, is_silence }
    }
}

/// Asks one host after the other.
struct HostVisitor {
    agent: Agent,
    has_asked: bool,
}

impl HostVisitor {
    fn new() -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(USER_AGENT)
            .build();
        Self { agent: config.into(), has_asked: false }
    }

    fn ask_host<'a>(&mut self, addresses: &[(&'a str, Url)], stage: &RunningStage) -> HostAnswers<'a> {
        let mut answers = HostAnswers::new();
        let mut silent = 0;
        for (address, url) in addresses {
            let answer = if silent < MAX_SILENT {
                match self.ask(url) {
                    Ok(answer) => {
                        silent = 0;
                        answer
                    }
                    Err(HostFailure { reason, is_silence }) => {
                        silent = if is_silence { silent + 1 } else { 0 };
                        if is_silence { HostAnswer::Silent(reason) } else { HostAnswer::Missing(reason) }
                    }
                }
            } else {
                HostAnswer::Unasked
            };
            answers.insert(*address, answer);
            stage.advance(1);
        }
        answers
    }

    /// Asks for an address, and for those that it leads on to.
    fn ask(&mut self, url: &Url) -> Result<HostAnswer, HostFailure> {
        let mut at = url.clone();
        // Where it leads for good: up to the first that is only for now.
        let mut moved = None;
        let mut is_for_good = true;
        for _ in 0..=MAX_REDIRECTS {
            let (status, location) = self.status(&at).map_err(|failure| failure.at(&at, url))?;
            let next = location.filter(|_| status.is_redirection()).and_then(|to| at.join(&to).ok());
            if let Some(next) = next.as_ref().filter(|next| !matches!(next.scheme(), "http" | "https")) {
                return Ok(HostAnswer::Missing(format!("it leads to `{}:`, which is no page", next.scheme())));
            }
            let Some(next) = next else {
                if status.is_redirection() {
                    let why = format!("it answers {status} without telling where it leads", status = status.as_u16());
                    return Ok(HostAnswer::Missing(why));
                }
                return Ok(judged(status, moved));
            };
            is_for_good &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if is_for_good {
                moved = Some(next.clone());
            }
            at = next;
        }
        Ok(HostAnswer::Missing(format!("it leads on more than {MAX_REDIRECTS} times")))
    }

    /// The status, and where the address leads, by `HEAD`, or by `GET` where that is refused.
    fn status(&mut self, url: &Url) -> Result<(StatusCode, Option<String>), HostFailure> {
        match self.request(url, "HEAD")? {
            (status, _) if status.as_u16() >= 400 && status != StatusCode::TOO_MANY_REQUESTS => {
                self.request(url, "GET")
            }
            answer => Ok(answer),
        }
    }

    /// The status, and where the address leads.
    fn request(&mut self, url: &Url, method: &str) -> Result<(StatusCode, Option<String>), HostFailure> {
        if std::mem::replace(&mut self.has_asked, true) {
            std::thread::sleep(PAUSE);
        }
        let request = match method {
            "HEAD" => self.agent.head(url.as_str()),
            _ => self.agent.get(url.as_str()),
        };
        let answer = request.call()?;
        let location = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        Ok((answer.status(), location))
    }
}

fn judged(status: StatusCode, moved: Option<Url>) -> HostAnswer {
    match status.as_u16() {
        200..=299 => moved.map_or(HostAnswer::There, |to| HostAnswer::Moved(to.into())),
        401 | 403 | 405 | 407 | 429 | 451 | 503 | 999 => HostAnswer::Refused(status.as_u16()),
        status => HostAnswer::Missing(format!("it answers {status}")),
    }
}
