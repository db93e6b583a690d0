//! Tags of HTML, Vue and JSX, as they stand in Markdown.

use super::name::shown;
use super::text_expression::TextExpression;
use crate::import::files::name_of;

/// A longer tag is none.
const LONGEST: usize = 16 << 10;
/// A tag has no more attributes.
const MAX_ATTRIBUTES: usize = 100;
/// A value without quotes is no longer, in bytes.
const LONGEST_PLAIN: usize = 4 << 10;

/// A tag at the beginning of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::import) struct MarkupTag {
    pub(in crate::import) name: String,
    pub(in crate::import) is_closing: bool,
    pub(in crate::import) is_self_closing: bool,
    /// Names and values; what a program computes keeps its braces.
    pub(in crate::import) attributes: Vec<(String, String)>,
    /// In bytes.
    pub(in crate::import) length: usize,
}

/// A piece of HTML.
#[derive(Debug)]
pub(super) enum MarkupPiece<'h> {
    Text(&'h str),
    Comment(&'h str),
    Tag(MarkupTag),
}

const ELEMENTS: &str = " a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption \
    center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font \
    footer form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map \
    mark math menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s \
    samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr path g circle rect line polygon polyline ellipse defs \
    use symbol stop text ";
const VOID: &str = " area base br col embed hr img input link meta param source track wbr ";

impl MarkupTag {
    /// The tag that a text begins with.
    pub(in crate::import) fn at(text: &str) -> Option<Self> {
        let is_of_name = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.' | ':');
        let mut rest = text.strip_prefix('<')?;
        let is_closing = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|next| !is_of_name(next)).unwrap_or(rest.len());
        let name = &rest[..end];
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let mut tag = Self { name: name.to_owned(), is_closing, ..Self::default() };
        rest = &rest[end..];
        loop {
            let before = rest.len();
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                tag.length = text.len() - after.len();
                return Some(tag);
            }
            if let Some(after) = rest.strip_prefix("/>") {
                (tag.is_self_closing, tag.length) = (true, text.len() - after.len());
                return Some(tag);
            }
            // Attributes stand apart from each other.
            if rest.is_empty()
                || rest.len() == before
                || text.len() - rest.len() > LONGEST
                || tag.attributes.len() > MAX_ATTRIBUTES
            {
                return None;
            }
            if rest.starts_with('{') {
                rest = &rest[braces(rest)?..];
                continue;
            }
            rest = tag.take_attribute(rest)?;
        }
    }

    /// Takes an attribute off the beginning of a text, and returns the rest.
    fn take_attribute<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let end = rest
            .find(|next: char| next.is_whitespace() || "=>\"'<`".contains(next) || next == '/')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.attributes.push((name.to_owned(), String::new()));
            return Some(after);
        };
        let length = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].find(quote)? + 2,
            '{' => braces(value)?,
            _ => {
                let near = &value[..value.floor_char_boundary(LONGEST_PLAIN)];
                let end = near.find(|next: char| next.is_whitespace() || next == '>');
                end.or_else(|| (near.len() == value.len()).then_some(value.len()))?
            }
        };
        let (value, after) = value.split_at(length);
        let plain = match value.chars().next() {
            Some('"' | '\'') => unescaped(&value[1..value.len() - 1]),
            _ => TextExpression::of(value).map_or_else(|| unescaped(value), |found| found.text),
        };
        // What names a path is that path, in braces and behind the mark of what Vue computes.
        let named = path_of(plain.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(&plain));
        let (name, plain) = match named.filter(|_| plain.starts_with('{') || name.starts_with(':')) {
            Some(path) => (name.trim_start_matches(':'), path),
            None => (name, plain),
        };
        self.attributes.push((name.to_owned(), plain));
        Some(after)
    }

    /// The value of the first of some attributes that is given, unless a program computes it.
    pub(super) fn attribute(&self, names: &[&str]) -> Option<&str> {
        let given = names.iter().filter_map(|name| {
            self.attributes.iter().find(|(given, _)| given.trim_start_matches(':').eq_ignore_ascii_case(name))
        });
        let mut texts = given.filter_map(static_value).filter(|value| !value.is_empty() && !value.starts_with('{'));
        texts.next()
    }

    /// The tag that opens what this one closes.
    pub(super) fn opened(&self) -> Self {
        Self { name: self.name.clone(), ..Self::default() }
    }

    pub(in crate::import) fn is_of_html(&self) -> bool {
        ELEMENTS.contains(&format!(" {} ", self.name.to_ascii_lowercase())) && !self.is_component()
    }

    /// Whether it has no closing tag.
    pub(super) fn is_void(&self) -> bool {
        self.is_self_closing || VOID.contains(&format!(" {} ", self.name.to_ascii_lowercase()))
    }

    /// Whether its name is one that components have.
    pub(super) fn is_component(&self) -> bool {
        self.name.starts_with(|first: char| first.is_ascii_uppercase())
            && self.name.chars().any(|next| next.is_ascii_lowercase())
            || self.name.contains(['-', '.', ':'])
    }

    /// The tag as HTML has it, which CommonMark knows for a tag.
    pub(super) fn as_html(&self) -> String {
        let attributes = self.attributes.iter().map(|(name, value)| {
            let name: String =
                name.chars().filter(|next| next.is_ascii_alphanumeric() || "-_:.".contains(*next)).collect();
            let name = if name.starts_with(|first: char| first.is_ascii_alphabetic() || first == ':' || first == '_') {
                name
            } else {
                format!("_{name}")
            };
            format!(" {name}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;").replace('\n', " "))
        });
        let attributes: String = attributes.collect();
        let (slash, end) = (if self.is_closing { "/" } else { "" }, if self.is_self_closing { " /" } else { "" });
        format!("<{slash}{}{attributes}{end}>", self.name)
    }
}

