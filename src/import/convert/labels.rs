//! Labels of tabs that stand at what holds them: in `values` of Docusaurus, or in their order in Hugo.

use super::name::{LABELS_OF_TABS, is_of_tabs, is_tab, plain_name};
use super::tag::MarkupTag;
use crate::markdown::fence::CodeLines;

/// Labels, each with the value of its tab; without one it is known by its place.
fn labels_of(tag: &MarkupTag) -> Vec<(Option<String>, String)> {
    let values = tag.attributes.iter().find(|(name, _)| name == "values").map(|(_, value)| value.as_str());
    let mut labels = Vec::new();
    for entry in values.unwrap_or_default().split('}') {
        if let Some(label) = text_of(entry, "label") {
            labels.push((text_of(entry, "value"), label));
        }
    }
    if tag.name.starts_with("hugo-") {
        let unnamed = tag.attributes.iter().filter(|(name, _)| {
            name.strip_prefix('_').is_some_and(|number| number.bytes().all(|next| next.is_ascii_digit()))
        });
        labels.extend(unnamed.map(|(_, label)| (None, label.clone())));
    }
    labels
}

/// The text that a key has among the keys of a literal.
fn text_of(entry: &str, key: &str) -> Option<String> {
    let mut places = entry.match_indices(key).map(|(at, _)| at);
    places.find_map(|at| {
        if entry[..at].ends_with(|before: char| before.is_alphanumeric()) {
            return None;
        }
        let rest = entry[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        value[1..].split_once(quote).map(|(text, _)| text.to_owned())
    })
}

/// Lines of tabs, each with the label that what holds them gives it; `None` if it gives none.
pub(super) fn labelled(tag: &MarkupTag, lines: &[String]) -> Option<Vec<String>> {
    let labels = Some(labels_of(tag)).filter(|labels| !labels.is_empty() && is_of_tabs(&plain_name(&tag.name)))?;
    let mut code = CodeLines::default();
    let (mut depth, mut place, mut given) = (0_usize, 0, 0);
    let mut written = Vec::with_capacity(lines.len());
    for line in lines {
        let tab = Some(line.trim_start()).filter(|_| !code.holds(line)).and_then(MarkupTag::at);
        let Some(tab) = tab.filter(|tab| is_of_tabs(&plain_name(&tab.name))) else {
            written.push(line.clone());
            continue;
        };
        let is_own = depth == 0 && !tab.is_closing && is_tab(&plain_name(&tab.name));
        match tab.is_closing {
            true => depth = depth.saturating_sub(1),
            false if tab.is_self_closing => {}
            false => depth += 1,
        }
        let label = is_own.then(|| label_for(&tab, place, &labels)).flatten();
        place += usize::from(is_own);
        given += usize::from(label.is_some());
        written.push(label.map_or_else(|| line.clone(), |label| with_label(line, &tab, label)));
    }
    (given > 0).then_some(written)
}

/// The label of a tab that has none itself.
fn label_for<'l>(tab: &MarkupTag, place: usize, labels: &'l [(Option<String>, String)]) -> Option<&'l str> {
    if tab.attribute(&LABELS_OF_TABS).is_some() {
        return None;
    }
    let value = tab.attribute(&["value"]);
    let by_value = labels.iter().find(|(named, _)| named.is_some() && named.as_deref() == value);
    let by_place = || labels.get(place).filter(|(named, _)| named.is_none());
    by_value.or_else(by_place).map(|(_, label)| label.as_str())
}

/// A line that begins with the tag of a tab, which is given a label.
fn with_label(line: &str, tab: &MarkupTag, label: &str) -> String {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    let attributes = std::iter::once(("label".to_owned(), label.to_owned())).chain(tab.attributes.iter().cloned());
    let labelled = MarkupTag { attributes: attributes.collect(), ..tab.clone() };
    format!("{indent}{}{}", labelled.as_html(), &rest[tab.length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_called_as_what_holds_them_says() {
        let labelled = |tag: &str, inner: &str| {
            let lines: Vec<String> = inner.lines().map(str::to_owned).collect();
            labelled(&MarkupTag::at(tag).unwrap(), &lines).map(|lines| lines.join("\n"))
        };
        assert_eq!(
            labelled(
                "<Tabs values={[{label: \"A b\", value: \"a\"}, {value: 'b', 'label': 'B'}]}>",
                "<TabItem value=\"a\">\nx\n</TabItem>\n<TabItem value=\"b\" label=\"own\">\n</TabItem>",
            )
            .as_deref(),
            Some("<TabItem label=\"A b\" value=\"a\">\nx\n</TabItem>\n<TabItem value=\"b\" label=\"own\">\n</TabItem>")
        );
        assert_eq!(
            labelled(
                "<hugo-tabs _0=\"One\" _1=\"Two\">",
                "<hugo-tab>\n<hugo-tabs _0=\"I\">\n<hugo-tab>\n</hugo-tab>\n</hugo-tabs>\n</hugo-tab>\n<hugo-tab>\n</hugo-tab>",
            )
            .as_deref(),
            Some(
                "<hugo-tab label=\"One\">\n<hugo-tabs _0=\"I\">\n<hugo-tab>\n</hugo-tab>\n</hugo-tabs>\n</hugo-tab>\n<hugo-tab label=\"Two\">\n</hugo-tab>"
            )
        );
        assert_eq!(labelled("<hugo-alert _0=\"x\">", "<hugo-tab>\n</hugo-tab>"), None);
        assert_eq!(labelled("<Tabs>", "<TabItem value=\"a\">\n</TabItem>"), None);
    }
}
