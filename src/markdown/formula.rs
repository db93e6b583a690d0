//! Formulas: LaTeX as MathML, which browsers set by themselves.

use std::borrow::Cow;
use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::analysis::is_han;

/// What is wrong with a formula.
pub(super) struct FormulaFault {
    /// The bytes of the formula that it is about.
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// So many commands, groups and marks may a formula have: each may stand within the one before it, and the converter's stack ends
/// at twice as many.
const MAX_PARTS: usize = 500;

/// The elements and attributes of MathML that formulas are made of.
const ELEMENTS: &str = " math mrow mi mo mn ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr \
    mtd mstyle mpadded mphantom menclose mmultiscripts mprescripts mlabeledtr merror none semantics ";
const ATTRIBUTES: &str = " display class accent accentunder columnalign rowspacing columnspacing columnlines rowlines depth \
    displaystyle fence form height largeop linebreak linethickness lspace mathvariant maxsize minsize movablelimits notation \
    rspace scriptlevel separator stretchy symmetric voffset width mathcolor mathbackground mathsize xmlns ";

/// No space in a formula is wider or higher, in the height of a line.
const MAX_LENGTH: f64 = 100.0;

/// A formula as MathML; `is_block` if it stands on lines of its own.
pub(super) fn mathml(tex: &str, is_block: bool) -> Result<String, FormulaFault> {
    let whole = |message: String| FormulaFault { range: 0..tex.len(), message };
    if tex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'^' | b'_')).count() > MAX_PARTS {
        return Err(whole(format!("it has more than {MAX_PARTS} commands and groups")));
    }
    let written = with_known_commands(tex);
    let macros = vec![("substack".to_owned(), "\\begin{subarray}{c}#1\\end{subarray}".to_owned())];
    let config = MathCoreConfig { macros, ..MathCoreConfig::default() };
    let converter = LatexToMathML::new(config).map_err(|_| whole("it cannot be read".to_owned()))?;
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = converter.convert_with_local_state(&written, display).map_err(|error| {
        let message = error.error_message().trim_end_matches('.').to_owned();
        if written != tex {
            return whole(message);
        }
        let start = tex.floor_char_boundary(error.0.start.min(tex.len()));
        let end = tex.ceil_char_boundary(error.0.end.min(tex.len()));
        FormulaFault { range: start..end.max(start), message }
    })?;
    let mathml = without_styles(&converted.mathml);
    // Links are those of Markdown, which are checked; and no text of an author is markup.
    if !is_mathml(&mathml) {
        return Err(whole("a formula holds no links and no HTML".to_owned()));
    }
    if mathml.matches('<').count() == 2 {
        return Err(whole("nothing stands in it".to_owned()));
    }
    if lengths(&mathml).any(|length| length.abs() > MAX_LENGTH) {
        return Err(whole("it holds a space that is wider than a page".to_owned()));
    }
    Ok(mathml)
}