impl MarkupTag {
    /// The tag on one line as its author knows it: what was a shortcode is one.
    pub(super) fn as_written(&self) -> String {
        let shortcode = self.name.strip_prefix("hugo-");
        let attributes = self.attributes.iter().map(|(name, value)| {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let quote = if value.contains('"') { '\'' } else { '"' };
            let is_unnamed = shortcode.is_some() && name.starts_with('_');
            match value.starts_with('{') || is_unnamed && !value.contains(' ') {
                _ if value.is_empty() => format!(" {name}"),
                true if is_unnamed => format!(" {value}"),
                true => format!(" {name}={value}"),
                false if is_unnamed => format!(" {quote}{value}{quote}"),
                false => format!(" {name}={quote}{value}{quote}"),
            }
        });
        let attributes: String = attributes.collect();
        match shortcode {
            Some(name) => format!("{{{{< {name}{attributes} >}}}}"),
            None => format!("<{}{attributes}{}>", shown(&self.name), if self.is_self_closing { " /" } else { "" }),
        }
    }

    /// What a link to what is embedded is called: as it is described, as its file is, or, for a page of another site, as that is.
    pub(super) fn label_of_source(&self, source: &str) -> String {
        let label = self.attribute(&["alt", "title", "aria-label"]).unwrap_or_default();
        let label = label.replace(['[', ']', '<', '>'], "");
        let path = source.split(['?', '#']).next().unwrap_or(source);
        let site = path.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':'));
        let site = site.and_then(|(_, rest)| rest.split('/').next()).filter(|site| !site.is_empty());
        let is_page = matches!(self.name.to_ascii_lowercase().as_str(), "iframe" | "embed" | "object");
        match site.filter(|_| is_page) {
            _ if !label.is_empty() => label,
            Some(site) => site.to_owned(),
            None if name_of(path).is_empty() => source.to_owned(),
            None => name_of(path).to_owned(),
        }
    }
}

/// The value of an attribute; of one that a program computes the text that stands there, if it is one.
fn static_value((name, value): &(String, String)) -> Option<&str> {
    match name.strip_prefix(':') {
        None => Some(value.trim()),
        Some(_) => value.trim().strip_prefix('\'')?.strip_suffix('\''),
    }
}

