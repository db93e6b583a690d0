//! What answered before, kept in `.wenda/`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::answer::{HostAnswer, HostAnswers};
use crate::folder::sealed;

/// The name of the file, and of its form.
const FILE: &str = "links";
const FORM: &str = "links 1";

/// So long an answer holds: a week.
const LASTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What addresses answered.
pub(super) struct KeptAnswers {
    answers: BTreeMap<String, KeptAnswer>,
    /// Seconds since 1970.
    now: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptAnswer {
    answer: HostAnswer,
    /// Seconds since 1970.
    asked: u64,
}

impl KeptAnswers {
    /// Those beside a site that still hold.
    pub(super) fn read(site: &Path) -> Self {
        let kept = sealed::read(site, FILE, FORM).and_then(|kept| serde_json::from_slice(&kept).ok());
        let mut answers: BTreeMap<String, KeptAnswer> = kept.unwrap_or_default();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        // A clock may have been put back.
        answers.retain(|_, kept| now.checked_sub(kept.asked).is_some_and(|age| age < LASTS.as_secs()));
        Self { answers, now }
    }

    pub(super) fn get(&self, address: &str) -> Option<&HostAnswer> {
        self.answers.get(address).map(|kept| &kept.answer)
    }

    /// Keeps what was answered now besides. Where it cannot be written, nothing is kept.
    pub(super) fn keep(mut self, asked: &HostAnswers<'_>, site: &Path) {
        let now = self.now;
        let lasting = asked.iter().filter(|(_, answer)| answer.lasts());
        let lasting =
            lasting.map(|(address, answer)| ((*address).to_owned(), KeptAnswer { answer: answer.clone(), asked: now }));
        self.answers.extend(lasting);
        if let Ok(kept) = serde_json::to_vec(&self.answers) {
            drop(sealed::write(site, FILE, FORM, &kept));
        }
    }
}
