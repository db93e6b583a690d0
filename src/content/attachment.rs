//! Files beside articles: the sizes of images, and what could run. Whoever opens such a file would let it act in the name of the
//! whole site.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use roxmltree::{Attribute, Document, Node, ParsingOptions};
use unicode_normalization::UnicodeNormalization as _;

use super::composition::difference;
use super::image_size::image_size;
use super::memo::Memo;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId};
use crate::source::{SourceFile, SourceFiles};

/// A file beside an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Copied as it is.
    pub file: FileId,
    /// Width and height in CSS pixels, if it is an image.
    pub size: Option<(usize, usize)>,
}

/// Files with these endings are shown or saved, whatever they hold: no browser takes them for a page.
const HARMLESS: [&str; 24] = [
    "avif", "bmp", "doc", "docx", "flac", "gif", "ico", "jpeg", "jpg", "m4a", "mov", "mp3", "mp4", "ogg", "pdf", "png",
    "ppt", "pptx", "txt", "wav", "webm", "webp", "xls", "xlsx",
];
/// Files with these endings run in browsers, or on servers that know them.
const ACTIVE: [&str; 38] = [
    "asa", "ascx", "ashx", "asmx", "asp", "aspx", "cfm", "cgi", "cshtml", "htc", "htm", "html", "hta", "jsp", "jspx",
    "mht", "mhtml", "phar", "php", "php3", "php4", "php5", "php7", "php8", "phps", "pht", "phtml", "shtm", "shtml",
    "stm", "swf", "svgz", "vbhtml", "vbs", "xap", "xht", "xhtm", "xhtml",
];
/// Files that servers read as their own settings.
const SETTINGS: [&str; 2] = ["web.config", "_headers"];

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XSLT: &str = "http://www.w3.org/1999/XSL/Transform";
/// Elements of drawings that run something, or hold a page.
const ACTIVE_ELEMENTS: [&str; 10] =
    ["script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "canvas"];
/// What fills in more than stands in a file of XML. The name of a standard's own definition, which editors write, does not.
const DECLARATIONS: [&str; 2] = ["<!ENTITY", "<!ATTLIST"];
/// Pictures within an address.
const PICTURES: [&str; 6] = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/avif"];
/// Endings that say how a file is compressed; the one before says what it is.
const COMPRESSION: [&str; 7] = ["gz", "br", "zst", "z", "bz2", "xz", "deflate"];

/// A file beside an article, as it was read.
#[derive(Clone, Debug)]
pub(super) struct ReadAttachment {
    /// Why it could run.
    danger: Option<String>,
    /// Width and height in CSS pixels, if it is an image.
    size: Option<(usize, usize)>,
}

/// Reads the files beside articles, but for those that are as they were: the sizes of images, by path. Reports those that could
/// run.
pub(super) fn read(
    attachments: &[FileId],
    sources: &SourceFiles,
    known: &mut Memo<ReadAttachment>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Attachment> {
    let files = attachments.iter().map(|id| {
        let file = sources.file(*id);
        (file, known.take(std::iter::once(file)))
    });
    let files: Vec<_> = files.collect();
    let read: Vec<_> = files
        .into_par_iter()
        .map(|(file, known)| known.unwrap_or_else(|| Box::new((vec![Arc::clone(file)], ReadAttachment::of(file)))))
        .collect();
    let mut attachments = BTreeMap::new();
    for made in &read {
        let (of, ReadAttachment { danger, size }) = &**made;
        let file = &of[0];
        if let Some(reason) = danger {
            let message = format!("`{}` could run in the name of the site: {reason}", file.path);
            diagnostics.push(
                Diagnostic::new(Code::ActiveFile, file.id, message)
                    .hint("save it as a picture, a PDF or plain text, or pack it into a .zip for readers to unpack")
                    .hint("if it is to run, put it into `static/`, whose files are published as they are"),
            );
        }
        // Systems differ in how they compose the letters of names; links are typed composed.
        let first = attachments.insert(file.path.nfc().collect(), Attachment { file: file.id, size: *size });
        let alike = first.and_then(|first| Some((first.file, difference(&sources.file(first.file).path, &file.path)?)));
        if let Some((first, hint)) = alike {
            let message = format!("two files are called `{}`, as links name them", file.path);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateUrl, file.id, message)
                    .related(first, "the first stands here")
                    .hint(hint),
            );
        }
    }
    known.keep(read);
    attachments
}

