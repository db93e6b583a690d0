//! `theme:` and `allow:` of `site.yaml`: the look of a site where it is its own, and the hosts that its pages may ask.

use std::fmt;

use url::Url;

use super::keyed::keyed;
use super::rgb::Rgb;
use super::value::Located;
use super::yaml::{Form, FromYaml, HasForm, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What names of fonts are that stand for a kind, and are written without quotation marks (CSS Fonts, level 4).
const GENERIC_FONTS: [&str; 9] = [
    "sans-serif",
    "serif",
    "monospace",
    "system-ui",
    "ui-sans-serif",
    "ui-serif",
    "ui-monospace",
    "ui-rounded",
    "-apple-system",
];

keyed! {
    /// The look of a site.
    pub struct Branding {
        /// The colour of buttons, links and what is chosen.
        pub accent: Option<Accent> = None,
        /// The fonts of text, the first of which a reader has: their names, at the end one for a kind, such as `sans-serif`.
        pub font: Vec<FontName> = Vec::new(),
        /// The fonts of code.
        pub code_font: Vec<FontName> = Vec::new(),
        /// How round the corners of boxes are: `4px`, `0.5rem`, or `0`.
        pub radius: Option<CssLength> = None,
    }

    /// A colour, by the scheme that a reader has.
    pub struct Accent {
        /// On light ground.
        pub light: Located<Rgb>,
        /// On dark ground.
        pub dark: Located<Rgb>,
    }

    /// What pages may ask of other hosts.
    pub struct AllowedHosts {
        /// Those whose scripts run.
        pub script: Vec<HostName> = Vec::new(),
        /// Those whose images are shown.
        pub image: Vec<HostName> = Vec::new(),
        /// Those that scripts ask, and send to.
        pub connect: Vec<HostName> = Vec::new(),
    }
}

/// The name of a font, or of a kind of them; shown as styles write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontName(String);

/// A length, as styles write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CssLength(String);

/// A host as policies name it: `https://stats.example.com`, `https://*.example.com:8443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName(String);

impl HostName {
    /// Whether an address is one of the host.
    pub(super) fn holds(&self, address: &str) -> bool {
        let (Ok(url), Some(named)) = (Url::parse(address), self.0.strip_prefix("https://")) else {
            return false;
        };
        let (name, port) = named.split_once(':').unwrap_or((named, "443"));
        let host = url.host_str().unwrap_or_default();
        let is_host = match name.strip_prefix("*.") {
            Some(above) => host.strip_suffix(above).is_some_and(|below| below.ends_with('.')),
            None => host == name,
        };
        is_host && url.scheme() == "https" && url.port_or_known_default().is_some_and(|at| port.parse() == Ok(at))
    }
}

impl fmt::Display for FontName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        if GENERIC_FONTS.contains(&name.as_str()) { f.write_str(name) } else { write!(f, "\"{name}\"") }
    }
}

impl fmt::Display for CssLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HasForm for Located<Rgb> {
    const FORM: Form = Form::Plain("a colour, `#1f5aa6`");
}

impl<'n> FromYaml<'n> for Located<Rgb> {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?;
        let color = Rgb::parse(text);
        if color.is_none() {
            let hint = "write six hexadecimal digits after `#`, in quotation marks: `\"#1f5aa6\"`";
            diagnostics.push(invalid(node, format!("`{text}` is not a colour"), hint));
        }
        Some(Self { value: color?, span: node.span })
    }
}

impl HasForm for FontName {
    const FORM: Form = Form::Plain("text");
}

impl<'n> FromYaml<'n> for FontName {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?.trim();
        if text.chars().all(|character| character.is_alphanumeric() || " -_.".contains(character)) {
            return Some(Self(text.to_owned()));
        }
        let hint =
            "write one name, without quotation marks, as an item of the list: `[Inter, PingFang SC, sans-serif]`";
        diagnostics.push(invalid(node, format!("`{text}` is not the name of a font"), hint));
        None
    }
}

impl HasForm for CssLength {
    const FORM: Form = Form::Plain("a length");
}

impl<'n> FromYaml<'n> for CssLength {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.scalar(diagnostics)?.trim();
        let number = ["rem", "em", "px"].iter().find_map(|unit| text.strip_suffix(unit));
        let is_number = |number: &str| {
            number.parse::<f64>().is_ok()
                && number.chars().all(|character| character.is_ascii_digit() || character == '.')
        };
        // Styles compute with it, and take a number alone for no length.
        let text = if text == "0" { "0px" } else { text };
        if text == "0px" || number.is_some_and(is_number) {
            return Some(Self(text.to_owned()));
        }
        diagnostics.push(invalid(node, format!("`{text}` is not a length"), "write `4px`, `0.5rem`, or `0`"));
        None
    }
}

impl HasForm for HostName {
    const FORM: Form = Form::Plain("a host, `https://stats.example.com`");
}

impl<'n> FromYaml<'n> for HostName {
    fn read(node: &'n Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = node.text(diagnostics)?.trim();
        let host = text.strip_suffix('/').unwrap_or(text);
        if host.strip_prefix("https://").is_some_and(is_host) {
            return Some(Self(host.to_ascii_lowercase()));
        }
        let hint = "write it with `https://`, and without what follows the host: `https://stats.example.com`";
        diagnostics.push(invalid(node, format!("`{text}` is not a host that pages may be allowed to ask"), hint));
        None
    }
}

/// Whether something is a name, or all names below one (`*.example.com`), with or without a port. A name has a dot, lest `*.com`
/// or a slip allow half of the web.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let below = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|character| character.is_ascii_alphanumeric() || character == '-')
    };
    port.parse::<u16>().is_ok() && below.contains('.') && below.split('.').all(is_label)
}

fn invalid(node: &Node, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, node.span, message).hint(hint)
}
