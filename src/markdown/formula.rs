//! Formulas: LaTeX as MathML, which browsers set by themselves.

use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// What is wrong with a formula.
pub(super) struct FormulaFault {
    /// The bytes of the formula that it is about.
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// A formula as MathML; `is_block` if it stands on lines of its own.
pub(super) fn mathml(tex: &str, is_block: bool) -> Result<String, FormulaFault> {
    let whole = |message: String| FormulaFault { range: 0..tex.len(), message };
    let converter = LatexToMathML::new(MathCoreConfig::default()).map_err(|_| whole("it cannot be read".to_owned()))?;
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = converter.convert_with_local_state(tex, display).map_err(|error| {
        let start = tex.floor_char_boundary(error.0.start.min(tex.len()));
        let end = tex.ceil_char_boundary(error.0.end.min(tex.len()));
        FormulaFault { range: start..end.max(start), message: error.error_message().trim_end_matches('.').to_owned() }
    })?;
    // Links are those of Markdown, which are checked.
    if converted.mathml.contains("<a ") {
        return Err(whole("a formula holds no links".to_owned()));
    }
    Ok(without_styles(&converted.mathml))
}

/// Classes in the place of styles, which pages do not allow in elements: only how the columns of a table are set has one.
fn without_styles(mathml: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(STYLE) {
        let (style, after) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        if style.contains("text-align: right") {
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
    fn formulas_are_set_and_faults_have_places() {
        let shown = mathml("\\frac{a}{b} < 2", false).ok().unwrap();
        assert_eq!(shown, "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>&lt;</mo><mn>2</mn></math>");
        let aligned = mathml("\\begin{align}a&=b\\end{align}", true).ok().unwrap();
        assert!(aligned.starts_with("<math display=\"block\">") && !aligned.contains(" style="), "{aligned}");
        assert!(aligned.contains("<mtd class=\"right\"><mi>a</mi></mtd><mtd class=\"left\">"), "{aligned}");
        let fault = mathml("税 = \\foo", false).err().unwrap();
        assert_eq!((&"税 = \\foo"[fault.range], fault.message.as_str()), ("\\foo", "Unknown command \"\\foo\""));
        let escaped = mathml("\\text{<script>}", false).ok().unwrap();
        assert!(escaped.contains("&lt;script&gt;"), "{escaped}");
    }
}
