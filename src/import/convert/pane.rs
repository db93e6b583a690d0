//! Docsy's tabs: what holds them says whether they hold code, and of which language. Their code is put into fences first.

use super::code::marked_by_key;
use super::name::{LABELS_OF_TABS, plain_name};
use super::page::PageContext;
use super::shortcode::parameters_of;
use super::tag::MarkupTag;
use super::title::as_title;
use crate::markdown::fence::{CodeLines, Fence, FenceInfo};

/// Attributes of tabs that only steer, or that are read here.
const READ: &str = " text lang langequalsheader highlight disabled right persist ";

impl PageContext<'_> {
    /// Lines with the tabs of panes as tags.
    pub(super) fn with_code_in_tabs(&self, lines: Vec<String>) -> Vec<String> {
        if lines.iter().any(|line| line.contains("tabpane")) { with_code_in_tabs(&lines) } else { lines }
    }
}

/// Lines of Hugo in which the tabs of panes are tags: those of code with a fence, and those that only name the others as text.
fn with_code_in_tabs(lines: &[String]) -> Vec<String> {
    let mut panes = PaneLines::default();
    let mut code = CodeLines::default();
    for line in lines {
        if code.holds(line) {
            panes.push(line);
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut rest = line.as_str();
        while let Some((at, tag)) = next_tag(rest) {
            let (before, after) = rest.split_at(at);
            if !before.trim().is_empty() {
                panes.push(before.trim_end());
            }
            let (shortcode, after) = after.split_at(tag.length);
            panes.push_tag(shortcode, tag, indent);
            rest = after;
        }
        if rest.len() == line.len() || !rest.trim().is_empty() {
            panes.push(rest);
        }
    }
    panes.end_tab(false);
    panes.written
}

/// The shortcode of a tab, or of a pane that holds tabs.
struct TabTag {
    is_pane: bool,
    is_closing: bool,
    is_self_closing: bool,
    given: Vec<(String, String)>,
    length: usize,
}

impl TabTag {
    fn at(text: &str) -> Option<Self> {
        let ending = if text.starts_with("{{<") { ">}}" } else { "%}}" };
        let inner = text.strip_prefix("{{")?.strip_prefix(['<', '%'])?;
        let end = inner.find(ending)?;
        let inner = inner[..end].trim();
        let (is_closing, is_self_closing) = (inner.starts_with('/'), inner.ends_with('/'));
        let inner = inner.trim_matches('/').trim();
        let (name, given) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let is_pane = match plain_name(name).as_str() {
            "tabpane" => true,
            "tab" => false,
            _ => return None,
        };
        Some(Self { is_pane, is_closing, is_self_closing, given: parameters_of(given), length: end + 6 })
    }

    fn given(&self, name: &str) -> Option<&str> {
        let found = self.given.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn is_set(&self, name: &str) -> bool {
        self.given(name) == Some("true")
    }

    fn label(&self) -> Option<&str> {
        let mut labels = LABELS_OF_TABS.iter().filter_map(|name| self.given(name));
        labels.find(|label| !matches!(*label, "true" | "false"))
    }

    /// As a tag, without what is read here.
    fn written(&self) -> MarkupTag {
        let is_kept = |name: &str| !READ.contains(&format!(" {} ", name.to_ascii_lowercase()));
        let mut attributes: Vec<_> = self.given.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
        if self.label().is_none() {
            attributes.extend(self.given("lang").map(|language| ("header".to_owned(), language.to_owned())));
        }
        MarkupTag { name: "hugo-tab".to_owned(), attributes, ..MarkupTag::default() }
    }
}

/// The next tag of tabs in a line, outside of code.
fn next_tag(line: &str) -> Option<(usize, TabTag)> {
    let begins = line.match_indices("{{").map(|(at, _)| at);
    let mut begins = begins.filter(|at| line[..*at].matches('`').count().is_multiple_of(2));
    begins.find_map(|at| Some((at, TabTag::at(&line[at..])?)))
}

/// A pane that is open: where it begins among the lines that are written.
struct OpenPane {
    start: usize,
    tag: TabTag,
}

/// A tab that is open.
struct OpenTab {
    tag: TabTag,
    indent: String,
    lines: Vec<String>,
}

#[derive(Default)]
struct PaneLines {
    written: Vec<String>,
    pane: Option<OpenPane>,
    tab: Option<OpenTab>,
}

impl PaneLines {
    fn push(&mut self, line: &str) {
        let lines = self.tab.as_mut().map_or(&mut self.written, |tab| &mut tab.lines);
        lines.push(line.to_owned());
    }

    fn push_tag(&mut self, shortcode: &str, tag: TabTag, indent: &str) {
        match (tag.is_pane, tag.is_closing) {
            (true, false) if self.pane.is_none() => {
                self.pane = Some(OpenPane { start: self.written.len(), tag });
                self.written.push(format!("{indent}<hugo-tabpane>"));
            }
            (true, true) if self.pane.is_some() => {
                self.end_tab(false);
                self.pane = None;
                self.written.push(format!("{indent}</hugo-tabpane>"));
            }
            (false, false) if self.pane.is_some() => {
                self.end_tab(false);
                let is_whole = tag.is_self_closing;
                self.tab = Some(OpenTab { tag, indent: indent.to_owned(), lines: Vec::new() });
                if is_whole {
                    self.end_tab(true);
                }
            }
            (false, true) if self.tab.is_some() => self.end_tab(true),
            _ => self.push(&format!("{indent}{shortcode}")),
        }
    }

    /// Writes the tab that is open, and its end, if it has one.
    fn end_tab(&mut self, is_closed: bool) {
        let (Some(OpenTab { tag, indent, lines }), Some(pane)) = (self.tab.take(), &mut self.pane) else {
            return;
        };
        let is_empty = lines.iter().all(|line| line.trim().is_empty());
        if let Some(label) = tag.label().filter(|_| tag.is_set("disabled") && is_empty) {
            let caption = [String::new(), format!("{indent}{}", as_title(label)), String::new()];
            self.written.splice(pane.start..pane.start, caption);
            pane.start += 3;
            return;
        }
        let is_text = if tag.given("text").is_some() { tag.is_set("text") } else { pane.tag.is_set("text") };
        let is_code = !is_text && !is_empty && lines.iter().all(|line| Fence::open(line).is_none());
        self.written.push(format!("{indent}{}", tag.written().as_html()));
        if is_code {
            self.written.extend(fenced(&tag, &pane.tag, &lines, &indent));
        } else {
            self.written.extend(lines);
        }
        self.written.extend(is_closed.then(|| format!("{indent}</hugo-tab>")));
    }
}

/// The lines of a tab as a block of code.
fn fenced(tab: &TabTag, pane: &TabTag, lines: &[String], indent: &str) -> Vec<String> {
    let by_header = || tab.label().filter(|_| pane.is_set("langEqualsHeader"));
    let language = tab.given("lang").or_else(by_header).or_else(|| pane.given("lang")).unwrap_or_default();
    let language = language.split_whitespace().next().unwrap_or_default().replace('`', "").to_ascii_lowercase();
    let highlight = tab.given("highlight").or_else(|| pane.given("highlight")).unwrap_or_default();
    let info = FenceInfo { language, marked: marked_by_key(highlight).1, ..FenceInfo::default() };
    let longest = lines.iter().flat_map(|line| line.split(|next| next != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let from = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let to = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(from, |last| last + 1);
    let begin = [String::new(), format!("{indent}{fence}{}", info.written())];
    begin
        .into_iter()
        .chain(lines[from..to].iter().cloned())
        .chain([format!("{indent}{fence}"), String::new()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        with_code_in_tabs(&text.lines().map(str::to_owned).collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn tabs_hold_what_their_pane_says() {
        for (text, expected) in [
            (
                "{{< tabpane lang=\"sh\" right=true >}}\n{{< tab header=\"npm\" >}}\nnpm i\n{{< /tab >}}\n\
                 {{< tab \"Go\" \"go\" lang=\"go\" highlight=\"hl_lines=2\" >}}x\n\n    y{{< /tab >}}\n{{< /tabpane >}}",
                "<hugo-tabpane>\n<hugo-tab header=\"npm\">\n\n```sh\nnpm i\n```\n\n</hugo-tab>\n\
                 <hugo-tab _0=\"Go\" _1=\"go\">\n\n```go {2}\nx\n\n    y\n```\n\n</hugo-tab>\n</hugo-tabpane>",
            ),
            (
                "{{< tabpane text=true persist=lang >}}\n{{% tab header=\"A\" lang=\"en\" %}}\n**b**\n{{% /tab %}}\n\
                 {{< tab header=\"C\" text=false lang=\"c\" >}}\n*d*\n{{< /tab >}}\n{{< /tabpane >}}",
                "<hugo-tabpane>\n<hugo-tab header=\"A\">\n**b**\n</hugo-tab>\n\
                 <hugo-tab header=\"C\">\n\n```c\n*d*\n```\n\n</hugo-tab>\n</hugo-tabpane>",
            ),
            (
                "- a\n\n  {{< tabpane langEqualsHeader=true >}}\n  {{< tab header=\"JSON\" >}}\n  {}\n  {{< /tab >}}\n\
                 \x20 {{< tab header=\"In:\" disabled=true />}}\n  {{< /tabpane >}}",
                "- a\n\n\n  In:\n\n  <hugo-tabpane>\n  <hugo-tab header=\"JSON\">\n\n  ```json\n  {}\n  ```\n\n  </hugo-tab>\n\
                 \x20 </hugo-tabpane>",
            ),
            (
                "{{< tabpane >}}\n{{< tab lang=\"js\" >}}\n```ts\na\n```\n{{< /tab >}}\n{{< /tabpane >}}",
                "<hugo-tabpane>\n<hugo-tab header=\"js\">\n```ts\na\n```\n</hugo-tab>\n</hugo-tabpane>",
            ),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
        let others = "{{< tabs >}}\n{{< tab \"A\" >}}\nb\n{{< /tab >}}\n{{< /tabs >}}\n\
                      ```\n{{< tabpane >}}\n```\n{{</* tabpane */>}} `{{< tabpane >}}`";
        assert_eq!(written(others), others);
    }
}