/// The path that an expression names: `require('./a.png').default`.
fn path_of(expression: &str) -> Option<String> {
    let mut calls = ["require(", "useBaseUrl(", "withBase("].into_iter();
    let inner = calls.find_map(|call| expression.trim().strip_prefix(call))?;
    let (path, after) = inner.rsplit_once(')')?;
    let path = TextExpression::of(&format!("{{{path}}}"))?.text;
    matches!(after.trim(), "" | ".default").then_some(path)
}

/// A text with the characters that its entities stand for.
pub(super) fn unescaped(value: &str) -> String {
    value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// How long the braces are that a text begins with.
pub(super) fn braces(text: &str) -> Option<usize> {
    let (mut open, mut quote) = (0_usize, None);
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if at > LONGEST {
            return None;
        }
        match (quote, character) {
            (_, '\\') => drop(characters.next()),
            (Some(ends), character) if ends == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '{') => open += 1,
            (None, '}') => {
                open -= 1;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// HTML, taken apart.
pub(super) fn pieces(html: &str) -> Vec<MarkupPiece<'_>> {
    let mut found = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let rest = &html[open..];
        let comment = rest.strip_prefix("<!--").map(|comment| comment.find("-->").map_or(rest.len(), |end| end + 7));
        let declaration = rest.starts_with("<!") || rest.starts_with("<?");
        let comment = comment.or_else(|| declaration.then(|| rest.find('>').map_or(rest.len(), |end| end + 1)));
        let (piece, length) = match comment {
            Some(length) => (MarkupPiece::Comment(&rest[..length]), length),
            None => match MarkupTag::at(rest) {
                Some(tag) => {
                    let length = tag.length;
                    (MarkupPiece::Tag(tag), length)
                }
                None => {
                    at = open + 1;
                    continue;
                }
            },
        };
        if open > begin {
            found.push(MarkupPiece::Text(&html[begin..open]));
        }
        found.push(piece);
        at = open + length;
        begin = at;
    }
    if begin < html.len() {
        found.push(MarkupPiece::Text(&html[begin..]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_shown_as_they_were_written() {
        for (html, written) in [
            ("<A\n  b={[\n {c: \"d\"}]}\n e='f' g/>", "<A b={[ {c: \"d\"}]} e=\"f\" g />"),
            ("<hugo-param _0=\"x\" />", "{{< param x >}}"),
            ("<hugo-cards _0=\"x y\" n=\"&quot;\">", "{{< cards \"x y\" n='\"' >}}"),
        ] {
            assert_eq!(MarkupTag::at(html).unwrap().as_written(), written);
        }
    }

    #[test]
    fn tags_of_all_kinds_are_read() {
        let tag = MarkupTag::at("<Tabs groupId=\"os\" values={[{label: 'a > b'}]} {...props} lazy>x").unwrap();
        assert_eq!((tag.name.as_str(), tag.length, tag.is_component()), ("Tabs", 63, true));
        assert_eq!(tag.attribute(&["groupid"]), Some("os"));
        assert_eq!(tag.attribute(&["values"]), None);
        let tag = MarkupTag::at("<A src={require('@site/a.png').default} :b=\"withBase('c')\" d={e('f')} />").unwrap();
        let values: Vec<_> = ["src", "b", "d"].iter().map(|name| tag.attribute(&[name])).collect();
        assert_eq!(values, [Some("@site/a.png"), Some("c"), None]);
        let tag = MarkupTag::at("<img :src=\"'a.png'\" :alt=name />").unwrap();
        assert!(tag.is_void() && tag.is_of_html());
        assert_eq!(tag.attribute(&["src"]), Some("a.png"));
        for none in ["<", "< a>", "<1>", "<a", "<a\"b>", "<https://example.com>", "<a {>"] {
            assert_eq!(MarkupTag::at(none), None, "{none}");
        }
    }
}
