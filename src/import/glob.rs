//! Patterns of paths: `**/*.md`, `{a,b}/c?.md`, and what they leave out behind a `!`.

use super::project::Project;
use super::setting::Setting;

/// A pattern has no more forms.
const MAX_FORMS: usize = 64;

/// A list of patterns, by which a tool takes some files of a folder and leaves others.
#[derive(Debug)]
pub(super) struct PathPatterns {
    /// Forms without braces, and whether what they name is taken.
    forms: Vec<(bool, String)>,
}

impl PathPatterns {
    /// Reads patterns. Returns those, too, that hold what is not known here.
    fn of(patterns: &[String]) -> (Self, Vec<String>) {
        let (mut forms, mut unknown) = (Vec::new(), Vec::new());
        for pattern in patterns {
            let (takes, form) = match pattern.strip_prefix('!') {
                Some(rest) => (false, rest),
                None => (true, pattern.as_str()),
            };
            let form = form.trim_start_matches("./").trim_end_matches('/');
            match without_braces(form).filter(|_| !form.contains(['[', '(', '\\'])) {
                Some(found) => forms.extend(found.into_iter().map(|form| (takes, form))),
                None => unknown.push(pattern.clone()),
            }
        }
        (Self { forms }, unknown)
    }

    /// Reads the patterns of a setting; what is not known of them is told.
    pub(super) fn of_setting(setting: &Setting, key: &str, place: &str, project: &mut Project) -> Self {
        let (patterns, mut unknown) = Self::of(&setting.texts());
        let is_read = |value: &Setting| matches!(value, Setting::Text(_));
        if !is_read(setting) && !matches!(setting, Setting::List(items) if items.iter().all(is_read)) {
            unknown.push("what a program computes".to_owned());
        }
        if !unknown.is_empty() {
            let message = "is read, and pages that it leaves out may have come along";
            project.look(place, format!("not all of the setting `{key}` {message}: {}", unknown.join(", ")));
        }
        patterns
    }

    /// Whether a path is taken: some pattern names it, and none leaves it out. Those of a folder name what is in it.
    pub(super) fn take(&self, path: &str) -> bool {
        let names = |takes: bool| self.forms.iter().any(|(own, form)| *own == takes && is_named(path, form));
        names(true) && !names(false)
    }

    /// Whether a pattern that takes names a path.
    pub(super) fn name(&self, path: &str) -> bool {
        self.forms.iter().any(|(takes, form)| *takes && is_named(path, form))
    }
}

/// The forms of a pattern with one of each list in braces; `None` if its braces are not known here.
fn without_braces(pattern: &str) -> Option<Vec<String>> {
    let mut forms = vec![String::new()];
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (list, after) = after.split_once('}')?;
        let parts: Vec<&str> = list.split(',').collect();
        if list.contains('{') || list.contains("..") || forms.len() * parts.len() > MAX_FORMS {
            return None;
        }
        forms = forms.iter().flat_map(|form| parts.iter().map(move |part| format!("{form}{before}{part}"))).collect();
        rest = after;
    }
    forms.iter_mut().for_each(|form| form.push_str(rest));
    Some(forms)
}

/// Whether a form names a path or a folder above it.
fn is_named(path: &str, form: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    // What the parts of the form so far can stand for: so many parts of the path.
    let mut reached = vec![false; parts.len() + 1];
    reached[0] = true;
    for part in form.split('/') {
        let mut next = vec![false; parts.len() + 1];
        for at in (0..=parts.len()).filter(|at| reached[*at]) {
            if part == "**" {
                next[at..].fill(true);
            } else if parts.get(at).is_some_and(|own| fits(own, part)) {
                next[at + 1] = true;
            }
        }
        reached = next;
    }
    reached[1..].contains(&true)
}

/// Whether a name is one that a part of a form stands for. A `*` stands for no point that begins a name.
fn fits(name: &str, part: &str) -> bool {
    if name.starts_with('.') && !part.starts_with('.') {
        return false;
    }
    let name: Vec<char> = name.chars().collect();
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for sign in part.chars() {
        let mut next = vec![false; name.len() + 1];
        for at in (0..=name.len()).filter(|at| reached[*at]) {
            match sign {
                '*' => next[at..].fill(true),
                _ if at < name.len() && (sign == '?' || sign == name[at]) => next[at + 1] = true,
                _ => {}
            }
        }
        reached = next;
    }
    reached[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_and_leave_paths() {
        for (patterns, path, takes) in [
            (&["**/*.md", "!**/*.snippet.md", "!.vuepress"][..], "a/b.md", true),
            (&["**/*.md", "!**/*.snippet.md"], "x.snippet.md", false),
            (&["**/*.md", "!.vuepress"], ".vuepress/a.md", false),
            (&["**/*.md", "!drafts/"], "drafts/a/b.md", false),
            (&["{guide,api}/**"], "api/a/b.md", true),
            (&["{guide,api}/**"], "other/a.md", false),
            (&["./g?ide/*.{md,mdx}"], "guide/a.mdx", true),
            (&["*.md"], "a/b.md", false),
            (&["**/README.md"], "README.md", true),
        ] {
            let patterns: Vec<String> = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
            let (read, unknown) = PathPatterns::of(&patterns);
            assert_eq!((read.take(path), unknown.len()), (takes, 0), "{patterns:?} {path}");
        }
        let (read, unknown) = PathPatterns::of(&["**/[a-z].md".to_owned(), "b/*".to_owned()]);
        assert_eq!((unknown, read.name("b/c.md"), read.name("a.md")), (vec!["**/[a-z].md".to_owned()], true, false));
    }
}