impl ReadAttachment {
    fn of(file: &SourceFile) -> Self {
        Self { danger: danger(&file.path, file.bytes()), size: image_size(&file.path, file.bytes()) }
    }
}

/// Why a file could run; `None` if it cannot.
pub(crate) fn danger(path: &str, bytes: &[u8]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    if SETTINGS.contains(&name.as_str()) {
        return Some("servers read it as their settings".to_owned());
    }
    // Servers pass over endings that they do not know, and those of languages and compression, to the one before.
    for ending in name.split('.').skip(1).collect::<Vec<_>>().into_iter().rev().map(str::trim) {
        if HARMLESS.contains(&ending) {
            return None;
        }
        if ACTIVE.contains(&ending) {
            return Some(format!("browsers or servers run `.{ending}` files"));
        }
        if is_xml(ending) {
            return danger_in_xml(bytes);
        }
        let is_passed_over = ending.len() <= 2 || ending.contains('-') || COMPRESSION.contains(&ending);
        if !is_passed_over && mime_guess::from_ext(ending).iter_raw().next().is_some() {
            break;
        }
    }
    // Browsers look into what they are told no type of.
    match bytes.trim_ascii_start().strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start() {
        [b'<', ..] => danger_in_xml(bytes),
        _ => None,
    }
}

/// Whether browsers read files with an ending as XML, and do what it says.
fn is_xml(ending: &str) -> bool {
    let types = mime_guess::from_ext(ending);
    let mut types = types.iter_raw();
    matches!(ending, "svg" | "xml" | "xsl" | "xslt" | "xbl" | "rdf" | "atom" | "rss")
        || types.any(|kind| kind.ends_with("/xml") || kind.ends_with("+xml"))
}

/// Why a file of XML could run. What is read otherwise by anybody counts as running.
fn danger_in_xml(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some("it is not UTF-8, so that nobody can tell what it holds".to_owned());
    };
    let text = text.trim_start_matches('\u{FEFF}');
    if let Some(encoding) = declared_encoding(text)
        && !matches!(encoding.to_lowercase().as_str(), "utf-8" | "utf8" | "us-ascii")
    {
        return Some(format!("it says that it is written in `{encoding}`, and Wenda reads UTF-8 only"));
    }
    if DECLARATIONS.iter().any(|declaration| text.contains(declaration)) {
        return Some("it declares entities or attributes, which browsers fill in".to_owned());
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => return Some(format!("it is no XML that Wenda can look into ({error})")),
    };
    document.descendants().find_map(danger_in_node)
}

/// The encoding in the first line of a file of XML.
fn declared_encoding(text: &str) -> Option<&str> {
    let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    after.split(['"', '\'']).nth(1)
}