/// A formula in whose place of usual commands others stand that the converter knows.
fn with_known_commands(tex: &str) -> Cow<'_, str> {
    // GitHub's marks: `$`x`$`.
    let inner = tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')).filter(|inner| !inner.contains('`'));
    let mut written = Cow::Borrowed(inner.unwrap_or(tex));
    if written.contains("\\mbox{") {
        written = Cow::Owned(written.replace("\\mbox{", "\\text{"));
    }
    for size in ["\\left", "\\right", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr"] {
        for (mark, command) in [("<", "\\langle "), (">", "\\rangle ")] {
            if written.contains(&format!("{size}{mark}")) {
                written = Cow::Owned(written.replace(&format!("{size}{mark}"), &format!("{size}{command}")));
            }
        }
    }
    if written.contains("\\textcolor{") { Cow::Owned(with_colours(&written)) } else { written }
}

/// A formula with `{\color{red} x}` in the place of `\textcolor{red}{x}`.
fn with_colours(tex: &str) -> String {
    let mut written = String::with_capacity(tex.len());
    for (place, piece) in tex.split("\\textcolor{").enumerate() {
        let coloured =
            piece.split_once('}').and_then(|(colour, rest)| Some((colour, rest.trim_start().strip_prefix('{')?)));
        match coloured {
            _ if place == 0 => written.push_str(piece),
            Some((colour, rest)) => written.push_str(&format!("{{\\color{{{colour}}} {rest}")),
            None => written.push_str(&format!("\\textcolor{{{piece}")),
        }
    }
    written
}

/// The lengths in the attributes of MathML.
fn lengths(mathml: &str) -> impl Iterator<Item = f64> {
    let values = mathml.split("=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    values.filter_map(|(value, _)| value.trim_end_matches(|next: char| next.is_ascii_alphabetic()).parse().ok())
}

/// Whether a text is elements of MathML in each other, with text between them.
fn is_mathml(text: &str) -> bool {
    let is_among = |list: &str, name: &str| !name.contains(' ') && list.contains(&format!(" {name} "));
    let mut open: Vec<&str> = Vec::new();
    let mut pieces = text.split('<');
    if pieces.next() != Some("") {
        return false;
    }
    for piece in pieces {
        let Some((tag, _)) = piece.split_once('>') else {
            return false;
        };
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        if !is_among(ELEMENTS, name) || (name == "math") != open.is_empty() {
            return false;
        }
        while !rest.trim_start().is_empty() {
            let attribute = rest.trim_start().split_once("=\"");
            let Some((name, (_, after))) = attribute.and_then(|(name, rest)| Some((name, rest.split_once('"')?)))
            else {
                return false;
            };
            if !is_among(ATTRIBUTES, name) {
                return false;
            }
            rest = after;
        }
        if !is_empty {
            open.push(name);
        }
    }
    open.is_empty()
}

/// Whether what stands between dollars can be set.
pub(crate) fn is_formula(tex: &str, is_block: bool) -> bool {
    mathml(tex, is_block).is_ok()
}

/// Whether what stands between two dollars in running text is rather text: a price after it, a word before it, Chinese between them.
pub(crate) fn is_text(before: &str, tex: &str, after: &str) -> bool {
    after.starts_with(|next: char| next.is_ascii_alphanumeric())
        || before.ends_with(|last: char| last.is_ascii_alphanumeric())
        || tex.starts_with(|first: char| first.is_ascii_digit()) && tex.chars().any(is_chinese)
}

fn is_chinese(character: char) -> bool {
    is_han(character) || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}')
}

/// Attributes in the place of styles, which pages do not allow in elements: a colour, or how the columns of a table are set.
fn without_styles(mathml: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(STYLE) {
        let (style, after) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        if let Some(colour) = style.trim_end_matches(';').strip_prefix("color:") {
            out.push_str(&format!(" mathcolor=\"{}\"", colour.trim()));
        } else if style.contains("text-align: right") {
            out.push_str(" class=\"right\"");
        } else if style.contains("text-align: left") {
            out.push_str(" class=\"left\"");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_no_formulas() {
        for (before, tex, after) in
            [("", "5/", "10"), ("US", "5,US", "6"), ("价格", "5至", "6"), ("", "5、", " 起"), ("costs ", "5 and ", "6")]
        {
            assert!(is_text(before, tex, after), "{tex}");
        }
        for (before, tex, after) in
            [("", "x^2", "."), ("设 ", "a_1", "，"), ("", "5", " m"), ("得", "\\text{税}", "元")]
        {
            assert!(!is_text(before, tex, after), "{tex}");
        }
    }

    #[test]
    fn formulas_are_set_and_faults_have_places() {
        let shown = mathml("\\frac{a}{b} < 2", false).ok().unwrap();
        assert_eq!(shown, "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>&lt;</mo><mn>2</mn></math>");
        let aligned = mathml("\\begin{align}a&=b\\end{align}", true).ok().unwrap();
        assert!(aligned.starts_with("<math display=\"block\">") && !aligned.contains(" style="), "{aligned}");
        assert!(aligned.contains("<mtd class=\"right\"><mi>a</mi></mtd><mtd class=\"left\">"), "{aligned}");
        for (tex, part) in [
            ("\\left<x\\right>", "<mo>⟨</mo><mi>x</mi><mo>⟩</mo>"),
            ("\\sum_{\\substack{a\\\\b}} x", "<mtr><mtd><mi>b</mi></mtd></mtr>"),
            ("\\textcolor{red}{x} y", "<mrow mathcolor=\"#FF0000\"><mi>x</mi></mrow>"),
            ("\\mbox{a b}", "<mtext>a\u{a0}b</mtext>"),
            ("`a`", "<math><mi>a</mi></math>"),
        ] {
            let shown = mathml(tex, false).map_err(|fault| fault.message).unwrap();
            assert!(shown.contains(part), "{tex}: {shown}");
        }
        for (tex, message) in [
            (" ", "nothing stands in it"),
            ("%c", "nothing stands in it"),
            ("a\\hspace{99999cm}b", "it holds a space that is wider than a page"),
        ] {
            assert_eq!(mathml(tex, false).err().unwrap().message, message, "{tex}");
        }
        let fault = mathml("税 = \\foo", false).err().unwrap();
        assert_eq!((&"税 = \\foo"[fault.range], fault.message.as_str()), ("\\foo", "Unknown command \"\\foo\""));
        for hostile in [
            "\\operatorname{<script\\ src=a.js></script>}",
            "\\operatorname{</mo></math><h1>x</h1>}",
            "\\operatorname{<mi\\ onclick=\"a\">x</mi>}",
            "\\operatorname{x<y}",
        ] {
            assert!(mathml(hostile, false).is_err(), "{hostile}");
        }
        assert!(mathml(&format!("{}x{}", "{".repeat(2_000), "}".repeat(2_000)), true).is_err());
        assert!(mathml(&"\\sqrt ".repeat(2_000), true).is_err());
        let sum = "\\sum_{i=1}^{n} \\left( \\begin{matrix} a & b \\\\ c & d \\end{matrix} \\right) \\cdot \\overline{x} \\text{ if } \\mathbf{y}";
        assert!(mathml(sum, true).is_ok());
        let escaped = mathml("\\text{<script>}", false).ok().unwrap();
        assert!(escaped.contains("&lt;script&gt;"), "{escaped}");
    }
}