fn danger_in_node(node: Node<'_, '_>) -> Option<String> {
    if let Some(instruction) = node.pi() {
        return Some(format!("it holds the instruction `<?{} …?>`", instruction.target));
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name();
    let is_active = match name.namespace() {
        Some(XHTML | XSLT) => true,
        Some(SVG) | None => ACTIVE_ELEMENTS.contains(&name.name().to_lowercase().as_str()),
        Some(_) => false,
    };
    if is_active {
        return Some(format!("it holds `<{}>`", name.name()));
    }
    node.attributes().find_map(|attribute| {
        let value = attribute.value();
        is_active_attribute(&attribute).then(|| format!("it holds `{}=\"{value:.40}\"`", attribute.name()))
    })
}

fn is_active_attribute(attribute: &Attribute<'_, '_>) -> bool {
    let name = attribute.name().to_lowercase();
    // Browsers pass over white space and control characters in addresses.
    let value: String = attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let value = value.to_lowercase();
    let sets_active = name == "attributename" && (value.starts_with("on") || value.ends_with("href"));
    let holds_page =
        value.strip_prefix("data:").is_some_and(|data| !PICTURES.iter().any(|picture| data.starts_with(picture)));
    let runs = value.starts_with("javascript:") || value.starts_with("vbscript:");
    name.starts_with("on") || sets_active || holds_page || runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn danger(name: &str, bytes: impl AsRef<[u8]>) -> Option<String> {
        super::danger(&format!("content/faq/a/{name}"), bytes.as_ref())
    }

    fn drawing(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             xmlns:h=\"{XHTML}\">{inside}</svg>"
        )
    }

    #[test]
    fn drawings_that_only_draw_are_harmless() {
        for inside in [
            "<path d=\"M0 0h1\"/><text>a &lt;script&gt;</text>",
            "<style>path { fill: red }</style><a href=\"https://example.com/\"><text>on</text></a>",
            "<image href=\"data:image/png;base64,AAAA\"/><use xlink:href=\"#a\"/>",
            "<rect><animate attributeName=\"x\" from=\"0\" to=\"9\"/></rect><!-- <script/> -->",
        ] {
            assert_eq!(danger("a.svg", drawing(inside)), None, "{inside}");
        }
        let illustrator = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(danger("a.svg", illustrator), None);
        assert_eq!(danger("prices.xml", "\u{FEFF}<prices><price of=\"small\">9</price></prices>"), None);
    }

    #[test]
    fn drawings_that_run_are_not() {
        for inside in [
            "<script>alert(1)</script>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\" xlink:href=\"a.js\"/>",
            "<h:script>alert(1)</h:script>",
            "<rect onclick=\"alert(1)\"/>",
            "<rect ONLOAD=\"alert(1)\"/>",
            "<foreignObject><b>x</b></foreignObject>",
            "<a xlink:href=\" java&#9;script:alert(1)\"><text>x</text></a>",
            "<a href=\"data:text/html,x\"><text>x</text></a>",
            "<a href=\"data:image/svg+xml,x\"><text>x</text></a>",
            "<a><set attributeName=\"xlink:href\" to=\"javascript:alert(1)\"/></a>",
            "<?xml-stylesheet href=\"a.xsl\" type=\"text/xsl\"?>",
            "<unclosed>",
        ] {
            assert!(danger("a.svg", drawing(inside)).is_some(), "{inside}");
            assert!(danger("a.xml", drawing(inside)).is_some(), "{inside}");
            assert!(danger("README", drawing(inside)).is_some(), "{inside}");
        }
        let defaults =
            "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let entities =
            "<!DOCTYPE svg [<!ENTITY a \"<script/>\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
        let encoded = "<?xml version=\"1.0\" encoding=\"utf-7\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let wide: Vec<u8> = "\u{FEFF}<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [defaults.as_bytes(), entities.as_bytes(), encoded.as_bytes(), &wide] {
            assert!(danger("a.svg", bytes).is_some(), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_servers_and_browsers_take_for_pages_is_not_harmless() {
        let page = "<!DOCTYPE html><script>alert(1)</script>";
        for name in [
            "a.html",
            "a.HTM",
            "a.xhtml",
            "a.mht",
            "a.swf",
            "a.php",
            "a.html.zh",
            "a.html.gz",
            "a.htm.unknown",
            "a.svgz",
            "a.md",
            "a",
            "a.unknown",
            "a.html.",
            "a.shtml",
            "web.config",
            "a.html.zh-cn",
        ] {
            assert!(danger(name, page).is_some(), "{name}");
        }
        for name in ["a.txt", "a.pdf", "a.html.pdf", "a.htm.png"] {
            assert_eq!(danger(name, page), None, "{name}");
        }
        for name in ["a.zip", "a.csv", "a.json", "a", "a.tar.gz", "a.html.zip", "表?2.xlsx"] {
            assert_eq!(danger(name, "1,2,3"), None, "{name}");
        }
    }
}
